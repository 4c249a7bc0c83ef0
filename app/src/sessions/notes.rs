//! The notes of a session's board as the server reads them from its log, for pages that
//! need no room: what came out, and reading without scripts.

use board::document::Document;
use board::ids::{Epoch, ParticipantId, RecordId};
use board::outline::{OutlineItem, outline};
use board::record::Kind;
use board::server::{Checkpoint, Entry, Room};
use domain::ids::SessionId;
use domain::sessions::SessionDetail;
use store::{Store, Visitor};

use super::api::BoardNote;
use crate::failure::Failure;

/// The board of a session as the visitor may read it: what is hidden is for its author.
pub(super) async fn document(
    store: &Store,
    visitor: Visitor<'_>,
    session: SessionId,
) -> Result<Document, Failure> {
    let reader = store.board_reader(visitor, session).await?;
    let log = store.board_log(session).await?;
    let unreadable = |error: board::Error| {
        tracing::error!(%error, %session, "the log of a board cannot be read");
        Failure::Internal
    };
    let checkpoint = log.checkpoint.as_deref().map(Checkpoint::decode);
    let entries = log.entries.iter().map(|bytes| Entry::decode(bytes));
    let room = Room::open(
        Epoch(log.epoch),
        checkpoint.transpose().map_err(unreadable)?,
        entries.collect::<Result<Vec<_>, _>>().map_err(unreadable)?,
    );
    Ok(room.document().seen_by(ParticipantId(reader)))
}

/// The notes in reading order that say something, with where they lie and what they became.
pub(super) fn notes(document: &Document, detail: &SessionDetail) -> Vec<BoardNote> {
    let mut notes = Vec::new();
    for item in outline(document) {
        read(document, detail, &item, &mut notes);
    }
    notes
}

fn read(
    document: &Document,
    detail: &SessionDetail,
    item: &OutlineItem,
    notes: &mut Vec<BoardNote>,
) {
    if let Some(record) = document.live(item.id)
        && matches!(record.shape.kind(), Kind::Note | Kind::Text)
        && !record.shape.text.trim().is_empty()
    {
        let id = item.id.to_string();
        let author = detail
            .participants
            .iter()
            .find(|one| one.number == record.author.0);
        let became = detail.outcomes.iter().find(|outcome| outcome.record == id);
        notes.push(BoardNote {
            text: record.shape.text.clone(),
            author: record.author.0,
            author_name: author.map_or_else(String::new, |one| one.name().to_owned()),
            frame: name_around(document, item.id, Kind::Frame),
            cluster: name_around(document, item.id, Kind::Cluster),
            became: became.map(|outcome| {
                let address = crate::search::address(outcome.thing, Some(detail.project.id));
                (address, outcome.thing.kind)
            }),
            record: id,
        });
    }
    for child in &item.children {
        read(document, detail, child, notes);
    }
}

/// The name of the frame or cluster around a record; empty where there is none.
fn name_around(document: &Document, id: RecordId, kind: Kind) -> String {
    let mut around = document.live(id).and_then(|record| record.shape.parent);
    while let Some(parent) = around.and_then(|parent| document.live(parent)) {
        if parent.shape.kind() == kind {
            return parent.shape.text.clone();
        }
        around = parent.shape.parent;
    }
    String::new()
}
