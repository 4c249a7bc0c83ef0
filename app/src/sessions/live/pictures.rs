//! Pictures on the board: sent to the server, fetched once for each tab, and put where
//! their people want them. A board is drawn in the browser alone: on the server there are none.

use std::collections::HashMap;
use std::time::Duration;

use board::actions;
use board::amount::Amount;
use board::geometry::{Point, Size};
use board::ids::RecordId;
use board::record::Kind;
use board::rules::More;
use domain::attachments::{FILE_MAX, FileRefusal};
use domain::ids::{AttachmentId, SessionId};
use gloo_events::EventListener;
use icondata_lu::LuImagePlus;
use js_sys::Reflect;
use js_sys::futures::JsFuture;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, FileList, FormData, HtmlImageElement, HtmlTextAreaElement, RequestInit, Response,
};

use super::engine::{Board, Told};
use super::leave::{Leave, refused, titled};
use super::text::BoardText;
use crate::kit::Icon;
use crate::sessions::page_address;

/// What a file chooser offers.
const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif";
/// The longest side of a picture that is put down, in board units.
const LONGEST: u32 = 640;
/// How often a picture is asked for that does not come.
const ATTEMPTS: u32 = 5;
/// The first pause between two attempts; each is twice as long as the one before.
const PAUSE: Duration = Duration::from_millis(500);

/// The pictures of a board in this tab.
#[derive(Clone, Copy)]
pub(super) struct Pictures {
    /// The session whose board it is.
    pub session: SessionId,
    /// Rises with each picture that has come.
    come: RwSignal<u32>,
    known: StoredValue<HashMap<AttachmentId, Known>, LocalStorage>,
}

enum Known {
    /// It is asked for, or does not come.
    Awaited,
    There(HtmlImageElement),
}

/// A picture that the server has kept.
struct Kept {
    id: AttachmentId,
    /// In pixels.
    width: u32,
    /// In pixels.
    height: u32,
}

impl Pictures {
    pub(super) fn of(session: SessionId) -> Self {
        Self {
            session,
            come: RwSignal::new(0),
            known: StoredValue::new_local(HashMap::new()),
        }
    }

    /// How many have come; followed.
    pub(super) fn come(self) -> u32 {
        self.come.get()
    }

    /// Where a picture is read.
    pub(super) fn address(self, id: AttachmentId) -> String {
        Self::of_session(self.session, id)
    }

    fn of_session(session: SessionId, id: AttachmentId) -> String {
        format!("{}/pictures/{id}", page_address(session))
    }

    /// A picture that has come. One that was not asked for is, and comes later.
    pub(super) fn get(self, id: AttachmentId) -> Option<HtmlImageElement> {
        let known = self.known.with_value(|known| match known.get(&id) {
            Some(Known::There(picture)) => Some(Some(picture.clone())),
            Some(Known::Awaited) => Some(None),
            None => None,
        });
        known.unwrap_or_else(|| {
            self.known.update_value(|known| {
                known.insert(id, Known::Awaited);
            });
            self.fetch(id, 0);
            None
        })
    }

    /// Asks for a picture, again after a while where it does not come: its record may be
    /// on its way to the room still.
    fn fetch(self, id: AttachmentId, attempt: u32) {
        let Ok(picture) = HtmlImageElement::new() else {
            return;
        };
        let come = picture.clone();
        EventListener::once(&picture, "load", move |_| {
            let _ = self.known.try_update_value(|known| {
                known.insert(id, Known::There(come));
            });
            let _ = self.come.try_update(|come| *come = come.wrapping_add(1));
        })
        .forget();
        EventListener::once(&picture, "error", move |_| {
            if attempt < ATTEMPTS {
                let again = move || self.fetch(id, attempt.saturating_add(1));
                set_timeout(again, PAUSE.saturating_mul(1 << attempt));
            }
        })
        .forget();
        picture.set_src(&self.address(id));
    }

    /// Brings a picture over from the board of another session, as this person may see it
    /// there; what it is called here.
    pub(super) async fn bring_over(
        self,
        from: SessionId,
        id: AttachmentId,
    ) -> Result<AttachmentId, FileRefusal> {
        let failed = |_| FileRefusal::Failed;
        let address = Self::of_session(from, id);
        let answer = JsFuture::from(window().fetch_with_str(&address)).await;
        let answer: Response = answer.map_err(failed)?.unchecked_into();
        if !answer.ok() {
            return Err(FileRefusal::Missing);
        }
        let bytes = JsFuture::from(answer.blob().map_err(failed)?).await;
        let bytes: Blob = bytes.map_err(failed)?.unchecked_into();
        Ok(self.send(&bytes).await?.id)
    }

    async fn send(self, file: &Blob) -> Result<Kept, FileRefusal> {
        #[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
        if file.size() > FILE_MAX as f64 {
            return Err(FileRefusal::TooLarge);
        }
        let failed = |_| FileRefusal::Failed;
        let form = FormData::new().map_err(failed)?;
        form.append_with_blob("file", file).map_err(failed)?;
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&form);
        let address = format!("{}/pictures", page_address(self.session));
        let answer = JsFuture::from(window().fetch_with_str_and_init(&address, &init));
        let answer: Response = answer.await.map_err(failed)?.unchecked_into();
        let told = JsFuture::from(answer.json().map_err(failed)?).await;
        let told = told.map_err(failed)?;
        if answer.ok() {
            return Kept::told(&told).ok_or(FileRefusal::Failed);
        }
        let code = told.as_string().unwrap_or_default();
        Err(FileRefusal::from_code(&code).unwrap_or(FileRefusal::Failed))
    }
}

impl Kept {
    /// What the answer says of it.
    fn told(answer: &JsValue) -> Option<Self> {
        let value = |name: &str| Reflect::get(answer, &name.into()).ok();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "pixels of a side"
        )]
        let side = |name: &str| Some(value(name)?.as_f64()? as u32);
        Some(Self {
            id: value("id")?.as_string()?.parse().ok()?,
            width: side("width")?,
            height: side("height")?,
        })
    }
}

/// Where pictures are put.
#[derive(Clone, Copy)]
pub(super) enum Spot {
    /// Side by side from a point on, which is the middle of the first.
    At(Point),
    /// Where there is room in a frame or cluster, or on the open board.
    In(Option<RecordId>),
}

impl Spot {
    /// Where the next is put, beside one of this size.
    const fn beside(self, size: Size) -> Self {
        match self {
            Self::At(at) => {
                let aside = size.width.saturating_add(40);
                Self::At(Point::new(at.x.saturating_add_unsigned(aside), at.y))
            }
            // The first has taken its room.
            Self::In(_) => self,
        }
    }
}

/// Sends pictures and puts them on the board; the last is opened, to be described for those who
/// do not see it, unless something else is being written by then. What the board would not take is not sent in vain.
pub(super) fn put(board: Board, files: Vec<Blob>, spot: Spot) {
    let all = More::of(Kind::Image, Amount::new(files.len(), 0));
    if !board.takes(|_| all) {
        return;
    }
    leptos::task::spawn_local(async move {
        let mut spot = spot;
        for file in files {
            match board.pictures.send(&file).await {
                Ok(kept) => {
                    let size = shown_size(kept.width, kept.height);
                    place(board, kept.id, size, spot);
                    spot = spot.beside(size);
                }
                Err(refusal) => {
                    let _ = board
                        .told
                        .try_update(|told| told.push(Told::Picture(refusal)));
                }
            }
        }
    });
}

fn place(board: Board, id: AttachmentId, size: Size, spot: Spot) {
    let mut created = None;
    let done = board.act(|client| {
        let operations = match spot {
            Spot::At(at) => {
                let at = actions::clear_place(client.view(), at, size);
                actions::create_image(client, at, size, id, String::new())
            }
            Spot::In(parent) => actions::create_image_in(client, parent, size, id, String::new()),
        };
        created = operations
            .iter()
            .find_map(board::operation::Operation::record);
        operations
    });
    // Whoever writes by the time it has come, over a slow network, goes on writing.
    let is_writing = board.editing.get_untracked().is_some() || is_in_begun_field();
    if let (true, Some(created), false) = (done, created, is_writing) {
        board.selection.set([created].into());
        board.editing.set(Some(created));
    }
}

/// Whether the keyboard is in a field in which something is begun, such as the next note of the
/// outline.
fn is_in_begun_field() -> bool {
    let at = document().active_element();
    let field = at.and_then(|at| at.dyn_into::<HtmlTextAreaElement>().ok());
    field.is_some_and(|field| !field.value().is_empty())
}

/// How large a picture is put down: as it is, or with its longest side as long as allowed.
fn shown_size(width: u32, height: u32) -> Size {
    let longest = width.max(height).max(1);
    let shown = longest.min(LONGEST);
    let side = |side: u32| {
        let scaled = u64::from(side) * u64::from(shown) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(LONGEST).max(1)
    };
    Size::new(side(width), side(height))
}

/// Whether what is of this media type is a picture.
pub(super) fn is_picture(media_type: &str) -> bool {
    media_type.starts_with("image/")
}

/// The pictures among files.
pub(super) fn pictures_in(files: Option<FileList>) -> Vec<Blob> {
    let Some(files) = files else {
        return Vec::new();
    };
    let all = (0..files.length()).filter_map(|place| files.get(place));
    all.filter(|file| is_picture(&file.type_()))
        .map(Blob::from)
        .collect()
}

/// A button that opens the file chooser; what is chosen is put where `spot` says.
#[component]
pub(super) fn PictureButton(
    board: Board,
    /// Whether the name is written beside the sign.
    #[prop(optional)]
    named: bool,
    spot: impl Fn() -> Spot + 'static,
) -> impl IntoView {
    let t = BoardText::here();
    let chooser = NodeRef::<html::Input>::new();
    let leave = Leave::to_make_one(board, Kind::Image);
    let open = move |_| {
        if let (true, Some(chooser)) = (leave.or_tell(), chooser.get_untracked()) {
            chooser.click();
        }
    };
    let chosen = move |_| {
        if let Some(chooser) = chooser.get_untracked() {
            let files = pictures_in(chooser.files());
            put(board, files, spot());
            // The same file can be chosen again.
            chooser.set_value("");
        }
    };
    view! {
        <button
            type="button"
            class=named.then_some("button")
            title=move || titled(t.add_picture(), Some(leave))
            aria-label=t.add_picture()
            aria-disabled=move || refused(Some(leave))
            on:click=open
        >
            <Icon icon=LuImagePlus />
            {named.then(|| view! { <span class="board-label">{t.add_picture()}</span> })}
        </button>
        <input
            node_ref=chooser
            type="file"
            accept=ACCEPT
            multiple=true
            hidden=true
            tabindex="-1"
            aria-label=t.add_picture()
            on:change=chosen
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_proportions() {
        for (pixels, expected) in [
            ((300, 200), (300, 200)),
            ((2_560, 1_280), (640, 320)),
            ((100, 3_200), (20, 640)),
            ((4_000, 1), (640, 1)),
        ] {
            let size = shown_size(pixels.0, pixels.1);
            assert_eq!((size.width, size.height), expected, "{pixels:?}");
        }
    }
}
