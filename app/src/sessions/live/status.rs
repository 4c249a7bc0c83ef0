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
use crate::kit::{Icon, address_shown};
use crate::preferences::locale;
use crate::text::FailureText;

/// The most messages that stand at once.
const SHOWN: usize = 3;

/// Whether what is on the screen is kept by the room, or on this device only.
#[component]
pub(super) fn SavingState(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let state = move || saving(t, board.standing.get());
    view! {
        <span class="save-state" role="status" data-state=move || state().0>
            {move || view! { <Icon icon={state().1} /> }}
            <span>{move || state().2}</span>
        </span>
    }
}

/// The state of saving: its code, its sign and its words.
fn saving(t: BoardText, standing: Standing) -> (&'static str, icondata_core::Icon, String) {
    let count = |all: usize| i128::try_from(all).unwrap_or(i128::MAX);
    let apart = count(standing.apart());
    if standing.refused == Some(Barred::Elsewhere) {
        let words = match apart {
            0 => t.stopped_here().to_owned(),
            apart => t.paused_here(apart),
        };
        return ("offline", LuCloudOff, words);
    }
    let offline = |words: String| ("offline", LuCloudOff, words);
    let refused = |words: String| ("local", LuTriangleAlert, words);
    match (standing.live, standing.waiting, apart, standing.kept) {
        (true, 0, 0, _) => ("saved", LuCheck, t.all_kept().to_owned()),
        (true, 0, _, true) => refused(t.all_but_refused(apart)),
        (true, 0, _, false) => refused(t.refused_unkept(apart)),
        (true, waiting, ..) => ("saving", LuRefreshCw, t.sending(count(waiting))),
        (false, _, 0, true) => offline(t.offline().to_owned()),
        (false, _, 0, false) => offline(t.offline_unkept().to_owned()),
        (false, _, _, true) => offline(t.offline_with(apart)),
        (false, _, _, false) => offline(t.offline_unkept_with(apart)),
    }
}

/// Loads the page anew, with the program that it comes with now.
pub(super) fn reloading(t: BoardText, ready: bool) -> impl IntoView {
    view! {
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
                    {reloading(t, ready)}
                </div>
            }
        })
    };
    // Said once: not again with every change of what waits.
    let barred = Memo::new(move |_| {
        let standing = board.standing.get();
        let barred = standing.refused?;
        Some((barred, Unsent::of(standing)))
    });
    let refused = move || {
        barred
            .get()
            .map(|(barred, unsent)| barred_notice(board, barred, unsent))
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

/// How whoever the room lets in no longer, or not here, comes back. Whoever has to sign in does
/// so in this tab: the board is opened anew as theirs, with what waits on the device. Whoever has
/// it open elsewhere goes on here when they want to.
pub(super) fn way_back(board: Board, barred: Barred) -> AnyView {
    let t = BoardText::here();
    match barred {
        Barred::NotAdmitted => ().into_any(),
        Barred::SignedOut => {
            let next = js_sys::encode_uri_component(&address_shown());
            let href = format!("/sign-in?next={}", String::from(next));
            let name = FailureText::here().sign_in();
            view! { <a class="button" href=href rel="external">{name}</a> }.into_any()
        }
        Barred::Elsewhere => view! {
            <button type="button" class="button" on:click=move |_| board.go_on_here()>
                {t.continue_here()}
            </button>
        }
        .into_any(),
    }
}

/// What is said to whom the room lets in no longer, or not here.
fn barred_notice(board: Board, barred: Barred, unsent: Unsent) -> AnyView {
    let said = barred_words(BoardText::here(), barred, unsent);
    view! {
        <div class="notice" data-tone="warn" role="alert">
            <p>{said}</p>
            {way_back(board, barred)}
        </div>
    }
    .into_any()
}

/// What the room has not of what was done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsent {
    /// It has everything.
    Nothing,
    /// The device keeps it.
    Kept,
    /// It would be lost with the page.
    Unkept,
}

impl Unsent {
    const fn of(standing: Standing) -> Self {
        match (standing.apart(), standing.kept) {
            (0, _) => Self::Nothing,
            (_, true) => Self::Kept,
            (_, false) => Self::Unkept,
        }
    }
}

fn barred_words(t: BoardText, barred: Barred, unsent: Unsent) -> &'static str {
    match (barred, unsent) {
        (Barred::NotAdmitted, _) => t.not_admitted(),
        (Barred::SignedOut, Unsent::Nothing | Unsent::Kept) => t.signed_out(),
        (Barred::SignedOut, Unsent::Unkept) => t.signed_out_unkept(),
        (Barred::Elsewhere, Unsent::Nothing) => t.elsewhere_idle(),
        (Barred::Elsewhere, Unsent::Kept) => t.elsewhere(),
        (Barred::Elsewhere, Unsent::Unkept) => t.elsewhere_unkept(),
    }
}

/// What is said where the program is too old, and whether it can be loaded anew by now:
/// not before what was done is kept, where it is kept at all.
fn outdated(t: BoardText, standing: Standing) -> Option<(&'static str, bool)> {
    let lost = standing.would_be_lost();
    standing.outdated.then(|| match standing {
        Standing { storing: true, .. } => (t.outdated_storing(), false),
        _ if lost => (t.outdated_unkept(), true),
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
        Told::JoinsTwo => t.joins_two().to_owned(),
        Told::NoAlignment => t.no_alignment().to_owned(),
        Told::ChangedSince => t.changed_since().to_owned(),
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
        let told = |waiting: usize, kept: bool| {
            let standing = Standing {
                waiting,
                kept,
                refused: Some(Barred::Elsewhere),
                ..Standing::default()
            };
            let said = barred_words(t, Barred::Elsewhere, Unsent::of(standing));
            (said, saving(t, standing).2)
        };
        let (said, state) = told(2, true);
        assert!(said.contains("is kept on this device"));
        assert!(state.ends_with("2 changes on this device only"), "{state}");
        assert!(told(1, false).0.contains("Do not close"));
        // Where nothing waits, nothing is said to be kept.
        for kept in [true, false] {
            let (said, state) = told(0, kept);
            assert!(said.ends_with("Nothing waits here to be sent."));
            assert_eq!(state, "Stopped here, open elsewhere");
        }
    }

    #[test]
    fn what_was_refused_is_not_said_to_be_saved() {
        let t = BoardText(Locale::En);
        let said = |waiting: usize, quarantined: usize, live: bool, kept: bool| {
            let standing = Standing {
                live,
                waiting,
                kept,
                quarantined,
                ..Standing::default()
            };
            let (code, _, words) = saving(t, standing);
            (code, words, standing.would_be_lost())
        };
        assert_eq!(said(0, 0, true, false).0, "saved");
        assert!(!said(0, 0, true, false).2);
        let (code, words, lost) = said(0, 1, true, true);
        assert_eq!((code, lost), ("local", false));
        assert_eq!(
            words,
            "Saved, but for 1 refused change, kept on this device"
        );
        let (code, words, lost) = said(0, 2, true, false);
        assert_eq!((code, lost), ("local", true));
        assert!(words.starts_with("2 refused changes, in this page only"));
        assert_eq!(said(1, 2, true, true).0, "saving");
        // Without a connection all that the room has not is counted.
        let (code, words, lost) = said(1, 2, false, false);
        assert_eq!((code, lost), ("offline", true));
        assert!(words.contains("3 changes in this page only"));
        assert!(
            said(0, 1, false, true)
                .1
                .contains("1 change on this device")
        );
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
