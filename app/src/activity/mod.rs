//! The activity feed: of a project, of a person, of all that the reader sees.

pub(crate) mod api;

use domain::activity::{ActivityItem, ActivityPage, Subject};
use domain::ids::{AuditId, ImportId, ProjectId, UserId};
use domain::imports::ImportKind;
use domain::policy::{Action, Situation};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use self::api::{
    PersonContent, ProjectActivity, load_activity, load_person, load_project_activity,
};
use crate::imports::counted;
use crate::kit::{
    Clock, Crumb, Empty, Page, PersonTag, day, day_of, id_param, interests, loaded, loaded_page,
};
use crate::preferences::locale;
use crate::projects::{ProjectTab, ProjectTabs};
use crate::text::{CommonText, catalogue};
use crate::viewer::Viewer;

catalogue! {
    /// What the activity feeds say.
    ActivityText {
        title = "Activité" | "Activity";
        lede = "Ce qui se passe dans les besoins et les projets que vous pouvez voir." | "What happens in the needs and projects that you may see.";
        project_lede = "Chaque changement du projet, du plus récent au plus ancien." | "Each change of the project, the latest first.";
        none_yet = "Ce qui se passera apparaîtra ici, jour par jour." | "What happens will appear here, day by day.";
        older = "Plus ancien" | "Older";
        nameless = "Une personne sans nom affiché" | "Somebody whose name is not shown";
        recent = "Activité récente" | "Recent activity";
        on_project = "sur" | "on";
    }
}

/// The feed of everything that the reader may see.
fn activity_page() -> AnyView {
    let before = before();
    let feed = Resource::new(move || before.get(), load_activity);
    let t = ActivityText::here();
    let show = |viewer: Viewer, page: ActivityPage| view! { <FeedView viewer=viewer page=page /> };
    view! {
        <Page title=t.title() lede=t.lede()>
            <div class="stack">{loaded(feed, show)}</div>
        </Page>
    }
    .into_any()
}

/// The feed of a project.
fn project_activity_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let before = before();
    let asked = move || (project.get(), before.get());
    let feed = Resource::new(asked, |(project, before)| {
        load_project_activity(project, before)
    });
    let t = ActivityText::here();
    loaded_page(feed, move |viewer, content: ProjectActivity| {
        let project = content.project;
        let crumbs = vec![
            Crumb::new("/projects", CommonText::here().projects()),
            Crumb::new(format!("/projects/{}", project.id), project.facts.title),
        ];
        view! {
            <Page title=t.title() lede=t.project_lede() crumbs=crumbs>
                <div class="stack" data-gap="large">
                    <ProjectTabs project=project.id current=ProjectTab::Activity />
                    <FeedView viewer=viewer page=content.page />
                </div>
            </Page>
        }
    })
    .into_any()
}

/// A person, and what they did under their name.
fn person_page() -> AnyView {
    let person = id_param::<UserId>("person");
    let before = before();
    let asked = move || (person.get(), before.get());
    let content = Resource::new(asked, |(person, before)| load_person(person, before));
    let t = ActivityText::here();
    loaded_page(content, move |viewer, content: PersonContent| {
        view! {
            <Page title=content.person.name.clone() lede=t.recent()>
                <div class="stack" data-gap="large">
                    <p><PersonTag person=content.person here=true /></p>
                    <FeedView viewer=viewer page=content.page />
                </div>
            </Page>
        }
    })
    .into_any()
}

/// The row before which the page of a feed begins, as the address says.
fn before() -> Memo<Option<AuditId>> {
    let query = use_query_map();
    Memo::new(move |_| {
        query
            .read()
            .get_str("before")
            .and_then(|id| id.parse().ok())
    })
}

/// A page of a feed, a heading for each day.
#[component]
fn FeedView(viewer: Viewer, page: ActivityPage) -> impl IntoView {
    let t = ActivityText::here();
    let opens_imports = viewer.may(Action::ImportRecords, &Situation::workspace());
    let path = use_location().pathname.get_untracked();
    let older = page.older.map(|older| {
        let href = format!("{path}?before={older}");
        view! { <a class="button" href=href rel="next">{t.older()}</a> }
    });
    let content = if page.items.is_empty() && older.is_none() {
        view! { <Empty text=t.none_yet().to_owned() /> }.into_any()
    } else {
        let by_day = page
            .items
            .chunk_by(|one, next| day_of(one.at) == day_of(next.at))
            .map(|items| view! { <FeedDay items=items.to_vec() opens_imports=opens_imports /> })
            .collect_view();
        view! { {by_day} }.into_any()
    };
    view! { {content} {older} }
}

#[component]
fn FeedDay(items: Vec<ActivityItem>, opens_imports: bool) -> impl IntoView {
    let date = items.first().map(|item| day(locale(), day_of(item.at)));
    let rows = items
        .into_iter()
        .map(|item| row(item, opens_imports))
        .collect_view();
    view! {
        <section class="stack" data-gap="small">
            <h2>{date}</h2>
            <ol class="feed" role="list">{rows}</ol>
        </section>
    }
}

fn row(item: ActivityItem, opens_imports: bool) -> impl IntoView {
    let t = ActivityText::here();
    let who = match item.actor {
        Some(person) => {
            let interests = interests(&person);
            view! { <a href=format!("/people/{}", person.id)>{person.name}</a> {interests} }
                .into_any()
        }
        None => view! { <span>{t.nameless()}</span> }.into_any(),
    };
    let deed = item.deed.wording().in_locale(locale());
    let about = match item.subject {
        Subject::Thing(thing) => {
            let href = crate::search::address(thing, item.project);
            view! { <a href=href>{item.title}</a> }.into_any()
        }
        Subject::Import { id, entries } => {
            let entries = imported(id, entries, opens_imports);
            let project = item.project.map(|project| {
                let log = format!("/projects/{project}/feedback");
                view! { " " {t.on_project()} " " <a href=log>{item.title}</a> }
            });
            view! { {entries} {project} }.into_any()
        }
    };
    view! {
        <li>
            <Clock at=item.at />
            <p>{who} " " {deed} " " {about}</p>
        </li>
    }
}

/// How many entries an import brought in: a link to it for those who may open it.
fn imported(id: ImportId, entries: u64, opens: bool) -> AnyView {
    let entries = counted(ImportKind::Feedback, entries);
    if opens {
        view! { <a href=format!("/imports/{id}")>{entries}</a> }.into_any()
    } else {
        entries.into_any()
    }
}

crate::kit::lazy_pages! {
    overview:
    /// The feed of everything that the reader may see.
    ActivityFeedPage = activity_page;
    /// The feed of a project.
    ProjectActivityPage = project_activity_page;
    /// A person, and what they did under their name.
    PersonPage = person_page;
}
