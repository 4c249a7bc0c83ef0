//! By which cookies a browser is known as a guest: one for each session, so that whoever
//! joins the next session stays who they are in those before. They are few, so that the
//! headers of a request stay small.

use domain::ids::SessionId;

/// How the names of the cookies begin.
const NAMED: &str = "etabli_guest_";

/// In how many sessions a browser is known as a guest at most.
pub const GUEST_SEATS_MAX: usize = 16;

/// Name of the cookie by which a session knows its guest again.
#[must_use]
pub fn guest_cookie(session: SessionId) -> String {
    format!("{NAMED}{session}")
}

/// What a browser has of one seat as a guest.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seat {
    /// The session that it is in.
    session: SessionId,
    secret: String,
}

/// The seats that a browser has as a guest, in the order of its cookies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestSeats(Vec<Seat>);

impl GuestSeats {
    /// Reads them from the cookies of a request, by name and value. Browsers send the
    /// oldest first (RFC 6265, 5.4). More than a browser is given are not read: each costs
    /// a question to the database.
    pub fn read<'a>(cookies: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let seats = cookies.filter_map(|(name, secret)| {
            let session = name.strip_prefix(NAMED)?.parse().ok()?;
            let secret = secret.to_owned();
            Some(Seat { session, secret })
        });
        Self(seats.take(2 * GUEST_SEATS_MAX).collect())
    }

    /// The secret by which the browser may be known in a session.
    #[must_use]
    pub fn secret(&self, session: SessionId) -> Option<&str> {
        let mut seats = self.0.iter();
        let seat = seats.find(|seat| seat.session == session);
        seat.map(|seat| seat.secret.as_str())
    }

    /// Leaves out the seat in a session: nobody is known by its secret.
    pub fn forget(&mut self, session: SessionId) {
        self.0.retain(|seat| seat.session != session);
    }

    /// All secrets, each once, that of the oldest cookie first.
    #[must_use]
    pub fn secrets(&self) -> Vec<&str> {
        let mut secrets: Vec<&str> = Vec::new();
        for seat in &self.0 {
            if !secrets.contains(&seat.secret.as_str()) {
                secrets.push(&seat.secret);
            }
        }
        secrets
    }

    /// Names of the cookies that make room where one more is given: the oldest.
    pub(crate) fn to_drop_for(&self, session: SessionId) -> Vec<String> {
        let all = self.0.iter().map(|seat| seat.session);
        let others: Vec<SessionId> = all.filter(|other| *other != session).collect();
        let many = (others.len() + 1).saturating_sub(GUEST_SEATS_MAX);
        others.into_iter().take(many).map(guest_cookie).collect()
    }

    /// Names of the cookies that carry this secret.
    pub(crate) fn names_of(&self, secret: &str) -> Vec<String> {
        let of_secret = self.0.iter().filter(|seat| seat.secret == secret);
        of_secret.map(|seat| guest_cookie(seat.session)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cookies: &[(String, &str)]) -> GuestSeats {
        GuestSeats::read(
            cookies
                .iter()
                .map(|(name, secret)| (name.as_str(), *secret)),
        )
    }

    #[test]
    fn each_session_has_its_own_secret() {
        let (one, other, third) = (SessionId::new(), SessionId::new(), SessionId::new());
        let seats = read(&[
            (guest_cookie(one), "first"),
            ("etabli_guest".into(), "nameless"),
            ("etabli_session".into(), "account"),
            ("etabli_guest_nonsense".into(), "nonsense"),
            ("etabli_guests".into(), "other"),
            (guest_cookie(other), "second"),
        ]);
        assert_eq!(seats.secret(one), Some("first"));
        assert_eq!(seats.secret(other), Some("second"));
        assert_eq!(seats.secret(third), None);
        assert_eq!(seats.secrets(), ["first", "second"]);
        assert_eq!(seats.names_of("second"), [guest_cookie(other)]);
    }

    #[test]
    fn a_seat_by_which_nobody_is_known_is_left_out() {
        let (one, other) = (SessionId::new(), SessionId::new());
        let mut seats = read(&[
            (guest_cookie(one), "first"),
            (guest_cookie(other), "second"),
        ]);
        seats.forget(one);
        assert_eq!(seats.secret(one), None);
        assert_eq!(seats.secret(other), Some("second"));
    }

    #[test]
    fn a_secret_under_two_names_is_told_once_and_goes_with_both() {
        let (one, other) = (SessionId::new(), SessionId::new());
        let twice = read(&[(guest_cookie(one), "same"), (guest_cookie(other), "same")]);
        assert_eq!(twice.secrets(), ["same"]);
        let names = [guest_cookie(one), guest_cookie(other)];
        assert_eq!(twice.names_of("same"), names);
    }

    #[test]
    fn the_oldest_makes_room_and_many_are_not_read() {
        let sessions: Vec<_> = (0..3 * GUEST_SEATS_MAX).map(|_| SessionId::new()).collect();
        let cookies = |many: usize| -> Vec<(String, &str)> {
            let sessions = sessions.iter().take(many);
            sessions.map(|id| (guest_cookie(*id), "secret")).collect()
        };
        let full = read(&cookies(GUEST_SEATS_MAX));
        assert_eq!(
            full.to_drop_for(SessionId::new()),
            [guest_cookie(sessions[0])]
        );
        let again = full.to_drop_for(sessions[3]);
        assert!(again.is_empty(), "whoever comes back takes nobody's place");
        let almost = read(&cookies(GUEST_SEATS_MAX - 1));
        assert!(almost.to_drop_for(SessionId::new()).is_empty());
        let hostile = read(&cookies(3 * GUEST_SEATS_MAX));
        assert_eq!(hostile.0.len(), 2 * GUEST_SEATS_MAX);
    }
}
