//! How it is said what has changed: each sort of change in one short sentence.

use board::ids::ParticipantId;
use board::record::Kind;

use super::super::selection::said;
use super::super::text::BoardText;
use super::records::{Changes, Item, Move};
use super::room::{Person, Room};

/// More people than this that come or go at once are told as a number.
const BY_NAME: usize = 3;

/// The order in which what others have changed is said.
const KINDS: [Kind; 7] = [
    Kind::Note,
    Kind::Frame,
    Kind::Cluster,
    Kind::Text,
    Kind::Image,
    Kind::Stroke,
    Kind::Connector,
];

/// What is to be said of who came, left or asks to speak, and of the phase, in a script of so
/// many phases.
pub(super) fn of_room(t: BoardText, before: &Room, now: &Room, phases: usize) -> Vec<String> {
    let was = |id: &ParticipantId| before.people.get(id);
    let names = |wanted: &dyn Fn(Option<&Person>, &Person) -> bool| -> Vec<String> {
        let people = now.people.iter();
        let people = people.filter(|(id, person)| wanted(was(id), person));
        people.map(|(_, person)| person.name.clone()).collect()
    };
    let came = names(&|was, now| now.here && !was.is_some_and(|was| was.here));
    let left = names(&|was, now| !now.here && was.is_some_and(|was| was.here));
    let hands = names(&|was, now| now.hand && !was.is_some_and(|was| was.hand));
    let mut said = Vec::new();
    if let (Some((was, _)), Some((phase, title))) = (&before.phase, &now.phase)
        && phase.is_another(*was)
    {
        let place = i128::from(phase.step).saturating_add(1).to_string();
        said.push(t.phase_begins(&t.phase_of(&place, &phases.to_string()), title));
    }
    let mut say = |names: &[String], sentence: &dyn Fn(&str) -> String| {
        if names.len() <= BY_NAME {
            said.extend(names.iter().map(|name| sentence(name)));
        } else {
            said.push(sentence(&t.people_together(number(names.len()))));
        }
    };
    say(&came, &|who| t.came(who));
    say(&left, &|who| t.left(who));
    say(&hands, &|who| t.wants_to_speak(who));
    said
}

/// What is to be said of what others have changed on the board.
pub(super) fn of_changes(t: BoardText, changes: &Changes) -> Vec<String> {
    let sentence = |items: &[Item], sentence: fn(BoardText, &str) -> String| {
        listed(t, items).map(|items| sentence(t, &items))
    };
    let revealed = (changes.revealed > 0).then(|| t.own_revealed(number(changes.revealed)));
    let said = [
        revealed,
        sentence(&changes.added, BoardText::added),
        sentence(&changes.removed, BoardText::taken_off),
        sentence(&changes.edited, BoardText::edited),
        sentence(&changes.renamed, BoardText::renamed),
        moved(t, &changes.moved),
    ];
    said.into_iter().flatten().collect()
}

/// What lies elsewhere now, and where if that is one place.
fn moved(t: BoardText, moves: &[Move]) -> Option<String> {
    let items: Vec<Item> = moves.iter().map(|one| one.item.clone()).collect();
    let items = listed(t, &items)?;
    let to = &moves.first()?.to;
    match to {
        Some((_, place)) if moves.iter().all(|one| one.to == *to) => {
            let name = place.name.clone();
            let name = name.unwrap_or_else(|| said(t, place.kind, ""));
            Some(t.moved_to(&name, &items))
        }
        _ => Some(t.moved(&items)),
    }
}

/// How many there are of each kind; a frame or a cluster that is alone by its name.
fn listed(t: BoardText, items: &[Item]) -> Option<String> {
    let of_kind = |kind: &Kind| {
        let found = items.iter().filter(|item| item.kind == *kind);
        let found: Vec<&Item> = found.collect();
        let name = match found.as_slice() {
            [alone] => alone.name.as_deref(),
            _ => None,
        };
        match (kind, name) {
            _ if found.is_empty() => None,
            (Kind::Frame, Some(name)) => Some(t.frame_named(name)),
            (Kind::Cluster, Some(name)) => Some(t.cluster_named(name)),
            _ => Some(counted(t, *kind, number(found.len()))),
        }
    };
    let listed: Vec<String> = KINDS.iter().filter_map(of_kind).collect();
    (!listed.is_empty()).then(|| listed.join(", "))
}

fn counted(t: BoardText, kind: Kind, number: i128) -> String {
    match kind {
        Kind::Note => t.count_notes(number),
        Kind::Frame => t.count_frames(number),
        Kind::Cluster => t.count_clusters(number),
        Kind::Text => t.count_texts(number),
        Kind::Image => t.count_pictures(number),
        Kind::Stroke => t.count_drawings(number),
        Kind::Connector => t.count_arrows(number),
    }
}

fn number(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use board::ids::{ClientId, RecordId};
    use board::rules::Phase;
    use domain::wording::Locale;

    use super::*;

    /// A room with these people: here or not, with a raised hand or not.
    fn room(people: &[(u32, bool, bool)]) -> Room {
        let person = |(number, here, hand): &(u32, bool, bool)| {
            let name = format!("P{number}");
            let (here, hand) = (*here, *hand);
            (ParticipantId(*number), Person { name, here, hand })
        };
        Room {
            people: people.iter().map(person).collect(),
            phase: None,
        }
    }

    fn french(before: &Room, now: &Room) -> Vec<String> {
        of_room(BoardText(Locale::Fr), before, now, 3)
    }

    /// The same changes said in French and in English.
    fn both(changes: &Changes) -> [Vec<String>; 2] {
        [Locale::Fr, Locale::En].map(|locale| of_changes(BoardText(locale), changes))
    }

    fn item(kind: Kind, name: Option<&str>) -> Item {
        Item {
            kind,
            name: name.map(str::to_owned),
        }
    }

    fn notes(count: usize) -> Vec<Item> {
        vec![item(Kind::Note, None); count]
    }

    /// So many notes that lie now in the place of a number.
    fn into(count: usize, to: Option<(u32, Item)>) -> Vec<Move> {
        let client = ClientId::from_random(7);
        let to = to.map(|(number, place)| (RecordId { client, number }, place));
        let moved = |item: Item| Move {
            item,
            to: to.clone(),
        };
        notes(count).into_iter().map(moved).collect()
    }

    #[test]
    fn comings_goings_and_hands_are_said() {
        let before = room(&[(1, true, false), (2, false, false)]);
        let now = room(&[(1, false, false), (2, true, true)]);
        let said = [
            "P2\u{a0}: arrivée",
            "P1\u{a0}: départ",
            "P2\u{a0}: demande de parole",
        ];
        assert_eq!(french(&before, &now), said);
        assert!(french(&now, &now).is_empty());
    }

    #[test]
    fn a_crowd_is_told_as_a_number() {
        let now: Vec<_> = (1..=20).map(|number| (number, true, false)).collect();
        let said = french(&Room::default(), &room(&now));
        assert_eq!(said, ["20 personnes\u{a0}: arrivée"]);
    }

    #[test]
    fn a_phase_is_said_where_the_page_does_not_say_it() {
        let phase = |phase: Option<(u16, &str)>| Room {
            phase: phase.map(|(step, title)| {
                let begun = Phase {
                    step,
                    ..Phase::OPEN
                };
                (begun, title.to_owned())
            }),
            ..Room::default()
        };
        let (first, second) = (phase(Some((0, "Écrire"))), phase(Some((1, "Regrouper"))));
        assert_eq!(french(&first, &second), ["Phase 2 sur 3\u{a0}: Regrouper"]);
        assert!(french(&first, &phase(None)).is_empty());
        assert!(french(&phase(None), &second).is_empty());
    }

    #[test]
    fn what_others_change_is_said_by_kind_and_number_in_both_languages() {
        let mut added = notes(2);
        added.extend(
            [Kind::Connector, Kind::Image, Kind::Text, Kind::Stroke]
                .map(|kind| Item { kind, name: None }),
        );
        let changes = Changes {
            revealed: 2,
            added,
            removed: vec![item(Kind::Frame, Some("A")), item(Kind::Frame, Some("B"))],
            edited: notes(1),
            ..Changes::default()
        };
        let [french, english] = both(&changes);
        let said = [
            "2 de vos notes sont dévoilées",
            "Ajout\u{a0}: 2 notes, 1 texte, 1 image, 1 dessin, 1 flèche",
            "Retrait\u{a0}: 2 cadres",
            "Modification\u{a0}: 1 note",
        ];
        assert_eq!(french, said);
        let said = [
            "2 of your notes are revealed",
            "Added: 2 notes, 1 text, 1 picture, 1 drawing, 1 arrow",
            "Taken off: 2 frames",
            "Edited: 1 note",
        ];
        assert_eq!(english, said);
        assert_eq!(
            both(&Changes::default()),
            [Vec::<String>::new(), Vec::new()]
        );
    }

    #[test]
    fn a_frame_or_a_cluster_alone_is_said_by_its_name() {
        let changes = Changes {
            added: vec![item(Kind::Frame, Some("Idées"))],
            removed: vec![item(Kind::Cluster, None)],
            renamed: vec![item(Kind::Cluster, Some("Le temps"))],
            ..Changes::default()
        };
        let [french, english] = both(&changes);
        let said = [
            "Ajout\u{a0}: cadre «\u{a0}Idées\u{a0}»",
            "Retrait\u{a0}: 1 groupe",
            "Nouveau nom\u{a0}: groupe «\u{a0}Le temps\u{a0}»",
        ];
        assert_eq!(french, said);
        let said = [
            "Added: frame “Idées”",
            "Taken off: 1 cluster",
            "Renamed: cluster “Le temps”",
        ];
        assert_eq!(english, said);
    }

    #[test]
    fn what_is_moved_is_said_with_its_place_if_that_is_one() {
        let said = |moved: Vec<Move>| {
            let [french, english] = both(&Changes {
                moved,
                ..Changes::default()
            });
            [french.concat(), english.concat()]
        };
        let ideas = || item(Kind::Frame, Some("Idées"));
        let one = said(into(2, Some((1, ideas()))));
        let french = "Déplacement vers «\u{a0}Idées\u{a0}»\u{a0}: 2 notes";
        assert_eq!(one, [french, "Moved to “Idées”: 2 notes"]);
        let unnamed = said(into(1, Some((1, item(Kind::Cluster, None)))));
        let french = "Déplacement vers «\u{a0}Groupe sans nom\u{a0}»\u{a0}: 1 note";
        assert_eq!(unnamed, [french, "Moved to “Unnamed cluster”: 1 note"]);
        let away = ["Déplacement\u{a0}: 3 notes", "Moved: 3 notes"];
        assert_eq!(said(into(3, None)), away);
        // Two places, though they are called alike.
        let mut two = into(1, Some((1, ideas())));
        two.extend(into(2, Some((2, ideas()))));
        assert_eq!(said(two), away);
    }
}
