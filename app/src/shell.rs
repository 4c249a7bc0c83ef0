//! What stands around every page: the masthead, the foot.

use domain::policy::{Action, Situation};
use domain::wording::Locale;
use icondata_lu::{
    LuActivity, LuBell, LuFolderKanban, LuHouse, LuLightbulb, LuLogOut, LuScrollText, LuSearch,
    LuUser, LuUsers,
};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_location;

use crate::accounts::SignOut;
use crate::failure::Failure;
use crate::kit::Icon;
use crate::preferences::{Theme, locale, theme};
use crate::text::CommonText;
use crate::viewer::{Viewer, ViewerResource};

/// The product's sign and name, the way to its parts, and the person's own menu.
#[component]
pub(crate) fn Masthead() -> impl IntoView {
    let viewer = expect_context::<ViewerResource>().0;
    // Where the server does not answer, the ways stay as they were.
    let last = StoredValue::new(None);
    view! {
        <header class="masthead">
            <Brand />
            <Transition>
                {move || Suspend::new(async move {
                    match viewer.await {
                        Err(Failure::Unreachable) => {}
                        viewer => last.set_value(viewer.ok().flatten()),
                    }
                    match last.get_value() {
                        Some(viewer) => view! { <Ways viewer=viewer /> }.into_any(),
                        None => ().into_any(),
                    }
                })}
            </Transition>
        </header>
    }
}

/// The product's sign and name, which lead home.
#[component]
pub(crate) fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <svg viewBox="0 0 32 32" aria-hidden="true">
                <rect class="brand-plate" width="32" height="32" rx="7" />
                <path
                    class="brand-lines"
                    d="M6 15.5h20M9.5 15.5 7.5 26M22.5 15.5l2 10.5M8.7 21h14.6M14 10.5 19.5 5.5"
                    stroke-width="2.75"
                    stroke-linecap="round"
                    stroke-linejoin="round"
                />
            </svg>
            <span>{CommonText::here().product()}</span>
        </a>
    }
}

#[component]
fn Ways(viewer: Viewer) -> impl IntoView {
    let t = CommonText::here();
    view! {
        <nav class="masthead-nav" aria-label=t.navigation()>
            <ul>
                <Way href="/" icon=LuHouse label=t.home() />
                <Way href="/projects" icon=LuFolderKanban label=t.projects() />
                <Way href="/needs" icon=LuLightbulb label=t.needs() />
            </ul>
        </nav>
        <div class="masthead-tools">
            <form class="search-form" role="search" action="/search" aria-label=t.quick_search()>
                <Icon icon=LuSearch />
                <input
                    type="search"
                    name="q"
                    aria-label=t.search()
                    aria-keyshortcuts="Control+K Meta+K"
                    placeholder=t.search_shortcut()
                />
            </form>
            <a class="icon-button" data-only="narrow" href="/search" aria-label=t.search()>
                <Icon icon=LuSearch />
            </a>
            <Bell unread=viewer.unread />
            <OwnMenu viewer=viewer />
        </div>
    }
}

/// The way to what one is told, with how much of it is unread.
#[component]
fn Bell(unread: u32) -> impl IntoView {
    let t = CommonText::here();
    let (label, count) = match unread {
        0 => (t.notifications().to_owned(), None),
        100.. => (t.notifications_many().to_owned(), Some("99+".to_owned())),
        some => (t.notifications_unread(some), Some(some.to_string())),
    };
    let count =
        count.map(|count| view! { <span class="bell-count" aria-hidden="true">{count}</span> });
    view! {
        <a class="icon-button bell" href="/notifications" aria-label=label>
            <Icon icon=LuBell />
            {count}
        </a>
    }
}

/// One part of the product; the one being shown is marked.
#[component]
fn Way(href: &'static str, icon: icondata_core::Icon, label: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let here = move || {
        path.with(|path| {
            let inside = href != "/" && path.starts_with(href);
            (path == href || inside).then_some("page")
        })
    };
    view! {
        <li>
            <a href=href aria-current=here>
                <Icon icon=icon />
                <span>{label}</span>
            </a>
        </li>
    }
}

#[component]
fn OwnMenu(viewer: Viewer) -> impl IntoView {
    let t = CommonText::here();
    let everywhere = Situation::workspace();
    let people = viewer.may(Action::InvitePeople, &everywhere).then(|| {
        view! { <a href="/people"><Icon icon=LuUsers /> {t.people()}</a> }
    });
    let audit = viewer.may(Action::SeeAudit, &everywhere).then(|| {
        view! { <a href="/audit"><Icon icon=LuScrollText /> {t.audit()}</a> }
    });
    let name = viewer.account.person.name;
    let initials: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    let sign_out = SignOut::url();
    view! {
        <details class="menu">
            <summary>
                <span class="person"><span class="avatar" aria-hidden="true">{initials}</span></span>
                <span class="visually-hidden">{t.account()}</span>
            </summary>
            <div class="menu-panel">
                <p class="menu-title">{name}</p>
                <a href="/account"><Icon icon=LuUser /> {t.account()}</a>
                <a href="/activity"><Icon icon=LuActivity /> {t.activity()}</a>
                {people}
                {audit}
                <hr />
                <form method="post" action=sign_out>
                    <button type="submit"><Icon icon=LuLogOut /> {t.sign_out()}</button>
                </form>
            </div>
        </details>
    }
}

/// The foot of the page: language, appearance, conformity, whose clocks its times follow.
#[component]
pub(crate) fn Colophon() -> impl IntoView {
    let t = CommonText::here();
    let location = use_location();
    let here = move || {
        let query = location.search.get();
        let path = location.pathname.get();
        if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        }
    };
    let themes = [
        (Theme::System, t.theme_system()),
        (Theme::Light, t.theme_light()),
        (Theme::Dark, t.theme_dark()),
    ];
    let themes = themes
        .map(|(offered, label)| {
            let selected = offered == theme();
            view! { <option value=offered.code() selected=selected>{label}</option> }
        })
        .collect_view();
    let locales = Locale::ALL
        .iter()
        .map(|&offered| {
            let own = match offered {
                Locale::Fr => "Français",
                Locale::En => "English",
            };
            let selected = offered == locale();
            view! { <option value=offered.code() lang=offered.code() selected=selected>{own}</option> }
        })
        .collect_view();
    view! {
        <footer class="colophon">
            <div class="cluster" data-justify="between">
                <form class="cluster" method="post" action="/preferences">
                    <input type="hidden" name="return_to" value=here />
                    <label class="cluster">
                        {t.language()}
                        <select class="control" name="locale">{locales}</select>
                    </label>
                    <label class="cluster">
                        {t.theme()}
                        <select class="control" name="theme">{themes}</select>
                    </label>
                    <button class="button" data-kind="quiet" data-size="small" type="submit">{t.apply()}</button>
                </form>
                <a href="/accessibilite">{t.accessibility()}</a>
            </div>
            // Shown where the page tells a time of day.
            <p class="clock-zone">{t.clock_zone()}</p>
        </footer>
    }
}
