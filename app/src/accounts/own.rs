//! One's own account: who one is here, and where one is signed in.

use domain::accounts::SessionInfo;
use leptos::prelude::*;

use super::api::{EndSession, SignOutEverywhere, load_sign_ins};
use super::text::AccountsText;
use crate::kit::{FormAction, Hidden, Moment, Page, PersonTag, PlainForm, PostForm, loaded};
use crate::preferences::locale;
use crate::viewer::Viewer;

/// The page of one's own account.
pub(super) fn account_page() -> AnyView {
    let end = FormAction::<EndSession>::new();
    let everywhere: FormAction<SignOutEverywhere> = FormAction::new();
    let sessions = Resource::new(move || end.version().get(), |_| load_sign_ins());
    let t = AccountsText::here();
    let show = move |viewer: Viewer, sessions: Vec<SessionInfo>| {
        let rows = sessions
            .into_iter()
            .map(|session| view! { <SessionRow session=session end=end /> })
            .collect_view();
        let role = viewer.account.role.wording().in_locale(locale());
        view! {
            <dl class="facts">
                <dt>{t.own()}</dt>
                <dd><PersonTag person=viewer.account.person /></dd>
                <dt>{t.email()}</dt>
                <dd>{viewer.account.email}</dd>
                <dt>{t.own_role()}</dt>
                <dd>{role}</dd>
            </dl>
            <section class="stack">
                <h2>{t.sessions()}</h2>
                <p>{t.sessions_explained()}</p>
                <ul class="card-list" data-joined=true>{rows}</ul>
                <PlainForm action=everywhere>
                    <button class="button" data-kind="danger" type="submit">{t.everywhere()}</button>
                </PlainForm>
            </section>
        }
    };
    view! {
        <Page title=t.own()>
            <div class="stack" data-gap="large">{loaded(sessions, show)}</div>
        </Page>
    }
    .into_any()
}

#[component]
fn SessionRow(session: SessionInfo, end: FormAction<EndSession>) -> impl IntoView {
    let t = AccountsText::here();
    let id = session.id.to_string();
    let browser = match session.browser.is_empty() {
        true => t.unknown_browser().to_owned(),
        false => session.browser,
    };
    let current = session
        .current
        .then(|| view! { <span class="badge" data-tone="accent">{t.this_browser()}</span> });
    view! {
        <li class="card" data-row=true>
            <div>
                <p>{browser} " " {current}</p>
                <p class="meta">{t.last_seen()} " : " <Moment at=session.last_seen_at /></p>
            </div>
            <div class="actions">
                <PostForm action=end width="bare">
                    <Hidden name="id" value=id />
                    <button class="button" data-size="small" type="submit">{t.end_session()}</button>
                </PostForm>
            </div>
        </li>
    }
}
