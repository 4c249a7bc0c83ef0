use super::*;

const ID: &str = "01919191-0000-7000-8000-000000000001";

fn thing(kind: ThingKind) -> ThingRef {
    ThingRef::new(kind, ID.parse::<Uuid>().expect("an id"))
}

#[test]
fn the_relations_that_make_sense() {
    use ThingKind as T;
    for &from in T::ALL {
        for &to in T::ALL {
            assert!(Relation::RelatesTo.fits(from, to));
        }
    }
    for (relation, from, to, fine) in [
        (Relation::Answers, T::Project, T::Need, true),
        (Relation::Answers, T::Need, T::Project, false),
        (Relation::Caused, T::Feedback, T::Iteration, true),
        (Relation::Caused, T::Iteration, T::Need, false),
        (Relation::Caused, T::Session, T::Need, true),
        (Relation::Caused, T::Session, T::Feedback, true),
        (Relation::DecidedBy, T::Feedback, T::Session, true),
        (Relation::Supports, T::Feedback, T::Milestone, true),
        (Relation::Contradicts, T::Need, T::Milestone, false),
        (Relation::Supports, T::Feedback, T::Element, true),
        (Relation::Contradicts, T::Decision, T::MapLink, true),
        (Relation::Supports, T::Decision, T::Milestone, false),
        (Relation::Supports, T::Element, T::Milestone, false),
        (Relation::DecidedBy, T::Feedback, T::Iteration, true),
        (Relation::DecidedBy, T::Iteration, T::Feedback, false),
        (Relation::MeasuredBy, T::Need, T::Milestone, true),
        (Relation::MeasuredBy, T::Milestone, T::Need, false),
        (Relation::Supports, T::File, T::Milestone, true),
        (Relation::Contradicts, T::File, T::Element, true),
        (Relation::Caused, T::File, T::Change, true),
        (Relation::Caused, T::File, T::Need, false),
        (Relation::Caused, T::Session, T::File, true),
        (Relation::Supports, T::Feedback, T::File, false),
        (Relation::Contradicts, T::File, T::File, false),
        (Relation::MeasuredBy, T::File, T::Milestone, false),
        (Relation::DecidedBy, T::File, T::Decision, false),
        (Relation::Answers, T::File, T::Need, false),
    ] {
        assert_eq!(relation.fits(from, to), fine, "{from} {relation} {to}");
    }
}

#[test]
fn evidence_is_told_from_the_need_to_the_milestone() {
    let told = ThingKind::as_told();
    assert_eq!(told.first(), Some(&ThingKind::Need));
    assert_eq!(told.len(), ThingKind::ALL.len());
}

#[test]
fn a_thing_is_known_by_its_address() {
    let project = "01919191-0000-7000-8000-000000000009";
    for (address, kind) in [
        (format!("/needs/{ID}"), ThingKind::Need),
        (
            format!("https://etabli.example/needs/{ID}?x=1#top"),
            ThingKind::Need,
        ),
        (format!(" /projects/{ID}/ "), ThingKind::Project),
        (format!("/projects/{ID}/milestones"), ThingKind::Project),
        (
            format!("projects/{project}/milestones/{ID}"),
            ThingKind::Milestone,
        ),
        (
            format!("/projects/{project}/sessions/{ID}/board"),
            ThingKind::Session,
        ),
        (
            format!("http://x/projects/{project}/iterations/{ID}/edit"),
            ThingKind::Iteration,
        ),
        (
            format!("/projects/{project}/feedback/{ID}"),
            ThingKind::Feedback,
        ),
        (
            format!("/projects/{project}/elements/{ID}"),
            ThingKind::Element,
        ),
        (
            format!("/projects/{project}/maplinks/{ID}#evidence"),
            ThingKind::MapLink,
        ),
        (format!("/sessions/{ID}/report"), ThingKind::Session),
        (format!("/evidence/feedback/{ID}"), ThingKind::Feedback),
        (format!("/files/{ID}#evidence"), ThingKind::File),
        (
            format!("https://etabli.example/attachments/{ID}/thumbnail"),
            ThingKind::File,
        ),
    ] {
        assert_eq!(
            ThingRef::from_address(&address),
            Some(thing(kind)),
            "{address}"
        );
    }
    for wrong in [
        "",
        "/",
        "fluence",
        "/needs/new",
        "https://etabli.example",
        "/people/x",
    ] {
        assert_eq!(ThingRef::from_address(wrong), None, "{wrong}");
    }
    let need = thing(ThingKind::Need);
    assert_eq!(ThingRef::from_code(&need.to_string()), Some(need));
    assert_eq!(ThingRef::from_code("need"), None);
    // What was picked counts before what was typed to find it.
    let picked = ThingRef::chosen(&need.to_string(), "fluence");
    assert_eq!(picked, Ok(need));
    assert_eq!(
        ThingRef::chosen("", &format!("/needs/{ID}")),
        Ok(thing(ThingKind::Need))
    );
    assert_eq!(ThingRef::chosen("", " "), Err(Problem::Missing));
    assert_eq!(ThingRef::chosen("", "fluence"), Err(Problem::NotOffered));
}

#[test]
fn a_chain_shows_both_directions() {
    let (need, project) = (thing(ThingKind::Need), thing(ThingKind::Project));
    let milestone = thing(ThingKind::Milestone);
    let node = |thing: ThingRef| Node {
        thing,
        title: thing.kind.to_string(),
        project: None,
    };
    let link = |from, relation, to| Link {
        id: LinkId::new(),
        from,
        relation,
        to,
        created_by: UserId::new(),
        created_at: Timestamp(0),
        notes: Vec::new(),
    };
    let graph = Graph {
        nodes: [project, need, milestone].map(node).to_vec(),
        links: vec![
            link(need, Relation::MeasuredBy, milestone),
            link(project, Relation::Answers, need),
        ],
        cut: false,
    };
    let chain = graph.around(need).expect("a chain");
    let told: Vec<_> = chain
        .steps
        .iter()
        .map(|step| (step.wording().fr, step.other.thing.kind))
        .collect();
    assert_eq!(
        told,
        [
            ("trouve réponse dans", ThingKind::Project),
            ("mesuré par", ThingKind::Milestone),
        ]
    );
    assert_eq!(graph.around(thing(ThingKind::Feedback)), None);
}

#[test]
fn the_notes_of_a_link_stand_at_both_its_ends() {
    let (session, need) = (thing(ThingKind::Session), thing(ThingKind::Need));
    let node = |thing: ThingRef| Node {
        thing,
        title: thing.kind.to_string(),
        project: None,
    };
    let note = SourceNote {
        session: SessionId(session.id),
        record: "1-1".into(),
        text: "Un minuteur".into(),
        author: "Awa".into(),
        interests: String::new(),
        place: NotePlace::Board,
    };
    let graph = Graph {
        nodes: [session, need].map(node).to_vec(),
        links: vec![Link {
            id: LinkId::new(),
            from: session,
            relation: Relation::Caused,
            to: need,
            created_by: UserId::new(),
            created_at: Timestamp(0),
            notes: vec![note.clone()],
        }],
        cut: false,
    };
    for (end, forward) in [(session, true), (need, false)] {
        let steps = graph.around(end).expect("a chain").steps;
        let told: Vec<_> = steps
            .iter()
            .map(|step| (step.forward, step.notes.as_slice()))
            .collect();
        assert_eq!(told, [(forward, std::slice::from_ref(&note))]);
    }
}
