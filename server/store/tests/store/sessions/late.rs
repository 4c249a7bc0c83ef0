//! Those who come while a phase runs that has late arrivals wait (S60).

use domain::ids::VoteId;
use domain::policy::Actor;
use domain::problems::Problem;
use domain::projects::ProjectRole;
use domain::sessions::{
    BegunPhase, HeldBack, Participant, ParticipantState, PhaseTime, ScriptPhase, SessionDraft,
    SessionRole,
};
use domain::time::Timestamp;
use domain::votes::{VoteDraft, VoteItem};
use store::{BoardAppend, BoardEntry, Event, SessionNews, Store, StoreError, Visitor};

use super::sample::{Sitting, session_draft};
use crate::cast::Steering;
use crate::world::World;

on_both! {
    s60_has_late_arrivals_wait_until_another_phase_begins,
    s60_lets_in_whom_a_facilitator_lets_in,
    s60_lets_in_whom_an_edited_script_or_the_end_lets_in,
    s60_keeps_the_waiting_room_apart,
    s60_holds_nobody_back_who_was_there_before,
    s60_holds_a_part_back_whoever_claims_it,
    s60_lets_nobody_in_by_what_is_not_kept,
    keeps_the_phases_that_have_begun_in_their_places,
}

/// A session whose first phase has late arrivals wait.
fn waits() -> SessionDraft {
    let mut draft = session_draft("Premiers écrans");
    draft.phases[0].late = "Lisez la consigne au tableau".into();
    draft.phases[0].late_waits = "true".into();
    draft
}

/// A phase of the script, begun at a moment and an hour long.
fn begun(step: u16, at: i64) -> BegunPhase {
    BegunPhase {
        step,
        begun_at: Some(Timestamp(at)),
        time: PhaseTime::Until(Timestamp(at + 3_600_000)),
    }
}

impl Sitting {
    /// The board is in this phase from now on.
    async fn phase(&self, store: &Store, phase: BegunPhase) {
        let append = BoardAppend {
            session: self.id,
            entries: Vec::new(),
            phase: Some(phase),
        };
        store.append_boards(&[append]).await.expect("appended");
    }

    async fn part(&self, store: &Store, visitor: Visitor<'_>) -> Participant {
        let (_, seat) = store.seat(visitor, self.id).await.expect("a session");
        seat.expect("a seat")
    }

    async fn state(&self, store: &Store, visitor: Visitor<'_>) -> ParticipantState {
        self.part(store, visitor).await.state
    }

    async fn told(&self, store: &Store, visitor: Visitor<'_>) -> Option<HeldBack> {
        let told = store.held_back(visitor, self.id).await;
        told.expect("an answer")
    }

    async fn open_a_vote(&self, store: &Store, lead: &Actor) {
        let draft = VoteDraft {
            question: "Quelle piste ?".into(),
            kind: "objection".into(),
            items: vec![VoteItem {
                record: "1-1".into(),
                text: "Un minuteur".into(),
            }],
            ..VoteDraft::default()
        };
        let (lead, vote) = (Visitor::Account(lead), VoteId::new());
        let opened = store.open_vote(lead, self.id, vote, &draft).await;
        opened.expect("opened");
    }
}

async fn s60_has_late_arrivals_wait_until_another_phase_begins(world: World) {
    let sitting = Sitting::with(&world, waits()).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    // Names are hidden, or time is set, before anything is begun: nothing has begun.
    let nothing = BegunPhase {
        begun_at: None,
        ..begun(0, 0)
    };
    sitting.phase(store, nothing).await;
    let early = sitting.guest(store, "Loutre").await;
    let (early, now) = (Visitor::Guest(&early), store.now().0);
    // While nothing has begun, all is allowed.
    sitting.open_a_vote(store, &lead).await;
    sitting.phase(store, begun(0, now)).await;

    let fox = sitting.guest(store, "Renard").await;
    let eve = world.member("Eve").await.actor().await;
    let joined = store.join_session(&eve, id, None).await.expect("joined");
    assert_eq!(joined.state, ParticipantState::Held);
    let late = [Visitor::Guest(&fox), Visitor::Account(&eve)];
    let read = store.session_to_read(late[0], id).await;
    assert_fails!(read, StoreError::NotFound);
    for late in late {
        assert_eq!(sitting.state(store, late).await, ParticipantState::Held);
        assert_fails!(store.attended_session(late, id).await, StoreError::NotFound);
        assert_fails!(store.board_reader(late, id).await, StoreError::NotFound);
        let picture = store.may_add_board_picture(late, id).await;
        assert_fails!(picture, StoreError::NotFound);
        let told = sitting.told(store, late).await.expect("what is asked");
        assert_eq!(told.title, "Écrire");
        assert_eq!(told.asked, "Lisez la consigne au tableau");
        assert!(told.runs && told.left.is_some_and(|left| left > 3_000_000));
    }
    assert_eq!(store.votes(late[1], id).await.expect("an answer"), []);
    // Whoever was there stays, and comes back.
    store.attended_session(early, id).await.expect("let in");
    assert_eq!(sitting.told(store, early).await, None);
    assert_eq!(store.votes(early, id).await.expect("votes").len(), 1);

    // A pause begins nothing.
    let paused = BegunPhase {
        time: PhaseTime::Stands(60_000),
        ..begun(0, now)
    };
    sitting.phase(store, paused).await;
    let told = sitting.told(store, late[0]).await.expect("what is asked");
    assert_eq!((told.left, told.runs), (Some(60_000), false));

    let mut events = store.events();
    let came = sitting.part(store, late[0]).await.joined_at;
    sitting.phase(store, begun(1, now + 1)).await;
    let heard = Event::Session(id, SessionNews::Participant(4));
    assert_eq!(events.try_recv(), Ok(heard));
    for late in late {
        store.attended_session(late, id).await.expect("let in");
        assert_eq!(sitting.told(store, late).await, None);
    }
    let fox = sitting.part(store, late[0]).await;
    assert_eq!(fox.joined_at, came, "before the phase that is begun now");
    // The next phase has nobody wait; the first, begun again, has those who come then.
    let wolf = sitting.guest(store, "Loup").await;
    let wolf = Visitor::Guest(&wolf);
    assert_eq!(sitting.state(store, wolf).await, ParticipantState::Admitted);
    sitting.phase(store, begun(0, now + 2)).await;
    let owl = sitting.guest(store, "Hibou").await;
    let owl = Visitor::Guest(&owl);
    assert_eq!(sitting.state(store, owl).await, ParticipantState::Held);
    assert_eq!(sitting.state(store, wolf).await, ParticipantState::Admitted);
    sitting.phase(store, begun(0, now + 3)).await;
    assert_eq!(sitting.state(store, owl).await, ParticipantState::Admitted);
}

async fn s60_lets_in_whom_a_facilitator_lets_in(world: World) {
    let sitting = Sitting::with(&world, waits()).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    sitting.phase(store, begun(0, 1)).await;
    let eve = world.member("Eve").await.actor().await;
    let joined = store.join_session(&eve, id, None).await.expect("joined");
    let fox = sitting.guest(store, "Renard").await;
    let owl = sitting.guest(store, "Hibou").await;
    let (fox, owl) = (Visitor::Guest(&fox), Visitor::Guest(&owl));
    let admitted = store
        .admit_participant(Visitor::Account(&lead), id, joined.number)
        .await;
    admitted.expect("admitted");
    let removed = store
        .remove_participant(Visitor::Account(&lead), id, 3)
        .await;
    removed.expect("turned away");
    let again = store.join_session(&eve, id, None).await.expect("there");
    assert_eq!(again.state, ParticipantState::Admitted);
    assert_eq!(sitting.state(store, owl).await, ParticipantState::Held);
    sitting.phase(store, begun(1, 2)).await;
    assert_eq!(sitting.state(store, owl).await, ParticipantState::Admitted);
    assert_eq!(sitting.state(store, fox).await, ParticipantState::Removed);
}

async fn s60_lets_in_whom_an_edited_script_or_the_end_lets_in(world: World) {
    let sitting = Sitting::with(&world, waits()).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    sitting.phase(store, begun(0, 1)).await;
    let fox = sitting.guest(store, "Renard").await;
    let fox = Visitor::Guest(&fox);
    // Another text has nobody in.
    let mut draft = waits();
    draft.phases[0].late = "Attendez un peu".into();
    let edited = store.edit_session(&lead, id, 1, &draft).await;
    edited.expect("edited");
    let told = sitting.told(store, fox).await.expect("what is asked");
    assert_eq!(told.asked, "Attendez un peu");
    draft.phases[0].late_waits = String::new();
    let edited = store.edit_session(&lead, id, 2, &draft).await;
    edited.expect("edited");
    assert_eq!(sitting.state(store, fox).await, ParticipantState::Admitted);

    draft.phases[0].late_waits = "true".into();
    let edited = store.edit_session(&lead, id, 3, &draft).await;
    edited.expect("edited");
    assert_eq!(sitting.state(store, fox).await, ParticipantState::Admitted);
    let owl = sitting.guest(store, "Hibou").await;
    let owl = Visitor::Guest(&owl);
    assert_eq!(sitting.state(store, owl).await, ParticipantState::Held);
    store.close_session(&lead, id).await.expect("closed");
    store.attended_session(owl, id).await.expect("let in");
}

/// What the log and the history say of a phase by its place means the same afterwards.
async fn keeps_the_phases_that_have_begun_in_their_places(world: World) {
    let three = |places: [&str; 3]| {
        let mut draft = session_draft("Premiers écrans");
        let mut third = draft.phases[0].clone();
        third.title = "Choisir".into();
        draft.phases.push(third);
        for (phase, place) in draft.phases.iter_mut().zip(places) {
            phase.place = place.into();
        }
        draft
    };
    let sitting = Sitting::with(&world, three(["0", "1", "2"])).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    assert_eq!(store.begun_phases(id).await.expect("a number"), 0);
    // Nothing has begun: everything moves.
    let moved = store
        .edit_session(&lead, id, 1, &three(["1", "0", "2"]))
        .await;
    moved.expect("edited");
    let titles = async || {
        let detail = store.session(&lead, id).await.expect("a session");
        let script = detail.session.facts.script.into_iter();
        script.map(|phase| phase.title).collect::<Vec<_>>()
    };
    assert_eq!(titles().await, ["Regrouper", "Écrire", "Choisir"]);
    // The second has begun, and then the first again.
    sitting.phase(store, begun(1, 1)).await;
    sitting.phase(store, begun(0, 2)).await;
    assert_eq!(store.begun_phases(id).await.expect("a number"), 2);
    for places in [["1", "0", "2"], ["0", "2", "1"]] {
        let moved = store.edit_session(&lead, id, 2, &three(places)).await;
        let Err(StoreError::Invalid(problems)) = moved else {
            panic!("{places:?}: {moved:?}");
        };
        assert_eq!(problems.of("phases"), Some(&Problem::HasBegun));
    }
    let mut shorter = three(["0", "1", "2"]);
    shorter.phases.truncate(1);
    let shortened = store.edit_session(&lead, id, 2, &shorter).await;
    assert!(matches!(shortened, Err(StoreError::Invalid(_))));
    // What is still to come goes, and the words of what has begun may change.
    let mut edited = three(["0", "1", "2"]);
    edited.phases.truncate(2);
    edited.phases[0].title = "Rassembler".into();
    let edited = store.edit_session(&lead, id, 2, &edited).await;
    edited.expect("edited");
    assert_eq!(titles().await, ["Rassembler", "Regrouper"]);
}

async fn s60_keeps_the_waiting_room_apart(world: World) {
    let draft = SessionDraft {
        waiting_room: "true".into(),
        ..waits()
    };
    let sitting = Sitting::with(&world, draft).await;
    let (store, id, lead) = (&world.store, sitting.id, sitting.lead.actor().await);
    sitting.phase(store, begun(0, 1)).await;
    let fox = sitting.guest(store, "Renard").await;
    let owl = sitting.guest(store, "Hibou").await;
    let (fox, owl) = (Visitor::Guest(&fox), Visitor::Guest(&owl));
    assert_eq!(sitting.state(store, fox).await, ParticipantState::Waiting);
    assert_eq!(sitting.told(store, fox).await, None);
    // Whoever lets somebody in lets them onto the board.
    let admitted = store
        .admit_participant(Visitor::Account(&lead), id, 2)
        .await;
    admitted.expect("admitted");
    assert_eq!(sitting.state(store, fox).await, ParticipantState::Admitted);
    sitting.phase(store, begun(1, 2)).await;
    assert_eq!(sitting.state(store, owl).await, ParticipantState::Waiting);
}

async fn s60_holds_nobody_back_who_was_there_before(world: World) {
    let ana = world.member("Ana").await;
    let eve = world.member("Eve").await;
    let project = world.project(&ana).team_only();
    let project = project.with(&eve, ProjectRole::Contributor).open().await;
    let sitting = Sitting::of(&world, &ana, project, &waits()).await;
    let (store, id, lead) = (&world.store, sitting.id, ana.actor().await);
    let joined = store.join_session(&eve.actor().await, id, None).await;
    joined.expect("joined");
    sitting.phase(store, begun(0, 1)).await;
    let gone = store.give_team_role(&lead, project, eve.id, None).await;
    gone.expect("no longer on the team");
    let eve = eve.actor().await;
    let back = store.join_session(&eve, id, Some(sitting.code)).await;
    assert_eq!(back.expect("let in").state, ParticipantState::Admitted);
    // Nor those who lead.
    let ines = world.coordinator().await.actor().await;
    let joined = store.join_session(&ines, id, Some(sitting.code)).await;
    let joined = joined.expect("let in");
    let expected = (SessionRole::Facilitator, ParticipantState::Admitted);
    assert_eq!((joined.role, joined.state), expected);
}

async fn s60_holds_a_part_back_whoever_claims_it(world: World) {
    let sitting = Sitting::with(&world, waits()).await;
    let (store, id) = (&world.store, sitting.id);
    sitting.phase(store, begun(0, 1)).await;
    let secret = sitting.guest(store, "Renard").await;
    let eve = world.member("Eve").await.actor().await;
    let claimed = store.claim_participation(&eve, &secret).await;
    claimed.expect("claimed");
    let eve = Visitor::Account(&eve);
    assert_eq!(sitting.state(store, eve).await, ParticipantState::Held);
    assert!(sitting.told(store, eve).await.is_some());
    sitting.phase(store, begun(1, 2)).await;
    store.attended_session(eve, id).await.expect("let in");
}

async fn s60_lets_nobody_in_by_what_is_not_kept(world: World) {
    let sitting = Sitting::with(&world, waits()).await;
    let store = &world.store;
    sitting.phase(store, begun(0, 1)).await;
    let fox = sitting.guest(store, "Renard").await;
    let fox = Visitor::Guest(&fox);
    let mut append = BoardAppend {
        session: sitting.id,
        entries: vec![BoardEntry {
            seq: 2,
            bytes: b"2".to_vec(),
        }],
        phase: Some(begun(1, 2)),
    };
    let gap = store.append_boards(std::slice::from_ref(&append)).await;
    assert_fails!(gap, StoreError::Internal(_));
    assert_eq!(sitting.state(store, fox).await, ParticipantState::Held);
    append.entries[0].seq = 1;
    store.append_boards(&[append]).await.expect("appended");
    assert_eq!(sitting.state(store, fox).await, ParticipantState::Admitted);
}

/// Scripts that were kept before anybody could be made to wait.
#[test]
fn s60_a_script_of_before_has_nobody_wait() {
    let kept = r#"{"title": "Écrire", "instructions": "", "minutes": 8, "write": true,
        "arrange": true, "group": false, "draw": false, "private": false,
        "names_hidden": false, "vote": null, "frames": []}"#;
    let phase: ScriptPhase = serde_json::from_str(kept).expect("a phase");
    assert!(!phase.late_waits);
}
