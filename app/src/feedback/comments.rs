//! What people say about an entry.

use domain::accounts::Person;
use domain::feedback::{Anonymity, Comment};
use domain::ids::{CommentId, FeedbackId};
use domain::paging::Said;
use leptos::prelude::*;

use super::api::CommentFeedback;
use super::text::FeedbackText;
use crate::kit::{
    FormAction, FormEnd, Hidden, Moment, PartLinks, PersonTag, PostForm, TextArea, name_in_words,
    next_id,
};
use crate::preferences::locale;
use crate::text::number;

/// What the part of the comments is called that an address asks for, and where they stand.
pub(super) const COMMENTS: &str = "comments";

/// What people say about it, oldest first; of very many comments a part, at first the last.
#[component]
pub(super) fn Comments(
    /// What they say.
    comments: Said<Comment>,
    /// Whether the author's name is not shown.
    nameless: bool,
) -> impl IntoView {
    let t = FeedbackText::here();
    let (part, parts) = (comments.number, comments.count());
    let cut = (part == 1 && parts > 1).then(|| {
        let counts = [comments.per_part, comments.total];
        let [shown, all] = counts.map(|count| number(locale(), count.into()));
        view! { <p class="hint">{t.comments_cut(&shown, &all)}</p> }
    });
    let comments = comments.items;
    let list = if comments.is_empty() {
        view! { <p class="hint">{t.comments_none()}</p> }.into_any()
    } else {
        comments
            .into_iter()
            .map(|comment| {
                let who = match comment.person {
                    Some(_) if nameless && comment.by_author => t.no_name_own().into_any(),
                    Some(person) => view! { <PersonTag person=person /> }.into_any(),
                    None => t.author().into_any(),
                };
                view! {
                    <article class="comment">
                        <p class="meta">{who} " " <Moment at=comment.at /></p>
                        <p class="prose story">{comment.text}</p>
                    </article>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <section class="stack" id=COMMENTS>
            <h2>{t.comments_title()}</h2>
            {cut}
            {list}
            <PartLinks name=COMMENTS number=part count=parts />
        </section>
    }
}

/// Saying something about it.
#[component]
pub(super) fn CommentForm(
    /// The entry.
    id: FeedbackId,
    /// What becomes of its author's name.
    anonymity: Anonymity,
    /// Whether the reader gave it.
    own: bool,
    /// Those of the team who see it, and can be mentioned.
    readers: Vec<Person>,
    /// The action.
    action: FormAction<CommentFeedback>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let about_names = match (anonymity, own) {
        (Anonymity::Hidden, true) => Some(t.comment_hidden()),
        (Anonymity::NotStored, _) => Some(t.comment_named()),
        _ => None,
    };
    let about_names = about_names.map(|text| view! { <p class="hint">{text}</p> });
    let names: Vec<String> = readers.iter().map(name_in_words).collect();
    let people = (!names.is_empty())
        .then(|| view! { <p class="hint">{t.mention_people()} " " {names.join(", ")}</p> });
    view! {
        <PostForm action=action prefix="draft">
            <Hidden name="id" value=id.to_string() />
            <Hidden name="comment" value=next_id(action, CommentId::new) />
            <TextArea name="text" label=t.comment() hint=t.comment_hint() required=true rows=3 />
            {people}
            {about_names}
            <FormEnd label=t.comment_send() kind="" />
        </PostForm>
    }
}
