//! The connection of a board to its room, which comes back by itself: a WebSocket or, where
//! nothing lets one through, asking again and again.

use super::clock::steady;
use super::polling::Polling;
use super::ways::{Way, Ways};
use gloo_events::EventListener;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{document, set_timeout_with_handle, window};
use leptos::wasm_bindgen::JsCast;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use web_sys::{BinaryType, CloseEvent, MessageEvent, VisibilityState, WebSocket};

/// How long to wait before another attempt: the first, and the longest, in milliseconds.
const PATIENCE: (f64, f64) = (500.0, 8_000.0);
/// A room that says nothing for so long is taken for gone, in milliseconds: it beats
/// every few seconds.
const SILENCE: f64 = 20_000.0;
/// How long it has to say something, in milliseconds, once somebody looks at the page again: the
/// device may have slept meanwhile, with the clock by which the silence is measured.
const AWAKE: f64 = 8_000.0;
/// The room closes a connection with this code to somebody who may not be there (any more).
const NOT_ADMITTED: u16 = 4_403;
/// And with this one to somebody who is not signed in any more.
const SIGNED_OUT: u16 = 4_401;
/// And with this one the oldest of somebody who has opened too many.
const REPLACED: u16 = 4_409;
/// And with this one a connection on which a client greeted that is somebody else's.
const FOREIGN: u16 = 4_423;

/// Why the room lets this person in no longer, or not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Barred {
    /// They take part no longer.
    NotAdmitted,
    /// They are to sign in again.
    SignedOut,
    /// They have opened the board in too many other places since. This one would only end
    /// another by coming back by itself: it waits until they want it to.
    Elsewhere,
}

/// What happens on a connection.
pub(super) enum Happening {
    /// There is a connection.
    Opened,
    /// A frame has come.
    Frame(Vec<u8>),
    /// There is none any more; another is on its way.
    Closed,
    /// The room lets this person in no longer.
    Refused(Barred),
    /// The client's id is somebody else's. The connection is closed next.
    Foreign,
}

/// A connection that is made again whenever it is lost, until it is dropped.
#[derive(Clone)]
pub(super) struct Link(Rc<Inner>);

struct Inner {
    path: String,
    address: String,
    tell: Box<dyn Fn(Happening)>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    socket: Option<Socket>,
    polling: Option<Polling>,
    ways: Ways,
    attempts: i32,
    heard: f64,
    retry: Option<TimeoutHandle>,
    ended: bool,
}

/// A socket with what listens to it, which must live as long.
struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Link {
    /// Connects to an address of this server, such as `/live/…`.
    pub(super) fn open(path: &str, tell: impl Fn(Happening) + 'static) -> Self {
        let location = window().location();
        let host = location.host().unwrap_or_default();
        let secure = location
            .protocol()
            .is_ok_and(|protocol| protocol == "https:");
        let scheme = if secure { "wss" } else { "ws" };
        let link = Self(Rc::new(Inner {
            path: path.to_owned(),
            address: format!("{scheme}://{host}{path}"),
            tell: Box::new(tell),
            state: RefCell::default(),
        }));
        link.connect();
        link
    }

    /// Sends a frame. What a closed socket does not take is asked for again by the room.
    pub(super) fn send(&self, frame: &[u8]) {
        let state = self.0.state.borrow();
        if let Some(Socket { socket, .. }) = &state.socket {
            let _ = socket.send_with_u8_array(frame);
        } else if let Some(polling) = &state.polling {
            polling.send(frame);
        }
    }

    /// Tries again at once: the network is back, or somebody looks at the page again. A
    /// connection that was there all the time is soon taken for gone, unless it says something.
    pub(super) fn hurry(&self) {
        let waits = {
            let mut state = self.0.state.borrow_mut();
            state.attempts = 0;
            if document().visibility_state() == VisibilityState::Visible {
                state.heard = doubted(state.heard, steady());
            }
            let retry = state.retry.take();
            retry.inspect(TimeoutHandle::clear).is_some()
        };
        if waits {
            self.connect();
        }
    }

    /// To be called from time to time: a connection on which nothing comes is lost,
    /// though nobody said so.
    pub(super) fn watch(&self) {
        let silent = {
            let state = self.0.state.borrow();
            (state.socket.is_some() || state.polling.is_some()) && is_silent(state.heard, steady())
        };
        if silent {
            self.lost();
        }
    }

    /// Gives this connection up and makes another: what came on it is no frame, or the device
    /// says that it has no network.
    pub(super) fn give_up(&self) {
        self.lost();
    }

    /// Ends the connection for good.
    pub(super) fn end(&self) {
        let mut state = self.0.state.borrow_mut();
        state.ended = true;
        if let Some(retry) = state.retry.take() {
            retry.clear();
        }
        let ended = (state.socket.take(), state.polling.take());
        drop(state);
        drop(ended);
    }

    /// Connects again after it was ended, because this person wants it.
    pub(super) fn go_on(&self) {
        let ended = {
            let mut state = self.0.state.borrow_mut();
            state.attempts = 0;
            std::mem::take(&mut state.ended)
        };
        if ended {
            self.connect();
        }
    }

    /// Says that the client's id is somebody else's, and connects again: by then it has another.
    fn foreign(&self) {
        (self.0.tell)(Happening::Foreign);
        self.lost();
    }

    /// The room has let go of this person: ends the connection, and tells so.
    fn refused(&self, barred: Barred) {
        self.end();
        (self.0.tell)(Happening::Refused(barred));
    }

    fn connect(&self) {
        let (ended, way) = {
            let state = self.0.state.borrow();
            (state.ended, state.ways.next())
        };
        if ended {
            return;
        }
        if way == Way::Requests {
            self.poll();
            return;
        }
        let Ok(socket) = WebSocket::new(&self.0.address) else {
            self.0.state.borrow_mut().ways.socket_lost();
            self.lost();
            return;
        };
        socket.set_binary_type(BinaryType::Arraybuffer);
        let here = || Rc::downgrade(&self.0);
        let (opening, receiving, closing) = (here(), here(), here());
        let open = EventListener::new(&socket, "open", move |_| {
            if let Some(inner) = opening.upgrade() {
                inner.state.borrow_mut().ways.socket_opened();
                inner.opened();
            }
        });
        let message = EventListener::new(&socket, "message", move |event| {
            let event: Option<&MessageEvent> = event.dyn_ref();
            let data = event.and_then(|event| event.data().dyn_into().ok());
            if let (Some(inner), Some(buffer)) = (receiving.upgrade(), data) {
                inner.heard();
                let buffer: js_sys::ArrayBuffer = buffer;
                let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                (inner.tell)(Happening::Frame(bytes));
            }
        });
        let close = EventListener::new(&socket, "close", move |event| {
            let event: Option<&CloseEvent> = event.dyn_ref();
            if let (Some(inner), Some(event)) = (closing.upgrade(), event) {
                let link = Self(inner);
                match event.code() {
                    NOT_ADMITTED => link.refused(Barred::NotAdmitted),
                    SIGNED_OUT => link.refused(Barred::SignedOut),
                    REPLACED => link.refused(Barred::Elsewhere),
                    FOREIGN => link.foreign(),
                    _ => link.lost(),
                }
            }
        });
        let mut state = self.0.state.borrow_mut();
        state.heard = steady();
        state.socket = Some(Socket {
            socket,
            _listeners: [open, message, close],
        });
    }

    /// Asks for frames, for no socket gets through.
    fn poll(&self) {
        let inner = Rc::downgrade(&self.0);
        let tell = move |happening: Happening| {
            let Some(inner) = inner.upgrade() else {
                return;
            };
            match happening {
                Happening::Opened => {
                    let stay = inner.state.borrow_mut().ways.requests_answered();
                    if stay {
                        inner.opened();
                    } else {
                        Self(inner).instead();
                    }
                }
                Happening::Frame(bytes) => {
                    inner.heard();
                    (inner.tell)(Happening::Frame(bytes));
                }
                Happening::Closed => Self(inner).lost(),
                Happening::Refused(barred) => Self(inner).refused(barred),
                Happening::Foreign => Self(inner).foreign(),
            }
        };
        let polling = Polling::open(&self.0.path, tell);
        let mut state = self.0.state.borrow_mut();
        state.heard = steady();
        state.polling = Some(polling);
    }

    /// Lets go of requests that the room has just answered, and tries a socket.
    fn instead(&self) {
        let polling = self.0.state.borrow_mut().polling.take();
        // It is what calls this: it is dropped once it is through.
        set_timeout_with_handle(move || drop(polling), Duration::ZERO).ok();
        self.connect();
    }

    /// The connection is gone: tells so, and makes another after a while.
    fn lost(&self) {
        let wait = {
            let mut state = self.0.state.borrow_mut();
            if state.ended || state.retry.is_some() {
                return;
            }
            if state.socket.is_some() {
                state.ways.socket_lost();
            }
            let attempts = state.attempts;
            state.attempts = attempts.saturating_add(1);
            // Not all at once after the server was away.
            let longest = PATIENCE.0 * 2.0_f64.powi(attempts);
            let wait = longest.min(PATIENCE.1) * (0.5 + js_sys::Math::random() / 2.0);
            if document().visibility_state() == VisibilityState::Visible {
                wait.min(2_000.0)
            } else {
                wait
            }
        };
        let inner = Rc::downgrade(&self.0);
        let again = move || {
            if let Some(inner) = inner.upgrade() {
                inner.state.borrow_mut().retry = None;
                Self(inner).connect();
            }
        };
        let handle = set_timeout_with_handle(again, Duration::from_secs_f64(wait / 1_000.0)).ok();
        let socket = {
            let mut state = self.0.state.borrow_mut();
            state.retry = handle;
            (state.socket.take(), state.polling.take())
        };
        // Its listeners may be what is running now: they are dropped once they are through.
        set_timeout_with_handle(move || drop(socket), Duration::ZERO).ok();
        (self.0.tell)(Happening::Closed);
    }
}

/// Whether a room that was heard last then is taken for gone. Both are milliseconds by the clock
/// that nobody sets: whoever sets that of their device loses no connection by it, and keeps
/// none that is dead.
fn is_silent(heard: f64, now: f64) -> bool {
    now - heard > SILENCE
}

/// When a room is taken to have been heard last that has to say something soon.
fn doubted(heard: f64, now: f64) -> f64 {
    heard.min(now - (SILENCE - AWAKE))
}

impl Inner {
    fn opened(&self) {
        self.heard();
        self.state.borrow_mut().attempts = 0;
        (self.tell)(Happening::Opened);
    }

    fn heard(&self) {
        self.state.borrow_mut().heard = steady();
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_that_says_nothing_is_taken_for_gone_and_sooner_by_whoever_comes_back() {
        let (heard, second) = (5_000.0, 1_000.0);
        assert!(!is_silent(heard, heard + SILENCE));
        assert!(is_silent(heard, heard + SILENCE + second));
        // The device slept, and its clock with it: no time has passed since.
        let doubted_then = doubted(heard, heard + second);
        assert!(!is_silent(doubted_then, heard + second + AWAKE));
        assert!(is_silent(doubted_then, heard + second + AWAKE + second));
        // Who comes back again and again gives it no more time.
        let again = doubted(doubted_then, heard + AWAKE);
        assert!(is_silent(again, heard + second + AWAKE + second));
    }
}
