//! What of a board outlives its tab, in the browser's own database: operations
//! that wait for an answer, and the document as it was last seen. One tab at a
//! time drives a client; tabs that were closed leave theirs to the next. What is begun and not
//! done yet is in the browser's local storage, which is written at once.

use std::rc::Rc;

use board::client::Client;
use board::ids::ClientId;
use domain::ids::SessionId;
use domain::sessions::{Participant, Who};
use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, TransactionMode};
use js_sys::futures::JsFuture;
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};

const DATABASE: &str = "etabli-boards";
const CLIENTS: &str = "clients";
const DOCUMENTS: &str = "documents";

/// Where one tab keeps what belongs to its client.
#[derive(Clone)]
pub(super) struct Storage {
    /// Absent where the browser keeps nothing, as in some private windows.
    database: Option<Rc<Database>>,
    /// The client's name, which is also that of its lock.
    client: String,
    /// The board's.
    board: String,
    lock: Option<Rc<Lock>>,
}

/// A client and where it is kept.
pub(super) struct Kept {
    pub client: Client,
    pub storage: Storage,
}

impl Kept {
    /// The client that this tab goes on with, and others with unsent or refused work that nobody
    /// drives.
    /// Of those that earlier tabs of this browser left behind it is the one with the most
    /// that waits; a new one if there is none. `own` tells apart who uses this browser.
    pub(super) async fn open(session: SessionId, own: &Participant) -> (Self, Vec<Self>) {
        let (board, before) = boards_of(session, own);
        let Ok(database) = open_database().await else {
            return (Self::new(board, None).await, Vec::new());
        };
        let database = Rc::new(database);
        let mut found = Vec::new();
        for board in before.iter().chain([&board]) {
            found.extend(Self::left_behind(&database, board).await);
        }
        let waiting = found.iter().map(|kept| {
            let client = &kept.client;
            (client.unacknowledged().count(), client.quarantine().len())
        });
        let Some(own) = most_waiting(&waiting.collect::<Vec<_>>()) else {
            return (Self::new(board, Some(database)).await, Vec::new());
        };
        let mut own = found.swap_remove(own);
        // The board as it was last seen; what the others need, the room sends them.
        let document = get(&database, DOCUMENTS, &own.storage.board).await;
        let saved = own.client.save();
        if let Ok(client) = Client::load(&saved.bytes, document.as_deref()) {
            own.client = client;
        }
        for other in &found {
            own.storage.take_draft(&other.storage);
        }
        // What has nothing to send or to tell is let go, and free for other tabs.
        found.retain(|kept| {
            let client = &kept.client;
            client.unacknowledged().next().is_some() || !client.quarantine().is_empty()
        });
        (own, found)
    }

    /// A client that has never been, whose name nobody else has.
    async fn new(board: String, database: Option<Rc<Database>>) -> Self {
        let client = Client::new(new_id());
        let name = name_of(&board, client.id());
        let lock = match &database {
            Some(_) => Lock::take(&name).await,
            None => None,
        };
        let storage = Storage {
            database,
            client: name,
            board,
            lock: lock.map(Into::into),
        };
        Self { client, storage }
    }

    /// The clients of a board that no tab drives, each with its lock.
    async fn left_behind(database: &Rc<Database>, board: &str) -> Vec<Self> {
        let mut found = Vec::new();
        for name in names(database, board).await {
            let Some(lock) = Lock::take(&name).await else {
                continue;
            };
            let saved = get(database, CLIENTS, &name).await;
            let client = saved.and_then(|saved| Client::load(&saved, None).ok());
            if let Some(client) = client {
                let storage = Storage {
                    database: Some(Rc::clone(database)),
                    client: name,
                    board: board.to_owned(),
                    lock: Some(lock.into()),
                };
                found.push(Self { client, storage });
            }
        }
        found
    }
}

/// Under which name this browser keeps what of a board belongs to somebody, and under which
/// other it may have kept it before. An account goes on with it also in another seat, where a
/// restored server has lost the one that it had; it may have taken over the seat of a guest. No
/// two people have a seat of one number.
fn boards_of(session: SessionId, own: &Participant) -> (String, Option<String>) {
    let by_seat = format!("{session}/{}", own.number);
    match &own.who {
        Who::Account(person) => (format!("{session}/{}", person.id), Some(by_seat)),
        Who::Guest(_) => (by_seat, None),
    }
}

/// The place of the client with the most operations that wait to be sent, or to be decided
/// upon: each is given by these two counts.
fn most_waiting(clients: &[(usize, usize)]) -> Option<usize> {
    let numbered = clients.iter().enumerate();
    let most = numbered.max_by_key(|(_, waiting)| **waiting);
    most.map(|(place, _)| place)
}

impl Storage {
    /// Whether what is kept here is found again: without a database nothing is kept, and
    /// without locks no later tab dares to go on with it.
    pub(super) fn keeps(&self) -> bool {
        self.database.is_some() && self.lock.is_some()
    }

    /// Keeps what of the client outlives its tab. Whether it is found again: where it is
    /// not, the client sends all the same.
    pub(super) async fn keep_client(&self, saved: &[u8]) -> bool {
        self.put(CLIENTS, &self.client, saved).await && self.keeps()
    }

    /// Keeps a client that has another id by now, under that; where the client is kept from
    /// then on, or nothing if it could not be.
    pub(super) async fn keep_under(&self, id: ClientId, saved: &[u8]) -> Option<Self> {
        let name = name_of(&self.board, id);
        let lock = match &self.database {
            Some(database) => {
                let lock = Lock::take(&name).await;
                let names = (self.client.as_str(), name.as_str());
                put_instead(database, names, saved).await.ok()?;
                lock
            }
            None => None,
        };
        let moved = Self {
            client: name,
            lock: lock.map(Into::into),
            ..self.clone()
        };
        moved.take_draft(self);
        Some(moved)
    }

    /// The note that was begun with this client and is not made yet.
    pub(super) fn draft(&self) -> String {
        let kept = local().and_then(|local| local.get_item(&self.draft_name()).ok().flatten());
        kept.unwrap_or_default()
    }

    /// Keeps a note that is begun, at once: no later moment is sure to come. Whether it is found
    /// again, as the client is.
    pub(super) fn keep_draft(&self, text: &str) -> bool {
        let local = local().filter(|_| self.keeps());
        local.is_some_and(|local| {
            let kept = match text.is_empty() {
                true => local.remove_item(&self.draft_name()),
                false => local.set_item(&self.draft_name(), text),
            };
            kept.is_ok()
        })
    }

    /// Takes over what was begun with a client that no tab goes on with.
    fn take_draft(&self, from: &Self) {
        let draft = both(self.draft(), from.draft());
        if self.keep_draft(&draft) {
            from.keep_draft("");
        }
    }

    fn draft_name(&self) -> String {
        format!("etabli-draft-{}", self.client)
    }

    /// Whether this is where a client of this id is kept.
    pub(super) fn is_of(&self, id: ClientId) -> bool {
        self.client == name_of(&self.board, id)
    }

    /// Keeps the document, so that the board can be read without a connection.
    pub(super) async fn keep_document(&self, document: &[u8]) -> bool {
        self.put(DOCUMENTS, &self.board, document).await
    }

    async fn put(&self, store: &str, key: &str, bytes: &[u8]) -> bool {
        match &self.database {
            Some(database) => put(database, store, key, bytes).await.is_ok(),
            None => false,
        }
    }
}

/// Two notes that were begun, in one field.
fn both(one: String, other: String) -> String {
    match (one.is_empty(), other.is_empty()) {
        (_, true) => one,
        (true, _) => other,
        _ => format!("{one}\n{other}"),
    }
}

fn local() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// An id that no client has.
pub(super) fn new_id() -> ClientId {
    // The upper bits of a random UUID are its most random ones.
    let (bits, _) = uuid::Uuid::new_v4().as_u64_pair();
    ClientId::from_random(bits.rotate_left(17))
}

/// A secret for a client that is about to be driven.
pub(super) fn secret() -> [u8; 16] {
    uuid::Uuid::new_v4().into_bytes()
}

fn name_of(board: &str, client: ClientId) -> String {
    format!("{board}/{client}")
}

async fn open_database() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for store in [CLIENTS, DOCUMENTS] {
                // A store that cannot be made is missed at the first write.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    request.await
}

/// The clients of a board that tabs left behind.
async fn names(database: &Database, board: &str) -> Vec<String> {
    let keys = async {
        let transaction = database.transaction(&[CLIENTS], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(CLIENTS)?;
        store.get_all_keys(None, None)?.await
    };
    let prefix = format!("{board}/");
    keys.await
        .unwrap_or_default()
        .iter()
        .filter_map(JsValue::as_string)
        .filter(|name| name.starts_with(&prefix))
        .collect()
}

async fn get(database: &Database, store: &str, key: &str) -> Option<Vec<u8>> {
    let value = async {
        let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(store)?;
        store.get(JsValue::from_str(key))?.await
    };
    let bytes: Uint8Array = value.await.ok()??.dyn_into().ok()?;
    Some(bytes.to_vec())
}

/// Keeps a client under another name, and nothing under the one that it had: both or neither,
/// so that no later tab sends twice what waits with it.
async fn put_instead(
    database: &Database,
    (old, new): (&str, &str),
    bytes: &[u8],
) -> Result<(), idb::Error> {
    let transaction = database.transaction(&[CLIENTS], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(CLIENTS)?;
    let value = Uint8Array::from(bytes);
    store.put(&value, Some(&JsValue::from_str(new)))?.await?;
    store.delete(JsValue::from_str(old))?.await?;
    transaction.commit()?.await?;
    Ok(())
}

async fn put(database: &Database, store: &str, key: &str, bytes: &[u8]) -> Result<(), idb::Error> {
    let transaction = database.transaction(&[store], TransactionMode::ReadWrite)?;
    let value = Uint8Array::from(bytes);
    transaction
        .object_store(store)?
        .put(&value, Some(&JsValue::from_str(key)))?
        .await?;
    transaction.commit()?.await?;
    Ok(())
}

/// The right to drive a client, held until it is dropped or the tab ends (Web Locks).
struct Lock {
    release: Function,
}

impl Lock {
    /// Takes the lock if nobody has it. Browsers without locks give none: two tabs must
    /// not drive one client, and a new client is always safe.
    async fn take(name: &str) -> Option<Self> {
        let navigator = window().navigator();
        let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
        let request: Function = Reflect::get(&locks, &"request".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
        let answer = Promise::new(&mut |answered, refused| {
            let callback = Closure::once_into_js(move |lock: JsValue| {
                let held = Promise::new(&mut |release, _| {
                    let given = if lock.is_null() {
                        JsValue::NULL
                    } else {
                        release.clone().into()
                    };
                    // The promise stays open, and the lock held, until it is released.
                    let _ = answered.call1(&JsValue::NULL, &given);
                    if lock.is_null() {
                        let _ = release.call0(&JsValue::NULL);
                    }
                });
                JsValue::from(held)
            });
            let asked = request.call3(&locks, &name.into(), &options, &callback);
            if asked.is_err() {
                let _ = refused.call0(&JsValue::NULL);
            }
        });
        let release = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
        Some(Self { release })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::NULL);
    }
}

#[cfg(test)]
mod tests {
    use domain::accounts::Person;
    use domain::ids::UserId;
    use domain::parties::Party;
    use domain::sessions::{GuestFacts, ParticipantState, SessionRole};
    use domain::time::Timestamp;

    use super::*;

    #[test]
    fn an_account_finds_its_own_in_another_seat_and_a_guest_in_theirs_alone() {
        let session = SessionId::new();
        let seat = |number, who: &Who| Participant {
            number,
            who: who.clone(),
            role: SessionRole::Participant,
            state: ParticipantState::Admitted,
            joined_at: Timestamp(0),
        };
        let account = Who::Account(Person {
            id: UserId::new(),
            name: "Ana".into(),
            party: Party::Teacher,
            declared_interests: None,
        });
        let guest = Who::Guest(GuestFacts {
            pseudonym: "Renard".into(),
            party: Party::Pupil,
        });
        let (one, of_guest) = boards_of(session, &seat(3, &account));
        let (other, _) = boards_of(session, &seat(4, &account));
        assert_eq!(one, other);
        // Whoever claimed the seat of a guest goes on with what was kept there.
        assert_eq!(of_guest, Some(boards_of(session, &seat(3, &guest)).0));
        let (one, other) = (seat(3, &guest), seat(4, &guest));
        assert_ne!(boards_of(session, &one), boards_of(session, &other));
    }

    #[test]
    fn a_tab_goes_on_with_the_client_in_which_most_waits() {
        assert_eq!(most_waiting(&[(0, 0), (3, 0), (1, 4)]), Some(1));
        assert_eq!(most_waiting(&[(0, 1), (0, 0)]), Some(0));
        assert_eq!(most_waiting(&[]), None);
    }

    #[test]
    fn what_was_begun_in_two_tabs_stands_in_one_field() {
        let joined = |one: &str, other: &str| both(one.to_owned(), other.to_owned());
        assert_eq!(joined("here", "there"), "here\nthere");
        assert_eq!(joined("", "there"), "there");
        assert_eq!(joined("here", ""), "here");
        assert_eq!(joined("", ""), "");
    }
}
