//! Who is in the room, and which phase it is in, as far as changes of it are told.

use std::collections::BTreeMap;

use board::ids::ParticipantId;
use board::rules::Phase;
use domain::sessions::ScriptPhase;
use leptos::prelude::*;

use super::super::engine::Board;
use super::super::people::introduced;

/// What of the room is told when it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Room {
    /// The others.
    pub people: BTreeMap<ParticipantId, Person>,
    /// Where in the script the session is: the place, and what it is called. Nothing where
    /// that is said elsewhere on the page.
    pub phase: Option<(Phase, String)>,
}

/// What is told of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub name: String,
    pub here: bool,
    pub hand: bool,
}

impl Room {
    /// How it is now.
    pub(super) fn of(
        board: Board,
        script: RwSignal<Vec<ScriptPhase>>,
        phase_shown: Signal<bool>,
    ) -> Self {
        let me = board.me.get().map(|me| me.participant);
        let people = board.with_company(|client| {
            let others = client.people().iter().filter(|(id, _)| Some(**id) != me);
            let person = |(id, person): (&ParticipantId, &board::presence::Person)| {
                let mut shown = client.others().values();
                let hand = shown.any(|(who, shown)| who == id && shown.hand);
                let (name, here) = (introduced(&person.introduction), person.here);
                (*id, Person { name, here, hand })
            };
            others.map(person).collect()
        });
        let present = board.phase.get();
        let title = |script: &Vec<ScriptPhase>| {
            let phase = script.get(usize::from(present.step))?;
            Some((present, phase.title.clone()))
        };
        let phase = if phase_shown.get() {
            None
        } else {
            script.with(title)
        };
        Self { people, phase }
    }
}
