//! What an import would not take as it is, as a table that is saved: a row or a cell of the
//! file in each of its rows.

use domain::imports::{Drop, ImportReport};
use domain::wording::Locale;

use super::text::ImportsText;

/// What its columns are called.
#[must_use]
pub fn columns(locale: Locale) -> [&'static str; 5] {
    let t = ImportsText(locale);
    [t.reason(), t.file(), t.line(), t.column(), t.content()]
}

/// Its rows; of a report that tells very many drops in part, the last says how many more.
pub fn rows(locale: Locale, report: &ImportReport) -> impl Iterator<Item = [String; 5]> {
    let t = ImportsText(locale);
    let row = move |dropped: &Drop| {
        let column = dropped.column.as_deref();
        [
            dropped.reason.wording().in_locale(locale).to_owned(),
            dropped.file.wording().in_locale(locale).to_owned(),
            dropped.line.to_string(),
            column.unwrap_or_else(|| t.whole_row()).to_owned(),
            dropped.text.clone(),
        ]
    };
    let told = u64::try_from(report.drops.len()).unwrap_or(u64::MAX);
    let more = report.dropped().saturating_sub(told);
    let rest = (more > 0).then(|| {
        let mut rest = <[String; 5]>::default();
        rest[0] = t.more(more);
        rest
    });
    report.drops.iter().map(row).chain(rest)
}

#[cfg(test)]
mod tests {
    use domain::imports::{DropReason, ImportFile};

    use super::*;

    #[test]
    fn what_is_not_told_is_counted() {
        let mut report = ImportReport::default();
        for line in 1..=1_002 {
            report.drop_row(ImportFile::Records, line, DropReason::EmptyRow, "");
        }
        let told: Vec<[String; 5]> = rows(Locale::En, &report).collect();
        assert_eq!(told.len(), 1_001);
        assert_eq!(told[0], ["empty row", "main file", "1", "whole row", ""]);
        assert_eq!(told[1_000], ["… and 2 more", "", "", "", ""]);
        report.in_full = true;
        report.drop_row(ImportFile::Records, 1_003, DropReason::EmptyRow, "");
        assert_eq!(rows(Locale::En, &report).count(), 1_002);
    }
}
