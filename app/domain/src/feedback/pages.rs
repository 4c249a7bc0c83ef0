//! Turning the pages of a log that is looked through a part at a time: each part is a whole
//! number of pages, and the next begins behind the last entry of the one before.

use super::{FeedbackFilter, FeedbackPage};
use crate::ids::FeedbackId;
use crate::paging::{PER_PAGE, nearest_page};

/// How many entries a search in the log looks through and counts at a time: a page says so
/// where there are more. A whole number of pages.
pub const LOOKED_THROUGH: u64 = 500;

/// How many pages a part has.
const PAGES: u64 = LOOKED_THROUGH / PER_PAGE;

impl FeedbackFilter {
    /// The page as the query of an address: what [`Self::to_query`] leaves out.
    #[must_use]
    pub fn page_query(&self) -> String {
        let page = self.page.max(1);
        match self.part() {
            Some(after) => format!("page={page}&after={after}"),
            None => format!("page={page}"),
        }
    }

    /// The same list at its first page.
    #[must_use]
    pub fn at_first_page(&self) -> Self {
        self.turned_to(1, None)
    }

    /// The entry behind which the part begins that the page stands in; none in the first part.
    #[must_use]
    pub fn part(&self) -> Option<FeedbackId> {
        self.after.filter(|_| self.page > PAGES)
    }

    /// How many entries stand in the parts before.
    #[must_use]
    pub fn parts_before(&self) -> u64 {
        match self.part() {
            Some(_) => (self.page.saturating_sub(1) / PAGES).saturating_mul(LOOKED_THROUGH),
            None => 0,
        }
    }

    /// The number of the page within its part, from 1.
    #[must_use]
    pub fn page_in_part(&self) -> u64 {
        match self.part() {
            Some(_) => self.page.saturating_sub(1) % PAGES + 1,
            None => self.page,
        }
    }

    /// Whether a later part than the first begins with this page.
    #[must_use]
    pub fn begins_part(&self) -> bool {
        self.part().is_some() && self.page_in_part() == 1
    }

    /// A page nearer to the beginning, where the list ends before this one, at so many
    /// entries: the last of its part. Where nothing is left of the part, its first page is,
    /// which knows where the part before begins, and from there the last of that.
    #[must_use]
    pub fn turned_back(&self, total: u64, part_before: Option<FeedbackId>) -> Option<Self> {
        let last = nearest_page(self.page, total);
        let first = self.parts_before() / PER_PAGE + 1;
        if last >= self.page {
            None
        } else if last >= first {
            Some(self.turned_to(last, self.after))
        } else if self.begins_part() {
            Some(self.turned_to(last, part_before))
        } else {
            Some(self.turned_to(first, self.after))
        }
    }

    fn turned_to(&self, page: u64, after: Option<FeedbackId>) -> Self {
        let mut turned = self.clone();
        (turned.page, turned.after) = (page, after);
        turned.after = turned.part();
        turned
    }
}

impl FeedbackPage {
    /// What the page shows of the list that this filter led to: the page that was asked for,
    /// or one before it where the list ends earlier.
    #[must_use]
    pub fn shown_of(&self, filter: &FeedbackFilter) -> FeedbackFilter {
        filter.turned_to(self.page.number, self.part)
    }

    /// The page after this one, which this filter led to, if there is one.
    #[must_use]
    pub fn next_page(&self, filter: &FeedbackFilter) -> Option<FeedbackFilter> {
        let (number, count) = (self.page.number, self.page.count());
        if number < count {
            return Some(filter.turned_to(number + 1, self.part));
        }
        let more = self.more.filter(|_| number == count)?;
        Some(filter.turned_to(number + 1, Some(more)))
    }

    /// The page before it.
    #[must_use]
    pub fn previous_page(&self, filter: &FeedbackFilter) -> Option<FeedbackFilter> {
        let after = match self.shown_of(filter).begins_part() {
            true => self.part_before,
            false => self.part,
        };
        let before = self.page.number.checked_sub(1).filter(|page| *page > 0)?;
        Some(filter.turned_to(before, after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::Facets;
    use crate::paging::Page;

    fn page(number: u64, total: u64, more: Option<FeedbackId>) -> FeedbackPage {
        FeedbackPage {
            page: Page {
                items: Vec::new(),
                total,
                number,
            },
            facets: Facets::default(),
            partial: more.is_some(),
            more,
            part: None,
            part_before: None,
        }
    }

    fn behind(part: FeedbackId, page: FeedbackPage) -> FeedbackPage {
        FeedbackPage {
            part: Some(part),
            ..page
        }
    }

    fn at(page: u64, after: Option<FeedbackId>) -> FeedbackFilter {
        FeedbackFilter {
            query: "lent".into(),
            page,
            after,
            ..FeedbackFilter::default()
        }
    }

    #[test]
    fn a_part_is_a_whole_number_of_pages() {
        assert_eq!(PAGES * PER_PAGE, LOOKED_THROUGH);
    }

    #[test]
    fn pages_go_on_behind_the_last_entry_of_a_part() {
        let (first, second) = (FeedbackId::new(), FeedbackId::new());
        let within = page(3, LOOKED_THROUGH, Some(first));
        assert_eq!(within.next_page(&at(3, None)), Some(at(4, None)));
        assert_eq!(within.previous_page(&at(3, None)), Some(at(2, None)));
        let last = page(PAGES, LOOKED_THROUGH, Some(first));
        let next = at(PAGES + 1, Some(first));
        assert_eq!(last.next_page(&at(PAGES, None)), Some(next.clone()));
        assert_eq!(
            (next.parts_before(), next.page_in_part()),
            (LOOKED_THROUGH, 1)
        );
        assert!(next.begins_part());
        let of_second = behind(first, page(PAGES + 1, 2 * LOOKED_THROUGH, Some(second)));
        let following = at(PAGES + 2, Some(first));
        assert_eq!(of_second.next_page(&next), Some(following));
        assert_eq!(of_second.previous_page(&next), Some(at(PAGES, None)));
        let of_third = FeedbackPage {
            part: Some(second),
            part_before: Some(first),
            ..page(2 * PAGES + 1, 2 * LOOKED_THROUGH + 7, None)
        };
        let third = at(2 * PAGES + 1, Some(second));
        assert_eq!(
            of_third.previous_page(&third),
            Some(at(2 * PAGES, Some(first)))
        );
        assert_eq!(of_third.next_page(&third), None);
    }

    #[test]
    fn nothing_stands_before_the_first_page_or_behind_the_last() {
        let only = page(1, 7, None);
        assert_eq!(only.next_page(&at(1, None)), None);
        assert_eq!(only.previous_page(&at(1, None)), None);
        // Numbers that somebody typed, and a part that nothing is left of.
        let far = page(u64::MAX, LOOKED_THROUGH, Some(FeedbackId::new()));
        assert_eq!(far.next_page(&at(u64::MAX, None)), None);
        assert_eq!(at(u64::MAX, None).parts_before(), 0);
        let gone = Some(FeedbackId::new());
        assert_eq!(
            page(1, 30, None).next_page(&at(30, gone)),
            Some(at(2, None))
        );
        assert_eq!((at(3, gone).part(), at(3, gone).page_in_part()), (None, 3));
    }

    #[test]
    fn a_list_that_ends_earlier_shows_its_last_page() {
        let (first, second) = (FeedbackId::new(), FeedbackId::new());
        // One that there is stays.
        assert_eq!(at(0, None).turned_back(0, None), None);
        assert_eq!(at(3, None).turned_back(60, None), None);
        // In the first part, also where the number belongs to one that nothing leads to.
        assert_eq!(at(3, None).turned_back(50, None), Some(at(2, None)));
        assert_eq!(at(3, None).turned_back(0, None), Some(at(1, None)));
        let far = at(u64::MAX, None).turned_back(LOOKED_THROUGH, None);
        assert_eq!(far, Some(at(PAGES, None)));
        // In a later part that has entries left.
        let within = at(2 * PAGES + 3, Some(second));
        let total = 2 * LOOKED_THROUGH + PER_PAGE;
        let turned = at(2 * PAGES + 1, Some(second));
        assert_eq!(within.turned_back(total, None), Some(turned.clone()));
        // In one that has none: by way of its first page, to the part before.
        let empty = 2 * LOOKED_THROUGH;
        assert_eq!(within.turned_back(empty, None), Some(turned.clone()));
        let before = turned.turned_back(empty, Some(first));
        assert_eq!(before, Some(at(2 * PAGES, Some(first))));
        let of_first = at(PAGES + 1, Some(first)).turned_back(LOOKED_THROUGH, None);
        assert_eq!(of_first, Some(at(PAGES, None)));
    }

    #[test]
    fn a_page_tells_which_it_is_and_not_which_was_asked_for() {
        let (first, second) = (FeedbackId::new(), FeedbackId::new());
        let asked = at(2 * PAGES + 1, Some(second));
        let shown = behind(first, page(2 * PAGES, 2 * LOOKED_THROUGH, None));
        assert_eq!(shown.shown_of(&asked), at(2 * PAGES, Some(first)));
        assert_eq!(shown.next_page(&asked), None);
        let before = at(2 * PAGES - 1, Some(first));
        assert_eq!(shown.previous_page(&asked), Some(before));
    }

    #[test]
    fn an_address_holds_the_page_and_where_its_part_begins() {
        let first = FeedbackId::new();
        assert_eq!(at(0, None).page_query(), "page=1");
        let there = at(21, Some(first));
        assert_eq!(there.page_query(), format!("page=21&after={first}"));
        assert_eq!(there.to_query(), "q=lent");
        assert_eq!(there.at_first_page(), at(1, None));
    }
}
