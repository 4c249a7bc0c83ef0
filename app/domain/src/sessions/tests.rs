use super::*;
use crate::parties::Party;
use crate::wording::Locale;

fn draft() -> SessionDraft {
    SessionDraft {
        title: " Lire à deux : premiers écrans ".into(),
        aim: "Choisir une piste".into(),
        starts_at: "2026-12-02T14:30".into(),
        place: "Salle 12".into(),
        link: "https://visio.example/abc".into(),
        waiting_room: "true".into(),
        phases: vec![
            PhaseDraft {
                late_waits: "true".into(),
                ..phase("Écrire")
            },
            PhaseDraft::default(),
            phase("Regrouper"),
        ],
        ..SessionDraft::default()
    }
}

fn phase(title: &str) -> PhaseDraft {
    PhaseDraft {
        title: title.into(),
        minutes: "8".into(),
        write: "true".into(),
        private: "on".into(),
        frames: "Idées\n\n Questions ".into(),
        ..PhaseDraft::default()
    }
}

#[test]
fn a_session_is_read_from_its_form_and_goes_back_into_it() {
    let facts = draft().check().expect("in order");
    assert_eq!(facts.title, "Lire à deux : premiers écrans");
    assert_eq!(facts.starts_at.to_string(), "2026-12-02T14:30:00");
    assert!(facts.waiting_room && !facts.guests);
    assert_eq!(facts.script.len(), 2, "an empty row is no phase");
    let first = &facts.script[0];
    assert!(first.write && first.private && !first.group);
    assert!(first.late_waits && !facts.script[1].late_waits);
    assert_eq!(first.frames, ["Idées", "Questions"]);
    assert_eq!(SessionDraft::from(&facts).check(), Ok(facts));
}

#[test]
fn each_problem_stands_beside_its_field() {
    let wrong = SessionDraft {
        title: " ".into(),
        starts_at: "demain".into(),
        link: "http://visio.example".into(),
        iteration: "x".into(),
        phases: vec![
            phase("Écrire"),
            PhaseDraft {
                minutes: "0".into(),
                vote: "shouting".into(),
                instructions: "Écrivez.".into(),
                frames: "n".repeat(81),
                ..PhaseDraft::default()
            },
        ],
        ..draft()
    };
    let problems = wrong.check().expect_err("not in order");
    for (field, problem) in [
        ("title", Problem::Missing),
        ("starts_at", Problem::NotADate),
        ("link", Problem::NotAnAddress),
        ("iteration", Problem::NotOffered),
        ("phases[1][title]", Problem::Missing),
        (
            "phases[1][minutes]",
            Problem::OutOfRange { min: 1, max: 480 },
        ),
        ("phases[1][vote]", Problem::NotOffered),
        ("phases[1][frames]", Problem::TooLong { max: 80 }),
    ] {
        assert_eq!(problems.of(field), Some(&problem), "{field}");
    }
    assert_eq!(problems.0.len(), 8);
}

#[test]
fn a_script_has_one_phase_at_the_least_and_thirty_at_the_most() {
    for (count, fine) in [(0, false), (1, true), (30, true), (31, false)] {
        let phases = (0..count).map(|_| phase("Écrire")).collect();
        let checked = SessionDraft { phases, ..draft() }.check();
        assert_eq!(checked.is_ok(), fine, "{count}");
        if let Err(problems) = checked {
            assert!(problems.of("phases").is_some());
        }
    }
}

#[test]
fn of_too_many_phases_as_many_are_looked_into_as_there_may_be() {
    let unlasting = PhaseDraft {
        minutes: String::new(),
        ..phase("Écrire")
    };
    let phases = vec![unlasting; 1_000];
    let checked = SessionDraft { phases, ..draft() }.check();
    let problems = checked.expect_err("too many");
    assert!(problems.of("phases").is_some());
    assert!(problems.of("phases[29][minutes]").is_some());
    assert_eq!(problems.0.len(), 31, "thirty phases, and their number");
}

#[test]
fn a_guest_has_a_pseudonym_and_a_party() {
    let guest = |pseudonym: &str, party: &str| {
        let (pseudonym, party) = (pseudonym.into(), party.into());
        GuestDraft { pseudonym, party }.check()
    };
    let fine = guest(" Renard ", "pupil").expect("in order");
    assert_eq!(
        (fine.pseudonym.as_str(), fine.party),
        ("Renard", Party::Pupil)
    );
    let problems = guest("", "king").expect_err("not in order");
    assert_eq!(problems.of("pseudonym"), Some(&Problem::Missing));
    assert_eq!(problems.of("party"), Some(&Problem::NotOffered));
    assert!(guest(&"n".repeat(41), "pupil").is_err());
    let unsaid = guest("Renard", "").expect_err("nobody is of a party unasked");
    assert_eq!(unsaid.of("party"), Some(&Problem::Missing));
}

/// What a guest is called among people of these names, with a stroke between each two.
fn among(pseudonym: &str, names: &str) -> String {
    let guest = GuestFacts {
        pseudonym: pseudonym.into(),
        party: Party::Pupil,
    };
    guest.among(names.split('|')).pseudonym
}

#[test]
fn a_guest_s_name_is_nobody_else_s() {
    for (pseudonym, names, named) in [
        ("Ana", "", "Ana"),
        ("Ana", "Anaïs|Ana B.", "Ana"),
        ("Ana", "Ana", "Ana 2"),
        ("Ana", "Ana|Ana 2|Ana 3", "Ana 4"),
        ("Ana", "Ana 4|Ana 2|Ana", "Ana 3"),
        ("Ana", "Ana 2", "Ana"),
        // Neither capitals nor blanks are seen to make another person.
        ("ANA", " ana |Ana\u{a0}2", "ANA 3"),
        ("Éva", "éVA", "Éva 2"),
        ("Léa M.", "léa  m.", "Léa M. 2"),
        // A number of one's own may say something: it stays.
        ("Table 2", "Table 1|Table 2", "Table 2 2"),
        ("Table 2", "Table 2|Table 2 2", "Table 2 3"),
    ] {
        assert_eq!(among(pseudonym, names), named, "{pseudonym} in {names}");
    }
}

#[test]
fn a_name_with_a_number_is_no_longer_than_others() {
    let long = "é".repeat(40);
    let mut names = long.clone();
    for number in 2..=12 {
        let named = among(&long, &names);
        assert_eq!(named.chars().count(), 40, "{named}");
        assert!(named.ends_with(&format!("é {number}")), "{named}");
        names = format!("{names}|{named}");
    }
    // No blank is left where it is cut, and who bears what is left keeps it.
    let letters = "n".repeat(37);
    let long = format!("{letters} mm");
    let named = among(&long, &long);
    assert_eq!(named, format!("{letters} 2"));
    let named = among(&long, &format!("{long}|{named}"));
    assert_eq!(named, format!("{letters} 3"));
}

/// Every method has its template; each is in order as a script, in both
/// languages, and says where it comes from.
#[test]
fn every_template_is_a_script() {
    for &method in Method::ALL {
        let template = Template::of(method).expect("a template");
        assert!(!template.source.reference.is_empty(), "{method}");
        for &locale in Locale::ALL {
            let phases: Vec<_> = template.script(locale);
            let phases = phases.iter().map(PhaseDraft::from).collect();
            let checked = SessionDraft { phases, ..draft() }.check();
            let script = checked.expect("in order").script;
            assert_eq!(script, template.script(locale));
            assert!(
                script
                    .iter()
                    .all(|phase| !phase.late.is_empty() && !phase.late_waits)
            );
        }
        assert!((10..=60).contains(&template.minutes()), "{method}");
    }
    assert_eq!(templates().len(), Method::ALL.len());
}

/// The figures that the literature gives for the methods, phase by phase: nothing here may
/// drift from them. A vote that follows has a time of its own.
#[test]
fn templates_keep_the_times_of_their_methods() {
    let minutes = |method: Method| -> Vec<u16> {
        let template = Template::of(method).expect("a template");
        template.phases.iter().map(|phase| phase.minutes).collect()
    };
    assert_eq!(minutes(Method::OneTwoFourAll), [1, 2, 4, 5]);
    assert_eq!(minutes(Method::Affinity)[..3], [10, 15, 5]);
    let sketching = Template::of(Method::CrazyEights)
        .expect("a template")
        .phases[0];
    assert_eq!(
        (sketching.minutes, sketching.cue),
        (8, 1),
        "eight minutes, one by one"
    );
    let frames = |method: Method| -> usize {
        let template = Template::of(method).expect("a template");
        template
            .phases
            .iter()
            .map(|phase| phase.frames.len())
            .max()
            .unwrap_or_default()
    };
    assert_eq!(frames(Method::Storyboard), 6);
    assert_eq!(frames(Method::RoseBudThorn), 3);
    assert_eq!(frames(Method::ILikeIWish), 3);
    let script = Template::of(Method::DotsThenObjections)
        .expect("a template")
        .script(Locale::En);
    let votes: Vec<VoteKind> = script.iter().filter_map(|phase| phase.vote).collect();
    assert_eq!(votes, [VoteKind::Dots, VoteKind::Objection]);
    let cued = templates().iter().flat_map(|template| template.phases);
    assert_eq!(cued.filter(|phase| phase.cue > 0).count(), 1);
}

#[test]
fn rows_are_phases_in_the_order_that_they_are_put_in() {
    let placed = |title: &str, place: &str| PhaseDraft {
        place: place.into(),
        ..phase(title)
    };
    let phases = vec![
        placed("Regrouper", "2"),
        PhaseDraft::default(),
        placed("Écrire", "0"),
        PhaseDraft {
            minutes: "0".into(),
            ..placed("Lire", "1")
        },
    ];
    let sent = SessionDraft { phases, ..draft() };
    let problems = sent.check().expect_err("not in order");
    // Named by its row, in which it stands in the form.
    assert!(problems.of("phases[3][minutes]").is_some());
    let mut sent = sent;
    sent.phases[3].minutes = "3".into();
    sent.phases[3].cue = "481".into();
    let problems = sent.check().expect_err("not in order");
    assert!(problems.of("phases[3][cue]").is_some());
    sent.phases[3].cue = "1".into();
    let script = sent.check().expect("in order").script;
    let told: Vec<_> = script
        .iter()
        .map(|one| (one.title.as_str(), one.cue))
        .collect();
    assert_eq!(told, [("Écrire", 0), ("Lire", 1), ("Regrouper", 0)]);
}

#[test]
fn phases_that_have_begun_stand_where_they_stood() {
    let with = |places: [&str; 3]| {
        let titles = ["Écrire", "Regrouper", "Choisir"].into_iter();
        let phases = titles.zip(places).map(|(title, place)| PhaseDraft {
            place: place.into(),
            ..phase(title)
        });
        SessionDraft {
            phases: phases.collect(),
            ..draft()
        }
    };
    assert!(with(["", "", ""]).keeps_first(3));
    let swapped = with(["0", "2", "1"]);
    assert!(swapped.keeps_first(1) && !swapped.keeps_first(2));
    let mut shorter = with(["0", "1", "2"]);
    shorter.phases[1] = PhaseDraft::default();
    assert!(shorter.keeps_first(1) && !shorter.keeps_first(2));
    assert!(!with(["1", "0", "2"]).keeps_first(1));
}

#[test]
fn votes_are_open_only_where_nothing_else_is_done() {
    for template in templates() {
        for phase in template.script(Locale::En) {
            let works = phase.write || phase.arrange || phase.group || phase.draw;
            assert!(phase.vote.is_none() || !works, "{}", phase.title);
        }
    }
}
