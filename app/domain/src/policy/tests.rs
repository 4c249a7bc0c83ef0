//! The table of the policy, spelled out, and what stands beside it.

use super::*;

fn actor(role: W) -> Actor {
    Actor {
        user: UserId::new(),
        role,
        party: Party::Teacher,
        projects: BTreeMap::new(),
    }
}

fn on_team(role: P) -> (Actor, Situation) {
    let project = ProjectId::new();
    let mut member = actor(W::Observer);
    member.projects.insert(project, role);
    (member, Situation::in_project(project))
}

/// Each row of the table, spelled out: workspace roles as ACMO, project
/// roles as LFCPO, then whether authorship suffices and closed things too.
#[test]
fn the_table_as_it_stands() {
    let letters = |rule: Rule| {
        let w: String = ["A", "C", "M", "O"]
            .iter()
            .zip(W::ALL)
            .map(|(letter, role)| {
                if rule.workspace.contains(role) {
                    *letter
                } else {
                    "-"
                }
            })
            .collect();
        let p: String = ["L", "F", "C", "P", "O"]
            .iter()
            .zip(P::ALL)
            .map(|(letter, role)| {
                if rule.project.contains(role) {
                    *letter
                } else {
                    "-"
                }
            })
            .collect();
        format!("{w} {p} {} {}", rule.author, rule.frozen_too)
    };
    let table: Vec<String> = Action::ALL
        .iter()
        .map(|&action| format!("{action} {}", letters(rule(action))))
        .collect();
    let expected = [
        "see_workspace ACMO ----- false true",
        "invite_people AC-- ----- false true",
        "manage_people A--- ----- false true",
        "see_audit A--- ----- false true",
        "import_records AC-- ----- false true",
        "see_need ACMO ----- false true",
        "express_need ACM- ----- false true",
        "edit_need AC-- ----- true false",
        "take_position ACM- ----- false false",
        "merge_needs AC-- ----- false false",
        "create_project ACM- ----- false true",
        "see_project ACMO LFCPO false true",
        "edit_project AC-- LF--- false false",
        "change_phase AC-- L---- false false",
        "manage_team AC-- L---- false true",
        "answer_need AC-- LFC-- false false",
        "edit_iteration AC-- LFC-- false false",
        "steer_iteration AC-- LF--- false false",
        "see_feedback ACMO LFCPO true true",
        "give_feedback ACM- LFCP- false true",
        "edit_feedback ---- ----- true false",
        "triage_feedback AC-- LFC-- false false",
        "see_decision ACMO LFCPO true true",
        "edit_decision AC-- LFC-- false true",
        "edit_action AC-- LFC-- false true",
        "settle_action AC-- LFC-- true true",
        "edit_milestone AC-- LF--- false false",
        "update_milestone AC-- LFC-- false false",
        "sign_milestone ---- LFCPO false true",
        "see_session ACMO LFCPO false true",
        "edit_session AC-- LF--- false false",
        "run_session AC-- LF--- false false",
        "join_session ACM- LFCP- false false",
        "link_evidence AC-- LFC-- false true",
        "attach_file AC-- LFCP- true false",
        "remove_file AC-- LF--- true false",
    ];
    assert_eq!(table, expected);
}

#[test]
fn a_team_only_project_is_closed_to_other_members() {
    let situation = Situation {
        team_only: true,
        ..Situation::in_project(ProjectId::new())
    };
    assert!(!may(&actor(W::Member), Action::SeeProject, &situation));
    assert!(may(&actor(W::Coordinator), Action::SeeProject, &situation));
}

#[test]
fn a_partner_sees_what_is_shared_and_nothing_more() {
    let (partner, mut situation) = on_team(P::Partner);
    assert!(may(&partner, Action::SeeProject, &situation));
    assert!(!may(&partner, Action::SeeFeedback, &situation));
    situation.shared_with_partners = true;
    assert!(may(&partner, Action::SeeFeedback, &situation));
    assert!(!may(&partner, Action::TriageFeedback, &situation));
    assert!(may(&partner, Action::SeeDecision, &situation));
    assert!(!may(&partner, Action::EditDecision, &situation));
    situation.shared_with_partners = false;
    assert!(!may(&partner, Action::SeeDecision, &situation));
    situation.is_author = true;
    assert!(may(&partner, Action::SeeDecision, &situation), "taken on");
}

#[test]
fn an_edtech_account_enters_no_project_by_its_workspace_role() {
    let mut partner = actor(W::Member);
    partner.party = Party::Edtech;
    let elsewhere = Situation::in_project(ProjectId::new());
    assert!(!may(&partner, Action::SeeProject, &elsewhere));
    assert!(may(&partner, Action::SeeNeed, &Situation::workspace()));
}

/// As the lead of a project, a partner could do nothing that leads do.
#[test]
fn an_edtech_account_opens_no_project() {
    let everywhere = Situation::workspace();
    let mut partner = actor(W::Member);
    assert!(may(&partner, Action::CreateProject, &everywhere));
    partner.party = Party::Edtech;
    assert!(!may(&partner, Action::CreateProject, &everywhere));
    assert!(may(&partner, Action::ExpressNeed, &everywhere));
    partner.role = W::Coordinator;
    assert!(may(&partner, Action::CreateProject, &everywhere));
}

#[test]
fn whoever_may_be_a_guest_takes_part_with_an_account() {
    let mut partner = actor(W::Member);
    partner.party = Party::Edtech;
    let elsewhere = Situation::in_project(ProjectId::new());
    let at_the_door = Situation {
        as_guest: true,
        ..elsewhere
    };
    for somebody in [actor(W::Observer), partner] {
        assert!(!may(&somebody, Action::JoinSession, &elsewhere));
        assert!(may(&somebody, Action::JoinSession, &at_the_door));
        for action in [Action::RunSession, Action::EditSession] {
            assert!(!may(&somebody, action, &at_the_door));
        }
    }
    let closed = Situation {
        frozen: true,
        ..at_the_door
    };
    assert!(!may(&actor(W::Observer), Action::JoinSession, &closed));
}

#[test]
fn a_seat_opens_its_session_and_nothing_else_of_the_project() {
    let by_seat = Action::ALL.iter().copied();
    let by_seat: Vec<Action> = by_seat
        .filter(|&action| decide_by_seat(action).is_ok())
        .collect();
    assert_eq!(by_seat, [Action::SeeSession]);
}

#[test]
fn what_is_closed_stays_as_it_is() {
    let (lead, mut situation) = on_team(P::Lead);
    situation.frozen = true;
    assert_eq!(
        decide(&lead, Action::EditIteration, &situation),
        Err(Refusal::Frozen)
    );
    assert!(may(&lead, Action::SeeFeedback, &situation));
}

#[test]
fn an_author_edits_what_is_theirs() {
    let mut situation = Situation::workspace();
    assert!(!may(&actor(W::Member), Action::EditNeed, &situation));
    situation.is_author = true;
    assert!(may(&actor(W::Member), Action::EditNeed, &situation));
}
