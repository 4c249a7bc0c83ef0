//! How a person wants to see the product: language and theme, kept in cookies
//! and changed by a plain form that works without JavaScript.

use domain::wording::Locale;
use leptos::prelude::*;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// Every theme, in the order offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The code in cookie and form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that has this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// The language of the page being shown. It stays the same for the life of a
/// page: changing it loads the page anew.
#[must_use]
pub fn locale() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// Finds the language out: from the request on the server, from the page in the
/// browser.
pub(crate) fn provide_locale() {
    #[cfg(feature = "ssr")]
    let locale = crate::request::request_info().map(|info| info.locale);
    #[cfg(not(feature = "ssr"))]
    let locale = document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"))
        .and_then(|lang| Locale::from_code(&lang));
    provide_context(locale.unwrap_or_default());
}
