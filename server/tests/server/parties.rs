//! The party that somebody speaks for: whoever invites says which, administrators correct
//! it, and what a partner may do hangs on it.

use app::request::SESSION_COOKIE;
use domain::accounts::WorkspaceRole;
use domain::parties::Party;
use http::header::LOCATION;

use crate::stage::{Fields, PASSWORD, Person, Stage, fields, invitation};
use crate::world::Answer;

/// A link by which somebody of this party joins.
async fn invited(stage: &Stage, party: Party) -> String {
    let (store, owner) = (&stage.world.store, stage.owner_actor().await);
    let secret = store.invite(&owner, &invitation(party)).await;
    secret.expect("invited")
}

/// What somebody without scripts sends to join.
async fn join(stage: &Stage, secret: &str, fields: &Fields) -> Answer {
    let page = format!("/join/{secret}");
    stage.send("accept_invitation", &page, "", fields).await
}

/// A page as this person sees it, in French.
async fn page(stage: &Stage, path: &str, person: &Person) -> String {
    let secret = stage.world.store.start_session(person.id, "").await;
    let secret = secret.expect("a session");
    let cookies = format!("etabli_locale=fr; {SESSION_COOKIE}={secret}");
    let page = stage.world.get_with(path, &cookies).await.body;
    page.replace("<!>", "")
}

#[tokio::test]
async fn an_invitation_says_the_party_and_asks_for_none() {
    let stage = Stage::with_open_project().await;
    for (party, said, asks_for_interests) in [
        (Party::Edtech, "en tant que\u{a0}: partenaire EdTech", true),
        (Party::Teacher, "en tant que\u{a0}: enseignant·e", false),
    ] {
        let secret = invited(&stage, party).await;
        let link = format!("/join/{secret}");
        let shown = stage.world.get_with(&link, "etabli_locale=fr").await.body;
        assert!(shown.contains(said), "{shown}");
        assert!(!shown.contains("sign_up[party]"), "{shown}");
        let interests = shown.contains("sign_up[declared_interests]");
        assert_eq!(interests, asks_for_interests, "{shown}");
    }
}

#[tokio::test]
async fn whoever_joins_speaks_for_the_party_of_the_invitation() {
    let stage = Stage::with_open_project().await;
    let secret = invited(&stage, Party::Edtech).await;
    let mut sent = fields! {
        "secret": secret,
        "sign_up[name]": "Bob",
        "sign_up[email]": "bob@exemple.fr",
        "sign_up[password]": PASSWORD,
        "sign_up[party]": Party::Teacher,
    };
    // A partner says what its interests are, and what it typed comes back.
    let refused = join(&stage, &secret, &sent).await;
    let back = stage.world.come_back(&refused, "etabli_locale=fr").await;
    for expected in ["declared_interests-problem", "value=\"bob@exemple.fr\""] {
        assert!(back.body.contains(expected), "{expected}: {}", back.body);
    }
    sent.push(("sign_up[declared_interests]", "Manuels".into()));
    let joined = join(&stage, &secret, &sent).await;
    assert_eq!(joined.header(LOCATION), "/sign-in?joined=yes");
    let store = &stage.world.store;
    let session = store.sign_in("bob@exemple.fr", PASSWORD, "").await;
    let session = session.expect("signed in");
    let signed_in = store.signed_in(&session).await.expect("an answer");
    let actor = signed_in.expect("a session").actor;
    assert_eq!(actor.party, Party::Edtech);
}

#[tokio::test]
async fn a_corrected_party_is_said_with_the_interests_that_it_owes() {
    let stage = Stage::with_open_project().await;
    let person = format!("/people/{}", stage.somebody.id);
    let owed = "Intérêts non encore déclarés";
    let shown = page(&stage, &person, &stage.owner).await;
    assert!(!shown.contains(owed), "{shown}");
    let chosen = "<option value=\"edtech\" selected";
    let accounts = page(&stage, "/people", &stage.owner).await;
    let partners = accounts.matches(chosen).count();
    assert!(partners > 0, "{accounts}");
    let corrected = fields! {
        "person": stage.somebody.id,
        "version": 1,
        "role": WorkspaceRole::Member,
        "party": Party::Edtech,
    };
    stage.make("change_account", corrected).await;
    let shown = page(&stage, &person, &stage.owner).await;
    assert!(shown.contains(owed), "{shown}");
    assert!(shown.contains("partenaire EdTech"), "{shown}");
    let accounts = page(&stage, "/people", &stage.owner).await;
    assert_eq!(accounts.matches(chosen).count(), partners + 1, "{accounts}");
    // The account's own page asks for them; once declared they are shown instead.
    let declared = fields! {
        "version": 2,
        "draft[name]": "Ana Roux",
        "draft[declared_interests]": "Manuels",
        "draft[locale]": "fr",
    };
    let answer = stage
        .call("edit_own_account", Some(&stage.somebody), &declared)
        .await;
    assert!(answer.status.is_success(), "{}", answer.body);
    let shown = page(&stage, &person, &stage.owner).await;
    assert!(!shown.contains(owed), "{shown}");
    assert!(shown.contains("Intérêts déclarés"), "{shown}");
}

#[tokio::test]
async fn partners_are_offered_no_project_to_open() {
    let stage = Stage::with_open_project().await;
    let [member, edtech] =
        [2, 9].map(|column| stage.everybody()[column].person.clone().expect("somebody"));
    let link = "href=\"/projects/new\"";
    assert!(page(&stage, "/projects", &member).await.contains(link));
    let list = page(&stage, "/projects", &edtech).await;
    assert!(!list.contains(link), "{list}");
}
