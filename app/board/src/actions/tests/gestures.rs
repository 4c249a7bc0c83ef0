//! Whatever is done to whatever is selected, in any order.

use domain::ids::AttachmentId;
use proptest::prelude::*;

use super::*;
use crate::index::SpatialIndex;
use crate::outline::{OutlineItem, shows};
use crate::record::{Colour, Shape};

/// A gesture on a selection, at a place on the board.
#[derive(Clone, Copy, Debug)]
enum Gesture {
    Create,
    CreateIn,
    Write,
    Frame,
    NextFrame,
    Picture,
    Draw,
    Join,
    JoinTwo,
    Paste,
    Move,
    Carry,
    Snap,
    Drop,
    Place,
    PlaceAt,
    Shift,
    Resize,
    ResizeBy,
    Align,
    Distribute,
    Grid,
    Front,
    Back,
    Type,
    Group,
    Ungroup,
    Duplicate,
    Delete,
}

impl Gesture {
    const ALL: [Self; 29] = [
        Self::Create,
        Self::CreateIn,
        Self::Write,
        Self::Frame,
        Self::NextFrame,
        Self::Picture,
        Self::Draw,
        Self::Join,
        Self::JoinTwo,
        Self::Paste,
        Self::Move,
        Self::Carry,
        Self::Snap,
        Self::Drop,
        Self::Place,
        Self::PlaceAt,
        Self::Shift,
        Self::Resize,
        Self::ResizeBy,
        Self::Align,
        Self::Distribute,
        Self::Grid,
        Self::Front,
        Self::Back,
        Self::Type,
        Self::Group,
        Self::Ungroup,
        Self::Duplicate,
        Self::Delete,
    ];

    /// Doing it again changes nothing more.
    const fn settles(self) -> bool {
        matches!(
            self,
            Self::Drop
                | Self::Place
                | Self::PlaceAt
                | Self::Resize
                | Self::Align
                | Self::Grid
                | Self::Front
                | Self::Back
                | Self::Type
                | Self::Ungroup
                | Self::Delete
        )
    }

    fn operations(
        self,
        client: &mut Client,
        ids: &BTreeSet<RecordId>,
        at: Point,
    ) -> Vec<Operation> {
        let size = Size::new(at.x.unsigned_abs(), at.y.unsigned_abs());
        let holder = places::parent_at(client.view(), at, Kind::Note, ids);
        let note = NoteType {
            colour: Colour::Blue,
            label: "question".into(),
        };
        let text = String::from("n");
        let view = client.view();
        match self {
            Self::Create => create_note(client, at, note, text),
            Self::CreateIn => {
                let parent = ids.first().copied();
                let at = free_place(view, parent);
                create_note_in(client, parent, at, note, text)
            }
            Self::Write => create_text(client, at, text),
            Self::Frame => create_frame(client, Rect::new(at, size), text),
            Self::NextFrame => create_next_frame(client, &[], text),
            Self::Picture => create_image(client, at, size, AttachmentId::new(), text),
            Self::Draw => create_stroke(client, &[at, Point::new(at.y, at.x)], Ink::default()),
            Self::Join => match (ids.first(), ids.last()) {
                (Some(from), Some(to)) => create_connector(client, *from, *to),
                _ => Vec::new(),
            },
            Self::JoinTwo => join(client, ids, ids.last().copied()),
            Self::Paste => notes_from_lines(client, "a\nb\nc", at, &note, holder),
            Self::Move => move_by(view, ids, at),
            Self::Carry => carry_by(view, ids, at),
            Self::Snap => {
                let index = SpatialIndex::of(view);
                snap_towards(view, &index, ids, Point::new(at.x.signum(), 0))
            }
            Self::Drop => drop_at(view, ids, at),
            Self::Place => place_in(view, ids, holder, ids.last().copied()),
            Self::PlaceAt => place_at(view, ids, None, at),
            Self::Shift => ids
                .first()
                .map_or(Vec::new(), |id| shift(view, *id, at.x > 0)),
            Self::Resize => ids.first().map_or(Vec::new(), |id| resize(view, *id, size)),
            Self::ResizeBy => resize_by(view, ids, at),
            Self::Align => align(view, ids, Edge::Middle),
            Self::Distribute => distribute(view, ids, Axis::Vertical),
            Self::Grid => arrange_in_grid(view, ids),
            Self::Front => bring_to_front(view, ids),
            Self::Back => send_to_back(view, ids),
            Self::Type => set_type(view, ids, &note),
            Self::Group => group(client, ids, text),
            Self::Ungroup => ungroup(view, ids),
            Self::Duplicate => duplicate(client, ids),
            Self::Delete => delete(view, ids),
        }
    }
}

/// What is on the board.
fn live(client: &Client) -> Vec<(RecordId, Shape)> {
    let records = client.view().records();
    records
        .map(|(id, record)| (id, record.shape.clone()))
        .collect()
}

fn selected(client: &Client, bits: u64) -> BTreeSet<RecordId> {
    let ids = client.view().records().map(|(id, _)| id).enumerate();
    ids.filter(|(place, _)| bits >> (place % 64) & 1 == 1)
        .map(|(_, id)| id)
        .collect()
}

fn count(items: &[OutlineItem]) -> usize {
    items.iter().map(|item| 1 + count(&item.children)).sum()
}

type Deed = (Gesture, u64, Point);

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let gesture = prop::sample::select(Gesture::ALL.to_vec());
    let place = (-3_000..3_000_i32, -3_000..3_000_i32);
    let deed = (gesture, any::<u64>(), place)
        .prop_map(|(gesture, bits, (x, y))| (gesture, bits, Point::new(x, y)));
    proptest::collection::vec(deed, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400.max(ProptestConfig::default().cases), ..ProptestConfig::default() })]

    /// All of it is permitted, can be undone as a whole, and loses nothing from the outline;
    /// what brings about a state does nothing where that is so already.
    #[test]
    fn every_gesture_is_permitted_and_can_be_taken_back(deeds in deeds()) {
        let mut board = Board::new();
        for (gesture, bits, at) in deeds {
            let client = board.client();
            let ids = selected(client, bits);
            let before = live(client);
            let operations = gesture.operations(client, &ids, at);
            let nothing = operations.is_empty();
            let done = client.act(operations);
            prop_assert!(done.is_ok(), "{gesture:?}: {done:?}");
            let read = count(&outline(client.view()));
            let view = client.view();
            let shown = view.records().filter(|(_, record)| shows(view, record));
            prop_assert_eq!(read, shown.count());
            if gesture.settles() {
                let again = gesture.operations(client, &ids, at);
                prop_assert_eq!(again, vec![], "{:?}", gesture);
            }
            if !nothing {
                let mut back = client.clone();
                back.undo().unwrap();
                prop_assert_eq!(live(&back), before, "{:?}", gesture);
            }
        }
    }

    /// There and back again is where it was, wherever nothing meets the edge.
    #[test]
    fn what_is_moved_and_moved_back_lies_where_it_lay(deeds in deeds(), bits in any::<u64>(), x in -9_000..9_000_i32, y in -9_000..9_000_i32) {
        let mut board = Board::new();
        let client = board.client();
        for (gesture, bits, at) in deeds {
            let ids = selected(client, bits);
            let operations = gesture.operations(client, &ids, at);
            client.act(operations).unwrap();
        }
        let (before, ids) = (live(client), selected(client, bits));
        for by in [Point::new(x, y), Point::new(-x, -y)] {
            let operations = move_by(client.view(), &ids, by);
            client.act(operations).unwrap();
        }
        prop_assert_eq!(live(client), before);
    }
}
