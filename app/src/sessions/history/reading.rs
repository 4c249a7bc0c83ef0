//! What the page of a board's past shows, read on the server.

use board::document::Document;
use board::history::{Change, Difference, Landmark, differences};
use board::ids::RecordId;
use board::record::Kind;
use domain::ids::SessionId;
use domain::policy::{Action, Actor, may};
use domain::sessions::{BoardVersion, ParticipantState, Session, SessionDetail, SessionState};
use store::{Store, Visitor};

use super::api::{
    BoardDeed, BoardDifference, Comparison, DifferenceKind, DifferenceSubject, HistoryContent,
    HistoryLandmark, LandmarkKind,
};
use super::past::Past;
use crate::failure::Failure;
use crate::sessions::notes;

/// The past of a session's board, for somebody who may read the board.
pub(super) async fn history(
    store: &Store,
    actor: &Actor,
    id: SessionId,
    (moment, since): (Option<u64>, Option<u64>),
) -> Result<HistoryContent, Failure> {
    let detail = store.session(actor, id).await?;
    let past = Past::read(store, Visitor::Account(actor), id).await?;
    let versions = store.board_versions(actor, id).await?;
    let end = past.end();
    let moment = moment.unwrap_or(end).min(end);
    let board = past.board(moment);
    let comparison = since.map(|since| {
        let since = since.min(end);
        let other = past.document(since);
        match since <= moment {
            true => compared(since, &other, &board.document),
            false => compared(moment, &board.document, &other),
        }
    });
    Ok(HistoryContent {
        others: others(store, actor, &detail).await?,
        moment,
        end,
        written_at: past.time_of(moment),
        deed: deed(&past, &detail, moment),
        landmarks: landmarks(&past, &detail.session, versions),
        notes: notes::notes(&board, &detail),
        besides: board.besides(),
        comparison,
        session: detail.session,
        project: detail.project,
    })
}

/// What was done at a moment, and who did it.
fn deed(past: &Past, detail: &SessionDetail, moment: u64) -> Option<BoardDeed> {
    let deed = past.deed(moment)?;
    let by = deed.by.map(|by| notes::name_of(&detail.participants, by));
    Some(BoardDeed {
        by: by.unwrap_or_default(),
        act: deed.act,
        subject: subject(deed.kind),
        text: deed.text,
    })
}

/// The sessions of the same project that are not closed, for whoever may run them.
async fn others(
    store: &Store,
    actor: &Actor,
    detail: &SessionDetail,
) -> Result<Vec<(SessionId, String, bool)>, Failure> {
    let situation = crate::projects::situation(&detail.project);
    if !may(actor, Action::RunSession, &situation) {
        return Ok(Vec::new());
    }
    let mut others = Vec::new();
    for other in store.project_sessions(actor, detail.project.id).await? {
        if other.id == detail.session.id || other.state == SessionState::Closed {
            continue;
        }
        let (_, seat) = store.seat(Visitor::Account(actor), other.id).await?;
        let is_in = seat.is_some_and(|seat| seat.state == ParticipantState::Admitted);
        others.push((other.id, other.facts.title, is_in));
    }
    Ok(others)
}

fn landmarks(past: &Past, session: &Session, versions: Vec<BoardVersion>) -> Vec<HistoryLandmark> {
    let script = &session.facts.script;
    let happened = past
        .landmarks()
        .into_iter()
        .filter_map(|(moment, landmark)| {
            let what = match landmark {
                Landmark::Reveal => LandmarkKind::Reveal,
                Landmark::Phase(step) => {
                    LandmarkKind::Phase(script.get(usize::from(step))?.title.clone())
                }
            };
            Some((moment, what))
        });
    let named = versions
        .into_iter()
        .map(|version| (version.moment, LandmarkKind::Version(version.name)));
    let mut landmarks: Vec<HistoryLandmark> = happened
        .chain(named)
        .map(|(moment, what)| HistoryLandmark {
            moment,
            at: past.time_of(moment),
            what,
        })
        .collect();
    landmarks.sort_by_key(|landmark| landmark.moment);
    landmarks
}

fn compared(since: u64, before: &Document, after: &Document) -> Comparison {
    let all = differences(before, after);
    let told: Vec<BoardDifference> = all
        .iter()
        .filter_map(|difference| told(difference, before, after))
        .collect();
    let rearranged = all.len().saturating_sub(told.len());
    Comparison {
        since,
        differences: told,
        rearranged: u32::try_from(rearranged).unwrap_or(u32::MAX),
    }
}

/// A difference in the words of the board; `None` where something only lies elsewhere.
fn told(difference: &Difference, before: &Document, after: &Document) -> Option<BoardDifference> {
    let now = || {
        let record = after.live(difference.record);
        record.map_or_else(String::new, |record| record.shape.text.clone())
    };
    let name = |document: &Document, parent: Option<RecordId>| {
        let parent = parent.and_then(|parent| document.live(parent));
        parent.map_or_else(String::new, |parent| parent.shape.text.clone())
    };
    let (text, change) = match &difference.change {
        Change::Added(text) => (text.clone(), DifferenceKind::Added),
        Change::Removed(text) => (text.clone(), DifferenceKind::Removed),
        Change::Text { before, after } => {
            let before = before.clone();
            (after.clone(), DifferenceKind::Text { before })
        }
        Change::Parent {
            before: from,
            after: to,
        } => {
            let (before, after) = (name(before, *from), name(after, *to));
            (now(), DifferenceKind::Place { before, after })
        }
        Change::Type { before, after } => {
            let (before, after) = (before.label.clone(), after.label.clone());
            (now(), DifferenceKind::Type { before, after })
        }
        Change::Arrangement => return None,
    };
    Some(BoardDifference {
        subject: subject(difference.kind),
        text,
        change,
    })
}

const fn subject(kind: Kind) -> DifferenceSubject {
    match kind {
        Kind::Note => DifferenceSubject::Note,
        Kind::Frame => DifferenceSubject::Frame,
        Kind::Cluster => DifferenceSubject::Cluster,
        Kind::Connector => DifferenceSubject::Connector,
        Kind::Text => DifferenceSubject::Text,
        Kind::Stroke => DifferenceSubject::Stroke,
        Kind::Image => DifferenceSubject::Image,
    }
}
