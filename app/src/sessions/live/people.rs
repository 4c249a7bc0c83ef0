//! Who is on the board: names, pointers, raised hands, who is done.

use std::collections::{BTreeMap, BTreeSet};

use board::ids::{ParticipantId, RecordId};
use board::presence::{Introduction, Person};
use board::rules::Role;
use domain::ids::SessionId;
use domain::parties::Party;
use icondata_lu::{LuCheck, LuHand};
use leptos::prelude::*;

use super::beginning::when_begun;
use super::engine::Board;
use super::floor::{Floor, GiveFloor};
use super::overlay::{Pointer, Written};
use super::removal::{Removal, RemovalFailed, RemovePerson};
use super::text::BoardText;
use super::tint::Tint;
use crate::kit::{Icon, id_param};
use crate::preferences::locale;
use crate::text::CommonText;

/// The name of a participant, or that it is hidden now.
pub(super) fn name_of(board: Board, participant: ParticipantId) -> String {
    let me = board.me.get().map(|me| me.participant);
    if board.hides_names() && me != Some(participant) {
        return BoardText::here().somebody().to_owned();
    }
    board.with_company(|client| {
        let person = client.people().get(&participant);
        person.map_or_else(
            || BoardText::here().somebody().to_owned(),
            |person| introduced(&person.introduction),
        )
    })
}

/// The name by which somebody is introduced, which says where interests are declared.
pub(super) fn introduced(introduction: &Introduction) -> String {
    match introduction.interests.is_empty() {
        true => introduction.name.clone(),
        false => CommonText::here().with_interests(&introduction.name),
    }
}

/// The colour in which somebody shows on the board; while names are hidden all are alike.
fn tint_of(board: Board, participant: ParticipantId) -> Tint {
    if board.hides_names() {
        Tint::NOBODY
    } else {
        Tint::of(participant)
    }
}

/// Where others are writing, as far as everybody may know.
pub(super) fn written(board: Board) -> Vec<Written> {
    let me = board.me.get().map(|me| me.participant);
    let mut found: BTreeMap<RecordId, BTreeSet<ParticipantId>> = BTreeMap::new();
    board.with_company(|client| {
        for (participant, shown) in client.others().values() {
            if let (Some(record), true) = (shown.writing, Some(*participant) != me) {
                found.entry(record).or_default().insert(*participant);
            }
        }
    });
    let written = |(record, people): (RecordId, BTreeSet<ParticipantId>)| Written {
        record,
        names: people.iter().map(|who| name_of(board, *who)).collect(),
        tint: people
            .first()
            .map_or(Tint::NOBODY, |who| tint_of(board, *who)),
    };
    found.into_iter().map(written).collect()
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
            tint: tint_of(board, participant),
        })
        .collect()
}

/// One line of the list of people.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    participant: ParticipantId,
    name: String,
    party: Option<Party>,
    interests: String,
    role: Role,
    here: bool,
    hand: bool,
    ready: bool,
}

/// Those whom the list tells of: whoever had two seats stands there once, whoever was removed not
/// at all.
fn listed(
    people: &BTreeMap<ParticipantId, Person>,
) -> impl Iterator<Item = (&ParticipantId, &Person)> {
    let people = people.iter();
    people.filter(|(_, person)| !person.introduction.unlisted)
}

fn lines(board: Board) -> Vec<Line> {
    let (own, me) = (board.presence(), board.me.get().map(|me| me.participant));
    board.with_company(|client| {
        let mut lines: Vec<Line> = listed(client.people())
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
                    interests: person.introduction.interests.clone(),
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

/// How many people ask to speak.
pub(super) fn hands(board: Board) -> usize {
    let (own, me) = (board.presence(), board.me.get().map(|me| me.participant));
    board.with_company(|client| {
        let others = client.others().values().filter(|(_, shown)| shown.hand);
        let raised = others.map(|(who, _)| *who).chain(me.filter(|_| own.hand));
        // Somebody may be here in several tabs.
        raised.collect::<BTreeSet<ParticipantId>>().len()
    })
}

/// How many of the participants who are here are done, and how many there are. Who leads
/// and who looks on are not waited for.
fn ready_of(lines: &[Line]) -> (usize, usize) {
    let awaited = lines
        .iter()
        .filter(|line| line.here && line.role == Role::Participant);
    let ready = awaited.clone().filter(|line| line.ready);
    (ready.count(), awaited.count())
}

/// How many are done with what the phase asks for, and how many are waited for.
pub(super) fn ready_total(board: Board) -> Memo<(usize, usize)> {
    Memo::new(move |_| ready_of(&lines(board)))
}

/// Says how many are done.
#[component]
pub(super) fn ReadyTotal(total: Memo<(usize, usize)>) -> impl IntoView {
    let t = BoardText::here();
    let said = move || {
        let (ready, all) = total.get();
        (all > 0).then(|| t.ready_total(&ready.to_string(), &all.to_string()))
    };
    view! { <p class="meta">{said}</p> }
}

/// Takes the own mark away when another phase begins, or the same again: it was about the
/// last one.
pub(super) fn forget_ready(board: Board) {
    when_begun(board, move |_| board.appear(|seen| seen.ready = false));
}

/// Everybody, with what they show; own hand and own mark.
#[component]
pub(super) fn People(board: Board, removal: Removal) -> impl IntoView {
    let t = BoardText::here();
    let floor = Floor::of(id_param::<SessionId>("session").get_untracked());
    // Drawn anew only when somebody's line is another: pointers move all the time.
    let lines = Memo::new(move |_| lines(board));
    let ready_here = Memo::new(move |_| lines.with(|lines| ready_of(lines)));
    let failed = move || floor.failed().then(|| t.floor_not_counted());
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
            {move || board.leads().then(|| view! { <ReadyTotal total=ready_here /> })}
            <p role="status">{failed}</p>
            <RemovalFailed removal=removal />
            <ul class="board-people">
                // What is unfolded on a line stays so while others come and point.
                <For each=move || lines.get() key=|line| line.clone() let(line)>
                    <PersonLine board=board line=line floor=floor removal=removal />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn PersonLine(board: Board, line: Line, floor: Floor, removal: Removal) -> impl IntoView {
    let t = BoardText::here();
    let party = line
        .party
        .map(|party| view! { <span class="meta">{party.wording().in_locale(locale())}</span> });
    let interests = (!line.interests.is_empty()).then(|| {
        let said = CommonText::here().interests(&line.interests);
        view! { <span class="meta">{said}</span> }
    });
    let role = (line.role == Role::Facilitator)
        .then(|| view! { <span class="badge">{t.facilitator()}</span> });
    let hand = line
        .hand
        .then(|| view! { <span class="badge" data-tone="warn">{t.asks_to_speak()}</span> });
    let ready = line
        .ready
        .then(|| view! { <span class="badge" data-tone="good">{t.is_ready()}</span> });
    let (participant, role_there) = (line.participant, line.role);
    let (name, here) = (line.name.clone(), line.here);
    let (given, put_out) = (name.clone(), name);
    // Nobody gives the floor to themselves.
    let is_own = move || board.me.get().map(|me| me.participant) == Some(participant);
    let floor = move || {
        let name = given.clone();
        (board.leads() && !is_own()).then(|| {
            view! { <GiveFloor floor=floor participant=participant name=name here=here /> }
        })
    };
    let remove = move || {
        let name = put_out.clone();
        removal.may(participant, role_there).then(|| {
            view! { <RemovePerson removal=removal participant=participant name=name /> }
        })
    };
    let away = (!line.here).then(|| view! { <span class="meta">{t.away()}</span> });
    let tint = Tint::of(line.participant).css();
    view! {
        <li data-here=line.here.to_string()>
            <span class="board-dot" style=("--tint", tint) aria-hidden="true"></span>
            <span class="board-person">{line.name} " " {party} {interests}</span>
            {role} {hand} {ready} {away} {floor} {remove}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use board::presence::Introduction;

    use super::*;

    #[test]
    fn whoever_had_two_seats_is_listed_once_and_whoever_was_removed_is_not() {
        let person = |unlisted: bool| Person {
            introduction: Introduction {
                name: "Eve".into(),
                party: Party::Teacher.code().into(),
                interests: String::new(),
                role: Role::Reader,
                unlisted,
            },
            here: !unlisted,
        };
        let people = BTreeMap::from([
            (ParticipantId(1), person(false)),
            (ParticipantId(2), person(true)),
            (ParticipantId(3), person(false)),
        ]);
        let numbers: Vec<u32> = listed(&people).map(|(number, _)| number.0).collect();
        assert_eq!(numbers, [1, 3]);
    }

    fn line(number: u32, role: Role, here: bool, ready: bool) -> Line {
        Line {
            participant: ParticipantId(number),
            name: format!("P{number}"),
            party: None,
            interests: String::new(),
            role,
            here,
            hand: false,
            ready,
        }
    }

    #[test]
    fn only_participants_who_are_here_are_waited_for() {
        let lines = [
            line(1, Role::Facilitator, true, true),
            line(2, Role::Participant, true, true),
            line(3, Role::Participant, true, false),
            line(4, Role::Participant, false, true),
            line(5, Role::Observer, true, false),
        ];
        assert_eq!(ready_of(&lines), (1, 2));
    }
}
