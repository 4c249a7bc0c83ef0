//! Who may do what: one table for the whole product.
//!
//! [`decide`] answers for an actor, an action and the situation of the thing
//! acted upon. The interface hides what it refuses; `store` refuses it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::accounts::WorkspaceRole;
use crate::codes::codes;
use crate::ids::{ProjectId, UserId};
use crate::parties::Party;
use crate::projects::ProjectRole;

/// Whoever asks for something, with all that the decision depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account.
    pub user: UserId,
    /// The role in the workspace.
    pub role: WorkspaceRole,
    /// The party that the person speaks for.
    pub party: Party,
    /// The role in each project whose team the person belongs to.
    pub projects: BTreeMap<ProjectId, ProjectRole>,
}

impl Actor {
    /// The actor as the lead of a project, as whoever opens one is.
    #[must_use]
    pub fn leading(&self, project: ProjectId) -> Self {
        let mut leading = self.clone();
        leading.projects.insert(project, ProjectRole::Lead);
        leading
    }
}

/// What the decision depends on besides actor and action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// The project that the thing belongs to, if any.
    pub project: Option<ProjectId>,
    /// The project shows itself to its team alone.
    pub team_only: bool,
    /// The actor made the thing.
    pub is_author: bool,
    /// The thing is closed, frozen or withdrawn: it is kept as it is.
    pub frozen: bool,
    /// The agreement with the project's partners opens the thing to them.
    pub shared_with_partners: bool,
    /// The actor stands where guests are let in, and would be as one.
    pub as_guest: bool,
}

impl Situation {
    /// The situation of something that belongs to no project.
    #[must_use]
    pub fn workspace() -> Self {
        Self::default()
    }

    /// The situation of something in a project.
    #[must_use]
    pub fn in_project(project: ProjectId) -> Self {
        Self {
            project: Some(project),
            ..Self::default()
        }
    }
}

/// Why an action is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The actor's roles do not include it.
    #[error("the role does not allow it")]
    Role,
    /// The thing is closed and kept as it is.
    #[error("the thing is closed")]
    Frozen,
    /// The phase of the session that runs does not allow it.
    #[error("the phase that runs does not allow it")]
    Phase,
}

codes! {
    /// Everything that can be asked for. The wording is that of the audit log, where what
    /// was done has no words of its own.
    pub enum Action {
        /// Read the workspace: people, needs, open projects.
        SeeWorkspace = "see_workspace": "consulter l'espace" | "see the workspace",
        /// Invite people and withdraw invitations.
        InvitePeople = "invite_people": "inviter" | "invite people",
        /// Change roles, correct parties, close accounts, give out reset links.
        ManagePeople = "manage_people": "gérer les comptes" | "manage people",
        /// Read the audit log.
        SeeAudit = "see_audit": "consulter le journal" | "read the audit log",
        /// Import records from files and undo an import.
        ImportRecords = "import_records": "importer" | "import records",

        /// Read needs.
        SeeNeed = "see_need": "consulter un besoin" | "see a need",
        /// Express a need.
        ExpressNeed = "express_need": "exprimer un besoin" | "express a need",
        /// Change or withdraw a need.
        EditNeed = "edit_need": "modifier un besoin" | "edit a need",
        /// Support a need, add a context to it, or object with a reason.
        TakePosition = "take_position": "prendre position" | "take a position",
        /// Merge a need into a similar one.
        MergeNeeds = "merge_needs": "fusionner des besoins" | "merge needs",

        /// Open a project.
        CreateProject = "create_project": "ouvrir un projet" | "open a project",
        /// Read a project.
        SeeProject = "see_project": "consulter un projet" | "see a project",
        /// Change what a project says about itself.
        EditProject = "edit_project": "modifier un projet" | "edit a project",
        /// Move a project to another phase, plan those ahead, correct the dates of the others.
        ChangePhase = "change_phase": "changer les phases" | "change the phases",
        /// Add people to a team, change their role, remove them.
        ManageTeam = "manage_team": "gérer l'équipe" | "manage the team",
        /// Say which needs a project answers.
        AnswerNeed = "answer_need": "relier un besoin au projet" | "answer a need",

        /// Plan an iteration and change what it says, its conjecture map included.
        EditIteration = "edit_iteration": "modifier une itération" | "edit an iteration",
        /// Start, review and close an iteration.
        SteerIteration = "steer_iteration": "conduire une itération" | "steer an iteration",

        /// Read the feedback log.
        SeeFeedback = "see_feedback": "consulter les retours" | "see feedback",
        /// Log feedback, comment on it.
        GiveFeedback = "give_feedback": "donner un retour" | "give feedback",
        /// Correct one's feedback before it is treated, confirm what was shipped.
        EditFeedback = "edit_feedback": "modifier un retour" | "edit feedback",
        /// Accept, refuse, defer, assign, merge, split, mark as shipped.
        TriageFeedback = "triage_feedback": "traiter un retour" | "triage feedback",

        /// Read decisions and what is to be done.
        SeeDecision = "see_decision": "consulter une décision" | "see a decision",
        /// Record decisions and change what they say.
        EditDecision = "edit_decision": "consigner une décision" | "record a decision",
        /// Record what is to be done, and change what it says.
        EditAction = "edit_action": "noter une action" | "record an action",
        /// Say that an action is done, given up, or to be done again.
        SettleAction = "settle_action": "faire le point sur une action" | "settle an action",

        /// Set milestones and change them.
        EditMilestone = "edit_milestone": "modifier un jalon" | "edit a milestone",
        /// Tick criteria, attach evidence.
        UpdateMilestone = "update_milestone": "mettre à jour un jalon" | "update a milestone",
        /// Sign off a milestone that names the actor.
        SignMilestone = "sign_milestone": "signer un jalon" | "sign off a milestone",

        /// Read what a co-design session is about.
        SeeSession = "see_session": "consulter une séance" | "see a session",
        /// Prepare a co-design session and change what it says.
        EditSession = "edit_session": "préparer une séance" | "prepare a session",
        /// Open a session, admit and remove people, hold votes, close it and open it again, say
        /// what came out.
        RunSession = "run_session": "animer une séance" | "run a session",
        /// Take part in a session with an account.
        JoinSession = "join_session": "participer à une séance" | "take part in a session",

        /// Link two things of a project, or take a link away.
        LinkEvidence = "link_evidence": "relier des preuves" | "link evidence",
        /// Attach files to things of a project.
        AttachFile = "attach_file": "joindre un fichier" | "attach a file",
        /// Take a file away that somebody attached.
        RemoveFile = "remove_file": "retirer un fichier" | "remove a file",
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Roles in the workspace that suffice.
    pub workspace: &'static [WorkspaceRole],
    /// Roles in the thing's project that suffice.
    pub project: &'static [ProjectRole],
    /// Whether having made the thing suffices (for an actor who still sees it).
    pub author: bool,
    /// Whether it can be done to a thing that is closed.
    pub frozen_too: bool,
    /// Whether a seat in the session suffices, with an account or without.
    pub seat: bool,
}

impl Rule {
    /// The same line, where a seat in the session suffices as well.
    const fn or_seat(self) -> Self {
        Self { seat: true, ..self }
    }
}

use ProjectRole as P;
use WorkspaceRole as W;

const ALL: &[W] = W::ALL;
const WRITERS: &[W] = &[W::Administrator, W::Coordinator, W::Member];
const STEERING: &[W] = &[W::Administrator, W::Coordinator];
const ADMIN: &[W] = &[W::Administrator];
const NONE: &[W] = &[];

const TEAM: &[P] = P::ALL;
const CREW: &[P] = &[P::Lead, P::Facilitator, P::Contributor];
const VOICES: &[P] = &[P::Lead, P::Facilitator, P::Contributor, P::Partner];
const LEADS: &[P] = &[P::Lead, P::Facilitator];
const LEAD: &[P] = &[P::Lead];
const NOBODY: &[P] = &[];

/// The line of the table for an action.
#[must_use]
pub const fn rule(action: Action) -> Rule {
    use Action as A;
    //                                workspace  project  author frozen_too
    match action {
        A::SeeWorkspace => row(ALL, NOBODY, false, true),
        A::InvitePeople => row(STEERING, NOBODY, false, true),
        A::ManagePeople => row(ADMIN, NOBODY, false, true),
        A::SeeAudit => row(ADMIN, NOBODY, false, true),
        A::ImportRecords => row(STEERING, NOBODY, false, true),

        A::SeeNeed => row(ALL, NOBODY, false, true),
        A::ExpressNeed => row(WRITERS, NOBODY, false, true),
        A::EditNeed => row(STEERING, NOBODY, true, false),
        A::TakePosition => row(WRITERS, NOBODY, false, false),
        A::MergeNeeds => row(STEERING, NOBODY, false, false),

        A::CreateProject => row(WRITERS, NOBODY, false, true),
        A::SeeProject => row(ALL, TEAM, false, true),
        A::EditProject => row(STEERING, LEADS, false, false),
        A::ChangePhase => row(STEERING, LEAD, false, false),
        A::ManageTeam => row(STEERING, LEAD, false, true),
        A::AnswerNeed => row(STEERING, CREW, false, false),

        A::EditIteration => row(STEERING, CREW, false, false),
        A::SteerIteration => row(STEERING, LEADS, false, false),

        A::SeeFeedback => row(ALL, TEAM, true, true),
        A::GiveFeedback => row(WRITERS, VOICES, false, true),
        A::EditFeedback => row(NONE, NOBODY, true, false),
        A::TriageFeedback => row(STEERING, CREW, false, false),

        // Whoever takes an action on reads it.
        A::SeeDecision => row(ALL, TEAM, true, true),
        A::EditDecision => row(STEERING, CREW, false, true),
        A::EditAction => row(STEERING, CREW, false, true),
        // Whoever takes it on says what became of it.
        A::SettleAction => row(STEERING, CREW, true, true),

        A::EditMilestone => row(STEERING, LEADS, false, false),
        A::UpdateMilestone => row(STEERING, CREW, false, false),
        A::SignMilestone => row(NONE, TEAM, false, true),

        // Those who were let in read what they took part in.
        A::SeeSession => row(ALL, TEAM, false, true).or_seat(),
        A::EditSession => row(STEERING, LEADS, false, false),
        A::RunSession => row(STEERING, LEADS, false, false),
        A::JoinSession => row(WRITERS, VOICES, false, false),

        A::LinkEvidence => row(STEERING, CREW, false, true),
        A::AttachFile => row(STEERING, VOICES, true, false),
        A::RemoveFile => row(STEERING, LEADS, true, false),
    }
}

const fn row(
    workspace: &'static [W],
    project: &'static [P],
    author: bool,
    frozen_too: bool,
) -> Rule {
    Rule {
        workspace,
        project,
        author,
        frozen_too,
        seat: false,
    }
}

/// Decides whether the actor may do this in this situation.
///
/// Two things narrow what a role in the workspace opens inside a project: a
/// project that shows itself to its team alone is open only to those who steer
/// the workspace, and EdTech partners enter projects by the team's agreement
/// only; they open none, since whoever opens a project leads it. Where they are let
/// in they see the project itself with the common plan that they build to,
/// its iterations and milestones, all read under [`Action::SeeProject`]; of
/// feedback, sessions, decisions and actions they see what is shared with them,
/// what they gave or took on, and the sessions in which they take part.
///
/// Whoever would be let into a session as a guest is let in with an account as well.
///
/// # Errors
/// The reason of the refusal.
pub fn decide(actor: &Actor, action: Action, situation: &Situation) -> Result<(), Refusal> {
    let rule = rule(action);
    let steers = STEERING.contains(&actor.role);
    let in_project = situation
        .project
        .and_then(|project| actor.projects.get(&project));
    let is_partner = actor.party == Party::Edtech || in_project == Some(&P::Partner);

    let workspace_counts = match situation.project {
        None => steers || !is_partner || action != Action::CreateProject,
        Some(_) => steers || (!situation.team_only && !is_partner),
    };
    let by_workspace = workspace_counts && rule.workspace.contains(&actor.role);
    let by_project = in_project.is_some_and(|role| {
        rule.project.contains(role)
            && (!is_partner || situation.shared_with_partners || action == Action::SeeProject)
    });
    let still_there = workspace_counts || in_project.is_some();
    let by_author = rule.author && situation.is_author && still_there;
    let as_guest = action == Action::JoinSession && situation.as_guest;

    if !(by_workspace || by_project || by_author || as_guest) {
        return Err(Refusal::Role);
    }
    if situation.frozen && !rule.frozen_too {
        return Err(Refusal::Frozen);
    }
    Ok(())
}

/// Decides whether a seat in a session lets whoever has it do this there, with an account
/// or without: guests have nothing else. It opens the session, and nothing else of the
/// project.
///
/// # Errors
/// The reason of the refusal.
pub const fn decide_by_seat(action: Action) -> Result<(), Refusal> {
    if rule(action).seat {
        Ok(())
    } else {
        Err(Refusal::Role)
    }
}

/// Whether [`decide`] allows it.
#[must_use]
pub fn may(actor: &Actor, action: Action, situation: &Situation) -> bool {
    decide(actor, action, situation).is_ok()
}

#[cfg(test)]
mod tests;
