//! What of a board outlives its tab, in the browser's own database: operations
//! that wait for an answer, and the document as it was last seen. One tab at a
//! time drives a client; a tab that was closed leaves its client to the next.

use board::client::Client;
use board::ids::ClientId;
use domain::ids::SessionId;
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
    database: Option<std::rc::Rc<Database>>,
    /// The client's name, which is also that of its lock.
    client: String,
    /// The board's.
    board: String,
    _lock: Option<std::rc::Rc<Lock>>,
}

impl Storage {
    /// The client that an earlier tab of this browser left behind, with what it had not
    /// sent yet; a new one if there is none. `reader` tells apart who uses this browser.
    pub(super) async fn open(session: SessionId, reader: &str) -> (Self, Client) {
        let board = format!("{session}/{reader}");
        let Ok(database) = open_database().await else {
            let client = new_client();
            let storage = Self {
                database: None,
                client: name_of(&board, &client),
                board,
                _lock: None,
            };
            return (storage, client);
        };
        let document = get(&database, DOCUMENTS, &board).await;
        for name in names(&database, &board).await {
            let Some(lock) = Lock::take(&name).await else {
                continue;
            };
            let saved = get(&database, CLIENTS, &name).await;
            let client = saved.and_then(|saved| Client::load(&saved, document.as_deref()).ok());
            if let Some(client) = client {
                let storage = Self {
                    database: Some(database.into()),
                    client: name,
                    board,
                    _lock: Some(lock.into()),
                };
                return (storage, client);
            }
        }
        let client = new_client();
        let name = name_of(&board, &client);
        let lock = Lock::take(&name).await;
        let storage = Self {
            database: Some(database.into()),
            client: name,
            board,
            _lock: lock.map(Into::into),
        };
        (storage, client)
    }

    /// Keeps what of the client outlives its tab. Whether it is kept: without a database
    /// nothing is, and the client sends all the same.
    pub(super) async fn keep_client(&self, saved: &[u8]) -> bool {
        self.put(CLIENTS, &self.client, saved).await
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

fn new_client() -> Client {
    // The upper bits of a random UUID are its most random ones.
    let (bits, _) = uuid::Uuid::new_v4().as_u64_pair();
    Client::new(ClientId::from_random(bits.rotate_left(17)))
}

fn name_of(board: &str, client: &Client) -> String {
    format!("{board}/{}", client.id())
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
