//! Signing in, joining by invitation, setting up, choosing a new password.

use domain::accounts::WorkspaceRole;
use domain::demo::{PASSWORD, emails};
use domain::parties::Party;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::administration::parties;
use super::api::{
    AcceptInvitation, RequestPasswordReset, ResetPassword, SetUp, SignIn, load_invitation,
    load_sign_in_offer, reset_link_fits, setup_link_fits,
};
use super::own_api::{ConfirmEmail, load_email_link};
use super::text::AccountsText;
use crate::failure::Failure;
use crate::kit::{
    FailureNotice, Field, FormAction, FormEnd, Hidden, Page, PlainForm, Radios, TextArea,
};
use crate::preferences::locale;

/// The page on which one signs in.
fn sign_in_page() -> AnyView {
    let t = AccountsText::here();
    let action = FormAction::<SignIn>::new();
    let next = use_query_map()
        .get_untracked()
        .get("next")
        .unwrap_or_default();
    let told = |name: &str| use_query_map().get_untracked().get(name).is_some();
    let joined = told("joined").then(|| {
        view! {
            <div class="notice" data-tone="good" role="status"><p>{t.joined()}</p></div>
        }
    });
    let ended = told("ended").then(|| {
        view! {
            <div class="notice" data-tone="info" role="status"><p>{t.ended()}</p></div>
        }
    });
    let offer = Resource::new(|| (), |()| load_sign_in_offer());
    view! {
        <div class="auth stack">
            <Page title=t.sign_in()>
                {joined} {ended}
                <Suspense>
                    {move || Suspend::new(async move {
                        let workspace = offer.await.unwrap_or_default().workspace;
                        (!workspace.is_empty())
                            .then(|| view! { <p class="lede">{t.welcome(&workspace)}</p> })
                    })}
                </Suspense>
            <PlainForm action=action>
                    <input type="hidden" name="next" value=next />
                    <Field name="email" kind="email" label=t.email() required=true autocomplete="username" />
                    <Field name="password" kind="password" label=t.password() required=true autocomplete="current-password" />
                    <FormEnd label=t.sign_in()>
                        <a href="/forgotten">{t.forgotten()}</a>
                    </FormEnd>
                </PlainForm>
            <p class="hint">{t.by_invitation()}</p>
            <p><a href="/s">{t.by_code()}</a></p>
                <Suspense>
                    {move || Suspend::new(async move {
                        offer.await.unwrap_or_default().demo.then(demo_accounts)
                    })}
                </Suspense>
            </Page>
        </div>
    }
    .into_any()
}

/// The accounts of a demonstration: one press enters with any of them.
fn demo_accounts() -> impl IntoView {
    let t = AccountsText::here();
    let accounts = emails()
        .map(|email| {
            view! {
                <li>
                    <form method="post" action=SignIn::url()>
                        <input type="hidden" name="email" value=email.clone() />
                        <input type="hidden" name="password" value=PASSWORD />
                        <button type="submit"><span>{in_parts(&email)}</span></button>
                    </form>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t.demo_title()}</h2>
            <p>{t.demo_explained()} " " <code>{PASSWORD}</code></p>
            <ul class="demo-accounts">{accounts}</ul>
        </section>
    }
}

/// An address that is broken, where it has to be, behind its sign and its dots.
fn in_parts(email: &str) -> impl IntoView + use<> {
    let parts = email.split_inclusive(['@', '.']).map(str::to_owned);
    parts.map(|part| view! { {part} <wbr /> }).collect_view()
}

/// The party that somebody will speak for. Whoever is invited is told, and does not choose:
/// what partners see hangs on it.
fn party_of(invited_as: Option<Party>) -> AnyView {
    let t = AccountsText::here();
    match invited_as {
        Some(party) => {
            view! { <p>{t.join_for(party.wording().in_locale(locale()))}</p> }.into_any()
        }
        None => view! { <Radios name="party" label=t.party() choices=parties() /> }.into_any(),
    }
}

/// The fields of a new account.
#[component]
fn SignUpFields(#[prop(optional)] invited_as: Option<Party>) -> impl IntoView {
    let t = AccountsText::here();
    // Those who have no interests to declare are not asked for any.
    let asked = invited_as.is_none_or(|party| party == Party::Edtech);
    view! {
        <Field name="name" label=t.name() required=true autocomplete="name" />
        <Field name="email" kind="email" label=t.email() required=true autocomplete="username" />
        <Field name="password" kind="password" label=t.password() hint=t.password_hint() required=true autocomplete="new-password" />
        {party_of(invited_as)}
        {asked.then(|| view! {
            <TextArea name="declared_interests" label=t.interests() hint=t.interests_hint() required=invited_as.is_some() rows=2 />
        })}
    }
}

fn dead_link() -> impl IntoView {
    view! {
        <div class="notice" data-tone="warn" role="alert">
            <p>{AccountsText::here().link_dead()}</p>
        </div>
    }
}

fn secret_in_address() -> String {
    use_params_map()
        .get_untracked()
        .get("secret")
        .unwrap_or_default()
}

/// What waits on the check of a link, then shows its form or that it is dead.
fn when_link_fits<T: Clone + Send + Sync + 'static>(
    check: Resource<Result<T, Failure>>,
    show: impl Fn(T) -> Option<AnyView> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match check.await {
                    Ok(found) => show(found).unwrap_or_else(|| dead_link().into_any()),
                    Err(failure) => view! { <FailureNotice failure=failure /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The page behind the one-time link that the server prints at its first start.
fn setup_page() -> AnyView {
    let secret = secret_in_address();
    let action: FormAction<SetUp> = FormAction::new();
    let check = Resource::new(
        {
            let secret = secret.clone();
            move || secret.clone()
        },
        setup_link_fits,
    );
    let t = AccountsText::here();
    let secret = StoredValue::new(secret);
    let form = move |fits: bool| {
        fits.then(|| {
            view! {
                <div class="card">
                    <p>{t.set_up_explained()}</p>
                    <PlainForm action=action prefix="sign_up">
                        <Hidden name="secret" value=secret.get_value() />
                        <Field name="workspace" label=t.workspace_name() required=true alone=true />
                        <SignUpFields />
                        <FormEnd label=t.create_account() />
                    </PlainForm>
                </div>
            }
            .into_any()
        })
    };
    view! {
        <div class="auth stack">
            <Page title=t.set_up()>{when_link_fits(check, form)}</Page>
        </div>
    }
    .into_any()
}

/// The page behind an invitation link.
fn join_page() -> AnyView {
    let secret = secret_in_address();
    let action: FormAction<AcceptInvitation> = FormAction::new();
    let check = Resource::new(
        {
            let secret = secret.clone();
            move || secret.clone()
        },
        load_invitation,
    );
    let t = AccountsText::here();
    let secret = StoredValue::new(secret);
    let role_text = |role: WorkspaceRole| role.wording().in_locale(locale());
    let form = move |found: Option<domain::accounts::Invitation>| {
        found.map(|found| {
            view! {
                <div class="card">
                    <p>{t.join_as(role_text(found.role))}</p>
                    <PlainForm action=action prefix="sign_up">
                        <Hidden name="secret" value=secret.get_value() />
                        <SignUpFields invited_as=found.party />
                        <FormEnd label=t.create_account() />
                    </PlainForm>
                </div>
            }
            .into_any()
        })
    };
    view! {
        <div class="auth stack">
            <Page title=t.join()>{when_link_fits(check, form)}</Page>
        </div>
    }
    .into_any()
}

/// The page on which a reset link is asked for.
fn forgotten_page() -> AnyView {
    let action: FormAction<RequestPasswordReset> = FormAction::new();
    let t = AccountsText::here();
    let sent = use_query_map().get_untracked().get("sent").is_some();
    let offer = Resource::new(|| (), |()| load_sign_in_offer());
    // Whether the account exists is said nowhere: only how a link comes to its owner.
    let form = move |by_mail: bool| {
        let (explained, send, done) = if by_mail {
            (t.reset_explained(), t.reset_send(), t.reset_sent())
        } else {
            (t.reset_by_hand(), t.reset_ask(), t.reset_asked())
        };
        let done = sent.then(|| {
            view! { <div class="notice" data-tone="good" role="status"><p>{done}</p></div> }
        });
        view! {
            {done}
            <div class="card">
                <p>{explained}</p>
                <PlainForm action=action>
                    <Field name="email" kind="email" label=t.email() required=true autocomplete="username" />
                    <FormEnd label=send>
                        <a href="/sign-in">{t.sign_in()}</a>
                    </FormEnd>
                </PlainForm>
            </div>
        }
    };
    view! {
        <div class="auth stack">
            <Page title=t.reset()>
                <Suspense>
                    {move || Suspend::new(async move {
                        form(offer.await.unwrap_or_default().sends_mail)
                    })}
                </Suspense>
            </Page>
        </div>
    }
    .into_any()
}

/// The page behind a reset link.
fn reset_page() -> AnyView {
    let secret = secret_in_address();
    let action: FormAction<ResetPassword> = FormAction::new();
    let check = Resource::new(
        {
            let secret = secret.clone();
            move || secret.clone()
        },
        reset_link_fits,
    );
    let t = AccountsText::here();
    let secret = StoredValue::new(secret);
    let form = move |fits: bool| {
        fits.then(|| {
                view! {
                    <div class="card">
                        <PlainForm action=action>
                            <Hidden name="secret" value=secret.get_value() />
                            <Field name="password" kind="password" label=t.password() hint=t.password_hint() required=true autocomplete="new-password" />
                            <FormEnd label=t.reset() />
                        </PlainForm>
                    </div>
                }.into_any()
            })
    };
    view! {
        <div class="auth stack">
            <Page title=t.reset()>{when_link_fits(check, form)}</Page>
        </div>
    }
    .into_any()
}

/// The page behind the link that confirms an e-mail address.
fn email_page() -> AnyView {
    let secret = secret_in_address();
    let action: FormAction<ConfirmEmail> = FormAction::new();
    let check = Resource::new(
        {
            let secret = secret.clone();
            move || secret.clone()
        },
        load_email_link,
    );
    let t = AccountsText::here();
    let secret = StoredValue::new(secret);
    let form = move |email: Option<String>| {
        let Some(email) = email else {
            return Some(
                view! {
                    <div class="notice" data-tone="warn" role="alert">
                        <p>{t.email_link_dead()}</p>
                    </div>
                }
                .into_any(),
            );
        };
        Some(
            view! {
                <div class="card">
                    <p>{t.email_confirm_explained(&email)}</p>
                    <PlainForm action=action>
                        <Hidden name="secret" value=secret.get_value() />
                        <FormEnd label=t.email_confirm() />
                    </PlainForm>
                </div>
            }
            .into_any(),
        )
    };
    view! {
        <div class="auth stack">
            <Page title=t.email_confirm()>{when_link_fits(check, form)}</Page>
        </div>
    }
    .into_any()
}

crate::kit::lazy_pages! {
    administration:
    /// The page on which one signs in.
    SignInPage = sign_in_page;
    /// The page behind the one-time link that the server prints at its first start.
    SetupPage = setup_page;
    /// The page behind an invitation link.
    JoinPage = join_page;
    /// The page on which a reset link is asked for.
    ForgottenPage = forgotten_page;
    /// The page behind a reset link.
    ResetPage = reset_page;
    /// The page behind the link that confirms an e-mail address.
    EmailPage = email_page;
}
