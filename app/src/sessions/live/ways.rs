//! Which way frames go: by WebSocket, or by requests where nothing lets one through. A
//! device may move from a network that lets them through to one that does not, and back.

/// So many sockets in a row that never opened, and frames are asked for instead.
const SOCKETS_TRIED: u32 = 2;

/// A way for frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Socket,
    Requests,
}

/// What has been tried, and what came of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ways {
    /// The socket at hand has opened.
    is_open: bool,
    /// A socket has opened since requests were last settled upon.
    sockets_opened: bool,
    /// Sockets in a row that did not open.
    sockets_failed: u32,
}

impl Ways {
    /// The way to try now.
    pub(super) const fn next(self) -> Way {
        if self.sockets_failed >= SOCKETS_TRIED {
            Way::Requests
        } else {
            Way::Socket
        }
    }

    /// Hears that a socket has opened.
    pub(super) const fn socket_opened(&mut self) {
        *self = Self {
            is_open: true,
            sockets_opened: true,
            sockets_failed: 0,
        };
    }

    /// Hears that a socket is gone, or did not open.
    pub(super) const fn socket_lost(&mut self) {
        if self.is_open {
            self.is_open = false;
        } else {
            self.sockets_failed = self.sockets_failed.saturating_add(1);
        }
    }

    /// Hears that the room answers requests. Whether to stay with them: where sockets opened
    /// before, they may have failed because the server was away, so one more is tried first.
    pub(super) const fn requests_answered(&mut self) -> bool {
        let stay = !self.sockets_opened;
        self.sockets_opened = false;
        // Once these requests end, sockets are tried anew.
        self.sockets_failed = if stay {
            0
        } else {
            SOCKETS_TRIED.saturating_sub(1)
        };
        stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lose(ways: &mut Ways, times: u32) {
        for _ in 0..times {
            ways.socket_lost();
        }
    }

    #[test]
    fn where_no_socket_opens_frames_are_asked_for() {
        let mut ways = Ways::default();
        lose(&mut ways, SOCKETS_TRIED - 1);
        assert_eq!(ways.next(), Way::Socket);
        lose(&mut ways, 1);
        assert_eq!(ways.next(), Way::Requests);
        assert!(ways.requests_answered());
        // The device may be elsewhere when they end.
        assert_eq!(ways.next(), Way::Socket);
    }

    #[test]
    fn a_device_that_moves_to_a_network_without_sockets_is_not_left_offline() {
        let mut ways = Ways::default();
        ways.socket_opened();
        // The socket that was open, then those that nothing lets through.
        lose(&mut ways, 1 + SOCKETS_TRIED);
        assert_eq!(ways.next(), Way::Requests);
        assert!(!ways.requests_answered());
        assert_eq!(ways.next(), Way::Socket);
        lose(&mut ways, 1);
        assert_eq!(ways.next(), Way::Requests);
        assert!(ways.requests_answered());
    }

    #[test]
    fn after_the_server_was_away_sockets_are_used_again() {
        let mut ways = Ways::default();
        ways.socket_opened();
        lose(&mut ways, 5);
        assert!(!ways.requests_answered());
        assert_eq!(ways.next(), Way::Socket);
        ways.socket_opened();
        lose(&mut ways, 1);
        assert_eq!(ways.next(), Way::Socket);
    }
}
