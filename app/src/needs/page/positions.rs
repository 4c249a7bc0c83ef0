//! Where people stand on a need: the reader's own position, and what all said with theirs.

use domain::ids::NeedId;
use domain::needs::{Position, Stance};
use domain::paging::Said;
use leptos::prelude::*;

use super::Actions;
use crate::kit::{
    AskFirst, Empty, FormEnd, Hidden, Moment, PartLinks, PersonTag, PostForm, Radios, TextArea,
    coded,
};
use crate::needs::text::NeedsText;
use crate::preferences::locale;
use crate::text::number;

/// Where the reader stands on the need, and the form that says so.
#[component]
pub(super) fn OwnPosition(id: NeedId, own: Option<Position>, actions: Actions) -> impl IntoView {
    let t = NeedsText::here();
    let stance = own.as_ref().map_or("", |own| own.stance.code());
    let comment = own
        .as_ref()
        .map(|own| own.comment.clone())
        .unwrap_or_default();
    let take_back = own.is_some().then(|| {
        view! {
            <AskFirst
                step=t.take_back()
                means=t.take_back_means()
                open=actions.take_back.failed()
            >
                <PostForm action=actions.take_back width="bare">
                    <Hidden name="id" value=id.to_string() />
                    <FormEnd label=t.take_back_send() kind="danger" />
                </PostForm>
            </AskFirst>
        }
    });
    view! {
        <section class="card stack">
            <PostForm action=actions.take prefix="draft">
                <Hidden name="id" value=id.to_string() />
                <Radios name="stance" label=t.your_position() choices={coded::<Stance>()} value=stance />
                <TextArea name="comment" label=t.your_comment() value=comment rows=2 />
                <FormEnd label=t.take() />
            </PostForm>
            {take_back}
        </section>
    }
}

/// What the part of what people said is called that an address asks for, and where it stands.
pub(super) const VOICES: &str = "voices";

/// What people said when they took their position, the latest first; of very much a part.
#[component]
pub(super) fn Voices(
    /// The positions with words to them that are shown.
    voices: Said<Position>,
) -> impl IntoView {
    let t = NeedsText::here();
    let (part, parts) = (voices.number, voices.count());
    let cut = (part == 1 && parts > 1).then(|| {
        let counts = [voices.per_part, voices.total];
        let [shown, all] = counts.map(|count| number(locale(), count.into()));
        view! { <p class="hint">{t.voices_cut(&shown, &all)}</p> }
    });
    let positions = voices.items;
    let list = if positions.is_empty() {
        view! { <Empty text=t.voices_none().to_owned() /> }.into_any()
    } else {
        positions
            .into_iter()
            .map(|position| {
                let who = match position.person {
                    Some(person) => view! { <PersonTag person=person /> }.into_any(),
                    None => t.voice_imported().into_any(),
                };
                view! {
                    <article class="comment" data-stance=position.stance.code()>
                        <p class="meta">
                            {who} " " {position.stance.wording().in_locale(locale())} " "
                            <Moment at=position.at />
                        </p>
                        <p>{position.comment}</p>
                    </article>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <section class="stack" id=VOICES>
            <h2>{t.voices()}</h2>
            {list}
            {cut}
            <PartLinks name=VOICES number=part count=parts />
        </section>
    }
}
