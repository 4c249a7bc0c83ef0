//! Projects: the list, opening one, its page.

pub(crate) mod api;
mod form;
mod glance;
mod links;
mod list;
mod page;
mod phases;
mod programme;
mod tabs;
mod team;
mod text;

pub(crate) use page::situation;
pub(crate) use tabs::{ProjectTab, ProjectTabs};

crate::kit::lazy_pages! {
    overview:
    /// The page on which a project is opened.
    NewProjectPage = form::new_project_page;
    /// The page on which a project is changed.
    EditProjectPage = form::edit_project_page;
    /// The list of projects, with its filter in the address.
    ProjectsPage = list::projects_page;
    /// The page of a project.
    ProjectPage = page::project_page;
}
