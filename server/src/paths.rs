//! Paths inside this server: which ones may be gone to, how they are shown in
//! the log, and how they are packed into an address.

use domain::ids::SessionId;
use form_urlencoded::{Serializer, parse};

/// Pages that everyone may see.
const PUBLIC: [&str; 8] = [
    "/sign-in",
    "/forgotten",
    "/accessibilite",
    "/join",
    "/reset",
    "/setup",
    "/s",
    "/board",
];
/// Pages whose address ends in a secret, or in a code that lets in whoever has it.
const SECRET: [&str; 5] = ["/join/", "/reset/", "/email/", "/setup/", "/s/"];
/// What the answer to a form adds to an address when the form was not taken.
const FAILURE: [&str; 2] = ["__path", "__err"];

/// Whether a page is shown to those who are not signed in.
pub(crate) fn is_public(path: &str) -> bool {
    PUBLIC.iter().any(|public| {
        path.strip_prefix(public)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// The session of which a page shows the report or the past, or a file holds the report or the
/// board: whoever was let in reads these, without an account too.
pub(crate) fn session_read_at(path: &str) -> Option<SessionId> {
    let (session, page) = path.strip_prefix("/sessions/")?.split_once('/')?;
    match page.split_once('.').unwrap_or((page, "")) {
        ("report" | "history", "") => session.parse().ok(),
        ("report" | "board", "md" | "csv" | "json" | "svg") => session.parse().ok(),
        _ => None,
    }
}

/// The path without a secret, fit for the log.
pub(crate) fn without_secret(path: &str) -> String {
    SECRET
        .iter()
        .find(|prefix| path.starts_with(**prefix))
        .map_or_else(|| path.to_owned(), |prefix| format!("{prefix}…"))
}

/// The text when it is a path of this server, and cannot be read as another's
/// address: browsers take `//` and `/\` for the start of a host, and skip
/// tabs and line ends.
pub(crate) fn local_path(text: &str) -> Option<&str> {
    let local = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains(|c: char| c == '\\' || c.is_control());
    local.then_some(text)
}

/// Path and query of an address, without its host.
pub(crate) fn path_and_query(address: &str) -> &str {
    let rest = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |start| &rest[start..]),
        None => address,
    };
    let rest = rest.split('#').next().unwrap_or_default();
    local_path(rest).unwrap_or("/")
}

/// The address without what the answer to a form added.
pub(crate) fn without_failure(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let kept: Vec<_> = parse(query.as_bytes())
        .filter(|(name, _)| !FAILURE.contains(&name.as_ref()))
        .collect();
    if kept.is_empty() {
        return path.to_owned();
    }
    let query = Serializer::new(String::new()).extend_pairs(kept).finish();
    format!("{path}?{query}")
}

/// The sign-in page that leads back to an address. To whoever was signed in before (`ended`)
/// it says that their session has ended.
pub(crate) fn sign_in_for(address: &str, ended: bool) -> String {
    let next = without_failure(address);
    let next = local_path(&next).unwrap_or("/");
    let mut query = Serializer::new(String::new());
    query.append_pair("next", next);
    if ended {
        query.append_pair("ended", "yes");
    }
    format!("/sign-in?{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_local() {
        for local in ["/", "/needs?page=2", "/projects/a#team", "/a//b"] {
            assert_eq!(local_path(local), Some(local));
        }
        for other in [
            "",
            "needs",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "\\/evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: b",
        ] {
            assert_eq!(local_path(other), None, "{other:?}");
        }
    }

    #[test]
    fn public_pages_are_whole_segments() {
        for public in ["/sign-in", "/join/abc", "/setup/abc", "/accessibilite"] {
            assert!(is_public(public), "{public}");
        }
        for other in ["/", "/sign-inside", "/joining", "/needs", "/needs/sign-in"] {
            assert!(!is_public(other), "{other}");
        }
    }

    #[test]
    fn secrets_stay_out_of_the_log() {
        assert_eq!(without_secret("/reset/abc"), "/reset/…");
        assert_eq!(without_secret("/email/abc"), "/email/…");
        assert_eq!(without_secret("/join/abc/def"), "/join/…");
        assert_eq!(without_secret("/s/ABCDEF"), "/s/…");
        assert_eq!(without_secret("/needs/abc"), "/needs/abc");
    }

    #[test]
    fn of_a_session_its_report_and_its_past_are_read_by_a_seat() {
        let id = SessionId::new();
        for page in ["report", "history", "report.md", "board.svg"] {
            assert_eq!(session_read_at(&format!("/sessions/{id}/{page}")), Some(id));
        }
        for path in [
            format!("/sessions/{id}"),
            format!("/sessions/{id}/"),
            format!("/sessions/{id}/outcomes"),
            format!("/sessions/{id}/report/edit"),
            format!("/sessions/{id}/board"),
            format!("/sessions/{id}/report.exe"),
            format!("/projects/{id}/report"),
            "/sessions/report".into(),
            "/sessions/none/report".into(),
        ] {
            assert_eq!(session_read_at(&path), None, "{path}");
        }
    }

    #[test]
    fn an_address_loses_its_host() {
        for (address, path) in [
            ("https://etabli.example/needs?a=b#c", "/needs?a=b"),
            ("https://etabli.example", "/"),
            ("/needs", "/needs"),
            ("https://etabli.example//evil.example", "/"),
            ("evil", "/"),
        ] {
            assert_eq!(path_and_query(address), path, "{address}");
        }
    }

    #[test]
    fn signing_in_leads_back_without_the_failure() {
        let stranger = |address| sign_in_for(address, false);
        assert_eq!(stranger("/"), "/sign-in?next=%2F");
        assert_eq!(
            stranger("/needs?query=%C3%A9t%C3%A9&__path=%2Fapi%2Fa&__err=b"),
            "/sign-in?next=%2Fneeds%3Fquery%3D%25C3%25A9t%25C3%25A9"
        );
        assert_eq!(stranger("/needs?__err=b"), "/sign-in?next=%2Fneeds");
        assert_eq!(stranger("//evil.example"), "/sign-in?next=%2F");
    }

    #[test]
    fn whoever_was_signed_in_is_told_that_their_session_has_ended() {
        let ended = sign_in_for("/needs?__err=b", true);
        assert_eq!(ended, "/sign-in?next=%2Fneeds&ended=yes");
    }
}
