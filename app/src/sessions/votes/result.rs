//! What came out of a vote, in numbers, words and bars; shared places are said to be.

mod ballots;

use domain::votes::{
    Consent, Outcome, OutcomeOfGroup, Placed, Rated, Runoff, Vote, VoteFacts, VoteResult,
};
use domain::wording::Locale;
use leptos::prelude::*;

pub(super) use self::ballots::ballot_in_words;
use self::ballots::{Named, Recount};
use super::text::VotesText;
use crate::preferences::locale;
use crate::text::CommonText;

/// So many items show where all are read.
const ALL: usize = usize::MAX;

/// So many reasons against one item show where nobody scrolls.
const REASONS_TO_ALL: usize = 2;

/// The votes that are closed, with what came out.
#[component]
pub(in super::super) fn ClosedVotes(votes: Vec<Vote>) -> impl IntoView {
    let t = VotesText::here();
    let closed = votes.into_iter().filter(|vote| !vote.is_open());
    let rows: Vec<_> = closed
        .map(|vote| {
            let question = vote.facts.question.clone();
            view! {
                <li class="card stack">
                    <h3>{question}</h3>
                    <ResultOf vote=vote />
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t.votes()}</h2>
                <ul class="card-list" data-joined=true>{rows}</ul>
            </section>
        }
    })
}

/// What came out of one vote; nothing while it is open.
#[component]
pub(super) fn ResultOf(
    vote: Vote,
    /// The receipt of the reader's own ballot, where this browser keeps it.
    #[prop(optional_no_strip)]
    own: Option<String>,
    /// So many items show at most, where nobody scrolls: how many follow is told.
    #[prop(default = ALL)]
    most: usize,
) -> impl IntoView {
    let t = VotesText::here();
    let adds_up = vote.adds_up().unwrap_or_default();
    let together = together(t, &vote);
    let Vote { facts, result, .. } = vote;
    result.map(|result| {
        let VoteResult {
            outcome,
            by_party,
            named,
            receipts,
        } = result;
        let facts = StoredValue::new(facts);
        let names = (!named.is_empty()).then(|| view! { <Named facts=facts named=named /> });
        let ballots = (!receipts.is_empty()).then(|| {
            view! { <Recount facts=facts receipts=receipts own=own adds_up=adds_up /> }
        });
        let parties =
            (!by_party.is_empty()).then(|| view! { <Parties facts=facts parties=by_party /> });
        // Nobody can look closer where nobody scrolls.
        let told_whole = most == ALL;
        let no_parties = (told_whole && facts.with_value(|facts| facts.anonymous))
            .then(|| view! { <p class="meta">{t.no_parties()}</p> });
        if vote.ballots == 0 {
            return view! { <p>{t.nobody_voted()}</p> }.into_any();
        }
        view! {
            <div class="vote-result stack">
                <OutcomeOf facts=facts outcome=outcome most=most />
                {together}
                {parties}
                {no_parties}
                {names}
                {ballots}
            </div>
        }
        .into_any()
    })
}

/// What was brought together with what: their votes were counted as one.
fn together(t: VotesText, vote: &Vote) -> Option<AnyView> {
    let said = |item: &str, into: &str| {
        let (item, into) = (vote.facts.text_of(item), vote.facts.text_of(into));
        view! { <li>{t.merged_into(item, into)}</li> }
    };
    let rows: Vec<_> = vote
        .merged
        .iter()
        .map(|(item, into)| said(item, into))
        .collect();
    (!rows.is_empty()).then(|| view! { <ul class="plain meta">{rows}</ul> }.into_any())
}

#[component]
fn OutcomeOf(
    facts: StoredValue<VoteFacts>,
    outcome: Outcome,
    /// So many items show at most.
    most: usize,
) -> impl IntoView {
    let t = VotesText::here();
    match outcome {
        Outcome::Dots(placed) => {
            let greatest = placed
                .iter()
                .map(|one| one.result)
                .max()
                .unwrap_or_default();
            bars(facts, &placed, most, |dots| {
                (t.dots_given(*dots), share(*dots, greatest))
            })
        }
        Outcome::Rating(placed) => bars(facts, &placed, most, |rated| {
            (rated_text(t, rated), rated.mean.unwrap_or_default() / 5.0)
        }),
        Outcome::Objection(consents) => {
            view! { <Consents facts=facts consents=consents most=most /> }.into_any()
        }
        Outcome::Ranking { borda, runoff } => {
            // It is told twice, one below the other.
            let most = most.div_ceil(2);
            let greatest = borda.iter().map(|one| one.result).fold(0.0, f64::max);
            let points = bars(facts, &borda, most, |points| {
                let of = if greatest > 0.0 {
                    *points / greatest
                } else {
                    0.0
                };
                (points_in_words(t, *points), of)
            });
            view! {
                <h4>{t.borda()}</h4>
                {points}
                <RunoffTable facts=facts runoff=runoff most=most />
            }
            .into_any()
        }
    }
}

fn share(part: u32, of: u32) -> f64 {
    f64::from(part) / f64::from(of.max(1))
}

/// A number with at most two decimals, as the language writes it.
pub(super) fn decimal(locale: Locale, value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match locale {
        Locale::Fr => text.replace('.', ","),
        Locale::En => text.to_owned(),
    }
}

/// Points in words. French has the singular for all that is less than two, English for one alone.
pub(super) fn points_in_words(t: VotesText, points: f64) -> String {
    let said = decimal(t.0, points);
    let is_one = match t.0 {
        Locale::Fr => (points * 100.0).round() < 200.0,
        Locale::En => said == "1",
    };
    match is_one {
        true => t.one_point(&said),
        false => t.points(&said),
    }
}

/// How many of so many items do not show, in words; nothing where all do.
fn more_in_words(t: VotesText, all: usize, most: usize) -> Option<String> {
    let more = all.saturating_sub(most);
    (more > 0).then(|| t.more_items(i128::try_from(more).unwrap_or(i128::MAX)))
}

/// Says how many more items there are than show.
fn more_items(t: VotesText, all: usize, most: usize) -> Option<AnyView> {
    let said = more_in_words(t, all, most)?;
    Some(view! { <p class="vote-more">{said}</p> }.into_any())
}

/// Items by place, each with its result in words and as a bar: a share of the largest.
fn bars<T>(
    facts: StoredValue<VoteFacts>,
    placed: &[Placed<T>],
    most: usize,
    said: impl Fn(&T) -> (String, f64),
) -> AnyView {
    let t = VotesText::here();
    let shared = |place: u32| placed.iter().filter(|one| one.place == place).count() > 1;
    let more = more_items(t, placed.len(), most);
    let rows = placed.iter().take(most).map(|one| {
        let (words, share) = said(&one.result);
        let tie = (shared(one.place) && share > 0.0)
            .then(|| view! { <span class="badge" data-tone="warn">{t.tie()}</span> });
        let text = facts.with_value(|facts| facts.text_of(&one.item).to_owned());
        let share = format!("{:.1}", share * 100.0);
        view! {
            <li>
                <p>
                    <b>{t.place(&one.place.to_string())}</b> " " <span class="prose">{text}</span> " "
                    <span class="meta">{words}</span> " " {tie}
                </p>
                <svg
                    class="vote-bar"
                    viewBox="0 0 100 1"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                >
                    <rect width=share height="1" />
                </svg>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <ol class="vote-bars">{rows}</ol> {more} }.into_any()
}

/// A mean and how many gave each rating.
pub(super) fn rated_text(t: VotesText, rated: &Rated) -> String {
    match rated.mean {
        Some(mean) => {
            let counts = rated
                .distribution
                .map(|count| count.to_string())
                .join(" · ");
            let mean = t.mean(&decimal(t.0, mean), &t.ratings(rated.n));
            format!(
                "{mean} – {}{}{counts}",
                t.distribution(),
                CommonText(t.0).colon()
            )
        }
        None => t.no_answer().to_owned(),
    }
}

/// The reasons that show against an item, and how many do not, in words: where not all items
/// show since nobody scrolls, long reasons would push the next ones out of view.
fn reasons_shown(
    t: VotesText,
    mut reasons: Vec<String>,
    most: usize,
) -> (Vec<String>, Option<String>) {
    let shown = if most == ALL { ALL } else { REASONS_TO_ALL };
    let more = reasons.len().saturating_sub(shown);
    reasons.truncate(shown);
    let said = (more > 0).then(|| t.more_reasons(i128::try_from(more).unwrap_or(i128::MAX)));
    (reasons, said)
}

#[component]
fn Consents(facts: StoredValue<VoteFacts>, consents: Vec<Consent>, most: usize) -> impl IntoView {
    let t = VotesText::here();
    let more = more_items(t, consents.len(), most);
    let rows = consents.into_iter().take(most).map(|consent| {
        let text = facts.with_value(|facts| facts.text_of(&consent.item).to_owned());
        let objections = u32::try_from(consent.objections.len()).unwrap_or(u32::MAX);
        let answered = consent.yes + consent.no + objections > 0;
        let (tone, standing) = match (answered, consent.is_reached) {
            (false, _) => ("info", t.no_answer().to_owned()),
            (true, true) => ("good", t.consent().to_owned()),
            (true, false) => ("bad", t.no_consent(objections)),
        };
        let (reasons, more) = reasons_shown(t, consent.objections, most);
        let more = more.map(|more| view! { <li class="vote-more">{more}</li> });
        let reasons = reasons.into_iter();
        let reasons = reasons.map(|reason| {
            view! { <li><span class="vote-reason prose">{reason}</span></li> }
        });
        view! {
            <li>
                <p>
                    <span class="prose">{text}</span> " "
                    <span class="badge" data-tone=tone>{standing}</span> " "
                    <span class="meta">{t.yes_count(consent.yes)} " · " {t.no_count(consent.no)}</span>
                </p>
                <ul>{reasons.collect_view()} {more}</ul>
            </li>
        }
    });
    view! { <ul class="vote-bars">{rows.collect_view()}</ul> {more} }
}

/// The rounds of an instant run-off, one a column.
#[component]
fn RunoffTable(facts: StoredValue<VoteFacts>, runoff: Runoff, most: usize) -> impl IntoView {
    let t = VotesText::here();
    let more = more_items(t, runoff.places.len(), most);
    let text_of = move |item: &str| facts.with_value(|facts| facts.text_of(item).to_owned());
    // Who shares the victory has not won.
    let (tone, won) = match runoff.winners.len() {
        0 | 1 => ("good", t.winner()),
        _ => ("warn", t.tie()),
    };
    // Said of each cell as well: in a narrow panel the table is one card after the other.
    let names = (1..=runoff.rounds.len()).map(|number| t.round(&number.to_string()));
    let names: Vec<String> = names.collect();
    let heads = names
        .iter()
        .map(|name| view! { <th scope="col">{name.clone()}</th> });
    let heads = heads.collect_view();
    let rows = runoff.places.iter().take(most).map(|placed| {
        let cells = runoff.rounds.iter().zip(&names).map(|(round, name)| {
            let votes = round.votes.iter().find(|(item, _)| *item == placed.item);
            let out = round
                .eliminated
                .contains(&placed.item)
                .then(|| view! { " " <span class="meta">{t.eliminated()}</span> });
            let votes = votes.map(|(_, votes)| *votes);
            view! { <td data-label=name.clone()>{votes} {out}</td> }
        });
        let wins = runoff
            .winners
            .contains(&placed.item)
            .then(|| view! { " " <span class="badge" data-tone=tone>{won}</span> });
        view! {
            <tr>
                <th scope="row">{text_of(&placed.item)} {wins}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let exhausted = runoff
        .rounds
        .iter()
        .zip(&names)
        .map(|(round, name)| view! { <td data-label=name.clone()>{round.exhausted}</td> });
    let exhausted = exhausted.collect_view();
    let tied = runoff
        .rounds
        .iter()
        .any(|round| round.is_tie)
        .then(|| view! { <p class="notice">{t.tied_round()}</p> });
    view! {
        <h4>{t.runoff()}</h4>
        <div class="table-wrap" tabindex="0" role="region" aria-label=t.runoff()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t.item()}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>
                    {rows}
                    <tr>
                        <th scope="row">{t.exhausted()}</th>
                        {exhausted}
                    </tr>
                </tbody>
            </table>
        </div>
        {more}
        {tied}
    }
}

#[component]
fn Parties(facts: StoredValue<VoteFacts>, parties: Vec<OutcomeOfGroup>) -> impl IntoView {
    let t = VotesText::here();
    let rows = parties.into_iter().map(|told| {
        view! {
            <section>
                <h5>
                    {told.group.wording().in_locale(locale())} " "
                    <span class="meta">{t.party_ballots(told.ballots)}</span>
                </h5>
                <OutcomeOf facts=facts outcome=told.outcome most=ALL />
            </section>
        }
        .into_any()
    });
    view! {
        <details>
            <summary>{t.by_party()}</summary>
            {rows.collect_view()}
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_items_do_not_show_is_told() {
        let more = |all: usize, most: usize| more_in_words(VotesText(Locale::Fr), all, most);
        assert_eq!(more(5, 5), None);
        assert_eq!(more(300, ALL), None);
        assert_eq!(more(6, 5).as_deref(), Some("et 1 autre"));
        assert_eq!(more(12, 5).as_deref(), Some("et 7 autres"));
    }

    #[test]
    fn where_nobody_scrolls_two_reasons_show_and_how_many_more_there_are() {
        let reasons = |count: usize| -> Vec<String> {
            (0..count)
                .map(|number| format!("Raison {number}"))
                .collect()
        };
        let shown = |count: usize, most: usize| {
            let (shown, more) = reasons_shown(VotesText(Locale::Fr), reasons(count), most);
            (shown.len(), more)
        };
        assert_eq!(shown(7, ALL), (7, None));
        assert_eq!(shown(2, 5), (2, None));
        assert_eq!(shown(3, 5), (2, Some("et 1 autre raison".into())));
        assert_eq!(shown(7, 5), (2, Some("et 5 autres raisons".into())));
    }
}
