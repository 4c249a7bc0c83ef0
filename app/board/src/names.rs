//! Where the names of clusters stand, wherever a board is drawn: above them, unless the name of the
//! frame in which they lie stands there.

use crate::document::Document;
use crate::record::{Kind, Record};

/// So much of the size of its letters a name takes in height, with what lies below them.
const HEIGHT: f64 = 1.3;

/// Whether a cluster lies so close to the upper edge of its frame that both names, in letters of
/// this size, would be written over each other: its own stands below its edge then.
#[must_use]
pub fn stands_inside(document: &Document, cluster: &Record, size: f64) -> bool {
    let holder = cluster.shape.parent.and_then(|id| document.live(id));
    holder.is_some_and(|holder| {
        let (top, edge) = (cluster.shape.position.y, holder.shape.position.y);
        let is_named = !holder.shape.text.trim().is_empty();
        let apart = f64::from(top) - f64::from(edge);
        holder.shape.kind() == Kind::Frame && is_named && apart.abs() < size * HEIGHT
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::create_next_frame;
    use crate::geometry::Point;
    use crate::ids::RecordId;
    use crate::operation::Operation;
    use crate::property::Property;
    use crate::record::Content;
    use crate::testing::Session;

    #[test]
    fn a_name_stands_inside_where_that_of_the_frame_stands_above() {
        let mut session = Session::new();
        let frame = create_next_frame(&mut session.clients[0], &[], "Semaine".into());
        let holder = frame[0].record().unwrap();
        session.clients[0].act(frame).unwrap();
        let holds = session.clients[0].view().live(holder);
        let top = holds.unwrap().shape.position;
        let cluster = session.create(0, Content::Cluster, "Bruit");
        let inside = |session: &Session, cluster: RecordId| {
            let view = session.clients[0].view();
            stands_inside(view, view.live(cluster).unwrap(), 18.0)
        };
        let mut put = |down: i32, parent: Option<RecordId>| {
            let at = Point::new(top.x + 40, top.y + down);
            for property in [Property::Parent(parent), Property::Position(at)] {
                session.act(0, Operation::Set(cluster, property));
            }
            inside(&session, cluster)
        };
        assert!(!put(0, None), "in no frame");
        for down in [0, 20, -20] {
            assert!(put(down, Some(holder)), "{down}");
        }
        for down in [24, -24, 300] {
            assert!(!put(down, Some(holder)), "{down}");
        }
        let unnamed = Operation::Edit(holder, crate::text::TextEdit::splice(0, 7, ""));
        assert!(put(0, Some(holder)));
        session.act(0, unnamed);
        assert!(!inside(&session, cluster), "nothing stands above");
    }
}
