//! From where a request comes and by which protocol: what the connection says,
//! or the headers of a proxy that is believed.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;

use super::Site;

/// From where a request comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    /// The browser's address, as far as it is known.
    pub address: IpAddr,
    /// Whether the browser reached us by https.
    pub secure: bool,
}

/// Puts a [`Peer`] into the request.
pub(crate) async fn know_peer(
    State(site): State<Site>,
    mut request: Request,
    next: Next,
) -> Response {
    let connection = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let mut peer = peer(request.headers(), connection, &site.trusted_proxies);
    peer.secure |= site.is_https();
    request.extensions_mut().insert(peer);
    next.run(request).await
}

fn peer(headers: &HeaderMap, connection: IpAddr, trusted: &[IpAddr]) -> Peer {
    let connection = connection.to_canonical();
    if !trusted.contains(&connection) {
        return Peer {
            address: connection,
            secure: false,
        };
    }
    // Each proxy appends whom it heard; the last that is no proxy of ours is
    // believed, since whoever came before it can write anything.
    let mut address = connection;
    let heard: Vec<&str> = texts(headers, "x-forwarded-for")
        .flat_map(|value| value.split(','))
        .collect();
    for hop in heard.into_iter().rev() {
        let Ok(hop) = hop.trim().parse::<IpAddr>() else {
            break;
        };
        address = hop.to_canonical();
        if !trusted.contains(&address) {
            break;
        }
    }
    let protocol = texts(headers, "x-forwarded-proto").last();
    Peer {
        address,
        secure: protocol.is_some_and(|protocol| protocol.trim().eq_ignore_ascii_case("https")),
    }
}

fn texts<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(connection: [u8; 4], forwarded: &'static [&'static str]) -> Peer {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", http::HeaderValue::from_static(value));
        }
        headers.insert("x-forwarded-proto", http::HeaderValue::from_static("https"));
        peer(
            &headers,
            connection.into(),
            &[[10, 0, 0, 1].into(), [10, 0, 0, 2].into()],
        )
    }

    #[test]
    fn only_known_proxies_are_believed() {
        let stranger = found([192, 0, 2, 1], &["203.0.113.7"]);
        assert_eq!(stranger.address, IpAddr::from([192, 0, 2, 1]));
        assert!(!stranger.secure);
        let believed = found([10, 0, 0, 1], &["203.0.113.7"]);
        assert_eq!(believed.address, IpAddr::from([203, 0, 113, 7]));
        assert!(believed.secure);
    }

    #[test]
    fn what_a_browser_claims_of_itself_is_not_believed() {
        for forwarded in [
            ["198.51.100.9, 203.0.113.7", "10.0.0.2"],
            ["198.51.100.9", "203.0.113.7, 10.0.0.2"],
        ] {
            let forwarded: &'static [&'static str] = Box::leak(Box::new(forwarded));
            let peer = found([10, 0, 0, 1], forwarded);
            assert_eq!(peer.address, IpAddr::from([203, 0, 113, 7]));
        }
        let unreadable = found([10, 0, 0, 1], &["unknown"]);
        assert_eq!(unreadable.address, IpAddr::from([10, 0, 0, 1]));
    }
}
