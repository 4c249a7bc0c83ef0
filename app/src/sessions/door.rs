//! The door of a session: whoever has its code enters, with an account or as a guest.

use domain::ids::SessionId;
use domain::parties::Party;
use domain::sessions::{
    GuestDraft, HeldBack, JoinCode, Participant, ParticipantState, SessionDoor, SessionState,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::board_address;
use super::entry_api::{BoardGate, DoorContent, JoinAsGuest, JoinSession, load_board, load_door};
use super::list::When;
use super::live::HeldNotice;
use super::text::SessionsText;
use crate::failure::Failure;
use crate::kit::{
    Field, FormAction, FormEnd, Hidden, Page, PostForm, Select, coded, loaded_by_anyone,
    query_value,
};

#[derive(Clone, Copy)]
struct Actions {
    join: FormAction<JoinSession>,
    guest: FormAction<JoinAsGuest>,
}

/// The door of a session.
pub(super) fn door_page() -> AnyView {
    let t = SessionsText::here();
    let code = code_in_address();
    let actions = Actions {
        join: FormAction::new(),
        guest: FormAction::new(),
    };
    let content = Resource::new(move || code.get(), load_door);
    loaded_by_anyone(content, move |content| match content {
        None => {
            let typed = code.get_untracked();
            let (title, lede) = match typed.is_empty() {
                true => (t.find_title(), t.find_lede()),
                false => (t.no_such_code(), t.no_such_code_lede()),
            };
            view! {
                <Page title=title lede=lede>
                    <CodeForm typed=typed />
                </Page>
            }
            .into_any()
        }
        Some(content) => {
            view! { <Door content=content code=code.get_untracked() actions=actions /> }.into_any()
        }
    })
    .into_any()
}

/// The code in the address: that of the link, or what was typed into the field of this
/// page, written as in links.
fn code_in_address() -> Memo<String> {
    let (params, query) = (use_params_map(), use_query_map());
    Memo::new(move |_| {
        let linked = params.read().get("code");
        let code = linked.unwrap_or_else(|| query_value(&query.read(), "code"));
        match code.parse::<JoinCode>() {
            Ok(code) => code.to_string(),
            Err(_) => code,
        }
    })
}

/// A field for the code: the address of the door is made of it.
#[component]
fn CodeForm(typed: String) -> impl IntoView {
    let t = SessionsText::here();
    view! {
        <form class="form" method="get" action="/s">
            <div class="field">
                <label for="code">{t.code()}</label>
                <input id="code" name="code" class="control" value=typed autocomplete="off" autocapitalize="characters" required />
            </div>
            <button class="button" data-kind="primary" type="submit">{t.find()}</button>
        </form>
    }
}

#[component]
fn Door(content: DoorContent, code: String, actions: Actions) -> impl IntoView {
    let t = SessionsText::here();
    let DoorContent {
        door,
        own,
        held,
        signed_in,
        secret,
    } = content;
    let aim = (!door.aim.is_empty()).then(|| view! { <p class="prose">{door.aim.clone()}</p> });
    let title = door.title.clone();
    let starts_at = door.starts_at;
    let entry = match (own, door.state) {
        (Some(own), _) => view! { <Inside door=door own=own held=held /> }.into_any(),
        (None, SessionState::Open) => {
            view! { <Entry door=door code=code secret=secret signed_in=signed_in actions=actions /> }
                .into_any()
        }
        (None, SessionState::Planned) => {
            view! { <p class="notice">{t.not_open_yet()}</p> }.into_any()
        }
        (None, SessionState::Closed) => view! { <p class="notice">{t.is_closed()}</p> }.into_any(),
    };
    view! {
        <div class="auth stack">
            <Page title=title>
                {aim}
                <p class="meta"><When at=starts_at /></p>
                {entry}
            </Page>
        </div>
    }
}

/// For somebody who has asked already.
#[component]
fn Inside(door: SessionDoor, own: Participant, held: Option<HeldBack>) -> impl IntoView {
    let t = SessionsText::here();
    match own.state {
        ParticipantState::Admitted => view! {
            <a class="button" data-kind="primary" href=board_address(door.id)>{t.enter_board()}</a>
        }
        .into_any(),
        ParticipantState::Waiting | ParticipantState::Held => {
            view! { <Waiting session=door.id held=held /> }.into_any()
        }
        ParticipantState::Removed | ParticipantState::Continued => {
            view! { <p class="notice" data-tone="warn">{t.removed()}</p> }.into_any()
        }
    }
}

/// For somebody who is to be let in: it looks from time to time whether the door has opened,
/// tells those whom a phase holds back what it asks, and whoever was turned away that they were.
#[component]
pub(super) fn Waiting(session: SessionId, held: Option<HeldBack>) -> impl IntoView {
    let t = SessionsText::here();
    let held = RwSignal::new(held);
    let is_held = Memo::new(move |_| held.with(Option::is_some));
    let turned_away = RwSignal::new(false);
    let is_missed = StoredValue::new(false);
    Effect::new(move || {
        if turned_away.get() {
            return;
        }
        let look = move || {
            leptos::task::spawn_local(async move {
                match load_board(Some(session)).await {
                    Ok(BoardGate::Open(_)) => {
                        let _ = window().location().set_href(&board_address(session));
                    }
                    Ok(BoardGate::Waiting { held: now, .. }) => {
                        let _ = held.try_set(now);
                        let _ = is_missed.try_update_value(|missed| *missed = false);
                    }
                    // Their seat is no longer theirs: there is nothing to wait for. Once alone
                    // it can be the moment in which they are let in.
                    Err(Failure::NotFound) => {
                        let before =
                            is_missed.try_update_value(|missed| std::mem::replace(missed, true));
                        if before == Some(true) {
                            let _ = turned_away.try_set(true);
                        }
                    }
                    Err(_) => {}
                }
            });
        };
        let looking = set_interval_with_handle(look, std::time::Duration::from_secs(3));
        if let Ok(looking) = looking {
            on_cleanup(move || looking.clear());
        }
    });
    let told = move || match (turned_away.get(), is_held.get()) {
        (true, _) => view! {
            <p class="notice" data-tone="warn" role="status">{t.removed()}</p>
        }
        .into_any(),
        (false, true) => view! { <HeldNotice held=held /> }.into_any(),
        (false, false) => {
            view! { <p class="notice" role="status">{t.in_waiting_room()}</p> }.into_any()
        }
    };
    view! {
        {told}
        <noscript>
            <a class="button" href=board_address(session)>{t.look_again()}</a>
        </noscript>
    }
}

#[component]
fn Entry(
    door: SessionDoor,
    code: String,
    secret: String,
    signed_in: bool,
    actions: Actions,
) -> impl IntoView {
    let t = SessionsText::here();
    let waiting = door
        .waiting_room
        .then(|| view! { <p class="hint">{t.has_waiting_room()}</p> });
    if signed_in {
        return view! {
            {waiting}
            <PostForm action=actions.join width="bare">
                <Hidden name="id" value=door.id.to_string() />
                <Hidden name="code" value=code />
                <FormEnd label=t.join() />
            </PostForm>
        }
        .into_any();
    }
    let sign_in = format!("/sign-in?next=/s/{code}");
    let with_account = view! {
        <p><a href=sign_in rel="external">{t.sign_in()}</a> " " {t.to_join_by_account()}</p>
    };
    if !door.guests {
        return view! { <p>{t.no_guests()}</p> {with_account} }.into_any();
    }
    let draft = GuestDraft::default();
    view! {
        {waiting}
        <PostForm action=actions.guest prefix="draft">
            <Hidden name="code" value=code />
            <Hidden name="secret" value=secret />
            <Field
                name="pseudonym"
                label=t.pseudonym()
                hint=t.pseudonym_hint()
                value=draft.pseudonym
                required=true
                autocomplete="nickname"
            />
            <Select
                name="party"
                label=t.party()
                choices={coded::<Party>()}
                value=draft.party
                required=true
                // Nobody is of a party because they were in a hurry.
                asking=t.choose_party()
            />
            <FormEnd label=t.join_as_guest() />
        </PostForm>
        {with_account}
    }
    .into_any()
}
