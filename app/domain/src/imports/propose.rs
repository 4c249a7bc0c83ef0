//! What a column probably is, by what its header says: the exports of Polis,
//! Decidim, LimeSurvey and Google Forms, in French and English, and our own.

mod feedback;
mod needs;

pub use self::feedback::propose_feedback;
pub use self::needs::{propose_needs, propose_votes};

use crate::territories::fold;

/// The headers, or the words in them, by which columns are known, folded.
type Names<C> = &'static [(C, &'static [&'static str])];

/// How the headers of one kind of file are understood.
struct Vocabulary<C: 'static> {
    /// Headers written in full; those of a column in the order of preference.
    headers: Names<C>,
    /// Words in the long headers of questionnaires.
    words: Names<C>,
    /// What several columns feed together; anything else is fed by one.
    joined: &'static [C],
    /// What must be there.
    main: C,
    /// What is put right after the headers written in full.
    settle: fn(&[String], &mut [C]),
}

impl<C: Copy + PartialEq + Default + 'static> Vocabulary<C> {
    fn propose(&self, headers: &[String], rows: &[Vec<String>]) -> Vec<C> {
        let ignored = C::default();
        let headers: Vec<String> = headers.iter().map(|header| normal(header)).collect();
        let mut columns = vec![ignored; headers.len()];
        for &(column, names) in self.headers {
            // The names stand in the order of preference: a body before a title.
            for name in names {
                let Some(place) = headers.iter().position(|header| header == name) else {
                    continue;
                };
                if columns[place] == ignored {
                    columns[place] = column;
                    if !self.joined.contains(&column) {
                        break;
                    }
                }
            }
        }
        (self.settle)(&headers, &mut columns);
        for (place, header) in headers.iter().enumerate() {
            if columns[place] != ignored || header.chars().count() < 8 {
                continue;
            }
            let worded = self
                .words
                .iter()
                .find(|(_, words)| words.iter().any(|word| header.contains(word)));
            if let Some(&(column, _)) = worded
                && !columns.contains(&column)
            {
                columns[place] = column;
            }
        }
        if !columns.contains(&self.main)
            && let Some(place) = longest(&columns, rows)
        {
            columns[place] = self.main;
        }
        columns
    }
}

/// The column with the longest texts, of those that are nothing yet.
fn longest<C: PartialEq + Default>(columns: &[C], rows: &[Vec<String>]) -> Option<usize> {
    (0..columns.len())
        .filter(|&place| columns[place] == C::default())
        .max_by_key(|&place| {
            rows.iter()
                .filter_map(|row| row.get(place))
                .map(String::len)
                .sum::<usize>()
        })
}

fn normal(header: &str) -> String {
    fold(header.trim_start_matches('\u{feff}'))
        .trim()
        .to_owned()
}
