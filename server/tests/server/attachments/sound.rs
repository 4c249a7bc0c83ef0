//! Recordings of what somebody says, attached to what they report.

use domain::accounts::WorkspaceRole;
use domain::evidence::{ThingKind, ThingRef};
use domain::feedback::FeedbackDraft;
use domain::ids::FeedbackId;
use http::StatusCode;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, RANGE, X_CONTENT_TYPE_OPTIONS,
};

use super::{Someone, only_file_of, project, someone, upload};
use crate::world::{World, empty, get};

/// An entry of a project's log, and its page.
async fn entry(world: &World, who: &Someone) -> (ThingRef, String) {
    let (project, page) = project(world, who).await;
    // Asked again: whoever opened a project is on its team now.
    let actor = world.store.actor(who.actor.user).await.expect("an actor");
    let draft = FeedbackDraft {
        kind: "obstacle".into(),
        story: "Ils se perdent".into(),
        ..FeedbackDraft::default()
    };
    let id = FeedbackId::new();
    let given = world.store.give_feedback(&actor, project, id, &draft).await;
    given.expect("feedback");
    let thing = ThingRef::new(ThingKind::Feedback, id);
    (thing, format!("{page}/feedback/{id}"))
}

/// How recordings begin, each with a little more, and the media types they are sent with.
fn recordings() -> [(Vec<u8>, &'static str, &'static str); 3] {
    let long = |start: &[u8]| [start, &[0; 4_096]].concat();
    [
        (long(b"ID3\x03\x00\x00"), "audio/mpeg", "mp3"),
        (long(b"OggS\x00\x02"), "audio/ogg", "ogg"),
        (long(b"RIFF\x24\x10\x00\x00WAVEfmt "), "audio/wav", "wav"),
    ]
}

#[tokio::test]
async fn a_recording_is_told_by_its_content_and_played_from_where_one_likes() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    for (sent, media, extension) in recordings() {
        let (thing, page) = entry(&world, &lead).await;
        // Neither what it is called nor what its sender says it is counts.
        let answer = upload(&world, &lead, &page, Some(("élève.html", &sent))).await;
        assert_eq!(answer.leads_to(), format!("{page}#attachments"), "{media}");
        let address = only_file_of(&world, &lead, thing).await;
        let shown = world.get_with(&page, &lead.cookies).await;
        assert!(shown.body.contains("<audio"), "{}", shown.body);
        assert!(
            shown.body.contains(&format!("src=\"{address}\"")),
            "{media}"
        );

        let asked = get(&address)
            .header(COOKIE, &lead.cookies)
            .header(ACCEPT_ENCODING, "gzip, br");
        let file = world.send(empty(asked)).await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(file.header(CONTENT_TYPE), media);
        assert_eq!(file.header(X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(file.header(CONTENT_SECURITY_POLICY).contains("sandbox"));
        assert_eq!(file.header(CACHE_CONTROL), "private, no-cache");
        let disposition = file.header(CONTENT_DISPOSITION);
        assert!(disposition.starts_with("inline;"), "{disposition}");
        let name = format!("%C3%A9l%C3%A8ve.{extension}");
        assert!(disposition.ends_with(&name), "{disposition}");
        assert_eq!(
            file.header(CONTENT_ENCODING),
            "",
            "parts of it are asked for"
        );
        assert_eq!(file.bytes, sent, "{media}");

        let asked = get(&address)
            .header(COOKIE, &lead.cookies)
            .header(RANGE, "bytes=4-7");
        let part = world.send(empty(asked)).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
        let told = format!("bytes 4-7/{}", sent.len());
        assert_eq!(part.header(CONTENT_RANGE), told);
        assert_eq!(part.bytes, sent[4..8]);
    }
}

#[tokio::test]
async fn what_only_claims_to_be_a_recording_is_not_taken() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (thing, page) = entry(&world, &lead).await;
    let film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x20hdlr\
        \x00\x00\x00\x00\x00\x00\x00\x00vide";
    for (name, bytes) in [
        (
            "a.mp3",
            b"<!DOCTYPE html><script>alert(1)</script>".as_slice(),
        ),
        ("a.m4a", film.as_slice()),
        ("a.wav", b"RIFF\x24\x10\x00\x00AVI LIST".as_slice()),
        ("a.ogg", b"MZ\x90\x00".as_slice()),
    ] {
        let answer = upload(&world, &lead, &page, Some((name, bytes))).await;
        let led = answer.leads_to();
        assert!(
            led.starts_with(&format!("{page}?file=not_taken&")),
            "{name}: {led}"
        );
    }
    let actor = world.store.actor(lead.actor.user).await.expect("an actor");
    let kept = world.store.attachments(&actor, thing).await;
    assert!(kept.expect("a list").files.is_empty());
}
