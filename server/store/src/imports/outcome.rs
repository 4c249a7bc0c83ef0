//! What an import would do to what is there: which rows are new, which were
//! imported before, where the votes go. Dry run and real run share it, so that
//! both count alike.

use std::collections::{HashMap, HashSet};

use domain::ids::{FeedbackId, NeedId};
use domain::imports::{
    DropReason, ImportFile, ImportKind, ImportPlan, ImportReport, ImportTrial, RepeatedVotes,
    TRIAL_SHOWN, TrialEntry, TrialNeed, TrialOrigin, VoteCounts,
};
use domain::needs::{NeedState, Stance, Stances};
use domain::time::Timestamp;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::rows::{EntryRow, NeedRow, Parsed, TEXT_KEY, VoteRow};
use crate::error::Result;
use crate::tables::decode;
use crate::tables::imports::{import_row, vote};
use crate::tables::needs::need;

/// A vote that becomes a position.
pub(super) struct NewVote {
    pub(super) need: Uuid,
    /// Its place in the list of voters.
    pub(super) voter: usize,
    pub(super) stance: Stance,
    pub(super) at: Option<Timestamp>,
}

/// What an import does.
pub(super) struct Outcome {
    /// New needs, each with its id and the votes on it.
    pub(super) needs: Vec<(NeedId, NeedRow, Stances)>,
    /// New entries, each with its id.
    pub(super) entries: Vec<(FeedbackId, EntryRow)>,
    pub(super) votes: Vec<NewVote>,
    pub(super) voters: Vec<String>,
    /// Votes added to needs that are there already.
    pub(super) added: HashMap<Uuid, Stances>,
    pub(super) report: ImportReport,
}

impl Outcome {
    /// What a trial tells of it.
    pub(super) fn trial(self, plan: &ImportPlan) -> ImportTrial {
        let needs = self.needs.into_iter().take(TRIAL_SHOWN);
        let needs = needs.map(|(_, row, _)| TrialNeed {
            facts: row.facts,
            state: row.state,
            origin: origin(row.key, row.at, row.author),
            counted: row.expected,
        });
        let entries = self.entries.into_iter().take(TRIAL_SHOWN);
        let entries = entries.map(|(_, row)| TrialEntry {
            facts: row.facts,
            origin: origin(row.key, row.at, row.author),
        });
        let mapped = plan.record_columns().into_iter().map(str::to_owned);
        ImportTrial {
            report: self.report,
            mapped: mapped.collect(),
            needs: needs.collect(),
            entries: entries.collect(),
        }
    }
}

/// Where a record comes from. A row without an id is known by its text, which is none.
fn origin(key: String, at: Option<Timestamp>, author: Option<String>) -> TrialOrigin {
    let source_id = match key.starts_with(TEXT_KEY) {
        true => String::new(),
        false => key,
    };
    TrialOrigin {
        at,
        source_id,
        author: author.unwrap_or_default(),
    }
}

/// Votes that are there already, by need and voter.
type There = HashMap<(Uuid, String), Vec<(Stance, i64)>>;

/// How a voter is kept: people of different sources are different people.
pub(super) fn voter_key(source: &str, voter: &str) -> String {
    format!("{source}:{voter}")
}

/// Compares what the files say with what is there.
pub(super) async fn settle(
    db: &impl ConnectionTrait,
    plan: &ImportPlan,
    parsed: Parsed,
) -> Result<Outcome> {
    let known = known_rows(db, plan).await?;
    let (closed, there) = if known.is_empty() || plan.kind() != ImportKind::Needs {
        Default::default()
    } else {
        (closed_needs(db, plan).await?, votes_there(db, plan).await?)
    };
    Ok(Settling::new(plan, known, closed, there).settle(parsed))
}

/// How the id of a row is kept: that of an entry behind its project, so that two
/// projects may give their questionnaires one name.
pub(super) fn kept_id(plan: &ImportPlan, key: &str) -> String {
    format!("{}{key}", scope(plan))
}

/// What stands before the ids of all rows of such an import.
fn scope(plan: &ImportPlan) -> String {
    let project = plan.target().project();
    project.map_or(String::new(), |project| format!("{project}/"))
}

/// The things made of earlier rows of the source, by the rows' ids.
async fn known_rows(db: &impl ConnectionTrait, plan: &ImportPlan) -> Result<HashMap<String, Uuid>> {
    let scope = scope(plan);
    let mut rows = import_row::Entity::find()
        .select_only()
        .column(import_row::Column::SourceId)
        .column(import_row::Column::ThingId)
        .filter(import_row::Column::Kind.eq(plan.kind().code()))
        .filter(import_row::Column::Source.eq(&plan.source));
    if plan.target().project().is_some() {
        // An id and a slash: nothing in it that `LIKE` would read otherwise.
        rows = rows.filter(import_row::Column::SourceId.starts_with(&scope));
    }
    let rows: Vec<(String, Uuid)> = rows.into_tuple().all(db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, thing)| Some((id.strip_prefix(&scope)?.to_owned(), thing)))
        .collect())
}

/// The ids of the needs made of earlier rows of the source, as a query.
fn needs_of_source(plan: &ImportPlan) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(import_row::Column::ThingId)
        .from(import_row::Entity)
        .and_where(import_row::Column::Kind.eq(plan.kind().code()))
        .and_where(import_row::Column::Source.eq(&plan.source))
        .to_owned()
}

async fn closed_needs(db: &impl ConnectionTrait, plan: &ImportPlan) -> Result<HashSet<Uuid>> {
    let closed = [NeedState::Merged, NeedState::Withdrawn].map(NeedState::code);
    let ids: Vec<Uuid> = need::Entity::find()
        .select_only()
        .column(need::Column::Id)
        .filter(need::Column::State.is_in(closed))
        // Withdrawn in the source itself is not closed since.
        .filter(need::Column::Version.gt(1))
        .filter(need::Column::Id.in_subquery(needs_of_source(plan)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

async fn votes_there(db: &impl ConnectionTrait, plan: &ImportPlan) -> Result<There> {
    if plan.votes().is_none() {
        return Ok(There::new());
    }
    let rows: Vec<(Uuid, String, String, i64)> = vote::Entity::find()
        .select_only()
        .columns([
            vote::Column::NeedId,
            vote::Column::SourceVoter,
            vote::Column::Stance,
            vote::Column::At,
        ])
        .filter(vote::Column::ImportId.is_not_null())
        .filter(vote::Column::SourceVoter.is_not_null())
        .filter(vote::Column::NeedId.in_subquery(needs_of_source(plan)))
        .into_tuple()
        .all(db)
        .await?;
    let mut there = There::new();
    for (need, voter, stance, at) in rows {
        let stance = decode("stance", &stance)?;
        there.entry((need, voter)).or_default().push((stance, at));
    }
    Ok(there)
}

fn count(stances: &mut Stances, stance: Stance) {
    match stance {
        Stance::Support => stances.supports += 1,
        Stance::Objection => stances.objections += 1,
        Stance::Neutral => stances.neutral += 1,
    }
}

struct Settling<'a> {
    plan: &'a ImportPlan,
    known: HashMap<String, Uuid>,
    closed: HashSet<Uuid>,
    there: There,
    /// Supports and objections in the file, by need.
    found: HashMap<Uuid, Stances>,
    new: HashMap<Uuid, Stances>,
}

impl<'a> Settling<'a> {
    fn new(
        plan: &'a ImportPlan,
        known: HashMap<String, Uuid>,
        closed: HashSet<Uuid>,
        there: There,
    ) -> Self {
        Self {
            plan,
            known,
            closed,
            there,
            found: HashMap::new(),
            new: HashMap::new(),
        }
    }

    fn settle(mut self, parsed: Parsed) -> Outcome {
        let Parsed {
            needs,
            entries,
            votes,
            voted,
            voters,
            mut report,
        } = parsed;
        let entries = self.entries(entries, &mut report);
        let mut fresh = Vec::new();
        let mut expected = Vec::new();
        for row in needs {
            let there = self.known.get(&row.key).copied();
            let id = there.unwrap_or_else(|| NeedId::new().0);
            expected.push((row.line, row.key.clone(), id, row.expected));
            if there.is_some() {
                report.records.recognised += 1;
                continue;
            }
            self.known.insert(row.key.clone(), id);
            report.records.made += 1;
            report.records.set_aside += u64::from(row.state == NeedState::SetAside);
            report.records.withdrawn += u64::from(row.state == NeedState::Withdrawn);
            fresh.push((NeedId(id), row));
        }
        let votes = self.votes(&votes, &voted.list, &voters.list, &mut report);
        if self.plan.votes().is_some() {
            self.compare(&expected, &mut report);
        }
        report.drops.sort_by_key(|drop| (drop.file, drop.line));
        let needs = fresh
            .into_iter()
            .map(|(id, row)| {
                let stances = self.new.remove(&id.0).unwrap_or_default();
                (id, row, stances)
            })
            .collect();
        Outcome {
            needs,
            entries,
            votes,
            voters: voters.list,
            added: self.new,
            report,
        }
    }

    /// The entries that are new.
    fn entries(
        &self,
        rows: Vec<EntryRow>,
        report: &mut ImportReport,
    ) -> Vec<(FeedbackId, EntryRow)> {
        let all = rows.len();
        let new: Vec<_> = rows
            .into_iter()
            .filter(|row| !self.known.contains_key(&row.key))
            .map(|row| (FeedbackId::new(), row))
            .collect();
        let count = |number| u64::try_from(number).unwrap_or(u64::MAX);
        report.records.made += count(new.len());
        report.records.recognised += count(all - new.len());
        new
    }

    fn votes(
        &mut self,
        rows: &[VoteRow],
        needs: &[String],
        voters: &[String],
        report: &mut ImportReport,
    ) -> Vec<NewVote> {
        let ids: Vec<Option<Uuid>> = needs
            .iter()
            .map(|need| self.known.get(need).copied())
            .collect();
        let mut counts = report.votes.unwrap_or_default();
        let last = last_votes(rows);
        let mut seen = HashSet::new();
        let mut new = Vec::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            let mut refuse = |counts: &mut VoteCounts, reason, text: &str| {
                // The report holds the counts of the rows dropped so far.
                report.votes = Some(*counts);
                report.drop_row(ImportFile::Votes, row.line, reason, text);
                *counts = report.votes.unwrap_or_default();
            };
            let Some(need) = ids.get(row.need).copied().flatten() else {
                refuse(&mut counts, DropReason::UnknownNeed, &needs[row.need]);
                continue;
            };
            if self.closed.contains(&need) {
                refuse(&mut counts, DropReason::ClosedNeed, &needs[row.need]);
                continue;
            }
            let pair = (row.need, row.voter);
            counts.repeated += u64::from(!seen.insert(pair));
            let replaced = last.get(&pair).is_some_and(|last| *last != place);
            if self.plan.repeated() == RepeatedVotes::Last && replaced {
                refuse(&mut counts, DropReason::VotedAgain, &voters[row.voter]);
                continue;
            }
            match self.recognise(need, &voters[row.voter], row) {
                Earlier::Same => {
                    counts.recognised += 1;
                    count(self.found.entry(need).or_default(), row.stance);
                    continue;
                }
                Earlier::Other if self.plan.repeated() == RepeatedVotes::Last => {
                    refuse(&mut counts, DropReason::VotedBefore, &voters[row.voter]);
                    continue;
                }
                Earlier::Other | Earlier::None => {}
            }
            counts.made += 1;
            match row.stance {
                Stance::Support => counts.supports += 1,
                Stance::Objection => counts.objections += 1,
                Stance::Neutral => counts.neutral += 1,
            }
            count(self.found.entry(need).or_default(), row.stance);
            count(self.new.entry(need).or_default(), row.stance);
            new.push(NewVote {
                need,
                voter: row.voter,
                stance: row.stance,
                at: row.at,
            });
        }
        report.votes = report.votes.map(|_| counts);
        new
    }

    /// Whether the voter's vote is there already. Each vote that is there
    /// answers for one row.
    fn recognise(&mut self, need: Uuid, voter: &str, row: &VoteRow) -> Earlier {
        if self.there.is_empty() {
            return Earlier::None;
        }
        let key = (need, voter_key(&self.plan.source, voter));
        let Some(there) = self.there.get_mut(&key) else {
            return Earlier::None;
        };
        let same = there.iter().position(|(stance, at)| {
            *stance == row.stance && row.at.is_none_or(|wanted| wanted.0 == *at)
        });
        match same {
            Some(same) => {
                there.swap_remove(same);
                Earlier::Same
            }
            None => Earlier::Other,
        }
    }

    fn compare(&self, expected: &[Expected], report: &mut ImportReport) {
        for (line, key, id, (supports, objections)) in expected {
            if supports.is_none() && objections.is_none() {
                continue;
            }
            let found = self.found.get(id).copied().unwrap_or_default();
            let found = (found.supports, found.objections);
            let expected = (supports.unwrap_or(found.0), objections.unwrap_or(found.1));
            report.compare(*line, key, expected, found);
        }
    }
}

/// Line, id in the source, need, and what the source counted.
type Expected = (u64, String, Uuid, (Option<i64>, Option<i64>));

enum Earlier {
    /// The very vote is there.
    Same,
    /// The voter's other votes are there.
    Other,
    None,
}

/// The place of each voter's last vote on each need, by time, then by line.
fn last_votes(rows: &[VoteRow]) -> HashMap<(usize, usize), usize> {
    let mut last: HashMap<(usize, usize), usize> = HashMap::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let kept = last.entry((row.need, row.voter)).or_insert(place);
        if rows[*kept].at <= row.at {
            *kept = place;
        }
    }
    last
}
