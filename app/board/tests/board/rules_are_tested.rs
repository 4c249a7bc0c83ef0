//! Every rule of SPEC.md has a test that carries its number, and the other way
//! round.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The numbers of the rules that SPEC.md states.
fn stated() -> BTreeSet<u32> {
    include_str!("../../SPEC.md")
        .lines()
        .filter_map(|line| line.strip_prefix("- **S")?.split_once("**")?.0.parse().ok())
        .collect()
}

/// The numbers in the names of tests: `fn s4_s12_…` tests rules 4 and 12.
fn tested(folder: &Path, found: &mut BTreeSet<u32>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tested(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let functions = source
                .lines()
                .filter_map(|line| line.trim().strip_prefix("fn s"));
            for name in functions {
                let words = name.split('_').map(|word| word.trim_start_matches('s'));
                found.extend(words.map_while(|number| number.parse::<u32>().ok()));
            }
        }
    }
}

#[test]
fn every_rule_has_a_test_and_every_numbered_test_a_rule() {
    let mut found = BTreeSet::new();
    // Tests stand in their crate's folder, wherever they were compiled.
    tested(Path::new("src"), &mut found);
    tested(Path::new("tests"), &mut found);
    assert_eq!(found, stated());
}
