//! The tools of the canvas.

use board::record::Kind;

/// What the pointer does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tool {
    /// Selects and moves.
    #[default]
    Select,
    /// Moves the sheet.
    Pan,
    /// Puts a note down.
    Note,
    /// Puts text down.
    Text,
    /// Draws a frame.
    Frame,
    /// Joins two records by an arrow.
    Connector,
    /// Draws freehand.
    Pen,
}

impl Tool {
    /// Every tool, in the order of the toolbar.
    pub(super) const ALL: [Self; 7] = [
        Self::Select,
        Self::Pan,
        Self::Note,
        Self::Text,
        Self::Frame,
        Self::Connector,
        Self::Pen,
    ];

    /// What it puts on the board, if anything.
    pub(super) const fn makes(self) -> Option<Kind> {
        match self {
            Self::Select | Self::Pan => None,
            Self::Note => Some(Kind::Note),
            Self::Text => Some(Kind::Text),
            Self::Frame => Some(Kind::Frame),
            Self::Connector => Some(Kind::Connector),
            Self::Pen => Some(Kind::Stroke),
        }
    }

    /// The tool's name in the style sheet.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Pan => "pan",
            Self::Note => "note",
            Self::Text => "text",
            Self::Frame => "frame",
            Self::Connector => "connector",
            Self::Pen => "pen",
        }
    }
}
