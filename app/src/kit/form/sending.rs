//! Whether a form is on its way, and by which of its buttons it was sent: each button says so
//! alike, and keeps the keyboard meanwhile.

use leptos::prelude::*;

/// What is under way of all forms that share an action.
#[derive(Clone, Copy)]
pub(crate) struct Sending {
    pending: RwSignal<bool>,
    /// What the button that was pressed last is told.
    pressed: StoredValue<Option<RwSignal<bool>>>,
}

impl Sending {
    pub(super) fn new() -> Self {
        Self {
            pending: RwSignal::new(false),
            pressed: StoredValue::new(None),
        }
    }

    /// Whether one of them is on its way.
    pub(super) fn is_pending(self) -> bool {
        self.pending.get()
    }

    /// A button is pressed. While something is under way that does nothing.
    pub(super) fn press(self, button: RwSignal<bool>) {
        if self.pending.get_untracked() {
            return;
        }
        if let Some(before) = self.pressed.get_value() {
            // It may be gone with what was drawn before.
            let _ = before.try_set(false);
        }
        self.pressed.set_value(Some(button));
        button.set(true);
    }

    /// Begins, unless something is under way already.
    pub(super) fn begin(self) -> bool {
        let begins = !self.pending.get_untracked();
        if begins {
            self.pending.set(true);
        }
        begins
    }

    /// The answer is there. The page may be gone by then.
    pub(super) fn end(self) {
        let _ = self.pending.try_set(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_at_a_time_and_its_button_says_so() {
        Owner::new().with(|| {
            let sending = Sending::new();
            let (one, other) = (RwSignal::new(false), RwSignal::new(false));
            sending.press(one);
            assert!(sending.begin());
            sending.press(other);
            assert!(!sending.begin(), "one is on its way");
            assert!(one.get_untracked() && !other.get_untracked());
            sending.end();
            sending.press(other);
            assert!(sending.begin());
            assert!(!one.get_untracked() && other.get_untracked());
        });
    }
}
