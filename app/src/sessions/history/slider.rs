//! The slider through a board's past, with the picture of the moment that it stands at.

use std::time::Duration;

use board::history::Act;
use domain::ids::SessionId;
use leptos::leptos_dom::helpers::{IntervalHandle, TimeoutHandle};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Form;
use leptos_router::hooks::use_navigate;

use super::api::{BoardDeed, DifferenceSubject, HistoryContent};
use super::moment_address;
use super::text::HistoryText;
use crate::kit::{Moment, part, without_nameless};
use crate::preferences::locale;
use crate::sessions::live::beginning;
use crate::sessions::page_address;
use crate::text::{CommonText, number};

/// How long the slider rests before the picture follows it.
const RESTS: Duration = Duration::from_millis(120);
/// Between two pictures while the past is played.
const FRAME: Duration = Duration::from_millis(500);
/// Pictures of a whole past that is played.
const FRAMES: u64 = 40;
/// So many letters tell what something says to which something was done.
const TEXT: usize = 80;

/// Where the slider stands, and what follows it.
#[derive(Clone, Copy)]
struct Standing {
    session: SessionId,
    /// Where the slider stands.
    moment: RwSignal<u64>,
    /// The moment of the picture.
    drawn: RwSignal<u64>,
    resting: StoredValue<Option<TimeoutHandle>>,
    playing: RwSignal<Option<IntervalHandle>>,
}

impl Standing {
    /// The slider is being moved: the picture follows once it rests.
    fn slide(self, to: u64) {
        self.moment.set(to);
        if let Some(resting) = self.resting.get_value() {
            resting.clear();
        }
        let follow = move || self.drawn.set(to);
        self.resting
            .set_value(set_timeout_with_handle(follow, RESTS).ok());
    }

    fn stop(self) {
        if let Some(playing) = self.playing.get_untracked() {
            playing.clear();
            self.playing.set(None);
        }
    }

    /// Plays the past from here, from the beginning once it is over; `then` is told where it ends.
    fn play(self, end: u64, then: impl Fn(u64) + 'static) {
        if self.moment.get_untracked() >= end {
            self.moment.set(0);
        }
        let step = end.div_ceil(FRAMES).max(1);
        let advance = move || {
            let next = self.moment.get_untracked().saturating_add(step).min(end);
            self.moment.set(next);
            self.drawn.set(next);
            if next == end {
                self.stop();
                then(next);
            }
        };
        self.playing
            .set(set_interval_with_handle(advance, FRAME).ok());
    }
}

/// A slider through the whole log. The picture follows it at once, the rest of the page once it
/// is let go; without scripts its button leads to the moment.
#[component]
pub(super) fn Slider(content: Signal<HistoryContent>) -> impl IntoView {
    let t = HistoryText::here();
    let first = content.get_untracked();
    let id = first.session.id;
    let standing = Standing {
        session: id,
        moment: RwSignal::new(first.moment),
        drawn: RwSignal::new(first.moment),
        resting: StoredValue::new(None),
        playing: RwSignal::new(None),
    };
    let end = Memo::new(move |_| content.with(|content| content.end));
    let since = Memo::new(move |_| {
        content.with(|content| {
            content
                .comparison
                .as_ref()
                .map(|comparison| comparison.since)
        })
    });
    Effect::new(move || {
        let loaded = content.with(|content| content.moment);
        standing.moment.set(loaded);
        standing.drawn.set(loaded);
    });
    on_cleanup(move || standing.stop());
    let navigate = use_navigate();
    let go = move |to: u64| {
        let options = NavigateOptions {
            scroll: false,
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&moment_address(id, to, since.get_untracked()), options);
    };
    let settle = go.clone();
    let play = move |_| {
        if standing.playing.get_untracked().is_some() {
            standing.stop();
            go(standing.moment.get_untracked());
        } else {
            standing.play(end.get_untracked(), go.clone());
        }
    };
    let words = move || {
        let written = |moment: u64| number(locale(), moment.into());
        t.moment_of(&written(standing.moment.get()), &written(end.get()))
    };
    let written_at = part(
        content,
        |content| content.written_at,
        |at| at.map(|at| view! { "· " <Moment at=at /> }),
    );
    let when = move || {
        // Only what was loaded has a time; while the slider moves there is none.
        let loaded = content.with(|content| content.moment) == standing.moment.get();
        (!loaded).then_some("")
    };
    let deed = Memo::new(move |_| {
        let at = standing.moment.get();
        content.with(|content| {
            let deed = content.deed.as_ref().filter(|_| content.moment == at);
            deed.map_or_else(String::new, |deed| in_words(t, deed))
        })
    });
    let private = Memo::new(move |_| {
        content.with(|content| content.deed.as_ref().is_some_and(|deed| deed.private))
    });
    let ticks = part(
        content,
        |content| {
            let moments = content.landmarks.iter().map(|landmark| landmark.moment);
            moments.collect::<Vec<_>>()
        },
        |moments| {
            let marks = moments
                .into_iter()
                .map(|moment| view! { <option value=moment.to_string()></option> });
            view! { <datalist id="history-landmarks">{marks.collect_view()}</datalist> }
        },
    );
    view! {
        <section class="stack history-slider">
            <Form
                method="GET"
                on_form_data=without_nameless()
                action=format!("{}/history", page_address(id))
                noscroll=true
                attr:class="stack"
                attr:data-gap="small"
            >
                <div class="field">
                    <label for="history-moment">{t.slider()}</label>
                    <input
                        id="history-moment"
                        type="range"
                        name="at"
                        min="0"
                        max=move || end.get().to_string()
                        value=first.moment.to_string()
                        prop:value=move || standing.moment.get().to_string()
                        aria-valuetext=words
                        list="history-landmarks"
                        on:input:target=move |event| {
                            standing.stop();
                            standing.slide(event.target().value().parse().unwrap_or_default());
                        }
                        on:change:target=move |event| {
                            settle(event.target().value().parse().unwrap_or_default());
                        }
                    />
                </div>
                {ticks}
                <p class="meta">
                    {words} <span hidden=move || when().is_some()>{written_at}</span>
                </p>
                // It stands there always: what a region comes with is not told.
                <p class="meta" role="status" data-print=move || private.get().then_some("no")>
                    {move || deed.get()}
                </p>
                <div class="cluster" data-print="no">
                    <button
                        type="button"
                        class="button"
                        aria-pressed=move || standing.playing.read().is_some().to_string()
                        on:click=play
                    >
                        {move || if standing.playing.read().is_some() { t.stop() } else { t.play() }}
                    </button>
                    <noscript>
                        <button type="submit" class="button">{t.go()}</button>
                    </noscript>
                    <Steps content=content />
                </div>
            </Form>
            <Picture standing=standing title=first.session.facts.title />
        </section>
    }
}

/// What was done at a moment, after the name of whoever did it where that is told.
fn in_words(t: HistoryText, deed: &BoardDeed) -> String {
    let (act, thing) = (act(t, deed.act), thing(t, deed.subject));
    let done = match deed.text.trim() {
        "" => t.done(act, thing),
        text => t.done_to(act, thing, &beginning(text, TEXT)),
    };
    match deed.by.as_str() {
        "" => done,
        name => format!("{name}{}{done}", CommonText(t.0).colon()),
    }
}

fn act(t: HistoryText, act: Act) -> &'static str {
    match act {
        Act::Added => t.did_add(),
        Act::PutBack => t.did_put_back(),
        Act::Removed => t.did_remove(),
        Act::Revealed => t.did_reveal(),
        Act::Reworded => t.did_reword(),
        Act::Moved => t.did_move(),
        Act::Retyped => t.did_retype(),
        Act::Changed => t.did_change(),
    }
}

/// What it was done to, as it follows what was done.
fn thing(t: HistoryText, subject: DifferenceSubject) -> &'static str {
    match subject {
        DifferenceSubject::Note => t.the_note(),
        DifferenceSubject::Frame => t.the_frame(),
        DifferenceSubject::Cluster => t.the_cluster(),
        DifferenceSubject::Connector => t.the_connector(),
        DifferenceSubject::Text => t.the_text(),
        DifferenceSubject::Stroke => t.the_stroke(),
        DifferenceSubject::Image => t.the_image(),
    }
}

#[component]
fn Picture(standing: Standing, title: String) -> impl IntoView {
    let t = HistoryText::here();
    let page = page_address(standing.session);
    let source = move || format!("{page}/board.svg?at={}", standing.drawn.get());
    view! { <img class="board-picture" src=source alt=t.picture(&title) /> }
}

/// Links to the beginning, the landmarks around and the end.
#[component]
fn Steps(content: Signal<HistoryContent>) -> impl IntoView {
    let t = HistoryText::here();
    part(
        content,
        |content| {
            let moments = content.landmarks.iter().map(|landmark| landmark.moment);
            let before = moments
                .clone()
                .filter(|moment| *moment < content.moment)
                .max();
            let after = moments.filter(|moment| *moment > content.moment).min();
            (
                content.session.id,
                content.moment,
                before,
                after,
                content.end,
            )
        },
        move |(id, moment, before, after, end)| {
            // One that leads nowhere keeps its place: the row stays as it is under the pointer.
            let link = |to: Option<u64>, label: &'static str| match to.filter(|to| *to != moment) {
                Some(to) => {
                    let href = moment_address(id, to, None);
                    view! { <a class="button" data-kind="quiet" href=href>{label}</a> }.into_any()
                }
                None => view! {
                    <span class="button" data-kind="quiet" role="link" aria-disabled="true">
                        {label}
                    </span>
                }
                .into_any(),
            };
            let links = [
                link(Some(0), t.first()),
                link(before, t.before()),
                link(after, t.after()),
                link(Some(end), t.last()),
            ];
            links.collect_view()
        },
    )
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    #[test]
    fn who_did_what_is_said_in_both_languages_and_without_a_name_what() {
        let deed = |by: &str, text: &str| BoardDeed {
            by: by.into(),
            act: Act::Added,
            subject: DifferenceSubject::Note,
            text: text.into(),
            private: false,
        };
        let both = |deed: &BoardDeed| {
            let said = [Locale::Fr, Locale::En].map(|locale| in_words(HistoryText(locale), deed));
            said.map(|said| said.replace('\u{a0}', "_"))
        };
        let french = "Renard_: ajout de la note «_Lire à deux_»";
        let english = "Renard: added the note “Lire à deux”";
        assert_eq!(both(&deed("Renard", "Lire à deux")), [french, english]);
        assert_eq!(both(&deed("", "")), ["ajout de la note", "added the note"]);
    }
}
