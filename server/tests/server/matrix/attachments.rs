//! Attached files. Sending one is a form of the server's own, tried in
//! `attachments`.

use domain::attachments::Media;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::AttachmentId;
use store::attachments::NewFile;

use super::feedback::{given, triage};
use super::milestones::milestone;
use super::{ProjectLine, compare_in_projects};
use crate::stage::{Fields, Stage, Who, fields};

#[rustfmt::skip]
pub(super) const IN_PROJECTS: &[ProjectLine] = &[
    //                    open               team only
    //                    ACMO LFCPO eE n    ACMO LFCPO eE n
    ("load_file",         "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("load_file entry",   "++++ +++?+ ?? !", "++?? +++?+ ?? !"),
    ("load_file shared",  "++++ +++++ ?+ !", "++?? +++++ ?+ !"),
    ("remove_attachment", "++-- ++--- ?- !", "++?? ++--- ?- !"),
];

#[tokio::test]
async fn attached_files_as_they_stand() {
    compare_in_projects(IN_PROJECTS, request).await;
}

async fn request(stage: &Stage, line: &'static str, _: &Who) -> Fields {
    // Twenty are the most of one thing: each on its own.
    let milestone = ThingRef::new(ThingKind::Milestone, milestone(stage).await);
    match line {
        "load_file" => fields! { "file": attached(stage, milestone).await },
        "remove_attachment" => fields! { "id": attached(stage, milestone).await },
        _ => {
            let entry = given(stage, &stage.owner).await;
            let file = attached(stage, ThingRef::new(ThingKind::Feedback, entry)).await;
            if line.ends_with(" shared") {
                stage.make("triage_feedback", triage(entry, 1, "new")).await;
            }
            fields! { "file": file }
        }
    }
}

/// A text that the owner attached.
pub(crate) async fn attached(stage: &Stage, thing: ThingRef) -> AttachmentId {
    let id = AttachmentId::new();
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
        .attach_file(&stage.owner_actor().await, id, thing, file)
        .await;
    attached.expect("a file");
    id
}
