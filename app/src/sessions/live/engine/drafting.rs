//! The note that is begun in the outline and not made yet: it outlasts the outline, which goes
//! when the canvas is looked at, and the tab, with whose client it is kept on the device.

use leptos::prelude::*;

use super::Board;

/// A note that is begun.
pub(super) struct Draft {
    text: String,
    /// The device keeps it as it is; otherwise it is in this page alone.
    kept: bool,
}

impl Draft {
    /// What the device has kept.
    pub(super) const fn kept(text: String) -> Self {
        Self { text, kept: true }
    }

    /// Whether it would be lost with the page.
    const fn would_be_lost(&self) -> bool {
        !self.kept && !self.text.is_empty()
    }
}

impl Board {
    /// What was begun, as it stands now.
    pub(in crate::sessions::live) fn draft(self) -> String {
        self.draft.with_value(|draft| draft.text.clone())
    }

    /// Keeps what it has become; nothing once the note is made.
    pub(in crate::sessions::live) fn keep_draft(self, text: String) {
        let kept = self.storage.try_with_value(|storage| {
            let storage = storage.as_ref();
            storage.is_some_and(|storage| storage.keep_draft(&text))
        });
        let kept = kept == Some(true);
        self.draft.set_value(Draft { text, kept });
        // It is found again with its client, which may not be kept yet.
        let has_client = self.core.try_with_value(|core| !core.kept.is_empty());
        if kept && has_client == Some(false) {
            self.keep();
        }
    }

    /// Whether closing the page now would lose it.
    pub(super) fn would_lose_draft(self) -> bool {
        let lost = self.draft.try_with_value(Draft::would_be_lost);
        lost == Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_begun_and_not_kept_would_be_lost() {
        let draft = |text: &str, kept| Draft {
            text: text.to_owned(),
            kept,
        };
        assert!(draft("begun", false).would_be_lost());
        assert!(!draft("", false).would_be_lost());
        assert!(!draft("begun", true).would_be_lost());
        assert!(!Draft::kept("begun".to_owned()).would_be_lost());
    }
}
