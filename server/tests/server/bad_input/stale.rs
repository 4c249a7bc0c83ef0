//! Forms made of an older version of what they change.

use domain::feedback::{BULK_MAX, Selected};
use domain::ids::{
    ActionItemId, ChangeId, ElementId, FeedbackId, MapLinkId, MilestoneId, ProjectId,
};
use http::StatusCode;

use super::feedback::feedback;
use super::iterations::{iteration, planned};
use super::{in_order, session, with};
use crate::stage::{Fields, Stage, fields};

/// A form, the field that two people fill in differently, and what each fills in.
type Case = (&'static str, Fields, &'static str, [&'static str; 2]);

const TEXTS: [&str; 2] = ["Premier", "Second"];

/// Every form that says of which version it is made, each in order.
async fn cases(stage: &Stage) -> Vec<Case> {
    let project = stage.project;
    let (need, planned_id) = (stage.need().await, iteration(stage).await);
    let mut milestone = in_order(stage, "create_milestone").await;
    stage.make("create_milestone", milestone.clone()).await;
    milestone.push(("version", "1".into()));
    let mut decision = in_order(stage, "create_decision").await;
    stage.make("create_decision", decision.clone()).await;
    decision.push(("version", "1".into()));
    let mut item = in_order(stage, "create_action_item").await;
    stage.make("create_action_item", item.clone()).await;
    item.push(("version", "1".into()));
    let mut edited = planned(stage, planned_id);
    edited.push(("version", "1".into()));
    let entry = fields! {
        "project": project,
        "id": feedback(stage).await,
        "version": 1,
        "draft[kind]": "bug",
    };
    let triage = fields! {
        "id": feedback(stage).await,
        "version": 1,
        "draft[state]": "accepted",
        "draft[severity]": "hindering",
    };
    let parts = fields! { "id": feedback(stage).await, "version": 1 };
    let session = crate::matrix::in_order(stage, "edit_session").await;
    let measured = crate::matrix::in_order(stage, "record_measure").await;
    let steered = fields! { "id": iteration(stage).await, "version": 1 };
    vec![
        (
            "edit_need",
            fields! { "id": need, "version": 1 },
            "draft[statement]",
            TEXTS,
        ),
        (
            "edit_project",
            facts_of_project(stage).await,
            "draft[title]",
            TEXTS,
        ),
        (
            "plan_phases",
            phases(stage).await,
            "draft[deployment_ends_on]",
            ["2027-07-30", "2027-07-31"],
        ),
        (
            "change_phase",
            phase(stage).await,
            "starts_on",
            ["2027-02-01", "2027-02-02"],
        ),
        (
            "edit_project_link",
            link(stage).await,
            "draft[title]",
            TEXTS,
        ),
        ("edit_iteration", edited, "draft[goal]", TEXTS),
        (
            "steer_iteration",
            steered,
            "state",
            ["running", "in_review"],
        ),
        ("edit_element", element(stage).await, "draft[text]", TEXTS),
        (
            "edit_map_link",
            map_link(stage).await,
            "draft[reason]",
            TEXTS,
        ),
        ("edit_change", change(stage).await, "text", TEXTS),
        ("edit_decision", decision, "draft[statement]", TEXTS),
        ("edit_action_item", item, "draft[statement]", TEXTS),
        ("edit_milestone", milestone, "draft[title]", TEXTS),
        ("record_measure", measured, "draft[value]", ["58", "61"]),
        (
            "settle_action_item",
            settled(stage).await,
            "draft[reason]",
            TEXTS,
        ),
        (
            "settle_need",
            fields! { "id": stage.need().await, "version": 1, "state": "set_aside" },
            "reason",
            TEXTS,
        ),
        (
            "move_milestone",
            moved(stage).await,
            "draft[due_on]",
            ["2027-03-12", "2027-03-19"],
        ),
        (
            "settle_milestone",
            settled_milestone(stage).await,
            "draft[reason]",
            TEXTS,
        ),
        (
            "set_team_role",
            membership(stage).await,
            "role",
            ["observer", "contributor"],
        ),
        (
            "change_account",
            fields! { "person": stage.somebody.id, "version": 1, "party": "teacher" },
            "role",
            ["coordinator", "observer"],
        ),
        (
            "edit_own_account",
            fields! { "version": 1, "draft[locale]": "fr" },
            "draft[name]",
            TEXTS,
        ),
        ("edit_session", session, "draft[title]", TEXTS),
        ("edit_feedback", entry, "draft[story]", TEXTS),
        ("triage_feedback", triage, "draft[reason]", TEXTS),
        (
            "split_feedback",
            parts,
            "draft[parts]",
            ["Un\n\nDeux", "Trois\n\nQuatre"],
        ),
    ]
}

/// The page on which a form stands that comes back with both texts, or why it is not looked
/// at for them.
fn shown_on(project: ProjectId, function: &str, fields: &Fields) -> Result<String, &'static str> {
    let of = |name: &str| {
        let found = fields.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let (id, home) = (of("id"), format!("/projects/{project}"));
    Ok(match function {
        "edit_need" => format!("/needs/{id}/edit"),
        "settle_need" => format!("/needs/{id}"),
        "edit_project" => format!("{home}/edit"),
        "plan_phases" | "change_phase" => home,
        "edit_project_link" => format!("{home}?edit={id}"),
        "edit_iteration" => format!("{home}/iterations/{id}/edit"),
        "edit_element" | "edit_map_link" => {
            format!("{home}/iterations/{}?edit={id}", of("iteration"))
        }
        "edit_change" => format!("{home}/changes/{id}"),
        "edit_decision" => format!("{home}/decisions/{id}"),
        "edit_action_item" | "settle_action_item" => format!("{home}/actions/{id}"),
        "edit_milestone" => format!("{home}/milestones/{id}/edit"),
        "record_measure" | "move_milestone" | "settle_milestone" => {
            format!("{home}/milestones/{id}")
        }
        "edit_own_account" => "/account".to_owned(),
        "edit_session" => format!("/sessions/{id}/edit"),
        "edit_feedback" => format!("{home}/feedback/{id}/edit"),
        "triage_feedback" => format!("{home}/feedback/{id}"),
        "steer_iteration" => return Err("a button: the page offers the step that is next now"),
        "set_team_role" | "change_account" => {
            return Err("chosen from a list: `accounts` looks at what stands beside it");
        }
        "split_feedback" => return Err("what was kept are entries with pages of their own"),
        function => panic!("where does {function} stand?"),
    })
}

async fn version_of_project(stage: &Stage) -> i64 {
    crate::matrix::projects::project(stage).await.version
}

async fn membership(stage: &Stage) -> Fields {
    let version = crate::matrix::projects::project(stage).await.team_version;
    fields! { "id": stage.project, "version": version, "person": stage.somebody.id }
}

async fn facts_of_project(stage: &Stage) -> Fields {
    let version = version_of_project(stage).await;
    let mut fields = in_order(stage, "create_project").await;
    fields.retain(|(name, _)| *name != "id");
    fields.extend(fields! { "id": stage.project, "version": version });
    fields
}

/// The cases come one after the other: this one after the project was edited once.
async fn phases(stage: &Stage) -> Fields {
    let mut phases = in_order(stage, "plan_phases").await;
    let version = version_of_project(stage).await + 1;
    phases = with(&phases, "version", &version.to_string());
    phases
}

/// This one after it was edited once and its phases were planned.
async fn phase(stage: &Stage) -> Fields {
    let version = version_of_project(stage).await + 2;
    fields! { "id": stage.project, "version": version, "phase": "pilot" }
}

async fn moved(stage: &Stage) -> Fields {
    let mut milestone = another_milestone(stage).await;
    milestone.extend(fields! { "draft[why]": "Grève" });
    milestone
}

async fn settled_milestone(stage: &Stage) -> Fields {
    let mut milestone = another_milestone(stage).await;
    milestone.extend(fields! { "draft[outcome]": "met" });
    milestone
}

async fn another_milestone(stage: &Stage) -> Fields {
    let id = MilestoneId::new();
    let milestone = in_order(stage, "create_milestone").await;
    let milestone = with(&milestone, "id", &id.to_string());
    stage.make("create_milestone", milestone).await;
    fields! { "id": id, "version": 1 }
}

async fn settled(stage: &Stage) -> Fields {
    let id = ActionItemId::new();
    let item = with(
        &in_order(stage, "create_action_item").await,
        "id",
        &id.to_string(),
    );
    stage.make("create_action_item", item).await;
    fields! { "id": id, "version": 1, "draft[state]": "done" }
}

async fn link(stage: &Stage) -> Fields {
    let mut link = in_order(stage, "add_project_link").await;
    stage.make("add_project_link", link.clone()).await;
    link.push(("version", "1".into()));
    link
}

async fn element(stage: &Stage) -> Fields {
    let mut element = in_order(stage, "add_element").await;
    stage.make("add_element", element.clone()).await;
    element.extend(fields! { "project": stage.project, "version": 1 });
    element
}

async fn map_link(stage: &Stage) -> Fields {
    let iteration = iteration(stage).await;
    let (from, to) = (ElementId::new(), ElementId::new());
    for (id, column) in [(from, "mediation"), (to, "outcome")] {
        let element = fields! {
            "iteration": iteration,
            "id": id,
            "draft[column]": column,
            "draft[text]": "Lire mieux",
            "draft[why]": "Vu en classe",
        };
        stage.make("add_element", element).await;
    }
    let mut link = fields! {
        "iteration": iteration,
        "id": MapLinkId::new(),
        "draft[from]": from,
        "draft[to]": to,
        "draft[why]": "Vu en classe",
    };
    stage.make("add_map_link", link.clone()).await;
    link.extend(fields! { "project": stage.project, "version": 1 });
    link
}

async fn change(stage: &Stage) -> Fields {
    let mut change = in_order(stage, "add_change").await;
    let id = ChangeId::new();
    change = with(&change, "id", &id.to_string());
    stage.make("add_change", change).await;
    fields! { "id": id, "version": 1 }
}

#[tokio::test]
async fn an_older_version_is_told_so() {
    let stage = Stage::with_open_project().await;
    for (function, fields, field, [first, second]) in cases(&stage).await {
        stage.make(function, with(&fields, field, first)).await;
        let before = stage.last_change().await;
        let late = with(&fields, field, second);
        let answer = stage.call(function, Some(&stage.owner), &late).await;
        let body = &answer.body;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{function}: {body}");
        let (_, version) = fields
            .iter()
            .find(|(name, _)| *name == "version")
            .expect("a version");
        let version: i64 = version.parse().expect("a number");
        let current = format!("\"current\":{}", version + 1);
        assert!(body.contains(&current), "{function}: {body}");
        assert_eq!(stage.last_change().await, before, "{function}");
        if let Ok(page) = shown_on(stage.project, function, &fields) {
            shows_both(&stage, (function, page.as_str()), &late, [first, second]).await;
        }
    }
}

/// Without scripts the form comes back with what is typed in it, beside what was kept
/// meanwhile.
async fn shows_both(
    stage: &Stage,
    (function, page): (&str, &str),
    late: &Fields,
    [kept, typed]: [&str; 2],
) {
    let cookies = format!("etabli_locale=fr; {}", session(stage).await);
    let sent = stage.send(function, page, &cookies, late).await;
    let back = stage.world.come_back(&sent, &cookies).await.body;
    let beside = back.split_once("Version enregistrée");
    let (_, beside) = beside.unwrap_or_else(|| panic!("{function}: nothing beside it: {back}"));
    let (beside, _) = beside.split_once("</section>").expect("its end");
    assert!(beside.contains(kept), "{function}: {beside}");
    let fields = [format!("value=\"{typed}\""), format!("{typed}</textarea>")];
    let stays = fields.iter().any(|field| back.contains(field));
    assert!(stays, "{function}: what is typed is lost: {back}");
}

/// Two entries, each as it was shown once it was given; the first is accepted since.
async fn one_of_two_accepted(stage: &Stage) -> [Selected; 2] {
    let (first, second) = (feedback(stage).await, feedback(stage).await);
    let accepted = crate::matrix::feedback::triage(first, 1, "accepted");
    stage.make("triage_feedback", accepted).await;
    [first, second].map(|id| Selected { id, version: 1 })
}

/// Entries that are to be refused together.
fn refused(stage: &Stage, [first, second]: [Selected; 2]) -> Fields {
    fields! {
        "project": stage.project,
        "entries[]": first,
        "entries[]": second,
        "draft[action]": "refuse",
        "draft[reason]": "Hors sujet",
    }
}

#[tokio::test]
async fn of_several_nothing_is_done_where_one_was_changed() {
    let stage = Stage::with_open_project().await;
    let [first, second] = one_of_two_accepted(&stage).await;
    let before = stage.last_change().await;
    let sent = refused(&stage, [first, second]);
    let answer = stage
        .call("treat_feedback", Some(&stage.owner), &sent)
        .await;
    let (status, body) = (answer.status, answer.body);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let field = |id: FeedbackId| format!("\"field\":\"{id}\"");
    assert!(body.contains(&field(first.id)), "{body}");
    assert!(!body.contains(&field(second.id)), "{body}");
    for told in ["changed_meanwhile", "\"version\":2", "\"accepted\""] {
        assert!(body.contains(told), "{told}: {body}");
    }
    assert_eq!(stage.last_change().await, before, "something was done");
    // Knowing of it, one may decide otherwise.
    let known = Selected {
        version: 2,
        ..first
    };
    stage
        .make("treat_feedback", refused(&stage, [known, second]))
        .await;
}

/// Without scripts, what is selected and typed comes back, beside what the entry is now;
/// also where the list does not hold it any more.
#[tokio::test]
async fn a_selection_comes_back_with_what_was_changed() {
    let stage = Stage::with_open_project().await;
    let entries = one_of_two_accepted(&stage).await;
    let [first, second] = entries;
    let log = format!("/projects/{}/feedback", stage.project);
    for (page, listed) in [(log.clone(), true), (format!("{log}?state=new"), false)] {
        let refused = refused(&stage, entries);
        let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
        let sent = stage.send("treat_feedback", &page, &cookies, &refused);
        let sent = sent.await;
        let back = stage.world.come_back(&sent, &cookies).await.body;
        let ticked = |selected: Selected| {
            back.split("<input").any(|input| {
                let input = input.split('>').next().unwrap_or_default();
                input.contains(&format!("value=\"{selected}\"")) && input.contains(" checked")
            })
        };
        let known = Selected {
            version: 2,
            ..first
        };
        assert!(ticked(known) && ticked(second), "{page}: {back}");
        for text in [
            "Modifié par quelqu",
            "accepté",
            "Hors sujet",
            "1 retour a été",
        ] {
            assert!(back.contains(text), "{page}, {text}: {back}");
        }
        let elsewhere = back.contains("plus dans cette liste");
        assert_eq!(elsewhere, !listed, "{page}: {back}");
        assert_eq!(back.contains(">Retour 1<"), !listed, "{page}: {back}");
        let entry = format!("href=\"{log}/{}", first.id);
        assert!(back.contains(&entry), "{page}: {back}");
        assert!(!back.contains("ne sont plus sélectionnés"), "{page}");
    }
}

/// What is sent to treat several entries at once.
fn together(stage: &Stage, entries: &[Selected], action: &str) -> Fields {
    let mut fields = fields! {
        "project": stage.project,
        "draft[action]": action,
        "draft[reason]": "Hors sujet",
    };
    fields.extend(entries.iter().map(|entry| ("entries[]", entry.to_string())));
    fields
}

/// Without scripts a failure travels in an address: as much is told as one takes, and all is
/// counted.
#[tokio::test]
async fn of_a_long_selection_as_much_is_told_as_an_address_takes() {
    let stage = Stage::with_open_project().await;
    let mut entries = Vec::new();
    for _ in 0..BULK_MAX {
        let id = feedback(&stage).await;
        entries.push(Selected { id, version: 1 });
    }
    let accepted = together(&stage, &entries, "accept");
    stage.make("treat_feedback", accepted).await;
    let before = stage.last_change().await;
    let refused = together(&stage, &entries, "refuse");
    let page = format!("/projects/{}/feedback", stage.project);
    let cookies = format!("etabli_locale=fr; {}", session(&stage).await);
    let sent = stage.send("treat_feedback", &page, &cookies, &refused);
    let sent = sent.await;
    // Proxies read all of the head into one buffer, of 4 KiB where it is small.
    let lines = sent.headers.iter();
    let lines = lines.map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    let head: usize = lines.sum();
    assert!(head < 3_800, "{head}");
    assert_eq!(stage.last_change().await, before, "something was done");
    let back = stage.world.come_back(&sent, &cookies).await.body;
    for text in [
        "100 retours ont",
        "Modifié par quelqu",
        "autres points",
        "ne sont plus sélectionnés",
    ] {
        assert!(back.contains(text), "{text}: {back}");
    }
}
