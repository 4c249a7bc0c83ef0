//! Every page as the server sends it, in both languages, with content and
//! without: its status, its language, one heading, and HTML that a browser takes
//! as it is. Whoever adds a page adds its line; a page without one fails a test.

mod html;
mod merging;
mod under_way;

use std::collections::BTreeSet;

use app::App;
use app::request::SESSION_COOKIE;
use domain::accounts::{InvitationDraft, SignUp, WorkspaceRole};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ActionItemId, AttachmentId, ChangeId, CommentId, DecisionId, ElementId};
use domain::ids::{FeedbackId, ImportId, InvitationId};
use domain::ids::{IterationId, LinkId, MapLinkId, MilestoneId, NeedId, UserId};
use domain::imports::ImportTarget;
use domain::parties::Party;
use domain::wording::Locale;
use leptos::prelude::provide_context;
use leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context;
use store::SetClock;
use store::imports::{ImportFiles, NamedFile};

use self::html::Document;
use crate::stage::{PASSWORD, Stage, fields};

const COMMENTS: &str = include_str!("../../store/tests/fixtures/consultation/comments.csv");

/// The pages, as the router has them. What stands in braces is filled in from
/// what was made.
const PAGES: &[&str] = &[
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
    "/projects/{project}/feedback/{feedback}/merge?q=lent&into={feedback}",
];

/// What was made, by what stands for it in a path.
type Made = Vec<(&'static str, String)>;

fn filled(path: &str, made: &Made) -> String {
    made.iter().fold(path.to_owned(), |path, (name, value)| {
        path.replace(&format!("{{{name}}}"), value)
    })
}

/// Everything that pages show, made by the owner of the stage.
async fn make(stage: &Stage) -> Made {
    let project = stage.project;
    let need = stage.need().await;
    let (iteration, change) = (IterationId::new(), ChangeId::new());
    for (id, goal) in [(IterationId::new(), "Avant"), (iteration, "Essayer")] {
        let planned = fields! {
            "project": project,
            "id": id,
            "draft[goal]": goal,
            "draft[hypothesis]": "Un minuteur suffit.",
            "draft[tool_version]": "0.2",
            "draft[starts_on]": "2026-01-05",
            "draft[ends_on]": "2026-02-13",
        };
        stage.make("plan_iteration", planned).await;
    }
    let (embodiment, outcome) = (ElementId::new(), ElementId::new());
    for (id, column, kind) in [
        (embodiment, "embodiment", "tool"),
        (outcome, "mediation", ""),
    ] {
        let element = fields! {
            "iteration": iteration,
            "id": id,
            "draft[column]": column,
            "draft[kind]": kind,
            "draft[text]": "Lire mieux",
        };
        stage.make("add_element", element).await;
    }
    let maplink = MapLinkId::new();
    let link = fields! {
        "iteration": iteration,
        "id": maplink,
        "draft[from]": embodiment,
        "draft[to]": outcome,
    };
    stage.make("add_map_link", link).await;
    let changed = fields! {
        "iteration": iteration,
        "id": change,
        "draft[text]": "Son coupé",
        "draft[need]": need,
    };
    stage.make("add_change", changed).await;
    let running = fields! { "id": iteration, "version": 1, "state": "running" };
    stage.make("steer_iteration", running).await;
    let milestone = MilestoneId::new();
    let set = fields! {
        "project": project,
        "id": milestone,
        "draft[title]": "Prêt pour les classes",
        "draft[due_on]": "2026-12-18",
        "draft[criteria]": "Deux classes essaient",
        "draft[target_label]": "Élèves au bout",
        "draft[target_aim]": "at_least",
        "draft[target_value]": "60",
        "draft[target_unit]": "%",
    };
    stage.make("create_milestone", set).await;
    let measured = fields! { "id": milestone, "draft[value]": 58, "draft[n]": 214 };
    stage.make("record_measure", measured).await;
    let linked = fields! {
        "id": LinkId::new(),
        "thing": format!("need:{need}"),
        "picked": format!("milestone:{milestone}"),
        "relation": "measured_by",
    };
    stage.make("link_things", linked).await;
    let feedback = FeedbackId::new();
    let given = fields! {
        "project": project,
        "id": feedback,
        "draft[kind]": "bug",
        "draft[story]": "Trop lent",
        "draft[place]": "Accueil",
    };
    stage.make("give_feedback", given).await;
    let evidence = fields! {
        "id": LinkId::new(),
        "thing": format!("element:{outcome}"),
        "picked": format!("feedback:{feedback}"),
        "relation": "supports:back",
    };
    stage.make("link_things", evidence).await;
    let comment = fields! { "id": feedback, "comment": CommentId::new(), "draft[text]": "Vu ici" };
    stage.make("comment_feedback", comment).await;
    let answers = fields! { "project": project, "need": need, "answers": true };
    stage.make("answer_need", answers).await;
    let mut made: Made = vec![
        ("project", project.to_string()),
        ("person", stage.owner.id.to_string()),
        ("need", need.to_string()),
        ("iteration", iteration.to_string()),
        ("element", outcome.to_string()),
        ("maplink", maplink.to_string()),
        ("change", change.to_string()),
        ("milestone", milestone.to_string()),
        ("feedback", feedback.to_string()),
        ("file", attached(stage, need).await.to_string()),
        ("kind", "need".into()),
        ("id", need.to_string()),
    ];
    let (decision, item) = (DecisionId::new(), ActionItemId::new());
    let recorded = crate::matrix::decisions::decision(stage, decision);
    stage.make("create_decision", recorded).await;
    let recorded = crate::matrix::decisions::action_item(stage, item);
    stage.make("create_action_item", recorded).await;
    made.push(("decision", decision.to_string()));
    made.push(("item", item.to_string()));
    let session = crate::matrix::sessions::open_session(stage).await;
    let owner = stage.owner_actor().await;
    let detail = stage.world.store.session(&owner, session).await;
    let code = detail.expect("a session").session.code;
    made.push(("session", session.to_string()));
    made.push(("code", code.expect("a code").to_string()));
    made.push(("import", waiting_import(stage).await.to_string()));
    // Three invitations, of which one was used and one is too old; and whoever waits
    // for a link.
    let coming = secret(stage, "/join/{secret}").await;
    let sign_up = SignUp {
        name: "Ana Ruiz".into(),
        email: "ines@exemple.fr".into(),
        password: PASSWORD.into(),
        party: Party::Teacher.code().into(),
        declared_interests: String::new(),
    };
    let store = &stage.world.store;
    let joined = store.accept_invitation(&coming, &sign_up, Locale::Fr);
    joined.await.expect("an account");
    let earlier = store.with_clock(SetClock::at(store.now().plus_seconds(-30 * 86_400)));
    let invited = earlier.invite(&owner, &invitation()).await;
    invited.expect("invited");
    let asked = store.await_reset_link(&stage.somebody.email).await;
    asked.expect("noted");
    made
}

/// A text on a need, which caused nothing yet.
async fn attached(stage: &Stage, need: NeedId) -> AttachmentId {
    let thing = ThingRef::new(ThingKind::Need, need);
    let id = crate::matrix::attachments::attached(stage, thing).await;
    let evidence = fields! {
        "id": LinkId::new(),
        "thing": format!("file:{id}"),
        "picked": thing,
        "relation": "supports",
    };
    stage.make("link_things", evidence).await;
    id
}

/// Files whose import is decided upon and waits.
async fn waiting_import(stage: &Stage) -> ImportId {
    let (store, actor) = (&stage.world.store, stage.owner_actor().await);
    let id = ImportId::new();
    let files = ImportFiles {
        records: NamedFile {
            name: "comments.csv".into(),
            bytes: COMMENTS.into(),
        },
        votes: None,
    };
    let kept = store
        .keep_upload(&actor, id, ImportTarget::Needs, files)
        .await;
    kept.expect("asked").expect("kept");
    let preview = store.upload_preview(&actor, id, Default::default()).await;
    let mut draft = preview.expect("a preview").draft();
    draft.source = "Consultation".into();
    let planned = store.plan_import(&actor, id, &draft).await;
    planned.expect("planned");
    id
}

fn invitation() -> InvitationDraft {
    InvitationDraft {
        id: InvitationId::new(),
        note: String::new(),
        role: WorkspaceRole::Member,
        party: Party::Teacher,
    }
}

/// A secret for pages that are reached through a link.
async fn secret(stage: &Stage, page: &str) -> String {
    let (store, owner) = (&stage.world.store, stage.owner_actor().await);
    let secret = match page {
        "/join/{secret}" => store.invite(&owner, &invitation()).await,
        "/email/{secret}" => {
            let somebody = stage.actor(&stage.somebody).await;
            let asked = store.ask_email_change(&somebody, PASSWORD, "neuve@exemple.fr");
            asked.await.map(|(_, secret)| secret)
        }
        _ => store.password_reset_for(&owner, stage.somebody.id).await,
    };
    secret.expect("a secret")
}

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
