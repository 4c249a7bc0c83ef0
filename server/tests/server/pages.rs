//! Every page as the server sends it, in both languages, with content and
//! without: its status, its language, one heading, and HTML that a browser takes
//! as it is. Whoever adds a page adds its line; a page without one fails a test.

mod beside;
mod compared;
mod cut;
mod folded;
mod forms;
mod gathered;
mod glance;
mod guests;
mod held;
mod html;
mod in_sight;
mod interests;
pub(crate) mod made;
mod merging;
mod timeline;
mod unanswered;
mod under_way;

use std::collections::BTreeSet;

use app::App;
use app::request::SESSION_COOKIE;
use domain::ids::UserId;
use leptos::prelude::provide_context;
use leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context;

use self::html::Document;
use self::made::{filled, make, secret};
use crate::stage::Stage;

/// The pages, as the router has them. What stands in braces is filled in from
/// what was made.
pub(crate) const PAGES: &[&str] = &[
    "/",
    "/sign-in",
    "/join/{secret}",
    "/forgotten",
    "/reset/{secret}",
    "/email/{secret}",
    "/account",
    "/people",
    "/people/{person}",
    "/activity",
    "/notifications",
    "/notifications/preferences",
    "/audit",
    "/search",
    "/needs",
    "/needs/new",
    "/needs/{need}",
    "/needs/{need}/merge",
    "/needs/{need}/edit",
    "/imports",
    "/imports/new",
    "/imports/{import}",
    "/imports/{import}/columns",
    "/imports/{import}/check",
    "/projects",
    "/projects/new",
    "/projects/{project}",
    "/projects/{project}/edit",
    "/projects/{project}/iterations",
    "/projects/{project}/iterations/new",
    "/projects/{project}/iterations/compare",
    "/projects/{project}/iterations/{iteration}",
    "/projects/{project}/iterations/{iteration}/edit",
    "/projects/{project}/elements/{element}",
    "/projects/{project}/maplinks/{maplink}",
    "/projects/{project}/changes/{change}",
    "/projects/{project}/decisions",
    "/projects/{project}/decisions/{decision}",
    "/projects/{project}/actions",
    "/projects/{project}/actions/{item}",
    "/projects/{project}/milestones",
    "/projects/{project}/milestones/new",
    "/projects/{project}/milestones/{milestone}",
    "/projects/{project}/milestones/{milestone}/edit",
    "/projects/{project}/activity",
    "/projects/{project}/sessions",
    "/projects/{project}/sessions/new",
    "/sessions/{session}",
    "/sessions/{session}/edit",
    "/sessions/{session}/report",
    "/sessions/{session}/history",
    "/sessions/{session}/outcomes",
    "/s",
    "/s/{code}",
    "/board/{session}",
    "/files/{file}",
    "/evidence/{kind}/{id}",
    "/projects/{project}/feedback",
    "/projects/{project}/feedback/new",
    "/projects/{project}/feedback/{feedback}",
    "/projects/{project}/feedback/{feedback}/merge",
    "/projects/{project}/feedback/{feedback}/edit",
    "/accessibilite",
    // Only while nobody has an account.
    "/setup/{secret}",
];

/// Those that show nothing before something is made.
const EMPTY: &[&str] = &[
    "/",
    "/account",
    "/people",
    "/people/{somebody}",
    "/activity",
    "/notifications",
    "/notifications?show=unread",
    "/audit",
    "/search?q=rien",
    "/needs",
    "/needs?q=rien",
    "/imports",
    "/projects?q=rien",
    "/projects/{project}",
    "/projects/{project}/iterations",
    "/projects/{project}/iterations/compare",
    "/projects/{project}/decisions",
    "/projects/{project}/actions",
    "/projects/{project}/milestones",
    "/projects/{project}/sessions",
    "/projects/{project}/sessions/new?method=affinity",
    "/projects/{project}/sessions/new?method=none",
    "/s/AAAAAA",
    "/projects/{project}/feedback",
    "/projects/{project}/feedback?q=rien&kind=bug",
];

/// Those that show something else once something is chosen on them.
const CHOSEN: &[&str] = &[
    "/needs/{need}/merge?q=lire&into={need}",
    "/projects/new?need={need}",
    "/projects/new?need={need}&then=session",
    "/projects/{project}/feedback/{feedback}/merge?q=lent&into={feedback}",
];

/// The page in French and in English, each looked through.
async fn both(stage: &Stage, path: &str, session: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut texts = Vec::new();
    for locale in ["fr", "en"] {
        let cookies = format!("etabli_locale={locale}; {session}");
        let answer = stage.world.get_with(path, &cookies).await;
        if answer.status != http::StatusCode::OK {
            faults.push(format!("{path} ({locale}): {}", answer.status));
            continue;
        }
        let document = Document::read(&answer.body);
        let found = document.faults(locale);
        faults.extend(
            found
                .iter()
                .map(|fault| format!("{path} ({locale}): {fault}")),
        );
        texts.push(document.texts());
    }
    // Audit rows and the cells of a file are shown as they are.
    let as_it_is = path == "/audit" || path.ends_with("/columns") || path.ends_with("/check");
    if !as_it_is && let [french, english] = texts.as_slice() {
        let same = french.intersection(english);
        let same = same.filter(|text| !html::is_neutral(text));
        faults.extend(same.map(|text| format!("{path}: not translated: {text:?}")));
    }
    faults
}

async fn session(stage: &Stage) -> String {
    session_of(stage, stage.owner.id).await
}

async fn session_of(stage: &Stage, user: UserId) -> String {
    let secret = stage.world.store.start_session(user, "").await;
    format!("{SESSION_COOKIE}={}", secret.expect("a session"))
}

#[tokio::test]
async fn every_page_is_in_order_in_both_languages() {
    let stage = Stage::with_open_project().await;
    let made = make(&stage).await;
    let session = session(&stage).await;
    let somebodys = session_of(&stage, stage.somebody.id).await;
    let mut faults = Vec::new();
    for page in PAGES.iter().chain(CHOSEN) {
        let mut path = filled(page, &made);
        let mut cookies = session.as_str();
        if page.starts_with("/setup") {
            continue;
        }
        if page.contains("{secret}") {
            path = path.replace("{secret}", &secret(&stage, page).await);
            // An address is confirmed by whoever asked to change it.
            cookies = if page.starts_with("/email") {
                &somebodys
            } else {
                ""
            };
        }
        if *page == "/sign-in" {
            cookies = "";
        }
        faults.extend(both(&stage, &path, cookies).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn every_empty_page_is_in_order_in_both_languages() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    let made = vec![
        ("project", stage.project.to_string()),
        ("somebody", stage.somebody.id.to_string()),
    ];
    let mut faults = Vec::new();
    for page in EMPTY {
        faults.extend(both(&stage, &filled(page, &made), &session).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Where a stranger signs in, no scripts are loaded; on home, once it is used; on
/// every other page, with it.
#[tokio::test]
async fn the_program_comes_when_it_is_needed() {
    #[derive(Debug, PartialEq)]
    enum Program {
        Never,
        FirstUse,
        AtOnce,
    }
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    for (path, cookies, wanted) in [
        ("/sign-in", "", Program::Never),
        ("/sign-in?next=%2Fneeds", "", Program::Never),
        ("/forgotten", "", Program::Never),
        ("/forgotten", session.as_str(), Program::AtOnce),
        ("/accessibilite", "", Program::FirstUse),
        ("/", session.as_str(), Program::FirstUse),
        ("/needs", session.as_str(), Program::AtOnce),
    ] {
        let page = stage.world.get_with(path, cookies).await.body;
        let (at_once, waiting) = match page.split_once("<template id=\"waiting-scripts\">") {
            Some((before, rest)) => {
                let (waiting, after) = rest.split_once("</template>").expect("an end");
                (format!("{before}{after}"), waiting)
            }
            None => (page.clone(), ""),
        };
        let loads = |html: &str| html.contains("rel=\"modulepreload\"");
        let program = match (loads(&at_once), loads(waiting)) {
            (false, false) => Program::Never,
            (false, true) => Program::FirstUse,
            (true, _) => Program::AtOnce,
        };
        assert_eq!(program, wanted, "{path} {cookies}");
    }
}

/// Wherever a person is named with their party, the name leads to their page; on
/// that page, nowhere.
#[tokio::test]
async fn a_name_leads_to_its_person() {
    let stage = Stage::with_open_project().await;
    let made = make(&stage).await;
    let session = session(&stage).await;
    let link = format!("href=\"/people/{}\"", stage.owner.id);
    for (path, leads) in [
        ("/needs/{need}", true),
        ("/projects/{project}", true),
        ("/projects/{project}/feedback/{feedback}", true),
        ("/projects/{project}/changes/{change}", true),
        ("/account", true),
        ("/people/{person}", false),
    ] {
        let page = stage.world.get_with(&filled(path, &made), &session).await;
        let tag = page.body.split("class=\"person\"");
        let tags = tag
            .skip(1)
            .filter_map(|tag| tag.split("class=\"party\"").next());
        let found = tags.filter(|tag| tag.contains(&link)).count();
        assert_eq!(found > 0, leads, "{path}");
    }
}

/// The set-up page needs a workspace that has nobody.
#[tokio::test]
async fn the_first_page_of_all_is_in_order() {
    let world = crate::world::World::new().await;
    let secret = world.store.new_setup_secret().await.expect("asked");
    let path = format!("/setup/{}", secret.expect("a secret"));
    for locale in ["fr", "en"] {
        let cookies = format!("etabli_locale={locale}");
        let answer = world.get_with(&path, &cookies).await;
        let faults = Document::read(&answer.body).faults(locale);
        assert!(faults.is_empty(), "{locale}: {}", faults.join("\n"));
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so_in_order() {
    let stage = Stage::with_open_project().await;
    let session = session(&stage).await;
    for locale in ["fr", "en"] {
        let cookies = format!("etabli_locale={locale}; {session}");
        let answer = stage.world.get_with("/nowhere", &cookies).await;
        assert_eq!(answer.status, http::StatusCode::NOT_FOUND);
        let faults = Document::read(&answer.body).faults(locale);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

/// Whoever adds a page adds its line.
#[tokio::test]
async fn every_page_has_its_line() {
    let stage = Stage::with_open_project().await;
    let services = stage.world.services.clone();
    let context = move || provide_context(services.clone());
    let (routes, _) = generate_route_list_with_exclusions_and_ssg_and_context(App, None, context);
    let routes: BTreeSet<String> = routes.iter().map(|route| route.path().to_owned()).collect();
    let known: BTreeSet<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    let missing: Vec<_> = routes.difference(&known).collect();
    let gone: Vec<_> = known.difference(&routes).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "without a line: {missing:?}; gone: {gone:?}"
    );
}
