//! Connectors on the canvas: arrows from edge to edge, with their words.

use board::document::Document;
use board::geometry::Rect;
use board::ids::RecordId;
use board::index::SpatialIndex;
use board::lines::{Line, arrow, shown_in};
use board::record::{Content, Kind};

use super::{Manner, Painter};
use crate::sessions::live::changes::{reach, text_reach};

/// An arrow that shows.
pub(super) struct Arrow<'a> {
    line: Line,
    /// The part of the board in which its line runs.
    area: Rect,
    text: &'a str,
    /// Its author alone sees it.
    hidden: bool,
}

/// The connectors whose ends are shown.
pub(super) fn shown_connectors<'a>(
    (document, index): (&'a Document, &SpatialIndex),
    manner: Manner,
) -> Vec<Arrow<'a>> {
    let shown = |id: RecordId| {
        let record = document.live(id)?;
        (!(manner.for_all && record.secrecy.hidden)).then_some(record)
    };
    let arrows = index.connectors().filter_map(|id| {
        let record = shown(id)?;
        if let Content::Connector(ends) = &record.shape.content {
            shown(ends.from).and(shown(ends.to))?;
        }
        Some(Arrow {
            line: arrow(document, record)?,
            area: shown_in(document, record)?,
            text: record.shape.text.as_str(),
            hidden: record.secrecy.hidden,
        })
    });
    arrows.collect()
}

impl Painter {
    /// Draws those of which something lies in view.
    pub(super) fn connectors(&self, connectors: &[Arrow<'_>], seen: &Rect) {
        let context = &self.pen.context;
        context.set_stroke_style_str(&self.pen.theme.ink_soft);
        context.set_fill_style_str(&self.pen.theme.ink_soft);
        context.set_line_width(2.0);
        for Arrow {
            line,
            area,
            text,
            hidden,
        } in connectors
        {
            let reach = reach(Kind::Connector).saturating_add(text_reach(text));
            if !area.grown(reach).intersects(seen) {
                continue;
            }
            let (start, end) = (line.start, line.end);
            context.begin_path();
            context.move_to(start.0, start.1);
            context.line_to(end.0, end.1);
            if *hidden {
                self.pen.dashed(6.0);
            }
            context.stroke();
            self.pen.solid();
            self.arrow(start, end);
            if !text.is_empty() {
                self.pen.font(13.0, false);
                let middle = line.middle();
                let _ = context.fill_text(text, middle.0 + 6.0, middle.1 - 6.0);
            }
        }
    }

    fn arrow(&self, from: (f64, f64), to: (f64, f64)) {
        const LENGTH: f64 = 12.0;
        let angle = (to.1 - from.1).atan2(to.0 - from.0);
        self.pen.context.begin_path();
        self.pen.context.move_to(to.0, to.1);
        for turn in [0.45_f64, -0.45] {
            let (sine, cosine) = (angle + turn).sin_cos();
            self.pen
                .context
                .line_to(to.0 - LENGTH * cosine, to.1 - LENGTH * sine);
        }
        self.pen.context.close_path();
        self.pen.context.fill();
    }
}
