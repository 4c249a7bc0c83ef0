//! What came out of votes as Markdown, for the report that is saved.

use std::fmt::Write;

use domain::votes::{Consent, Outcome, Placed, Runoff, Vote};
use domain::wording::Locale;

use super::result::{points_in_words, rated_text};
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
            let _ = writeln!(text, "{}", t.nobody_voted());
            continue;
        }
        let telling = Telling {
            vote,
            t,
            escaped: &escaped,
        };
        telling.outcome(&mut text, &result.outcome);
        telling.duplicates(&mut text);
        if vote.facts.anonymous {
            let _ = write!(text, "\n{}\n", t.no_parties());
        }
        for told in &result.by_party {
            let group = told.group.wording().in_locale(locale);
            let count = t.party_ballots(told.ballots);
            let _ = write!(text, "\n#### {group} ({count})\n\n");
            telling.outcome(&mut text, &told.outcome);
        }
    }
    text
}

/// A vote that is told of, and how its words are written.
struct Telling<'a, E> {
    vote: &'a Vote,
    t: VotesText,
    escaped: &'a E,
}

impl<E: Fn(&str) -> String> Telling<'_, E> {
    fn named(&self, item: &str) -> String {
        (self.escaped)(self.vote.facts.text_of(item))
    }

    fn outcome(&self, text: &mut String, outcome: &Outcome) {
        let t = self.t;
        match outcome {
            Outcome::Dots(placed) => {
                self.by_place(text, placed, |dots| (t.dots_given(*dots), *dots > 0));
            }
            Outcome::Rating(placed) => {
                self.by_place(text, placed, |rated| (rated_text(t, rated), rated.n > 0));
            }
            Outcome::Objection(consents) => {
                for consent in consents {
                    self.consent(text, consent);
                }
            }
            Outcome::Ranking { borda, runoff } => {
                let _ = write!(text, "{}\n\n", t.borda());
                self.by_place(text, borda, |points| {
                    (points_in_words(t, *points), *points > 0.0)
                });
                self.runoff(text, runoff);
            }
        }
    }

    /// Items by place, those that share one said to. `said` gives a result in words, and
    /// whether there is any.
    fn by_place<T>(
        &self,
        text: &mut String,
        placed: &[Placed<T>],
        said: impl Fn(&T) -> (String, bool),
    ) {
        for one in placed {
            let sharing = placed.iter().filter(|other| other.place == one.place);
            let (item, (result, counts)) = (self.named(&one.item), said(&one.result));
            let tie = match counts && sharing.count() > 1 {
                true => format!(" ({})", self.t.tie()),
                false => String::new(),
            };
            let _ = writeln!(text, "- {}\\. {item} – {result}{tie}", one.place);
        }
    }

    /// Who wins the run-off, or who shares the victory.
    fn runoff(&self, text: &mut String, runoff: &Runoff) {
        let t = self.t;
        let standing = match runoff.winners.len() {
            0 => return,
            1 => t.winner(),
            _ => t.tie(),
        };
        let winners = runoff.winners.iter().map(|item| self.named(item));
        let winners: Vec<String> = winners.collect();
        let _ = writeln!(
            text,
            "\n{}\n\n- {standing}{}{}",
            t.runoff(),
            CommonText(t.0).colon(),
            winners.join(", ")
        );
    }

    /// What was said of an item, with the reasons of those who object.
    fn consent(&self, text: &mut String, consent: &Consent) {
        let (t, item) = (self.t, self.named(&consent.item));
        let objections = u32::try_from(consent.objections.len()).unwrap_or(u32::MAX);
        let standing = match consent.is_reached {
            true => t.consent().to_owned(),
            false if consent.yes + consent.no + objections == 0 => t.no_answer().to_owned(),
            false => t.no_consent(objections),
        };
        let (yes, no) = (t.yes_count(consent.yes), t.no_count(consent.no));
        let _ = writeln!(text, "- {item} – {standing} ({yes}, {no})");
        for reason in &consent.objections {
            let _ = writeln!(text, "  - {}", (self.escaped)(reason));
        }
    }

    /// What was brought together with what.
    fn duplicates(&self, text: &mut String) {
        for (place, (item, into)) in self.vote.merged.iter().enumerate() {
            let before = if place == 0 { "\n" } else { "" };
            let said = self.t.merged_into(&self.named(item), &self.named(into));
            let _ = writeln!(text, "{before}- {said}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::ids::VoteId;
    use domain::parties::{Party, PartyGroup};
    use domain::time::Timestamp;
    use domain::votes::{OutcomeOfGroup, VoteDraft, VoteItem, VoteResult};

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
                by_party: Vec::new(),
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

    fn placed<T>(item: &str, place: u32, result: T) -> Placed<T> {
        Placed {
            item: item.into(),
            place,
            result,
        }
    }

    /// What is told of a vote below its heading.
    fn told(vote: Vote) -> String {
        let text = written(&[vote], Locale::En, str::to_owned);
        let (_, told) = text.split_once("have voted\n\n").expect("a heading");
        told.to_owned()
    }

    #[test]
    fn that_nobody_voted_is_told() {
        let dots = vec![placed("1-1", 1, 0_u32), placed("1-2", 1, 0)];
        assert_eq!(told(vote(Outcome::Dots(dots), 0)), "Nobody voted.\n");
    }

    #[test]
    fn nothing_is_no_tie() {
        let dots = vec![placed("1-1", 1, 0_u32), placed("1-2", 1, 0)];
        let told = told(vote(Outcome::Dots(dots), 3));
        assert_eq!(
            told,
            "- 1\\. Minuteur – 0 dots\n- 1\\. Relecture – 0 dots\n"
        );
    }

    #[test]
    fn objections_are_told_with_their_reasons() {
        let consent = |item: &str, yes, reasons: &[&str]| Consent {
            item: item.into(),
            yes,
            no: 0,
            objections: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
            is_reached: false,
        };
        let consents = vec![consent("1-1", 2, &["Trop cher"]), consent("1-2", 0, &[])];
        let expected = "- Minuteur – 1 objection (2 yes, 0 no)\n  - Trop cher\n\
                        - Relecture – No answer (0 yes, 0 no)\n";
        assert_eq!(told(vote(Outcome::Objection(consents), 3)), expected);
    }

    #[test]
    fn who_shares_a_run_off_is_said_to_and_who_wins_it() {
        let ranking = |winners: &[&str]| Outcome::Ranking {
            borda: vec![placed("1-1", 1, 1.5), placed("1-2", 2, 0.5)],
            runoff: Runoff {
                rounds: Vec::new(),
                winners: winners.iter().map(|item| (*item).to_owned()).collect(),
                places: Vec::new(),
            },
        };
        let points = "Borda count\n\n- 1\\. Minuteur – 1.5 points\n\
                      - 2\\. Relecture – 0.5 points\n";
        for (winners, said) in [
            (
                &["1-1", "1-2"][..],
                "\nInstant run-off\n\n- Tie: Minuteur, Relecture\n",
            ),
            (&["1-1"][..], "\nInstant run-off\n\n- Winner: Minuteur\n"),
            (&[][..], ""),
        ] {
            assert_eq!(told(vote(ranking(winners), 3)), format!("{points}{said}"));
        }
    }

    #[test]
    fn parties_are_told_of_and_what_was_brought_together() {
        let outcome = Outcome::Dots(vec![placed("1-1", 1, 6_u32)]);
        let mut vote = vote(outcome.clone(), 6);
        vote.merged = BTreeMap::from([("1-2".to_owned(), "1-1".to_owned())]);
        if let Some(result) = &mut vote.result {
            result.by_party = vec![OutcomeOfGroup {
                group: PartyGroup::One(Party::Teacher),
                ballots: 6,
                outcome,
            }];
        }
        let expected = "- 1\\. Minuteur – 6 dots\n\n\
                        - “Relecture” is brought together with “Minuteur”\n\
                        \n#### teacher (6 ballots)\n\n- 1\\. Minuteur – 6 dots\n";
        assert_eq!(told(vote), expected);
    }
}
