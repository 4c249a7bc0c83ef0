//! The votes of a session beside its board: what is known of them, that one waits, the
//! latest for everybody to look at, and the panel with a card for each.

mod card;

use std::cmp::Ordering;

use domain::ids::{SessionId, VoteId};
use domain::votes::{Ballot, Vote, VoteKind};
use leptos::prelude::*;
use web_sys::Storage;

use self::card::VoteCard;
use super::api::{OpenVote, load_votes};
use super::ballot::{is_from_elsewhere, is_unsure, take_cast};
use super::keeping::Kept;
use super::opening::{Ballotable, OpeningForm};
use super::result::ResultOf;
use super::text::VotesText;
use crate::failure::Failure;
use crate::kit::{FormAction, failure_text};
use crate::preferences::locale;

/// Under which a tab remembers whether votes show where their items are.
const ON_NOTES: &str = "votes-on-notes";
/// What it remembers if they do not.
const HIDDEN: &str = "no";

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Whether votes show where their items are, as a tab remembers it: unless somebody did not
/// want it.
fn remembered(kept: Option<&str>) -> bool {
    kept != Some(HIDDEN)
}

/// The votes of a session, as this person sees them.
#[derive(Clone, Copy)]
pub(in super::super) struct VotesState {
    pub(super) session: SessionId,
    /// Whether the present phase allows to vote: what would be refused is not offered.
    pub(super) allowed: Signal<bool>,
    /// What this browser keeps of them.
    pub(super) kept: Kept,
    pub(super) votes: RwSignal<Option<Vec<Vote>>>,
    /// Whether they show where their items are.
    pub(super) on_notes: RwSignal<bool>,
    /// Whether the form of the next one is unfolded.
    opening: RwSignal<bool>,
    /// What could not be done.
    failed: RwSignal<Option<Failure>>,
}

impl VotesState {
    /// Loads the votes, and again whenever `changed` does. The reader tells apart who uses
    /// this browser, and `allowed` says whether the present phase allows to vote.
    pub(in super::super) fn follow(
        session: SessionId,
        reader: String,
        allowed: Signal<bool>,
        changed: impl Fn() + 'static,
    ) -> Self {
        let state = Self {
            session,
            allowed,
            kept: Kept::new(reader),
            votes: RwSignal::new(None),
            on_notes: RwSignal::new(true),
            opening: RwSignal::new(false),
            failed: RwSignal::new(None),
        };
        Effect::new(move || {
            changed();
            state.load();
        });
        state
    }

    /// Has the tab remember whether votes show where their items are: whoever shares this screen
    /// may load the page anew.
    pub(in super::super) fn remember_on_notes(self) {
        let kept = storage().and_then(|storage| storage.get_item(ON_NOTES).ok().flatten());
        self.on_notes.set(remembered(kept.as_deref()));
        Effect::new(move || {
            let kept = if self.on_notes.get() { "yes" } else { HIDDEN };
            if let Some(storage) = storage() {
                let _ = storage.set_item(ON_NOTES, kept);
            }
        });
    }

    pub(super) fn load(self) {
        leptos::task::spawn_local(async move {
            // Without a connection what is known stands, and is loaded with the next news.
            let Ok(votes) = load_votes(self.session).await else {
                return;
            };
            let mut unsure = Vec::new();
            for vote in votes.iter().filter(|vote| vote.may_vote) {
                // Whoever chose nothing here has sent nothing from here.
                let kept = self.kept.look_up(vote.id);
                let kept = kept.filter(|kept| vote.is_open() && kept.ballot.is_some());
                if kept.is_some_and(|kept| is_unsure(vote, &kept)) {
                    unsure.push(vote.id);
                }
            }
            let _ = self.votes.try_set(Some(votes));
            for vote in unsure {
                let _ = is_from_elsewhere(self.session, vote, self.kept).await;
            }
        });
    }

    /// A ballot was cast from here: shown at once, and loaded with what came of it.
    pub(super) fn was_cast(self, id: VoteId, ballot: Ballot) {
        let _ = self.votes.try_update(|votes| {
            let mut votes = votes.iter_mut().flatten();
            if let Some(vote) = votes.find(|vote| vote.id == id) {
                take_cast(vote, ballot);
            }
        });
        self.load();
    }

    /// Does something on the server, and shows what became of it.
    pub(super) fn perform(self, act: impl Future<Output = Result<(), Failure>> + 'static) {
        leptos::task::spawn_local(async move {
            let failed = act.await.err();
            let _ = self.failed.try_set(failed);
            self.load();
        });
    }

    /// Whether a vote waits for this person.
    pub(in super::super) fn waits(self) -> bool {
        let votes = self.votes.read();
        let mut votes = votes.iter().flatten();
        votes.any(|vote| vote.may_vote && !vote.voted)
    }

    /// Whether a vote was opened at a moment or after it, in milliseconds since 1970; also as
    /// long as nothing is known.
    pub(super) fn was_opened_since(self, moment: i64) -> bool {
        let votes = self.votes.read();
        let opened = |votes: &Vec<Vote>| votes.iter().any(|vote| vote.opened_at.0 >= moment);
        votes.as_ref().is_none_or(opened)
    }

    /// The votes that were opened before a moment, in milliseconds since 1970, and are open
    /// still; each with its question.
    pub(super) fn open_since_before(self, moment: i64) -> Vec<(VoteId, String)> {
        let votes = self.votes.read();
        let votes = votes.iter().flatten();
        let left = votes.filter(|vote| vote.is_open() && vote.opened_at.0 < moment);
        left.map(|vote| (vote.id, vote.facts.question.clone()))
            .collect()
    }

    /// Whether a vote is on to break a tie of this one, or one broke that between these items.
    fn is_repeated(self, id: VoteId, tied: &[String]) -> bool {
        let votes = self.votes.read();
        let mut votes = votes.iter().flatten();
        votes.any(|vote| {
            let between_these = vote.facts.rules.items == tied;
            vote.facts.repeats == Some(id) && (vote.is_open() || between_these)
        })
    }

    /// Unfolds the form of the next vote.
    pub(super) fn begin_opening(self) {
        self.opening.set(true);
    }

    /// How many votes are open; nothing as long as nothing is known.
    fn open_votes(self) -> Option<usize> {
        let votes = self.votes.read();
        let votes = votes.as_ref()?.iter();
        Some(votes.filter(|vote| vote.is_open()).count())
    }

    fn ids(self) -> Vec<VoteId> {
        let votes = self.votes.read();
        votes.iter().flatten().map(|vote| vote.id).collect()
    }

    fn vote(self, id: VoteId) -> Option<Vote> {
        let votes = self.votes.read();
        votes.iter().flatten().find(|vote| vote.id == id).cloned()
    }
}

/// How many votes are open, as far as that is known, and what is said of the change to it.
type Told = (Option<usize>, Option<&'static str>);

/// What is said when other votes are open than before. That one waits says the notice, which
/// does not stand where the panel does.
fn said(t: VotesText, before: usize, now: usize, in_panel: bool) -> Option<&'static str> {
    match now.cmp(&before) {
        Ordering::Less => Some(t.closed_now()),
        Ordering::Greater if in_panel => Some(t.open_now()),
        Ordering::Greater | Ordering::Equal => None,
    }
}

/// Says politely that a vote waits, and leads there; says that one was opened or closed also
/// where the panel of votes is open.
#[component]
pub(in super::super) fn VoteNotice(
    /// The votes.
    state: VotesState,
    /// Whether the panel of votes is open.
    #[prop(into)]
    in_panel: Signal<bool>,
    /// Opens the panel of votes.
    #[prop(into)]
    open: Callback<()>,
) -> impl IntoView {
    let t = VotesText::here();
    let calls = Memo::new(move |_| state.waits() && state.allowed.get() && !in_panel.get());
    let open_votes = Memo::new(move |_| state.open_votes());
    let told = Memo::new(move |before: Option<&Told>| {
        let (now, in_panel) = (open_votes.get(), in_panel.get());
        let changed = before.and_then(|(before, _)| *before).zip(now);
        let said = changed.and_then(|(before, now)| said(t, before, now, in_panel));
        (now, said)
    });
    view! {
        <p class="visually-hidden" role="status">{move || told.get().1}</p>
        <div role="status">
            {move || {
                calls.get().then(|| {
                    view! {
                        <div class="notice board-call" data-tone="info">
                            <p>{t.open_now()}</p>
                            <button type="button" class="button" on:click=move |_| open.run(())>
                                {t.go_to_vote()}
                            </button>
                        </div>
                    }
                })
            }}
        </div>
    }
}

/// So many items of a vote are read from the last row, where nobody scrolls.
const SHOWN_TO_ALL: usize = 5;

/// The latest vote for everybody to look at: how many have voted, then what came out. Never
/// a ballot, and who voted what only where each reads it for themselves.
#[component]
pub(in super::super) fn SharedVote(
    /// The votes.
    state: VotesState,
    /// Changes when the room goes on to something else: a result is put away then.
    step: Signal<u16>,
) -> impl IntoView {
    let t = VotesText::here();
    let latest = Memo::new(move |_| state.votes.read().as_ref()?.first().cloned());
    // The step at which the latest vote came to stand as it does.
    let since = Memo::new(move |before: Option<&(Option<(VoteId, bool)>, u16)>| {
        let now = latest.with(|vote| vote.as_ref().map(|vote| (vote.id, vote.is_open())));
        match before {
            Some((then, step)) if *then == now => (now, *step),
            _ => (now, step.get_untracked()),
        }
    });
    move || {
        let vote = latest.get()?;
        let (_, from) = since.get();
        if !vote.is_open() && step.get() != from {
            return None;
        }
        let question = vote.facts.question.clone();
        let turnout = t.in_so_far(&vote.ballots.to_string(), &vote.voters.to_string());
        let result = match vote.is_open() {
            true => view! { <p>{t.totals_later()}</p> }.into_any(),
            false => {
                let mut vote = vote;
                if let Some(result) = &mut vote.result {
                    result.named.clear();
                    result.receipts.clear();
                }
                view! { <ResultOf vote=vote most=SHOWN_TO_ALL /> }.into_any()
            }
        };
        Some(view! {
            <div class="board-screen-vote card stack" role="status">
                <h2>{question}</h2>
                <p class="meta">{turnout}</p>
                {result}
            </div>
        })
    }
}

/// All votes, the latest first; the form of the next for those who lead.
#[component]
pub(in super::super) fn Votes(
    /// The votes.
    state: VotesState,
    /// Whether this person leads.
    leads: Signal<bool>,
    /// The kind of vote that the script wants now.
    wanted: Signal<Option<VoteKind>>,
    /// What can be voted on.
    ballotable: Signal<Ballotable>,
) -> impl IntoView {
    let t = VotesText::here();
    let action = FormAction::<OpenVote>::new();
    let opening = state.opening;
    let answered = action.value();
    Effect::new(move || {
        if matches!(answered.get(), Some(Ok(()))) {
            opening.set(false);
            state.load();
        }
    });
    let form = move || {
        opening.get().then(|| {
            let wanted = wanted.get_untracked();
            view! {
                <div class="card">
                    <OpeningForm session=state.session wanted=wanted ballotable=ballotable action=action />
                </div>
            }
        })
    };
    // What whoever leads does next, in a phase that waits for a vote.
    let asked_for = move || {
        let is_open = state
            .votes
            .with(|votes| votes.iter().flatten().any(Vote::is_open));
        wanted.get().is_some() && !is_open && !opening.get()
    };
    let empty = move || match &*state.votes.read() {
        None => Some(t.loading()),
        Some(votes) if votes.is_empty() => Some(t.none_yet()),
        Some(_) => None,
    };
    let failed = move || {
        state
            .failed
            .get()
            .map(|failure| failure_text(locale(), &failure))
    };
    view! {
        <section class="stack" aria-label=t.votes()>
            <h2>{t.votes()}</h2>
            <button
                type="button"
                class="button"
                data-kind=move || asked_for().then_some("primary")
                hidden=move || !leads.get()
                disabled=move || !state.allowed.get() && !opening.get()
                aria-expanded=move || opening.get().to_string()
                on:click=move |_| opening.update(|opening| *opening = !*opening)
            >
                {t.new_vote()}
            </button>
            <p class="hint" hidden=move || state.allowed.get() || !leads.get()>{t.not_in_phase()}</p>
            {form}
            <p class="problem" role="alert" hidden=move || failed().is_none()>{failed}</p>
            <p hidden=move || empty().is_none()>{empty}</p>
            <ul class="card-list">
                <For each=move || state.ids() key=|id| *id let(id)>
                    <VoteCard state=state id=id leads=leads />
                </For>
            </ul>
            <div hidden=move || state.ids().is_empty()>
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || state.on_notes.get()
                        on:change:target=move |event| state.on_notes.set(event.target().checked())
                    />
                    <span>{t.show_on_notes()}</span>
                </label>
                <p class="hint">{t.show_on_notes_means()}</p>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    const T: VotesText = VotesText(Locale::Fr);

    #[test]
    fn votes_show_on_notes_until_a_tab_remembers_that_they_do_not() {
        assert!(remembered(None));
        assert!(remembered(Some("yes")));
        assert!(!remembered(Some(HIDDEN)));
    }

    #[test]
    fn an_opening_is_said_by_the_notice_or_in_its_place() {
        assert_eq!(said(T, 0, 1, true), Some("Un vote est ouvert."));
        assert_eq!(said(T, 0, 1, false), None);
        for in_panel in [true, false] {
            assert_eq!(said(T, 1, 0, in_panel), Some("Le vote est clos."));
            assert_eq!(said(T, 1, 1, in_panel), None, "the panel came or went");
        }
    }
}
