//! The schema, step by step: one set for SQLite and PostgreSQL. A step that has
//! landed is not changed any more; another follows it (expand, then contract).

mod m0001_accounts;
mod m0002_projects;
mod m0003_needs;
mod m0004_evidence;
mod m0005_imports;
mod m0006_iterations;
mod m0007_feedback;
mod m0008_milestones;
mod m0009_attachments;
mod m0010_notifications;
mod m0011_long_logs;
mod m0012_sessions;
mod m0013_search_marks;
mod m0014_votes;
mod m0015_decisions;
mod m0016_board_history;
mod m0017_board_pictures;
mod m0018_script_templates;
mod m0019_own_accounts;
mod m0020_feedback_imports;
mod m0021_phase_plans;
mod m0022_shared_decisions;
mod m0023_map_things;
mod m0025_outcome_notes;
mod m0027_who_is_let_in;
mod m0029_files_are_things;
mod m0030_feedback_merges;
mod m0031_late_arrivals;
mod m0032_account_and_team_versions;
mod m0033_why_maps_change;
mod m0034_places_and_versions;
mod m0035_email_requests;
mod m0036_join_forms;
mod m0037_assigned_feedback;
mod m0038_marks_of_entries;
mod m0039_imports_in_feeds;
mod m0040_whose_drafts_are;
mod m0041_marks_of_what_is_counted;
mod m0042_links_of_merges;
mod m0043_claimed_seats;
mod m0044_reasons_of_imported_needs;
mod m0046_what_merges_link;
mod m0047_opened_and_assigned;

use sea_orm_migration::prelude::*;

/// All steps. Public so that the tests can make the schema of an earlier day.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_accounts::Migration),
            Box::new(m0002_projects::Migration),
            Box::new(m0003_needs::Migration),
            Box::new(m0004_evidence::Migration),
            Box::new(m0005_imports::Migration),
            Box::new(m0006_iterations::Migration),
            Box::new(m0007_feedback::Migration),
            Box::new(m0008_milestones::Migration),
            Box::new(m0009_attachments::Migration),
            Box::new(m0010_notifications::Migration),
            Box::new(m0011_long_logs::Migration),
            Box::new(m0012_sessions::Migration),
            Box::new(m0013_search_marks::Migration),
            Box::new(m0014_votes::Migration),
            Box::new(m0015_decisions::Migration),
            Box::new(m0016_board_history::Migration),
            Box::new(m0017_board_pictures::Migration),
            Box::new(m0018_script_templates::Migration),
            Box::new(m0019_own_accounts::Migration),
            Box::new(m0020_feedback_imports::Migration),
            Box::new(m0021_phase_plans::Migration),
            Box::new(m0022_shared_decisions::Migration),
            Box::new(m0023_map_things::Migration),
            Box::new(m0025_outcome_notes::Migration),
            Box::new(m0027_who_is_let_in::Migration),
            Box::new(m0029_files_are_things::Migration),
            Box::new(m0030_feedback_merges::Migration),
            Box::new(m0031_late_arrivals::Migration),
            Box::new(m0032_account_and_team_versions::Migration),
            Box::new(m0033_why_maps_change::Migration),
            Box::new(m0034_places_and_versions::Migration),
            Box::new(m0035_email_requests::Migration),
            Box::new(m0036_join_forms::Migration),
            Box::new(m0037_assigned_feedback::Migration),
            Box::new(m0038_marks_of_entries::Migration),
            Box::new(m0039_imports_in_feeds::Migration),
            Box::new(m0040_whose_drafts_are::Migration),
            Box::new(m0041_marks_of_what_is_counted::Migration),
            Box::new(m0042_links_of_merges::Migration),
            Box::new(m0043_claimed_seats::Migration),
            Box::new(m0044_reasons_of_imported_needs::Migration),
            Box::new(m0046_what_merges_link::Migration),
            Box::new(m0047_opened_and_assigned::Migration),
        ]
    }
}

/// An index on columns of a table, named after both.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name(format!("{table}_by_{}", columns.join("_")))
        .table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// A foreign key that goes with its parent.
pub(crate) fn part_of(
    table: &'static str,
    column: &'static str,
    parent: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, column)
        .to(parent, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// A foreign key that keeps its parent from being deleted.
pub(crate) fn refers_to(
    table: &'static str,
    column: &'static str,
    parent: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, column)
        .to(parent, "id")
        .to_owned()
}
