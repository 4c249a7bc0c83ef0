//! Files attached to things: what is known of them in the database, their bytes
//! beside it. Whoever sees a thing sees its files.

mod holders;
mod reading;
mod writing;

use domain::evidence::{ThingKind, ThingRef};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

pub use self::reading::FileToRead;
pub use self::writing::NewFile;
use crate::error::Result;
use crate::tables::attachments::attachment;
use crate::tables::decode;

/// The condition that a file is attached to a thing.
pub(crate) fn attached_to(thing: ThingRef) -> Condition {
    Condition::all()
        .add(attachment::Column::ThingKind.eq(thing.kind.code()))
        .add(attachment::Column::ThingId.eq(thing.id))
}

/// A file as a thing of the evidence chain.
fn file_of(id: Uuid) -> ThingRef {
    ThingRef::new(ThingKind::File, id)
}

fn thing_of(row: &attachment::Model) -> Result<ThingRef> {
    Ok(ThingRef::new(
        decode::<ThingKind>("thing_kind", &row.thing_kind)?,
        row.thing_id,
    ))
}
