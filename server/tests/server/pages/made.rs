//! What pages show, made before they are looked at.

use domain::accounts::SignUp;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{
    ActionItemId, AttachmentId, ChangeId, CommentId, DecisionId, ElementId, FeedbackId, ImportId,
    IterationId, LinkId, MapLinkId, MilestoneId, NeedId,
};
use domain::parties::Party;
use domain::wording::Locale;
use store::SetClock;

use crate::matrix::imports::keep_comments;
use crate::stage::{PASSWORD, Stage, fields, invitation};

/// What was made, by what stands for it in a path.
pub(crate) type Made = Vec<(&'static str, String)>;

pub(crate) fn filled(path: &str, made: &Made) -> String {
    made.iter().fold(path.to_owned(), |path, (name, value)| {
        path.replace(&format!("{{{name}}}"), value)
    })
}

/// Everything that pages show, made by the owner of the stage.
pub(crate) async fn make(stage: &Stage) -> Made {
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
    let measured = fields! {
        "id": milestone,
        "version": 1,
        "draft[value]": 58,
        "draft[n]": 214,
    };
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
    // for links.
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
    let invited = earlier.invite(&owner, &invitation(Party::Teacher)).await;
    invited.expect("invited");
    let asked = store.await_reset_link(&stage.somebody.email).await;
    asked.expect("noted");
    let somebody = stage.actor(&stage.somebody).await;
    let asked = store.await_email_link(&somebody, PASSWORD, "neuve@exemple.fr");
    asked.await.expect("noted");
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
    let mut draft = keep_comments(store, &actor, id).await;
    draft.source = "Consultation".into();
    let planned = store.plan_import(&actor, id, &draft).await;
    planned.expect("planned");
    id
}

/// A secret for pages that are reached through a link.
pub(super) async fn secret(stage: &Stage, page: &str) -> String {
    let (store, owner) = (&stage.world.store, stage.owner_actor().await);
    let secret = match page {
        "/join/{secret}" => store.invite(&owner, &invitation(Party::Teacher)).await,
        "/email/{secret}" => {
            let somebody = stage.actor(&stage.somebody).await;
            let asked = store.ask_email_change(&somebody, PASSWORD, "neuve@exemple.fr");
            asked.await.map(|(_, secret)| secret)
        }
        _ => store.password_reset_for(&owner, stage.somebody.id).await,
    };
    secret.expect("a secret")
}
