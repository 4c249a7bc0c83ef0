//! Frames that no client of ours sends.

use proptest::prelude::*;

use super::*;
use crate::property::Property;
use crate::put_back::Lost;
use crate::record::Colour;

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..4_u32, any::<u32>()]
}

/// A name that clients make up for what they put back.
fn lost(id: RecordId) -> Lost {
    Lost::operation(client(1), id.number)
}

fn hostile_operation() -> impl Strategy<Value = Operation> {
    let id = (0..3_u64, number()).prop_map(|(from, number)| RecordId {
        client: client(from),
        number,
    });
    let edit = (number(), number(), "[a-z]{0,4}").prop_map(|(at, deleted, inserted)| {
        TextEdit::splice(at as usize, deleted as usize, &inserted)
    });
    (0..11_u8, id, edit, any::<(i32, i32)>()).prop_map(|(what, id, edit, (x, y))| match what {
        0 | 1 => create(id, shape(Content::Note(NoteType::default()), "t")),
        2 => Operation::Set(id, at(x, y)),
        3 | 4 => Operation::Edit(id, edit),
        5 => Operation::Delete(id),
        6 => Operation::Contest(id, at(x, y)),
        7 => Operation::Reveal(Reveal::Record(id)),
        8 => create(id, shape(Content::Text, "t")).put_back(lost(id)),
        9 => Operation::Edit(id, edit).put_back(lost(id)),
        _ => Operation::Set(
            id,
            Property::Type(NoteType {
                colour: Colour::Red,
                label: x.to_string(),
            }),
        ),
    })
}

proptest! {
    #[test]
    fn s41_no_frame_of_a_hostile_client_harms_the_room(
        frames in proptest::collection::vec(
            (any::<bool>(), number(), number(), proptest::collection::vec(hostile_operation(), 0..6)),
            1..40,
        ),
    ) {
        let mut room = room();
        for (greets, base, first, operations) in frames {
            let frame = if greets {
                hello(client(1), Some((Epoch(1), Seq(u64::from(base)))), first)
            } else {
                submit(u64::from(base), first, operations)
            };
            room.receive(LINK, &frame).unwrap();
            settle(&mut room);
        }
        let document = room.document();
        prop_assert!(document.ids().all(|id| document.record(id).unwrap().shape.is_valid()));
        prop_assert!(document.ids().all(|id| id.client == client(1)));
    }
}
