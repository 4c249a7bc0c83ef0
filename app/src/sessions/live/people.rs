//! Who is on the board: names, pointers, raised hands.

use std::collections::BTreeMap;

use board::ids::ParticipantId;
use board::rules::Role;
use domain::ids::SessionId;
use domain::parties::Party;
use icondata_lu::{LuCheck, LuHand};
use leptos::prelude::*;

use super::engine::Board;
use super::overlay::Pointer;
use super::text::BoardText;
use crate::kit::{Icon, id_param};
use crate::preferences::locale;
use crate::sessions::api::give_floor;

/// The hue of a participant, in degrees: far apart for those who came one after the other
/// (the golden angle).
pub(super) fn hue(participant: ParticipantId) -> u32 {
    participant.0.wrapping_mul(137) % 360
}

/// The name of a participant, or that it is hidden now.
pub(super) fn name_of(board: Board, participant: ParticipantId) -> String {
    let me = board.me.get().map(|me| me.participant);
    if board.phase.get().names_hidden && me != Some(participant) {
        return BoardText::here().somebody().to_owned();
    }
    board.with_company(|client| {
        let person = client.people().get(&participant);
        person.map_or_else(
            || BoardText::here().somebody().to_owned(),
            |person| person.introduction.name.clone(),
        )
    })
}

/// The pointers of the others.
pub(super) fn pointers(board: Board) -> Vec<Pointer> {
    let shown = board.with_company(|client| {
        client
            .others()
            .values()
            .filter_map(|(participant, shown)| Some((*participant, shown.cursor?)))
            .collect::<Vec<_>>()
    });
    shown
        .into_iter()
        .map(|(participant, at)| Pointer {
            at,
            name: name_of(board, participant),
            hue: hue(participant),
        })
        .collect()
}

/// One line of the list of people.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    participant: ParticipantId,
    name: String,
    party: Option<Party>,
    role: Role,
    here: bool,
    hand: bool,
    ready: bool,
}

fn lines(board: Board) -> Vec<Line> {
    let (own, me) = (board.presence(), board.me.get().map(|me| me.participant));
    board.with_company(|client| {
        let mut lines: Vec<Line> = client
            .people()
            .iter()
            .map(|(participant, person)| {
                let shows = |what: fn(&board::presence::Presence) -> bool| {
                    let others = client.others().values();
                    let mut theirs = others.filter(|(who, _)| who == participant);
                    theirs.any(|(_, shown)| what(shown)) || me == Some(*participant) && what(&own)
                };
                Line {
                    participant: *participant,
                    name: person.introduction.name.clone(),
                    party: Party::from_code(&person.introduction.party),
                    role: person.introduction.role,
                    here: person.here,
                    hand: shows(|seen| seen.hand),
                    ready: shows(|seen| seen.ready),
                }
            })
            .collect();
        // Who asks to speak stands first, who is away last.
        lines.sort_by_key(|line| (!line.here, !line.hand, line.name.clone()));
        lines
    })
}

/// How many people are here.
pub(super) fn here(board: Board) -> usize {
    board.with_company(|client| {
        client
            .people()
            .values()
            .filter(|person| person.here)
            .count()
    })
}

/// Everybody, with what they show; own hand and own mark.
#[component]
pub(super) fn People(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let floor = Floor {
        session: id_param::<SessionId>("session").get_untracked(),
        given: RwSignal::new(BTreeMap::new()),
        failed: RwSignal::new(false),
    };
    let rows = move || {
        let leads = board.leads();
        let row = |line| row(line, leads.then_some(floor));
        lines(board).into_iter().map(row).collect_view()
    };
    let failed = move || floor.failed.get().then(|| t.floor_not_counted());
    let hand = move || board.presence().hand;
    let ready = move || board.presence().ready;
    view! {
        <section class="stack" aria-label=t.people()>
            <div class="cluster">
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || hand().to_string()
                    on:click=move |_| board.appear(|seen| seen.hand = !seen.hand)
                >
                    <Icon icon=LuHand />
                    {t.raise_hand()}
                </button>
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || ready().to_string()
                    on:click=move |_| board.appear(|seen| seen.ready = !seen.ready)
                >
                    <Icon icon=LuCheck />
                    {t.ready()}
                </button>
            </div>
            <p role="status">{failed}</p>
            <ul class="board-people">{rows}</ul>
        </section>
    }
}

/// Giving the floor, and how often it was given from here.
#[derive(Clone, Copy)]
struct Floor {
    session: Option<SessionId>,
    given: RwSignal<BTreeMap<ParticipantId, u32>>,
    failed: RwSignal<bool>,
}

impl Floor {
    /// Counts a turn for somebody.
    fn give(self, to: ParticipantId) {
        let Some(session) = self.session else {
            return;
        };
        leptos::task::spawn_local(async move {
            let counted = give_floor(session, to.0).await.is_ok();
            let _ = self.failed.try_set(!counted);
            if counted {
                let count = |given: &mut BTreeMap<ParticipantId, u32>| {
                    *given.entry(to).or_default() += 1;
                };
                let _ = self.given.try_update(count);
            }
        });
    }
}

fn row(line: Line, floor: Option<Floor>) -> impl IntoView {
    let t = BoardText::here();
    let party = line
        .party
        .map(|party| view! { <span class="meta">{party.wording().in_locale(locale())}</span> });
    let role = (line.role == Role::Facilitator)
        .then(|| view! { <span class="badge">{t.facilitator()}</span> });
    let hand = line
        .hand
        .then(|| view! { <span class="badge" data-tone="warn">{t.asks_to_speak()}</span> });
    let ready = line
        .ready
        .then(|| view! { <span class="badge" data-tone="good">{t.is_ready()}</span> });
    let (asks, participant, name) = (line.hand, line.participant, line.name.clone());
    let floor = floor.map(|floor| {
        let given = floor.given.get().get(&participant).copied();
        let given = given.map(|given| view! { <span class="meta">{t.floor_given(given)}</span> });
        let give = asks.then(|| {
            let label = t.give_floor_to(&name);
            view! {
                <button
                    type="button"
                    class="button"
                    data-kind="quiet"
                    aria-label=label
                    on:click=move |_| floor.give(participant)
                >
                    {t.give_floor()}
                </button>
            }
        });
        view! { {given} {give} }
    });
    let away = (!line.here).then(|| view! { <span class="meta">{t.away()}</span> });
    let hue = hue(line.participant).to_string();
    view! {
        <li data-here=line.here.to_string()>
            <span class="board-dot" style=("--hue", hue) aria-hidden="true"></span>
            <span>{line.name} " " {party}</span>
            {role} {hand} {ready} {away} {floor}
        </li>
    }
}
