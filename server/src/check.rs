//! Asks a running server whether it is well, as a container's health check does.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use axum::body::Body;
use http::header::HOST;
use http::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::error::{Error, Result};

const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the server that listens at this address.
///
/// # Errors
/// When it does not answer or is not ready.
pub(crate) async fn check(addr: SocketAddr) -> Result<()> {
    let addr = SocketAddr::new(reachable(addr.ip()), addr.port());
    for path in ["/healthz", "/readyz"] {
        let status = tokio::time::timeout(PATIENCE, ask(addr, path))
            .await
            .map_err(|_| Error::Unhealthy(format!("{addr}{path}: no answer in time")))?
            .map_err(|error| Error::Unhealthy(format!("{addr}{path}: {error}")))?;
        if status != StatusCode::OK {
            return Err(Error::Unhealthy(format!("{addr}{path}: {status}")));
        }
    }
    Ok(())
}

async fn ask(addr: SocketAddr, path: &str) -> std::result::Result<StatusCode, AskError> {
    let stream = TcpStream::connect(addr).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let request = Request::get(path)
        .header(HOST, addr.to_string())
        .body(Body::empty())?;
    let status = sender.send_request(request).await?.status();
    connection.abort();
    Ok(status)
}

/// A server that listens everywhere is reached on this machine.
fn reachable(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    }
}

#[derive(Debug, thiserror::Error)]
enum AskError {
    #[error(transparent)]
    Connection(#[from] std::io::Error),
    #[error(transparent)]
    Exchange(#[from] hyper::Error),
    #[error(transparent)]
    Request(#[from] http::Error),
}
