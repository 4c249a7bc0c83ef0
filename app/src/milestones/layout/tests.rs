use super::*;

pub(super) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(super) fn stretch(from: &str, to: &str) -> Stretch {
    Stretch {
        from: date(from),
        to: date(to),
    }
}

pub(super) fn frame() -> Stretch {
    stretch("2025-09-01", "2028-09-01")
}

#[test]
fn dates_become_places() {
    let frame = frame();
    assert_eq!(frame.x(frame.from), LEFT);
    assert_eq!(frame.x(frame.to), RIGHT);
    let middle = frame.x(date("2027-03-02"));
    assert!((middle - WIDTH / 2).abs() <= 1, "{middle}");
    assert!(frame.x(date("2025-08-01")) < LEFT);
    let nothing = stretch("2026-01-01", "2026-01-01");
    assert_eq!(nothing.x(nothing.from), LEFT);
}

#[test]
fn the_whole_holds_what_leaves_the_frame() {
    let whole = frame().with([date("2025-06-30"), date("2029-01-15"), date("2026-01-01")]);
    assert_eq!(whole, stretch("2025-06-30", "2029-01-16"));
    assert_eq!(whole.last(), date("2029-01-15"));
}

#[test]
fn zooming_goes_from_years_to_weeks_and_back() {
    let walked: Vec<_> = std::iter::successors(Some(Zoom::Years), |zoom| zoom.closer()).collect();
    assert_eq!(walked, Zoom::ALL);
    assert_eq!(Zoom::Years.wider(), None);
    assert_eq!(Zoom::Weeks.wider(), Some(Zoom::Months));
    for zoom in Zoom::ALL {
        assert_eq!(Zoom::from_code(zoom.code()), Some(zoom));
    }
}

#[test]
fn what_is_seen_surrounds_the_date() {
    let at = date("2026-11-23");
    for zoom in Zoom::ALL {
        assert!(frame().seen(zoom, at).holds(at), "{zoom:?}");
    }
    let months = frame().seen(Zoom::Months, at);
    assert_eq!(months.from.weekday(), Weekday::Monday);
    assert_eq!(days(months.from, months.to), 91);
    let quarters = frame().seen(Zoom::Quarters, at);
    assert_eq!(quarters, stretch("2026-05-01", "2027-05-01"));
    // A date of another century shows the end that is nearer.
    assert!(
        frame()
            .seen(Zoom::Weeks, date("2199-01-01"))
            .holds(frame().last())
    );
}

#[test]
fn one_moves_until_the_ends() {
    let frame = frame();
    assert_eq!(frame.before(Zoom::Years, date("2026-11-23")), None);
    assert_eq!(
        frame.before(Zoom::Quarters, date("2026-11-23")),
        Some(date("2026-08-23"))
    );
    assert_eq!(frame.before(Zoom::Weeks, date("2025-09-03")), None);
    for zoom in [Zoom::Quarters, Zoom::Months, Zoom::Weeks] {
        let walk = |step: fn(Stretch, Zoom, Date) -> Option<Date>| {
            let start = Some(date("2026-11-23"));
            std::iter::successors(start, |at| step(frame, zoom, *at))
                .take(500)
                .count()
        };
        assert!(walk(Stretch::before) < 200, "{zoom:?} ends on the left");
        assert!(walk(Stretch::after) < 200, "{zoom:?} ends on the right");
    }
}

#[test]
fn nothing_overlaps() {
    let signs_of: Vec<(String, Date)> = (0..40)
        .map(|n| {
            let day = plus(date("2026-01-05"), Span::new().days(n * 5));
            let title = format!("Jalon numéro {n} avec un nom plus long que sa place");
            (title, day)
        })
        .collect();
    for zoom in [Zoom::Years, Zoom::Quarters] {
        let seen = frame().seen(zoom, date("2026-03-01"));
        let placed = signs(seen, &signs_of);
        for (place, one) in placed.iter().enumerate() {
            let (left, right) = reach(one);
            for other in &placed[place + 1..] {
                let (from, to) = reach(other);
                let apart = right <= from || to <= left;
                assert!(one.row != other.row || apart, "{one:?} {other:?}");
            }
        }
        assert!(rows(&placed) > 1);
        let long = |one: &Placed| one.label.chars().count() > LABEL_KEPT;
        assert!(placed.iter().any(long), "{zoom:?}: none goes on");
        assert!(placed.iter().all(|one| reach(one).1 <= WIDTH));
    }
}

#[test]
fn labels_stay_in_the_drawing() {
    let seen = frame();
    let late = signs(
        seen,
        &[("Bilan des trois années".into(), date("2028-08-30"))],
    );
    assert_eq!(late[0].side, Side::Before);
    assert!(reach(&late[0]).0 >= 0);
    let early = |length: usize| signs(seen, &[("x".repeat(length), date("2025-09-02"))]);
    assert_eq!(early(80)[0].side, Side::After);
    assert_eq!(early(80)[0].label, "x".repeat(80), "there is room");
    let longest = &early(300)[0];
    assert!(longest.label.ends_with("x…"));
    assert!(longest.label_x + text_width(&longest.label) <= RIGHT);
}

#[test]
fn a_label_goes_on_up_to_the_next_thing() {
    let seen = frame();
    let placed = signs(
        seen,
        &[
            ("x".repeat(100), date("2025-10-01")),
            ("y".repeat(100), date("2027-01-01")),
        ],
    );
    assert_eq!((placed[0].row, placed[1].row), (0, 0));
    let shown = placed[0].label.chars().count();
    assert!((LABEL_KEPT + 1..100).contains(&shown), "{shown}");
    assert!(reach(&placed[0]).1 <= reach(&placed[1]).0);
    assert!(reach(&placed[1]).0 - reach(&placed[0]).1 < CHARACTER);
}

#[test]
fn bars_are_cut_at_the_ends_and_labelled_where_there_is_room() {
    let seen = stretch("2026-01-01", "2027-01-01");
    let placed = bars(
        seen,
        &[
            ("co-conception".into(), stretch("2025-09-01", "2026-07-01")),
            ("pilote".into(), stretch("2026-07-01", "2026-07-15")),
            ("avant".into(), stretch("2025-01-01", "2026-01-01")),
            ("après".into(), stretch("2027-01-01", "2027-02-01")),
        ],
    );
    assert_eq!(placed.len(), 2);
    assert_eq!((placed[0].x, placed[0].side), (LEFT, Side::Inside));
    assert_eq!((placed[1].index, placed[1].side), (1, Side::After));
    assert_eq!(placed[0].x + placed[0].width, placed[1].x);
    assert_eq!(rows(&placed), 1, "one begins where the other ends");
}
