//! Votes where their items are, on the board and in the outline: while one is open what its
//! reader chose, and nobody else's; once it is closed what came out.

use std::collections::BTreeMap;

use domain::votes::{Answer, Ballot, Choice, Chosen, Total, Vote, VoteKind, shown_at_items};
use leptos::prelude::*;

use super::ballot::{chosen_so_far, own_ballots};
use super::filling::{NoDot, element_of, move_dot, refused_dot};
use super::panel::VotesState;
use super::result::{decimal, points_in_words};
use super::text::VotesText;
use crate::kit::focus_once_drawn;

/// Signs of single dots are drawn up to so many; beyond, the number says it.
const DOTS_DRAWN: u32 = 5;

/// What of a vote stands at one of its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Mark {
    /// As it is drawn, short.
    pub drawn: String,
    /// In words.
    pub said: String,
    /// What its reader can do with it there, in a phase that allows to vote.
    pub offer: Option<Offer>,
}

/// What somebody who votes can do at an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Offer {
    /// Go to their ballot.
    Ballot,
    /// Give it a dot or take one back, each unless something stands against it.
    Dots {
        give: Option<NoDot>,
        take: Option<NoDot>,
    },
}

impl VotesState {
    /// What stands at each item, by the id of its record; followed. What its reader chose does
    /// so for nobody's eyes but theirs: not where others look on.
    pub(in super::super) fn marks(self, t: VotesText, for_all: bool) -> BTreeMap<String, Mark> {
        let shown = self.shown(|vote| match vote.is_open() {
            true if for_all => BTreeMap::new(),
            true => self.own_marks(t, vote),
            false => total_marks(t, vote),
        });
        shown.unwrap_or_default()
    }

    /// Looks at the vote that stands at its items, if one does; followed.
    fn shown<R>(self, look: impl FnOnce(&Vote) -> R) -> Option<R> {
        if !self.on_notes.get() {
            return None;
        }
        let votes = self.votes.read();
        shown_at_items(votes.as_deref()?).map(look)
    }

    fn own_marks(self, t: VotesText, vote: &Vote) -> BTreeMap<String, Mark> {
        let keeping = self.kept.of(vote.id);
        let Some((chosen, cast)) = own_ballots(vote, keeping.as_ref()) else {
            return BTreeMap::new();
        };
        let rules = vote.facts.rules.standing(&vote.merged);
        let filled = chosen_so_far(vote, keeping.as_ref());
        let allowed = self.allowed.get();
        let offer = |item: &str| {
            allowed.then(|| match rules.kind {
                VoteKind::Dots => Offer::Dots {
                    give: refused_dot(&filled, &rules, item, true),
                    take: refused_dot(&filled, &rules, item, false),
                },
                VoteKind::Objection | VoteKind::Ranking | VoteKind::Rating => Offer::Ballot,
            })
        };
        let marks = vote.chosen(&chosen, cast.as_ref());
        let marks = marks.map(|(item, chosen)| {
            let mark = Mark {
                drawn: drawn_of_own(t, rules.kind, &chosen),
                said: said_of_own(t, &chosen),
                offer: offer(item),
            };
            (item.to_owned(), mark)
        });
        marks.collect()
    }

    /// Where the reader gives dots in the vote that stands at its items: the vote, their dots
    /// so far, and whether these were cast. Nothing where the phase would have them refused.
    pub(super) fn dots(self) -> Option<(Vote, Ballot, bool)> {
        if !self.allowed.get() {
            return None;
        }
        self.shown(|vote| {
            let keeping = self.kept.of(vote.id);
            let (chosen, cast) = own_ballots(vote, keeping.as_ref())?;
            let is_cast = cast.as_ref() == Some(&chosen);
            let filled = chosen_so_far(vote, keeping.as_ref());
            (vote.facts.rules.kind == VoteKind::Dots).then(|| (vote.clone(), filled, is_cast))
        })
        .flatten()
    }

    /// Gives an item a dot more, or takes one back: on the ballot, which is not sent by that.
    pub(super) fn give_dot(self, item: &str, more: bool) {
        let Some((vote, mut ballot, _)) = untrack(|| self.dots()) else {
            return;
        };
        let rules = vote.facts.rules.standing(&vote.merged);
        if refused_dot(&ballot, &rules, item, more).is_some() {
            return;
        }
        move_dot(&mut ballot, item, more);
        self.kept
            .change(vote.id, |keeping| keeping.ballot = Some(ballot));
    }

    /// Takes the keyboard to an item of the ballot, which is about to show.
    pub(super) fn go_to_item(self, item: &str) {
        if let Some(element) = untrack(|| self.shown(|vote| element_of(vote.id, item))) {
            focus_once_drawn(element);
        }
    }
}

/// A full sign stands for what was cast, an empty one for what was only chosen.
fn drawn_of_own(t: VotesText, kind: VoteKind, Chosen { choice, is_cast }: &Chosen) -> String {
    let sign = if *is_cast { "●" } else { "○" };
    let nothing = || match kind {
        VoteKind::Dots => t.dots_given(0),
        VoteKind::Objection | VoteKind::Ranking | VoteKind::Rating => "–".to_owned(),
    };
    let said = match choice {
        Choice::Nothing if *is_cast => return nothing(),
        Choice::Nothing => nothing(),
        Choice::Dots(dots) if *dots <= DOTS_DRAWN => {
            let signs = (0..*dots).map(|_| sign).collect::<Vec<_>>();
            return format!("{} {dots}", signs.join(" "));
        }
        Choice::Dots(dots) => dots.to_string(),
        Choice::Answer(answer) => answer_in_words(t, answer).to_owned(),
        Choice::Place(place) => t.place(&place.to_string()),
        Choice::Rating(rating) => format!("{rating}/5"),
    };
    format!("{sign} {said}")
}

fn said_of_own(t: VotesText, Chosen { choice, is_cast }: &Chosen) -> String {
    let said = match choice {
        Choice::Nothing if *is_cast => return t.on_note_nothing().to_owned(),
        Choice::Nothing => t.on_note_taken_back().to_owned(),
        Choice::Dots(dots) => t.dots_given(*dots),
        Choice::Answer(answer) => answer_in_words(t, answer).to_owned(),
        Choice::Place(place) => t.on_note_place(&place.to_string()),
        Choice::Rating(rating) => t.on_note_rating(&rating.to_string()),
    };
    let own = t.on_note_own(&said);
    match is_cast {
        true => own,
        false => t.on_note_not_sent(&own),
    }
}

/// Without the reason: that is for the ballot.
fn answer_in_words(t: VotesText, answer: &Answer) -> &'static str {
    match answer {
        Answer::Yes => t.yes(),
        Answer::No => t.no(),
        Answer::Objection(_) => t.objection(),
    }
}

fn total_marks(t: VotesText, vote: &Vote) -> BTreeMap<String, Mark> {
    let marks = vote.totals().into_iter().map(|(item, total)| {
        let (drawn, said) = total_in_words(t, &total);
        let said = t.on_note_total(&said);
        let mark = Mark {
            drawn,
            said,
            offer: None,
        };
        (item.to_owned(), mark)
    });
    marks.collect()
}

/// A total as it is drawn, and in words.
fn total_in_words(t: VotesText, total: &Total) -> (String, String) {
    match total {
        Total::Dots(dots) => (format!("{dots} ●"), t.dots_given(*dots)),
        Total::Answers {
            yes,
            no,
            objections,
        } => {
            let all = [
                t.yes_count(*yes),
                t.no_count(*no),
                t.no_consent(*objections),
            ];
            (all.join(" · "), all.join(", "))
        }
        Total::Points { place, points } => {
            let (place, points) = (place.to_string(), points_in_words(t, *points));
            let drawn = format!("{} {points}", t.place(&place));
            (drawn, t.on_note_points(&points, &place))
        }
        Total::Mean { mean: None, .. } => ("–".to_owned(), t.no_answer().to_owned()),
        Total::Mean {
            mean: Some(mean),
            n,
        } => {
            let mean = decimal(t.0, *mean);
            (format!("{mean} ({n})"), t.mean(&mean, &t.ratings(*n)))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    const T: VotesText = VotesText(Locale::Fr);

    fn own_in(kind: VoteKind, choice: Choice, is_cast: bool) -> (String, String) {
        let chosen = Chosen { choice, is_cast };
        (drawn_of_own(T, kind, &chosen), said_of_own(T, &chosen))
    }

    fn own(choice: Choice, is_cast: bool) -> (String, String) {
        own_in(VoteKind::Rating, choice, is_cast)
    }

    fn told(drawn: &str, said: &str) -> (String, String) {
        (drawn.to_owned(), said.to_owned())
    }

    #[test]
    fn own_votes_are_told_with_whether_they_were_sent() {
        let dots = told("● ● 2", "votre vote : 2 gommettes");
        assert_eq!(own(Choice::Dots(2), true), dots);
        let chosen = "votre vote : 1 gommette, pas encore envoyé";
        assert_eq!(own(Choice::Dots(1), false), told("○ 1", chosen));
        let many = told("● 12", "votre vote : 12 gommettes");
        assert_eq!(own(Choice::Dots(12), true), many);
        assert_eq!(own(Choice::Nothing, true), told("–", "mis au vote"));
        let taken = "votre vote : repris, pas encore envoyé";
        assert_eq!(own(Choice::Nothing, false), told("○ –", taken));
        // A dash says nothing of dots.
        let none = |is_cast| own_in(VoteKind::Dots, Choice::Nothing, is_cast);
        assert_eq!(none(true), told("0 gommette", "mis au vote"));
        assert_eq!(none(false), told("○ 0 gommette", taken));
        let place = told("● 3.", "votre vote : place 3");
        assert_eq!(own(Choice::Place(3), true), place);
        let rating = told("● 4/5", "votre vote : 4 sur 5");
        assert_eq!(own(Choice::Rating(4), true), rating);
        // The reason stays in the ballot.
        let objection = Answer::Objection("Cela les décourage".into());
        let objection = own(Choice::Answer(objection), true);
        let said = told("● Objection", "votre vote : Objection");
        assert_eq!(objection, said);
    }

    #[test]
    fn totals_are_told_with_how_many_stand_behind_them() {
        let total = |total: Total| total_in_words(T, &total);
        assert_eq!(total(Total::Dots(3)), told("3 ●", "3 gommettes"));
        let answers = Total::Answers {
            yes: 2,
            no: 0,
            objections: 1,
        };
        let said = told("2 oui · 0 non · 1 objection", "2 oui, 0 non, 1 objection");
        assert_eq!(total(answers), said);
        let points = Total::Points {
            place: 1,
            points: 4.5,
        };
        let said = told("1. 4,5 points", "4,5 points de Borda, place 1");
        assert_eq!(total(points), said);
        let mean = |mean, n| total(Total::Mean { mean, n });
        let said = told("4,5 (2)", "moyenne 4,5 (2 notes)");
        assert_eq!(mean(Some(4.5), 2), said);
        let said = told("4 (1)", "moyenne 4 (1 note)");
        assert_eq!(mean(Some(4.0), 1), said);
        assert_eq!(mean(None, 0), told("–", "Aucune réponse"));
    }

    #[test]
    fn points_are_one_below_two_in_french_and_at_one_in_english() {
        let said = |locale, points| {
            let total = Total::Points { place: 1, points };
            total_in_words(VotesText(locale), &total)
        };
        let french = |points| said(Locale::Fr, points).1;
        assert_eq!(french(1.0), "1 point de Borda, place 1");
        assert_eq!(french(1.5), "1,5 point de Borda, place 1");
        assert_eq!(french(0.0), "0 point de Borda, place 1");
        assert_eq!(french(2.0), "2 points de Borda, place 1");
        let english = |points| said(Locale::En, points).1;
        assert_eq!(english(1.0), "1 point by Borda count, place 1");
        assert_eq!(english(1.5), "1.5 points by Borda count, place 1");
        assert_eq!(said(Locale::Fr, 1.5).0, "1. 1,5 point");
    }
}
