//! What can be done by keys, told to those who look for it and to those who hear the board:
//! one list for each view.

use leptos::prelude::*;

use super::controls::Menu;
use super::text::BoardText;

/// The keys of the canvas.
fn on_canvas(t: BoardText) -> Vec<&'static str> {
    vec![
        t.key_note(),
        t.key_put(),
        t.key_join(),
        t.key_draw(),
        t.key_walk(),
        t.key_take_out(),
        t.key_tools(),
        t.key_move(),
        t.key_snap(),
        t.key_size(),
        t.key_write(),
        t.key_delete(),
        t.key_undo(),
        t.key_group(),
        t.key_copy(),
        t.key_find(),
        t.key_view(),
        t.key_map(),
        t.key_bars(),
        t.key_panel(),
        t.key_menus(),
    ]
}

/// The keys of the outline.
fn in_outline(t: BoardText) -> Vec<&'static str> {
    vec![
        t.key_new_line(),
        t.key_join(),
        t.key_lines(),
        t.key_pick(),
        t.key_shift(),
        t.key_write_line(),
        t.key_row_menu(),
        t.key_pad(),
        t.key_delete(),
        t.key_undo(),
        t.key_group(),
        t.key_copy(),
        t.key_find(),
        t.key_bars(),
        t.key_panel(),
        t.key_menus(),
    ]
}

/// The keys of the canvas as one text, for those who hear it.
pub(super) fn keys_told(t: BoardText) -> String {
    let mut told = on_canvas(t).join(". ");
    told.push_str(". ");
    told.push_str(t.same_in_outline());
    told
}

/// The keys of a view, in a menu.
#[component]
pub(super) fn Shortcuts(
    /// Of the outline, rather than of the canvas.
    outline: bool,
) -> impl IntoView {
    let t = BoardText::here();
    let items = move || {
        let keys = if outline { in_outline(t) } else { on_canvas(t) };
        let keys = keys.into_iter().map(|key| view! { <li>{key}</li> });
        view! { <ul class="board-shortcuts" tabindex="0">{keys.collect_view()}</ul> }
    };
    // It stays while what it tells of is tried.
    view! { <Menu name=t.shortcuts() stays=true items=items /> }
}
