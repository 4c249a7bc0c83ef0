//! What was saved last: its form says so, also where it is drawn anew with what was saved. It
//! is forgotten once something else is sent, the form is changed, or another page is shown.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// By which call something was saved last, and what its form was about.
#[derive(Clone, Copy)]
pub(super) struct LastSaved(RwSignal<Option<(&'static str, String)>>);

impl LastSaved {
    fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// What the document remembers; nothing where it does not.
    pub(super) fn here() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// Something was saved.
    pub(super) fn tell(self, url: &'static str, about: String) {
        self.0.set(Some((url, about)));
    }

    /// It is not the last thing that was done any more.
    pub(super) fn forget(self) {
        self.0.set(None);
    }

    /// Whether it was this.
    pub(super) fn is(self, url: &str, about: &str) -> bool {
        self.0.with(|last| {
            last.as_ref()
                .is_some_and(|(by, what)| *by == url && what == about)
        })
    }
}

/// Remembers what was saved last for as long as its page is shown.
pub(crate) fn provide_last_saved() {
    let last = LastSaved::new();
    provide_context(last);
    let place = use_location();
    let (path, query) = (place.pathname, place.search);
    Effect::new(move || {
        path.track();
        query.track();
        last.forget();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_is_told_of_its_own_call_and_thing() {
        Owner::new().with(|| {
            let last = LastSaved::new();
            assert!(!last.is("/api/change", "id=1\n"));
            last.tell("/api/change", "id=1\n".to_owned());
            assert!(last.is("/api/change", "id=1\n"));
            assert!(!last.is("/api/change", "id=2\n"));
            assert!(!last.is("/api/remove", "id=1\n"));
            last.tell("/api/change", "id=2\n".to_owned());
            assert!(!last.is("/api/change", "id=1\n"));
            last.forget();
            assert!(!last.is("/api/change", "id=2\n"));
        });
    }
}
