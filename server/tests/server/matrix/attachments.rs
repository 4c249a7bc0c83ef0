//! Attached files. Sending one is a form of the server's own, tried in
//! `attachments`.

use domain::attachments::Media;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::AttachmentId;
use store::attachments::NewFile;

use super::{ProjectLine, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                    open               team only
    //                    ACMO LFCPO eE n    ACMO LFCPO eE n
    ("remove_attachment", "++-- ++--- ?- !", "++?? ++--- ?- !"),
];

#[tokio::test]
async fn attached_files_as_they_stand() {
    compare_in_projects(IN_PROJECTS, request).await;
}

async fn request(stage: &Stage, _: &'static str, _: &Who) -> Fields {
    let id = AttachmentId::new();
    let project = ThingRef::new(ThingKind::Project, stage.project);
    let file = NewFile {
        name: "note.txt".into(),
        media: Media::Text,
        size: None,
        bytes: b"Bonjour".to_vec(),
        thumbnail: None,
        description: "Un mot.".into(),
    };
    let attached = stage
        .world
        .store
        .attach_file(&stage.owner_actor().await, id, project, file)
        .await;
    attached.expect("a file");
    fields! { "id": id }
}
