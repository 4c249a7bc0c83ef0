//! The rows of a script's form in their order, and what is done with them: with scripts in
//! the browser, without on the server, by the same steps.

use domain::sessions::PHASES_MAX;

/// What is done with the rows. A row is told by its number, which it keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It changes places with the one before.
    Up(usize),
    /// It changes places with the one after.
    Down(usize),
    /// An empty one follows it.
    Insert(usize),
    /// Another with the same content follows it.
    Copy(usize),
    /// It is to be removed: whoever asked is asked first.
    Ask(usize),
    /// It is not to be removed after all.
    Keep(usize),
    /// It goes, with what is in it.
    Remove(usize),
}

/// What a change is called, and how it is made of a row.
type Named = (&'static str, fn(usize) -> Change);

impl Change {
    const NAMES: [Named; 7] = [
        ("up", Self::Up),
        ("down", Self::Down),
        ("insert", Self::Insert),
        ("copy", Self::Copy),
        ("ask", Self::Ask),
        ("keep", Self::Keep),
        ("remove", Self::Remove),
    ];

    /// The row that it is about.
    pub(super) const fn row(self) -> usize {
        match self {
            Self::Up(row)
            | Self::Down(row)
            | Self::Insert(row)
            | Self::Copy(row)
            | Self::Ask(row)
            | Self::Keep(row)
            | Self::Remove(row) => row,
        }
    }

    /// What a button sends that asks for it.
    pub(super) fn code(self) -> String {
        let named = Self::NAMES.iter();
        let mut named = named.filter(|(_, of)| of(self.row()) == self);
        let name = named.next().map_or("", |(name, _)| name);
        format!("{name}-{}", self.row())
    }

    /// What a button asked for.
    pub(super) fn read(code: &str) -> Option<Self> {
        let (name, row) = code.split_once('-')?;
        let row = row.parse().ok()?;
        let mut named = Self::NAMES.iter();
        let (_, of) = named.find(|(known, _)| *known == name)?;
        Some(of(row))
    }
}

/// The rows, in their order, each by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rows {
    order: Vec<usize>,
    /// The number of the next new one. Numbers below it that are not in order were removed.
    next: usize,
    /// So many at the beginning have begun, and stay where they are.
    begun: usize,
}

impl Rows {
    /// So many rows, one at the least.
    pub(super) fn of(count: usize, begun: usize) -> Self {
        let count = count.max(1);
        Self {
            order: (0..count).collect(),
            next: count,
            begun,
        }
    }

    /// Rows of these numbers, each with its place; those without one were removed.
    pub(super) fn placed(rows: &[(usize, Option<usize>)], begun: usize) -> Self {
        let mut placed: Vec<(usize, usize)> = rows
            .iter()
            .filter_map(|(row, place)| Some(((*place)?, *row)))
            .collect();
        placed.sort_unstable();
        let last = rows.iter().map(|(row, _)| *row).max();
        Self {
            order: placed.into_iter().map(|(_, row)| row).collect(),
            next: last.map_or(0, |last| last.saturating_add(1)),
            begun,
        }
    }

    /// The rows as the page tells them, for bringing it to life.
    pub(super) fn written(&self) -> String {
        let numbers = [self.next, self.begun].into_iter();
        let numbers: Vec<String> = numbers
            .chain(self.order.iter().copied())
            .map(|number| number.to_string())
            .collect();
        numbers.join(" ")
    }

    /// The rows that a page tells.
    #[cfg(any(test, feature = "hydrate"))]
    pub(super) fn read(written: &str) -> Option<Self> {
        let numbers = written.split(' ').map(|number| number.parse().ok());
        let numbers: Vec<usize> = numbers.collect::<Option<_>>()?;
        let (&[next, begun], order) = numbers.split_first_chunk()?;
        Some(Self {
            order: order.to_vec(),
            next,
            begun,
        })
    }

    /// Whether a row is of a phase that has begun.
    pub(super) fn has_begun(&self, row: usize) -> bool {
        self.place(row).is_some_and(|place| place < self.begun)
    }

    /// The numbers of the rows, in the order of these.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The numbers of rows that were removed.
    pub(super) fn removed(&self) -> Vec<usize> {
        let gone = |row: &usize| !self.order.contains(row);
        (0..self.next).filter(gone).collect()
    }

    /// Where a row stands, from 0.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        self.order.iter().position(|one| *one == row)
    }

    /// Whether this can be done.
    pub(super) fn allows(&self, change: Change) -> bool {
        let Some(place) = self.place(change.row()) else {
            return false;
        };
        match change {
            Change::Up(_) => place > self.begun,
            Change::Down(_) => place >= self.begun && place.saturating_add(1) < self.order.len(),
            Change::Insert(_) | Change::Copy(_) => self.order.len() < PHASES_MAX,
            Change::Ask(_) | Change::Remove(_) => place >= self.begun && self.order.len() > 1,
            Change::Keep(_) => true,
        }
    }

    /// Does it. The row to go on with: the one that was moved or is new, the one before one
    /// that was removed; none where nothing was done.
    pub(super) fn apply(&mut self, change: Change) -> Option<usize> {
        let row = change.row();
        let place = self.place(row).filter(|_| self.allows(change))?;
        match change {
            Change::Up(_) => self.order.swap(place, place.saturating_sub(1)),
            Change::Down(_) => self.order.swap(place, place.saturating_add(1)),
            Change::Insert(_) | Change::Copy(_) => {
                let new = self.next;
                self.next = new.saturating_add(1);
                let at = place
                    .saturating_add(1)
                    .max(self.begun)
                    .min(self.order.len());
                self.order.insert(at, new);
                return Some(new);
            }
            Change::Ask(_) | Change::Keep(_) => {}
            Change::Remove(_) => {
                self.order.remove(place);
                return self.order.get(place.saturating_sub(1)).copied();
            }
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_moved_inserted_copied_and_removed() {
        let mut rows = Rows::of(3, 0);
        assert_eq!(rows.apply(Change::Up(0)), None);
        assert_eq!(rows.apply(Change::Down(2)), None);
        assert_eq!(rows.apply(Change::Up(2)), Some(2));
        assert_eq!(rows.order(), [0, 2, 1]);
        assert_eq!(rows.apply(Change::Insert(0)), Some(3));
        assert_eq!(rows.apply(Change::Copy(1)), Some(4));
        assert_eq!(rows.order(), [0, 3, 2, 1, 4]);
        assert_eq!(rows.apply(Change::Ask(2)), Some(2));
        assert_eq!(rows.apply(Change::Remove(2)), Some(3));
        assert_eq!((rows.order(), rows.removed()), (&[0, 3, 1, 4][..], vec![2]));
        assert_eq!(rows.apply(Change::Remove(7)), None);
        let mut one = Rows::of(0, 0);
        assert_eq!(one.apply(Change::Remove(0)), None, "a script has a phase");
    }

    #[test]
    fn what_has_begun_stays_where_it_is() {
        let mut rows = Rows::of(4, 2);
        for change in [
            Change::Up(1),
            Change::Up(2),
            Change::Down(0),
            Change::Down(1),
            Change::Ask(1),
            Change::Remove(0),
        ] {
            assert_eq!(rows.apply(change), None, "{change:?}");
        }
        assert_eq!(rows.apply(Change::Copy(0)), Some(4));
        assert_eq!(rows.apply(Change::Up(3)), Some(3));
        assert_eq!(rows.order(), [0, 1, 4, 3, 2]);
    }

    #[test]
    fn there_are_no_more_rows_than_phases() {
        let mut rows = Rows::of(PHASES_MAX, 0);
        assert_eq!(rows.apply(Change::Insert(0)), None);
        rows.apply(Change::Remove(0));
        assert_eq!(rows.apply(Change::Copy(1)), Some(PHASES_MAX));
    }

    #[test]
    fn rows_come_back_as_a_form_told_them() {
        let told = [(0, Some(1)), (1, None), (2, Some(0)), (3, Some(2))];
        let rows = Rows::placed(&told, 0);
        assert_eq!((rows.order(), rows.removed()), (&[2, 0, 3][..], vec![1]));
        assert_eq!(Rows::read(&rows.written()), Some(rows));
        for (_, of) in Change::NAMES {
            assert_eq!(Change::read(&of(12).code()), Some(of(12)));
        }
        for wrong in ["", "up", "up-", "up-x", "fly-1", "-1"] {
            assert_eq!(Change::read(wrong), None, "{wrong}");
        }
    }
}
