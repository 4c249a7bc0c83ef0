//! A server that is killed and comes back: everybody connects again at once,
//! with an edit that none of the others has. Other servers keep nothing on disk
//! here, and come back with empty boards: there it is people who bring the board
//! again, as clients of Yjs do.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use board::ids::ClientId;
use board::wire::FromServer;
use tokio::time::{Duration, Instant, timeout};

use super::connection::{Board, Connection};
use super::load::{self, Heard, Voice};
use super::marks::{self, Mark, What};
use super::playing::Host;
use super::rivals;
use super::stage::Sitting;
use crate::Result;
use crate::report::{Report, Times, beside};
use crate::served::Server;
use crate::usage::{ProcessId, Usage, Used};

/// How long everybody may take before there is no figure.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a server runs.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) program: &'a Path,
    pub(super) site: &'a Path,
    pub(super) data: &'a Path,
}

impl Place<'_> {
    /// Starts a server there.
    pub(super) async fn serve(self) -> Result<Server> {
        Server::start(self.program, self.site, self.data, "").await
    }
}

/// Somebody at the board, and those whose notes have come to a count.
struct Person<V> {
    voice: V,
    known: HashSet<ClientId>,
}

/// Kills the server under a full room and starts it again on the same data.
pub(super) async fn measure(
    report: &mut Report,
    place: Place<'_>,
    sitting: &Sitting,
    others: Option<&Path>,
) -> Result<()> {
    let server = place.serve().await?;
    let people = gather(&server, sitting).await?;
    drop(server);
    let server = place.serve().await?;
    let everybody = people.len();
    let returning = people
        .into_iter()
        .zip(sitting.guests())
        .map(|(person, guest)| {
            let board = board(&server, sitting);
            async move {
                let mut person = person.back(&board, &guest.cookie).await?;
                let welcomed = Instant::now();
                person.until(everybody, 1).await?;
                Ok((welcomed, person))
            }
        });
    let own = together(server.id(), returning).await?;
    let all = own.in_step.within(100);
    report.aim(
        format!("{everybody} reconnect at once, each with an edit: all have all"),
        milliseconds(all),
        "≤ 2 s",
        all <= 2_000.0,
    );
    let mut welcomed = Times::default();
    for (at, _) in &own.people {
        welcomed.push(at.duration_since(own.start));
    }
    report.line("  welcomed", welcomed.extent());
    report.line("  processor (of one): server", format!("{}", own.used));
    elsewhere(report, others, everybody, all).await
}

/// As many come back to other servers, with what they had: what was there is lost, so
/// that a restart is a start.
async fn elsewhere(
    report: &mut Report,
    others: Option<&Path>,
    everybody: usize,
    own: f64,
) -> Result<()> {
    for (rival, folder) in rivals::installed(others) {
        let running = Arc::new(rival.start(folder).await?);
        let returning = running.returning(everybody)?.into_iter().map(|guest| {
            let running = Arc::clone(&running);
            async move {
                let mut person = Person::new(running.admit(guest).await?);
                person.until(everybody, 1).await?;
                Ok(person)
            }
        });
        let back = together(running.id(), returning).await?;
        report.line(
            format!("the same at {rival}, which kept nothing: people bring the board"),
            beside(milliseconds, back.in_step.within(100), own),
        );
        report.line("  processor (of one): server", format!("{}", back.used));
    }
    Ok(())
}

/// Those who came back.
struct Back<P> {
    /// When they began to.
    start: Instant,
    /// How long it took until each had all.
    in_step: Times,
    used: Used,
    people: Vec<P>,
}

/// Everybody comes back at once. Nobody leaves before all are done: leaving is news,
/// too.
async fn together<P, F>(server: ProcessId, returning: impl Iterator<Item = F>) -> Result<Back<P>>
where
    P: Send + 'static,
    F: Future<Output = Result<P>> + Send + 'static,
{
    let (start, before) = (Instant::now(), Usage::now(server)?);
    let mut coming = Vec::new();
    for person in returning {
        coming.push(tokio::spawn(async move {
            let person = timeout(PATIENCE, person).await??;
            Result::Ok((start.elapsed(), person))
        }));
    }
    let (mut in_step, mut people) = (Times::default(), Vec::new());
    for person in coming {
        let (time, person) = person.await??;
        in_step.push(time);
        people.push(person);
    }
    Ok(Back {
        start,
        in_step,
        used: before.since(server)?,
        people,
    })
}

/// Connects everybody, each with a note that all the others have.
async fn gather(server: &Server, sitting: &Sitting) -> Result<Vec<Person<Connection>>> {
    let board = board(server, sitting);
    let mut people = Vec::new();
    for guest in sitting.guests() {
        let client = load::client(guest.place);
        let connection = Connection::enter(&board, &guest.cookie, client).await?;
        let mut person = Person::new(connection);
        person.welcome(0).await?;
        person.voice.create().await?;
        people.push(person);
    }
    let everybody = people.len();
    for person in &mut people {
        timeout(PATIENCE, person.until(everybody, 0)).await??;
    }
    Ok(people)
}

fn board(server: &Server, sitting: &Sitting) -> Board {
    Board {
        host: server.host.clone(),
        session: sitting.session,
    }
}

fn milliseconds(time: f64) -> String {
    format!("{time:.0} ms")
}

impl Person<Connection> {
    /// Comes back to the board, and moves the note once.
    async fn back(self, board: &Board, cookie: &str) -> Result<Self> {
        let mut person = Self::new(self.voice.back(board, cookie).await?);
        person.welcome(1).await?;
        person.voice.say(What::Note, 1).await?;
        Ok(person)
    }

    /// Waits for the answer to the Hello.
    async fn welcome(&mut self, count: u32) -> Result<()> {
        let welcome = FromServer::Welcome(Box::new(self.voice.welcome().await?));
        self.learn(marks::marks(&welcome), count);
        Ok(())
    }
}

impl<V: Voice> Person<V> {
    fn new(voice: V) -> Self {
        Self {
            voice,
            known: HashSet::new(),
        }
    }

    /// Reads until so many notes have come to this count.
    async fn until(&mut self, notes: usize, count: u32) -> Result<()> {
        while self.known.len() < notes {
            match self.voice.hear().await? {
                Heard::Moves(marks) => self.learn(marks, count),
                Heard::Lost => self.voice.catch_up().await?,
            }
        }
        Ok(())
    }

    fn learn(&mut self, marks: Vec<Mark>, count: u32) {
        let come = marks.into_iter();
        let come = come.filter(|mark| mark.what == What::Note && mark.count >= count);
        self.known.extend(come.map(|mark| mark.client));
    }
}
