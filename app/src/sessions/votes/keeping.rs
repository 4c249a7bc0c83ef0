//! What a voter's browser keeps of a vote, and nobody else: the secret under whose hash an
//! anonymous ballot lies, the ballot as it was cast and as it was changed since. All of the page
//! that shows it follows it from here.

use std::collections::{BTreeMap, BTreeSet};

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
    /// What was chosen and not cast yet.
    pub ballot: Option<Ballot>,
    /// The short form of the hash, once a ballot was taken.
    pub receipt: Option<String>,
    /// What was cast last from here.
    pub cast: Option<Ballot>,
}

impl Keeping {
    /// With a new secret.
    fn new() -> Self {
        Self {
            secret: new_secret(),
            ..Self::default()
        }
    }

    /// What this browser keeps of a vote. The reader tells apart who uses the browser.
    fn read(vote: VoteId, reader: &str) -> Option<Self> {
        let kept = storage()?.get_item(&name(vote, reader)).ok()??;
        serde_json::from_str(&kept).ok()
    }

    /// Keeps it, and tells whether the browser did. One that keeps nothing can still vote, as
    /// long as the page stands.
    fn keep(&self, vote: VoteId, reader: &str) -> bool {
        let text = serde_json::to_string(self).ok();
        storage().zip(text).is_some_and(|(storage, text)| {
            let kept = storage.set_item(&name(vote, reader), &text);
            kept.is_ok()
        })
    }

    /// Takes down what was cast when this was chosen. What was chosen since waits to be cast.
    pub(super) fn take_cast(
        &mut self,
        chosen: Option<&Ballot>,
        cast: Ballot,
        receipt: Option<String>,
    ) {
        if self.ballot.as_ref() == chosen {
            self.ballot = None;
        }
        self.cast = Some(cast);
        self.receipt = receipt;
    }
}

/// What holds of a vote: what the browser keeps, as another tab may have changed it; but what
/// this page knows where the browser did not keep that, with the ballot that another tab has
/// cast under the same secret.
fn latest(known: Option<Keeping>, read: Option<Keeping>, is_unkept: bool) -> Option<Keeping> {
    match (known, read) {
        (Some(known), Some(read)) if is_unkept && known.secret == read.secret => Some(Keeping {
            receipt: known.receipt.or(read.receipt),
            cast: known.cast.or(read.cast),
            ..known
        }),
        (Some(known), _) if is_unkept => Some(known),
        (known, read) => read.or(known),
    }
}

/// What this browser keeps of the votes of a session, as the page follows it.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    /// Tells apart who uses the browser.
    reader: StoredValue<String>,
    all: RwSignal<BTreeMap<VoteId, Keeping>>,
    /// The votes of which the browser did not keep what was changed last: it may be full.
    unkept: StoredValue<BTreeSet<VoteId>>,
}

impl Kept {
    pub(super) fn new(reader: String) -> Self {
        Self {
            reader: StoredValue::new(reader),
            all: RwSignal::default(),
            unkept: StoredValue::default(),
        }
    }

    /// What is kept of a vote, as far as it was looked up; followed.
    pub(super) fn of(self, vote: VoteId) -> Option<Keeping> {
        self.all.with(|all| all.get(&vote).cloned())
    }

    /// Looks up what the browser keeps of a vote: another tab may have changed it.
    pub(super) fn look_up(self, vote: VoteId) -> Option<Keeping> {
        let read = self
            .reader
            .try_with_value(|reader| Keeping::read(vote, reader));
        let known = self.known(vote);
        let unkept = self.unkept.try_with_value(|unkept| unkept.contains(&vote));
        let latest = latest(known.clone(), read.flatten(), unkept.unwrap_or_default());
        if let Some(latest) = latest.clone().filter(|_| latest != known) {
            self.take_in(vote, latest);
        }
        latest
    }

    /// The same, with a new secret that is kept at once where nothing was kept: a second tab
    /// is to vote under it as well.
    pub(super) fn begin(self, vote: VoteId) -> Keeping {
        self.look_up(vote).unwrap_or_else(|| {
            let new = Keeping::new();
            self.keep(vote, new.clone());
            new
        })
    }

    /// Changes what is kept of a vote, also by another tab since it was looked up.
    pub(super) fn change(self, vote: VoteId, change: impl FnOnce(&mut Keeping)) {
        let mut keeping = self.begin(vote);
        change(&mut keeping);
        self.keep(vote, keeping);
    }

    fn known(self, vote: VoteId) -> Option<Keeping> {
        let known = self.all.try_with_untracked(|all| all.get(&vote).cloned());
        known.flatten()
    }

    fn keep(self, vote: VoteId, keeping: Keeping) {
        let kept = self
            .reader
            .try_with_value(|reader| keeping.keep(vote, reader));
        let _ = self.unkept.try_update_value(|unkept| match kept {
            Some(true) => unkept.remove(&vote),
            _ => unkept.insert(vote),
        });
        self.take_in(vote, keeping);
    }

    /// The page may have been left meanwhile.
    fn take_in(self, vote: VoteId, keeping: Keeping) {
        let _ = self.all.try_update(|all| all.insert(vote, keeping));
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

    #[test]
    fn what_was_kept_before_it_said_what_was_cast_is_still_read() {
        let kept = r#"{"secret":"5e","ballot":{"ranking":["1-1"]},"receipt":"ab"}"#;
        let expected = Keeping {
            secret: "5e".into(),
            ballot: Some(Ballot::Ranking(vec!["1-1".into()])),
            receipt: Some("ab".into()),
            cast: None,
        };
        let read = serde_json::from_str::<Keeping>(kept);
        assert_eq!(read.expect("what was kept"), expected);
    }

    fn chosen(dots: u32) -> Option<Ballot> {
        Some(Ballot::Dots(BTreeMap::from([("1-1".to_owned(), dots)])))
    }

    #[test]
    fn what_another_tab_has_cast_stands() {
        let known = Keeping {
            secret: "5e".into(),
            ballot: chosen(2),
            ..Keeping::default()
        };
        let read = Keeping {
            secret: "5e".into(),
            ballot: None,
            receipt: Some("ab".into()),
            cast: chosen(1),
        };
        let (known, read) = (Some(known), Some(read));
        assert_eq!(latest(known.clone(), read.clone(), false), read);
        assert_eq!(latest(None, read.clone(), false), read);
        assert_eq!(latest(known.clone(), None, false), known);
        // What the browser did not keep is not taken back either.
        let both = Keeping {
            secret: "5e".into(),
            ballot: chosen(2),
            receipt: Some("ab".into()),
            cast: chosen(1),
        };
        assert_eq!(latest(known.clone(), read.clone(), true), Some(both));
        let other = read.map(|read| Keeping {
            secret: "f0".into(),
            ..read
        });
        assert_eq!(latest(known.clone(), other, true), known);
        assert_eq!(latest(known.clone(), None, true), known);
    }

    #[test]
    fn what_is_chosen_while_a_ballot_is_sent_waits_to_be_cast() {
        let mut keeping = Keeping {
            ballot: chosen(1),
            ..Keeping::default()
        };
        keeping.take_cast(chosen(1).as_ref(), Ballot::Dots(BTreeMap::new()), None);
        assert_eq!(keeping.ballot, None);
        keeping.ballot = chosen(2);
        keeping.take_cast(chosen(1).as_ref(), Ballot::Dots(BTreeMap::new()), None);
        assert_eq!(keeping.ballot, chosen(2));
    }
}
