//! The files of a thing on its page.

use domain::attachments::{Attachment, Attachments as AttachmentsOf, Family};
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::AttachmentId;
use domain::wording::Locale;
use icondata_lu::LuFileText;
use leptos::prelude::*;

use super::AttachmentActions;
use super::text::AttachmentsText;
use super::upload::UploadForm;
use crate::kit::{AskFirst, Icon, Moment, PostForm, SubmitButton, interests, part};
use crate::preferences::locale;

/// The files of a thing: pictures are seen, sounds heard, all else saved; for
/// those who may, the form to attach another.
#[component]
pub(crate) fn Attachments(
    /// The files as they are now, and what the reader may do.
    attachments: Signal<AttachmentsOf>,
    /// The actions that change them.
    actions: AttachmentActions,
) -> impl IntoView {
    let t = AttachmentsText::here();
    let files = part(
        attachments,
        |attachments| attachments.files.clone(),
        move |files| view! { <Files files=files actions=actions /> },
    );
    let form = part(
        attachments,
        |attachments| {
            (
                attachments.may_attach,
                attachments.thing,
                attachments.nameless,
            )
        },
        move |(may_attach, thing, nameless)| {
            may_attach.then(|| {
                view! { <UploadForm thing=thing nameless=nameless added=actions.added /> }
            })
        },
    );
    view! {
        <section class="stack" id="attachments">
            <h2>{t.title()}</h2>
            {files}
            {form}
        </section>
    }
}

#[component]
fn Files(files: Vec<Attachment>, actions: AttachmentActions) -> impl IntoView {
    if files.is_empty() {
        let t = AttachmentsText::here();
        return view! { <p class="hint">{t.none()}</p> }.into_any();
    }
    let removable = files.iter().any(|file| file.removable);
    // Made in its form, which its buttons know of.
    let list = move || {
        let rows = files.into_iter();
        let rows = rows.map(|file| view! { <File file=file /> });
        view! { <ul class="attachments">{rows.collect_view()}</ul> }
    };
    if removable {
        // One form for the whole list: each file has its own button.
        view! { <PostForm action=actions.remove>{list()}</PostForm> }.into_any()
    } else {
        list().into_any()
    }
}

#[component]
fn File(file: Attachment) -> impl IntoView {
    let t = AttachmentsText::here();
    let href = bytes_address(file.id);
    let page = crate::search::address(ThingRef::new(ThingKind::File, file.id), None);
    let family = file.media.family();
    let shown = match family {
        Family::Picture => view! { <Picture file=file.clone() /> }.into_any(),
        Family::Sound => view! { <Sound file=file.clone() /> }.into_any(),
        Family::Document => view! { <Icon icon=LuFileText /> }.into_any(),
    };
    let download = t.download_this(&file.name);
    let by = file.by.map(|person| {
        let by = t.by(&person.name);
        view! { <span>{by} {interests(&person)}</span> " " }
    });
    let description = (!file.description.is_empty())
        .then(|| view! { <p class="attachment-description">{file.description}</p> });
    let remove = file.removable.then(|| {
        let label = t.remove_this(&file.name);
        view! {
            <AskFirst step=t.remove() to=file.name.clone()>
                <SubmitButton kind="danger" small=true name="id" value=file.id.to_string()>
                    {label}
                </SubmitButton>
            </AskFirst>
        }
    });
    let what = file.media.wording().in_locale(locale());
    view! {
        <li data-family=code(family)>
            {shown}
            <div>
                <a href=page>{file.name.clone()}</a>
                {description}
                <p class="meta">
                    <span>{what}</span> " " <span>{size(locale(), file.bytes)}</span> " " {by}
                    <Moment at=file.at /> " "
                    <a href=href rel="external" download=file.name aria-label=download>
                        {t.download()}
                    </a>
                </p>
                {remove}
            </div>
        </li>
    }
}

fn code(family: Family) -> &'static str {
    match family {
        Family::Picture => "picture",
        Family::Sound => "sound",
        Family::Document => "document",
    }
}

/// Where the bytes of a file are.
pub(super) fn bytes_address(file: AttachmentId) -> String {
    format!("/attachments/{file}")
}

/// A sound, played where it stands.
#[component]
pub(super) fn Sound(file: Attachment) -> impl IntoView {
    let src = bytes_address(file.id);
    view! { <audio controls preload="none" src=src aria-label=file.name></audio> }
}

/// The picture at its own proportions before it is there: made small, or whole.
#[component]
pub(super) fn Picture(file: Attachment, #[prop(optional)] whole: bool) -> impl IntoView {
    let t = AttachmentsText::here();
    let href = bytes_address(file.id);
    let src = match whole {
        true => href.clone(),
        false => format!("{href}/thumbnail"),
    };
    let alt = match file.description.as_str() {
        "" => t.not_described(&file.name),
        description => description.to_owned(),
    };
    let (width, height) = file.size.unzip();
    view! {
        <a href=href rel="external" title=t.open_picture()>
            <img
                src=src
                alt=alt
                width=width.map(|width| width.to_string())
                height=height.map(|height| height.to_string())
                loading="lazy"
                decoding="async"
            />
        </a>
    }
}

/// How large a file is, in the reader's convention.
pub(super) fn size(locale: Locale, bytes: i64) -> String {
    const KIB: i64 = 1_024;
    const MIB: i64 = KIB * KIB;
    let t = AttachmentsText(locale);
    let number = |number: i64| crate::text::number(locale, number.into());
    if bytes < KIB {
        t.bytes(&number(bytes))
    } else if bytes < MIB {
        t.kib(&number((bytes + KIB / 2) / KIB))
    } else {
        let tenths = (bytes * 10 + MIB / 2) / MIB;
        let point = match locale {
            Locale::Fr => ',',
            Locale::En => '.',
        };
        t.mib(&format!("{}{point}{}", tenths / 10, tenths % 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_in_words() {
        for (bytes, fr, en) in [
            (0, "0 octets", "0 bytes"),
            (1_023, "1\u{202f}023 octets", "1,023 bytes"),
            (2_048, "2 Kio", "2 KiB"),
            (1_572_864, "1,5 Mio", "1.5 MiB"),
            (10_485_760, "10,0 Mio", "10.0 MiB"),
        ] {
            assert_eq!(size(Locale::Fr, bytes), fr);
            assert_eq!(size(Locale::En, bytes), en);
        }
    }
}
