//! The timeline of a project: phases, iterations, milestones, today. What is
//! seen stands in the address, so that it works by links alone; a table says
//! the same.

mod drawing;
mod table;

use domain::iterations::{Iteration, IterationState};
use domain::milestones::Milestone;
use domain::phases::{PhaseDate, frame_end};
use domain::projects::Project;
use domain::time::{Date, parse_date};
use icondata_lu::{LuChevronLeft, LuChevronRight, LuZoomIn, LuZoomOut};
use jiff::Span as Days;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use web_sys::Element;

use self::drawing::Drawing;
use self::table::Table;
use super::layout::{Stretch, Zoom};
use super::text::TimelineText;
use crate::kit::{Icon, day, query_value};
use crate::preferences::locale;

/// Whether something is behind, under way or ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpanState {
    /// Behind.
    Done,
    /// Under way.
    Current,
    /// Ahead.
    Next,
}

impl SpanState {
    const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Next => "next",
        }
    }

    fn label(self) -> &'static str {
        let t = TimelineText::here();
        match self {
            Self::Done => t.done(),
            Self::Current => t.current(),
            Self::Next => t.next(),
        }
    }
}

/// Something that takes some days: a phase, an iteration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimeSpan {
    /// What it is called.
    pub label: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Where it is in relation to today.
    pub state: SpanState,
    /// How it stands, in words.
    pub said: &'static str,
    /// Where its page is, if it has one.
    pub href: Option<String>,
}

impl TimeSpan {
    fn stretch(&self) -> Stretch {
        let day = Stretch {
            from: self.from,
            to: self.from,
        };
        day.with([self.from, self.to])
    }
}

/// The phases as they lie in time: each lasts until its last day, where one is given,
/// else until the next begins; the last one until today, or, as long as it is ahead,
/// until the end of the frame. The present one has not ended before today.
pub(super) fn phase_spans(project: &Project, dates: &[PhaseDate], today: Date) -> Vec<TimeSpan> {
    let mut dates = dates.to_vec();
    dates.sort_by_key(|date| (date.starts_on, date.phase));
    let end = frame_end(project.facts.starts_on);
    (0..dates.len())
        .map(|place| {
            let date = &dates[place];
            let next = dates.get(place + 1).map(|next| next.starts_on);
            let to = match (date.ends_on, next) {
                (Some(last), _) => last,
                (None, Some(next)) => next.checked_sub(Days::new().days(1)).unwrap_or(next),
                (None, None) if date.starts_on <= today => today,
                (None, None) => end,
            };
            let present = date.phase == project.phase;
            let to = if present { to.max(today) } else { to };
            let state = match date.phase.cmp(&project.phase) {
                std::cmp::Ordering::Less => SpanState::Done,
                std::cmp::Ordering::Equal => SpanState::Current,
                std::cmp::Ordering::Greater => SpanState::Next,
            };
            TimeSpan {
                label: date.phase.wording().in_locale(locale()).to_owned(),
                from: date.starts_on,
                to: to.max(date.starts_on),
                state,
                said: state.label(),
                href: None,
            }
        })
        .collect()
}

/// The iterations as they lie in time.
pub(super) fn iteration_spans(iterations: Vec<Iteration>) -> Vec<TimeSpan> {
    let span = |iteration: Iteration| TimeSpan {
        label: format!("{}. {}", iteration.number, iteration.facts.goal),
        from: iteration.facts.starts_on,
        to: iteration.facts.ends_on,
        state: match iteration.state {
            IterationState::Planned => SpanState::Next,
            IterationState::Running | IterationState::InReview => SpanState::Current,
            IterationState::Closed => SpanState::Done,
        },
        said: iteration.state.wording().in_locale(locale()),
        href: Some(format!(
            "/projects/{}/iterations/{}",
            iteration.project, iteration.id
        )),
    };
    iterations.into_iter().map(span).collect()
}

/// All that the timeline shows.
#[derive(Clone, Debug)]
struct Content {
    phases: Vec<TimeSpan>,
    iterations: Vec<TimeSpan>,
    milestones: Vec<Milestone>,
    today: Date,
}

/// What is seen of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct View {
    zoom: Zoom,
    at: Date,
}

impl View {
    fn address(self, path: &str) -> String {
        match self.zoom {
            Zoom::Years => format!("{path}?zoom=years"),
            zoom => format!("{path}?zoom={}&at={}", zoom.code(), self.at),
        }
    }

    fn to(self, at: Date) -> Self {
        Self { at, ..self }
    }

    fn by(self, zoom: Zoom) -> Self {
        Self { zoom, ..self }
    }
}

/// The timeline of a project.
#[component]
pub(crate) fn Timeline(
    /// First day of the project's three years.
    starts_on: Date,
    /// Its phases.
    phases: Vec<TimeSpan>,
    /// Its iterations.
    iterations: Vec<TimeSpan>,
    /// Its milestones.
    milestones: Vec<Milestone>,
    /// The day, by the server's clock, so that both sides draw the same.
    today: Date,
) -> impl IntoView {
    let t = TimelineText::here();
    let frame = Stretch {
        from: starts_on,
        to: starts_on,
    };
    let spans = phases.iter().chain(&iterations);
    let whole = frame
        .with([frame_end(starts_on)])
        .with(spans.flat_map(|span| [span.from, span.to]))
        .with(milestones.iter().map(|milestone| milestone.due_on));
    let query = use_query_map();
    let view = Memo::new(move |_| {
        let query = query.read();
        View {
            zoom: Zoom::from_code(&query_value(&query, "zoom")).unwrap_or_default(),
            at: parse_date(&query_value(&query, "at")).unwrap_or(today),
        }
    });
    let seen = Memo::new(move |_| {
        let view = view.get();
        whole.seen(view.zoom, view.at)
    });
    let content = StoredValue::new(Content {
        phases,
        iterations,
        milestones,
        today,
    });
    let told = move || {
        let seen = seen.get();
        t.seen(&day(locale(), seen.from), &day(locale(), seen.last()))
    };
    view! {
        <section class="stack" data-gap="small" aria-labelledby="timeline-title">
            <h2 id="timeline-title">{t.title()}</h2>
            <Tools view=view whole=whole />
            <p class="meta" role="status">{told}</p>
            <Frame view=view whole=whole>
                {move || {
                    content.with_value(|content| {
                        view! { <Drawing content=content.clone() zoom=view.get().zoom seen=seen.get() /> }
                    })
                }}
            </Frame>
            <p class="hint keys-hint" id="timeline-keys" data-print="no">{t.keys()}</p>
            <Table content=content.get_value() />
        </section>
    }
}

/// Where a step in each direction leads; nothing at the ends.
fn ways(view: View, whole: Stretch) -> [Option<View>; 4] {
    [
        whole.before(view.zoom, view.at).map(|at| view.to(at)),
        whole.after(view.zoom, view.at).map(|at| view.to(at)),
        view.zoom.closer().map(|zoom| view.by(zoom)),
        view.zoom.wider().map(|zoom| view.by(zoom)),
    ]
}

/// What takes the keys, and scrolls where the screen is narrow.
#[component]
fn Frame(view: Memo<View>, whole: Stretch, children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let navigate = use_navigate();
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let way = match event.key().as_str() {
            "ArrowLeft" => 0,
            "ArrowRight" => 1,
            "+" | "=" => 2,
            "-" | "−" => 3,
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = ways(view.get_untracked(), whole)[way] {
            let options = NavigateOptions {
                scroll: false,
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&to.address(&path.get_untracked()), options);
        }
    };
    let frame = NodeRef::<html::Div>::new();
    // Where the drawing is wider than its place, today is what one wants to see of it.
    Effect::new(move || {
        view.track();
        if let Some(frame) = frame.get() {
            request_animation_frame(move || show_today(&frame));
        }
    });
    view! {
        <div
            node_ref=frame
            class="timeline"
            role="group"
            tabindex="0"
            aria-label=TimelineText::here().title()
            aria-describedby="timeline-keys"
            on:keydown=on_key
        >
            {children()}
        </div>
    }
}

/// Scrolls to today, if the drawing shows it.
fn show_today(frame: &Element) {
    if let Ok(Some(today)) = frame.query_selector(".tl-today") {
        let (place, seen) = (
            today.get_bounding_client_rect(),
            frame.get_bounding_client_rect(),
        );
        let middle = seen.left() + seen.width() / 2.0;
        let off = place.left() + place.width() / 2.0 - middle;
        frame.scroll_by_with_x_and_y(off, 0.0);
    }
}

/// The scale, and steps in each direction: links, so that they work by themselves.
#[component]
fn Tools(view: Memo<View>, whole: Stretch) -> impl IntoView {
    let t = TimelineText::here();
    let path = use_location().pathname;
    let scales = Zoom::ALL
        .into_iter()
        .map(|zoom| {
            let label = match zoom {
                Zoom::Years => t.years(),
                Zoom::Quarters => t.quarters(),
                Zoom::Months => t.months(),
                Zoom::Weeks => t.weeks(),
            };
            let href = move || view.get().by(zoom).address(&path.get());
            let current = move || (view.get().zoom == zoom).then_some("true");
            view! {
                <li>
                    <a class="button" data-size="small" href=href aria-current=current data-noscroll=true>
                        {label}
                    </a>
                </li>
            }
        })
        .collect_view();
    let steps = [
        (LuChevronLeft, t.before()),
        (LuChevronRight, t.after()),
        (LuZoomIn, t.closer()),
        (LuZoomOut, t.wider()),
    ];
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(way, (icon, label))| {
            let to = Memo::new(move |_| ways(view.get(), whole)[way]);
            // A link that leads nowhere for now says so and keeps its place.
            let href = move || to.get().map(|to| to.address(&path.get()));
            let nowhere = move || to.get().is_none().then_some("true");
            let role = move || to.get().is_none().then_some("link");
            view! {
                <li>
                    <a
                        class="icon-button"
                        href=href
                        role=role
                        aria-disabled=nowhere
                        aria-label=label
                        title=label
                        data-noscroll=true
                    >
                        <Icon icon=icon />
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="tl-tools" data-print="no">
            <ul class="cluster" aria-label=t.scale()>{scales}</ul>
            <ul class="cluster">{steps}</ul>
        </div>
    }
}
