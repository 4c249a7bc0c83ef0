//! How a request becomes a socket, and moves to the thread of its room.

use board::client::Client;
use board::ids::ClientId;
use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::{Sitting, Tab};
use crate::world::ORIGIN_URL;

impl Sitting {
    /// A request for a socket, with these headers beside those that every one has.
    fn request(&self, headers: &str) -> Vec<u8> {
        let Self {
            address,
            session,
            cookie,
            ..
        } = self;
        let request = format!(
            "GET /live/{session} HTTP/1.1\r\nHost: {address}\r\nOrigin: {ORIGIN_URL}\r\n\
             Cookie: {cookie}\r\nConnection: Upgrade\r\n{headers}\r\n"
        );
        request.into_bytes()
    }

    /// Sends bytes; the connection, and what comes back up to the end of the headers.
    async fn send_bytes(&self, bytes: &[u8]) -> (TcpStream, String) {
        let mut connection = TcpStream::connect(self.address).await.expect("connected");
        connection.write_all(bytes).await.expect("sent");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(connection.read_u8().await.expect("more"));
        }
        (connection, String::from_utf8(head).expect("text"))
    }
}

const WEBSOCKET: &str = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
     Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

#[tokio::test]
async fn what_comes_together_with_the_request_is_read() {
    let sitting = Sitting::new().await;
    let mut client = Client::new(ClientId::from_random(1)).with_secret([1; 16]);
    client.connected();
    let revision = client.save().revision;
    client.saved(revision);
    let mut bytes = sitting.request(WEBSOCKET);
    let greeting = client.poll().expect("a greeting");
    let mut frame = Frame::message(greeting, OpCode::Data(Data::Binary), true);
    frame.header_mut().mask = Some([1, 2, 3, 4]);
    frame.format(&mut bytes).expect("written");

    let (connection, head) = sitting.send_bytes(&bytes).await;
    // The answer to that key, by RFC 6455, section 1.3.
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    assert!(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{head}");
    let connection = MaybeTlsStream::Plain(connection);
    let socket = WebSocketStream::from_raw_socket(connection, Role::Client, None).await;
    let mut tab = Tab {
        client,
        socket,
        received: Vec::new(),
    };
    tab.in_step().await;
    tab.write("Sans attendre").await;
}

#[tokio::test]
async fn a_request_for_anything_but_a_websocket_gets_none() {
    let sitting = Sitting::new().await;
    let refused = StatusCode::BAD_REQUEST.as_str();
    for headers in [
        String::new(),
        WEBSOCKET.replace("websocket", "h2c"),
        WEBSOCKET.replace("13", "8"),
        WEBSOCKET.replace("Sec-WebSocket-Key", "Another-Key"),
    ] {
        let (_, head) = sitting.send_bytes(&sitting.request(&headers)).await;
        assert!(head.contains(refused), "{headers}: {head}");
    }
}
