//! The ballots of a closed vote, each in words: under the names of those who cast them, or
//! under their receipts.

use domain::sessions::Who;
use domain::votes::{Answer, Ballot, VoteFacts};
use leptos::prelude::*;

use crate::kit::interests;
use crate::sessions::votes::text::VotesText;
use crate::text::{CommonText, colon};

/// Who voted what, where names are told.
#[component]
pub(super) fn Named(facts: StoredValue<VoteFacts>, named: Vec<(Who, Ballot)>) -> impl IntoView {
    let t = VotesText::here();
    let rows = named.into_iter().map(|(who, ballot)| {
        let name = who.name().to_owned();
        let interests = match &who {
            Who::Account(person) => interests(person),
            Who::Guest(_) => None,
        };
        let words = facts.with_value(|facts| ballot_in_words(t, facts, &ballot));
        view! {
            <li>
                <b>{name}</b> {interests} {colon()} {words}
            </li>
        }
    });
    view! {
        <details>
            <summary>{t.who_voted()}</summary>
            <ul>{rows.collect_view()}</ul>
        </details>
    }
}

/// The ballots of an anonymous vote, to be counted again by whoever likes.
#[component]
pub(super) fn Recount(
    facts: StoredValue<VoteFacts>,
    receipts: Vec<(String, Ballot)>,
    own: Option<String>,
    adds_up: bool,
) -> impl IntoView {
    let t = VotesText::here();
    let title = t.all_ballots(u32::try_from(receipts.len()).unwrap_or(u32::MAX));
    let (tone, said) = match adds_up {
        true => ("good", t.adds_up()),
        false => ("warn", t.adds_up_not()),
    };
    let rows = receipts.into_iter().map(|(receipt, ballot)| {
        let mine = (own.as_ref() == Some(&receipt))
            .then(|| view! { " " <span class="badge">{t.own_ballot()}</span> });
        let words = facts.with_value(|facts| ballot_in_words(t, facts, &ballot));
        view! {
            <tr>
                <th scope="row">
                    <code>{receipt}</code> {mine}
                </th>
                <td class="prose">{words}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <details>
            <summary>{title.clone()}</summary>
            <p class="hint">{t.recount_hint()}</p>
            <p class="notice" data-tone=tone>{said}</p>
            <div class="table-wrap" tabindex="0" role="region" aria-label=title>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t.receipt()}</th>
                            <th scope="col">{t.ballot()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// What somebody voted, as a sentence.
pub(in crate::sessions::votes) fn ballot_in_words(
    t: VotesText,
    facts: &VoteFacts,
    ballot: &Ballot,
) -> String {
    let of = |item: &str, said: String| format!("{} ({said})", facts.text_of(item));
    let parts: Vec<String> = match ballot {
        Ballot::Dots(dots) => {
            let given = dots.iter().filter(|(_, dots)| **dots > 0);
            given
                .map(|(item, dots)| of(item, t.dots_given(*dots)))
                .collect()
        }
        Ballot::Objection(answers) => {
            let said = |answer: &Answer| match answer {
                Answer::Yes => t.yes().to_owned(),
                Answer::No => t.no().to_owned(),
                Answer::Objection(reason) => {
                    format!("{}{}{reason}", t.objection(), CommonText(t.0).colon())
                }
            };
            answers
                .iter()
                .map(|(item, answer)| of(item, said(answer)))
                .collect()
        }
        Ballot::Ranking(ranking) => {
            let places = (1_u32..).zip(ranking);
            places
                .map(|(place, item)| of(item, place.to_string()))
                .collect()
        }
        Ballot::Rating(ratings) => ratings
            .iter()
            .map(|(item, rating)| of(item, rating.to_string()))
            .collect(),
    };
    match parts.is_empty() {
        true => t.none().to_owned(),
        false => parts.join(", "),
    }
}
