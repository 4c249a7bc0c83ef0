//! The balance of roles in the report of a session: who wrote, spoke and decided, by party.
//! Two tables: what is signed, of each party, and all else of at least five people together.

use domain::sessions::{RoleBalance, per_cent};
use leptos::prelude::*;

use super::report_text::ReportText;
use crate::preferences::locale;

/// A table of the balance.
pub(super) struct Shares {
    /// What it is called for those who do not see it.
    pub title: &'static str,
    /// What is said before it.
    pub lede: &'static str,
    /// The heading of the names.
    pub names: &'static str,
    /// The headings of the columns.
    pub columns: Vec<&'static str>,
    /// Who it is, and what part they have in what whole, for each column.
    pub rows: Vec<(&'static str, Vec<(u32, u32)>)>,
}

impl Shares {
    /// The tables of a balance: without the second where nothing is told in groups.
    pub(super) fn of(balance: &RoleBalance, t: ReportText) -> Vec<Self> {
        let mut tables = vec![Self::signed(balance, t)];
        if !balance.groups.is_empty() {
            tables.push(Self::in_groups(balance, t));
        }
        tables
    }

    fn signed(balance: &RoleBalance, t: ReportText) -> Self {
        let total = balance.total();
        let rows = balance.parties.iter().map(|(party, tally)| {
            let cells = vec![
                (tally.people, total.people),
                (tally.notes, total.notes),
                (tally.characters, total.characters),
                (tally.outcomes, total.outcomes),
            ];
            (party.wording().in_locale(t.0), cells)
        });
        Self {
            title: t.signed_by_party(),
            lede: t.balance_lede(),
            names: t.party(),
            columns: vec![t.present(), t.signed_notes(), t.characters(), t.became()],
            rows: rows.collect(),
        }
    }

    fn in_groups(balance: &RoleBalance, t: ReportText) -> Self {
        let total = balance.groups_total();
        let rows = balance.groups.iter().map(|(group, tally)| {
            let cells = vec![
                (tally.people, total.people),
                (tally.turns, total.turns),
                (tally.unsigned, total.unsigned),
                (tally.characters, total.characters),
                (tally.taken_up, total.taken_up),
            ];
            (group.wording().in_locale(t.0), cells)
        });
        Self {
            title: t.unsigned_by_group(),
            lede: t.groups_lede(),
            names: t.parties(),
            columns: vec![
                t.present(),
                t.turns(),
                t.unsigned_notes(),
                t.characters(),
                t.took_up(),
            ],
            rows: rows.collect(),
        }
    }
}

/// Who wrote, spoke and decided, by party: shares as bars, with their numbers.
#[component]
pub(super) fn Balance(balance: RoleBalance) -> impl IntoView {
    let t = ReportText::here();
    let tables = Shares::of(&balance, t).into_iter();
    let tables = tables.map(|shares| view! { <SharesTable shares=shares /> });
    let left_out = t.left_out(&balance.left_out).into_iter();
    let left_out = left_out.map(|line| view! { <p class="hint">{line}</p> });
    view! {
        <section class="stack">
            <h2>{t.balance()}</h2>
            {tables.collect_view()}
            {left_out.collect_view()}
        </section>
    }
}

#[component]
fn SharesTable(shares: Shares) -> impl IntoView {
    let Shares {
        title,
        lede,
        names,
        columns,
        rows,
    } = shares;
    let heads = columns.iter().copied();
    let heads = heads.map(|label| view! { <th scope="col">{label}</th> });
    let heads = heads.collect_view();
    let rows = rows.into_iter().map(|(who, cells)| {
        let cells = columns.iter().copied().zip(cells);
        let cells = cells.map(|(label, (part, whole))| {
            view! { <td data-label=label><Share part=part whole=whole label=label /></td> }
        });
        view! {
            <tr>
                <th scope="row">{who}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <p>{lede}</p>
        <div class="table-wrap" role="region" tabindex="0" aria-label=title>
            <table class="balance">
                <thead>
                    <tr><th scope="col">{names}</th> {heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A part of a whole: a bar, the number and the share; that nothing was counted where
/// the whole is nothing.
#[component]
fn Share(part: u32, whole: u32, label: &'static str) -> impl IntoView {
    let t = ReportText::here();
    match per_cent(part, whole) {
        None => view! { <span class="meta">{t.not_counted()}</span> }.into_any(),
        Some(share) => {
            let number = crate::text::number(locale(), part.into());
            view! {
                <span class="meter">
                    <meter min="0" max="100" value=share.to_string() aria-label=label></meter>
                    <span>{number} " (" {share} "\u{a0}%)"</span>
                </span>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::parties::{Party, PartyGroup};
    use domain::sessions::{GroupTally, PartyTally};
    use domain::wording::Locale;

    use super::*;

    fn signed(party: Party, people: u32) -> (Party, PartyTally) {
        let tally = PartyTally {
            people,
            ..PartyTally::default()
        };
        (party, tally)
    }

    #[test]
    fn groups_have_a_table_of_their_own() {
        let mut balance = RoleBalance {
            parties: vec![signed(Party::Teacher, 5), signed(Party::Parent, 7)],
            ..RoleBalance::default()
        };
        let tables = Shares::of(&balance, ReportText(Locale::En));
        assert_eq!(tables.len(), 1);
        let spoke = |people, turns| GroupTally {
            people,
            turns,
            ..GroupTally::default()
        };
        balance.groups = vec![
            (PartyGroup::One(Party::Teacher), spoke(5, 3)),
            (PartyGroup::Others, spoke(7, 1)),
        ];
        for (locale, expected) in [
            (Locale::Fr, "autres parties"),
            (Locale::En, "other parties"),
        ] {
            let tables = Shares::of(&balance, ReportText(locale));
            assert_ne!(tables[0].title, tables[1].title);
            let (who, cells) = &tables[1].rows[1];
            assert_eq!(*who, expected);
            assert_eq!(cells[..2], [(7, 12), (1, 4)]);
            for table in &tables {
                let mut rows = table.rows.iter();
                assert!(rows.all(|(_, cells)| cells.len() == table.columns.len()));
            }
        }
    }
}
