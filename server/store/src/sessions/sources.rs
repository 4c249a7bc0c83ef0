//! The notes that things came out of, as the evidence chain quotes them: with the links
//! that lead to these from their sessions.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{Graph, Link, NotePlace, Relation, SourceNote, ThingKind};
use domain::ids::SessionId;
use domain::policy::Actor;
use domain::sessions::{OutcomeNote, Participant};
use futures_util::{StreamExt, TryStreamExt, stream};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::outcomes::notes_by_thing;
use super::people::{self, Visitor};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::tables::feedback::entry;
use crate::tables::needs::need;

/// How many sessions are asked for what came out of their boards at the same time.
const BOARDS_AT_ONCE: usize = 8;

impl Store {
    /// Gives the links from sessions to what came out of them the notes that this was.
    /// Who sees such a link sees the session, where everybody reads these words; who
    /// wrote them is told to those alone who may read the board.
    pub(crate) async fn quote_notes(&self, actor: &Actor, graph: &mut Graph) -> Result<()> {
        let came_out: Vec<&mut Link> = graph.links.iter_mut().filter(|l| leads_out(l)).collect();
        if came_out.is_empty() {
            return Ok(());
        }
        let things = came_out.iter().map(|link| link.to.id).collect();
        let merged = merged_into(&self.db, things).await?;
        let sessions: BTreeSet<Uuid> = came_out.iter().map(|link| link.from.id).collect();
        let boards = sessions.into_iter();
        let boards: Vec<_> = boards
            .map(|session| self.noted(actor, SessionId(session)))
            .collect();
        let boards: BTreeMap<Uuid, Noted> = stream::iter(boards)
            .buffer_unordered(BOARDS_AT_ONCE)
            .map_ok(|noted| (noted.session.0, noted))
            .try_collect()
            .await?;
        for link in came_out {
            if let Some(board) = boards.get(&link.from.id) {
                link.notes = board.quotes(&with_merged(&merged, link.to.id));
            }
        }
        Ok(())
    }

    /// What came out of the notes of a session, and what its reader is told of them.
    async fn noted(&self, actor: &Actor, session: SessionId) -> Result<Noted> {
        let place = match self.board_reader(Visitor::Account(actor), session).await {
            Ok(0) => NotePlace::Report,
            Ok(_) => NotePlace::Board,
            Err(StoreError::NotFound) => NotePlace::Nowhere,
            Err(error) => return Err(error),
        };
        let people = match place {
            NotePlace::Nowhere => Vec::new(),
            NotePlace::Board | NotePlace::Report => people::all(&self.db, session).await?,
        };
        Ok(Noted {
            session,
            place,
            people,
            notes: notes_by_thing(&self.db, session).await?,
        })
    }
}

/// The notes of a session that something came out of, with those who are told as theirs.
struct Noted {
    session: SessionId,
    place: NotePlace,
    people: Vec<Participant>,
    notes: BTreeMap<Uuid, Vec<OutcomeNote>>,
}

impl Noted {
    /// The notes that these things came out of, each once.
    fn quotes(&self, things: &[Uuid]) -> Vec<SourceNote> {
        let mut quotes: Vec<SourceNote> = Vec::new();
        let notes = things.iter().filter_map(|thing| self.notes.get(thing));
        for note in notes.flatten() {
            if !quotes.iter().any(|quote| quote.record == note.record) {
                let author = self.author(note);
                let interests = author.and_then(Participant::interests);
                quotes.push(SourceNote {
                    session: self.session,
                    record: note.record.clone(),
                    text: note.text.clone(),
                    author: author.map_or("", Participant::name).to_owned(),
                    interests: interests.unwrap_or_default().to_owned(),
                    place: self.place,
                });
            }
        }
        quotes
    }

    fn author(&self, note: &OutcomeNote) -> Option<&Participant> {
        let mut people = self.people.iter();
        people.find(|one| Some(one.number) == note.author)
    }
}

fn leads_out(link: &Link) -> bool {
    (link.from.kind, link.relation) == (ThingKind::Session, Relation::Caused)
}

/// What was merged into things, directly or by way of others, by what it was merged into.
async fn merged_into(
    db: &impl ConnectionTrait,
    things: BTreeSet<Uuid>,
) -> Result<BTreeMap<Uuid, Vec<Uuid>>> {
    let mut merged: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    let mut known = things.clone();
    let mut asked: Vec<Uuid> = things.into_iter().collect();
    while !asked.is_empty() {
        let needs: Vec<(Uuid, Uuid)> = need::Entity::find()
            .select_only()
            .columns([need::Column::Id, need::Column::MergedInto])
            .filter(need::Column::MergedInto.is_in(asked.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        let entries: Vec<(Uuid, Uuid)> = entry::Entity::find()
            .select_only()
            .columns([entry::Column::Id, entry::Column::DuplicateOf])
            .filter(entry::Column::DuplicateOf.is_in(asked.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        asked.clear();
        for (one, into) in needs.into_iter().chain(entries) {
            merged.entry(into).or_default().push(one);
            if known.insert(one) {
                asked.push(one);
            }
        }
    }
    Ok(merged)
}

/// A thing, then all that was merged into it.
fn with_merged(merged: &BTreeMap<Uuid, Vec<Uuid>>, thing: Uuid) -> Vec<Uuid> {
    let mut all = vec![thing];
    let mut next = 0;
    while let Some(one) = all.get(next) {
        let more = merged.get(one).cloned().unwrap_or_default();
        all.extend(more);
        next += 1;
    }
    all
}
