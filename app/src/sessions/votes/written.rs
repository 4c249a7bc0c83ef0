//! What came out of votes as Markdown, for the report that is saved.

use std::fmt::Write;

use domain::votes::{Consent, Outcome, Placed, Vote};
use domain::wording::Locale;

use super::result::{decimal, rated_text};
use super::text::VotesText;
use crate::text::CommonText;

/// The votes that are closed as sections of a report; nothing where there are none.
/// `escaped` makes plain text of what somebody typed.
pub(in super::super) fn written(
    votes: &[Vote],
    locale: Locale,
    escaped: impl Fn(&str) -> String,
) -> String {
    let t = VotesText(locale);
    let mut text = String::new();
    for vote in votes {
        let Some(result) = &vote.result else { continue };
        if text.is_empty() {
            let _ = write!(text, "\n## {}\n", t.votes());
        }
        let kind = vote.facts.rules.kind.wording().in_locale(locale);
        let turnout = t.in_so_far(&vote.ballots.to_string(), &vote.voters.to_string());
        let _ = write!(
            text,
            "\n### {}\n\n{kind} – {turnout}\n\n",
            escaped(&vote.facts.question)
        );
        if vote.ballots == 0 {
            continue;
        }
        let named = |item: &str| escaped(vote.facts.text_of(item));
        outcome(&mut text, t, &result.outcome, &named);
    }
    text
}

fn outcome(text: &mut String, t: VotesText, outcome: &Outcome, named: &impl Fn(&str) -> String) {
    match outcome {
        Outcome::Dots(placed) => by_place(text, t, placed, named, |dots| t.dots_given(*dots)),
        Outcome::Rating(placed) => by_place(text, t, placed, named, |rated| rated_text(t, rated)),
        Outcome::Objection(consents) => {
            for consent in consents {
                consented(text, t, consent, named);
            }
        }
        Outcome::Ranking { borda, runoff } => {
            let _ = write!(text, "{}\n\n", t.borda());
            by_place(text, t, borda, named, |points| {
                t.points(&decimal(t.0, *points))
            });
            let _ = write!(text, "\n{}\n\n", t.runoff());
            let winners: Vec<String> = runoff.winners.iter().map(|item| named(item)).collect();
            let _ = writeln!(
                text,
                "- {}{}{}",
                t.winner(),
                CommonText(t.0).colon(),
                winners.join(", ")
            );
        }
    }
}

/// Items by place, those that share one said to.
fn by_place<T>(
    text: &mut String,
    t: VotesText,
    placed: &[Placed<T>],
    named: &impl Fn(&str) -> String,
    said: impl Fn(&T) -> String,
) {
    for one in placed {
        let shared = placed
            .iter()
            .filter(|other| other.place == one.place)
            .count()
            > 1;
        let tie = if shared {
            format!(" ({})", t.tie())
        } else {
            String::new()
        };
        let (item, result) = (named(&one.item), said(&one.result));
        let _ = writeln!(text, "- {}\\. {item} – {result}{tie}", one.place);
    }
}

fn consented(text: &mut String, t: VotesText, consent: &Consent, named: &impl Fn(&str) -> String) {
    let objections = u32::try_from(consent.objections.len()).unwrap_or(u32::MAX);
    let standing = match consent.is_reached {
        true => t.consent().to_owned(),
        false => t.no_consent(objections),
    };
    let (yes, no) = (t.yes_count(consent.yes), t.no_count(consent.no));
    let _ = writeln!(
        text,
        "- {} – {standing} ({yes}, {no})",
        named(&consent.item)
    );
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::ids::VoteId;
    use domain::time::Timestamp;
    use domain::votes::{VoteDraft, VoteItem, VoteResult};

    use super::*;

    fn vote(outcome: Outcome, ballots: u32) -> Vote {
        let item = |record: &str, text: &str| VoteItem {
            record: record.into(),
            text: text.into(),
        };
        let draft = VoteDraft {
            question: "Par quoi *commencer* ?".into(),
            kind: "dots".into(),
            dots: "3".into(),
            dots_per_item: "2".into(),
            items: vec![item("1-1", "Minuteur"), item("1-2", "Relecture")],
            ..VoteDraft::default()
        };
        Vote {
            id: VoteId::new(),
            facts: draft.check().expect("in order"),
            merged: BTreeMap::new(),
            opened_at: Timestamp(0),
            closed_at: Some(Timestamp(1)),
            ballots,
            voters: 4,
            may_vote: false,
            voted: false,
            own: None,
            result: Some(VoteResult {
                outcome,
                by_party: None,
                named: Vec::new(),
                receipts: Vec::new(),
            }),
        }
    }

    #[test]
    fn dots_are_told_by_place() {
        let placed = |item: &str, dots| Placed {
            item: item.into(),
            place: 1,
            result: dots,
        };
        let tied = Outcome::Dots(vec![placed("1-1", 2_u32), placed("1-2", 2)]);
        let plain = |text: &str| text.replace('*', "");
        let text = written(&[vote(tied, 3)], Locale::Fr, plain);
        let expected = "\n## Votes\n\n### Par quoi commencer ?\n\ngommettes – 3 sur 4 ont voté\n\n\
                        - 1\\. Minuteur – 2 gommettes (Égalité)\n\
                        - 1\\. Relecture – 2 gommettes (Égalité)\n";
        assert_eq!(text, expected);
        assert_eq!(written(&[], Locale::Fr, plain), "");
    }
}
