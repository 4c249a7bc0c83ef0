//! Files that are sent with a form and read again.

mod sound;

use std::io::Cursor;

use app::request::SESSION_COOKIE;
use axum::body::Body;
use domain::accounts::{SignUp, WorkspaceRole};
use domain::attachments::FILE_MAX;
use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{AttachmentId, NeedId, ProjectId, UserId};
use domain::needs::{NeedDraft, NeedState};
use domain::policy::Actor;
use domain::projects::{ProjectDraft, ProjectRole};
use http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, COOKIE, ETAG, IF_NONE_MATCH, LOCATION, ORIGIN, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use http::{Request, StatusCode};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::world::{Answer, ORIGIN_URL, World, empty, get};

/// A file as a form names it, and its bytes.
pub(crate) type NamedBytes<'a> = (&'a str, &'a [u8]);

/// Somebody with a session.
struct Someone {
    actor: Actor,
    cookies: String,
}

async fn someone(world: &World, name: &str, role: WorkspaceRole) -> Someone {
    let sign_up = SignUp {
        name: name.into(),
        email: format!("{name}@exemple.fr"),
        password: "une longue phrase".into(),
        party: "teacher".into(),
        declared_interests: String::new(),
    };
    let store = &world.store;
    let id = store
        .create_account(UserId::new(), &sign_up, role)
        .await
        .expect("an account");
    let secret = store.start_session(id, "").await.expect("a session");
    Someone {
        actor: store.actor(id).await.expect("an actor"),
        cookies: format!("{SESSION_COOKIE}={secret}"),
    }
}

/// A project shown to its team alone, and its page.
async fn project(world: &World, lead: &Someone) -> (ProjectId, String) {
    let draft = ProjectDraft {
        title: "Lire à deux".into(),
        summary: "Un outil.".into(),
        programme: "gtnum".into(),
        starts_on: "2025-09-01".into(),
        visibility: "team".into(),
        ..ProjectDraft::default()
    };
    let id = ProjectId::new();
    let opened = world.store.create_project(&lead.actor, id, &draft).await;
    opened.expect("a project");
    (id, format!("/projects/{id}"))
}

/// What a form sends besides its file.
pub(crate) struct Form<'a> {
    pub cookies: &'a str,
    pub page: &'a str,
    pub accept: &'a str,
    pub description: &'a str,
}

pub(crate) async fn send(world: &World, form: &Form<'_>, file: Option<NamedBytes<'_>>) -> Answer {
    let mut body = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        let head = format!("--frontier\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    part("name=\"id\"", AttachmentId::new().to_string().as_bytes());
    part("name=\"page\"", form.page.as_bytes());
    if let Some(thing) = ThingRef::from_address(form.page) {
        part("name=\"thing\"", thing.to_string().as_bytes());
    }
    if let Some((name, bytes)) = file {
        // What the sender says that it is counts for nothing.
        let head = format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png");
        part(&head, bytes);
    }
    part("name=\"description\"", form.description.as_bytes());
    body.extend_from_slice(b"--frontier--\r\n");
    let request = Request::post("/attachments")
        .header(ACCEPT, form.accept)
        .header(CONTENT_TYPE, "multipart/form-data; boundary=frontier")
        .header(ORIGIN, ORIGIN_URL)
        .header(COOKIE, form.cookies);
    world
        .send(request.body(Body::from(body)).expect("a request"))
        .await
}

/// Sends a file from a page as a browser without scripts does.
async fn upload(world: &World, who: &Someone, page: &str, file: Option<NamedBytes<'_>>) -> Answer {
    let form = Form {
        cookies: &who.cookies,
        page,
        accept: "text/html",
        description: "Le tableau",
    };
    send(world, &form, file).await
}

/// The address of the only file of a project.
async fn only_file(world: &World, who: &Someone, project: ProjectId) -> String {
    only_file_of(world, who, ThingRef::new(ThingKind::Project, project)).await
}

/// The address of the only file of a thing.
async fn only_file_of(world: &World, who: &Someone, thing: ThingRef) -> String {
    // Asked again: whoever opened a project is on its team now.
    let actor = world.store.actor(who.actor.user).await.expect("an actor");
    let files = world.store.attachments(&actor, thing).await;
    let files = files.expect("a list").files;
    assert_eq!(files.len(), 1);
    format!("/attachments/{}", files[0].id)
}

/// A photo that says by whom and where it was taken.
pub(crate) fn photo() -> Vec<u8> {
    let mut plain = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_pixel(40, 20, Rgb([200, 10, 10])))
        .write_to(&mut plain, ImageFormat::Jpeg)
        .expect("a photo");
    let plain = plain.into_inner();
    let exif = b"Exif\0\0II*\0\x08\0\0\0\0\0GPS 48.8566 2.3522 Zacharie";
    let length = u16::try_from(exif.len() + 2).expect("a short block");
    let mut photo = plain[..2].to_vec();
    photo.extend_from_slice(b"\xff\xe1");
    photo.extend_from_slice(&length.to_be_bytes());
    photo.extend_from_slice(exif);
    photo.extend_from_slice(&plain[2..]);
    photo
}

#[tokio::test]
async fn a_photo_is_attached_without_scripts_and_seen() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (id, page) = project(&world, &lead).await;
    let sent = photo();
    let hostile = "../\u{202e}photo\\évil;.svg";
    let answer = upload(&world, &lead, &page, Some((hostile, &sent))).await;
    assert_eq!(answer.leads_to(), format!("{page}#attachments"));
    let shown = world.get_with(&page, &lead.cookies).await;
    assert_eq!(shown.status, StatusCode::OK);
    let address = only_file(&world, &lead, id).await;
    for text in [
        address.as_str(),
        "alt=\"Le tableau\"",
        "évil.jpg",
        "action=\"/attachments\"",
        "multipart/form-data",
    ] {
        assert!(shown.body.contains(text), "{text}: {}", shown.body);
    }
    let file = world.get_with(&address, &lead.cookies).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header(CONTENT_TYPE), "image/jpeg");
    assert_eq!(file.header(X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(file.header(CONTENT_SECURITY_POLICY).contains("sandbox"));
    assert!(file.header(CACHE_CONTROL).contains("private"));
    let disposition = file.header(CONTENT_DISPOSITION);
    assert!(disposition.starts_with("inline;"), "{disposition}");
    assert!(!file.body.contains("Zacharie") && !file.body.contains("Exif"));
    let etag = file.header(ETAG).to_owned();
    let asked = get(&address)
        .header(COOKIE, &lead.cookies)
        .header(IF_NONE_MATCH, etag);
    let known = world.send(empty(asked)).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn words_beside_a_file_that_are_no_utf8_are_refused_and_nothing_is_kept() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Administrator).await;
    let (id, page) = project(&world, &lead).await;
    let thing = ThingRef::new(ThingKind::Project, id);
    let file: &[u8] = b"need;text\n1;Lire\n";
    for (route, field, fitting, status) in [
        (
            "/attachments",
            "description",
            "Été".as_bytes(),
            StatusCode::SEE_OTHER,
        ),
        (
            "/attachments",
            "description",
            b"\xc9t\xe9",
            StatusCode::BAD_REQUEST,
        ),
        ("/attachments", "page", b"/\xff", StatusCode::BAD_REQUEST),
        (
            "/imports/upload",
            "into",
            b"needs\xff",
            StatusCode::BAD_REQUEST,
        ),
        ("/imports/upload", "id", b"\xff", StatusCode::BAD_REQUEST),
    ] {
        let name = match route {
            "/attachments" => "file",
            _ => "records",
        };
        let named = format!("name=\"{name}\"; filename=\"a.txt\"");
        let (thing, head) = (thing.to_string(), format!("name=\"{field}\""));
        let mut body = Vec::new();
        for (head, content) in [
            ("name=\"thing\"", thing.as_bytes()),
            (named.as_str(), file),
            (head.as_str(), fitting),
        ] {
            let head = format!("--frontier\r\nContent-Disposition: form-data; {head}\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend_from_slice(b"--frontier--\r\n");
        let request = Request::post(route)
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "multipart/form-data; boundary=frontier")
            .header(ORIGIN, ORIGIN_URL)
            .header(COOKIE, &lead.cookies);
        let answer = world
            .send(request.body(Body::from(body)).expect("a request"))
            .await;
        assert_eq!(answer.status, status, "{route}, {field}: {}", answer.body);
    }
    // The one that could be read, and no other.
    assert!(page.contains(&id.to_string()));
    only_file(&world, &lead, id).await;
}

#[tokio::test]
async fn a_picture_is_listed_small() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let stranger = someone(&world, "un", WorkspaceRole::Member).await;
    let (id, page) = project(&world, &lead).await;
    upload(&world, &lead, &page, Some(("a.jpg", &photo()))).await;
    let address = format!("{}/thumbnail", only_file(&world, &lead, id).await);
    let shown = world.get_with(&page, &lead.cookies).await;
    let image = format!("<img src=\"{address}\" alt=\"Le tableau\"");
    assert!(shown.body.contains(&image), "{}", shown.body);
    assert!(shown.body.contains("loading=\"lazy\""));

    let small = world.get_with(&address, &lead.cookies).await;
    assert_eq!(small.status, StatusCode::OK);
    assert_eq!(small.header(CONTENT_TYPE), "image/jpeg");
    assert!(small.header(CONTENT_SECURITY_POLICY).contains("sandbox"));
    assert_eq!(small.header(CACHE_CONTROL), "private, no-cache");
    let asked = get(&address)
        .header(COOKIE, &lead.cookies)
        .header(IF_NONE_MATCH, small.header(ETAG));
    let known = world.send(empty(asked)).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);

    let hidden = world.get_with(&address, &stranger.cookies).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let nobody = world.get(&address).await;
    assert!(nobody.leads_to().starts_with("/sign-in?next="));

    // One that was lost, or never made, is made of the picture.
    let lost = thumbnails(&world);
    assert_eq!(lost.len(), 1);
    std::fs::remove_file(&lost[0]).expect("removed");
    let again = world.get_with(&address, &lead.cookies).await;
    assert_eq!((again.status, again.body), (StatusCode::OK, small.body));
    assert_eq!(thumbnails(&world), lost);
}

/// The thumbnails in the folder of attachments.
fn thumbnails(world: &World) -> Vec<std::path::PathBuf> {
    let folders = std::fs::read_dir(world.folder.path().join("attachments")).expect("files");
    let files = folders.flat_map(|folder| {
        let folder = folder.expect("a folder").path();
        std::fs::read_dir(folder).expect("files")
    });
    files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.to_string_lossy().ends_with("-thumbnail"))
        .collect()
}

#[tokio::test]
async fn what_is_no_picture_has_no_thumbnail() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (id, page) = project(&world, &lead).await;
    upload(&world, &lead, &page, Some(("a.txt", b"Bonjour"))).await;
    let address = format!("{}/thumbnail", only_file(&world, &lead, id).await);
    let answer = world.get_with(&address, &lead.cookies).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn part_of_a_text_is_sent() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (id, page) = project(&world, &lead).await;
    let answer = upload(&world, &lead, &page, Some(("a.csv", b"un,deux\n"))).await;
    assert_eq!(answer.leads_to(), format!("{page}#attachments"));
    let address = only_file(&world, &lead, id).await;
    let part = |range: &'static str| {
        get(&address)
            .header(COOKIE, &lead.cookies)
            .header(RANGE, range)
    };
    let some = world.send(empty(part("bytes=3-6"))).await;
    assert_eq!(some.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(some.header(CONTENT_RANGE), "bytes 3-6/8");
    assert_eq!(some.body, "deux");
    let none = world.send(empty(part("bytes=8-"))).await;
    assert_eq!(none.status, StatusCode::RANGE_NOT_SATISFIABLE);
    let whole = world.get_with(&address, &lead.cookies).await;
    assert_eq!(whole.header(CONTENT_TYPE), "text/csv; charset=utf-8");
    assert!(whole.header(CONTENT_DISPOSITION).starts_with("attachment;"));
}

#[tokio::test]
async fn what_is_not_taken_leads_back_with_the_reason() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (id, page) = project(&world, &lead).await;
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bomb.extend_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0]);
    let large = vec![b'a'; FILE_MAX + 1];
    let html = b"<!DOCTYPE html><script>alert(1)</script>".as_slice();
    let disguised = [b"\x89PNG\r\n\x1a\n".as_slice(), html].concat();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".as_slice();
    let cases: [(Option<NamedBytes>, &[&str]); 9] = [
        (None, &["missing"]),
        (Some(("", b"")), &["missing"]),
        (Some(("vide.png", b"")), &["empty"]),
        (Some(("a.png", html)), &["not_taken"]),
        (Some(("a.png", &disguised)), &["unreadable"]),
        (Some(("a.svg", svg)), &["not_taken"]),
        (Some(("a.exe", b"MZ\x90\0")), &["not_taken"]),
        (Some(("a.png", &bomb)), &["too_many_pixels", "unreadable"]),
        (Some(("a.txt", &large)), &["too_large"]),
    ];
    for (file, refusals) in cases {
        let answer = upload(&world, &lead, &page, file).await;
        let led = answer.leads_to();
        let expected = refusals.iter().any(|refusal| {
            led == format!("{page}?file={refusal}&description=Le+tableau#attachments")
        });
        assert!(expected, "{led}, not {refusals:?}");
        let back = led.split('#').next().expect("a path");
        let shown = world.get_with(back, &lead.cookies).await;
        assert!(shown.body.contains("attachment-file-problem"));
        assert!(shown.body.contains("value=\"Le tableau\""));
    }
    let exact = vec![b'a'; FILE_MAX];
    let answer = upload(&world, &lead, &page, Some(("a.txt", &exact))).await;
    assert_eq!(answer.leads_to(), format!("{page}#attachments"));
    only_file(&world, &lead, id).await;
}

#[tokio::test]
async fn files_are_for_those_who_see_the_thing() {
    let world = World::new().await;
    let mut lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (id, page) = project(&world, &lead).await;
    lead.actor = world.store.actor(lead.actor.user).await.expect("an actor");
    let (observer, stranger) = (
        someone(&world, "olga", WorkspaceRole::Observer).await,
        someone(&world, "un", WorkspaceRole::Member).await,
    );
    let role = Some(ProjectRole::Observer);
    let joined = world
        .store
        .set_team_role(&lead.actor, id, 1, observer.actor.user, role)
        .await;
    joined.expect("on the team");
    let text = Some(("a.txt", b"Bonjour".as_slice()));
    upload(&world, &lead, &page, text).await;
    let address = only_file(&world, &lead, id).await;
    let seen = world.get_with(&address, &observer.cookies).await;
    assert_eq!(seen.body, "Bonjour");
    let hidden = world.get_with(&address, &stranger.cookies).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let nobody = world.get(&address).await;
    assert!(nobody.leads_to().starts_with("/sign-in?next="));
    for nowhere in [
        "/attachments/x",
        &format!("/attachments/{}", AttachmentId::new()),
    ] {
        let answer = world.get_with(nowhere, &lead.cookies).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    for (who, refusal) in [(&observer, "role"), (&stranger, "no_such_thing")] {
        let answer = upload(&world, who, &page, text).await;
        let led = answer.leads_to();
        assert!(led.contains(&format!("file={refusal}&")), "{led}");
    }
    let shown = world.get_with(&page, &observer.cookies).await;
    assert!(!shown.body.contains("action=\"/attachments\""));
    let form = Form {
        cookies: "",
        page: &page,
        accept: "text/html",
        description: "",
    };
    let nobody = send(&world, &form, text).await;
    assert!(nobody.leads_to().starts_with("/sign-in?next="));
    only_file(&world, &lead, id).await;
}

#[tokio::test]
async fn whoever_was_signed_out_finds_what_was_typed_and_is_asked_for_the_file() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (_, page) = project(&world, &lead).await;
    let form = Form {
        cookies: "",
        page: &page,
        accept: "text/html",
        description: "Le tableau & l’élève #1",
    };
    let answer = send(&world, &form, Some(("a.txt", b"Bonjour"))).await;
    let query = answer.leads_to().strip_prefix("/sign-in?");
    let mut query = form_urlencoded::parse(query.expect("the way in").as_bytes());
    let (name, next) = query.next().expect("where it leads");
    assert_eq!(name, "next");
    let way_back = format!("{page}?file=missing&description=");
    assert!(next.starts_with(&way_back), "{next}");
    let shown = world.get_with(&next, &lead.cookies).await;
    assert!(shown.body.contains("attachment-file-problem"));
    let typed = "value=\"Le tableau &amp; l’élève #1\"";
    assert!(shown.body.contains(typed), "{}", shown.body);
}

#[tokio::test]
async fn scripts_are_told_in_json() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (_, page) = project(&world, &lead).await;
    let form = Form {
        cookies: &lead.cookies,
        page: &page,
        accept: "application/json",
        description: "",
    };
    let taken = send(&world, &form, Some(("a.txt", b"Bonjour"))).await;
    assert_eq!(taken.status, StatusCode::CREATED);
    let refused = send(&world, &form, Some(("a.svg", b"<svg/>"))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.body, "\"not_taken\"");
    let nobody = send(
        &world,
        &Form {
            cookies: "",
            ..form
        },
        None,
    )
    .await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    assert_eq!(nobody.body, "\"signed_out\"");
}

#[tokio::test]
async fn what_is_closed_takes_no_file_and_no_page_leads_elsewhere() {
    let world = World::new().await;
    let author = someone(&world, "ana", WorkspaceRole::Member).await;
    let need = NeedId::new();
    let draft = NeedDraft {
        statement: "Lire".into(),
        ..NeedDraft::default()
    };
    let store = &world.store;
    let expressed = store.express_need(&author.actor, need, &draft).await;
    expressed.expect("a need");
    let withdrawn = store
        .settle_need(&author.actor, need, 1, NeedState::Withdrawn, "Non")
        .await;
    withdrawn.expect("withdrawn");
    let text = Some(("a.txt", b"Bonjour".as_slice()));
    let answer = upload(&world, &author, &format!("/needs/{need}"), text).await;
    assert!(answer.leads_to().contains("file=frozen&"));
    for elsewhere in [
        format!("https://evil.example/needs/{need}"),
        format!("//evil.example/needs/{need}"),
        "/needs".to_owned(),
    ] {
        let answer = upload(&world, &author, &elsewhere, text).await;
        let led = answer.header(LOCATION);
        assert!(led.starts_with('/') && !led.starts_with("//"), "{led}");
    }
}

#[tokio::test]
async fn a_file_is_taken_away_without_scripts() {
    let world = World::new().await;
    let lead = someone(&world, "ana", WorkspaceRole::Member).await;
    let (id, page) = project(&world, &lead).await;
    upload(&world, &lead, &page, Some(("a.txt", b"Bonjour"))).await;
    let address = only_file(&world, &lead, id).await;
    let file = address.rsplit('/').next().expect("an id");
    let body = format!("id={file}");
    let request = crate::world::form("/api/remove_attachment", &page, &body);
    let request = request.header(COOKIE, &lead.cookies);
    let answer = world
        .send(request.body(Body::from(body)).expect("a request"))
        .await;
    assert!(answer.status.is_redirection(), "{}", answer.body);
    let gone = world.get_with(&address, &lead.cookies).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
