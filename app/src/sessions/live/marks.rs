//! Votes at the records that they are about: which stand where, and how they are drawn.

use std::collections::HashMap;
use std::sync::Arc;

use board::document::Document;
use board::geometry::Rect;
use board::ids::RecordId;
use board::record::Kind;
use leptos::prelude::*;

use super::area::Area;
use super::changes::reach;
use super::draw::LEGIBLE;
use super::pen::Pen;
use crate::sessions::votes::{Mark, VotesState, VotesText};

/// Size of the letters, in board units.
const LETTERS: f64 = 18.0;
/// Height of the paper under them.
const HEIGHT: f64 = 26.0;
/// So much of it stands above the edge of a frame or cluster, below the letters of its name; the
/// rest is about as high as what a cluster leaves free around what is in it.
const ABOVE_EDGE: f64 = 4.0;
/// Between its edge and the letters.
const EDGE: f64 = 8.0;
/// So much of it stands on the foot of a record: what a note leaves free around what is written
/// on it. The rest hangs below.
const ON_FOOT: f64 = 10.0;
/// So far it hangs over the side.
const OVER_SIDE: f64 = 10.0;

/// What of the votes stands at which record. Shared, as each drawing looks at it.
pub(super) type Marks = Arc<HashMap<RecordId, Mark>>;

/// The marks as they are now: made when votes change, not for each drawing. For many eyes
/// without what only the reader may see.
pub(super) fn marks(votes: VotesState, for_all: bool) -> Signal<Marks> {
    let t = VotesText::here();
    let marks = Memo::new(move |_| {
        let marks = votes.marks(t, for_all).into_iter();
        let known = marks.filter_map(|(item, mark)| Some((RecordId::parse(&item)?, mark)));
        Marks::new(known.collect())
    });
    marks.into()
}

/// The parts of the board that look different with other marks.
pub(super) fn remarked(document: &Document, before: &Marks, now: &Marks) -> Vec<Rect> {
    if Arc::ptr_eq(before, now) {
        return Vec::new();
    }
    let other = before.keys().chain(now.keys());
    let other = other.filter(|id| before.get(*id) != now.get(*id));
    let drawn = other.filter_map(|id| document.live(*id));
    drawn
        .map(|record| record.bounds().grown(reach(record.shape.kind())))
        .collect()
}

/// Where there is room to write on a record without paper, beside its mark.
pub(super) fn room_beside(mark: Option<&Mark>, area: Area) -> Area {
    match mark {
        Some(_) => area.without_foot(ON_FOOT),
        None => area,
    }
}

/// Draws a mark over the corner of a record at its foot, where nothing is written; of a frame or
/// cluster, whose foot lies under what is in it and whose name stands above, on its upper edge.
pub(super) fn draw(pen: &Pen, mark: &Mark, kind: Kind, area: Area, scale: f64) {
    if LETTERS * scale < LEGIBLE {
        return;
    }
    let context = &pen.context;
    pen.font(LETTERS, true);
    let letters = context.measure_text(&mark.drawn);
    let letters = letters.map_or(0.0, |text| text.width());
    let paper = paper(letters, kind, area);
    pen.outline(paper, HEIGHT / 2.0);
    context.set_fill_style_str(&pen.theme.surface);
    context.fill();
    context.set_stroke_style_str(&pen.theme.ink);
    context.set_line_width(1.5 / scale);
    context.stroke();
    context.set_fill_style_str(&pen.theme.ink);
    let (x, y) = (paper.x + EDGE, paper.y + LETTERS + 1.0);
    let room = (paper.width - 2.0 * EDGE).max(1.0);
    let _ = context.fill_text_with_max_width(&mark.drawn, x, y, room);
}

/// Where the paper of a mark lies whose letters are so wide: at the right. What is smaller than
/// a mark has one that sticks out, no farther than all of it is drawn anew.
fn paper(letters: f64, kind: Kind, area: Area) -> Area {
    let reach = f64::from(reach(kind));
    let width = (letters + 2.0 * EDGE).min(area.width.max(reach));
    let (over, y) = match kind {
        Kind::Frame | Kind::Cluster => (0.0, area.y - ABOVE_EDGE),
        Kind::Note | Kind::Text | Kind::Image | Kind::Stroke | Kind::Connector => {
            (OVER_SIDE, area.y + area.height - ON_FOOT)
        }
    };
    Area {
        x: area.x + area.width - width + over,
        y,
        width,
        height: HEIGHT,
    }
}

#[cfg(test)]
mod tests {
    use board::actions::create_note_in;
    use board::client::Client;
    use board::geometry::{Point, Size};
    use board::ids::{ClientId, ParticipantId};
    use board::record::NoteType;

    use super::*;

    fn mark(drawn: &str) -> Mark {
        Mark {
            drawn: drawn.into(),
            said: drawn.into(),
            offer: None,
        }
    }

    #[test]
    fn only_where_a_mark_changes_the_board_is_drawn_anew() {
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        for x in [0, 1_000, 2_000] {
            let at = Point::new(x, 0);
            let note = NoteType::default();
            for operation in create_note_in(&mut client, None, at, note, "Piste".into()) {
                document.apply(&operation, ParticipantId(1));
            }
        }
        let ids: Vec<RecordId> = document.records().map(|(id, _)| id).collect();
        let [one, two, three] = ids[..] else {
            panic!("three notes");
        };
        let gone = client.new_record_id();
        let before = [(one, mark("1 ●")), (two, mark("2 ●")), (gone, mark("1 ●"))];
        let before: Marks = Arc::new(before.into());
        let now = [(one, mark("1 ●")), (two, mark("3 ●")), (three, mark("1 ●"))];
        let now: Marks = Arc::new(now.into());
        let drawn = |before: &Marks, now: &Marks| {
            let mut lefts: Vec<i32> = remarked(&document, before, now)
                .iter()
                .map(|part| part.origin.x)
                .collect();
            lefts.sort_unstable();
            lefts.dedup();
            lefts
        };
        let left = |id: RecordId| {
            let record = document.live(id).expect("a note");
            record.bounds().origin.x - reach(Kind::Note)
        };
        let mut changed = vec![left(two), left(three)];
        changed.sort_unstable();
        assert_eq!(drawn(&before, &now), changed);
        assert!(drawn(&now, &now.clone()).is_empty());
    }

    #[test]
    fn a_mark_stays_within_what_is_drawn_anew_with_its_record() {
        let kinds = [
            (Kind::Note, Size::new(200, 200)),
            (Kind::Note, Size::new(1, 1)),
            (Kind::Frame, Size::new(600, 400)),
            (Kind::Stroke, Size::new(1, 1)),
            (Kind::Image, Size::new(30, 16)),
        ];
        for (kind, size) in kinds {
            let bounds = Rect::new(Point::new(100, 100), size);
            let drawn = bounds.grown(reach(kind));
            for letters in [10.0, 90.0, 5_000.0] {
                let paper = paper(letters, kind, Area::from_rect(&bounds)).rect();
                assert_eq!(drawn.union(&paper), drawn, "{kind:?} {size:?} {letters}");
            }
        }
    }

    #[test]
    fn a_mark_is_as_wide_as_its_letters_where_there_is_room() {
        let width = |kind: Kind, size: Size, letters: f64| {
            let bounds = Rect::new(Point::new(100, 100), size);
            let paper = paper(letters, kind, Area::from_rect(&bounds)).rect();
            i64::from(paper.size.width)
        };
        for kind in [Kind::Note, Kind::Frame, Kind::Text] {
            assert_eq!(width(kind, Size::new(200, 200), 10.0), 26, "{kind:?}");
        }
        assert_eq!(width(Kind::Note, Size::new(200, 200), 5_000.0), 200);
        let narrow = width(Kind::Note, Size::new(1, 1), 90.0);
        assert_eq!(narrow, i64::from(reach(Kind::Note)));
    }

    #[test]
    fn nothing_is_written_where_a_mark_stands() {
        let bounds = Rect::new(Point::new(100, 100), Size::new(320, 60));
        let (text, mark) = (Area::from_rect(&bounds), mark("3 ●"));
        let written = room_beside(Some(&mark), text);
        let paper = paper(30.0, Kind::Text, text);
        assert!(written.y + written.height <= paper.y);
        assert_eq!(room_beside(None, text), text);
    }
}
