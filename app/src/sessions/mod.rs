//! Co-design sessions: preparing them, joining, the live board, and what comes out.

pub(crate) mod api;
mod door;
pub(crate) mod entry_api;
#[cfg(feature = "ssr")]
pub mod exports;
mod form;
mod harvest;
mod harvest_api;
mod harvest_back;
mod harvest_form;
mod harvest_keys;
#[cfg(feature = "ssr")]
mod hidden;
mod history;
mod list;
mod live;
#[cfg(feature = "ssr")]
mod notes;
mod outline;
mod page;
mod participants;
mod raster;
mod report;
mod report_balance;
#[cfg(feature = "ssr")]
mod report_data;
mod report_text;
#[cfg(feature = "ssr")]
mod report_votes;
mod script_form;
mod script_row;
mod script_rows;
mod steering;
mod text;
mod votes;
mod way_in;

use domain::evidence::{NotePlace, SourceNote};
use domain::ids::{ProjectId, SessionId};
use domain::projects::Project;
use domain::sessions::Session;

use crate::kit::Crumb;
use crate::text::CommonText;

crate::kit::lazy_pages! {
    sessions:
    /// The list of a project's sessions.
    SessionsPage = list::sessions_page;
    /// The page on which a session is prepared.
    NewSessionPage = form::new_session_page;
    /// The page on which a session is changed.
    EditSessionPage = form::edit_session_page;
    /// The page of a session.
    SessionPage = page::session_page;
    /// The guided pass through what came out of a session.
    HarvestPage = harvest::harvest_page;
    /// The report of a session.
    ReportPage = report::report_page;
    /// The past of a session's board.
    HistoryPage = history::history_page;
    /// The door of a session, for whoever has its code.
    DoorPage = door::door_page;
}

pub(crate) use board::BoardPage;
#[cfg(feature = "ssr")]
pub(crate) use notes::keep_signed;

/// The live board is a part of its own: no other page carries it.
mod board {
    crate::kit::lazy_pages! {
        board:
        /// The live board of a session.
        BoardPage = super::live::board_page;
    }
}

/// Where the sessions of a project are listed.
pub(crate) fn list_address(project: ProjectId) -> String {
    format!("/projects/{project}/sessions")
}

/// The page of a session.
pub(crate) fn page_address(session: SessionId) -> String {
    format!("/sessions/{session}")
}

/// The live board of a session.
pub(crate) fn board_address(session: SessionId) -> String {
    format!("/board/{session}")
}

/// Where the reader of a note that the evidence quotes finds it, if anywhere.
pub(crate) fn note_address(note: &SourceNote) -> Option<String> {
    let SourceNote {
        session, record, ..
    } = note;
    match note.place {
        NotePlace::Board => Some(format!("{}?note={record}", board_address(*session))),
        NotePlace::Report => Some(format!("{}/report#note-{record}", page_address(*session))),
        NotePlace::Nowhere => None,
    }
}

/// The way to what is read of a session: by its project, for those who may know of it; for
/// all others by its board.
fn way_to_session(session: &Session, project: Option<&Project>) -> Vec<Crumb> {
    let title = session.facts.title.clone();
    let Some(project) = project else {
        return vec![Crumb::new(board_address(session.id), title)];
    };
    let mut way = crumbs(project);
    way.push(Crumb::new(page_address(session.id), title));
    way
}

/// The way to the sessions of a project.
fn crumbs(project: &Project) -> Vec<Crumb> {
    vec![
        Crumb::new("/projects", CommonText::here().projects()),
        Crumb::new(
            format!("/projects/{}", project.id),
            project.facts.title.clone(),
        ),
        Crumb::new(list_address(project.id), text::SessionsText::here().title()),
    ]
}
