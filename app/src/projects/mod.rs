//! Projects: the list, opening one, its page.

pub(crate) mod api;
mod form;
mod glance;
mod list;
mod page;
mod phases;
mod tabs;
mod team;
mod text;

pub(crate) use form::{EditProjectPage, NewProjectPage};
pub(crate) use list::ProjectsPage;
pub(crate) use page::{ProjectPage, situation};
pub(crate) use phases::frame_end;
pub(crate) use tabs::{ProjectTab, ProjectTabs};
