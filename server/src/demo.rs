//! The demonstration: a workspace in which forty people have worked on three
//! projects for a year and a half. `content` says what there is, `story` in
//! which order it happened, `acts` how each thing gets into the store: by the
//! store's own functions, by whoever does it, with the clock set to the moment.
//! The same each time, ids included, on the same day.

mod acts;
mod calendar;
mod content;
mod drawings;
mod entries;
mod projects;
mod story;
mod workshops;

use store::{SetClock, Store};

use self::acts::Stage;
use self::calendar::Calendar;
use self::content::Content;
use self::story::Story;
use crate::error::Result;

const WORKSPACE: &str = "Établi — démonstration";

/// Fills an empty workspace, as it is seen from the present day on.
///
/// # Errors
/// When the workspace has accounts, or the database does not answer.
pub async fn fill(store: &Store) -> Result<()> {
    let content = Content::read()?;
    let calendar = Calendar::seen_from(store.now().date_utc());
    let story = Story::of(&content, calendar)?;
    let mut acts = story.into_acts().peekable();
    // The workspace is named before anything happens in it.
    let beginning = acts.peek().map_or(store.now(), |(moment, _)| *moment);
    let clock = SetClock::at(beginning);
    let store = store.with_clock(clock.clone());
    store.start_demo(WORKSPACE).await?;
    let mut stage = Stage::new(store, clock.clone(), calendar);
    for (moment, act) in acts {
        clock.set(moment);
        stage.perform(act).await?;
    }
    Ok(())
}
