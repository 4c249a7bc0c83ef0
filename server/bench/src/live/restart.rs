//! A server that is killed and comes back: everybody connects again at once,
//! with an edit that none of the others has. Other servers keep nothing on disk
//! here, and come back with empty boards: there is nothing to compare.

use std::collections::HashSet;
use std::path::Path;

use board::ids::ClientId;
use board::wire::FromServer;
use tokio::time::{Duration, Instant, timeout};

use super::connection::{Board, Connection};
use super::load;
use super::marks::{self, What};
use super::stage::Sitting;
use crate::Result;
use crate::report::{Report, Times};
use crate::served::Server;
use crate::usage::Usage;

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
struct Person {
    connection: Connection,
    client: ClientId,
    known: HashSet<ClientId>,
}

/// Kills the server under a full room and starts it again on the same data.
pub(super) async fn measure(
    report: &mut Report,
    place: Place<'_>,
    sitting: &Sitting,
) -> Result<()> {
    let server = place.serve().await?;
    let people = gather(&server, sitting).await?;
    drop(server);
    let server = place.serve().await?;
    let (start, before) = (Instant::now(), Usage::now(server.id())?);
    let everybody = people.len();
    let mut returning = Vec::new();
    for (person, cookie) in people.into_iter().zip(&sitting.cookies) {
        let (board, cookie) = (board(&server, sitting), cookie.clone());
        let back = async move {
            let mut person = person.back(&board, &cookie).await?;
            let welcomed = start.elapsed();
            person.until(everybody, 1).await?;
            Result::Ok((welcomed, start.elapsed(), person))
        };
        returning.push(tokio::spawn(timeout(PATIENCE, back)));
    }
    let (mut welcomed, mut in_step) = (Times::default(), Times::default());
    let mut staying = Vec::new();
    for person in returning {
        let (first, last, person) = person.await???;
        welcomed.push(first);
        in_step.push(last);
        staying.push(person);
    }
    let used = before.since(server.id())?;
    let all = in_step.within(100);
    report.aim(
        format!("{everybody} reconnect at once, each with an edit: all have all"),
        format!("{all:.0} ms"),
        "≤ 2 s",
        all <= 2_000.0,
    );
    let (half, all) = (welcomed.within(50), welcomed.within(100));
    report.line("  welcomed", format!("half {half:.0} ms, all {all:.0} ms"));
    report.line("  processor (of one): server", format!("{used}"));
    Ok(())
}

/// Connects everybody, each with a note that all the others have.
async fn gather(server: &Server, sitting: &Sitting) -> Result<Vec<Person>> {
    let board = board(server, sitting);
    let mut people = Vec::new();
    for (place, cookie) in sitting.cookies.iter().enumerate() {
        let client = load::client(place);
        let mut connection = Connection::enter(&board, cookie, client).await?;
        let welcome = connection.welcome().await?;
        connection.submit(marks::creation(client)).await?;
        let mut person = Person {
            connection,
            client,
            known: HashSet::new(),
        };
        person.learn(&FromServer::Welcome(Box::new(welcome)), 0);
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

impl Person {
    /// Comes back to the board, and moves the note once.
    async fn back(self, board: &Board, cookie: &str) -> Result<Self> {
        let mut person = Self {
            connection: self.connection.back(board, cookie).await?,
            known: HashSet::new(),
            ..self
        };
        let welcome = person.connection.welcome().await?;
        person.learn(&FromServer::Welcome(Box::new(welcome)), 1);
        let movement = marks::movement(person.client, 1);
        person.connection.submit(movement).await?;
        Ok(person)
    }

    /// Reads until so many notes have come to this count.
    async fn until(&mut self, notes: usize, count: u32) -> Result<()> {
        while self.known.len() < notes {
            let frame = self.connection.next().await?;
            self.learn(&frame, count);
        }
        Ok(())
    }

    fn learn(&mut self, frame: &FromServer, count: u32) {
        let marks = marks::marks(frame).into_iter();
        let come = marks.filter(|mark| mark.what == What::Note && mark.count >= count);
        self.known.extend(come.map(|mark| mark.client));
    }
}
