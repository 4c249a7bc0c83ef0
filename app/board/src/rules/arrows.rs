//! Arrows and what they join: an arrow tells of it, by its words and by being there, so that
//! it is shown to nobody from whom one of its ends is hidden.

use crate::document::Document;
use crate::lead::Lead;
use crate::operation::{Operation, Reveal};
use crate::record::Content;
use crate::secrecy::Secrecy;

/// What was promised of those ends of an arrow that are hidden. All else has no ends.
pub(crate) fn hidden_ends<'a>(
    document: &'a Document,
    content: &Content,
) -> impl Iterator<Item = Secrecy> + use<'a> {
    let ends = match content {
        Content::Connector(ends) => Some(ends.both()),
        _ => None,
    };
    let ends = ends.into_iter().flatten();
    let ends = ends.filter_map(move |end| Some(document.record(end)?.secrecy));
    ends.filter(|secrecy| secrecy.hidden)
}

/// Whether an operation shows others an arrow alone, and something that it joins stays hidden.
/// The server asks: a client shows what it reveals once that is ordered, and cannot tell that
/// the ends are shown just before.
pub(crate) fn bares_arrow(document: &Document, operation: &Operation) -> bool {
    let (Operation::Reveal(Reveal::Record(id))
    | Operation::Lead {
        deed: Lead::Reveal(Reveal::Record(id)),
        ..
    }) = operation
    else {
        return false;
    };
    let record = document.record(*id).filter(|it| it.secrecy.hidden);
    record.is_some_and(|it| hidden_ends(document, &it.shape.content).next().is_some())
}
