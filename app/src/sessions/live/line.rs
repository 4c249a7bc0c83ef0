//! A line of the outline: one record, what it says, what it is, and what can be done with it.

mod choosing;

use board::geometry::{Point, Size};
use board::ids::RecordId;
use board::labels::label_in;
use board::record::{Content, Kind};
use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;

use super::deeds;
use super::editor::TextInput;
use super::engine::Board;
use super::focus;
use super::menu::RowMenu;
use super::outline::{Drawn, Row, Sheet};
use super::people::name_of;
use super::selection::{in_brief, joined, said};
use super::text::BoardText;
use super::theme::paper_of;
use crate::preferences::locale;
use crate::sessions::votes::VoteHere;
use choosing::{Choosing, choose, clicked, pressed};

/// The id of the element of a line.
pub(super) fn element_of(id: RecordId) -> String {
    format!("line-{id}")
}

/// The id of the element that tells what a line does not say.
fn about_of(id: RecordId) -> String {
    format!("about-{id}")
}

/// One record: its text, what it is, and what can be done with it.
#[component]
pub(super) fn Line(sheet: Sheet, id: RecordId) -> impl IntoView {
    let t = BoardText::here();
    let (stage, rows) = (sheet.stage, sheet.rows);
    let board = stage.board;
    let row = Memo::new(move |_| rows.read().rows.get(&id).cloned());
    let selected = move || board.selection.read().contains(&id);
    let editing = Memo::new(move |_| board.editing.get() == Some(id));
    let button = NodeRef::<html::Button>::new();
    // Who ends writing stands where they began, once the line is there again.
    Effect::new(move |wanted: Option<bool>| {
        let now = editing.get();
        let wanted = wanted.unwrap_or_default() || now;
        let line = button.get().filter(|line| line.is_connected());
        match line {
            Some(line) if wanted && !now => {
                let _ = line.focus();
                false
            }
            _ => wanted,
        }
    });
    let says = move || row.get().map(|row| said(t, row.kind, &row.text));
    let text = move || {
        if editing.get() {
            return view! {
                <div>
                    <TextInput board=board id=id focused=true />
                </div>
            }
            .into_any();
        }
        view! {
            <button
                id=element_of(id)
                node_ref=button
                type="button"
                class="board-line"
                aria-pressed=move || selected().to_string()
                aria-describedby=about_of(id)
                on:click=move |event| clicked(sheet, id, &event)
                on:dblclick=move |_| deeds::open_text(board, id)
                on:keydown=move |event| {
                    if pressed(sheet, id, &event) {
                        event.prevent_default();
                    }
                }
            >
                {says}
            </button>
        }
        .into_any()
    };
    let pick = move || {
        stage.several.get().then(|| {
            view! {
                <input
                    type="checkbox"
                    class="board-pick"
                    aria-label=move || t.choose_this(&says().unwrap_or_default())
                    prop:checked=selected
                    on:change=move |_| choose(sheet, id, Choosing::OneMore)
                />
            }
        })
    };
    let depth = move || row.get().map(|row| row.depth.to_string());
    let paper = move || {
        let note = row.get().and_then(|row| row.note)?;
        Some(format!("var({})", paper_of(note.colour)))
    };
    let kind = move || row.get().map(|row| kind_code(row.kind));
    let level = move || row.get().map(|row| row.depth.saturating_add(1).to_string());
    let picture = Memo::new(move |_| row.get().and_then(|row| row.picture));
    let picture = move || {
        picture.get().map(|picture| {
            let source = board.pictures.address(picture);
            // The line says what there is to see.
            view! { <img class="board-line-picture" src=source alt="" loading="lazy" /> }
        })
    };
    let is_drawn = Memo::new(move |_| row.get().is_some_and(|row| row.drawn.is_some()));
    let sketch = move || {
        is_drawn
            .get()
            .then(|| view! { <Sketch board=board id=id /> })
    };
    let writers = Memo::new(move |_| {
        let written = sheet.written.read();
        let here = written.iter().find(|written| written.record == id);
        here.map(|written| written.names.clone())
            .unwrap_or_default()
    });
    let writing = move || {
        let say = |name: String| view! { <span class="badge">{t.is_writing(&name)}</span> };
        writers.get().into_iter().map(say).collect_view()
    };
    let mark = Memo::new(move |_| stage.marks.with(|marks| marks.get(&id).cloned()));
    let marked = move || {
        let said = mark.get().map(|mark| mark.said);
        said.map(|said| view! { <span class="badge" data-tone="accent">{said}</span> })
    };
    let offer = Memo::new(move |_| mark.get().and_then(|mark| mark.offer));
    let votes_here = Memo::new(move |_| offer.read().is_some() && !sheet.shows_ballots());
    let brief = Memo::new(move |_| {
        let row = row.read();
        let row = row.as_ref();
        row.map_or_else(String::new, |row| in_brief(t, row.kind, &row.text))
    });
    let vote = move || {
        votes_here.get().then(|| {
            view! {
                <VoteHere
                    votes=sheet.votes
                    item=id.to_string()
                    text=brief
                    offer=offer
                    open=move |()| sheet.go_to_ballots()
                    gone=move |()| focus::rescue(stage, None)
                />
            }
        })
    };
    let about = move || {
        row.get().map(|row| {
            let label = row
                .note
                .map(|note| note.label)
                .filter(|label| !label.is_empty());
            let label = label.map(|label| {
                let label = label_in(locale(), &label).to_owned();
                view! { <span class="badge">{label}</span> }
            });
            let hidden = row
                .hidden
                .then(|| view! { <span class="badge" data-tone="info">{t.only_you()}</span> });
            let contested = (row.contested > 0).then(
                || view! { <span class="badge" data-tone="warn">{t.contested_mark()}</span> },
            );
            let locked = row
                .locked
                .then(|| view! { <span class="badge">{t.locked_mark()}</span> });
            let drawn = row.drawn.map(|drawn| {
                let rows = rows.read();
                let within = drawn.within.and_then(|within| rows.rows.get(&within));
                view! { <span>{told_of(t, drawn, within)}</span> }
            });
            let joins = row.ends.and_then(|ends| {
                let rows = rows.read();
                let end = |id: RecordId| {
                    let end = rows.rows.get(&id)?;
                    Some((end.kind, end.text.as_str()))
                };
                let said = joined(t, end(ends.from)?, end(ends.to)?);
                Some(view! { <span>{said}</span> })
            });
            view! {
                <span class="meta" id=about_of(id)>
                    {label} {hidden} {locked} {contested} {marked} {drawn} {joins} " "
                    {name_of(board, row.author)} " " {writing}
                </span>
            }
        })
    };
    view! {
        <li
            {..custom_attribute("aria-level", level)}
            style=("--depth", depth)
            style=("--paper-of", paper)
            data-kind=kind
            on:focusin=move |_| sheet.here.set_value(Some(id))
        >
            {pick}
            {text}
            {picture}
            {sketch}
            {about}
            {vote}
            <RowMenu stage=stage id=id rows=rows />
        </li>
    }
}

/// What a line drawn freehand looks like, for those who see it: others are told its size and
/// place.
#[component]
pub(super) fn Sketch(
    board: Board,
    id: RecordId,
    /// The classes by which it looks as it does.
    #[prop(default = "board-line-picture")]
    look: &'static str,
) -> impl IntoView {
    let drawn = board.with_index(|document, _| {
        let shape = &document.live(id)?.shape;
        match &shape.content {
            Content::Stroke(_, points) => Some((shape.size, path_of(points))),
            _ => None,
        }
    });
    drawn.map(|(Size { width, height }, path)| {
        let view_box = format!("0 0 {width} {height}");
        view! {
            <svg class=look viewBox=view_box aria-hidden="true">
                <polyline points=path />
            </svg>
        }
    })
}

/// Points one after the other. A single one comes twice: a line of no length is drawn as a dot.
fn path_of(points: &[Point]) -> String {
    let again = points.first().filter(|_| points.len() == 1);
    let all = points.iter().chain(again);
    all.map(|Point { x, y }| format!("{x},{y}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// How large a line drawn freehand is, and where it lies.
fn told_of(t: BoardText, drawn: Drawn, within: Option<&Row>) -> String {
    let (Size { width, height }, Point { x, y }) = (drawn.size, drawn.at);
    let lies = match within {
        Some(within) => t.lies_in(x, y, &said(t, within.kind, &within.text)),
        None => t.lies_at(x, y),
    };
    t.measures(width, height, &lies)
}

fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Note => "note",
        Kind::Frame => "frame",
        Kind::Cluster => "cluster",
        Kind::Connector => "connector",
        Kind::Text => "text",
        Kind::Stroke => "stroke",
        Kind::Image => "image",
    }
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn a_drawing_is_told_by_its_size_and_its_place() {
        let drawn = Drawn {
            size: Size::new(65, 9),
            at: Point::new(-20, 40),
            within: None,
        };
        let t = BoardText(Locale::Fr);
        assert_eq!(
            told_of(t, drawn, None),
            "65 de large, 9 de haut. Position : −20 ; 40, depuis l'origine du tableau"
        );
    }

    #[test]
    fn a_drawing_is_sketched_point_by_point_and_a_dot_twice() {
        let line = [Point::new(0, 4), Point::new(64, 0)];
        assert_eq!(path_of(&line), "0,4 64,0");
        assert_eq!(path_of(&line[..1]), "0,4 0,4");
        assert_eq!(path_of(&[]), "");
    }
}
