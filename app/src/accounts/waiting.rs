//! Who waits for a link that administrators hand over, where no message can bring it: to
//! choose a new password, and to take on another address.

use domain::accounts::{EmailRequest, Person, ResetRequest};
use domain::ids::UserId;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{EmailLinkFor, PasswordResetFor};
use super::text::AccountsText;
use crate::failure::Failure;
use crate::kit::{FormAction, Hidden, Moment, PersonTag, PostForm, SubmitButton};

/// Who has forgotten their password.
#[component]
pub(super) fn AwaitedResets(
    /// Who waits, the last who asked first.
    waiting: Vec<ResetRequest>,
    /// The action that makes a link.
    make: FormAction<PasswordResetFor>,
) -> impl IntoView {
    let t = AccountsText::here();
    let shown = |asked: ResetRequest| {
        let link = make_link(make, asked.person.id);
        row(asked.person, asked.email, asked.asked_at, link)
    };
    let rows = waiting.into_iter().map(shown).collect();
    awaited(t.waiting(), t.waiting_explained(), rows)
}

/// Who asked to take on another address.
#[component]
pub(super) fn AwaitedEmails(
    /// Who waits, the last who asked first.
    waiting: Vec<EmailRequest>,
    /// The action that makes a link.
    make: FormAction<EmailLinkFor>,
) -> impl IntoView {
    let t = AccountsText::here();
    let shown = |asked: EmailRequest| {
        // Only here, to those who see all accounts, is it said.
        let link = if asked.taken {
            view! { <p class="hint">{t.waiting_email_taken()}</p> }.into_any()
        } else {
            make_link(make, asked.person.id)
        };
        let change = t.waiting_email_change(&asked.email, &asked.asked);
        row(asked.person, change, asked.asked_at, link)
    };
    let rows = waiting.into_iter().map(shown).collect();
    awaited(t.waiting_email(), t.waiting_email_explained(), rows)
}

/// The button that makes the link of a person.
fn make_link<S>(action: FormAction<S>, person: UserId) -> AnyView
where
    S: ServerFn<Error = Failure> + 'static,
{
    view! {
        <PostForm action=action width="bare">
            <Hidden name="person" value=person.to_string() />
            <SubmitButton small=true>{AccountsText::here().waiting_make()}</SubmitButton>
        </PostForm>
    }
    .into_any()
}

/// One who waits: for what, and since when.
fn row(person: Person, what: String, asked_at: Timestamp, link: AnyView) -> AnyView {
    let since = AccountsText::here().waiting_since();
    view! {
        <li class="card" data-row=true>
            <div>
                <p><PersonTag person=person /></p>
                <p class="meta">{what} " · " {since} " " <Moment at=asked_at /></p>
            </div>
            <div class="actions">{link}</div>
        </li>
    }
    .into_any()
}

/// All who wait for one kind of link; nothing where nobody does.
fn awaited(title: &'static str, explained: &'static str, rows: Vec<AnyView>) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack">
            <h2>{title}</h2>
            <p>{explained}</p>
            <ul class="card-list" data-joined=true>{rows}</ul>
        </section>
    }
    .into_any()
}
