//! Attaching a file. The browser sends the form by itself and comes back to the
//! page; with scripts the page stays, and shows how far the file has come.

use domain::attachments::{ACCEPT, DESCRIPTION_MAX, FILE_MAX, FileRefusal};
use domain::evidence::ThingRef;
use domain::ids::AttachmentId;
use gloo_events::EventListener;
use icondata_lu::LuCircleAlert;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::JsValue;
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::params::ParamsMap;
use web_sys::{FormData, HtmlFormElement, HtmlInputElement, ProgressEvent, XmlHttpRequest};

use super::text::AttachmentsText;
use crate::kit::{Icon, query_value};
use crate::preferences::locale;
use crate::text::CommonText;

/// What a camera gives.
const PHOTOS: &str = "image/jpeg,image/png,image/webp";

/// How the sending goes, with scripts.
#[derive(Clone, Copy)]
struct Sending {
    /// How much of the file is there, in hundredths; nothing where none is sent.
    percent: RwSignal<Option<u32>>,
    /// Why the last one was not taken.
    refusal: RwSignal<Option<FileRefusal>>,
    /// Counts what was taken.
    added: RwSignal<usize>,
}

impl Sending {
    /// The form may be gone when an answer arrives: then nobody is told.
    fn ended(self, refusal: Option<FileRefusal>) {
        let _ = self.percent.try_set(None);
        let _ = self.refusal.try_set(refusal);
        if refusal.is_none() {
            let _ = self.added.try_update(|added| *added += 1);
        }
    }
}

/// The form that attaches a file to a thing, on the page of the thing: opened by whoever
/// came for it, or comes back with it.
#[component]
pub(super) fn UploadForm(
    /// The thing.
    thing: ThingRef,
    /// Whether the file will carry no name.
    nameless: bool,
    /// Counts the files that were added.
    added: RwSignal<usize>,
) -> impl IntoView {
    let t = AttachmentsText::here();
    let page = use_location().pathname.get_untracked();
    // Once a file is taken, what the address tells of an earlier one is past.
    let query = match added.get_untracked() {
        0 => use_query_map().get_untracked(),
        _ => ParamsMap::new(),
    };
    let told = FileRefusal::from_code(&query_value(&query, "file"));
    let for_photo = !query_value(&query, "photo").is_empty();
    let open = for_photo || told.is_some() || !query_value(&query, "attach").is_empty();
    let description = query_value(&query, "description");
    let sending = Sending {
        percent: RwSignal::new(None),
        refusal: RwSignal::new(told),
        added,
    };
    let form = NodeRef::<html::Form>::new();
    // Each file taken makes room for the next.
    let id = Memo::new(move |_| {
        added.track();
        AttachmentId::new().to_string()
    });
    let before = added.get_untracked();
    Effect::new(move || {
        if let (true, Some(form)) = (added.get() > before, form.get_untracked()) {
            form.reset();
        }
    });
    Effect::new(move || {
        // Whoever came to add something, or comes back refused, is led there.
        if let Some(form) = form.get()
            && open
        {
            form.scroll_into_view();
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        if let Some(form) = form.get_untracked() {
            event.prevent_default();
            if sending.percent.get_untracked().is_none() {
                send(&form, sending);
            }
        }
    };
    let title = if for_photo { t.add_photo() } else { t.add() };
    let other = for_photo.then(|| {
        let href = format!("{page}?attach=1#attachments");
        view! { <p><a href=href rel="external">{t.other_file()}</a></p> }
    });
    let nameless = nameless.then(|| view! { <p class="hint">{t.nameless()}</p> });
    let described = move || match sending.refusal.get() {
        Some(_) => "attachment-file-hint attachment-file-problem",
        None => "attachment-file-hint",
    };
    view! {
        <details class="attach-form" open=open data-print="no">
            <summary>{title}</summary>
            <form
                method="post"
                action="/attachments"
                enctype="multipart/form-data"
                class="form"
                data-asks=""
                node_ref=form
                on:submit=submit
                aria-label=title
            >
                <input type="hidden" name="id" value=move || id.get() />
                <input type="hidden" name="thing" value=thing.to_string() />
                <input type="hidden" name="page" value=page />
                <div class="field">
                    <label for="attachment-file">{t.file()}</label>
                    <p class="hint" id="attachment-file-hint">{t.file_hint()} " " {t.privacy()}</p>
                    <input
                        id="attachment-file"
                        name="file"
                        type="file"
                        accept=if for_photo { PHOTOS } else { ACCEPT }
                        capture=for_photo.then_some("environment")
                        required=true
                        aria-invalid=move || sending.refusal.get().map(|_| "true")
                        aria-describedby=described
                    />
                    <div role="alert">{move || sending.refusal.get().map(problem)}</div>
                </div>
                {other}
                {nameless}
                <div class="field">
                    <label for="attachment-description">
                        {t.description()} " "
                        <span class="optional">"(" {CommonText::here().optional()} ")"</span>
                    </label>
                    <p class="hint" id="attachment-description-hint">{t.description_hint()}</p>
                    <input
                        id="attachment-description"
                        name="description"
                        type="text"
                        maxlength=DESCRIPTION_MAX.to_string()
                        value=move || (added.get() == before).then(|| description.clone())
                        aria-describedby="attachment-description-hint"
                    />
                </div>
                <div class="form-actions">
                    <button
                        class="button"
                        type="submit"
                        aria-disabled=move || sending.percent.get().map(|_| "true")
                    >
                        {t.send()}
                    </button>
                    <Progress percent=sending.percent.read_only() />
                </div>
            </form>
        </details>
    }
}

fn problem(refusal: FileRefusal) -> impl IntoView {
    view! {
        <p class="problem" id="attachment-file-problem">
            <Icon icon=LuCircleAlert /> {refusal.wording().in_locale(locale())}
        </p>
    }
}

/// How far the file has come.
#[component]
fn Progress(percent: ReadSignal<Option<u32>>) -> impl IntoView {
    let t = AttachmentsText::here();
    let bar = move || {
        percent.get().map(|percent| {
            view! { <progress max="100" value=percent.to_string() aria-label=t.progress()></progress> }
        })
    };
    // Said by quarters, not at each step.
    let words = move || match percent.get() {
        None => String::new(),
        Some(percent) if percent < 100 => t.sending(percent / 25 * 25),
        Some(_) => t.looking().to_owned(),
    };
    let idle = move || percent.get().is_none();
    view! { {bar} <span class="save-state" role="status" data-state="saving" hidden=idle>{words}</span> }
}

/// Sends the form and listens.
fn send(form: &HtmlFormElement, sending: Sending) {
    if let Some(refusal) = refused_here(form) {
        sending.ended(Some(refusal));
        return;
    }
    let _ = sending.refusal.try_set(None);
    let _ = sending.percent.try_set(Some(0));
    if start(form, sending).is_err() {
        sending.ended(Some(FileRefusal::Failed));
    }
}

/// What need not be sent to be refused.
fn refused_here(form: &HtmlFormElement) -> Option<FileRefusal> {
    let input = form.elements().named_item("attachment-file")?;
    let files = input.dyn_into::<HtmlInputElement>().ok()?.files()?;
    let Some(file) = files.get(0) else {
        return Some(FileRefusal::Missing);
    };
    #[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    let max = FILE_MAX as f64;
    (file.size() > max).then_some(FileRefusal::TooLarge)
}

/// `fetch` does not tell how much was sent: this is the older way.
fn start(form: &HtmlFormElement, sending: Sending) -> Result<(), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", "/attachments")?;
    request.set_request_header("accept", "application/json")?;
    let upload = request.upload()?;
    let progress = EventListener::new(&upload, "progress", move |event| {
        let Some(event) = event.dyn_ref::<ProgressEvent>() else {
            return;
        };
        if event.length_computable() && event.total() > 0.0 {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from 0 to 100"
            )]
            let percent = (event.loaded() / event.total() * 100.0).clamp(0.0, 100.0) as u32;
            let _ = sending.percent.try_set(Some(percent));
        }
    });
    let answered = request.clone();
    EventListener::once(&request, "loadend", move |_| {
        sending.ended(answer(&answered));
        // Heard until here.
        drop(progress);
    })
    .forget();
    request.send_with_opt_form_data(Some(&FormData::new_with_form(form)?))
}

/// Why the file was not taken, as the server says.
fn answer(request: &XmlHttpRequest) -> Option<FileRefusal> {
    match request.status() {
        Ok(201) => None,
        _ => {
            let text = request.response_text().ok().flatten().unwrap_or_default();
            let code = text.trim().trim_matches('"');
            Some(FileRefusal::from_code(code).unwrap_or(FileRefusal::Failed))
        }
    }
}
