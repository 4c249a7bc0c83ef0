//! Somebody whose device stops reading: what is sent to them fills the socket, then the queue
//! before it, and nobody waits for them.

use board::client::Client;
use board::ids::RecordId;
use board::limits::MAX_TEXT;
use board::operation::Operation;
use board::text::TextEdit;
use futures_util::StreamExt;
use futures_util::future::join_all;
use tokio::net::TcpSocket;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, client_async};

use super::{PATIENCE, Sitting, Socket, Tab};
use crate::world::ORIGIN_URL;

/// Bytes that wait unread with a device: enough to work with, and far from what a system grants
/// by itself.
const UNREAD: u32 = 256 * 1024;
/// Notes that each writes anew at once: their longest texts fill one frame.
const NOTES: usize = 12;
/// How often: what three do is more than the buffers of both ends, four megabytes and half of
/// one, and the four megabytes that wait for a connection; what each of them sends stays within
/// what they may at once.
const ROUNDS: usize = 30;

impl Sitting {
    /// A connection to a device that has little room for what it does not read.
    async fn connect_narrowly(&self, cookie: &str) -> Socket {
        let socket = TcpSocket::new_v4().expect("a socket");
        let narrowed = socket.set_recv_buffer_size(UNREAD);
        narrowed.expect("a buffer");
        let stream = socket.connect(self.address).await.expect("connected");
        let opening = self.opening(cookie, ORIGIN_URL);
        let opened = client_async(opening, MaybeTlsStream::Plain(stream)).await;
        opened.expect("let in").0
    }
}

/// Somebody who writes long notes anew again and again: the board stays small, the frames do not.
struct Writer {
    tab: Tab,
    name: &'static str,
    notes: Vec<RecordId>,
}

impl Writer {
    async fn new(mut tab: Tab, name: &'static str) -> Self {
        let begun = long_text(name, 0);
        let (notes, made) = (0..NOTES).map(|_| tab.note(&begun)).unzip();
        tab.client.act(made).expect("allowed");
        tab.in_step().await;
        Self { tab, name, notes }
    }

    async fn write_anew(&mut self, round: usize) {
        let edit = TextEdit::splice(0, MAX_TEXT, &long_text(self.name, round));
        let edits = self.notes.iter();
        let edits = edits.map(|id| Operation::Edit(*id, edit.clone())).collect();
        self.tab.client.act(edits).expect("allowed");
        self.tab.in_step().await;
    }
}

fn long_text(name: &str, round: usize) -> String {
    let start = format!("{name} {round} ");
    let rest = "x".repeat(MAX_TEXT - start.len());
    start + &rest
}

/// The texts of all that is on the board, sorted.
fn texts(client: &Client) -> Vec<String> {
    let records = client.confirmed().records();
    let mut texts: Vec<String> = records
        .map(|(_, record)| record.shape.text.clone())
        .collect();
    texts.sort();
    texts
}

/// Reads what had been sent until the connection ends; the code with which the server closes
/// it, if it still says one.
async fn read_to_the_end(tab: &mut Tab) -> Option<u16> {
    let reading = async {
        loop {
            match tab.socket.next().await {
                Some(Ok(Message::Binary(frame))) => {
                    tab.client.receive(&frame).expect("a frame");
                }
                Some(Ok(Message::Close(frame))) => {
                    return frame.map(|frame| u16::from(frame.code));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    };
    timeout(PATIENCE, reading).await.expect("it ends")
}

#[tokio::test]
async fn whoever_stops_reading_holds_up_nobody_is_let_go_and_catches_up() {
    let sitting = Sitting::new().await;
    let (fox, wolf) = (sitting.guest("Renard").await, sitting.guest("Loup").await);
    let mut writers = [
        Writer::new(sitting.tab(&sitting.cookie, 1).await, "Ana").await,
        Writer::new(sitting.tab(&fox, 2).await, "Renard").await,
        Writer::new(sitting.tab(&wolf, 3).await, "Loup").await,
    ];
    let stoat = sitting.guest("Hermine").await;
    let narrow = sitting.connect_narrowly(&stoat).await;
    let mut slow = Sitting::tab_on(narrow, 4).await;
    let everybody_is_here = |client: &Client| {
        let people = client.people();
        people.len() == 4 && people.values().all(|person| person.here)
    };
    writers[0].tab.until(everybody_is_here).await;

    // The last that she sends; from here on she reads nothing.
    let (_, note) = slow.note("Avant de ne plus lire");
    slow.client.act(vec![note]).expect("allowed");
    slow.send().await;
    // Each has what they did acknowledged, and gets what the others did, round after round:
    // none of it may take longer than `PATIENCE`.
    for round in 1..=ROUNDS {
        join_all(writers.iter_mut().map(|writer| writer.write_anew(round))).await;
        for writer in &mut writers {
            for name in ["Ana", "Renard", "Loup"] {
                writer.tab.sees(&long_text(name, round)).await;
            }
        }
    }
    let [mut ana, mut renard, _loup] = writers;
    ana.tab.sees("Avant de ne plus lire").await;
    // The room has let go of her already, and of nobody else.
    let one_has_gone = |client: &Client| {
        let here = client.people().values().filter(|person| person.here);
        here.count() == 3
    };
    ana.tab.until(one_has_gone).await;

    let (_, note) = slow.note("Pas encore envoyée");
    slow.client.act(vec![note]).expect("allowed");
    let code = read_to_the_end(&mut slow).await;
    assert!(matches!(code, None | Some(1013)), "{code:?}");
    let last = long_text("Ana", ROUNDS);
    assert!(!texts(&slow.client).contains(&last), "it was cut short");

    slow.client.disconnected();
    slow.client.connected();
    let again = sitting.connect(&stoat, ORIGIN_URL).await;
    slow.socket = again.expect("let in again");
    slow.in_step().await;
    for tab in [&mut ana.tab, &mut renard.tab] {
        tab.sees("Pas encore envoyée").await;
        tab.in_step().await;
    }
    assert!(slow.client.quarantine().is_empty());
    let has = texts(&slow.client);
    let count = |text: &str| has.iter().filter(|has| has.as_str() == text).count();
    assert_eq!(has.len(), 3 * NOTES + 2);
    for name in ["Ana", "Renard", "Loup"] {
        assert_eq!(count(&long_text(name, ROUNDS)), NOTES, "{name}");
    }
    for own in ["Avant de ne plus lire", "Pas encore envoyée"] {
        assert_eq!(count(own), 1, "{own}");
    }
    assert!(has == texts(&ana.tab.client) && has == texts(&renard.tab.client));
}
