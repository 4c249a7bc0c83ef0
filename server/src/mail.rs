//! Messages by SMTP. Whoever sends one does not wait: a task of its own sends what is in the
//! queue, first what somebody waits for, then what is sent in turn. What did not go through
//! is tried twice more, later, and holds nothing up meanwhile. What a message says is never
//! logged.

use std::collections::BTreeMap;
use std::time::Duration;

use app::request::{Mail, Queued};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::configuration::MailConfiguration;
use crate::error::Result;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How many messages that somebody waits for are queued at most.
const QUEUE: usize = 1_000;
/// How many that are sent in turn are queued at most: whoever sends more of them waits.
const IN_TURN: usize = 100;
/// How many messages wait for another try at most. Half of the places are kept for those that
/// somebody waits for.
const AGAIN: usize = 2_000;
/// How long is waited before each further try.
const WAITS: [Duration; 2] = [Duration::from_secs(10), Duration::from_secs(120)];

/// Whether a text is the address of a mail server.
pub(crate) fn is_smtp_url(text: &str) -> bool {
    Transport::from_url(text).is_ok()
}

/// Messages by SMTP.
pub struct SmtpMail {
    from: Mailbox,
    at_once: mpsc::Sender<Message>,
    in_turn: mpsc::Sender<Message>,
}

impl SmtpMail {
    /// Starts the task that sends. It ends once the mail is dropped and what
    /// waits is sent.
    ///
    /// # Errors
    /// When the address is not one of a mail server.
    pub fn start(configuration: &MailConfiguration) -> Result<(Self, JoinHandle<()>)> {
        Self::with_waits(configuration, WAITS)
    }

    /// Starts the task that sends, with other waits.
    fn with_waits(
        configuration: &MailConfiguration,
        waits: [Duration; WAITS.len()],
    ) -> Result<(Self, JoinHandle<()>)> {
        let transport = Transport::from_url(&configuration.url)?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        let (at_once, first) = mpsc::channel(QUEUE);
        let (in_turn, others) = mpsc::channel(IN_TURN);
        let outbox = Outbox {
            transport,
            waits,
            first,
            others,
            again: BTreeMap::new(),
            failures: 0,
        };
        let task = tokio::spawn(outbox.empty());
        let from = configuration.from.clone();
        let mail = Self {
            from,
            at_once,
            in_turn,
        };
        Ok((mail, task))
    }

    /// A message as it is sent; none where it cannot be, which is logged.
    fn written(&self, to: &str, subject: String, text: String) -> Option<Message> {
        let Ok(address) = to.parse::<Address>() else {
            tracing::error!("message not sent: not an address");
            return None;
        };
        Message::builder()
            .from(self.from.clone())
            .to(address.into())
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .inspect_err(|error| tracing::error!(%error, "message not written"))
            .ok()
    }
}

/// What waits to be sent, one message after the other.
struct Outbox {
    transport: Transport,
    waits: [Duration; WAITS.len()],
    /// What somebody waits for.
    first: mpsc::Receiver<Message>,
    /// What is sent in turn.
    others: mpsc::Receiver<Message>,
    /// What did not go through, by when it is tried again and how many failures came before.
    again: BTreeMap<(Instant, u64), Letter>,
    failures: u64,
}

/// A message, and how often it was tried in vain.
struct Letter {
    message: Message,
    tries: usize,
}

impl From<Message> for Letter {
    fn from(message: Message) -> Self {
        Self { message, tries: 0 }
    }
}

impl Outbox {
    /// Sends all that comes, until nothing can come any more and the last is sent or given up.
    async fn empty(mut self) {
        while let Some(letter) = self.next().await {
            self.deliver(letter).await;
        }
    }

    /// What is sent next.
    async fn next(&mut self) -> Option<Letter> {
        let failed = self.again.len();
        let due = self.again.keys().next();
        let due = due.map_or_else(Instant::now, |(due, _)| *due);
        tokio::select! {
            biased;
            Some(message) = self.first.recv(), if failed < AGAIN => Some(message.into()),
            () = sleep_until(due), if failed > 0 => {
                self.again.pop_first().map(|(_, letter)| letter)
            }
            Some(message) = self.others.recv(), if failed < AGAIN / 2 => Some(message.into()),
            else => None,
        }
    }

    async fn deliver(&mut self, Letter { message, tries }: Letter) {
        match self.transport.send(message.clone()).await {
            Ok(_) => tracing::info!("message sent"),
            Err(error) if error.is_permanent() => tracing::error!(%error, "message refused"),
            Err(error) => {
                tracing::warn!(%error, tries, "message not sent yet");
                let Some(wait) = self.waits.get(tries) else {
                    return tracing::error!("message given up");
                };
                let tries = tries + 1;
                self.failures += 1;
                let place = (Instant::now() + *wait, self.failures);
                self.again.insert(place, Letter { message, tries });
            }
        }
    }
}

impl Mail for SmtpMail {
    fn is_configured(&self) -> bool {
        true
    }

    fn send(&self, to: &str, subject: String, text: String) {
        if let Some(message) = self.written(to, subject, text)
            && self.at_once.try_send(message).is_err()
        {
            tracing::error!("message not sent: too many wait");
        }
    }

    fn send_in_turn<'a>(&'a self, to: &'a str, subject: String, text: String) -> Queued<'a> {
        Box::pin(async move {
            let Some(message) = self.written(to, subject, text) else {
                return true;
            };
            let queued = self.in_turn.send(message).await.is_ok();
            if !queued {
                tracing::warn!("message not sent yet: the server ends");
            }
            queued
        })
    }
}

/// No mail server: nothing is sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMail;

impl Mail for NoMail {
    fn is_configured(&self) -> bool {
        false
    }

    fn send(&self, _to: &str, _subject: String, _text: String) {
        tracing::warn!("a message was not sent: smtp_url is not configured");
    }
}

#[cfg(test)]
mod tests;
