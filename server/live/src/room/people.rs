//! Who is let onto a board and as what, as the store has it.

use board::presence::{Announcement, Introduction};

use super::{
    Actor, Bytes, Coming, Connected, ConnectionId, Ending, Error, FromServer, Ground, Member,
    Outbox, Participant, ParticipantId, ParticipantState, Result, Role, SessionNews, SessionRole,
    SessionState, SignInId, UserId, Who,
};
use crate::access;

impl Actor {
    /// Connects somebody who is let in.
    pub(super) async fn connect(
        &mut self,
        participant: u32,
        sign_in: Option<SignInId>,
        coming: Coming,
        outbox: Outbox,
    ) -> Result<ConnectionId> {
        // They were let in just now: the news may be on its way.
        if self.member(participant).is_none() {
            self.catch_up().await?;
        }
        let member = self.member(participant).ok_or(Error::NotAdmitted)?;
        if self.connections.len() >= self.ground.limits.connections {
            return Err(Error::Full);
        }
        if coming == Coming::ToStay {
            self.make_room(participant);
        }
        self.next += 1;
        let connection = ConnectionId(self.next);
        let connected = Connected {
            participant,
            sign_in,
            outbox,
        };
        self.connections.insert(connection, connected);
        match coming {
            Coming::ToStay => self.room.connect(connection, member),
            Coming::ToGlance => self.room.glance(connection, member),
        }
        Ok(connection)
    }

    /// Ends a connection of a participant who has as many as they may: one that nobody uses any
    /// more, such as what is left of one that was lost without a word, or else the oldest.
    fn make_room(&mut self, participant: u32) {
        let own = self.connections.iter();
        let own = own.filter(|(_, connected)| connected.participant == participant);
        let own: Vec<ConnectionId> = own.map(|(id, _)| *id).collect();
        if own.len() < self.ground.limits.of_one {
            return;
        }
        let mut left = own.iter().filter(|id| self.room.is_left(**id));
        if let Some(oldest) = left.next().or(own.first()).copied() {
            self.end(oldest, Ending::Replaced);
        }
    }

    /// Hears of a change in the session, and lets it reach everybody at once.
    pub(super) async fn hear(&mut self, news: SessionNews) -> Result<()> {
        match news {
            SessionNews::Vote(vote) => {
                let vote = vote.0.as_u128();
                self.room.announce(Announcement::VoteChanged(vote));
            }
            SessionNews::Floor { number, turn } => {
                self.room.give_floor(ParticipantId(number), turn);
            }
            SessionNews::Changed | SessionNews::Participant(_) => {
                self.catch_up().await?;
                if news == SessionNews::Changed {
                    self.room.announce(Announcement::SessionChanged);
                }
            }
        }
        self.dirty = true;
        Ok(())
    }

    /// Reads the session anew, and has everybody hear what has changed for them.
    async fn catch_up(&mut self) -> Result<()> {
        let before = self.connections.iter();
        let before = before.map(|(id, connected)| (*id, self.member(connected.participant)));
        let before: Vec<(ConnectionId, Option<Member>)> = before.collect();
        let waited = self.waiting();
        self.look_up().await?;
        if self.waiting() != waited {
            self.room.announce(Announcement::WaitingChanged);
        }
        for (connection, was) in before {
            self.follow(connection, was);
        }
        self.dirty = true;
        Ok(())
    }

    /// Ends the connections of a person, or of anybody, that were made where they are
    /// signed in no longer, or by what they no longer have.
    pub(super) async fn look_at_access(&mut self, whose: Option<UserId>) -> Result<()> {
        let concerned = self.connections.iter().filter_map(|(id, connected)| {
            let user = self.account(connected.participant)?;
            let concerned = whose.is_none_or(|whose| whose == user);
            concerned.then_some((*id, user, connected.sign_in))
        });
        let concerned: Vec<(ConnectionId, UserId, Option<SignInId>)> = concerned.collect();
        for (connection, user, sign_in) in concerned {
            let Ground { store, session, .. } = &self.ground;
            if let Some(ending) = access::ended(store, *session, user, sign_in).await? {
                self.end(connection, ending);
            }
        }
        Ok(())
    }

    /// The account of a participant who has one.
    fn account(&self, participant: u32) -> Option<UserId> {
        match &self.people.get(&participant)?.who {
            Who::Account(person) => Some(person.id),
            Who::Guest(_) => None,
        }
    }

    /// Removes somebody who is let in no longer; tells whoever has other rights.
    fn follow(&mut self, connection: ConnectionId, was: Option<Member>) {
        let Some(connected) = self.connections.get(&connection) else {
            return;
        };
        match self.member(connected.participant) {
            None => self.end(connection, Ending::Removed),
            Some(member) if Some(member) != was => {
                self.room.connect(connection, member);
                // The client says Hello again, and is told what it is now.
                self.push(connection, Bytes::from(FromServer::Resync.encode()));
            }
            Some(_) => {}
        }
    }

    /// Reads the session's state and everybody in it.
    pub(super) async fn look_up(&mut self) -> Result<()> {
        let (state, seats) = self.ground.store.seats(self.ground.session).await?;
        self.state = state;
        self.people = seats.into_iter().map(|seat| (seat.number, seat)).collect();
        for (number, seat) in &self.people {
            if !seat.state.waits() {
                // Those who were removed have left their notes.
                let role = self
                    .member(*number)
                    .map_or(Role::Observer, |member| member.role);
                let introduction = Introduction {
                    name: seat.name().to_owned(),
                    party: seat.party().code().to_owned(),
                    interests: interests(seat),
                    role,
                    unlisted: is_unlisted(seat),
                };
                self.room.introduce(ParticipantId(*number), introduction);
            }
        }
        Ok(())
    }

    /// The numbers of those who wait to be let in.
    fn waiting(&self) -> Vec<u32> {
        let waiting = self.people.values();
        let waiting = waiting.filter(|seat| seat.state.waits());
        waiting.map(|seat| seat.number).collect()
    }

    /// What somebody is on the board, if they are let in. In a session that is closed
    /// nobody is anything but its reader.
    fn member(&self, participant: u32) -> Option<Member> {
        let seat = self.people.get(&participant)?;
        let role = match (self.state, seat.role) {
            (SessionState::Closed, _) => Role::Reader,
            (_, SessionRole::Observer) => Role::Observer,
            (_, SessionRole::Facilitator) => Role::Facilitator,
            (_, SessionRole::Participant) => Role::Participant,
        };
        is_let_in(seat).then_some(Member {
            participant: ParticipantId(participant),
            role,
        })
    }
}

fn is_let_in(seat: &Participant) -> bool {
    seat.state == ParticipantState::Admitted
}

/// Whether somebody left only what they made: nobody is told of them as of those who take part.
fn is_unlisted(seat: &Participant) -> bool {
    seat.is_further_seat() || seat.state == ParticipantState::Removed
}

/// The interests that a partner declares.
fn interests(seat: &Participant) -> String {
    match &seat.who {
        Who::Account(person) => person.declared_interests.clone().unwrap_or_default(),
        Who::Guest(_) => String::new(),
    }
}
