//! The daily message: when it goes out, and what it says. The server asks every
//! few minutes; the store takes care that nothing is lost and nothing sent twice.

use domain::notifications::{Digest, is_due};
use domain::time::Date;
use store::StoreError;

use super::sentence::{address, named, sentence};
use crate::request::Services;
use crate::text::{CommonText, catalogue};

catalogue! {
    /// The daily message.
    DigestText {
        subject[n] = "Établi : {n} nouvelle pour vous", "Établi : {n} nouvelles pour vous" | "Établi: {n} piece of news for you", "Établi: {n} pieces of news for you";
        hello(name: &str) = "Bonjour {name},\n\nVoici ce qui est nouveau pour vous dans Établi.\n" | "Hello {name},\n\nHere is what is new for you in Établi.\n";
        more[n] = "… et {n} autre.", "… et {n} autres." | "… and {n} more.", "… and {n} more.";
        all(link: &str) = "Toutes vos notifications :\n{link}\n" | "All your notifications:\n{link}\n";
        switch_off(link: &str) = "Choisir ce que vous recevez, ou ne plus rien recevoir :\n{link}\n" | "Choose what you receive, or receive nothing:\n{link}\n";
    }
}

/// Sends what is due now, by the workspace's clocks (Europe/Paris). Gives how
/// many messages.
///
/// # Errors
/// When the database does not answer.
pub async fn send_due(services: &Services, from_hour: i8) -> Result<usize, StoreError> {
    let (today, hour) = crate::kit::day_and_hour_of(services.store.now());
    send_at(services, today, hour, from_hour).await
}

/// Sends what is due on this day at this hour: reminders are raised first, so
/// that they are in the message. Without a mail server, they are raised only. It is noted
/// of each message once that has its place in the queue: where the server ends before, the
/// rest goes out later. Gives how many messages have a place.
///
/// # Errors
/// When the database does not answer.
pub async fn send_at(
    services: &Services,
    today: Date,
    hour: i8,
    from_hour: i8,
) -> Result<usize, StoreError> {
    let last = services.store.last_digest_day().await?;
    if !is_due(today, hour, from_hour, last) {
        return Ok(0);
    }
    services.store.remind(today).await?;
    if !services.mail.is_configured() {
        return Ok(0);
    }
    let store = &services.store;
    let Some(taken) = store.take_digests(today).await? else {
        return Ok(0);
    };
    let mut queued = 0;
    for digest in &taken.digests {
        let (subject, text) = message(digest, &services.public_url);
        let place = services.mail.send_in_turn(&digest.email, subject, text);
        if !place.await {
            return Ok(queued);
        }
        queued += 1;
        if !store.handed_over(&taken, digest).await? {
            return Ok(queued);
        }
    }
    store.all_handed_over(&taken).await?;
    Ok(queued)
}

/// The subject and the text of a message.
fn message(digest: &Digest, public_url: &str) -> (String, String) {
    let t = DigestText(digest.locale);
    let mut text = t.hello(&digest.name);
    for news in &digest.news {
        let link = address(news);
        let said = sentence(digest.locale, news);
        let title = &news.title;
        let interests = named(news, &said)
            .and_then(|person| person.declared_interests.as_ref())
            .map(|text| format!("  {}\n", CommonText(digest.locale).interests(text)));
        let interests = interests.unwrap_or_default();
        text.push_str(&format!(
            "\n{said}\n{interests}  {title}\n  {public_url}{link}\n"
        ));
    }
    if digest.more > 0 {
        text.push_str(&format!("\n{}\n", t.more(digest.more)));
    }
    let all = t.all(&format!("{public_url}/notifications"));
    let switch_off = t.switch_off(&format!("{public_url}/notifications/preferences"));
    text.push_str(&format!("\n{all}\n{switch_off}"));
    let count = u32::try_from(digest.news.len()).unwrap_or(u32::MAX);
    (t.subject(count.saturating_add(digest.more)), text)
}
