//! The guided pass through a board: note by note, what becomes a need or feedback.

use domain::Coded;
use domain::evidence::ThingKind;
use domain::feedback::FeedbackKind;
use domain::ids::SessionId;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use uuid::Uuid;

use super::api::{BoardNote, HarvestContent, HarvestNote, load_harvest};
use super::text::SessionsText;
use super::{crumbs, page_address};
use crate::kit::{
    Choice, Crumb, Empty, FormAction, FormEnd, Hidden, Page, PostForm, Radios, TextArea,
    followed_page, id_param, part, query_value,
};
use crate::preferences::locale;
use crate::projects::situation;

/// The guided pass through what is on the board of a session.
pub(super) fn harvest_page() -> AnyView {
    let id = id_param::<SessionId>("session");
    let action: FormAction<HarvestNote> = FormAction::new();
    let changes = move || (id.get(), action.version().get());
    let content = Resource::new(changes, |(id, _)| load_harvest(id));
    let subject = |content: &HarvestContent| content.session.id;
    followed_page(content, subject, move |viewer, content| {
        let project = content.with_untracked(|content| situation(&content.project));
        let runs = viewer.may(Action::RunSession, &project);
        view! { <HarvestView content=content runs=runs action=action /> }
    })
    .into_any()
}

#[component]
fn HarvestView(
    content: Signal<HarvestContent>,
    runs: bool,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let first = content.get_untracked();
    let id = first.session.id;
    let mut way = crumbs(&first.project);
    way.push(Crumb::new(page_address(id), first.session.facts.title));
    let left = move || {
        let left = content.with(|content| {
            let notes = content.notes.iter();
            notes.filter(|note| note.became.is_none()).count()
        });
        t.left(i128::try_from(left).unwrap_or(i128::MAX))
    };
    // By the frame that they lie in, in reading order.
    let frames = first.notes.into_iter().fold(
        Vec::<(String, Vec<BoardNote>)>::new(),
        |mut frames, note| {
            match frames.last_mut() {
                Some((frame, notes)) if *frame == note.frame => notes.push(note),
                _ => frames.push((note.frame.clone(), vec![note])),
            }
            frames
        },
    );
    let list = if frames.is_empty() {
        view! { <Empty text=t.no_notes().to_owned() /> }.into_any()
    } else {
        frames
            .into_iter()
            .map(|(frame, notes)| {
                let name = match frame.as_str() {
                    "" => t.outside_frames().to_owned(),
                    _ => frame,
                };
                let rows = notes
                    .into_iter()
                    .map(|note| view! { <NoteRow session=id note=note content=content runs=runs action=action /> })
                    .collect_view();
                view! {
                    <section class="stack">
                        <h2>{name}</h2>
                        <ul class="card-list" data-joined=true>{rows}</ul>
                    </section>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <Page title=t.harvest() lede=t.harvest_lede() crumbs=way>
            <p role="status">{left}</p>
            <div class="stack" data-gap="large">{list}</div>
        </Page>
    }
}

/// One note: what it became, or the form in which it becomes something.
#[component]
fn NoteRow(
    session: SessionId,
    note: BoardNote,
    content: Signal<HarvestContent>,
    runs: bool,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let by = match note.author_name.as_str() {
        "" => t.nobody_known(),
        name => name,
    };
    let meta = t.note_of(by);
    let cluster = (!note.cluster.is_empty())
        .then(|| view! { <span class="badge">{note.cluster.clone()}</span> });
    let record = note.record.clone();
    let became = part(
        content,
        move |content| {
            let known = content.notes.iter().find(|known| known.record == record);
            known.and_then(|known| known.became.clone())
        },
        {
            let note = note.clone();
            move |became: Option<(String, ThingKind)>| match became {
                Some((address, kind)) => {
                    let kind = kind.wording().in_locale(locale());
                    view! {
                        <p>
                            <span class="badge" data-tone="good">{t.taken_up()}</span> " "
                            <a href=address>{kind}</a>
                        </p>
                    }
                    .into_any()
                }
                None if !runs => ().into_any(),
                None => {
                    view! { <TakeUp session=session note=note.clone() action=action /> }.into_any()
                }
            }
        },
    );
    view! {
        <li class="card" id=format!("note-{}", note.record)>
            <p class="prose">{note.text}</p>
            <p class="meta">{meta} " " {cluster}</p>
            {became}
        </li>
    }
}

/// A link that opens the form for this note; the form, once it is open. One at a time: each
/// note is looked at in turn.
#[component]
fn TakeUp(session: SessionId, note: BoardNote, action: FormAction<HarvestNote>) -> impl IntoView {
    let t = SessionsText::here();
    let query = use_query_map();
    let record = note.record.clone();
    let open = Memo::new(move |_| query_value(&query.read(), "note") == record);
    move || {
        if open.get() {
            view! { <Form session=session note=note.clone() action=action /> }.into_any()
        } else {
            let href = format!("?note={0}#note-{0}", note.record);
            view! { <p><a class="button" data-kind="quiet" href=href>{t.take_up()}</a></p> }
                .into_any()
        }
    }
}

#[component]
fn Form(session: SessionId, note: BoardNote, action: FormAction<HarvestNote>) -> impl IntoView {
    let t = SessionsText::here();
    let choices = std::iter::once(Choice::new("need", t.becomes_need()))
        .chain(FeedbackKind::all().iter().map(|kind| {
            let name = kind.wording().in_locale(locale());
            Choice::new(kind.code(), t.becomes_feedback(name))
        }))
        .collect();
    let id = Uuid::now_v7().to_string();
    view! {
        <PostForm action=action prefix="draft">
            <Hidden name="session" value=session.to_string() />
            <Hidden name="id" value=id />
            <input type="hidden" name="draft[record]" value=note.record />
            <input type="hidden" name="draft[note]" value=note.text.clone() />
            <input type="hidden" name="draft[author]" value=note.author.to_string() />
            <Radios name="becomes" label=t.becomes() choices=choices value="need" />
            <TextArea name="text" label=t.outcome_text() value=note.text required=true rows=3 />
            <FormEnd label=t.take_up() />
        </PostForm>
    }
}
