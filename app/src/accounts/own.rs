//! One's own account: who one is here, what one can change in it, and where one is
//! signed in. Its forms load the page anew, for all of it shows name and language.

use domain::accounts::{Account, AccountDraft, SessionInfo};
use domain::demo::is_shared;
use domain::parties::Party;
use domain::wording::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{EndSession, SignInOffer, SignOutEverywhere, load_sign_in_offer, load_sign_ins};
use super::browser::browser_name;
use super::own_api::{ChangeOwnEmail, ChangeOwnPassword, EditOwnAccount};
use super::text::AccountsText;
use crate::failure::Failure;
use crate::kit::{
    Field, FormAction, FormEnd, Hidden, Moment, Page, PersonTag, PlainForm, PostForm, Select,
    SubmitButton, TextArea, coded, loaded, saved_beside,
};
use crate::preferences::locale;
use crate::text::{CommonText, colon};
use crate::viewer::{Viewer, load_viewer};

/// The page of one's own account.
pub(super) fn account_page() -> AnyView {
    let end = FormAction::<EndSession>::new();
    let everywhere: FormAction<SignOutEverywhere> = FormAction::new();
    let forms = Forms::new();
    forms.reload_once_edited();
    let offer = Resource::new(|| (), |()| load_sign_in_offer());
    let sessions = Resource::new(move || end.version().get(), |_| load_sign_ins());
    let t = AccountsText::here();
    let saved = use_query_map().get_untracked().get("saved");
    let saved = saved.filter(|_| !forms.failed()).and_then(|saved| {
        Some(match saved.as_str() {
            "account" => t.saved_account(),
            "password" => t.saved_password(),
            "email" => t.saved_email(),
            "link" => t.saved_link(),
            "asked" => t.saved_asked(),
            _ => return None,
        })
    });
    let show_forms = move |viewer: Viewer, offer: SignInOffer| forms.show(viewer, &offer);
    let show = move |_: Viewer, sessions: Vec<SessionInfo>| {
        let rows = sessions
            .into_iter()
            .map(|session| view! { <SessionRow session=session end=end /> })
            .collect_view();
        view! {
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
            <div class="stack" data-gap="large">
                {saved.map(|saved| view! { <div class="notice" data-tone="good" role="status"><p>{saved}</p></div> })}
                {loaded(offer, show_forms)}
                {loaded(sessions, show)}
            </div>
        </Page>
    }
    .into_any()
}

/// The forms by which people change their own account.
#[derive(Clone, Copy)]
struct Forms {
    edit: FormAction<EditOwnAccount>,
    email: FormAction<ChangeOwnEmail>,
    password: FormAction<ChangeOwnPassword>,
}

impl Forms {
    fn new() -> Self {
        Self {
            edit: FormAction::new(),
            email: FormAction::new(),
            password: FormAction::new(),
        }
    }

    /// Whether one of them came back.
    fn failed(self) -> bool {
        let failures = [
            self.edit.failure(),
            self.email.failure(),
            self.password.failure(),
        ];
        failures
            .iter()
            .any(|failure| failure.get_untracked().is_some())
    }

    fn show(self, viewer: Viewer, offer: &SignInOffer) -> AnyView {
        let t = AccountsText::here();
        let account = viewer.account;
        let draft = draft_of(&account);
        let person = account.person.clone();
        let interests = person.declared_interests.unwrap_or_default();
        // Those who have no interests to declare are not asked for any.
        let asked = person.party == Party::Edtech || !interests.is_empty();
        let required = person.party == Party::Edtech;
        let shared = is_shared(&account.email);
        let credentials = if shared {
            view! { <p class="hint">{t.shared()}</p> }.into_any()
        } else {
            self.credentials(&account.email, offer)
        };
        view! {
            <dl class="facts">
                <dt>{t.own()}</dt>
                <dd><PersonTag person=account.person /></dd>
                <dt>{t.own_role()}</dt>
                <dd>{account.role.wording().in_locale(locale())}</dd>
            </dl>
            <section class="card stack">
                <h2>{t.own_details()}</h2>
                <PostForm action=self.edit prefix="draft" scope="own">
                    <Hidden name="version" value=self.edit.version_made_of(account.version) />
                    {saved_beside(self.edit.stale(), &draft, saved_account)}
                    <Field name="name" label=t.name() value=person.name required=true autocomplete="name" />
                    {asked.then(|| view! {
                        <TextArea name="declared_interests" label=t.interests() hint=t.interests_hint() value=interests required=required rows=2 />
                    })}
                    <Select name="locale" label=t.own_language() choices={coded::<Locale>()} value=draft.locale.code() required=true />
                    <FormEnd label=CommonText::here().save() />
                </PostForm>
            </section>
            {credentials}
        }
        .into_any()
    }

    /// Once the account was changed, the page is loaded as a whole.
    fn reload_once_edited(self) {
        Effect::new(move || {
            if self.edit.version().get() > 0 {
                let _ = window().location().set_href("/account?saved=account");
            }
        });
    }

    /// The forms about what lets a person in.
    fn credentials(self, email: &str, offer: &SignInOffer) -> AnyView {
        let t = AccountsText::here();
        let explained = match offer.sends_mail {
            true => t.email_by_link(),
            false => t.email_by_hand(),
        };
        view! {
            <section class="card stack">
                <h2>{t.change_email()}</h2>
                <p>{t.email_now(email)}</p>
                <p>{explained}</p>
                <PlainForm action=self.email scope="email">
                    <Field name="email" kind="email" label=t.new_email() required=true autocomplete="email" />
                    <Field name="present_password" kind="password" label=t.present_password() required=true autocomplete="current-password" />
                    <FormEnd label=t.change_email() />
                </PlainForm>
            </section>
            <section class="card stack">
                <h2>{t.change_password()}</h2>
                <p>{t.change_password_explained()}</p>
                <PlainForm action=self.password scope="password">
                    <Field name="present_password" kind="password" label=t.present_password() required=true autocomplete="current-password" />
                    <Field name="password" kind="password" label=t.new_password() hint=t.password_hint() required=true autocomplete="new-password" />
                    <FormEnd label=t.change_password() />
                </PlainForm>
            </section>
        }
        .into_any()
    }
}

/// What the form of an account starts with.
fn draft_of(account: &Account) -> AccountDraft {
    // A demonstration's account is everybody's: nobody's language stands in it.
    let own_locale = account.locale.filter(|_| !is_shared(&account.email));
    AccountDraft {
        name: account.person.name.clone(),
        declared_interests: account
            .person
            .declared_interests
            .clone()
            .unwrap_or_default(),
        locale: own_locale.unwrap_or_else(locale),
    }
}

/// What stands in the reader's account now.
async fn saved_account() -> Result<AccountDraft, Failure> {
    let viewer = load_viewer("/account".to_owned()).await?;
    let viewer = viewer.ok_or(Failure::Unauthenticated)?;
    Ok(draft_of(&viewer.account))
}

#[component]
fn SessionRow(session: SessionInfo, end: FormAction<EndSession>) -> impl IntoView {
    let t = AccountsText::here();
    let id = session.id.to_string();
    let browser = match session.browser.is_empty() {
        true => t.unknown_browser().to_owned(),
        false => browser_name(&session.browser),
    };
    let current = session
        .current
        .then(|| view! { <span class="badge" data-tone="accent">{t.this_browser()}</span> });
    view! {
        <li class="card" data-row=true>
            <div>
                <p>{browser} " " {current}</p>
                <p class="meta">{t.last_seen()} {colon()} <Moment at=session.last_seen_at /></p>
            </div>
            <div class="actions">
                <PostForm action=end width="bare">
                    <Hidden name="id" value=id />
                    <SubmitButton small=true>{t.end_session()}</SubmitButton>
                </PostForm>
            </div>
        </li>
    }
}
