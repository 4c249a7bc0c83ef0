use super::*;
use crate::policy::Action;

/// Whatever changes something is told; what only reads is not in the log.
#[test]
fn every_action_that_changes_something_is_told() {
    let silent = Action::ALL
        .iter()
        .filter(|&&action| Deed::of(action, &Told::default()).is_none())
        .map(|action| action.code());
    let reading = Action::ALL.iter().map(|action| action.code());
    let reading = reading.filter(|code| code.starts_with("see_"));
    assert_eq!(silent.collect::<Vec<_>>(), reading.collect::<Vec<_>>());
}

#[test]
fn the_feed_tells_of_things() {
    let kept_out = Deed::ALL.iter().filter(|deed| !deed.is_in_feed());
    let kept_out: Vec<&str> = kept_out.map(|deed| deed.code()).collect();
    assert_eq!(kept_out.first(), Some(&"invited"));
    assert!(kept_out.contains(&"closed_account") && kept_out.contains(&"joined_session"));
    assert!(Deed::OpenedSession.is_in_feed() && Deed::RemovedFile.is_in_feed());
    assert!(Deed::Imported.is_in_feed() && Deed::UndidImport.is_in_feed());
    assert!(Deed::UndidPartOfImport.is_in_feed());
}

#[test]
fn running_a_session_is_told_by_what_was_done() {
    let of = |from, to, names: &[&'static str], before: &[&'static str]| {
        let told = Told {
            from,
            to,
            names: names.to_vec(),
            before: before.to_vec(),
            ..Told::default()
        };
        Deed::of(Action::RunSession, &told)
    };
    let state = &["state"][..];
    let opened = of(Some("planned"), Some("open"), state, state);
    assert_eq!(opened, Some(Deed::OpenedSession));
    let closed = of(Some("open"), Some("closed"), state, state);
    assert_eq!(closed, Some(Deed::ClosedSession));
    let reopened = of(Some("closed"), Some("open"), state, state);
    assert_eq!(reopened, Some(Deed::ReopenedSession));
    let seat = &["participant", "standing", "role", "guest"][..];
    let admitted = of(Some("waiting"), Some("admitted"), seat, seat);
    assert_eq!(admitted, Some(Deed::Admitted));
    let removed = of(Some("admitted"), Some("removed"), seat, seat);
    assert_eq!(removed, Some(Deed::RemovedParticipant));
    let role = of(Some("admitted"), Some("admitted"), seat, seat);
    assert_eq!(role, Some(Deed::ChangedSessionRole));
    let closed = of(None, None, &["vote", "closed"], &[]);
    assert_eq!(closed, Some(Deed::ClosedVote));
    let forgot = of(None, None, &[], &["version", "moment"]);
    assert_eq!(forgot, Some(Deed::ForgotVersion));
    let earlier = of(None, Some("admitted"), seat, &[]);
    assert_eq!(earlier, Some(Deed::RanSession), "as it was written before");
}

#[test]
fn what_is_undone_is_told_so() {
    let gone = Told {
        before: vec!["source"],
        ..Told::default()
    };
    let of = |action, told: &Told<'_>| Deed::of(action, told);
    let undone = of(Action::ImportRecords, &gone);
    assert_eq!(undone, Some(Deed::UndidImport));
    let part = Told {
        before: vec!["source", "records"],
        names: vec!["source", "stayed"],
        ..Told::default()
    };
    let in_part = of(Action::ImportRecords, &part);
    assert_eq!(in_part, Some(Deed::UndidPartOfImport));
    let withdrawn = of(Action::InvitePeople, &gone);
    assert_eq!(withdrawn, Some(Deed::WithdrewInvitation));
    let made = Told {
        is_new: true,
        names: vec!["source"],
        ..Told::default()
    };
    let done = of(Action::ImportRecords, &made);
    assert_eq!(done, Some(Deed::Imported));
}

#[test]
fn the_sentence_says_what_came_of_it() {
    let told = |from, to| Told {
        from: Some(from),
        to: Some(to),
        ..Told::default()
    };
    let of = |action, told: &Told<'_>| Deed::of(action, told);
    let triage = Action::TriageFeedback;
    assert_eq!(
        of(triage, &told("new", "accepted")),
        Some(Deed::AcceptedFeedback)
    );
    assert_eq!(
        of(triage, &told("accepted", "accepted")),
        Some(Deed::TreatedFeedback)
    );
    let steer = Action::SteerIteration;
    assert_eq!(
        of(steer, &told("running", "in_review")),
        Some(Deed::ReviewedIteration)
    );
    let asked = Told {
        is_new: true,
        names: vec!["asked", "person"],
        ..Told::default()
    };
    assert_eq!(
        of(Action::EditMilestone, &asked),
        Some(Deed::AskedSignature)
    );
    let moved = Told {
        names: vec!["due_on", "reason"],
        ..Told::default()
    };
    assert_eq!(
        of(Action::EditMilestone, &moved),
        Some(Deed::MovedMilestone)
    );
}
