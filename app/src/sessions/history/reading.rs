//! What the page of a board's past shows, read on the server.

use board::document::Document;
use board::history::{Change, Difference, Landmark, differences};
use board::ids::RecordId;
use board::record::Kind;
use domain::ids::SessionId;
use domain::policy::{Action, Actor, may};
use domain::projects::Project;
use domain::sessions::{BoardVersion, Participant, ParticipantState, Session, SessionState};
use domain::wording::Locale;
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
    visitor: Visitor<'_>,
    id: SessionId,
    (moment, since): (Option<u64>, Option<u64>),
    locale: Locale,
) -> Result<HistoryContent, Failure> {
    let read = store.session_to_read(visitor, id).await?;
    let past = Past::read(store, visitor, id).await?;
    let versions = store.board_versions(visitor, id).await?;
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
    let own_hidden = board.own_hidden();
    let (board, left_out) = board.for_all();
    let runner = runner(visitor, read.project.as_ref());
    let others = match runner {
        Some(actor) => others(store, actor, &read.session).await?,
        None => Vec::new(),
    };
    Ok(HistoryContent {
        names_moments: runner.is_some(),
        others,
        moment,
        end,
        written_at: past.time_of(moment),
        deed: deed(&past, &read.participants, moment, locale),
        landmarks: landmarks(&past, &read.session, versions),
        notes: board.notes(|author| notes::name_of(&read.participants, author, locale)),
        besides: board.besides(),
        own_hidden,
        left_out,
        comparison,
        session: read.session,
        project: read.project,
    })
}

/// The reader, where a role of theirs lets them run the sessions of the project.
fn runner<'a>(visitor: Visitor<'a>, project: Option<&Project>) -> Option<&'a Actor> {
    let (Visitor::Account(actor), Some(project)) = (visitor, project) else {
        return None;
    };
    let situation = crate::projects::situation(project);
    may(actor, Action::RunSession, &situation).then_some(actor)
}

/// What was done at a moment, and who did it.
fn deed(
    past: &Past,
    participants: &[Participant],
    moment: u64,
    locale: Locale,
) -> Option<BoardDeed> {
    let deed = past.deed(moment)?;
    let by = deed.by.map(|by| notes::name_of(participants, by, locale));
    Some(BoardDeed {
        by: by.unwrap_or_default(),
        act: deed.act,
        subject: subject(deed.kind),
        text: deed.text,
        private: deed.hidden,
    })
}

/// The other sessions of the same project that are not closed, for whoever may run them.
async fn others(
    store: &Store,
    actor: &Actor,
    session: &Session,
) -> Result<Vec<(SessionId, String, bool)>, Failure> {
    let mut others = Vec::new();
    for other in store.project_sessions(actor, session.project).await? {
        if other.id == session.id || other.state == SessionState::Closed {
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
        Change::Shown => (now(), DifferenceKind::Shown),
        Change::Lock(locked) => (now(), DifferenceKind::Lock { locked: *locked }),
        Change::Contested(open) => (now(), DifferenceKind::Contested { open: *open }),
        Change::Arrangement => return None,
    };
    let record = after.live(difference.record);
    let record = record.or_else(|| before.live(difference.record));
    Some(BoardDifference {
        subject: subject(difference.kind),
        text,
        change,
        private: record.is_some_and(|record| record.secrecy.hidden),
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

#[cfg(test)]
mod tests {
    use board::actions::create_note;
    use board::client::Client;
    use board::geometry::Point;
    use board::ids::{ClientId, ParticipantId};
    use board::operation::{Operation, Reveal};
    use board::property::Property;
    use board::record::NoteType;
    use board::secrecy::Secrecy;

    use super::*;

    #[test]
    fn s55_what_lies_where_it_lay_and_is_different_is_told_by_its_name() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut made = create_note(
            &mut client,
            Point::default(),
            NoteType::default(),
            "Le son".into(),
        );
        if let [Operation::Create { secrecy, .. }] = made.as_mut_slice() {
            *secrecy = Secrecy::HIDDEN;
        }
        let id = made[0].record().expect("a note");
        let mut document = Document::default();
        document.apply(&made[0], ParticipantId(1));
        let moved = |x: i32| Property::Position(Point::new(x, 0));
        let name = moved(0).name();
        let steps = [
            (Operation::Reveal(Reveal::Record(id)), DifferenceKind::Shown),
            (
                Operation::Lock(id, true),
                DifferenceKind::Lock { locked: true },
            ),
            (
                Operation::Contest(id, moved(40)),
                DifferenceKind::Contested { open: true },
            ),
            (
                Operation::Settle {
                    id,
                    property: name,
                    by: ParticipantId(1),
                    adopt: false,
                },
                DifferenceKind::Contested { open: false },
            ),
            (
                Operation::Lock(id, false),
                DifferenceKind::Lock { locked: false },
            ),
        ];
        for (operation, change) in steps {
            let before = document.clone();
            document.apply(&operation, ParticipantId(1));
            let told = compared(1, &before, &document);
            let expected = BoardDifference {
                subject: DifferenceSubject::Note,
                text: "Le son".into(),
                change,
                private: false,
            };
            assert_eq!(told.differences, [expected]);
            assert_eq!(told.rearranged, 0);
        }
        // What only lies elsewhere is counted.
        let before = document.clone();
        document.apply(&Operation::Set(id, moved(9)), ParticipantId(1));
        let told = compared(1, &before, &document);
        assert_eq!((told.differences.len(), told.rearranged), (0, 1));
    }
}
