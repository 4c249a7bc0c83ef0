//! A connection to a board that speaks raw frames: cheap, so that hundreds of
//! them leave the machine to the server.

use board::ids::{ClientId, Epoch, Seq};
use board::operation::Operation;
use board::presence::Presence;
use board::wire::{CatchUp, FromClient, FromServer, Hello, Submit, Welcome};
use domain::ids::SessionId;
use futures_util::{SinkExt, StreamExt};
use http::header::{COOKIE, ORIGIN};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::load::{Heard, Voice};
use super::marks::{self, What};
use crate::Result;

/// Bytes that are read from a socket at once: there are many sockets.
const READ_BUFFER: usize = 8 * 1024;

/// The board of a session on a running server.
#[derive(Clone)]
pub(super) struct Board {
    pub(super) host: String,
    pub(super) session: SessionId,
}

/// How the generator reads, from whichever server.
pub(super) fn config() -> WebSocketConfig {
    WebSocketConfig::default().read_buffer_size(READ_BUFFER)
}

/// A WebSocket that carries frames.
pub(super) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Opens one with somebody's cookie.
    pub(super) async fn open(board: &Board, cookie: &str) -> Result<Self> {
        let Board { host, session } = board;
        let mut request = format!("ws://{host}/live/{session}").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert(COOKIE, cookie.parse()?);
        headers.insert(ORIGIN, format!("http://{host}").parse()?);
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let (socket, _) = client_async_with_config(request, stream, Some(config())).await?;
        Ok(Self(socket))
    }

    /// Sends a frame.
    pub(super) async fn send(&mut self, frame: Vec<u8>) -> Result<()> {
        Ok(self.0.send(Message::Binary(frame.into())).await?)
    }

    /// The next frame from the server.
    pub(super) async fn next(&mut self) -> Result<Bytes> {
        loop {
            match self.0.next().await.ok_or("a connection ended")?? {
                Message::Binary(frame) => return Ok(frame),
                Message::Close(reason) => {
                    return Err(format!("a connection was closed: {reason:?}").into());
                }
                _ => {}
            }
        }
    }
}

/// A client that keeps no document: it knows its place and counts what it does.
pub(super) struct Connection {
    socket: Socket,
    client: ClientId,
    attempt: u32,
    place: Option<(Epoch, Seq)>,
    counter: u32,
}

impl Connection {
    /// Connects a new client and says Hello.
    pub(super) async fn enter(board: &Board, cookie: &str, client: ClientId) -> Result<Self> {
        let mut connection = Self {
            socket: Socket::open(board, cookie).await?,
            client,
            attempt: 0,
            place: None,
            counter: 0,
        };
        connection.hello().await?;
        Ok(connection)
    }

    /// Connects the client again, where it had been.
    pub(super) async fn back(self, board: &Board, cookie: &str) -> Result<Self> {
        let mut connection = Self {
            socket: Socket::open(board, cookie).await?,
            ..self
        };
        connection.hello().await?;
        Ok(connection)
    }

    /// Asks to be brought into step.
    pub(super) async fn hello(&mut self) -> Result<()> {
        self.attempt += 1;
        let hello = Hello {
            client: self.client,
            attempt: self.attempt,
            seen: self.place,
            next: self.counter + 1,
        };
        self.socket.send(FromClient::Hello(hello).encode()).await
    }

    /// Does something.
    pub(super) async fn submit(&mut self, operation: Operation) -> Result<()> {
        let (_, base) = self.place.ok_or("a client that is not in step")?;
        self.counter += 1;
        let submit = Submit {
            base,
            first: self.counter,
            operations: vec![operation],
        };
        self.socket.send(FromClient::Submit(submit).encode()).await
    }

    /// Shows others something else.
    pub(super) async fn show(&mut self, presence: Presence) -> Result<()> {
        let presence = FromClient::Presence(presence);
        self.socket.send(presence.encode()).await
    }

    /// The next frame. May be given up while it waits.
    pub(super) async fn next(&mut self) -> Result<FromServer> {
        let frame = FromServer::decode(&self.socket.next().await?)?;
        match &frame {
            FromServer::Batch(_, refused) if !refused.is_empty() => {
                return Err(format!("refused: {refused:?}").into());
            }
            FromServer::Batch(delta, _) => {
                self.place = self.place.map(|(epoch, _)| (epoch, delta.to));
            }
            FromServer::Welcome(welcome) => {
                let place = match &welcome.catch_up {
                    CatchUp::Delta(delta) => delta.to,
                    CatchUp::Snapshot(snapshot) => snapshot.seq,
                };
                self.place = Some((welcome.epoch, place));
            }
            _ => {}
        }
        Ok(frame)
    }

    /// Waits for the answer to the Hello.
    pub(super) async fn welcome(&mut self) -> Result<Welcome> {
        loop {
            if let FromServer::Welcome(welcome) = self.next().await? {
                return Ok(*welcome);
            }
        }
    }
}

impl Voice for Connection {
    async fn create(&mut self) -> Result<()> {
        self.submit(marks::creation(self.client)).await
    }

    async fn say(&mut self, what: What, count: u32) -> Result<()> {
        match what {
            What::Note => self.submit(marks::movement(self.client, count)).await,
            What::Pointer => self.show(marks::pointer(self.client, count)).await,
        }
    }

    async fn hear(&mut self) -> Result<Heard> {
        Ok(match self.next().await? {
            FromServer::Resync => Heard::Lost,
            frame => Heard::Moves(marks::marks(&frame)),
        })
    }

    async fn catch_up(&mut self) -> Result<()> {
        self.hello().await
    }
}
