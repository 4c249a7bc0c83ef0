//! Messages by SMTP. Whoever sends one does not wait: it goes into a queue, and
//! a task of its own tries three times. What a message says is never logged.

use std::time::Duration;

use app::request::Mail;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::configuration::MailConfiguration;
use crate::error::Result;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How many messages wait at most.
const QUEUE: usize = 1_000;
/// How long is waited before each try.
const WAITS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_secs(10),
    Duration::from_secs(120),
];

/// Whether a text is the address of a mail server.
pub(crate) fn is_smtp_url(text: &str) -> bool {
    Transport::from_url(text).is_ok()
}

/// Messages by SMTP.
pub struct SmtpMail {
    from: Mailbox,
    queue: mpsc::Sender<Message>,
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
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        let task = tokio::spawn(async move {
            while let Some(message) = waiting.recv().await {
                deliver(&transport, message, waits).await;
            }
        });
        let from = configuration.from.clone();
        Ok((Self { from, queue }, task))
    }
}

async fn deliver(transport: &Transport, message: Message, waits: [Duration; WAITS.len()]) {
    for (tries, wait) in waits.into_iter().enumerate() {
        tokio::time::sleep(wait).await;
        match transport.send(message.clone()).await {
            Ok(_) => return tracing::info!("message sent"),
            Err(error) if error.is_permanent() => {
                return tracing::error!(%error, "message refused");
            }
            Err(error) => tracing::warn!(%error, tries, "message not sent yet"),
        }
    }
    tracing::error!("message given up");
}

impl Mail for SmtpMail {
    fn is_configured(&self) -> bool {
        true
    }

    fn send(&self, to: &str, subject: String, text: String) {
        let Ok(address) = to.parse::<Address>() else {
            return tracing::error!("message not sent: not an address");
        };
        let message = Message::builder()
            .from(self.from.clone())
            .to(address.into())
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text);
        match message {
            Ok(message) => {
                if self.queue.try_send(message).is_err() {
                    tracing::error!("message not sent: too many wait");
                }
            }
            Err(error) => tracing::error!(%error, "message not written"),
        }
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
