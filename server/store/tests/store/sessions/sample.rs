//! A session with somebody in it, and the calls of the policy's table.

use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::FeedbackDraft;
use domain::ids::{
    ActionItemId, DecisionId, FeedbackId, NeedId, ProjectId, ScriptTemplateId, SessionId,
};
use domain::policy::Actor;
use domain::sessions::{
    GuestDraft, JoinCode, NoteDraft, OutcomeDraft, PhaseDraft, ScriptTemplateDraft, SessionDraft,
    SessionRole,
};
use store::{Store, Visitor};

use crate::cast::{Someone, need_draft};
use crate::decisions::{decision_draft, item_draft};
use crate::world::World;

/// An open session of a project.
pub(crate) struct Sitting {
    pub(crate) lead: Someone,
    pub(crate) project: ProjectId,
    pub(crate) id: SessionId,
    pub(crate) code: JoinCode,
    /// The secret of the guest who takes part as number 2, where one does.
    pub(crate) guest: String,
    /// A template for the calls that take one.
    template: ScriptTemplateId,
    /// What came out, for the call that takes it back.
    came_out: DecisionId,
}

pub(crate) fn session_draft(title: &str) -> SessionDraft {
    let phase = |title: &str| PhaseDraft {
        title: title.into(),
        minutes: "8".into(),
        write: "true".into(),
        ..PhaseDraft::default()
    };
    SessionDraft {
        title: title.into(),
        aim: "Choisir une piste".into(),
        starts_at: "2026-12-02T14:30".into(),
        guests: "true".into(),
        phases: vec![phase("Écrire"), phase("Regrouper")],
        ..SessionDraft::default()
    }
}

/// A session whose guests and participants wait until they are let in.
pub(crate) fn with_waiting_room() -> SessionDraft {
    SessionDraft {
        waiting_room: "true".into(),
        ..session_draft("Premiers écrans")
    }
}

/// A session that nobody takes part in without an account.
pub(super) fn without_guests() -> SessionDraft {
    SessionDraft {
        guests: String::new(),
        ..session_draft("Premiers écrans")
    }
}

pub(crate) fn outcome(note: &str) -> OutcomeDraft {
    OutcomeDraft {
        notes: vec![outcome_note("a1b2-3", note)],
    }
}

pub(crate) fn outcome_note(record: &str, note: &str) -> NoteDraft {
    NoteDraft {
        record: record.into(),
        note: note.into(),
        author: String::new(),
    }
}

pub(crate) fn guest(pseudonym: &str) -> GuestDraft {
    GuestDraft {
        pseudonym: pseudonym.into(),
        party: "pupil".into(),
    }
}

pub(crate) fn script_template(name: &str) -> ScriptTemplateDraft {
    ScriptTemplateDraft {
        name: name.into(),
        purpose: "Pour commencer".into(),
        ..ScriptTemplateDraft::default()
    }
}

pub(crate) fn feedback(story: &str) -> FeedbackDraft {
    FeedbackDraft {
        kind: "idea".into(),
        story: story.into(),
        ..FeedbackDraft::default()
    }
}

const CALLS: &[&str] = &[
    "create_session",
    "edit_session",
    "open_session",
    "close_session",
    "steered_session",
    "project_sessions",
    "session",
    "session_to_read",
    "join_session",
    "join_session with the code",
    "participants",
    "waiting_participants",
    "admit_participant",
    "remove_participant",
    "set_participant_role",
    "claim_participation",
    "save_script",
    "saved_scripts",
    "remove_saved_script",
    "board_versions",
    "name_board_version",
    "forget_board_version",
    "give_floor",
    "speaking_turns",
    "harvest_need",
    "harvest_feedback",
    "harvest_decision",
    "harvest_action",
    "take_back_outcome",
];

impl Sitting {
    /// An open session in a project of its own.
    pub(crate) async fn open(world: &World) -> Self {
        Self::with(world, session_draft("Premiers écrans")).await
    }

    /// The same, planned like this.
    pub(crate) async fn with(world: &World, draft: SessionDraft) -> Self {
        let lead = world.member("Ana").await;
        let project = world.project(&lead).open().await;
        Self::of(world, &lead, project, &draft).await
    }

    /// The same, about this need.
    pub(super) async fn about(world: &World, need: NeedId) -> Self {
        let draft = SessionDraft {
            need: need.to_string(),
            ..session_draft("Premiers écrans")
        };
        Self::with(world, draft).await
    }

    /// The same, of this project.
    pub(crate) async fn of(
        world: &World,
        lead: &Someone,
        project: ProjectId,
        draft: &SessionDraft,
    ) -> Self {
        let (store, actor, id) = (&world.store, lead.actor().await, SessionId::new());
        let planned = store.create_session(&actor, project, id, draft).await;
        planned.expect("planned");
        store.open_session(&actor, id).await.expect("open");
        let detail = store.session(&actor, id).await.expect("a session");
        Self {
            lead: lead.clone(),
            project,
            id,
            code: detail.session.code.expect("a code"),
            guest: String::new(),
            template: ScriptTemplateId::new(),
            came_out: DecisionId::new(),
        }
    }

    /// Somebody without an account joins; their secret.
    pub(crate) async fn guest(&self, store: &Store, pseudonym: &str) -> String {
        let code = self.code.to_string();
        let joined = store
            .join_as_guest(&code, &guest(pseudonym), None, None)
            .await;
        joined.expect("joined").2
    }

    /// Who leads removes a participant.
    pub(super) async fn remove(&self, store: &Store, number: u32) {
        let lead = self.lead.actor().await;
        let removed = store.remove_participant(Visitor::Account(&lead), self.id, number);
        removed.await.expect("removed");
    }

    pub(crate) fn has(method: &str) -> bool {
        CALLS.contains(&method)
    }

    /// What one call of the policy's table uses up.
    pub(crate) async fn for_call(
        world: &World,
        owner: &Someone,
        project: ProjectId,
        method: &str,
    ) -> Self {
        if !Self::has(method) {
            return Self {
                lead: owner.clone(),
                project,
                id: SessionId::new(),
                code: JoinCode::from_number(0),
                guest: String::new(),
                template: ScriptTemplateId::new(),
                came_out: DecisionId::new(),
            };
        }
        let draft = session_draft("Premiers écrans");
        let mut sitting = Self::of(world, owner, project, &draft).await;
        sitting.guest = sitting.guest(&world.store, "Renard").await;
        if method == "remove_saved_script" {
            let (store, lead) = (&world.store, owner.actor().await);
            let draft = script_template("Atelier");
            let saved = store.save_script(&lead, sitting.id, sitting.template, &draft);
            saved.await.expect("saved");
        }
        if method == "take_back_outcome" {
            let (store, lead) = (&world.store, owner.actor().await);
            let (draft, note) = (decision_draft("Un minuteur"), outcome("Un minuteur"));
            let made = store.harvest_decision(&lead, sitting.id, sitting.came_out, &draft, &note);
            made.await.expect("a decision");
        }
        if method == "forget_board_version" {
            let (store, lead) = (&world.store, owner.actor().await);
            let named = store.name_board_version(&lead, sitting.id, 0, "Début");
            named.await.expect("named");
        }
        sitting
    }

    pub(crate) async fn call(
        &self,
        store: &Store,
        method: &str,
        actor: &Actor,
        project: ProjectId,
    ) -> store::Result<()> {
        let (id, draft) = (self.id, session_draft("Écrans"));
        let visitor = Visitor::Account(actor);
        match method {
            "create_session" => {
                let new = SessionId::new();
                store.create_session(actor, project, new, &draft).await?;
            }
            "edit_session" => store.edit_session(actor, id, 1, &draft).await?,
            "open_session" => store.open_session(actor, id).await?,
            "close_session" => store.close_session(actor, id).await?,
            "steered_session" => drop(store.steered_session(actor, id).await?),
            "project_sessions" => drop(store.project_sessions(actor, project).await?),
            "session" => drop(store.session(actor, id).await?),
            "session_to_read" => drop(store.session_to_read(visitor, id).await?),
            "join_session" => drop(store.join_session(actor, id, None).await?),
            "join_session with the code" => {
                store.join_session(actor, id, Some(self.code)).await?;
            }
            "participants" => drop(store.participants(actor, id).await?),
            "waiting_participants" => drop(store.waiting_participants(visitor, id).await?),
            "admit_participant" => store.admit_participant(visitor, id, 2).await?,
            "remove_participant" => store.remove_participant(visitor, id, 2).await?,
            "set_participant_role" => {
                let role = SessionRole::Observer;
                store.set_participant_role(actor, id, 2, role).await?;
            }
            "claim_participation" => {
                store.claim_participation(actor, &self.guest).await?;
            }
            "save_script" => {
                let new = ScriptTemplateId::new();
                let draft = script_template("Atelier");
                store.save_script(actor, id, new, &draft).await?;
            }
            "saved_scripts" => drop(store.saved_scripts(actor, project).await?),
            "remove_saved_script" => store.remove_saved_script(actor, self.template).await?,
            "board_versions" => drop(store.board_versions(visitor, id).await?),
            "name_board_version" => store.name_board_version(actor, id, 0, "Début").await?,
            "forget_board_version" => {
                store.forget_board_version(actor, id, 0).await?;
            }
            "give_floor" => store.give_floor(visitor, id, 2).await?,
            "speaking_turns" => drop(store.speaking_turns(visitor, id).await?),
            "harvest_need" => {
                let (new, need) = (NeedId::new(), need_draft("Lire"));
                let note = outcome("Lire à deux");
                store.harvest_need(actor, id, new, &need, &note).await?;
            }
            "harvest_feedback" => {
                let (new, entry) = (FeedbackId::new(), feedback("Un minuteur"));
                let note = outcome("Un minuteur");
                store
                    .harvest_feedback(actor, id, new, &entry, &note)
                    .await?;
            }
            "harvest_decision" => {
                let (new, decision) = (DecisionId::new(), decision_draft("Un minuteur"));
                let note = outcome("Un minuteur");
                store
                    .harvest_decision(actor, id, new, &decision, &note)
                    .await?;
            }
            "harvest_action" => {
                let (new, item) = (ActionItemId::new(), item_draft("Le régler"));
                let note = outcome("Le régler");
                store.harvest_action(actor, id, new, &item, &note).await?;
            }
            "take_back_outcome" => {
                let thing = ThingRef::new(ThingKind::Decision, self.came_out);
                store.take_back_outcome(actor, id, thing).await?;
            }
            _ => unreachable!("{method} is no call of sessions"),
        }
        Ok(())
    }
}

/// A session of a project, open, and its code.
pub(super) async fn open_session(
    world: &World,
    lead: &Actor,
    project: ProjectId,
) -> (SessionId, JoinCode) {
    let (store, id) = (&world.store, SessionId::new());
    let draft = session_draft("Écrans");
    let planned = store.create_session(lead, project, id, &draft).await;
    planned.expect("planned");
    store.open_session(lead, id).await.expect("open");
    let detail = store.session(lead, id).await.expect("a session");
    (id, detail.session.code.expect("a code"))
}
