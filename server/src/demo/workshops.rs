//! Co-design sessions of the demonstration: planned, held on their boards, and what
//! came out of them.

mod board_log;

use std::collections::BTreeMap;

use board::ids::RecordId;
use board::operation::{Operation, Reveal};
use domain::decisions::{ActionItemDraft, DecisionDraft};
use domain::evidence::ThingKind;
use domain::feedback::{FeedbackDraft, FeedbackKind};
use domain::ids::{ActionItemId, DecisionId, FeedbackId, SessionId, VoteId};
use domain::sessions::{
    Method, NoteDraft, OutcomeDraft, PhaseDraft, ScriptPhase, SessionDraft, Template,
};
use domain::votes::{Ballot, VoteDraft, VoteItem};
use domain::wording::Locale;
use store::Visitor;

use self::board_log::{Laid, Log, choosing, grouped, written};
use super::acts::{Stage, code, in_words, unknown};
use super::content::{Outcome, Project, Workshop};
use crate::error::Result;

/// Who plans and leads every session.
const LEAD: &str = "lead";

/// The minutes of a session at which its parts begin.
const WRITE: i64 = 5;
const REVEAL: i64 = 15;
const GROUP: i64 = 18;
const VOTE: i64 = 40;
const CLOSE: i64 = 60;

/// The phases of a session's method.
fn script_of(workshop: &Workshop) -> Result<Vec<ScriptPhase>> {
    let method: Method = code(&workshop.method)?;
    let template = Template::of(method).ok_or_else(|| unknown("method", &workshop.method))?;
    Ok(template.script(Locale::Fr))
}

impl Stage {
    pub(super) async fn plan_workshop(
        &mut self,
        project: &Project,
        workshop: &Workshop,
    ) -> Result<()> {
        let script = script_of(workshop)?;
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
        let mut phases = script_of(workshop)?.into_iter();
        let step = phases.position(|phase| phase.allows_votes());
        if let Some(step) = step {
            choosing(&mut log, u16::try_from(step).unwrap_or_default());
            self.keep(workshop, VOTE, &mut log).await?;
        }
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
