//! The page of what one is told.

use domain::notifications::Notification;
use domain::paging::Page as PageOf;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ReadNotification, load_notifications};
use super::sentence::{address, named, sentence};
use super::text::NotificationsText;
use crate::kit::{
    Empty, FormAction, Hidden, Moment, Page, Pager, PostForm, SubmitButton, interests, loaded,
    query_value,
};
use crate::preferences::locale;
use crate::viewer::{Viewer, ViewerResource};

/// The page of what one is told, with its filter in the address.
pub(super) fn notifications_page() -> AnyView {
    let read = FormAction::<ReadNotification>::new();
    let query = use_query_map();
    let unread = Memo::new(move |_| query_value(&query.read(), "show") == "unread");
    let page = Memo::new(move |_| query_value(&query.read(), "page").parse().unwrap_or(1));
    let asked = move || (unread.get(), page.get(), read.version().get());
    let news = Resource::new(asked, |(unread, page, _)| load_notifications(unread, page));
    refresh_bell(read);
    let t = NotificationsText::here();
    let show = move |_: Viewer, page: PageOf<Notification>| {
        view! { <News page=page unread=unread.get_untracked() read=read /> }
    };
    let preferences = view! {
        <a class="button" href="/notifications/preferences">{t.preferences()}</a>
    };
    view! {
        <Page title=t.title() lede=t.lede() actions=Some(preferences.into_any())>
            <div class="stack">{loaded(news, show)}</div>
        </Page>
    }
    .into_any()
}

/// The bell counts what is unread: it is counted again when something is read.
fn refresh_bell(read: FormAction<ReadNotification>) {
    let viewer = expect_context::<ViewerResource>().0;
    Effect::new(move |before: Option<usize>| {
        let done = read.version().get();
        if before.is_some_and(|before| before != done) {
            viewer.refetch();
        }
        done
    });
}

#[component]
fn News(
    page: PageOf<Notification>,
    unread: bool,
    read: FormAction<ReadNotification>,
) -> impl IntoView {
    let t = NotificationsText::here();
    let (number, count) = (page.number, page.count());
    let current = |here: bool| here.then_some("page");
    let any_unread = page.items.iter().any(|news| !news.read);
    let mark_all = any_unread.then(|| {
        view! {
            <PostForm action=read width="bare">
                <SubmitButton small=true>{t.mark_all()}</SubmitButton>
            </PostForm>
        }
    });
    let list = if page.items.is_empty() {
        let nothing = if unread { t.none_unread() } else { t.none() };
        view! { <Empty text=nothing.to_owned() /> }.into_any()
    } else {
        let rows = page
            .items
            .into_iter()
            .map(|news| view! { <Row news=news read=read /> })
            .collect_view();
        view! { <ul class="card-list news" data-joined=true>{rows}</ul> }.into_any()
    };
    view! {
        <nav class="tabs" aria-label=t.which()>
            <ul>
                <li><a href="/notifications" aria-current=current(!unread)>{t.all()}</a></li>
                <li>
                    <a href="/notifications?show=unread" aria-current=current(unread)>{t.unread()}</a>
                </li>
            </ul>
        </nav>
        {mark_all}
        {list}
        <Pager number=number count=count />
    }
}

#[component]
fn Row(news: Notification, read: FormAction<ReadNotification>) -> impl IntoView {
    let t = NotificationsText::here();
    let said = sentence(locale(), &news);
    let interests = named(&news, &said).and_then(interests);
    let href = address(&news);
    // A project's own name is said once.
    let project = news.project.as_ref().map(|(_, title)| title.clone());
    let project = project
        .filter(|project| *project != news.title)
        .map(|project| view! { <span>{project}</span> });
    let state = (!news.read)
        .then(|| view! { <span class="badge" data-tone="accent">{t.not_read()}</span> });
    let mark = (!news.read).then(|| {
        let label = t.mark_what(&news.title);
        view! {
            <div class="actions">
                <PostForm action=read width="bare">
                    <Hidden name="id" value=news.id.to_string() />
                    <SubmitButton kind="quiet" small=true called=label>{t.mark()}</SubmitButton>
                </PostForm>
            </div>
        }
    });
    view! {
        <li class="card" data-row=true data-link=true data-unread=(!news.read).then_some("true")>
            <div>
                <p>{said} {interests}</p>
                <h2 class="card-title"><a href=href>{news.title}</a></h2>
                <p class="meta">{state} {project} <Moment at=news.at /></p>
            </div>
            {mark}
        </li>
    }
}
