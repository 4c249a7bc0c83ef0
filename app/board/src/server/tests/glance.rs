//! Asking for all of a board ahead of the connection (S64).

use super::*;
use crate::client::Client;
use crate::wire::CatchUp;

#[test]
fn s64_who_asks_ahead_gets_the_board_and_is_not_there_until_they_connect() {
    let mut room = room();
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    settle(&mut room);
    let other = other(Role::Participant);
    let (glance, link) = (ConnectionId(2), ConnectionId(3));
    let mut tab = Client::new(client(2));
    room.glance(glance, other);
    room.receive(glance, &tab.ask_ahead().unwrap()).unwrap();
    // The answer is all that is sent, to anybody.
    let append = room.tick();
    let sent = room.persisted(append.through);
    assert_eq!(sent.iter().map(|it| it.to).collect::<Vec<_>>(), [glance]);
    tab.receive(&sent[0].bytes).unwrap();
    tab.disconnected();
    room.disconnect(glance);
    assert_eq!(settle(&mut room), [], "nobody came, and nobody left");
    assert_eq!(tab.view().len(), 1);
    assert_eq!(tab.ask_ahead(), None, "it has something of the board");

    room.receive(LINK, &submit(0, 2, vec![note(2)])).unwrap();
    settle(&mut room);
    room.connect(link, other);
    tab.connected();
    room.receive(link, &tab.poll().unwrap()).unwrap();
    let append = room.tick();
    for outgoing in room.persisted(append.through) {
        let frame = FromServer::decode(&outgoing.bytes).unwrap();
        if let FromServer::Welcome(welcome) = &frame {
            assert!(matches!(welcome.catch_up, CatchUp::Delta(_)), "{frame:?}");
        }
        if outgoing.to == link {
            tab.receive(&outgoing.bytes).unwrap();
        }
    }
    assert!(tab.is_live());
    assert_eq!(tab.view().len(), 2);
}

#[test]
fn s64_a_glance_shows_nothing_and_changes_nothing() {
    let mut room = room();
    let glance = ConnectionId(2);
    room.glance(glance, me(Role::Participant));
    // The tab that is there stays in step although its own client glances.
    room.receive(glance, &hello(client(1), None, 7)).unwrap();
    room.receive(glance, &submit(0, 1, vec![note(1)])).unwrap();
    settle(&mut room);
    assert!(room.document().is_empty());
    room.receive(LINK, &submit(0, 1, vec![note(1)])).unwrap();
    settle(&mut room);
    assert_eq!(room.document().len(), 1);
}
