//! The page of a file: what it shows, what it is attached to, what it speaks for.

use domain::attachments::{AttachedFile, Attachment, Family};
use domain::evidence::Node;
use domain::ids::AttachmentId;
use icondata_lu::LuDownload;
use leptos::prelude::*;

use super::api::{FilePageContent, load_file};
use super::list::{Picture, Sound, bytes_address, size};
use super::text::AttachmentsText;
use crate::evidence::{Chain, EvidenceActions, may_link};
use crate::kit::{Crumb, Icon, Moment, Page, PersonTag, followed_page, id_param};
use crate::preferences::locale;
use crate::viewer::Viewer;

/// The page of a file.
pub(super) fn file_page() -> AnyView {
    let id = id_param::<AttachmentId>("file");
    let actions = EvidenceActions::new();
    let file = Resource::new(move || (id.get(), actions.done()), |(id, _)| load_file(id));
    let subject = |content: &FilePageContent| content.attached.file.id;
    followed_page(file, subject, move |viewer, content| {
        view! { <FileView viewer=viewer content=content actions=actions /> }
    })
    .into_any()
}

#[component]
fn FileView(
    viewer: Viewer,
    content: Signal<FilePageContent>,
    actions: EvidenceActions,
) -> impl IntoView {
    let t = AttachmentsText::here();
    let chain = Signal::derive(move || content.with(|content| content.chain.clone()));
    let AttachedFile { file, holder } = content.with_untracked(|content| content.attached.clone());
    let linking = may_link(&viewer, holder.project);
    let crumbs = vec![Crumb::new(address_of(&holder), holder.title.clone())];
    let href = bytes_address(file.id);
    let download = view! {
        <a class="button" href=href rel="external" download=file.name.clone()>
            <Icon icon=LuDownload /> {t.download()}
        </a>
    };
    let preview = match file.media.family() {
        Family::Picture => Some(view! { <Picture file=file.clone() whole=true /> }.into_any()),
        Family::Sound => Some(view! { <Sound file=file.clone() /> }.into_any()),
        Family::Document => None,
    };
    let preview = preview.map(|shown| view! { <div class="file-preview">{shown}</div> });
    view! {
        <Page
            title=file.name.clone()
            lede=file.description.clone()
            crumbs=crumbs
            actions=Some(download.into_any())
        >
            <div class="stack" data-gap="large">
                {preview}
                <About file=file holder=holder />
                <Chain chain=chain may_link=linking actions=actions />
            </div>
        </Page>
    }
}

/// What it is, who attached it when, and to what.
#[component]
fn About(file: Attachment, holder: Node) -> impl IntoView {
    let t = AttachmentsText::here();
    let what = file.media.wording().in_locale(locale());
    let (kind, href) = (holder.thing.kind, address_of(&holder));
    let kind = kind.wording().in_locale(locale());
    let by = file
        .by
        .map(|person| view! { <dt>{t.attached_by()}</dt> <dd><PersonTag person=person /></dd> });
    view! {
        <dl class="facts" data-stacked=true>
            <dt>{t.attached_to()}</dt>
            <dd>
                <a href=href>{holder.title}</a> " "
                <span class="meta">{kind}</span>
            </dd>
            <dt>{t.what()}</dt>
            <dd>{what} " · " {size(locale(), file.bytes)}</dd>
            {by}
            <dt>{t.attached_at()}</dt>
            <dd><Moment at=file.at /></dd>
        </dl>
    }
}

/// Where the page of what it is attached to is.
fn address_of(holder: &Node) -> String {
    crate::search::address(holder.thing, holder.project)
}
