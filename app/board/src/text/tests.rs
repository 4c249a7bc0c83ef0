use proptest::prelude::*;

use super::*;

#[test]
fn s9_offsets_count_characters_and_never_cut_one() {
    let text = "é😀x";
    assert_eq!(TextEdit::splice(2, 0, "-").apply(text), "é😀-x");
    assert_eq!(TextEdit::splice(1, 1, "").apply(text), "éx");
    assert_eq!(
        TextEdit::between("a😀c", "a😁c"),
        TextEdit::splice(1, 1, "😁")
    );
}

#[test]
fn s9_a_letter_beside_an_equal_one_is_typed_where_the_caret_is() {
    for at in 0..=3 {
        let typed = TextEdit::typed("aaa", "aaaa", at + 1);
        assert_eq!(typed, TextEdit::splice(at, 0, "a"));
        let deleted = TextEdit::typed("aaaa", "aaa", at);
        assert_eq!(deleted, TextEdit::splice(at, 1, ""));
    }
    // Where there is one place alone, the caret changes nothing.
    let corrected = TextEdit::typed("abcd", "abXcd", 4);
    assert_eq!(corrected, TextEdit::splice(2, 0, "X"));
}

#[test]
fn s9_a_place_stays_before_or_goes_after_an_insertion() {
    let typed = TextEdit::splice(2, 0, "xyz");
    assert_eq!(typed.map_offset(2, Side::Before), 2);
    assert_eq!(typed.map_offset(2, Side::After), 5);
    assert_eq!(typed.map_offset(1, Side::After), 1);
    assert_eq!(typed.map_offset(3, Side::Before), 6);
    let deleted = TextEdit::splice(1, 3, "");
    assert_eq!(deleted.map_offset(2, Side::Before), 1);
    assert_eq!(deleted.map_offset(4, Side::After), 1);
    assert_eq!(deleted.map_offset(5, Side::Before), 2);
}

#[test]
fn s9_an_edit_beyond_the_end_stops_there() {
    let edit = TextEdit::splice(7, 3, "!");
    assert_eq!(edit.apply("ab"), "ab!");
    assert_eq!(edit.clamped("ab"), TextEdit::splice(2, 0, "!"));
    let endless = TextEdit {
        parts: vec![
            Part::Delete(u32::MAX),
            Part::Keep(u32::MAX),
            Part::Delete(u32::MAX),
        ],
    };
    assert_eq!(endless.apply("ab"), "");
    assert!(!endless.is_valid());
}

#[test]
fn s11_deleting_spares_what_was_typed_inside_at_the_same_time() {
    let (typed, deleted) = (TextEdit::splice(2, 0, "NEW"), TextEdit::splice(0, 4, ""));
    let (_, deleted_later) = TextEdit::transform(&typed, &deleted);
    assert_eq!(deleted_later.apply(&typed.apply("abcd")), "NEW");
    let (deleted_later, _) = TextEdit::transform(&deleted, &typed);
    assert_eq!(deleted_later.apply(&typed.apply("abcd")), "NEW");
}

#[test]
fn s11_two_words_typed_at_one_place_do_not_mix() {
    // The server has "a" of the first writer; the second writes "xy" without having seen it.
    let mut first = TextEdit::splice(0, 0, "a");
    let (x, first_after_x) = TextEdit::transform(&TextEdit::splice(0, 0, "x"), &first);
    let (y, _) = TextEdit::transform(&TextEdit::splice(1, 0, "y"), &first_after_x);
    let mut server = first.apply("");
    server = y.apply(&x.apply(&server));
    // The first goes on with "b", not having seen "xy" either.
    first = TextEdit::splice(1, 0, "b");
    for earlier in [x, y] {
        first = TextEdit::transform(&first, &earlier).0;
    }
    assert_eq!(first.apply(&server), "xyab");
}

#[test]
fn s8_a_text_holds_no_control_characters() {
    assert!(is_printable("one\n\ttwo é 😀"));
    assert!(!is_printable("a\u{0}b"));
    assert!(!TextEdit::splice(0, 0, "\u{1b}[2J").is_valid());
    assert!(!TextEdit::splice(0, 0, &"x".repeat(MAX_TEXT + 1)).is_valid());
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop::sample::select(vec!['a', 'b', 'é', '😀', '\n']), 0..12)
        .prop_map(String::from_iter)
}

fn edit() -> impl Strategy<Value = TextEdit> {
    proptest::collection::vec((0_u32..5, text(), 0_u32..4), 0..4).prop_map(|steps| {
        let mut edit = TextEdit::default();
        for (kept, inserted, deleted) in steps {
            edit.keep(kept);
            edit.insert(&inserted);
            edit.delete(deleted);
        }
        edit.trimmed()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096.max(ProptestConfig::default().cases), ..ProptestConfig::default() })]

    #[test]
    fn s10_both_orders_give_the_same_text(base in text(), a in edit(), b in edit()) {
        let (a, b) = (a.clamped(&base), b.clamped(&base));
        let (late, early) = TextEdit::transform(&a, &b);
        prop_assert_eq!(late.apply(&b.apply(&base)), early.apply(&a.apply(&base)));
    }

    #[test]
    fn s10_a_whole_edit_transforms_as_its_steps_do(base in text(), a in edit(), b in edit(), c in edit()) {
        let a = a.clamped(&base);
        let b = b.clamped(&a.apply(&base));
        let c = c.clamped(&base);
        let (_, c_after_a) = TextEdit::transform(&a, &c);
        let (_, c_stepwise) = TextEdit::transform(&b, &c_after_a);
        let whole = a.then(&b);
        let (late, c_whole) = TextEdit::transform(&whole, &c);
        // Where one insertion meets another, composition may forget the exact place;
        // what it must not do is to diverge.
        prop_assert_eq!(c_whole.apply(&whole.apply(&base)), late.apply(&c.apply(&base)));
        prop_assert_eq!(
            length(&c_stepwise.apply(&b.apply(&a.apply(&base)))),
            length(&c_whole.apply(&whole.apply(&base)))
        );
    }

    #[test]
    fn s9_two_edits_in_turn_are_one(base in text(), a in edit(), b in edit()) {
        let a = a.clamped(&base);
        let b = b.clamped(&a.apply(&base));
        prop_assert_eq!(a.then(&b).apply(&base), b.apply(&a.apply(&base)));
    }

    #[test]
    fn s36_an_inverse_takes_back(base in text(), a in edit()) {
        prop_assert_eq!(a.inverse(&base).apply(&a.apply(&base)), base);
    }

    #[test]
    fn s9_the_edit_between_two_texts_leads_from_one_to_the_other(old in text(), new in text()) {
        prop_assert_eq!(TextEdit::between(&old, &new).apply(&old), new);
    }

    #[test]
    fn s9_clamping_changes_no_result(base in text(), a in edit()) {
        prop_assert_eq!(a.clamped(&base).apply(&base), a.apply(&base));
    }

    #[test]
    fn s9_what_was_typed_is_told_where_it_was_typed(base in text(), at in 0_usize..12, typed in text()) {
        let at = at.min(length(&base));
        let edit = TextEdit::splice(at, 0, &typed);
        let caret = at + length(&typed);
        prop_assert_eq!(TextEdit::typed(&base, &edit.apply(&base), caret), edit);
    }

    #[test]
    fn s9_wherever_the_caret_is_the_splice_is_the_smallest(old in text(), new in text(), caret in 0_usize..14) {
        let edit = TextEdit::typed(&old, &new, caret);
        prop_assert_eq!(edit.apply(&old), new.clone());
        let replaced = |edit: &TextEdit| -> u32 {
            edit.parts
                .iter()
                .map(|part| match part {
                    Part::Keep(_) => 0,
                    Part::Insert(text) => short(length(text)),
                    Part::Delete(count) => *count,
                })
                .sum()
        };
        prop_assert_eq!(replaced(&edit), replaced(&TextEdit::between(&old, &new)));
    }

    #[test]
    fn s9_a_place_stays_with_the_letters_around_it(base in text(), a in edit(), at in 0_usize..12) {
        let (a, at) = (a.clamped(&base), at.min(length(&base)));
        prop_assert!(a.map_offset(at, Side::Before) <= a.map_offset(at, Side::After));
        // A mark set there at the same time, later in order, stands to the left (S11).
        let (mark, _) = TextEdit::transform(&TextEdit::splice(at, 0, "|"), &a);
        prop_assert_eq!(mark, TextEdit::splice(a.map_offset(at, Side::Before), 0, "|"));
    }
}
