//! What is different between two moments of a board.

use board::labels::label_in;
use domain::ids::SessionId;
use leptos::prelude::*;
use leptos_router::components::Form;

use super::api::{BoardDifference, Comparison, DifferenceKind, DifferenceSubject, HistoryLandmark};
use super::text::HistoryText;
use super::{landmark_text, moment_address};
use crate::kit::without_nameless;
use crate::preferences::locale;
use crate::sessions::page_address;
use crate::text::{colon, number};

/// Which moment this one is compared with, and what is different.
#[component]
pub(super) fn Compare(
    session: SessionId,
    moment: u64,
    end: u64,
    landmarks: Vec<HistoryLandmark>,
    comparison: Option<Comparison>,
) -> impl IntoView {
    let t = HistoryText::here();
    let chosen = comparison.as_ref().map(|comparison| comparison.since);
    let named = landmarks
        .iter()
        .map(|landmark| (landmark.moment, landmark_text(t, &landmark.what)));
    let is_named = |moment: u64| landmarks.iter().any(|landmark| landmark.moment == moment);
    // One that the address alone names.
    let other = chosen.filter(|chosen| ![0, end].contains(chosen) && !is_named(*chosen));
    let other = other.map(|other| {
        let written = |moment: u64| number(locale(), moment.into());
        (other, t.moment_of(&written(other), &written(end)))
    });
    let options = std::iter::once((0, t.beginning().to_owned()))
        .chain(named)
        .chain(other)
        .chain(std::iter::once((end, t.the_end().to_owned())))
        .filter(|(other, _)| *other != moment)
        .map(|(other, label)| {
            let selected = chosen == Some(other);
            view! { <option value=other.to_string() selected=selected>{label}</option> }
        })
        .collect_view();
    let found = comparison.map(|comparison| view! { <Found comparison=comparison /> });
    let stop = chosen.map(|_| {
        let href = moment_address(session, moment, None);
        view! { <a class="button" data-kind="quiet" href=href>{t.stop_comparing()}</a> }
    });
    view! {
        <section class="stack">
            <h2>{t.compare()}</h2>
            <Form
                method="GET"
                on_form_data=without_nameless()
                action=format!("{}/history", page_address(session))
                noscroll=true
                attr:class="toolbar"
            >
                <input type="hidden" name="at" value=moment.to_string() />
                <div class="field">
                    <label for="history-since">{t.compare_with()}</label>
                    <select id="history-since" name="since">{options}</select>
                </div>
                <button class="button" type="submit">{t.compare()}</button>
                {stop}
            </Form>
            {found}
        </section>
    }
}

#[component]
fn Found(comparison: Comparison) -> impl IntoView {
    let t = HistoryText::here();
    let Comparison {
        since,
        differences,
        rearranged,
    } = comparison;
    let none =
        (differences.is_empty() && rearranged == 0).then(|| view! { <p>{t.no_difference()}</p> });
    let moved = (rearranged > 0).then(|| view! { <p>{t.rearranged(rearranged)}</p> });
    let rows = differences.into_iter().map(row).collect_view();
    view! {
        <h3>{t.since(&number(locale(), since.into()))}</h3>
        {none}
        <ul class="differences">{rows}</ul>
        {moved}
    }
}

fn row(difference: BoardDifference) -> impl IntoView {
    let t = HistoryText::here();
    let said = match difference.text.as_str() {
        "" => view! { <i>{t.unnamed()}</i> }.into_any(),
        text => view! { <span class="prose">{text.to_owned()}</span> }.into_any(),
    };
    let place = |name: String| match name.as_str() {
        "" => t.the_board().to_owned(),
        _ => name,
    };
    let label = |label: String| match label.as_str() {
        "" => t.no_label().to_owned(),
        label => label_in(locale(), label).to_owned(),
    };
    let (tone, mark, more) = match difference.change {
        DifferenceKind::Added => ("good", t.added(), ().into_any()),
        DifferenceKind::Removed => ("bad", t.removed(), ().into_any()),
        DifferenceKind::Text { before } => {
            let before = view! {
                <br />
                <span class="meta">{t.text_before()} {colon()}</span>
                <del class="prose">{before}</del>
            };
            ("info", t.reworded(), before.into_any())
        }
        DifferenceKind::Place { before, after } => {
            let words = t.moved_to(&place(before), &place(after));
            let words = view! { <br /> <span class="meta">{words}</span> };
            ("info", t.moved(), words.into_any())
        }
        DifferenceKind::Type { before, after } => {
            let words = t.moved_to(&label(before), &label(after));
            let words = view! { <br /> <span class="meta">{words}</span> };
            ("info", t.retyped(), words.into_any())
        }
        DifferenceKind::Shown => ("info", t.revealed(), ().into_any()),
        DifferenceKind::Lock { locked: true } => ("info", t.locked(), ().into_any()),
        DifferenceKind::Lock { locked: false } => ("info", t.unlocked(), ().into_any()),
        DifferenceKind::Contested { open: true } => ("warn", t.contested(), ().into_any()),
        DifferenceKind::Contested { open: false } => ("info", t.settled(), ().into_any()),
    };
    view! {
        <li data-print=difference.private.then_some("no")>
            <span class="badge" data-tone=tone>{mark}</span>
            " "
            <span class="meta">{subject(t, difference.subject)}</span>
            " "
            {said}
            {more}
        </li>
    }
}

/// What a sort of record is called.
fn subject(t: HistoryText, subject: DifferenceSubject) -> &'static str {
    match subject {
        DifferenceSubject::Note => t.note(),
        DifferenceSubject::Frame => t.frame(),
        DifferenceSubject::Cluster => t.cluster(),
        DifferenceSubject::Connector => t.connector(),
        DifferenceSubject::Text => t.text(),
        DifferenceSubject::Stroke => t.stroke(),
        DifferenceSubject::Image => t.image(),
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;
    use crate::sessions::live::BoardText;

    #[test]
    fn what_is_drawn_is_called_as_on_the_board() {
        for locale in [Locale::Fr, Locale::En] {
            let (past, board) = (HistoryText(locale), BoardText(locale));
            let arrow = subject(past, DifferenceSubject::Connector);
            assert_eq!(arrow, board.connector());
            let drawing = subject(past, DifferenceSubject::Stroke);
            assert_eq!(drawing, board.stroke());
        }
    }
}
