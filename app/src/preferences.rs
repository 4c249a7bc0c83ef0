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

/// The theme of the page being shown; it stays the same as the language does.
pub(crate) fn theme() -> Theme {
    use_context::<Theme>().unwrap_or_default()
}

/// Finds language and theme out: from the request on the server, from the page
/// in the browser.
pub(crate) fn provide_preferences() {
    #[cfg(feature = "ssr")]
    let (locale, theme) = crate::request::request_info()
        .map(|info| (info.locale, info.theme))
        .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let (locale, theme) = {
        let html = document().document_element();
        let attribute = |name| html.as_ref().and_then(|html| html.get_attribute(name));
        let locale = attribute("lang").and_then(|lang| Locale::from_code(&lang));
        let theme = attribute("data-theme").and_then(|theme| Theme::from_code(&theme));
        (locale.unwrap_or_default(), theme.unwrap_or_default())
    };
    provide_context(locale);
    provide_context(theme);
}
