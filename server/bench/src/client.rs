//! A client just able enough to ask our own server, over one connection.

use http::header::{ACCEPT, ACCEPT_ENCODING, COOKIE, HOST, ORIGIN};
use http::{HeaderMap, Request, StatusCode, request};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Result;

/// An open connection.
pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    cookie: String,
}

/// An answer, its body as it was sent.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The value of a header; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

impl Client {
    /// Connects to the server at this address.
    pub(crate) async fn connect(host: &str, cookie: &str) -> Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host: host.to_owned(),
            cookie: cookie.to_owned(),
        })
    }

    /// Asks for a page or file, compressed as browsers want it or not at all.
    pub(crate) async fn get(&mut self, path: &str, compressed: bool) -> Result<Answer> {
        let request = Request::get(path).header(ACCEPT, "text/html,*/*;q=0.8");
        self.ask(request, Bytes::new(), compressed).await
    }

    /// Sends something, as a page of ours does.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        body: Vec<u8>,
        compressed: bool,
    ) -> Result<Answer> {
        let request = Request::post(path).header(ORIGIN, format!("http://{}", self.host));
        self.ask(request, body.into(), compressed).await
    }

    async fn ask(
        &mut self,
        request: request::Builder,
        body: Bytes,
        compressed: bool,
    ) -> Result<Answer> {
        let mut request = request.header(HOST, &self.host);
        if compressed {
            request = request.header(ACCEPT_ENCODING, "gzip, deflate, br");
        }
        if !self.cookie.is_empty() {
            request = request.header(COOKIE, &self.cookie);
        }
        self.sender.ready().await?;
        let request = request.body(Full::new(body))?;
        let answer = self.sender.send_request(request).await?;
        let (parts, body) = answer.into_parts();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await?.to_bytes(),
        })
    }
}
