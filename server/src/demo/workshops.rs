//! Co-design sessions of the demonstration: planned, held on their boards, and what
//! came out of them.

use std::collections::BTreeMap;

use board::actions::{FRAME, GAP, NOTE};
use board::geometry::{Point, Size};
use board::ids::{ClientId, ParticipantId, RecordId, Seq};
use board::operation::{Operation, Reveal};
use board::order::OrderKey;
use board::property::Property;
use board::record::{Colour, Content, NoteType, Shape};
use board::rules::Phase;
use board::secrecy::Secrecy;
use board::server::Entry;
use domain::decisions::{ActionItemDraft, DecisionDraft};
use domain::evidence::ThingKind;
use domain::feedback::{FeedbackDraft, FeedbackKind};
use domain::ids::{ActionItemId, DecisionId, FeedbackId, SessionId, VoteId};
use domain::sessions::{Method, NoteDraft, OutcomeDraft, PhaseDraft, SessionDraft, Template};
use domain::votes::{Ballot, VoteDraft, VoteItem};
use domain::wording::Locale;
use live::append_of;
use store::{BoardAppend, Visitor};

use super::acts::{Stage, code, in_words, unknown};
use super::content::{Outcome, Project, Workshop};
use crate::error::Result;

/// Who plans and leads every session.
const LEAD: &str = "lead";
/// The client that stands for the participant of this number.
const fn client(number: u32) -> ClientId {
    ClientId::from_random(number as u64)
}

/// The minutes of a session at which its parts begin.
const WRITE: i64 = 5;
const REVEAL: i64 = 15;
const GROUP: i64 = 18;
const VOTE: i64 = 40;
const CLOSE: i64 = 60;

/// A note as it lies on the board.
struct Laid {
    id: RecordId,
    text: String,
    author: u32,
}

/// A board's log as it grows.
struct Log {
    session: SessionId,
    seq: u64,
    counters: BTreeMap<u32, u32>,
    waiting: Vec<Entry>,
}

impl Log {
    fn of(session: SessionId) -> Self {
        Self {
            session,
            seq: 0,
            counters: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }

    fn say(&mut self, number: u32, operation: Operation) {
        self.seq += 1;
        let counter = self.counters.entry(number).or_default();
        *counter += 1;
        self.waiting.push(Entry {
            seq: Seq(self.seq),
            client: client(number),
            participant: ParticipantId(number),
            counter: *counter,
            outcome: Ok(operation),
        });
    }

    /// Puts something on the board; the records of a client are numbered as its operations.
    fn lay(&mut self, number: u32, secrecy: Secrecy, shape: Shape) -> RecordId {
        let next = self.counters.get(&number).map_or(1, |counter| counter + 1);
        let id = RecordId {
            client: client(number),
            number: next,
        };
        let shape = Box::new(shape);
        self.say(number, Operation::Create { id, secrecy, shape });
        id
    }

    /// What was said since the last time, to be kept.
    fn take(&mut self) -> BoardAppend {
        append_of(self.session, &std::mem::take(&mut self.waiting))
    }
}

impl Stage {
    pub(super) async fn plan_workshop(
        &mut self,
        project: &Project,
        workshop: &Workshop,
    ) -> Result<()> {
        let method: Method = code(&workshop.method)?;
        let template = Template::of(method).ok_or_else(|| unknown("method", &workshop.method))?;
        let script = template.script(Locale::Fr);
        let iteration = self.id(ThingKind::Iteration, &workshop.iteration)?;
        let draft = SessionDraft {
            title: workshop.title.clone(),
            aim: workshop.aim.clone(),
            starts_at: format!("{}T{:02}:00", self.calendar.day(workshop.on), workshop.hour),
            place: workshop.place.clone(),
            iteration: iteration.to_string(),
            guests: "true".into(),
            phases: script.iter().map(PhaseDraft::from).collect(),
            ..SessionDraft::default()
        };
        let lead = self.actor(LEAD).await?;
        let (id, project) = (SessionId(self.new_id()), self.project(project)?);
        let planned = self.store.create_session(&lead, project, id, &draft).await;
        planned.map_err(in_words(&workshop.title))?;
        self.name(ThingKind::Session, &workshop.key, id);
        Ok(())
    }

    /// Holds a session from its first note to its last decision.
    pub(super) async fn hold_workshop(&mut self, workshop: &Workshop) -> Result<()> {
        let id = SessionId(self.id(ThingKind::Session, &workshop.key)?);
        let lead = self.actor(LEAD).await?;
        let opened = self.store.open_session(&lead, id).await;
        opened.map_err(in_words(&workshop.title))?;
        let mut numbers = BTreeMap::from([(LEAD, 1_u32)]);
        for key in &workshop.people {
            let actor = self.actor(key).await?;
            let joined = self.store.join_session(&actor, id, None).await;
            let joined = joined.map_err(in_words(key))?;
            numbers.insert(key, joined.number);
        }
        let number = |key: &str| {
            let number = numbers.get(key).copied();
            number.ok_or_else(|| unknown("participant", key))
        };

        let mut log = Log::of(id);
        let (frame, laid) = written(workshop, &mut log, number)?;
        self.keep(workshop, WRITE, &mut log).await?;
        log.say(1, Operation::Reveal(Reveal::All));
        self.keep(workshop, REVEAL, &mut log).await?;
        let clusters = grouped(workshop, &mut log, frame, &laid);
        self.keep(workshop, GROUP, &mut log).await?;
        self.vote(workshop, id, &clusters).await?;
        for outcome in &workshop.outcomes {
            self.take_up(workshop, id, outcome, &laid).await?;
        }
        self.at(workshop, CLOSE);
        let closed = self.store.close_session(&lead, id).await;
        closed.map_err(in_words(&workshop.title))
    }

    /// The clock is so many minutes after the beginning.
    fn at(&self, workshop: &Workshop, minutes: i64) {
        let minute = i64::from(workshop.hour) * 60 + minutes;
        self.set_clock(self.calendar.moment(workshop.on, minute));
    }

    async fn keep(&self, workshop: &Workshop, minutes: i64, log: &mut Log) -> Result<()> {
        self.at(workshop, minutes);
        let kept = self.store.append_boards(&[log.take()]).await;
        kept.map_err(in_words(&workshop.title))
    }

    async fn vote(
        &self,
        workshop: &Workshop,
        session: SessionId,
        clusters: &[(RecordId, String)],
    ) -> Result<()> {
        let Some(vote) = &workshop.vote else {
            return Ok(());
        };
        self.at(workshop, VOTE);
        let lead = self.actor(LEAD).await?;
        let (leader, id) = (Visitor::Account(&lead), VoteId(self.new_id()));
        let items = clusters.iter().map(|(record, text)| VoteItem {
            record: record.to_string(),
            text: text.clone(),
        });
        let draft = VoteDraft {
            question: vote.question.clone(),
            kind: "dots".into(),
            anonymous: "true".into(),
            dots: "3".into(),
            dots_per_item: "2".into(),
            items: items.collect(),
            ..VoteDraft::default()
        };
        let opened = self.store.open_vote(leader, session, id, &draft).await;
        opened.map_err(in_words(&vote.question))?;
        for (place, (key, dots)) in (1..).zip(&vote.ballots) {
            let voter = self.actor(key).await?;
            let given = clusters.iter().zip(dots).filter(|(_, dots)| **dots > 0);
            let given = given.map(|((record, _), dots)| (record.to_string(), *dots));
            let ballot = Ballot::Dots(given.collect());
            // Nobody votes again: the secret need not be one.
            let secret = format!("{place:064x}");
            let voter = Visitor::Account(&voter);
            let cast = self
                .store
                .cast_ballot(voter, session, id, &ballot, Some(&secret));
            cast.await.map_err(in_words(key))?;
        }
        let closed = self.store.close_vote(leader, session, id).await;
        closed.map_err(in_words(&vote.question))
    }

    async fn take_up(
        &mut self,
        workshop: &Workshop,
        session: SessionId,
        outcome: &Outcome,
        laid: &[Vec<Laid>],
    ) -> Result<()> {
        let (cluster, place) = outcome.note;
        let taken = |(cluster, place): (usize, usize)| -> Result<NoteDraft> {
            let note = laid.get(cluster).and_then(|notes| notes.get(place));
            let note = note.ok_or_else(|| unknown("note", &outcome.text))?;
            Ok(NoteDraft {
                record: note.id.to_string(),
                note: note.text.clone(),
                author: note.author.to_string(),
            })
        };
        let places = std::iter::once(outcome.note).chain(outcome.with.iter().copied());
        let notes: Result<Vec<NoteDraft>> = places.map(taken).collect();
        let from = OutcomeDraft { notes: notes? };
        let lead = self.actor(LEAD).await?;
        let day = self.calendar.day(workshop.on);
        let (store, id) = (&self.store, self.new_id());
        let kind: ThingKind = code(&outcome.becomes)?;
        let made = match kind {
            ThingKind::Decision => {
                let draft = DecisionDraft {
                    statement: outcome.text.clone(),
                    reasons: outcome.reason.clone(),
                    decided_on: day.to_string(),
                    shared: outcome.shared.to_string(),
                    ..DecisionDraft::default()
                };
                let made = store.harvest_decision(&lead, session, DecisionId(id), &draft, &from);
                made.await
            }
            ThingKind::ActionItem => {
                let owner = match outcome.owner.as_str() {
                    "" => String::new(),
                    owner => self.person(owner)?.to_string(),
                };
                let due_on = outcome
                    .due_on
                    .map(|due_on| self.calendar.day(due_on).to_string());
                let draft = ActionItemDraft {
                    statement: outcome.text.clone(),
                    owner,
                    due_on: due_on.unwrap_or_default(),
                    shared: outcome.shared.to_string(),
                };
                let made = store.harvest_action(&lead, session, ActionItemId(id), &draft, &from);
                made.await
            }
            _ => {
                let draft = FeedbackDraft {
                    kind: FeedbackKind::Idea.code().into(),
                    story: outcome.text.clone(),
                    ..FeedbackDraft::default()
                };
                let made = store.harvest_feedback(&lead, session, FeedbackId(id), &draft, &from);
                made.await
            }
        };
        made.map_err(in_words(&outcome.text))?;
        self.name(kind, &format!("{}-{cluster}-{place}", workshop.key), id);
        Ok(())
    }
}

/// Everybody writes in private, in one frame; the frame, and the notes by the cluster that
/// they will lie in.
fn written(
    workshop: &Workshop,
    log: &mut Log,
    number: impl Fn(&str) -> Result<u32>,
) -> Result<(RecordId, Vec<Vec<Laid>>)> {
    let private = Phase {
        private: true,
        arrange: false,
        group: false,
        draw: false,
        ..Phase::OPEN
    };
    log.say(1, Operation::SetPhase(private));
    let columns = i32::try_from(workshop.clusters.len()).unwrap_or(1);
    let width = FRAME.width.max(column(columns).unsigned_abs() + 40);
    let frame = log.lay(
        1,
        Secrecy::NONE,
        shape(
            None,
            0,
            (0, 0),
            Size::new(width, 700),
            "Observations",
            Content::Frame,
        ),
    );
    let mut laid = Vec::new();
    let mut count = 0;
    for cluster in &workshop.clusters {
        let mut notes = Vec::new();
        for note in &cluster.notes {
            let author = number(&note.by)?;
            let kind: FeedbackKind = code(&note.kind)?;
            let label = kind.wording().in_locale(Locale::Fr).to_owned();
            let colour = match kind {
                FeedbackKind::Obstacle => Colour::Red,
                FeedbackKind::Success => Colour::Green,
                FeedbackKind::Question => Colour::Blue,
                _ => Colour::Purple,
            };
            let content = Content::Note(NoteType { colour, label });
            let at = (40 + (count % 4) * 180, 60 + (count / 4) * 140);
            let shape = shape(Some(frame), count, at, NOTE, &note.text, content);
            let id = log.lay(author, Secrecy::HIDDEN, shape);
            notes.push(Laid {
                id,
                text: note.text.clone(),
                author,
            });
            count += 1;
        }
        laid.push(notes);
    }
    Ok((frame, laid))
}

/// The notes are brought together, and what they have in common is named.
fn grouped(
    workshop: &Workshop,
    log: &mut Log,
    frame: RecordId,
    laid: &[Vec<Laid>],
) -> Vec<(RecordId, String)> {
    let sorting = Phase {
        step: 1,
        ..Phase::OPEN
    };
    log.say(1, Operation::SetPhase(sorting));
    let mut clusters = Vec::new();
    for (place, (cluster, notes)) in (0..).zip(workshop.clusters.iter().zip(laid)) {
        let left = 40 + column(place);
        let rows = u32::try_from(notes.len()).unwrap_or(1);
        let size = Size::new(NOTE.width + 40, 60 + rows * 140);
        let shape = shape(
            Some(frame),
            100 + place,
            (left - 20, 60),
            size,
            &cluster.name,
            Content::Cluster,
        );
        let id = log.lay(1, Secrecy::NONE, shape);
        for (row, note) in (0..).zip(notes) {
            let at = Property::Position(Point::new(left, 110 + row * 140));
            log.say(
                note.author,
                Operation::Set(note.id, Property::Parent(Some(id))),
            );
            log.say(note.author, Operation::Set(note.id, at));
        }
        clusters.push((id, cluster.name.clone()));
    }
    clusters
}

/// The left edge of the n-th column of clusters.
fn column(place: i32) -> i32 {
    place * (i32::try_from(NOTE.width).unwrap_or_default() + 3 * GAP)
}

fn shape(
    parent: Option<RecordId>,
    place: i32,
    (x, y): (i32, i32),
    size: Size,
    text: &str,
    content: Content,
) -> Shape {
    let mut order = OrderKey::default();
    for _ in 0..place {
        order = OrderKey::between(Some(&order), None).unwrap_or_default();
    }
    Shape {
        parent,
        order,
        position: Point::new(x, y),
        size,
        text: text.to_owned(),
        content,
    }
}
