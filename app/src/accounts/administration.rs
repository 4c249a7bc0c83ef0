//! Running the workspace: accounts and invitations.

use domain::accounts::{Account, Invitation, WorkspaceRole};
use domain::ids::InvitationId;
use domain::parties::Party;
use leptos::html::Div;
use leptos::prelude::*;
use serde::Serialize;

use super::api::{
    ChangeAccount, EmailLinkFor, Invite, PasswordResetFor, People, WithdrawInvitation, load_people,
};
use super::text::AccountsText;
use super::waiting::{AwaitedEmails, AwaitedResets};
use crate::failure::Failure;
use crate::kit::{
    AskFirst, Choice, Empty, Field, FormAction, FormContext, FormEnd, Hidden, Moment, Page,
    PersonTag, PostForm, SaveState, Select, SubmitButton, bring_into_sight, coded, followed_page,
    next_id, part, saved_beside,
};
use crate::preferences::locale;
use crate::text::{CommonText, colon};

/// The page about accounts and invitations.
pub(super) fn people_page() -> AnyView {
    let invite = FormAction::<Invite>::new();
    // Each account has its own form and answer; whichever is changed, all are loaded anew.
    let changed = RwSignal::new(0_usize);
    let withdraw = FormAction::<WithdrawInvitation>::new();
    let reset: FormAction<PasswordResetFor> = FormAction::new();
    let email: FormAction<EmailLinkFor> = FormAction::new();
    let changes = move || {
        let invitations = (invite.version().get(), withdraw.version().get());
        let links = (reset.version().get(), email.version().get());
        (invitations, changed.get(), links)
    };
    let people = Resource::new(changes, |_| load_people());
    let show = move |people: People| {
        let accounts = people
            .accounts
            .map(|accounts| view! { <Accounts accounts=accounts changed=changed reset=reset /> });
        view! {
            <ReadyLink link=Signal::from(people.link) />
            <AwaitedResets waiting=people.resets make=reset />
            <AwaitedEmails waiting=people.emails make=email />
            {accounts}
            <Invitations invitations=people.invitations withdraw=withdraw />
        }
    };
    // Who may not invite is not given this: all of the page is refused.
    followed_page(
        people,
        |_| (),
        move |_, content| {
            let t = AccountsText::here();
            view! {
                <Page title=t.people() lede=t.people_lede()>
                    <div class="stack" data-gap="large">
                        <InviteForm invite=invite />
                        <ReadyLink link=Signal::derive(move || {
                            reset.value().get().and_then(Result::ok)
                        }) />
                        <ReadyLink link=Signal::derive(move || {
                            email.value().get().and_then(Result::ok)
                        }) />
                        {part(content, People::clone, show)}
                    </div>
                </Page>
            }
        },
    )
    .into_any()
}

/// A link that was just made, shown once. It comes into sight, for it is made far below in a
/// long list.
#[component]
fn ReadyLink(link: Signal<Option<String>>) -> impl IntoView {
    let t = AccountsText::here();
    let notice = NodeRef::<Div>::new();
    Effect::new(move || {
        if let (Some(_), Some(notice)) = (link.get(), notice.get()) {
            bring_into_sight(&notice);
        }
    });
    move || {
        link.get().map(|link| {
            view! {
                <div class="notice" data-tone="good" role="status" node_ref=notice>
                    <p>{t.link_ready()}</p>
                    <p><code>{link}</code></p>
                </div>
            }
        })
    }
}

/// The parties that have accounts, to choose from.
pub(super) fn parties() -> Vec<Choice> {
    Party::ALL
        .iter()
        .filter(|party| party.can_sign_up())
        .map(|party| Choice::new(party.code(), party.wording().in_locale(locale())))
        .collect()
}

#[component]
fn InviteForm(invite: FormAction<Invite>) -> impl IntoView {
    let t = AccountsText::here();
    let id = next_id(invite, InvitationId::new);
    view! {
        <section class="card stack">
            <h2>{t.invite()}</h2>
            <PostForm action=invite width="wide">
                <Hidden name="id" value=id />
                <div class="field-row">
                    <Field name="note" label=t.invite_note() hint=t.invite_note_hint() />
                    <Select name="role" label=t.invite_role() choices={coded::<WorkspaceRole>()} value="member" required=true />
                    <Select name="party" label=t.invite_party() choices=parties() value="teacher" required=true />
                </div>
                <FormEnd label=t.invite_make() />
            </PostForm>
            <ReadyLink link=Signal::derive(move || invite.value().get().and_then(Result::ok)) />
        </section>
    }
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
                    <AskFirst step=t.withdraw() means=t.withdraw_explained()>
                        <PostForm action=withdraw width="bare">
                            <Hidden name="id" value=invitation.id.to_string() />
                            <FormEnd label=t.withdraw_confirm() kind="danger" />
                        </PostForm>
                    </AskFirst>
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
    changed: RwSignal<usize>,
    reset: FormAction<PasswordResetFor>,
) -> impl IntoView {
    let t = AccountsText::here();
    let rows = accounts
        .into_iter()
        .map(|account| view! { <AccountRow account=account changed=changed reset=reset /> })
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
    changed: RwSignal<usize>,
    reset: FormAction<PasswordResetFor>,
) -> impl IntoView {
    let t = AccountsText::here();
    let id = account.person.id;
    let change = FormAction::<ChangeAccount>::new();
    Effect::new(move || {
        if change.version().get() > 0 {
            changed.update(|changed| *changed += 1);
        }
    });
    let fields = account.clone();
    view! {
        <li class="card stack" data-gap="small">
            <div>
                <p><PersonTag person=account.person /></p>
                <p class="meta">{account.email}</p>
            </div>
            <div class="actions cluster">
                <PostForm action=change width="bare">
                    <Hidden name="person" value=id.to_string() />
                    <AccountFields account=fields action=change />
                    <SubmitButton small=true>{CommonText::here().save()}</SubmitButton>
                    <SaveState />
                </PostForm>
                <PostForm action=reset width="bare">
                    <Hidden name="person" value=id.to_string() />
                    <SubmitButton kind="quiet" small=true>{t.reset_link()}</SubmitButton>
                </PostForm>
            </div>
        </li>
    }
}

/// The role in the workspace, the party, and whether the account is closed.
#[component]
fn AccountFields(account: Account, action: FormAction<ChangeAccount>) -> impl IntoView {
    let t = AccountsText::here();
    let context = expect_context::<FormContext>();
    let id = account.person.id;
    let there = Standing::of(&account);
    // All accounts share an address: what came back is of one of them.
    let typed = context.typed("person");
    let own = typed.is_none_or(|typed| typed == id.to_string());
    let came_back = own && context.typed("role").is_some();
    let chosen = |name: &str, there: &str| match came_back {
        true => context.typed(name).unwrap_or_default(),
        false => there.to_owned(),
    };
    let closed = match came_back {
        true => context.typed("closed").is_some(),
        false => account.closed,
    };
    let version = match own {
        true => action.version_made_of(account.version),
        false => Signal::from(account.version.to_string()),
    };
    let select = |name: &'static str, called: &str, choices: Vec<Choice>, chosen: String| {
        context.name_field(name, called);
        context.offer(name, &choices);
        let options = choices
            .into_iter()
            .map(|choice| {
                let selected = choice.value == chosen;
                view! { <option value=choice.value selected=selected>{choice.label}</option> }
            })
            .collect_view();
        let label = format!("{called}{}{}", colon(), account.person.name);
        view! { <select class="control" name=name aria-label=label>{options}</select> }
    };
    let role = chosen("role", &there.role);
    let role = select("role", t.account_role(), coded::<WorkspaceRole>(), role);
    let party = chosen("party", there.party);
    let party = select("party", t.account_party(), parties(), party);
    context.name_field("closed", t.account_state());
    let states = [
        Choice::new("true", t.account_closed()),
        Choice::new("", t.account_open()),
    ];
    context.offer("closed", &states);
    let meanwhile = own.then(|| {
        saved_beside(action.stale(), &there, move || async move {
            let accounts = load_people().await?.accounts.unwrap_or_default();
            let mut accounts = accounts.iter();
            let account = accounts.find(|account| account.person.id == id);
            account.map(Standing::of).ok_or(Failure::NotFound)
        })
    });
    view! {
        <Hidden name="version" value=version />
        {meanwhile}
        {role}
        {party}
        <label class="choice">
            <input type="checkbox" name="closed" value="true" checked=closed />
            <span>{t.account_closed()}</span>
        </label>
    }
}

/// How an account stands, as its form sends it.
#[derive(Serialize)]
struct Standing {
    role: String,
    party: &'static str,
    closed: &'static str,
}

impl Standing {
    fn of(account: &Account) -> Self {
        Self {
            role: account.role.code().to_owned(),
            party: account.person.party.code(),
            closed: if account.closed { "true" } else { "" },
        }
    }
}
