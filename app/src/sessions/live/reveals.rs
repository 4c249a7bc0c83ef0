//! Showing what was written in private: all of it, one note after the other, or one person's;
//! and how much of it is left, which the server alone knows.

use std::time::Duration;

use board::ids::ParticipantId;
use board::operation::{Operation, Reveal};
use board::rules::{Member, Refusal, Role};
use domain::ids::SessionId;
use icondata_lu::LuEye;
use leptos::html;
use leptos::prelude::*;
use web_sys::VisibilityState;

use super::beginning::when_begun;
use super::confirmed::Confirmed;
use super::engine::{Board, Told};
use super::leave::{Leave, refused};
use super::over::hidden_of;
use super::people::name_of;
use super::text::BoardText;
use crate::sessions::api::{HiddenCounts, load_hidden};

/// How often it is asked for while people write in private: nothing of that reaches this page.
const ASK_AGAIN: Duration = Duration::from_secs(10);

/// What is left to show, as it was told last.
#[derive(Clone, Copy)]
struct Left {
    board: Board,
    session: SessionId,
    counts: RwSignal<Option<HiddenCounts>>,
    /// Which answer counts: one that was asked for earlier and comes later does not.
    latest: StoredValue<u32>,
    /// Whether something was asked for of which nothing is hidden.
    nothing: RwSignal<bool>,
}

impl Left {
    /// Asks how much it is; without a connection that is not known.
    async fn ask(self) -> Option<HiddenCounts> {
        let asked = self.begin();
        let counts = load_hidden(self.session).await.ok();
        if self.latest.try_get_value() == Some(asked) {
            let _ = self.counts.try_set(counts.clone());
        }
        counts
    }

    /// From now on no answer counts that was asked for before.
    fn begin(self) -> u32 {
        let latest = self.latest.try_update_value(|latest| {
            *latest = latest.wrapping_add(1);
            *latest
        });
        latest.unwrap_or_default()
    }

    /// Whoever leads no longer is told nothing, and asks nothing in the moment before this goes.
    fn refresh(self) {
        let leads = |me: &Option<Member>| me.is_some_and(|me| me.role == Role::Facilitator);
        let is_live = self.board.standing.with_untracked(|standing| standing.live);
        if is_live && self.board.me.with_untracked(leads) {
            leptos::task::spawn_local(async move { drop(self.ask().await) });
        }
    }

    /// How much of somebody's own is left.
    fn of(self, counts: &HiddenCounts, author: ParticipantId) -> Option<u32> {
        let me = self.board.me.get().map(|me| me.participant);
        if me == Some(author) {
            // One's own is shown as a whole, what is unsigned as well.
            let own = self.board.with(|document| hidden_of(document, author));
            return u32::try_from(own).ok();
        }
        // While names are hidden nothing is told of anybody.
        (!self.board.phase.get().names_hidden).then(|| signed_by(counts, author))
    }

    /// Shows it, unless there is nothing to show: that is said. In the phase in which it was
    /// asked for, or not at all (S66).
    fn show(self, what: Reveal, done: impl FnOnce() + 'static) {
        let asked_in = self.board.phase.get_untracked().mark();
        self.nothing.set(false);
        leptos::task::spawn_local(async move {
            let counts = self.ask().await;
            let Some(phase) = self.board.phase.try_get_untracked() else {
                return;
            };
            if phase.mark() != asked_in {
                self.board.tell(Told::Refused(Refusal::Late));
                return;
            }
            let left = counts.as_ref().and_then(|counts| match what {
                Reveal::Author(author) => untrack(|| self.of(counts, author)),
                _ => Some(counts.items),
            });
            if left == Some(0) {
                let _ = self.nothing.try_set(true);
            } else if self.board.act(|_| vec![Operation::Reveal(what)]) {
                self.begin();
                let counts = counts.map(|counts| after(counts, what));
                let _ = self.counts.try_set(counts);
                done();
            }
        });
    }
}

/// How much of what somebody has hidden is signed.
fn signed_by(counts: &HiddenCounts, author: ParticipantId) -> u32 {
    let mut of = counts.of.iter();
    let of = of.find(|(number, _)| *number == author.0);
    of.map_or(0, |(_, signed)| *signed)
}

/// What is left once this is shown, before it is asked for anew.
fn after(mut counts: HiddenCounts, what: Reveal) -> HiddenCounts {
    match what {
        Reveal::All => HiddenCounts::default(),
        Reveal::Author(author) | Reveal::Signed(author) => {
            let shown = signed_by(&counts, author);
            counts.items = counts.items.saturating_sub(shown);
            counts.of.retain(|(number, _)| *number != author.0);
            counts
        }
        // Whose it is, the server tells once it is asked.
        Reveal::Next | Reveal::Record(_) => {
            counts.items = counts.items.saturating_sub(1);
            counts
        }
    }
}

/// How much is left in all, and how much of that nobody signs.
fn left_in_words(t: BoardText, counts: &HiddenCounts) -> String {
    if counts.items == 0 {
        return t.nothing_hidden().to_owned();
    }
    let signed = counts.of.iter().map(|(_, signed)| *signed);
    let signed = signed.fold(0, u32::saturating_add);
    let left = t.hidden_left(counts.items);
    match counts.items.saturating_sub(signed) {
        0 => left,
        unsigned => format!("{left} {}", t.unsigned_left(unsigned)),
    }
}

/// The controls. Nothing is revealed by choosing alone: keys that step through a list choose
/// each name that they pass.
#[component]
pub(super) fn Reveals(
    board: Board,
    session: SessionId,
    /// Whether anything is revealed now.
    leave: Leave,
) -> impl IntoView {
    let t = BoardText::here();
    let left = Left {
        board,
        session,
        counts: RwSignal::new(None),
        latest: StoredValue::new(0),
        nothing: RwSignal::new(false),
    };
    let live = Memo::new(move |_| board.standing.read().live);
    Effect::new(move || {
        if live.get() {
            left.refresh();
        }
    });
    when_begun(board, move |_| left.refresh());
    let again = move || {
        let some_left =
            |counts: &Option<HiddenCounts>| counts.as_ref().is_some_and(|it| it.items > 0);
        let is_seen = document().visibility_state() == VisibilityState::Visible;
        let is_private = board.phase.with_untracked(|phase| phase.private);
        if is_seen && (is_private || left.counts.with_untracked(some_left)) {
            left.refresh();
        }
    };
    if let Ok(asking) = set_interval_with_handle(again, ASK_AGAIN) {
        on_cleanup(move || asking.clear());
    }
    let list = NodeRef::<html::Select>::new();
    let chosen = RwSignal::new(None::<ParticipantId>);
    let empty_list = move || {
        let _ = chosen.try_set(None);
        if let Some(list) = list.try_get_untracked().flatten() {
            list.set_value("");
        }
    };
    let reveal_chosen = move |_| {
        if !leave.or_tell() {
            return;
        }
        if let Some(author) = chosen.get_untracked() {
            left.show(Reveal::Author(author), empty_list);
        }
    };
    let reveal_next = move |_| {
        if leave.or_tell() {
            left.show(Reveal::Next, || ());
        }
    };
    // What is chosen stays while others come, go and point.
    let writers = Memo::new(move |_| {
        let numbers: Vec<ParticipantId> =
            board.with_company(|client| client.people().keys().copied().collect());
        let named = numbers.into_iter();
        named
            .map(|number| (number, name_of(board, number)))
            .collect::<Vec<_>>()
    });
    let in_all = move || {
        let counts = left.counts.read();
        counts.as_ref().map(|counts| left_in_words(t, counts))
    };
    let of_chosen = move || {
        let author = chosen.get()?;
        let counts = left.counts.get()?;
        let hidden = left.of(&counts, author)?;
        Some(t.hidden_of_them(&name_of(board, author), &hidden.to_string()))
    };
    view! {
        <div
            class="stack"
            data-gap="small"
            on:pointerenter=move |_| left.refresh()
            on:focusin=move |_| left.refresh()
        >
            <div class="cluster">
                <Confirmed
                    icon=LuEye
                    name=t.reveal_all()
                    question=t.reveal_all_question()
                    yes=t.reveal_all_now()
                    no=t.reveal_nothing()
                    leave=leave
                    act=move || left.show(Reveal::All, || ())
                />
                <button
                    type="button"
                    class="button"
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=reveal_next
                >
                    {t.reveal_next()}
                </button>
                <label class="field" data-inline=true>
                    <span>{t.reveal_of()}</span>
                    <select
                        node_ref=list
                        on:change:target=move |event| {
                            chosen.set(event.target().value().parse().ok().map(ParticipantId));
                        }
                    >
                        <option value="">{t.choose()}</option>
                        <For each=move || writers.get() key=|writer| writer.clone() let((number, name))>
                            <option value=number.0.to_string()>{name}</option>
                        </For>
                    </select>
                </label>
                <button
                    type="button"
                    class="button"
                    disabled=move || chosen.get().is_none()
                    title=move || leave.why_not()
                    aria-disabled=move || refused(Some(leave))
                    on:click=reveal_chosen
                >
                    {t.reveal_this()}
                </button>
            </div>
            <p class="meta">{in_all} " " {of_chosen}</p>
            <p class="hint" role="status">
                {move || left.nothing.get().then(|| t.nothing_to_reveal())}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    fn counts() -> HiddenCounts {
        HiddenCounts {
            items: 6,
            of: vec![(2, 3), (5, 1)],
        }
    }

    #[test]
    fn how_much_is_left_is_said_with_what_nobody_signs() {
        let t = BoardText(Locale::En);
        let said = left_in_words(t, &counts());
        assert!(said.starts_with("6 items are still hidden."), "{said}");
        assert!(said.contains("2 of them without a name"), "{said}");
        let signed = HiddenCounts {
            items: 1,
            of: vec![(2, 1)],
        };
        assert_eq!(left_in_words(t, &signed), "1 item is still hidden.");
        let nothing = HiddenCounts::default();
        assert_eq!(left_in_words(t, &nothing), "Nothing is hidden.");
    }

    #[test]
    fn each_way_of_showing_leaves_less() {
        let (fox, otter) = (ParticipantId(2), ParticipantId(9));
        let shown = after(counts(), Reveal::Author(fox));
        assert_eq!((shown.items, signed_by(&shown, fox)), (3, 0));
        assert_eq!(after(counts(), Reveal::Author(otter)), counts());
        assert_eq!(after(counts(), Reveal::Next).items, 5);
        assert_eq!(after(counts(), Reveal::All), HiddenCounts::default());
    }
}
