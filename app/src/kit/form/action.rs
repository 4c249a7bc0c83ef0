//! What a form asks of the server, and what came of it.
//!
//! The framework's own action and form would read each form into its argument's type
//! and write it again, in code of its own for every server function. Here the form
//! goes as the browser would send it, in code that all forms share.

use std::marker::PhantomData;

use leptos::form::form_data_from_event;
use leptos::prelude::*;
use leptos::serde_json;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos::server_fn::redirect::call_redirect_hook;
#[cfg(not(feature = "ssr"))]
use leptos::server_fn::{error::FromServerFnError, response::ClientRes};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{FormData, HtmlFormElement, HtmlInputElement, SubmitEvent};
use serde::de::DeserializeOwned;

use super::last_saved::LastSaved;
use super::sending::Sending;
#[cfg(not(feature = "ssr"))]
use crate::failure::FORM_MAX;
use crate::failure::Failure;

/// A server function that forms of a page call, and its last answer. Made where the
/// page is made.
pub(crate) struct FormAction<S> {
    call: Call,
    of: PhantomData<fn() -> S>,
}

impl<S> Clone for FormAction<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for FormAction<S> {}

impl<S: ServerFn<Error = Failure>> FormAction<S> {
    /// An action that was not called yet; on the server, one that failed when its
    /// form came back.
    pub(crate) fn new() -> Self {
        let came_back = use_context::<ServerActionError>()
            .filter(|error| error.path() == S::PATH)
            .map(|error| Err(ServerFnUrlError::<Failure>::decode_err(error.err())));
        Self {
            call: Call {
                url: S::url(),
                answer: RwSignal::new(came_back),
                sending: Sending::new(),
                last: LastSaved::here(),
                version: RwSignal::new(0),
            },
            of: PhantomData,
        }
    }

    /// The same without its types.
    pub(super) fn call(self) -> Call {
        self.call
    }

    /// Whether it is under way: for a button that stands outside its form.
    pub(crate) fn sending(self) -> Sending {
        self.call.sending
    }

    /// How often what it asks for was done: what depends on it is loaded again then.
    /// What was not done changes nothing, and the form stays as it was sent.
    pub(crate) fn version(self) -> Signal<usize> {
        self.call.version.into()
    }

    /// The last answer.
    pub(crate) fn value(self) -> Signal<Option<Result<S::Output, Failure>>>
    where
        S::Output: DeserializeOwned + Send + Sync + 'static,
    {
        let answer = self.call.answer;
        Signal::derive(move || {
            let text = match answer.get()? {
                Ok(text) => text,
                Err(failure) => return Some(Err(failure)),
            };
            Some(serde_json::from_str(&text).map_err(|_| Failure::Unreachable))
        })
    }

    /// Why it was not done the last time.
    pub(crate) fn failure(self) -> Signal<Option<Failure>> {
        self.call.failure()
    }

    /// Whether it was not done the last time: what holds its form opens.
    pub(crate) fn failed(self) -> Signal<bool> {
        let failure = self.failure();
        Signal::derive(move || failure.get().is_some())
    }

    /// The version that a form says it is made of: `first`, until it turns out that
    /// the thing has another one; saved again, the form then keeps its own text.
    /// Where the page follows what its other forms do, `first` is a signal.
    pub(crate) fn version_made_of(self, first: impl Into<Signal<i64>>) -> Signal<String> {
        let (stale, first) = (self.stale(), first.into());
        Signal::derive(move || first.get().max(stale.get().unwrap_or_default()).to_string())
    }

    /// The version that the thing has now, where the form was made of an older one.
    pub(crate) fn stale(self) -> Signal<Option<i64>> {
        let failure = self.failure();
        Signal::derive(move || match failure.get() {
            Some(Failure::Stale { current }) => Some(current),
            _ => None,
        })
    }
}

/// A call of some server function, and its last answer as JSON text.
#[derive(Clone, Copy)]
pub(super) struct Call {
    pub url: &'static str,
    pub answer: RwSignal<Option<Result<String, Failure>>>,
    pub sending: Sending,
    /// What was saved last on the page, by whichever call.
    pub last: LastSaved,
    version: RwSignal<usize>,
}

impl Call {
    pub(super) fn failure(self) -> Signal<Option<Failure>> {
        Signal::derive(move || self.answer.get().and_then(Result::err))
    }

    /// Whether what was asked for was done.
    pub(super) fn is_done(self) -> bool {
        self.answer.with(|answer| matches!(answer, Some(Ok(_))))
    }

    /// Sends the form instead of the browser, unless it is on its way already; gives what it
    /// is about where it does.
    pub(super) fn submit(self, event: &SubmitEvent) -> Option<String> {
        if event.default_prevented() {
            return None;
        }
        // A form that cannot be read is left to the browser.
        let form = form_data_from_event(event).ok()?;
        event.prevent_default();
        if !self.sending.begin() {
            return None;
        }
        self.last.forget();
        let sent = event.target();
        let sent: Option<HtmlFormElement> = sent.and_then(|form| form.dyn_into().ok());
        let about = sent.map_or_else(String::new, |form| subject(&form));
        let saved = about.clone();
        leptos::task::spawn_local(async move {
            let answered = send(self.url, &form).await;
            self.sending.end();
            let (answer, location) = match answered {
                Ok(Answer { text, location }) => (Ok(text), location),
                Err(failure) => (Err(failure), None),
            };
            let done = answer.is_ok();
            if done {
                self.last.tell(self.url, saved);
            }
            // The page may be gone when the answer arrives.
            let _ = self.answer.try_set(Some(answer));
            if done {
                let _ = self.version.try_update(|version| *version += 1);
            }
            if let Some(location) = location {
                call_redirect_hook(&location);
            }
        });
        Some(about)
    }
}

/// What a form is about: what it holds unseen, whatever the version of that. It tells the forms
/// of a page that ask for the same of different things from each other, also once they are drawn
/// anew.
pub(super) fn subject(form: &HtmlFormElement) -> String {
    let mut subject = String::new();
    let Ok(unseen) = form.query_selector_all("input[type=hidden]:not([name=version])") else {
        return subject;
    };
    for place in 0..unseen.length() {
        let field = unseen.item(place);
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            subject += &format!("{}={}\n", field.name(), field.value());
        }
    }
    subject
}

/// What the server answered to what it has done.
struct Answer {
    /// What it returned, as JSON.
    text: String,
    /// Where it leads on to.
    location: Option<String>,
}

#[cfg(not(feature = "ssr"))]
async fn send(url: &str, form: &FormData) -> Result<Answer, Failure> {
    use leptos::server_fn::ContentType;
    use leptos::server_fn::client::Client;
    use leptos::server_fn::client::browser::BrowserClient;
    use leptos::server_fn::codec::{Encoding, JsonEncoding, PostUrl};
    use leptos::server_fn::request::ClientReq;
    use leptos::web_sys::UrlSearchParams;

    let body = UrlSearchParams::new_with_str_sequence_sequence(form);
    let body = String::from(body.map_err(|_| Failure::Malformed)?.to_string());
    // The server would refuse it, and a browser that is still sending may miss why.
    if body.len() > FORM_MAX {
        return Err(Failure::TooLarge);
    }
    let request = ClientReq::<Failure>::try_new_req_text(
        url,
        PostUrl::CONTENT_TYPE,
        JsonEncoding::CONTENT_TYPE,
        body,
        PostUrl::METHOD,
    )?;
    let answer = <BrowserClient as Client<Failure>>::send(request).await?;
    read(answer).await
}

#[cfg(not(feature = "ssr"))]
async fn read<A: ClientRes<Failure>>(answer: A) -> Result<Answer, Failure> {
    // A proxy may take less than the server does.
    if answer.status() == 413 {
        return Err(Failure::TooLarge);
    }
    if answer.status() >= 400 {
        return Err(Failure::de(answer.try_into_bytes().await?));
    }
    let location = answer.has_redirect().then(|| answer.location());
    let text = answer.try_into_string().await?;
    Ok(Answer { text, location })
}

/// On the server, the browser sends forms.
#[cfg(feature = "ssr")]
async fn send(_: &str, _: &FormData) -> Result<Answer, Failure> {
    Err(Failure::Unreachable)
}
