//! Messages as a mail server gets them: a small one, which says yes or no as it is told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::*;

const ANA: &str = "ana@exemple.fr";
const BOB: &str = "bob@exemple.fr";
const CAT: &str = "cat@exemple.fr";
const SUBJECT: &str = "Établi : choisissez un nouveau mot de passe, puis créez vos premières idées";
/// Accents, signs that encodings use themselves, a line that is long and one that is a dot.
const TEXT: &str = "Bonjour,\n\n\
    Quelqu’un a demandé un nouveau mot de passe pour ce compte. S’il s’agit bien de vous, \
    ouvrez cette page dans l’heure :\n\
    https://etabli.exemple/reset/abc?à=1\n\
    .\n\
    À bientôt";

/// What mail clients said, on all their connections, in the order in which they said it.
#[derive(Default)]
struct Heard {
    commands: Vec<String>,
    messages: Vec<Vec<String>>,
}

/// What is answered to those who have a message for Ana.
type Answers = Arc<Mutex<VecDeque<&'static str>>>;

/// A mail server on this machine.
struct Postbox {
    url: String,
    heard: Arc<Mutex<Heard>>,
}

impl Postbox {
    /// Listens. To whoever has a message for Ana it answers these first, one after the other,
    /// and hangs up instead of saying nothing; it takes every other message.
    async fn open(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let heard = Arc::<Mutex<Heard>>::default();
        let by_all = Arc::clone(&heard);
        let answers: Answers = Arc::new(Mutex::new(answers.iter().copied().collect()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answers = Arc::clone(&answers);
                tokio::spawn(converse(stream, answers, Arc::clone(&by_all)));
            }
        });
        Self { url, heard }
    }

    /// Starts what sends messages here, and waits so long before each further try.
    fn mail(&self, wait: Duration) -> (SmtpMail, JoinHandle<()>) {
        let configuration = MailConfiguration {
            url: self.url.clone(),
            from: "Établi <etabli@exemple.fr>".parse().expect("an address"),
        };
        let started = SmtpMail::with_waits(&configuration, [wait; WAITS.len()]);
        started.expect("a mail server")
    }

    /// Has messages sent to these people one after the other, until the last is sent or
    /// given up.
    async fn given(&self, recipients: &[&str]) {
        let (mail, sending) = self.mail(Duration::ZERO);
        for to in recipients {
            mail.send(to, SUBJECT.to_owned(), TEXT.to_owned());
        }
        all_sent(mail, sending).await;
    }

    /// The commands that begin so.
    fn commands(&self, verb: &str) -> Vec<String> {
        let heard = self.heard.lock().expect("no test panics here");
        let commands = heard.commands.iter().filter(|said| said.starts_with(verb));
        commands.cloned().collect()
    }

    fn messages(&self) -> Vec<Vec<String>> {
        let heard = self.heard.lock().expect("no test panics here");
        heard.messages.clone()
    }
}

/// Waits until the last message is sent or given up.
async fn all_sent(mail: SmtpMail, sending: JoinHandle<()>) {
    drop(mail);
    let sent = timeout(Duration::from_secs(30), sending).await;
    sent.expect("in time").expect("sent or given up");
}

/// What is said by whoever has a message for each of these people, one after the other.
fn to_named(people: &[&str]) -> Vec<String> {
    let people = people.iter();
    people.map(|to| format!("RCPT TO:<{to}>")).collect()
}

async fn converse(stream: TcpStream, answers: Answers, heard: Arc<Mutex<Heard>>) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let mut answer = "220 poste.exemple.fr";
    while !answer.is_empty() {
        let said = format!("{answer}\r\n");
        if writing.write_all(said.as_bytes()).await.is_err() {
            return;
        }
        if answer.starts_with("354") {
            let message = message(&mut lines).await;
            let mut heard = heard.lock().expect("no test panics here");
            heard.messages.push(message);
            answer = "250 ok";
            continue;
        }
        let Ok(Some(command)) = lines.next_line().await else {
            return;
        };
        answer = match command.split(' ').next() {
            Some("RCPT") if command.contains(ANA) => {
                let mut answers = answers.lock().expect("no test panics here");
                answers.pop_front().unwrap_or("250 ok")
            }
            Some("DATA") => "354 go on",
            Some("QUIT") => "221 bye",
            _ => "250 ok",
        };
        let mut heard = heard.lock().expect("no test panics here");
        heard.commands.push(command);
    }
}

/// The lines of a message, up to the dot that ends it.
async fn message(lines: &mut Lines<BufReader<OwnedReadHalf>>) -> Vec<String> {
    let mut message = Vec::new();
    while let Ok(Some(line)) = lines.next_line().await {
        if line == "." {
            break;
        }
        // A dot at the beginning of a line comes twice.
        message.push(line.strip_prefix('.').unwrap_or(&line).to_owned());
    }
    message
}

/// The value of a header, on one line.
fn header(message: &[String], name: &str) -> String {
    let start = format!("{name}: ");
    let mut lines = message.iter().take_while(|line| !line.is_empty());
    let first = lines.find_map(|line| line.strip_prefix(&start));
    let mut value = first.expect(name).to_owned();
    for folded in lines.take_while(|line| line.starts_with(' ')) {
        value.push_str(folded);
    }
    value
}

/// A header as it is read: what is encoded in it stands between `=?utf-8?b?` and `?=`, and
/// space between two such parts means nothing (RFC 2047).
fn decoded(header: &str) -> String {
    let mut text = String::new();
    let mut rest = header;
    let mut after_encoded = false;
    while let Some((plain, encoded)) = rest.split_once("=?utf-8?b?") {
        if !(after_encoded && plain.trim().is_empty()) {
            text.push_str(plain);
        }
        let (encoded, after) = encoded.split_once("?=").expect("its end");
        let bytes = STANDARD.decode(encoded).expect("base64");
        text.push_str(&String::from_utf8(bytes).expect("text"));
        after_encoded = true;
        rest = after;
    }
    text + rest
}

/// A body in quoted-printable as it is read (RFC 2045, section 6.7).
fn body(message: &[String]) -> String {
    let lines = message.iter().skip_while(|line| !line.is_empty()).skip(1);
    let mut bytes = Vec::new();
    for line in lines {
        let (line, end) = line
            .strip_suffix('=')
            .map_or((line.as_str(), "\n"), |line| (line, ""));
        let mut parts = line.split('=');
        bytes.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
        for part in parts {
            let (code, plain) = part.split_at(2);
            bytes.push(u8::from_str_radix(code, 16).expect("a byte"));
            bytes.extend_from_slice(plain.as_bytes());
        }
        bytes.extend_from_slice(end.as_bytes());
    }
    String::from_utf8(bytes).expect("text")
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let postbox = Postbox::open(&[]).await;
    postbox.given(&[ANA]).await;
    assert_eq!(postbox.commands("MAIL"), ["MAIL FROM:<etabli@exemple.fr>"]);
    assert_eq!(postbox.commands("RCPT"), ["RCPT TO:<ana@exemple.fr>"]);
    let messages = postbox.messages();
    assert_eq!(messages.len(), 1);
    let message = &messages[0];
    assert!(
        message.iter().all(|line| line.is_ascii()),
        "any mail server takes it: {message:?}"
    );
    assert_eq!(
        decoded(&header(message, "From")),
        "Établi <etabli@exemple.fr>"
    );
    assert_eq!(header(message, "To"), ANA);
    assert_eq!(decoded(&header(message, "Subject")), SUBJECT);
    assert_eq!(header(message, "Content-Type"), "text/plain; charset=utf-8");
    let encoding = header(message, "Content-Transfer-Encoding");
    assert_eq!(encoding, "quoted-printable");
    assert_eq!(body(message).trim_end(), TEXT);
}

/// What is refused for good is not tried again; what failed in passing is, twice. Neither
/// holds up what waits behind it.
#[tokio::test]
async fn a_message_is_tried_as_often_as_makes_sense() {
    let cases: [(&'static [&'static str], usize, usize); 4] = [
        (&["550 5.1.1 nobody here"], 1, 1),
        (&["451 4.3.0 later", ""], 3, 2),
        (&["", "550 5.1.1 nobody here"], 2, 1),
        (&["", "", ""], 3, 1),
    ];
    for (answers, tries, taken) in cases {
        let postbox = Postbox::open(answers).await;
        postbox.given(&[ANA, BOB]).await;
        let named = postbox.commands("RCPT");
        let mut expected = vec![ANA, BOB];
        expected.resize(tries + 1, ANA);
        assert_eq!(named, to_named(&expected), "{answers:?}");
        let messages = postbox.messages();
        assert_eq!(messages.len(), taken, "{answers:?}");
        let first = messages.first().expect("a message");
        assert_eq!(header(first, "To"), BOB, "{answers:?}");
    }
}

/// There are more people than places: whoever sends waits for one, and no message is lost.
#[tokio::test]
async fn what_is_sent_in_turn_waits_for_its_place() {
    let postbox = Postbox::open(&[]).await;
    let (mail, sending) = postbox.mail(Duration::ZERO);
    let people = (0..IN_TURN + 20).map(|number| format!("personne{number}@exemple.fr"));
    let people: Vec<String> = people.collect();
    for to in &people {
        let queued = mail.send_in_turn(to, SUBJECT.to_owned(), TEXT.to_owned());
        assert!(queued.await);
    }
    all_sent(mail, sending).await;
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    assert_eq!(postbox.commands("RCPT"), to_named(&people));
    assert_eq!(postbox.messages().len(), people.len());
}

/// A recipient whose mailbox fails in passing holds up neither a link that somebody waits
/// for, which goes before what is sent in turn, nor the others.
#[tokio::test]
async fn one_that_fails_holds_nobody_up() {
    let postbox = Postbox::open(&["451 4.3.0 later"; 3]).await;
    let (mail, sending) = postbox.mail(Duration::from_millis(500));
    for to in [ANA, CAT] {
        let queued = mail.send_in_turn(to, SUBJECT.to_owned(), TEXT.to_owned());
        queued.await;
    }
    mail.send(BOB, SUBJECT.to_owned(), TEXT.to_owned());
    all_sent(mail, sending).await;
    let expected = to_named(&[BOB, ANA, CAT, ANA, ANA]);
    assert_eq!(postbox.commands("RCPT"), expected);
    let messages = postbox.messages();
    let sent: Vec<String> = messages.iter().map(|one| header(one, "To")).collect();
    assert_eq!(sent, [BOB, CAT]);
}

#[tokio::test]
async fn what_is_no_address_is_not_sent() {
    let postbox = Postbox::open(&[]).await;
    let two_in_one = "ana\r\nRCPT TO:<eve@exemple.fr>";
    postbox.given(&[two_in_one, ANA]).await;
    assert_eq!(postbox.commands("RCPT"), ["RCPT TO:<ana@exemple.fr>"]);
    assert_eq!(postbox.messages().len(), 1);
}

/// Whoever sends in turn is told, so that the message goes out another time; what is none is
/// done with.
#[tokio::test]
async fn what_has_no_place_any_more_is_told() {
    let postbox = Postbox::open(&[]).await;
    let (mail, sending) = postbox.mail(Duration::ZERO);
    sending.abort();
    let _ = sending.await;
    for (to, done) in [(ANA, false), ("ana", true)] {
        let queued = mail.send_in_turn(to, SUBJECT.to_owned(), TEXT.to_owned());
        assert_eq!(queued.await, done, "{to}");
    }
}
