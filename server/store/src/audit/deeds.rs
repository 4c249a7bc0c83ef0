//! What a row of the log tells by what was before and after: which deed it was, and
//! which guest of a session did it. Names of guests are not in the log, which keeps
//! what it is told for good: they are read where they are kept.

use std::collections::{BTreeMap, BTreeSet};

use domain::activity::{Deed, Told};
use domain::audit::KeptKind;
use domain::evidence::ThingKind;
use domain::policy::Action;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use uuid::Uuid;

use crate::error::Result;
use crate::tables::audit;
use crate::tables::sessions::participant;

/// Where a row tells which guest did what it is about: the number of their seat.
pub(crate) const BY: &str = "by";

/// What was done; nothing where no action of the policy table is told.
pub(super) fn deed(row: &audit::Model) -> Option<Deed> {
    let action = Action::from_code(&row.action)?;
    let before: Value = serde_json::from_str(&row.before).unwrap_or_default();
    let after: Value = serde_json::from_str(&row.after).unwrap_or_default();
    let mut told = Told {
        is_new: row.before.is_empty(),
        from: state(action, &before),
        to: state(action, &after),
        names: names(&after),
        before: names(&before),
    };
    if action == Action::AnswerNeed && after["answers"] == false {
        told.to = Some("false");
    }
    Deed::of(action, &told)
}

/// What a row calls what it is about, where that has a name and is not found by search.
pub(super) fn kept_name(row: &audit::Model) -> Option<String> {
    let field = match KeptKind::from_code(&row.thing_kind)? {
        KeptKind::Import => "source",
        KeptKind::Invitation => "note",
        KeptKind::View => "name",
        KeptKind::Account | KeptKind::Workspace => return None,
    };
    [&row.after, &row.before].into_iter().find_map(|side| {
        let told: Value = serde_json::from_str(side).ok()?;
        let name = told[field].as_str()?;
        (!name.is_empty()).then(|| name.to_owned())
    })
}

/// The code of the state that is told.
fn state(action: Action, told: &Value) -> Option<&str> {
    match action {
        Action::TakePosition => told["stance"].as_str(),
        Action::JoinSession => told["standing"].as_str(),
        Action::RunSession => told["state"].as_str().or(told["standing"].as_str()),
        Action::ManagePeople => match told["closed"].as_bool()? {
            true => Some("closed"),
            false => Some("open"),
        },
        _ => told["state"].as_str(),
    }
}

fn names(told: &Value) -> Vec<&str> {
    match told {
        Value::Object(fields) => fields.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The names of the guests who did what these rows tell, by the ids of the rows; an
/// empty one where it is kept no longer.
pub(super) async fn guests(
    db: &impl ConnectionTrait,
    rows: &[audit::Model],
) -> Result<BTreeMap<Uuid, String>> {
    let seats: BTreeMap<Uuid, (Uuid, i64)> = rows.iter().filter_map(seat).collect();
    if seats.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sessions: BTreeSet<Uuid> = seats.values().map(|(session, _)| *session).collect();
    let numbers: BTreeSet<i64> = seats.values().map(|(_, number)| *number).collect();
    let there = participant::Entity::find()
        .filter(participant::Column::SessionId.is_in(sessions))
        .filter(participant::Column::Number.is_in(numbers))
        .all(db)
        .await?;
    let names: BTreeMap<(Uuid, i64), String> = there
        .into_iter()
        .filter_map(|row| Some(((row.session_id, row.number), row.pseudonym?)))
        .collect();
    Ok(seats
        .into_iter()
        .map(|(row, seat)| (row, names.get(&seat).cloned().unwrap_or_default()))
        .collect())
}

/// A row of something that a guest did, and the seat of the guest.
fn seat(row: &audit::Model) -> Option<(Uuid, (Uuid, i64))> {
    if row.actor.is_some() || row.thing_kind != ThingKind::Session.code() {
        return None;
    }
    let named = match Action::from_code(&row.action)? {
        Action::JoinSession => "participant",
        _ => BY,
    };
    let told: Value = serde_json::from_str(&row.after).ok()?;
    let number = told[named].as_i64()?;
    Some((row.id, (row.thing_id, number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: &str, before: &str, after: &str) -> audit::Model {
        audit::Model {
            id: Uuid::nil(),
            at: 0,
            actor: None,
            action: String::new(),
            thing_kind: kind.into(),
            thing_id: Uuid::nil(),
            before: before.into(),
            after: after.into(),
        }
    }

    #[test]
    fn what_search_does_not_find_is_called_as_its_row_says() {
        for (kind, before, after, name) in [
            ("import", "", r#"{"source":"Polis"}"#, Some("Polis")),
            ("import", r#"{"source":"Polis"}"#, "", Some("Polis")),
            ("invitation", "", r#"{"note":"Léa"}"#, Some("Léa")),
            ("invitation", "", r#"{"note":""}"#, None),
            (
                "feedback_view",
                r#"{"name":"Ancien"}"#,
                r#"{"name":"À trier"}"#,
                Some("À trier"),
            ),
            ("account", "", r#"{"name":"Léa"}"#, None),
            ("need", "", r#"{"name":"Léa"}"#, None),
        ] {
            let named = kept_name(&row(kind, before, after));
            assert_eq!(named.as_deref(), name, "{kind} {before} {after}");
        }
    }
}
