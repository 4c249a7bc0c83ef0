//! Whether something that is offered would be done now, and why not where it would not: the
//! rules of the board are asked before it is offered (S22), for all of a selection at once.

use std::collections::BTreeSet;

use board::document::Document;
use board::ids::RecordId;
use board::operation::Operation;
use board::property::PropertyName;
use board::record::Kind;
use board::rules::{More, Refusal, Right, Role};
use leptos::prelude::*;

use super::engine::{Board, Told};
use super::status::refusal_words;
use super::text::BoardText;

/// Whether something that stands there is done now, and what is said where it is not: the
/// rules of the board are asked before it is offered.
#[derive(Clone, Copy)]
pub(super) struct Leave {
    board: Board,
    refusal: Signal<Option<Refusal>>,
}

impl Leave {
    /// What takes these rights.
    pub(super) fn of(board: Board, rights: &'static [Right]) -> Self {
        let refusal = move || rights.iter().find_map(|right| board.refuses(*right));
        Self {
            board,
            refusal: Signal::derive(refusal),
        }
    }

    /// What would be done to the board as it is: all of it, as an action is done as a whole or
    /// not at all. Asked again when the phase, the person's role or what `would` follows is
    /// another. Nothing is refused before the room has said who they are.
    pub(super) fn to_do(
        board: Board,
        would: impl Fn(&Document) -> Vec<Operation> + Send + Sync + 'static,
    ) -> Self {
        let refusal = move || {
            board.me.get()?;
            board.phase.track();
            board.with_client(|client| {
                let operations = would(client.view());
                let answers = operations.iter().map(|one| client.permits(one));
                answers.filter_map(Result::err).next()
            })
        };
        Self {
            board,
            refusal: Signal::derive(refusal),
        }
    }

    /// What puts so much more on the board: the rights to make it, and room for it (S62). Asked
    /// again when more or less is there, or the phase, the person's role or what `more` follows
    /// is another.
    pub(super) fn to_make(
        board: Board,
        more: impl Fn(&Document) -> More + Send + Sync + 'static,
    ) -> Self {
        let taken = Memo::new(move |_| {
            let me = board.me.get()?.participant;
            Some(board.with(|document| (document.present(), document.share(me))))
        });
        // Read more often than it changes, and copies are gone through to be counted.
        let refusal = Memo::new(move |_| {
            // Read, not only followed: what nobody reads is never counted.
            taken.get()?;
            board.refuses_to_make(&more)
        });
        Self {
            board,
            refusal: refusal.into(),
        }
    }

    /// What puts a single thing of a kind on the board.
    pub(super) fn to_make_one(board: Board, kind: Kind) -> Self {
        Self::to_make(board, move |_| More::one(kind))
    }

    /// What leads the session for everyone: it is done at once, by whoever is in step with the
    /// room, and is never kept for later (S66).
    pub(super) fn to_lead(board: Board) -> Self {
        let refusal = Memo::new(move |_| match board.standing.read().live {
            true => None,
            false => Some(Refusal::Offline),
        });
        Self {
            board,
            refusal: refusal.into(),
        }
    }

    /// What takes both.
    pub(super) fn and(self, other: Self) -> Self {
        let refusal = move || self.refusal.get().or_else(|| other.refusal.get());
        Self {
            board: self.board,
            refusal: Signal::derive(refusal),
        }
    }

    /// Whether it is done now.
    pub(super) fn given(self) -> bool {
        self.refusal.read().is_none()
    }

    /// Why not, in words.
    pub(super) fn why_not(self) -> Option<&'static str> {
        let t = BoardText::here();
        let role = self.board.me.get().map(|me| me.role);
        self.refusal
            .get()
            .map(|refusal| refusal_to(t, role, refusal))
    }

    /// Whether to go on, asked as it is pressed: a finger finds no title, so that it is told.
    pub(super) fn or_tell(self) -> bool {
        let refusal = self.refusal.get_untracked();
        if let Some(refusal) = refusal {
            self.board.tell(Told::Refused(refusal));
        }
        refusal.is_none()
    }
}

/// Why something is not done by somebody with this role: to whoever changes nothing at all,
/// that is said.
fn refusal_to(t: BoardText, role: Option<Role>, refusal: Refusal) -> &'static str {
    match (refusal, role) {
        (Refusal::NotYours, Some(Role::Observer)) => t.not_for_you(),
        (other, _) => refusal_words(t, other),
    }
}

/// Sets properties of records to what they are: the rules ask whose record it is and what is
/// done to it, and not which value it gets. Properties that a record has not are left out.
pub(super) fn as_they_are(
    document: &Document,
    ids: &BTreeSet<RecordId>,
    properties: &[PropertyName],
) -> Vec<Operation> {
    let of = |id: &RecordId| {
        let record = document.live(*id);
        let values = properties
            .iter()
            .filter_map(|name| Some(Operation::Set(*id, record?.shape.property(*name)?)));
        values.collect::<Vec<_>>()
    };
    ids.iter().flat_map(of).collect()
}

/// The title of a sign: its name, and why it does nothing now.
pub(super) fn titled(name: &'static str, leave: Option<Leave>) -> String {
    match leave.and_then(Leave::why_not) {
        Some(why) => BoardText::here().with_value(name, why),
        None => name.to_owned(),
    }
}

/// The value of `aria-disabled` where something is not done now.
pub(super) fn refused(leave: Option<Leave>) -> Option<&'static str> {
    leave.is_some_and(|leave| !leave.given()).then_some("true")
}

#[cfg(test)]
mod tests {
    use board::actions;
    use board::client::Client;
    use board::ids::{ClientId, ParticipantId};
    use board::record::NoteType;
    use board::rules::{Author, Member, Phase, permit};
    use domain::wording::Locale;

    use super::*;

    /// A board with a note of the first participant and one of the second.
    fn two_notes(client: &mut Client) -> (Document, [RecordId; 2]) {
        let mut document = Document::default();
        let ids = [1, 2].map(|author| {
            let at = actions::free_place(&document, None);
            let text = format!("De {author}");
            let made = actions::create_note_in(client, None, at, NoteType::default(), text);
            for operation in &made {
                document.apply(operation, ParticipantId(author));
            }
            made[0].record().expect("a note")
        });
        (document, ids)
    }

    /// What the first participant hears who asks for all of this.
    fn answer(
        client: &Client,
        document: &Document,
        operations: &[Operation],
    ) -> Result<(), Refusal> {
        let member = Member {
            participant: ParticipantId(1),
            role: Role::Participant,
        };
        let author = Author {
            client: client.id(),
            member,
        };
        operations
            .iter()
            .try_for_each(|operation| permit(document, author, operation))
    }

    #[test]
    fn s22_a_selection_is_asked_about_as_a_whole() {
        let mut client = Client::new(ClientId::from_random(1));
        let (mut document, [own, other]) = two_notes(&mut client);
        let removed = |document: &Document, ids: &[RecordId]| {
            let ids = ids.iter().copied().collect();
            answer(&client, document, &actions::delete(document, &ids))
        };
        assert_eq!(removed(&document, &[own]), Ok(()));
        assert_eq!(removed(&document, &[own, other]), Err(Refusal::NotYours));
        document.apply(&Operation::Lock(own, true), ParticipantId(9));
        assert_eq!(removed(&document, &[own]), Err(Refusal::Locked));
    }

    #[test]
    fn s22_what_is_set_is_asked_about_by_its_name() {
        let mut client = Client::new(ClientId::from_random(1));
        let (mut document, [own, other]) = two_notes(&mut client);
        let both = BTreeSet::from([own, other]);
        let set = |document: &Document, names: &[PropertyName]| {
            answer(&client, document, &as_they_are(document, &both, names))
        };
        let grouped = [PropertyName::Parent, PropertyName::Order];
        assert_eq!(set(&document, &grouped), Ok(()));
        // Who groups decides in what things lie, and in which order.
        let phase = Phase {
            arrange: false,
            ..Phase::OPEN
        };
        document.apply(&Operation::SetPhase(phase), ParticipantId(9));
        assert_eq!(set(&document, &grouped), Err(Refusal::NotInPhase));
        assert_eq!(set(&document, &[PropertyName::Type]), Ok(()));
        document.apply(&Operation::Lock(other, true), ParticipantId(9));
        assert_eq!(set(&document, &[PropertyName::Type]), Err(Refusal::Locked));
        // Notes have no ends, and nothing is asked about them.
        assert!(as_they_are(&document, &both, &[PropertyName::Ends]).is_empty());
    }

    #[test]
    fn only_those_who_change_nothing_at_all_are_told_so() {
        let t = BoardText(Locale::Fr);
        let told = |role: Role| refusal_to(t, Some(role), Refusal::NotYours);
        assert_eq!(told(Role::Observer), t.not_for_you());
        assert_eq!(told(Role::Participant), t.refused_not_yours());
    }
}
