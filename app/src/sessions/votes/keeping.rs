//! What a voter's browser keeps of a vote, and nobody else: the secret under whose hash an
//! anonymous ballot lies, and the ballot as it was chosen last.

use domain::ids::VoteId;
use domain::votes::Ballot;
use leptos::prelude::*;
use leptos::serde_json;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is kept of one vote.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Keeping {
    /// 64 hexadecimal digits, 244 random bits.
    pub secret: String,
    /// What was chosen last.
    pub ballot: Option<Ballot>,
    /// The short form of the hash, once a ballot was taken.
    pub receipt: Option<String>,
}

impl Keeping {
    /// What this browser keeps of a vote; with a new secret where it keeps nothing. The
    /// reader tells apart who uses the browser.
    pub(super) fn of(vote: VoteId, reader: &str) -> Self {
        let kept = storage().and_then(|storage| storage.get_item(&name(vote, reader)).ok()?);
        let kept = kept.and_then(|text| serde_json::from_str(&text).ok());
        kept.unwrap_or_else(|| Self {
            secret: new_secret(),
            ballot: None,
            receipt: None,
        })
    }

    /// Keeps it. A browser that keeps nothing can still vote, once.
    pub(super) fn keep(&self, vote: VoteId, reader: &str) {
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(self)) {
            let _ = storage.set_item(&name(vote, reader), &text);
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn name(vote: VoteId, reader: &str) -> String {
    format!("etabli-vote-{vote}-{reader}")
}

/// Two random UUIDs hold 244 random bits.
fn new_secret() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_as_the_server_wants_it_and_never_the_same() {
        let secret = new_secret();
        assert_eq!(secret.len(), 64);
        assert!(secret.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(secret, new_secret());
    }
}
