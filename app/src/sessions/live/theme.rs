//! The colours of the page, for what is not drawn by its style: the canvas.

use board::record::Colour;
use web_sys::HtmlCanvasElement;

/// How long colours are taken for those of the style, in milliseconds: asking for them takes
/// longer than drawing. Where they become others, the board is drawn anew anyway.
const LASTS: f64 = 250.0;

/// All papers, in the order of the board's palette.
const COLOURS: [Colour; 8] = [
    Colour::Yellow,
    Colour::Orange,
    Colour::Red,
    Colour::Pink,
    Colour::Purple,
    Colour::Blue,
    Colour::Green,
    Colour::Grey,
];

/// The custom property that holds the colour of a paper.
pub(super) const fn paper_of(colour: Colour) -> &'static str {
    match colour {
        Colour::Yellow => "--note-sun",
        Colour::Orange => "--note-clay",
        Colour::Red => "--note-brick",
        Colour::Pink => "--note-rose",
        Colour::Purple => "--note-violet",
        Colour::Blue => "--note-sky",
        Colour::Green => "--note-leaf",
        Colour::Grey => "--note-stone",
    }
}

/// The colours of the page, as its style had them lately.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Theme {
    pub surface: String,
    pub sunken: String,
    pub ink: String,
    pub ink_soft: String,
    pub line: String,
    pub accent: String,
    pub font: String,
    papers: [String; 8],
    /// When they were taken over, in milliseconds.
    at: f64,
}

impl Theme {
    /// Takes the colours over from the style, if they are old. Whether they are others now.
    pub(super) fn follow(&mut self, canvas: &HtmlCanvasElement) -> bool {
        let now = js_sys::Date::now();
        if now - self.at < LASTS {
            return false;
        }
        let style = leptos::prelude::window().get_computed_style(canvas);
        let Ok(Some(style)) = style else {
            return false;
        };
        let value = |name: &str| {
            let value = style.get_property_value(name).unwrap_or_default();
            value.trim().to_owned()
        };
        let theme = Self {
            surface: value("--surface"),
            sunken: value("--sunken"),
            ink: value("--ink"),
            ink_soft: value("--ink-soft"),
            line: value("--line-strong"),
            accent: value("--accent"),
            font: value("font-family"),
            papers: COLOURS.map(|colour| value(paper_of(colour))),
            at: now,
        };
        self.at = now;
        let other = *self != theme;
        *self = theme;
        other
    }

    /// The colour of a paper.
    pub(super) fn paper(&self, colour: Colour) -> &str {
        let place = COLOURS.iter().position(|known| *known == colour);
        place.map_or("", |place| &self.papers[place])
    }

    /// Ink of a colour has to be read on paper: the accent, or that of texts.
    pub(super) fn ink_of(&self, colour: Colour) -> &str {
        match colour {
            Colour::Grey | Colour::Yellow => &self.ink,
            _ => &self.accent,
        }
    }
}
