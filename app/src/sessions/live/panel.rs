//! The panel beside the board: the script, the votes or the people. Where the screen has no
//! room beside the board it lies over it as a drawer, and the board keeps its width. Which of
//! them is open is remembered for the tab.

use icondata_lu::{LuHand, LuPanelRight, LuUsers, LuVote, LuX};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use web_sys::Storage;

use super::canvas::Stage;
use super::focus;
use super::people::{hands, here};
use super::text::BoardText;
use crate::kit::{Icon, has_keyboard};
use crate::preferences::locale;
use crate::text::number;

/// Screens narrower than this, in pixels, have no room beside the board: as the style sheet has
/// it.
const DRAWER: f64 = 1024.0;
/// Where it is remembered for the tab.
const KEPT: &str = "board-panel";

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Script,
    Votes,
    People,
}

impl Content {
    const ALL: [Self; 3] = [Self::Script, Self::Votes, Self::People];

    const fn code(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Votes => "votes",
            Self::People => "people",
        }
    }
}

/// What is kept of a panel that is closed.
const CLOSED: &str = "closed";

/// What a tab remembers: what is open, or that nothing is; or nothing yet.
fn remembered(kept: Option<&str>) -> Option<Option<Content>> {
    let kept = kept?;
    if kept == CLOSED {
        return Some(None);
    }
    let mut all = Content::ALL.into_iter();
    all.find(|content| content.code() == kept).map(Some)
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Whether the panel lies over the board, as the screen is now.
fn is_drawer() -> bool {
    let width = window().inner_width().ok();
    let width = width.and_then(|width| width.as_f64());
    width.is_some_and(|width| width < DRAWER)
}

/// The panel, and what is open in it.
#[derive(Clone, Copy)]
pub(super) struct Panel {
    stage: Stage,
    open: RwSignal<Option<Content>>,
    /// What was open last: a key opens it again.
    last: StoredValue<Content>,
    element: NodeRef<html::Aside>,
}

impl Panel {
    /// The panel as the tab remembers it. `wanted` shows the script whatever it was: something
    /// waits there.
    pub(super) fn new(stage: Stage, wanted: bool) -> Self {
        let kept = storage().and_then(|storage| storage.get_item(KEPT).ok().flatten());
        let open = match remembered(kept.as_deref()) {
            _ if wanted => Some(Content::Script),
            Some(known) => known,
            None => (!is_drawer()).then_some(Content::Script),
        };
        let panel = Self {
            stage,
            open: RwSignal::new(open),
            last: StoredValue::new(open.unwrap_or(Content::Script)),
            element: NodeRef::new(),
        };
        Effect::new(move || {
            let open = panel.open.get();
            if let Some(open) = open {
                panel.last.set_value(open);
            }
            if let Some(storage) = storage() {
                let _ = storage.set_item(KEPT, open.map_or(CLOSED, Content::code));
            }
        });
        panel
    }

    /// What it shows; followed.
    pub(super) fn open(self) -> Option<Content> {
        self.open.get()
    }

    /// Whether it shows this; followed.
    pub(super) fn shows(self, content: Content) -> bool {
        self.open() == Some(content)
    }

    /// Shows something. Whoever is elsewhere stays there.
    pub(super) fn show(self, content: Content) {
        self.open.set(Some(content));
    }

    /// Shows something and takes the keyboard there.
    pub(super) fn go_to(self, content: Content) {
        self.show(content);
        let element = self.element;
        request_animation_frame(move || {
            if let Some(element) = element.try_get_untracked().flatten() {
                let _ = element.focus();
            }
        });
    }

    /// Leads from the panel to what it has led to on the board, over which it may lie.
    pub(super) fn make_room(self) {
        if is_drawer() {
            self.open.set(None);
        }
    }

    /// Closes it, and takes the keyboard to the board if it was there.
    fn close(self) {
        let had_keyboard = self.has_keyboard();
        self.open.set(None);
        if had_keyboard {
            focus::back(self.stage);
        }
    }

    fn has_keyboard(self) -> bool {
        let panel = self.element.get_untracked();
        panel.is_some_and(|panel| has_keyboard(&panel))
    }

    /// Leads into the panel, which opens as it was last, or closes it again.
    pub(super) fn toggle(self) {
        match self.open.get_untracked() {
            Some(_) if self.has_keyboard() => self.close(),
            Some(open) => self.go_to(open),
            None => self.go_to(self.last.get_value()),
        }
    }

    /// A button of it is pressed: it shows this, or closes.
    fn pressed(self, content: Content, event: &MouseEvent) {
        if self.open.get_untracked() == Some(content) {
            self.open.set(None);
        } else if focus::is_by_key(event) {
            self.go_to(content);
        } else {
            self.show(content);
        }
    }

    /// What Escape does in it: it leads back to the board, and a drawer closes. In a field it
    /// is the field's own.
    fn escaped(self, event: &KeyboardEvent) {
        let is_meant = event.key() == "Escape" && !event.default_prevented();
        if !is_meant || focus::is_in_field(event) {
            return;
        }
        event.prevent_default();
        if is_drawer() {
            self.close();
        } else {
            focus::back(self.stage);
        }
    }
}

/// The buttons that open it.
#[component]
pub(super) fn PanelButtons(panel: Panel) -> impl IntoView {
    let t = BoardText::here();
    let board = panel.stage.board;
    let count = move || i128::try_from(here(board)).unwrap_or(i128::MAX);
    let people = move || t.panel_people(count());
    // Whoever leads sees that somebody asks to speak, whatever stands beside the board.
    let raised = Memo::new(move |_| hands(board));
    let hands = move || {
        let count = i128::try_from(raised.get()).unwrap_or(i128::MAX);
        (count > 0).then(|| {
            view! {
                <span class="board-hands">
                    <Icon icon=LuHand />
                    <span aria-hidden="true">{number(locale(), count)}</span>
                    <span class="visually-hidden">{t.hands_raised(count)}</span>
                </span>
            }
        })
    };
    let pressed = move |content: Content| move || panel.shows(content).to_string();
    let press = move |content: Content| move |event: MouseEvent| panel.pressed(content, &event);
    view! {
        <div class="segments" role="group" aria-label=t.panels()>
            <button
                type="button"
                aria-pressed=pressed(Content::Script)
                on:click=press(Content::Script)
            >
                <Icon icon=LuPanelRight />
                <span class="board-label">{t.panel_script()}</span>
            </button>
            <button
                type="button"
                aria-pressed=pressed(Content::Votes)
                on:click=press(Content::Votes)
            >
                <Icon icon=LuVote />
                <span class="board-label">{t.panel_votes()}</span>
            </button>
            <button
                type="button"
                aria-pressed=pressed(Content::People)
                on:click=press(Content::People)
            >
                <Icon icon=LuUsers />
                // Where there is no room for the words, the number stands for them.
                <span class="board-number" aria-hidden="true">{move || number(locale(), count())}</span>
                <span class="board-label">{people}</span>
                {hands}
            </button>
        </div>
    }
}

/// The panel with what it shows.
#[component]
pub(super) fn PanelBeside<F, V>(
    panel: Panel,
    /// What each of its contents is.
    content: F,
) -> impl IntoView
where
    F: Fn(Content) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let t = BoardText::here();
    let shown = move || panel.open().map(&content);
    view! {
        <aside
            node_ref=panel.element
            class="board-panel stack"
            tabindex="-1"
            aria-label=t.panels()
            hidden=move || panel.open().is_none()
            on:keydown=move |event| panel.escaped(&event)
        >
            <button
                type="button"
                class="button board-panel-close"
                data-kind="quiet"
                on:click=move |_| panel.close()
            >
                <Icon icon=LuX />
                {t.close_panel()}
            </button>
            {shown}
        </aside>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_remembers_what_is_open_and_that_nothing_is() {
        for content in Content::ALL {
            assert_eq!(remembered(Some(content.code())), Some(Some(content)));
        }
        assert_eq!(remembered(Some(CLOSED)), Some(None));
        // Nothing yet, or of another program.
        assert_eq!(remembered(None), None);
        assert_eq!(remembered(Some("menu")), None);
    }
}
