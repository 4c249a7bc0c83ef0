//! A connection without a socket: frames are sent and asked for by ordinary requests. The
//! room sees no difference.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::futures::JsFuture;
use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, RequestInit, Response};

use super::link::{Barred, Happening};

/// The answer to somebody whom the room does not let in (any more).
const FORBIDDEN: u16 = 403;
/// And to somebody who is not signed in any more.
const UNAUTHORIZED: u16 = 401;
/// And to the oldest connection of somebody who has opened too many.
const CONFLICT: u16 = 409;
/// And to one on which a client greeted that is somebody else's.
const LOCKED: u16 = 423;

/// How long the answer with all of the board may take, in milliseconds.
const AHEAD: u32 = 10_000;

/// A connection that ends when it is dropped.
pub(super) struct Polling(Rc<Inner>);

struct Inner {
    path: String,
    tell: Box<dyn Fn(Happening)>,
    ended: Cell<bool>,
    /// The connection's key, once the room has given it.
    key: RefCell<String>,
    /// Frames that wait for the request under way, each after its length.
    waiting: RefCell<Vec<u8>>,
    sending: Cell<bool>,
}

/// Why a request was not answered as asked.
enum Failed {
    /// The room does not let this person in.
    Refused(Barred),
    /// The client's id is somebody else's.
    Foreign,
    /// Anything else: the connection is lost.
    Lost,
}

impl Polling {
    /// Asks for a connection; tells what happens on it until it is lost or dropped.
    pub(super) fn open(path: &str, tell: impl Fn(Happening) + 'static) -> Self {
        let polling = Rc::new(Inner {
            path: format!("{path}/frames"),
            tell: Box::new(tell),
            ended: Cell::new(false),
            key: RefCell::default(),
            waiting: RefCell::default(),
            sending: Cell::new(false),
        });
        let inner = Rc::clone(&polling);
        leptos::task::spawn_local(async move {
            let ending = match inner.follow().await {
                Failed::Refused(barred) => Happening::Refused(barred),
                Failed::Foreign => Happening::Foreign,
                Failed::Lost => Happening::Closed,
            };
            inner.end(ending);
        });
        Self(polling)
    }

    /// Sends a frame, together with those that wait.
    pub(super) fn send(&self, frame: &[u8]) {
        let Ok(length) = u32::try_from(frame.len()) else {
            return;
        };
        let mut waiting = self.0.waiting.borrow_mut();
        waiting.extend(length.to_le_bytes());
        waiting.extend(frame);
        drop(waiting);
        if self.0.sending.replace(true) {
            return;
        }
        let inner = Rc::clone(&self.0);
        leptos::task::spawn_local(async move {
            loop {
                let frames = inner.waiting.take();
                if frames.is_empty() || inner.ended.get() {
                    inner.sending.set(false);
                    return;
                }
                if inner.request("POST", Some(&frames)).await.is_err() {
                    inner.end(Happening::Closed);
                    return;
                }
            }
        });
    }
}

impl Inner {
    /// Opens the connection and asks for frames until something fails.
    async fn follow(&self) -> Failed {
        match self.request("POST", None).await {
            Ok(key) => self.key.replace(String::from_utf8_lossy(&key).into_owned()),
            Err(failed) => return failed,
        };
        if self.ended.get() {
            return Failed::Lost;
        }
        (self.tell)(Happening::Opened);
        loop {
            match self.request("GET", None).await {
                Ok(_) if self.ended.get() => return Failed::Lost,
                Ok(frames) => {
                    for frame in parted(&frames) {
                        (self.tell)(Happening::Frame(frame.to_vec()));
                    }
                }
                Err(failed) => return failed,
            }
        }
    }

    fn end(&self, ending: Happening) {
        if !self.ended.replace(true) {
            (self.tell)(ending);
        }
    }

    async fn request(&self, method: &str, body: Option<&[u8]>) -> Result<Vec<u8>, Failed> {
        let init = RequestInit::new();
        init.set_method(method);
        if let Some(body) = body {
            init.set_body(&Uint8Array::from(body));
        }
        let key = self.key.borrow().clone();
        let address = if key.is_empty() {
            self.path.clone()
        } else {
            format!("{}?connection={key}", self.path)
        };
        answer(&address, &init).await
    }
}

/// Asks with a greeting for all of the board at an address such as `/live/…`, which comes
/// compressed; nothing where that fails or takes long: then it comes once there is a connection.
pub(super) async fn ask_ahead(path: &str, greeting: &[u8]) -> Option<Vec<u8>> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&Uint8Array::from(greeting));
    init.set_signal(Some(&AbortSignal::timeout_with_u32(AHEAD)));
    answer(&format!("{path}/welcome"), &init).await.ok()
}

/// The bytes with which a request is answered.
async fn answer(address: &str, init: &RequestInit) -> Result<Vec<u8>, Failed> {
    let lost = |_: JsValue| Failed::Lost;
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, init));
    let answer: Response = answer.await.map_err(lost)?.dyn_into().map_err(lost)?;
    match answer.status() {
        FORBIDDEN => return Err(Failed::Refused(Barred::NotAdmitted)),
        UNAUTHORIZED => return Err(Failed::Refused(Barred::SignedOut)),
        CONFLICT => return Err(Failed::Refused(Barred::Elsewhere)),
        LOCKED => return Err(Failed::Foreign),
        _ if !answer.ok() => return Err(Failed::Lost),
        _ => {}
    }
    let bytes = JsFuture::from(answer.array_buffer().map_err(lost)?);
    let bytes: ArrayBuffer = bytes.await.map_err(lost)?.dyn_into().map_err(lost)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// The frames in the bytes: each follows its length, in four bytes, the lowest first.
fn parted(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut frames = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let Some((frame, rest)) = rest.split_at_checked(length) else {
            // Cut off: what is missing is asked for again by the client.
            break;
        };
        frames.push(frame);
        bytes = rest;
    }
    frames
}

impl Drop for Polling {
    fn drop(&mut self) {
        self.0.ended.set(true);
    }
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn frames_follow_their_lengths() {
        let bytes = [2, 0, 0, 0, 7, 8, 0, 0, 0, 0, 1, 0, 0, 0, 9];
        assert_eq!(parted(&bytes), [&[7, 8][..], &[], &[9]]);
    }

    #[test]
    fn a_frame_that_is_cut_off_is_left_out() {
        assert_eq!(parted(&[1, 0, 0, 0, 7, 9, 0, 0, 0, 1]), [&[7][..]]);
        assert!(parted(&[1, 0]).is_empty());
    }
}
