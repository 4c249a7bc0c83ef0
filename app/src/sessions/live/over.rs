//! What is said on the board of a session that is closed, and the one thing that is still
//! done there.

use board::document::Document;
use board::ids::ParticipantId;
use board::operation::{Operation, Reveal};
use board::outline::shows;
use domain::ids::SessionId;
use icondata_lu::LuEye;
use leptos::prelude::*;

use super::engine::Board;
use super::text::BoardText;
use crate::kit::Icon;

/// Said once the session is over.
#[component]
pub(super) fn Over(
    board: Board,
    session: SessionId,
    guest: bool,
    over: Memo<bool>,
) -> impl IntoView {
    let t = BoardText::here();
    move || {
        over.get().then(|| {
            let page = format!("/sessions/{session}");
            let (report, past) = (format!("{page}/report"), format!("{page}/history"));
            let back = (!guest).then(|| view! { " · " <a href=page>{t.back()}</a> });
            view! {
                <div class="notice" role="status">
                    <p>
                        {t.session_over()} " " <a href=report>{t.report()}</a> " · "
                        <a href=past>{t.past()}</a> {back}
                    </p>
                </div>
                <OwnHidden board=board />
            }
        })
    }
}

/// How much that somebody wrote in private nobody else sees: what they see of it themselves.
pub(super) fn hidden_of(document: &Document, author: ParticipantId) -> usize {
    let hidden = document
        .records()
        .filter(|(_, record)| record.secrecy.hidden && record.author == author);
    hidden.filter(|(_, record)| shows(document, record)).count()
}

/// What this person wrote in private and nobody revealed: they still see it, and alone can
/// show it.
#[component]
fn OwnHidden(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let hidden = Memo::new(move |_| {
        let me = board.me.get().map(|me| me.participant);
        me.map_or(0, |me| board.with(|document| hidden_of(document, me)))
    });
    let told = move || t.own_hidden(i128::try_from(hidden.get()).unwrap_or(i128::MAX));
    let reveal = move |_| {
        if let Some(me) = board.me.get_untracked() {
            let own = Operation::Reveal(Reveal::Author(me.participant));
            board.act(|_| vec![own]);
        }
    };
    view! {
        <div class="notice board-call" data-tone="info" hidden=move || hidden.get() == 0>
            <p role="status">{told}</p>
            <button type="button" class="button" on:click=reveal>
                <Icon icon=LuEye />
                {t.reveal_own()}
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use board::client::Client;
    use board::geometry::{Point, Size};
    use board::ids::ClientId;
    use board::order::OrderKey;
    use board::record::{Content, NoteType, Shape};
    use board::secrecy::Secrecy;

    use super::*;

    #[test]
    fn what_counts_is_hidden_and_ones_own() {
        let mut document = Document::default();
        let mut client = Client::new(ClientId::from_random(1));
        for (author, secrecy) in [
            (1, Secrecy::HIDDEN),
            (1, Secrecy::NONE),
            (2, Secrecy::HIDDEN),
        ] {
            let shape = Shape {
                parent: None,
                order: OrderKey::default(),
                position: Point::default(),
                size: Size::new(200, 200),
                text: String::new(),
                content: Content::Note(NoteType::default()),
            };
            let create = Operation::Create {
                id: client.new_record_id(),
                secrecy,
                shape: Box::new(shape),
            };
            document.apply(&create, ParticipantId(author));
        }
        assert_eq!(hidden_of(&document, ParticipantId(1)), 1);
        document.apply(
            &Operation::Reveal(Reveal::Author(ParticipantId(1))),
            ParticipantId(1),
        );
        assert_eq!(hidden_of(&document, ParticipantId(1)), 0);
        assert_eq!(hidden_of(&document, ParticipantId(2)), 1);
    }
}
