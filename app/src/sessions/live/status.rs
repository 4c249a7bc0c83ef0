//! What the page says of itself: whether everything is kept, what was refused, what others
//! did. The state of saving is always visible and true.

use board::client::Notice;
use board::rules::Refusal;
use domain::attachments::FileRefusal;
use icondata_lu::{LuCheck, LuCloudOff, LuRefreshCw, LuTriangleAlert};
use leptos::prelude::*;

use super::clipboard::copy_text;
use super::engine::{Board, Standing, Told};
use super::link::Barred;
use super::text::BoardText;
use crate::kit::Icon;
use crate::preferences::locale;
use crate::text::FailureText;

/// The most messages that stand at once.
const SHOWN: usize = 3;

/// Whether what is on the screen is kept by the room, or on this device only.
#[component]
pub(super) fn SavingState(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let state = move || {
        let standing = board.standing.get();
        let waiting = i128::try_from(standing.waiting).unwrap_or(i128::MAX);
        if standing.refused == Some(Barred::Elsewhere) {
            return ("offline", LuCloudOff, t.paused_here(waiting));
        }
        match (standing.live, standing.waiting, standing.kept) {
            (true, 0, _) => ("saved", LuCheck, t.all_kept().to_owned()),
            (true, ..) => ("saving", LuRefreshCw, t.sending(waiting)),
            (false, 0, true) => ("offline", LuCloudOff, t.offline().to_owned()),
            (false, 0, false) => ("offline", LuCloudOff, t.offline_unkept().to_owned()),
            (false, _, true) => ("offline", LuCloudOff, t.offline_with(waiting)),
            (false, _, false) => ("offline", LuCloudOff, t.offline_unkept_with(waiting)),
        }
    };
    view! {
        <span class="save-state" role="status" data-state=move || state().0>
            {move || view! { <Icon icon={state().1} /> }}
            <span>{move || state().2}</span>
        </span>
    }
}

/// What has to be told: refusals, conflicts, a program too old, no longer admitted.
#[component]
pub(super) fn Messages(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let outdated = Memo::new(move |_| outdated(t, board.standing.get()));
    let outdated = move || {
        outdated.get().map(|(said, ready)| {
            view! {
                <div class="notice" data-tone="warn" role="alert">
                    <p>{said}</p>
                    <button
                        type="button"
                        class="button"
                        hidden=!ready
                        on:click=move |_| {
                            let _ = window().location().reload();
                        }
                    >
                        {t.reload()}
                    </button>
                </div>
            }
        })
    };
    // Said once: not again with every change of what waits.
    let barred = Memo::new(move |_| {
        let standing = board.standing.get();
        let lost = !standing.kept && standing.waiting > 0;
        standing.refused.map(|barred| (barred, lost))
    });
    let refused = move || {
        barred
            .get()
            .map(|(barred, lost)| barred_notice(board, barred, lost))
    };
    let told = move || {
        let told = board.told.read();
        let told = told.iter().map(|told| words(t, told));
        latest(told.collect())
            .into_iter()
            .map(|told| view! { <li><Icon icon=LuTriangleAlert /> {told}</li> })
            .collect_view()
    };
    let any = move || !board.told.read().is_empty();
    view! {
        {outdated}
        {refused}
        <div class="board-told" role="status">
            <div hidden=move || !any()>
                <ul>{told}</ul>
                <button
                    type="button"
                    class="button"
                    data-kind="quiet"
                    on:click=move |_| board.told.update(Vec::clear)
                >
                    {t.understood()}
                </button>
            </div>
        </div>
    }
}

/// What was told last: what was told twice stands there once.
fn latest(told: Vec<String>) -> Vec<String> {
    let mut latest: Vec<String> = Vec::new();
    for told in told.into_iter().rev() {
        if latest.len() < SHOWN && !latest.contains(&told) {
            latest.push(told);
        }
    }
    latest.reverse();
    latest
}

/// What the room refused: it waits here until it is proposed again or given up.
#[component]
pub(super) fn Quarantine(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let waiting = move || board.quarantine();
    let rows = move || {
        waiting()
            .into_iter()
            .enumerate()
            .map(|(index, proposal)| {
                let words = proposal.operation.words();
                let silent = words.trim().is_empty();
                let shown = if silent { t.a_change().to_owned() } else { words.clone() };
                view! {
                    <li class="card">
                        <p class="prose">{shown}</p>
                        <p class="meta">{refusal_words(t, proposal.refusal)}</p>
                        <div class="cluster">
                            <button type="button" class="button" on:click=move |_| board.propose_again(index)>
                                {t.propose_again()}
                            </button>
                            <button
                                type="button"
                                class="button"
                                hidden=silent
                                on:click=move |_| copy_text(&words)
                            >
                                {t.copy()}
                            </button>
                            <button
                                type="button"
                                class="button"
                                data-kind="quiet"
                                on:click=move |_| board.discard(index)
                            >
                                {t.discard()}
                            </button>
                        </div>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="stack" hidden=move || waiting().is_empty()>
            <h2>{t.quarantine()}</h2>
            <p class="hint">{t.quarantine_hint()}</p>
            <ul class="card-list">{rows}</ul>
        </section>
    }
}

/// What is said to whom the room lets in no longer, or not here. Whoever has to sign in does so
/// in this tab: the board is opened anew as theirs, with what waits on the device. Whoever has
/// it open elsewhere goes on here when they want to.
fn barred_notice(board: Board, barred: Barred, lost: bool) -> AnyView {
    let t = BoardText::here();
    let way = match barred {
        Barred::NotAdmitted => ().into_any(),
        Barred::SignedOut => {
            let next = window().location().pathname().unwrap_or_default();
            let href = format!("/sign-in?next={next}");
            let name = FailureText::here().sign_in();
            view! { <a class="button" href=href rel="external">{name}</a> }.into_any()
        }
        Barred::Elsewhere => view! {
            <button type="button" class="button" on:click=move |_| board.go_on_here()>
                {t.continue_here()}
            </button>
        }
        .into_any(),
    };
    let said = barred_words(t, barred, lost);
    view! {
        <div class="notice" data-tone="warn" role="alert">
            <p>{said}</p>
            {way}
        </div>
    }
    .into_any()
}

fn barred_words(t: BoardText, barred: Barred, lost: bool) -> &'static str {
    match (barred, lost) {
        (Barred::NotAdmitted, _) => t.not_admitted(),
        (Barred::SignedOut, false) => t.signed_out(),
        (Barred::SignedOut, true) => t.signed_out_unkept(),
        (Barred::Elsewhere, false) => t.elsewhere(),
        (Barred::Elsewhere, true) => t.elsewhere_unkept(),
    }
}

/// What is said where the program is too old, and whether it can be loaded anew by now:
/// not before what was done is kept, where it is kept at all.
fn outdated(t: BoardText, standing: Standing) -> Option<(&'static str, bool)> {
    let waits = standing.waiting > 0;
    standing.outdated.then(|| match standing {
        Standing { storing: true, .. } => (t.outdated_storing(), false),
        Standing { kept: false, .. } if waits => (t.outdated_unkept(), true),
        _ => (t.outdated(), true),
    })
}

fn words(t: BoardText, told: &Told) -> String {
    match told {
        Told::Refused(refusal) | Told::Notice(Notice::NotDone(refusal)) => {
            refusal_words(t, *refusal).to_owned()
        }
        Told::Picture(FileRefusal::TooMany) => t.too_many_pictures().to_owned(),
        Told::Picture(refusal) => refusal.wording().in_locale(locale()).to_owned(),
        Told::PasteRefused => t.paste_refused().to_owned(),
        Told::NoAlignment => t.no_alignment().to_owned(),
        Told::Notice(Notice::Contested(..)) => t.contested().to_owned(),
        Told::Notice(Notice::Quarantined(refusal)) => {
            format!("{} {}", t.quarantined(), refusal_words(t, *refusal))
        }
        Told::Notice(Notice::PutBackAlready) => t.put_back_already().to_owned(),
        Told::Notice(Notice::EditedWhileDeleted(_)) => t.edited_while_deleted().to_owned(),
        Told::Notice(Notice::ServerRestored) => t.server_restored().to_owned(),
        Told::Notice(Notice::Reload) => t.outdated().to_owned(),
    }
}

/// Why something is not done, in words.
pub(super) fn refusal_words(t: BoardText, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownRecord => t.refused_unknown(),
        Refusal::IdTaken => t.refused_taken(),
        Refusal::NotYours => t.refused_not_yours(),
        Refusal::NotInPhase => t.refused_phase(),
        Refusal::OutOfBounds => t.refused_bounds(),
        Refusal::Full => t.refused_full(),
        Refusal::Misplaced => t.refused_misplaced(),
        Refusal::LostByServer => t.refused_lost(),
        Refusal::Locked => t.refused_locked(),
        Refusal::NotPrivate => t.refused_not_private(),
        Refusal::Closed => t.refused_closed(),
        Refusal::ShareUsed => t.refused_share(),
        Refusal::Reserved => t.refused_reserved(),
        Refusal::PutBackAlready => t.put_back_already(),
        Refusal::Late => t.refused_late(),
        Refusal::Offline => t.refused_offline(),
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn what_is_told_again_stands_there_once() {
        let told = |words: &[&str]| words.iter().copied().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(latest(told(&["a", "b", "a", "a"])), ["b", "a"]);
        assert_eq!(latest(told(&["a", "b", "c", "d"])), ["b", "c", "d"]);
    }

    #[test]
    fn whoever_is_elsewhere_is_told_whether_the_device_keeps_what_waits() {
        let t = BoardText(Locale::En);
        let told = |lost| barred_words(t, Barred::Elsewhere, lost);
        assert!(told(false).contains("is kept on this device"));
        assert!(told(true).contains("Do not close"));
    }

    #[test]
    fn an_old_program_is_loaded_anew_once_what_was_done_is_kept() {
        let t = BoardText(Locale::Fr);
        let old = Standing {
            outdated: true,
            waiting: 2,
            kept: true,
            storing: true,
            ..Standing::default()
        };
        let ready = |standing: Standing| outdated(t, standing).map(|(_, ready)| ready);
        assert_eq!(ready(old), Some(false));
        let stored = Standing {
            storing: false,
            ..old
        };
        assert_eq!(outdated(t, stored), Some((t.outdated(), true)));
        let unkept = Standing {
            kept: false,
            ..stored
        };
        assert_eq!(outdated(t, unkept), Some((t.outdated_unkept(), true)));
        assert_eq!(outdated(t, Standing::default()), None);
    }
}
