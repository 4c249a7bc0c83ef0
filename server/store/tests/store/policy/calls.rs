//! The calls behind the tables, each in order, and what they use up.

use domain::accounts::{AccountDraft, AccountStanding, InvitationDraft, WorkspaceRole};
use domain::activity::Feed;
use domain::audit::AuditFilter;
use domain::evidence::{Relation, ThingKind, ThingRef};
use domain::ids::{
    AttachmentId, ImportId, InvitationId, LinkId, MilestoneId, NeedId, ProjectId, ProjectLinkId,
    SignInId, UserId,
};
use domain::needs::{NeedFilter, NeedState, Stance};
use domain::parties::Party;
use domain::phases::{PhasesDraft, ProjectPhase};
use domain::policy::Actor;
use domain::projects::{ProjectFilter, ProjectRole};
use domain::time::parse_date;
use domain::wording::Locale;

use super::Stage;
use crate::cast::{PASSWORD, Someone, link_draft, need_draft, position, project_draft};
use crate::decisions::Taken;
use crate::iterations::Spare;
use crate::milestones::{measure, milestone_draft, settle, to};
use crate::sessions::Sitting;

impl Stage {
    /// What a call uses up: a need, a session, a person's account.
    pub(super) async fn made_for(&self, method: &str, who: &Someone) -> Made {
        let mut made = Made {
            need: self.need,
            session: SignInId::new(),
            invitation: InvitationId::new(),
            person: self.owner.clone(),
            milestone: MilestoneId::new(),
            link: LinkId::new(),
            project_link: ProjectLinkId::new(),
            attachment: AttachmentId::new(),
            spare: self.iteration.spare(&self.world, method).await,
            taken: Taken::for_call(&self.world, &self.owner, self.project, method).await,
            sitting: Sitting::for_call(&self.world, &self.owner, self.project, method).await,
        };
        match method {
            "edit_need" | "settle_need" | "need_targets" | "merge_needs" => {
                made.need = self.world.need(&self.owner, "Lire").express().await;
            }
            "withdraw_invitation" | "withdraw_invitation administrator" => {
                let role = match method {
                    "withdraw_invitation" => WorkspaceRole::Member,
                    _ => WorkspaceRole::Administrator,
                };
                let invitation = invitation(made.invitation, role);
                let owner = self.owner.actor().await;
                let invited = self.world.store.invite(&owner, &invitation).await;
                invited.expect("invited");
            }
            "sign_out" | "end_session" => {
                let secret = who.sign_in("Firefox").await;
                let found = self.world.store.signed_in(&secret).await;
                let found = found.expect("an answer").expect("a session");
                made.session = found.session;
            }
            "email_link_for" => {
                let (store, owner) = (&self.world.store, self.owner.actor().await);
                let asked = store.await_email_link(&owner, PASSWORD, "neuve@exemple.fr");
                asked.await.expect("noted");
            }
            "change_account" | "set_team_role" => made.person = self.world.member("Eve").await,
            "milestone" | "edit_milestone" | "check_criterion" | "record_measure"
            | "move_milestone" | "settle_milestone" | "ask_signature" | "link_things" | "chain"
            | "graph" | "attach_file" => {
                made.milestone = self.world.milestone(&self.owner, self.project).await
            }
            "sign_milestone" => {
                made.milestone = self.world.milestone(&self.owner, self.project).await;
                let (id, owner) = (made.milestone, self.owner.actor().await);
                let store = &self.world.store;
                // Only those on the team can be asked.
                drop(store.ask_signature(&owner, id, who.id, true).await);
                let draft = settle("met", "Tout");
                let met = store.settle_milestone(&owner, id, 1, &draft).await;
                met.expect("met");
            }
            "attachment" | "attached_file" | "remove_attachment" => {
                // Twenty are the most of one thing: each on its own milestone.
                let milestone = self.world.milestone(&self.owner, self.project).await;
                let thing = ThingRef::new(ThingKind::Milestone, milestone);
                made.attachment = self.world.attach(&self.owner, thing, "plan.txt").await;
            }
            "edit_project_link" | "remove_project_link" => {
                let (owner, id) = (self.owner.actor().await, made.project_link);
                let (store, draft) = (&self.world.store, link_draft("Le dépôt"));
                let added = store.add_project_link(&owner, self.project, id, &draft);
                added.await.expect("added");
            }
            "unlink_things" => {
                made.milestone = self.world.milestone(&self.owner, self.project).await;
                let (from, to) = made.ends();
                let owner = self.owner.actor().await;
                let relation = Relation::MeasuredBy;
                let store = &self.world.store;
                let linked = store.link_things(&owner, made.link, from, relation, to);
                linked.await.expect("linked");
            }
            _ => {}
        }
        made
    }

    /// What files are attached to.
    fn thing(&self) -> ThingRef {
        ThingRef::new(ThingKind::Project, self.project)
    }

    pub(super) async fn call(&self, method: &str, actor: &Actor, made: Made) -> store::Result<()> {
        let (store, project) = (&self.world.store, self.project);
        let (member, need) = (WorkspaceRole::Member, need_draft("Lire"));
        let day = parse_date("2026-01-01").expect("a date");
        match method {
            "invite" => {
                let invitation = invitation(made.invitation, member);
                store.invite(actor, &invitation).await?;
            }
            "invite administrator" => {
                let invitation = invitation(made.invitation, WorkspaceRole::Administrator);
                store.invite(actor, &invitation).await?;
            }
            "withdraw_invitation" | "withdraw_invitation administrator" => {
                store.withdraw_invitation(actor, made.invitation).await?;
            }
            "reset_requests" => drop(store.reset_requests(actor).await?),
            "edit_own_account" => {
                let draft = AccountDraft {
                    name: "Ana".into(),
                    declared_interests: "Manuels".into(),
                    locale: Locale::En,
                };
                let secret = store.start_session(actor.user, "").await?;
                let found = store.signed_in(&secret).await?;
                let version = found.expect("a session").account.version;
                store.edit_own_account(actor, version, &draft).await?;
            }
            "change_password" => {
                let (session, same) = (made.session, PASSWORD);
                store.change_password(actor, session, same, same).await?;
            }
            "ask_email_change" => {
                let asked = store.ask_email_change(actor, PASSWORD, "ana@exemple.fr");
                asked.await?;
            }
            "confirm_email" => {
                let new = format!("{}@exemple.fr", UserId::new());
                let (_, secret) = store.ask_email_change(actor, PASSWORD, &new).await?;
                store.confirm_email(actor, &secret).await?;
            }
            "await_email_link" => {
                let asked = store.await_email_link(actor, PASSWORD, "ana@exemple.fr");
                asked.await?;
            }
            "email_requests" => drop(store.email_requests(actor).await?),
            "email_link_for" => drop(store.email_link_for(actor, made.person.id).await?),
            "sign_out" => store.sign_out(actor, made.session).await?,
            "invitations" => drop(store.invitations(actor).await?),
            "password_reset_for" => drop(store.password_reset_for(actor, made.person.id).await?),
            "change_account" => {
                let (person, party) = (made.person.id, Party::Researcher);
                let standing = AccountStanding {
                    role: member,
                    party,
                    closed: true,
                };
                store.change_account(actor, person, 1, &standing).await?;
            }
            "accounts" => drop(store.accounts(actor).await?),
            "people" => drop(store.people(actor).await?),
            "audit_log" => drop(store.audit_log(actor, &AuditFilter::default(), 10).await?),
            "change_locale" => store.change_locale(actor, Locale::En).await?,
            "sign_ins" => drop(store.sign_ins(actor, made.session).await?),
            "end_session" => store.end_session(actor, made.session).await?,
            "end_all_sessions" => store.end_all_sessions(actor).await?,
            "search" => drop(store.search(actor, "fluence").await?),
            "express_need" => store.express_need(actor, NeedId::new(), &need).await?,
            "needs" => drop(store.needs(actor, &NeedFilter::default()).await?),
            "need" => drop(store.need(actor, made.need).await?),
            "need_voices" => drop(store.need_voices(actor, made.need, 1).await?),
            "similar_needs" => drop(store.similar_needs(actor, "fluence", None).await?),
            "edit_need" => store.edit_need(actor, made.need, 1, &need).await?,
            "settle_need" => {
                let state = NeedState::SetAside;
                store.settle_need(actor, made.need, 1, state, "Non").await?;
            }
            "take_position" => {
                let support = position(Stance::Support, "");
                store.take_position(actor, made.need, &support).await?;
            }
            "withdraw_position" => store.withdraw_position(actor, made.need).await?,
            "need_targets" => {
                let into = Some(self.need);
                store.need_targets(actor, made.need, "lire", into).await?;
            }
            "merge_needs" => store.merge_needs(actor, made.need, self.need).await?,
            "imports" => drop(store.imports(actor, 1).await?),
            "import_projects" => drop(store.import_projects(actor).await?),
            "import" => drop(store.import(actor, ImportId::new()).await?),
            "check_files" => {
                let files = crate::imports::consultation();
                let plan = crate::imports::plan(&files, "Consultation");
                store.check_files(actor, files, &plan).await?;
            }
            "check_files_in_full" => {
                let files = crate::imports::consultation();
                let plan = crate::imports::plan(&files, "Consultation");
                store.check_files_in_full(actor, files, &plan).await?;
            }
            "import_files" => {
                let files = crate::imports::consultation();
                let plan = crate::imports::plan(&files, "Consultation");
                let id = ImportId::new();
                store.import_files(actor, id, files, &plan).await?;
            }
            "undo_import" => drop(store.undo_import(actor, ImportId::new()).await?),
            "undo_rest_of_import" => {
                let id = ImportId::new();
                store.undo_rest_of_import(actor, id, "").await?;
            }
            "export_needs" => drop(store.export_needs(actor, None).await?),
            "export_feedback" => drop(store.export_feedback(actor, project).await?),
            "export_votes" => drop(store.export_votes(actor, None).await?),
            "create_project" => {
                let draft = project_draft("Lire");
                store
                    .create_project(actor, ProjectId::new(), &draft)
                    .await?;
            }
            "create_project_for" => {
                let (id, draft) = (ProjectId::new(), project_draft("Lire"));
                store
                    .create_project_for(actor, id, &draft, made.need)
                    .await?;
            }
            "projects" => drop(store.projects(actor, &ProjectFilter::default()).await?),
            "projects_called" => drop(store.projects_called(actor, "Lire").await?),
            "own_projects" => drop(store.own_projects(actor).await?),
            "project" => drop(store.project(actor, project).await?),
            "edit_project" => {
                let there = self.world.read_project(&self.owner, project).await;
                let draft = (&there.facts).into();
                let version = there.version;
                store.edit_project(actor, project, version, &draft).await?;
            }
            "change_phase" => {
                let there = store.project(&self.owner.actor().await, project).await?;
                let (version, phase) = (there.project.version, ProjectPhase::Pilot);
                store
                    .change_phase(actor, project, version, phase, day)
                    .await?;
            }
            "plan_phases" => {
                let owner = self.owner.actor().await;
                let there = store.project(&owner, project).await?;
                let draft = PhasesDraft::from(there.phases.as_slice());
                let version = there.project.version;
                store.plan_phases(actor, project, version, &draft).await?;
            }
            "add_project_link" => {
                let (id, draft) = (ProjectLinkId::new(), link_draft("Le dépôt"));
                store.add_project_link(actor, project, id, &draft).await?;
            }
            "edit_project_link" => {
                let draft = link_draft("Le code");
                store
                    .edit_project_link(actor, made.project_link, 1, &draft)
                    .await?;
            }
            "remove_project_link" => store.remove_project_link(actor, made.project_link).await?,
            "set_team_role" => {
                let role = Some(ProjectRole::Observer);
                let there = store.project(&self.owner.actor().await, project).await?;
                let version = there.project.team_version;
                store
                    .set_team_role(actor, project, version, made.person.id, role)
                    .await?;
            }
            "answer_need" => store.answer_need(actor, project, made.need, true).await?,
            "milestones" => drop(store.milestones(actor, project).await?),
            "milestone" => drop(store.milestone(actor, made.milestone).await?),
            "create_milestone" => {
                let draft = milestone_draft("Prêt");
                store
                    .create_milestone(actor, project, made.milestone, &draft)
                    .await?;
            }
            "edit_milestone" => {
                let draft = milestone_draft("Prêt");
                store
                    .edit_milestone(actor, made.milestone, 1, &draft)
                    .await?;
            }
            "check_criterion" => {
                let owner = self.owner.actor().await;
                let there = store.milestone(&owner, made.milestone).await?.milestone;
                let first = there.criteria[0].id;
                store
                    .check_criterion(actor, made.milestone, first, true)
                    .await?;
            }
            "record_measure" => {
                let draft = measure("58", "214");
                store
                    .record_measure(actor, made.milestone, 1, &draft)
                    .await?;
            }
            "move_milestone" => {
                let draft = to("2027-01-15", "Grève");
                store
                    .move_milestone(actor, made.milestone, 1, &draft)
                    .await?;
            }
            "settle_milestone" => {
                let draft = settle("missed", "Trop tôt");
                store
                    .settle_milestone(actor, made.milestone, 1, &draft)
                    .await?;
            }
            "ask_signature" => {
                let person = self.owner.id;
                store
                    .ask_signature(actor, made.milestone, person, true)
                    .await?;
            }
            "sign_milestone" => store.sign_milestone(actor, made.milestone).await?,
            "link_things" => {
                let ((from, to), relation) = (made.ends(), Relation::MeasuredBy);
                store
                    .link_things(actor, made.link, from, relation, to)
                    .await?;
            }
            "unlink_things" => store.unlink_things(actor, made.link).await?,
            "chain" => drop(store.chain(actor, made.ends().1).await?),
            "graph" => drop(store.graph(actor, made.ends().1).await?),
            "attachments" => drop(store.attachments(actor, self.thing()).await?),
            "attachment" => drop(store.attachment(actor, made.attachment).await?),
            "attached_file" => drop(store.attached_file(actor, made.attachment).await?),
            "may_attach" => store.may_attach(actor, self.thing()).await?,
            "attach_file" => {
                let file = crate::attachments::text_file("note.txt");
                // Twenty are the most of one thing: each on its own milestone.
                let thing = ThingRef::new(ThingKind::Milestone, made.milestone);
                store
                    .attach_file(actor, made.attachment, thing, file)
                    .await?;
            }
            "remove_attachment" => store.remove_attachment(actor, made.attachment).await?,
            method if self.iteration.has(method) => {
                self.iteration
                    .call(&self.world, method, actor, made.spare)
                    .await?;
            }
            "activity" => drop(store.activity(actor, Feed::Project(project), None).await?),
            method if Taken::has(method) => {
                made.taken.call(store, method, actor, project).await?;
            }
            method if Sitting::has(method) => {
                made.sitting.call(store, method, actor, project).await?;
            }
            method => crate::notifications::call(store, method, actor, made.person.id).await?,
        }
        Ok(())
    }
}

fn invitation(id: InvitationId, role: WorkspaceRole) -> InvitationDraft {
    InvitationDraft {
        id,
        note: String::new(),
        role,
        party: Party::Teacher,
    }
}

/// What a call uses up.
pub(super) struct Made {
    need: NeedId,
    session: SignInId,
    invitation: InvitationId,
    person: Someone,
    milestone: MilestoneId,
    link: LinkId,
    project_link: ProjectLinkId,
    attachment: AttachmentId,
    spare: Spare,
    sitting: Sitting,
    taken: Taken,
}

impl Made {
    /// A need, and the milestone that measures what becomes of it.
    fn ends(&self) -> (ThingRef, ThingRef) {
        (
            ThingRef::new(ThingKind::Need, self.need),
            ThingRef::new(ThingKind::Milestone, self.milestone),
        )
    }
}
