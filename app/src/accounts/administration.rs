//! Running the workspace: accounts and invitations.

use domain::accounts::{Account, Invitation, ResetRequest, WorkspaceRole};
use domain::ids::InvitationId;
use domain::parties::Party;
use leptos::prelude::*;

use super::api::{
    ChangeAccount, Invite, PasswordResetFor, People, WithdrawInvitation, load_people,
};
use super::text::AccountsText;
use crate::kit::{
    Choice, Empty, Field, FormAction, FormEnd, Hidden, Moment, Page, PersonTag, PostForm, Select,
    coded, loaded, next_id,
};
use crate::preferences::locale;
use crate::text::colon;
use crate::viewer::Viewer;

/// The page about accounts and invitations.
pub(super) fn people_page() -> AnyView {
    let invite = FormAction::<Invite>::new();
    let change = FormAction::<ChangeAccount>::new();
    let withdraw = FormAction::<WithdrawInvitation>::new();
    let reset: FormAction<PasswordResetFor> = FormAction::new();
    let changes = move || {
        let invitations = (invite.version().get(), withdraw.version().get());
        (invitations, change.version().get(), reset.version().get())
    };
    let people = Resource::new(changes, |_| load_people());
    let t = AccountsText::here();
    let show = move |_: Viewer, people: People| {
        let accounts = people
            .accounts
            .map(|accounts| view! { <Accounts accounts=accounts change=change reset=reset /> });
        view! {
            <ReadyLink link=Signal::from(people.link) />
            <Waiting waiting=people.waiting reset=reset />
            {accounts}
            <Invitations invitations=people.invitations withdraw=withdraw />
        }
    };
    view! {
        <Page title=t.people() lede=t.people_lede()>
            <div class="stack" data-gap="large">
                <InviteForm invite=invite />
                <ReadyLink link=Signal::derive(move || reset.value().get().and_then(Result::ok)) />
                {loaded(people, show)}
            </div>
        </Page>
    }
    .into_any()
}

/// A link that was just made, shown once.
#[component]
fn ReadyLink(link: Signal<Option<String>>) -> impl IntoView {
    let t = AccountsText::here();
    move || {
        link.get().map(|link| {
            view! {
                <div class="notice" data-tone="good" role="status">
                    <p>{t.link_ready()}</p>
                    <p><code>{link}</code></p>
                </div>
            }
        })
    }
}

#[component]
fn InviteForm(invite: FormAction<Invite>) -> impl IntoView {
    let t = AccountsText::here();
    let id = next_id(invite, InvitationId::new);
    let parties = Party::ALL
        .iter()
        .filter(|party| party.can_sign_up())
        .map(|party| Choice::new(party.code(), party.wording().in_locale(locale())))
        .collect::<Vec<_>>();
    view! {
        <section class="card stack">
            <h2>{t.invite()}</h2>
            <PostForm action=invite width="wide">
                <Hidden name="id" value=id />
                <div class="field-row">
                    <Field name="note" label=t.invite_note() hint=t.invite_note_hint() />
                    <Select name="role" label=t.invite_role() choices={coded::<WorkspaceRole>()} value="member" required=true />
                    <Select name="party" label=t.invite_party() choices=parties value="teacher" required=true />
                </div>
                <FormEnd label=t.invite_make() />
            </PostForm>
            <ReadyLink link=Signal::derive(move || invite.value().get().and_then(Result::ok)) />
        </section>
    }
}

/// Who waits for a link to set their password anew.
#[component]
fn Waiting(waiting: Vec<ResetRequest>, reset: FormAction<PasswordResetFor>) -> impl IntoView {
    let t = AccountsText::here();
    if waiting.is_empty() {
        return ().into_any();
    }
    let rows = waiting
        .into_iter()
        .map(|asked| {
            let id = asked.person.id.to_string();
            view! {
                <li class="card" data-row=true>
                    <div>
                        <p><PersonTag person=asked.person /></p>
                        <p class="meta">
                            {asked.email} " · " {t.waiting_since()} " " <Moment at=asked.asked_at />
                        </p>
                    </div>
                    <div class="actions">
                        <PostForm action=reset width="bare">
                            <Hidden name="person" value=id />
                            <button class="button" data-size="small" type="submit">{t.waiting_make()}</button>
                        </PostForm>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t.waiting()}</h2>
            <p>{t.waiting_explained()}</p>
            <ul class="card-list" data-joined=true>{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Invitations(
    invitations: Vec<Invitation>,
    withdraw: FormAction<WithdrawInvitation>,
) -> impl IntoView {
    let t = AccountsText::here();
    if invitations.is_empty() {
        return view! { <Empty text=t.invitations_none().to_owned() /> }.into_any();
    }
    let rows = invitations
        .into_iter()
        .map(|invitation| {
            let (state, at) = match (invitation.used_at, invitation.expired) {
                (Some(used_at), _) => (t.used_on(), used_at),
                (None, true) => (t.expired_on(), invitation.expires_at),
                (None, false) => (t.valid_until(), invitation.expires_at),
            };
            let take_back = invitation.used_at.is_none().then(|| {
                view! {
                    <details>
                        <summary>{t.withdraw()}</summary>
                        <p class="hint">{t.withdraw_explained()}</p>
                        <PostForm action=withdraw width="bare">
                            <Hidden name="id" value=invitation.id.to_string() />
                            <FormEnd label=t.withdraw_confirm() kind="danger" />
                        </PostForm>
                    </details>
                }
            });
            view! {
                <li class="card" data-row=true>
                    <div>
                        <p>
                            {invitation.note} " " {invitation.role.wording().in_locale(locale())} ", "
                            {invitation.party.wording().in_locale(locale())}
                        </p>
                        <p class="meta">{state} " " <Moment at=at /></p>
                    </div>
                    {take_back}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t.invitations()}</h2>
            <ul class="card-list" data-joined=true>{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Accounts(
    accounts: Vec<Account>,
    change: FormAction<ChangeAccount>,
    reset: FormAction<PasswordResetFor>,
) -> impl IntoView {
    let t = AccountsText::here();
    let rows = accounts
        .into_iter()
        .map(|account| view! { <AccountRow account=account change=change reset=reset /> })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t.accounts()}</h2>
            <ul class="card-list" data-joined=true>{rows}</ul>
        </section>
    }
}

#[component]
fn AccountRow(
    account: Account,
    change: FormAction<ChangeAccount>,
    reset: FormAction<PasswordResetFor>,
) -> impl IntoView {
    let t = AccountsText::here();
    let id = account.person.id;
    let label = format!("{}{}{}", t.account_role(), colon(), account.person.name);
    let options = WorkspaceRole::ALL
        .iter()
        .map(|&role| {
            let selected = role == account.role;
            view! {
                <option value=role.code() selected=selected>{role.wording().in_locale(locale())}</option>
            }
        })
        .collect_view();
    view! {
        <li class="card" data-row=true>
            <div>
                <p><PersonTag person=account.person /></p>
                <p class="meta">{account.email}</p>
            </div>
            <div class="actions cluster">
                <PostForm action=change width="bare">
                    <Hidden name="person" value=id.to_string() />
                    <select class="control" name="role" aria-label=label>{options}</select>
                    <label class="choice">
                        <input type="checkbox" name="closed" value="true" checked=account.closed />
                        <span>{t.account_closed()}</span>
                    </label>
                    <button class="button" data-size="small" type="submit">
                        {crate::text::CommonText::here().save()}
                    </button>
                </PostForm>
                <PostForm action=reset width="bare">
                    <Hidden name="person" value=id.to_string() />
                    <button class="button" data-kind="quiet" data-size="small" type="submit">{t.reset_link()}</button>
                </PostForm>
            </div>
        </li>
    }
}
