use crate::geometry::{Point, Rect, Size};
use crate::ids::ParticipantId;
use crate::limits::MAX_CURSORS;
use crate::operation::{Operation, Reveal};
use crate::presence::{Announcement, Introduction, Presence};
use crate::record::{Content, NoteType};
use crate::rules::{Member, Phase, Role};
use crate::testing::{PRIVATE, Session};
use crate::timer::Timer;
use crate::wire::FromServer;

fn pointing(x: i32) -> Presence {
    Presence {
        cursor: Some(Point::new(x, 0)),
        ..Presence::default()
    }
}

/// What a client sees that another shows.
fn seen(session: &Session, by: usize, of: usize) -> Option<&Presence> {
    let client = session.clients[of].id();
    let others = session.clients[by].others();
    others.get(&client).map(|(_, presence)| presence)
}

fn introduce(session: &mut Session, number: u32, name: &str) {
    let introduction = Introduction {
        name: name.to_owned(),
        party: "teacher".to_owned(),
        interests: String::new(),
        role: Role::Participant,
        unlisted: false,
    };
    session.room.introduce(ParticipantId(number), introduction);
}

#[test]
fn s48_others_see_what_a_client_shows_and_it_sees_not_itself() {
    let mut session = Session::new();
    session.clients[1].set_presence(pointing(7));
    session.sync();
    assert_eq!(seen(&session, 0, 1), Some(&pointing(7)));
    assert_eq!(seen(&session, 1, 1), None);
}

#[test]
fn s48_of_a_tick_the_last_counts_and_goes_to_all_in_the_same_bytes() {
    let mut session = Session::new();
    let connection = session.connections[1].unwrap();
    for x in 0..10 {
        session.clients[1].set_presence(pointing(x));
        while let Some(frame) = session.clients[1].poll() {
            session.room.receive(connection, &frame).unwrap();
        }
    }
    let append = session.room.tick();
    let sent = session.room.persisted(append.through);
    assert_eq!(sent.len(), 3);
    assert!(
        sent.iter()
            .all(|one| std::sync::Arc::ptr_eq(&one.bytes, &sent[0].bytes))
    );
    session.clients[0].receive(&sent[0].bytes).unwrap();
    assert_eq!(seen(&session, 0, 1), Some(&pointing(9)));
}

#[test]
fn s48_what_was_shown_goes_with_the_connection_and_comes_back_with_it() {
    let mut session = Session::new();
    session.clients[1].set_presence(pointing(7));
    session.sync();
    session.offline(1);
    session.sync();
    assert_eq!(seen(&session, 0, 1), None);
    session.back(1);
    assert_eq!(seen(&session, 0, 1), Some(&pointing(7)));
}

#[test]
fn s48_presence_is_in_no_entry_of_the_log() {
    let mut session = Session::new();
    let before = session.log.len();
    session.clients[1].set_presence(pointing(7));
    session.sync();
    assert_eq!(session.log.len(), before);
}

#[test]
fn s57_who_writes_in_what_is_unsigned_is_not_told() {
    let mut session = Session::new();
    let nameless = Phase {
        names_hidden: true,
        ..Phase::OPEN
    };
    session.act(0, Operation::SetPhase(nameless));
    let unsigned = session.create(1, Content::Note(NoteType::default()), "somebody's");
    session.clients[1].set_presence(Presence {
        writing: Some(unsigned),
        ..Presence::default()
    });
    session.sync();
    let told = seen(&session, 0, 1).cloned().unwrap_or_default();
    assert_eq!(told.writing, None);
}

#[test]
fn s49_a_hidden_record_is_in_nobodys_presence() {
    let mut session = Session::new();
    session.act(0, Operation::SetPhase(PRIVATE));
    let hidden = session.create(1, Content::Note(NoteType::default()), "secret");
    let shows = Presence {
        selection: vec![hidden],
        writing: Some(hidden),
        ..Presence::default()
    };
    session.clients[1].set_presence(shows.clone());
    session.sync();
    let told = seen(&session, 0, 1).cloned().unwrap_or_default();
    assert_eq!(told, Presence::default());
    session.act(0, Operation::Reveal(Reveal::All));
    // Shown again once it is no secret any more.
    session.clients[1].set_presence(Presence::default());
    session.sync();
    session.clients[1].set_presence(shows.clone());
    session.sync();
    assert_eq!(seen(&session, 0, 1), Some(&shows));
}

#[test]
fn s49_only_facilitators_call_everyone() {
    let mut session = Session::new();
    let calling = Presence {
        attention: true,
        ..Presence::default()
    };
    session.clients[0].set_presence(calling.clone());
    session.clients[1].set_presence(calling);
    session.sync();
    assert!(seen(&session, 2, 0).is_some_and(|seen| seen.attention));
    assert!(!seen(&session, 2, 1).is_some_and(|seen| seen.attention));
}

#[test]
fn s49_whoever_facilitates_no_longer_calls_nobody() {
    let mut session = Session::new();
    let view = Rect::new(Point::new(5_000, 0), Size::new(800, 600));
    session.clients[0].set_presence(Presence {
        attention: true,
        view: Some(view),
        ..Presence::default()
    });
    session.sync();
    assert!(seen(&session, 2, 0).is_some_and(|seen| seen.attention));
    let member = Member {
        participant: ParticipantId(0),
        role: Role::Participant,
    };
    let connection = session.connections[0].unwrap();
    session.room.connect(connection, member);
    session.sync();
    assert!(!seen(&session, 2, 0).is_some_and(|seen| seen.attention));
}

#[test]
fn s49_whoever_comes_while_everyone_is_called_sees_who_calls_and_what_they_see() {
    let mut session = Session::new();
    session.note(1, "somewhere");
    session.offline(2);
    let calling = Presence {
        attention: true,
        view: Some(Rect::new(Point::new(5_000, 0), Size::new(800, 600))),
        ..Presence::default()
    };
    session.clients[0].set_presence(calling.clone());
    session.sync();
    session.back(2);
    assert_eq!(seen(&session, 2, 0), Some(&calling));
}

#[test]
fn s48_what_was_shown_last_holds_where_a_client_says_hello_again() {
    let mut session = Session::new();
    session.clients[1].set_presence(pointing(7));
    session.sync();
    session.clients[1].set_presence(Presence::default());
    let again = FromServer::Resync.encode();
    session.clients[1].receive(&again).unwrap();
    session.sync();
    assert_eq!(
        seen(&session, 0, 1).cloned().unwrap_or_default(),
        Presence::default()
    );
}

#[test]
fn s49_only_facilitators_put_what_all_may_see_into_the_spotlight() {
    let mut session = Session::new();
    let note = session.note(1, "to be looked at");
    let showing = Presence {
        spotlight: Some(note),
        ..Presence::default()
    };
    session.clients[0].set_presence(showing.clone());
    session.clients[1].set_presence(showing);
    session.sync();
    assert_eq!(seen(&session, 2, 0).unwrap().spotlight, Some(note));
    assert!(seen(&session, 2, 1).is_none_or(|seen| seen.spotlight.is_none()));
    session.act(0, Operation::SetPhase(PRIVATE));
    let hidden = session.note(0, "not yet");
    let showing = Presence {
        spotlight: Some(hidden),
        ..Presence::default()
    };
    session.clients[0].set_presence(showing);
    session.sync();
    assert!(seen(&session, 2, 0).is_none_or(|seen| seen.spotlight.is_none()));
}

#[test]
fn s49_a_crowd_shows_no_pointers_but_hands() {
    let mut session = Session::of(&[Role::Participant; MAX_CURSORS + 1]);
    let shows = Presence {
        hand: true,
        ..pointing(7)
    };
    session.clients[1].set_presence(shows);
    session.sync();
    let told = seen(&session, 0, 1).unwrap();
    assert_eq!(told.cursor, None);
    assert!(told.hand);
}

#[test]
fn s49_where_a_crowd_gathers_the_pointers_that_were_shown_go() {
    let roles = [Role::Participant; MAX_CURSORS + 1];
    let mut session = Session::of(&roles);
    session.offline(MAX_CURSORS);
    session.sync();
    let shows = Presence {
        hand: true,
        ..pointing(7)
    };
    session.clients[1].set_presence(shows.clone());
    session.sync();
    assert_eq!(seen(&session, 0, 1), Some(&shows));
    // One more comes: nobody sees a pointer any more, nor does whoever came.
    session.back(MAX_CURSORS);
    for by in [0, MAX_CURSORS] {
        let told = seen(&session, by, 1).unwrap();
        assert_eq!((told.cursor, told.hand), (None, true), "{by}");
    }
    // They leave, and pointers are shown again as they move.
    session.offline(MAX_CURSORS);
    session.clients[1].set_presence(pointing(8));
    session.sync();
    assert_eq!(seen(&session, 0, 1), Some(&pointing(8)));
}

#[test]
fn s50_everybody_knows_who_is_here() {
    let mut session = Session::new();
    introduce(&mut session, 1, "Awa");
    introduce(&mut session, 2, "Bao");
    session.sync();
    session.offline(2);
    session.sync();
    let here = |session: &Session, by: usize, number: u32| {
        let people = session.clients[by].people();
        let person = people.get(&ParticipantId(number)).unwrap();
        (person.introduction.name.clone(), person.here)
    };
    assert_eq!(here(&session, 0, 1), ("Awa".to_owned(), true));
    assert_eq!(here(&session, 0, 2), ("Bao".to_owned(), false));
    // Whoever comes later knows it as well, and is known.
    session.back(2);
    assert_eq!(here(&session, 2, 1), ("Awa".to_owned(), true));
    assert_eq!(here(&session, 0, 2), ("Bao".to_owned(), true));
}

#[test]
fn s50_a_client_that_comes_back_on_another_connection_is_here_once() {
    let mut session = Session::new();
    introduce(&mut session, 1, "Awa");
    session.sync();
    // The room has not heard yet that the first connection is gone.
    let first = session.connections[1].unwrap();
    session.clients[1].disconnected();
    session.back(1);
    session.room.disconnect(first);
    session.sync();
    let here = |session: &Session| session.clients[0].people()[&ParticipantId(1)].here;
    assert!(here(&session));
    session.offline(1);
    session.sync();
    assert!(!here(&session));
}

#[test]
fn s51_what_is_announced_reaches_all_who_are_in_step_once() {
    let mut session = Session::new();
    session.offline(2);
    session.sync();
    session.room.announce(Announcement::VoteChanged(7));
    let append = session.room.tick();
    let sent = session.room.persisted(append.through);
    assert_eq!(sent.len(), 2);
    let update = session.clients[0].receive(&sent[0].bytes).unwrap();
    assert_eq!(update.announcements, [Announcement::VoteChanged(7)]);
    session.back(2);
    let append = session.room.tick();
    assert!(session.room.persisted(append.through).is_empty());
}

#[test]
fn s51_who_has_the_floor_is_told_again_to_who_comes() {
    let mut session = Session::new();
    let to = ParticipantId(1);
    let floor = |turn| Announcement::FloorGiven { to, turn };
    // What is told to whoever comes back.
    let told = |session: &mut Session, who: usize| {
        session.offline(who);
        session.sync();
        session.announced.clear();
        session.back(who);
        std::mem::take(&mut session.announced)
    };
    session.offline(1);
    session.room.give_floor(to, 1);
    session.sync();
    assert_eq!(session.announced, [(0, floor(1)), (2, floor(1))]);
    for _ in 0..2 {
        assert_eq!(told(&mut session, 1), [(1, floor(1))]);
    }
    assert_eq!(told(&mut session, 2), [(2, floor(1))]);
    session.room.give_floor(to, 2);
    assert_eq!(told(&mut session, 1), [(1, floor(2))]);
    // More time is the same phase, the next one is another.
    let mut phase = Phase {
        timer: Timer::Running { ends_at: 90_000 },
        ..Phase::OPEN
    };
    session.act(0, Operation::SetPhase(phase));
    assert_eq!(told(&mut session, 1), [(1, floor(2))]);
    phase.step = 1;
    session.act(0, Operation::SetPhase(phase));
    assert_eq!(told(&mut session, 1), []);
    session.room.give_floor(to, 3);
    let to_other = ParticipantId(2);
    session.room.give_floor(to_other, 1);
    let others = Announcement::FloorGiven {
        to: to_other,
        turn: 1,
    };
    let heard = told(&mut session, 1);
    assert_eq!(heard, [(1, others)], "they have it no longer");
    session.room.give_floor(to, 4);
    session.roles(&[Role::Reader; 3]);
    assert_eq!(told(&mut session, 1), [], "the session is over");
}

#[test]
fn s52_step_and_time_are_the_same_for_all_and_for_who_comes_later() {
    let mut session = Session::new();
    session.offline(2);
    let phase = Phase {
        step: 3,
        timer: Timer::Running { ends_at: 90_000 },
        ..PRIVATE
    };
    session.act(0, Operation::SetPhase(phase));
    session.back(2);
    for client in &session.clients {
        assert_eq!(client.view().phase(), phase);
    }
    let refused = session.try_act(1, Operation::SetPhase(Phase::OPEN));
    assert!(refused.is_err());
}
