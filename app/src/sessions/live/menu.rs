//! What can be done with one line of the outline.

use std::collections::BTreeSet;

use board::actions;
use board::document::Document;
use board::ids::RecordId;
use board::operation::Operation;
use board::record::Kind;
use board::text::TextEdit;
use leptos::prelude::*;

use super::canvas::Stage;
use super::controls::{Menu, MenuItem};
use super::deeds;
use super::engine::Board;
use super::leave::Leave;
use super::outline::Rows;
use super::selection_menus::{PlacesMenu, TypesMenu, to_group};
use super::text::BoardText;

/// What can be done with one record.
#[component]
pub(super) fn RowMenu(stage: Stage, id: RecordId, rows: Memo<Rows>) -> impl IntoView {
    let t = BoardText::here();
    let items = move || view! { <MenuItems stage=stage id=id rows=rows /> };
    view! { <Menu name=t.actions_on_this() sign="⋯" items=items /> }
}

#[component]
fn MenuItems(stage: Stage, id: RecordId, rows: Memo<Rows>) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let row = rows.with_untracked(|rows| rows.rows.get(&id).cloned());
    let kind = row.as_ref().map(|row| row.kind);
    let (is_note, is_cluster) = (kind == Some(Kind::Note), kind == Some(Kind::Cluster));
    let me = board.me.get_untracked().map(|me| me.participant);
    let is_own = row.as_ref().is_some_and(|row| Some(row.author) == me);
    let locked = row.is_some_and(|row| row.locked);
    let one = move || BTreeSet::from([id]);
    let act = move |make: fn(&mut board::client::Client, &BTreeSet<RecordId>) -> Vec<Operation>| {
        deeds::create(stage, |client| make(client, &one()));
    };
    let types = is_note.then(|| view! { <TypesMenu board=board ids=one /> });
    let grouped = is_note.then(|| {
        let group = move || act(|client, one| actions::group(client, one, String::new()));
        view! { <MenuItem name=t.make_cluster() leave=to_group(board, one) act=group /> }
    });
    let ungrouped = is_cluster.then(|| {
        let ungroup = move || act(|client, one| actions::ungroup(client.view(), one));
        let leave = Leave::to_do(board, move |document| actions::ungroup(document, &one()));
        view! { <MenuItem name=t.ungroup() leave=leave act=ungroup /> }
    });
    let shown = move |document: &Document| deeds::revealing(document, &one());
    let hides = board.with_index(|document, _| !shown(document).is_empty());
    let revealed = hides.then(|| {
        let reveal = move || {
            board.act(|client| shown(client.view()));
        };
        let leave = Leave::to_do(board, shown);
        // What is one's own waits for the connection as all else does.
        let leave = if is_own {
            leave
        } else {
            leave.and(Leave::to_lead(board))
        };
        view! { <MenuItem name=t.reveal_this() leave=leave act=reveal /> }
    });
    let kept = board.leads().then(|| {
        let lock = move || {
            board.act(|client| actions::lock(client.view(), &one(), !locked));
        };
        view! { <MenuItem name=if locked { t.unlock() } else { t.lock() } act=lock /> }
    });
    let edits = move |_: &Document| vec![Operation::Edit(id, TextEdit::default())];
    let shifts = |down: bool| {
        let would = move |document: &Document| actions::shift(document, id, down);
        Leave::to_do(board, would)
    };
    let copies = Leave::to_make(board, move |document| actions::copies_of(document, &one()));
    view! {
        <MenuItem
            name=t.edit()
            leave=Leave::to_do(board, edits)
            act=move || board.editing.set(Some(id))
        />
        <MenuItem name=t.move_up() leave=shifts(false) act=move || shift(board, id, false) />
        <MenuItem name=t.move_down() leave=shifts(true) act=move || shift(board, id, true) />
        <PlacesMenu board=board ids=one />
        {types}
        {grouped}
        {ungrouped}
        {revealed}
        <MenuItem name=t.duplicate() leave=copies act=move || act(actions::duplicate) />
        {kept}
        <MenuItem
            name=t.delete()
            kind="danger"
            leave=Leave::to_do(board, move |document| actions::delete(document, &one()))
            act=move || act(|client, one| actions::delete(client.view(), one))
        />
    }
}

/// Moves a record one place up or down.
pub(super) fn shift(board: Board, id: RecordId, down: bool) {
    board.act(|client| actions::shift(client.view(), id, down));
}
