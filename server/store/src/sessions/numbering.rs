//! The numbers of seats in a session: from 1 on and, once a backup was restored, from a number
//! on that nobody had before. Whoever joined after the backup was made is unknown by then, but
//! browsers keep under the number of a seat what was not sent from it, what was read there and
//! what was voted: it is not to become somebody else's.

use domain::ids::SessionId;
use domain::problems::Problem;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::board::epoch_of;
use crate::database::Tx;
use crate::error::{Result, invalid};
use crate::secrets::random_number;
use crate::tables::sessions::participant;

/// The most people of one session, removed ones included.
const PARTICIPANTS_MAX: u64 = 2_000;
/// The lower bits of a number count those who joined in one life of the board's log: there are
/// more of these numbers than people.
const COUNTING_BITS: u32 = 11;
/// The bits above them are the upper ones of that life's epoch: 32 bits in all.
const LIFE_BITS: u32 = 21;

/// The epoch of a new board, whose seats are numbered from 1.
pub(super) fn first_epoch() -> Result<u64> {
    Ok(random_number()? >> LIFE_BITS)
}

/// The epoch of a board whose log may have gone back. One bit tells it from the first; that
/// two restorations give the same numbers is as likely as one in a million.
pub(super) fn another_epoch() -> Result<u64> {
    Ok(random_number()? | (1 << (u64::BITS - 1)))
}

/// The number of whoever joins next.
pub(super) async fn next_number(tx: &Tx, id: SessionId) -> Result<i64> {
    let people = participant::Entity::find().filter(participant::Column::SessionId.eq(id.0));
    if people.clone().count(&tx.db).await? >= PARTICIPANTS_MAX {
        let max = u32::try_from(PARTICIPANTS_MAX).unwrap_or(u32::MAX);
        return Err(invalid("code", Problem::NoRoom { max }));
    }
    let before = before_first(epoch_of(&tx.db, id).await?);
    let of_this_life =
        participant::Column::Number.between(before + 1, before + (1 << COUNTING_BITS) - 1);
    let last: Option<Option<i64>> = people
        .filter(of_this_life)
        .select_only()
        .column_as(participant::Column::Number.max(), "last")
        .into_tuple()
        .one(&tx.db)
        .await?;
    Ok(last.flatten().unwrap_or(before) + 1)
}

/// The number after which those begin that are given in this life of a board's log.
fn before_first(epoch: u64) -> i64 {
    let life = i64::try_from(epoch >> (u64::BITS - LIFE_BITS)).unwrap_or_default();
    life << COUNTING_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_another_life_are_none_of_the_first_and_those_of_participants() {
        let lives = [first_epoch(), another_epoch()];
        let [first, another] = lives.map(|epoch| before_first(epoch.expect("random bits")));
        let most = i64::try_from(PARTICIPANTS_MAX).expect("few");
        assert_eq!(first, 0);
        assert!(another > most);
        assert!(most < 1 << COUNTING_BITS, "lives do not overlap");
        // The last number of all stands for nobody.
        let last = before_first(u64::MAX) + most;
        let number = u32::try_from(last).expect("a number of 32 bits");
        assert!(number < u32::MAX);
    }
}
