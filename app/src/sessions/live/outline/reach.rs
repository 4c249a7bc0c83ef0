//! How far down the outline is drawn: all of a large board takes a browser seconds to draw, and
//! half a second at each change. What is not drawn is found by the search, and drawn for whoever
//! goes on or is led there.

use board::ids::RecordId;
use leptos::prelude::*;

use super::{Sheet, go_to};
use crate::sessions::live::text::BoardText;
use crate::text::number;

/// How many lines are drawn at first, and how many more at a time.
pub(super) const LINES: usize = 300;

/// How many lines are drawn so that the one at this place is among them.
fn reaching(drawn: usize, place: usize) -> usize {
    if place < drawn {
        return drawn;
    }
    place
        .saturating_add(1)
        .div_ceil(LINES)
        .saturating_mul(LINES)
}

impl Sheet {
    /// The lines that are drawn, of those that show; followed.
    pub(super) fn drawn(self) -> Vec<RecordId> {
        let shown = self.shown.read();
        let reach = self.reached(&shown);
        shown.iter().take(reach).copied().collect()
    }

    /// How many lines are drawn: as far as somebody has gone, and always the one that is written
    /// in, which others' lines push down; followed.
    fn reached(self, shown: &[RecordId]) -> usize {
        let reach = self.reach.get();
        let written = self.stage.board.editing.get();
        let place = written.and_then(|id| shown.iter().position(|other| *other == id));
        place.map_or(reach, |place| reaching(reach, place))
    }

    /// Has a line drawn, however far down it stands.
    pub(super) fn reach_for(self, id: RecordId) {
        let place = |shown: &Vec<RecordId>| shown.iter().position(|other| *other == id);
        if let Some(place) = self.shown.with_untracked(place) {
            let reach = self.reach.get_untracked();
            let further = reaching(reach, place);
            if further != reach {
                self.reach.set(further);
            }
        }
    }

    /// Draws the next lines, and takes the keyboard to the first of them.
    fn go_on(self) {
        let next = untrack(|| {
            let shown = self.shown.read();
            shown.get(self.reached(&shown)).copied()
        });
        if let Some(next) = next {
            go_to(self, next);
        }
    }
}

/// How many lines of how many are drawn, and how to go on; nothing where all are.
#[component]
pub(super) fn Further(sheet: Sheet) -> impl IntoView {
    let t = BoardText::here();
    let more = Memo::new(move |_| {
        let shown = sheet.shown.read();
        let (reach, all) = (sheet.reached(&shown), shown.len());
        (reach < all).then(|| [reach, all].map(|count| i128::try_from(count).unwrap_or(i128::MAX)))
    });
    move || {
        more.get().map(|[drawn, all]| {
            view! {
                <div class="cluster">
                    <button type="button" class="button" on:click=move |_| sheet.go_on()>
                        {t.more_lines()}
                    </button>
                    <span class="meta">{t.lines_drawn(&number(t.0, drawn), &number(t.0, all))}</span>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_drawn_in_rounds_as_far_as_somebody_is_led() {
        assert_eq!(reaching(LINES, 0), LINES);
        assert_eq!(reaching(LINES, LINES - 1), LINES);
        assert_eq!(reaching(LINES, LINES), 2 * LINES);
        assert_eq!(reaching(LINES, 5 * LINES + 7), 6 * LINES);
        assert_eq!(reaching(6 * LINES, LINES), 6 * LINES);
    }
}
