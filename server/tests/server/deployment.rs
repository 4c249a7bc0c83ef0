//! The files with which the server is deployed: they agree with the workspace and
//! with the options that the server knows.

use server::configuration::Configuration;

const WORKSPACE: &str = include_str!("../../../Cargo.toml");
const IMAGE: &str = include_str!("../../../Dockerfile");
const SERVICE: &str = include_str!("../../../deploy/etabli.service");
const SET_UP: &str = include_str!("../../../tools/setup.sh");
const IGNORED: &str = include_str!("../../../.dockerignore");

/// What stands between two texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).expect(before);
    rest.split_once(after).expect(after).0
}

/// The variables that a file sets for the server.
fn variables(text: &str) -> Vec<(String, String)> {
    let words = text.lines().filter(|line| !line.starts_with('#'));
    let words = words.flat_map(str::split_whitespace);
    let set = words.filter_map(|word| {
        let word = word.strip_prefix("Environment=").unwrap_or(word);
        word.strip_prefix("ETABLI_")?.split_once('=')
    });
    set.map(|(name, value)| (format!("ETABLI_{name}"), value.to_owned()))
        .collect()
}

#[test]
fn the_image_is_built_by_the_rust_of_the_workspace() {
    let oldest = between(WORKSPACE, "rust-version = \"", "\"");
    assert_eq!(between(IMAGE, "FROM rust:", "-"), oldest);
    let debian = between(IMAGE, &format!("rust:{oldest}-"), " AS build");
    assert_eq!(between(IMAGE, "FROM debian:", "-slim"), debian, "one libc");
}

#[test]
fn what_the_build_reads_goes_to_the_image() {
    let members = between(WORKSPACE, "members = [", "]").split(',');
    let folders = members.filter_map(|member| member.trim().trim_matches('"').split('/').next());
    let others = [
        ".cargo",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "Makefile",
        "public",
        "style",
        "tools",
    ];
    let read: Vec<&str> = folders.chain(others).collect();
    let patterns = IGNORED.lines().map(str::trim);
    for pattern in patterns.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let is_known = ["**/node_modules", "*.md"].contains(&pattern);
        let stands_for_more = pattern.contains(['*', '?', '[']);
        assert!(is_known || !stands_for_more, "{pattern}: for what else?");
        let path = pattern.trim_start_matches("**/").trim_matches('/');
        let first = path.split('/').next().unwrap_or_default();
        assert!(!read.contains(&first), "{pattern}");
    }
}

#[test]
fn the_tools_take_their_version_from_the_workspace() {
    let line = between(WORKSPACE, "\nwasm-bindgen = ", "\n");
    let pinned = line
        .strip_prefix("\"=")
        .and_then(|rest| rest.strip_suffix('"'));
    let pinned = pinned.expect("one exact version, as the script reads it");
    assert!(pinned.split('.').all(|part| part.parse::<u32>().is_ok()));
    assert!(!SET_UP.contains(pinned), "it stands in one place");
}

#[test]
fn every_variable_that_is_set_is_an_option() {
    for (file, data_dir) in [(IMAGE, "/data"), (SERVICE, "/var/lib/etabli")] {
        let set = variables(file);
        assert!(set.len() >= 3, "{set:?}");
        let configuration = Configuration::read(None, set).expect("known options");
        assert_eq!(configuration.data_dir.to_str(), Some(data_dir));
        let site = configuration.site_dir;
        assert_eq!(
            site.to_str(),
            Some("/opt/etabli/site"),
            "beside the program"
        );
    }
}
