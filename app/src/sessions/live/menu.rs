//! What can be done with one line of the outline.

use std::collections::BTreeSet;

use board::actions;
use board::ids::RecordId;
use board::operation::{Operation, Reveal};
use board::record::Kind;
use leptos::prelude::*;

use super::engine::Board;
use super::outline::{Rows, delete, name_of_place, place_of, shift};
use super::text::BoardText;
use super::toolbar::note_types;

/// What can be done with one record.
#[component]
pub(super) fn RowMenu(board: Board, id: RecordId, rows: Memo<Rows>) -> impl IntoView {
    let t = BoardText::here();
    let open = RwSignal::new(false);
    let items = move || {
        open.get()
            .then(|| view! { <MenuItems board=board id=id rows=rows /> })
    };
    view! {
        <details
            class="board-menu"
            on:toggle=move |_| open.update(|open| *open = !*open)
        >
            <summary aria-label=t.actions_on_this()>"⋯"</summary>
            {items}
        </details>
    }
}

#[component]
fn MenuItems(board: Board, id: RecordId, rows: Memo<Rows>) -> impl IntoView {
    let t = BoardText::here();
    let one = BTreeSet::from([id]);
    let row = move || rows.with_untracked(|rows| rows.rows.get(&id).cloned());
    let places = {
        let rows = rows.get_untracked();
        let kind = row().map(|row| row.kind);
        let fitting = rows.order.iter().filter_map(|other| rows.rows.get(other));
        fitting
            .filter(|other| other.id != id && kind.is_some_and(|kind| kind.fits_in(other.kind)))
            .map(|other| {
                let name = name_of_place(t, other);
                view! { <option value=other.id.to_string()>{name}</option> }
            })
            .collect_view()
    };
    let move_to = move |value: String| {
        let parent = place_of(&rows.read_untracked(), &value);
        if parent.is_some() || value == "board" {
            board.act(|client| {
                let one = BTreeSet::from([id]);
                actions::place_in(client.view(), &one, parent, None)
            });
        }
    };
    let set_type = move |value: String| {
        let chosen = value.parse().ok();
        if let Some(chosen) = chosen.and_then(|place| note_types().into_iter().nth(place)) {
            board.act(|client| {
                let one = BTreeSet::from([id]);
                actions::set_type(client.view(), &one, &chosen)
            });
        }
    };
    let types = note_types()
        .into_iter()
        .enumerate()
        .map(|(place, offered)| {
            let name = match offered.label.as_str() {
                "" => t.plain_note().to_owned(),
                label => label.to_owned(),
            };
            view! { <option value=place.to_string()>{name}</option> }
        })
        .collect_view();
    let is_note = row().is_some_and(|row| row.kind == Kind::Note);
    let hidden = row().is_some_and(|row| row.hidden);
    let locked = row().is_some_and(|row| row.locked);
    let cluster = row().is_some_and(|row| row.kind == Kind::Cluster);
    let copied = one.clone();
    view! {
        <div>
            <button type="button" on:click=move |_| board.editing.set(Some(id))>{t.edit()}</button>
            <button type="button" on:click=move |_| { shift(board, id, false); }>{t.move_up()}</button>
            <button type="button" on:click=move |_| { shift(board, id, true); }>{t.move_down()}</button>
            <label class="field">
                <span>{t.move_to()}</span>
                <select on:change:target=move |event| move_to(event.target().value())>
                    <option value="">{t.choose()}</option>
                    <option value="board">{t.on_the_board()}</option>
                    {places}
                </select>
            </label>
            <label class="field" hidden=!is_note>
                <span>{t.note_type()}</span>
                <select on:change:target=move |event| set_type(event.target().value())>
                    <option value="">{t.choose()}</option>
                    {types}
                </select>
            </label>
            <button
                type="button"
                hidden=!is_note
                on:click=move |_| {
                    let one = BTreeSet::from([id]);
                    board.act(|client| actions::group(client, &one, String::new()));
                }
            >
                {t.make_cluster()}
            </button>
            <button
                type="button"
                hidden=!cluster
                on:click=move |_| {
                    let one = BTreeSet::from([id]);
                    board.act(|client| actions::ungroup(client.view(), &one));
                }
            >
                {t.ungroup()}
            </button>
            <button
                type="button"
                hidden=!hidden
                on:click=move |_| {
                    board.act(|_| vec![Operation::Reveal(Reveal::Record(id))]);
                }
            >
                {t.reveal_this()}
            </button>
            <button
                type="button"
                on:click=move |_| {
                    board.act(|client| actions::duplicate(client, &copied));
                }
            >
                {t.duplicate()}
            </button>
            <button
                type="button"
                hidden=!board.leads()
                on:click=move |_| {
                    board.act(|client| actions::lock(client.view(), &BTreeSet::from([id]), !locked));
                }
            >
                {if locked { t.unlock() } else { t.lock() }}
            </button>
            <button type="button" data-kind="danger" on:click=move |_| { delete(board, id); }>
                {t.delete()}
            </button>
        </div>
    }
}
