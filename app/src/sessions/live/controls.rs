//! Buttons and menus of the board's bars.

use board::document::Document;
use board::operation::Operation;
use board::rules::{Refusal, Right};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::engine::{Board, Told};
use super::status::refusal_words;
use super::text::BoardText;
use crate::kit::Icon;

/// Whether something that stands there is done now, and what is said where it is not: the
/// rules of the board are asked before it is offered.
#[derive(Clone, Copy)]
pub(super) struct Leave {
    board: Board,
    refusal: Signal<Option<Refusal>>,
}

impl Leave {
    /// What takes these rights.
    pub(super) fn of(board: Board, rights: &'static [Right]) -> Self {
        Self::where_all(board, move || rights.to_vec())
    }

    /// What takes the rights that are found.
    pub(super) fn where_all(
        board: Board,
        rights: impl Fn() -> Vec<Right> + Send + Sync + 'static,
    ) -> Self {
        let refusal = move || rights().into_iter().find_map(|right| board.refuses(right));
        Self {
            board,
            refusal: Signal::derive(refusal),
        }
    }

    /// What would be done to the board as it is.
    pub(super) fn to_do(
        board: Board,
        would: impl Fn(&Document) -> Vec<Operation> + Send + Sync + 'static,
    ) -> Self {
        let refusal = move || {
            board.phase.track();
            board.me.track();
            board.with_client(|client| {
                let operations = would(client.view());
                let answers = operations.iter().map(|one| client.permits(one));
                answers.filter_map(Result::err).next()
            })
        };
        Self {
            board,
            refusal: Signal::derive(refusal),
        }
    }

    /// Whether it is done now.
    pub(super) fn given(self) -> bool {
        self.refusal.read().is_none()
    }

    /// Why not, in words.
    pub(super) fn why_not(self) -> Option<&'static str> {
        let t = BoardText::here();
        self.refusal.get().map(|refusal| match refusal {
            Refusal::NotYours => t.not_for_you(),
            other => refusal_words(t, other),
        })
    }

    /// Whether to go on, asked as it is pressed: a finger finds no title, so that it is told.
    pub(super) fn or_tell(self) -> bool {
        let refusal = self.refusal.get_untracked();
        if let Some(refusal) = refusal {
            self.board.tell(Told::Refused(refusal));
        }
        refusal.is_none()
    }
}

/// The title of a sign: its name, and why it does nothing now.
pub(super) fn titled(name: &'static str, leave: Option<Leave>) -> String {
    match leave.and_then(Leave::why_not) {
        Some(why) => BoardText::here().with_value(name, why),
        None => name.to_owned(),
    }
}

/// The value of `aria-disabled` where something is not done now.
pub(super) fn refused(leave: Option<Leave>) -> Option<&'static str> {
    leave.is_some_and(|leave| !leave.given()).then_some("true")
}

/// A button that does one thing, shown by its sign.
#[component]
pub(super) fn Act(
    icon: icondata_core::Icon,
    name: &'static str,
    /// Whether it does it now.
    #[prop(optional)]
    leave: Option<Leave>,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            title=move || titled(name, leave)
            aria-label=name
            aria-disabled=move || refused(leave)
            on:click=move |_| {
                if leave.is_none_or(Leave::or_tell) {
                    act();
                }
            }
        >
            <Icon icon=icon />
        </button>
    }
}

/// A button of a menu that does one thing.
#[component]
pub(super) fn MenuItem(
    name: &'static str,
    /// Whether it does it now.
    #[prop(optional)]
    leave: Option<Leave>,
    /// What sort of deed it is, for the style sheet.
    #[prop(optional)]
    kind: Option<&'static str>,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            data-kind=kind
            title=move || leave.and_then(Leave::why_not)
            aria-disabled=move || refused(leave)
            on:click=move |_| {
                if leave.is_none_or(Leave::or_tell) {
                    act();
                }
            }
        >
            {name}
        </button>
    }
}

/// What can be chosen, in a list below its name. It is made when it opens, and closes once a
/// button in it is pressed, unless it stays, or by Escape: whoever opened it stands at its name
/// again.
#[component]
pub(super) fn Menu<F, V>(
    /// What the menu is for.
    name: &'static str,
    /// A sign in place of its name.
    #[prop(optional)]
    sign: Option<&'static str>,
    /// It stays open when a button in it is pressed.
    #[prop(optional)]
    stays: bool,
    /// What it holds.
    items: F,
) -> impl IntoView
where
    F: Fn() -> V + Send + 'static,
    V: IntoView + 'static,
{
    let details = NodeRef::<html::Details>::new();
    let open = RwSignal::new(false);
    let close = move || {
        if let Some(details) = details.get_untracked() {
            let _ = details.remove_attribute("open");
            let summary = details.query_selector("summary").ok().flatten();
            let summary = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok());
            if let Some(summary) = summary {
                let _ = summary.focus();
            }
        }
    };
    let pressed = move |event: MouseEvent| {
        if !stays && is_of_button(&event) {
            close();
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    view! {
        <details
            node_ref=details
            class="board-menu"
            on:toggle=move |_| {
                let details = details.get_untracked();
                let details = details.filter(|details| details.has_attribute("open"));
                open.set(details.is_some());
                if let Some(details) = details {
                    show_list(details.into());
                }
            }
            on:keydown=key
        >
            <summary aria-label=sign.map(|_| name)>{sign.unwrap_or(name)}</summary>
            <div on:click=pressed>
                {move || open.get().then(&items)}
                // On a low screen it lies over its name, which closes it elsewhere.
                {stays.then(|| view! { <MenuItem name=BoardText::here().close() act=close /> })}
            </div>
        </details>
    }
}

/// Scrolls to the list of a line of the outline, which may reach beyond the window, once it is
/// made.
fn show_list(details: Element) {
    request_animation_frame(move || {
        let list = details.query_selector(":scope > div").ok().flatten();
        let in_line = details
            .closest(".board-rows")
            .is_ok_and(|rows| rows.is_some());
        if let (Some(list), true) = (list, in_line) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            list.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Whether a button was pressed, rather than what lies around it.
fn is_of_button(event: &MouseEvent) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("button").is_ok_and(|it| it.is_some()))
}
