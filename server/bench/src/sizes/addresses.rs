//! Where the demonstration has each page. Routes are read where the program lists them; ids are
//! found by following links, as a reader would; what no link leads to is made beforehand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::accounts::{InvitationDraft, WorkspaceRole};
use domain::feedback::FeedbackDraft;
use domain::ids::{FeedbackId, ImportId, InvitationId};
use domain::imports::ImportTarget;
use domain::parties::Party;
use domain::policy::Actor;
use domain::projects::ProjectFilter;
use store::Store;
use store::imports::{ImportFiles, NamedFile};

use crate::Result;
use crate::client::Client;
use crate::content::{self, PASSWORD};
use crate::served::Server;

/// Routes, each with an address of theirs.
pub(super) type Addresses = BTreeMap<&'static str, String>;

/// Where the program lists its pages.
const PROGRAM: &str = include_str!("../../../../app/src/app.rs");
/// The most pages that are read to find links.
const PAGES: usize = 500;
/// A table to import.
const COMMENTS: &str =
    "comment-id,author-id,moderated,comment-body\n0,7,1,Suivre la lecture sans la noter\n";

/// The routes of all pages.
pub(super) fn routes() -> impl Iterator<Item = &'static str> {
    let listed = PROGRAM.split("path!(\"").skip(1);
    listed.filter_map(|rest| rest.split('"').next())
}

/// What links do not lead to, made by somebody who may do everything.
pub(super) async fn make(store: &Store, actor: &Actor) -> Result<Addresses> {
    let filter = ProjectFilter {
        query: "fluence".into(),
        page: 1,
        ..ProjectFilter::default()
    };
    let projects = store.projects(actor, &filter).await?.items;
    let project = projects.first().ok_or("no such project")?.id;
    let (session, code) = content::session(store, actor, project).await?;
    // Only whoever gave an entry edits it.
    let entry = FeedbackId::new();
    let draft = FeedbackDraft {
        kind: "bug".into(),
        story: "La page suivante s'ouvre trop tard".into(),
        ..FeedbackDraft::default()
    };
    store.give_feedback(actor, project, entry, &draft).await?;
    let import = waiting_import(store, actor).await?;
    let invitation = InvitationDraft {
        id: InvitationId::new(),
        note: String::new(),
        role: WorkspaceRole::Member,
        party: Party::Teacher,
    };
    let join = store.invite(actor, &invitation).await?;
    let reset = store.password_reset_for(actor, actor.user).await?;
    let asked = store.ask_email_change(actor, PASSWORD, "neuve@exemple.fr");
    let (_, email) = asked.await?;
    let feedback = format!("/projects/{project}/feedback/{entry}/edit");
    Ok(Addresses::from([
        ("/join/:secret", format!("/join/{join}")),
        ("/reset/:secret", format!("/reset/{reset}")),
        ("/email/:secret", format!("/email/{email}")),
        ("/s/:code", format!("/s/{code}")),
        ("/board/:session", format!("/board/{session}")),
        ("/imports/:import", format!("/imports/{import}")),
        (
            "/imports/:import/columns",
            format!("/imports/{import}/columns"),
        ),
        ("/imports/:import/check", format!("/imports/{import}/check")),
        ("/projects/:project/feedback/:feedback/edit", feedback),
    ]))
}

/// An import whose columns are mapped, and which waits.
async fn waiting_import(store: &Store, actor: &Actor) -> Result<ImportId> {
    let id = ImportId::new();
    let files = ImportFiles {
        records: NamedFile {
            name: "comments.csv".into(),
            bytes: COMMENTS.into(),
        },
        votes: None,
    };
    let target = ImportTarget::Needs;
    store.keep_upload(actor, id, target, files).await??;
    let preview = store.upload_preview(actor, id, Default::default());
    let mut draft = preview.await?.draft();
    draft.source = "Consultation".into();
    store.plan_import(actor, id, &draft).await?;
    Ok(id)
}

/// What was made and, for the other routes, what links from page to page lead to. A route that
/// none of them leads to is missing.
pub(super) async fn find(server: &Server, made: Addresses) -> Result<Addresses> {
    let mut found = made;
    for route in routes().filter(|route| !route.contains(':')) {
        found.insert(route, route.to_owned());
    }
    let mut client = Client::connect(&server.host, &server.cookie).await?;
    let mut known: BTreeSet<String> = found.values().cloned().collect();
    let mut ahead: VecDeque<String> = known.iter().cloned().collect();
    for _ in 0..PAGES {
        let is_missing = |route: &str| !found.contains_key(route);
        let Some(page) = ahead.pop_front().filter(|_| routes().any(is_missing)) else {
            break;
        };
        let body = client.get(&page, false).await?.body;
        for address in links(&String::from_utf8_lossy(&body)) {
            let Some(route) = routes().find(|route| is_of(route, address)) else {
                continue;
            };
            if known.insert(address.to_owned()) {
                ahead.push_back(address.to_owned());
                found.entry(route).or_insert_with(|| address.to_owned());
            }
        }
    }
    Ok(found)
}

/// Where the links of a page lead, whatever they ask for there.
fn links(html: &str) -> impl Iterator<Item = &str> {
    let written = html.split(" href=\"").skip(1);
    written.filter_map(|rest| rest.split(['"', '?', '#']).next())
}

/// Whether an address is one of this route's: what the route leaves open is an id, or the kind
/// of a thing.
fn is_of(route: &str, address: &str) -> bool {
    let fits = |(wanted, given): (&str, &str)| match wanted.strip_prefix(':') {
        None => wanted == given,
        Some("kind") => !given.is_empty(),
        Some(_) => is_id(given),
    };
    let (wanted, given) = (route.split('/'), address.split('/'));
    wanted.clone().count() == given.clone().count() && wanted.zip(given).all(fits)
}

/// Ids are longer than any word in an address, and have letters of numbers only.
fn is_id(part: &str) -> bool {
    let is_digit = |byte: u8| byte == b'-' || byte.is_ascii_hexdigit();
    part.len() == 36 && part.bytes().all(is_digit)
}
