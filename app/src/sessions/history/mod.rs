//! The page of a board's past: a slider through its whole log, moments that stand out or were
//! given a name, and what is different between two of them.

mod api;
mod differences;
#[cfg(feature = "ssr")]
pub(super) mod past;
#[cfg(feature = "ssr")]
mod reading;
mod slider;
mod text;

use domain::ids::SessionId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::api::{
    ForgetBoardVersion, HistoryContent, HistoryLandmark, LandmarkKind, NameBoardVersion,
    load_history,
};
use self::differences::Compare;
use self::slider::Slider;
use self::text::HistoryText;
use super::outline::Outline;
use super::report::OwnHidden;
use super::{board_address, page_address, way_to_session};
use crate::kit::{
    Empty, Field, FormAction, FormEnd, Hidden, Moment, Page, PostForm, followed_by_anyone,
    id_param, part, query_value,
};

#[derive(Clone, Copy)]
struct Actions {
    name: FormAction<NameBoardVersion>,
    forget: FormAction<ForgetBoardVersion>,
}

/// The past of a session's board.
pub(super) fn history_page() -> AnyView {
    let id = id_param::<SessionId>("session");
    let query = use_query_map();
    let actions = Actions {
        name: FormAction::new(),
        forget: FormAction::new(),
    };
    let asked = Memo::new(move |_| {
        let query = query.read();
        let moment = |name| query_value(&query, name).parse::<u64>().ok();
        (id.get(), moment("at"), moment("since"))
    });
    let changes = move || {
        let done = (actions.name.version().get(), actions.forget.version().get());
        (asked.get(), done)
    };
    let content = Resource::new(changes, |((id, moment, since), _)| {
        load_history(id, moment, since)
    });
    let subject = |content: &HistoryContent| content.session.id;
    followed_by_anyone(content, subject, move |content| {
        let runs = content.with_untracked(|content| content.names_moments);
        view! { <HistoryView content=content runs=runs actions=actions /> }
    })
    .into_any()
}

/// The address of a moment, compared with another or not.
fn moment_address(session: SessionId, moment: u64, since: Option<u64>) -> String {
    let page = page_address(session);
    match since {
        Some(since) => format!("{page}/history?at={moment}&since={since}"),
        None => format!("{page}/history?at={moment}"),
    }
}

#[component]
fn HistoryView(content: Signal<HistoryContent>, runs: bool, actions: Actions) -> impl IntoView {
    let t = HistoryText::here();
    let first = content.get_untracked();
    let id = first.session.id;
    let way = way_to_session(&first.session, first.project.as_ref());
    if first.end == 0 {
        return view! {
            <Page title=t.title() crumbs=way>
                <Empty text=t.empty().to_owned() />
            </Page>
        }
        .into_any();
    }
    let landmarks = part(
        content,
        |content| (content.landmarks.clone(), content.moment),
        move |(landmarks, moment)| {
            view! { <Landmarks session=id landmarks=landmarks moment=moment runs=runs actions=actions /> }
        },
    );
    let naming = runs.then(|| view! { <Naming content=content actions=actions /> });
    let compare = part(
        content,
        |content| {
            let HistoryContent {
                moment,
                end,
                landmarks,
                comparison,
                ..
            } = content.clone();
            (moment, end, landmarks, comparison)
        },
        move |(moment, end, landmarks, comparison)| {
            view! {
                <Compare session=id moment=moment end=end landmarks=landmarks comparison=comparison />
            }
        },
    );
    let carry = part(
        content,
        |content| (content.session.id, content.moment, content.others.clone()),
        |(session, moment, others)| {
            view! { <CarryOver session=session moment=moment others=others /> }
        },
    );
    let notes = part(
        content,
        |content| (content.notes.clone(), content.besides.clone()),
        |(notes, besides)| view! { <Outline notes=notes besides=besides /> },
    );
    let own_hidden = part(
        content,
        |content| (content.own_hidden.clone(), content.left_out),
        |(notes, count)| (count > 0).then(|| view! { <OwnHidden notes=notes count=count /> }),
    );
    view! {
        <Page title=t.title() crumbs=way>
            <p>{t.lede()}</p>
            <div class="stack" data-gap="large">
                <Slider content=content />
                <div class="split">
                    <div class="stack" data-gap="large">
                        {compare}
                        <section class="stack">
                            <h2>{t.board_then()}</h2>
                            {notes}
                        </section>
                        {own_hidden}
                    </div>
                    <aside class="stack" data-gap="large">{landmarks} {naming} {carry}</aside>
                </div>
            </div>
        </Page>
    }
    .into_any()
}

/// What happened at a landmark, in words.
fn landmark_text(t: HistoryText, what: &LandmarkKind) -> String {
    match what {
        LandmarkKind::Phase(title) => t.phase(title),
        LandmarkKind::Reveal => t.reveal().to_owned(),
        LandmarkKind::Version(name) => t.version(name),
    }
}

/// The moments that stand out, each a way to it.
#[component]
fn Landmarks(
    session: SessionId,
    landmarks: Vec<HistoryLandmark>,
    moment: u64,
    runs: bool,
    actions: Actions,
) -> impl IntoView {
    let t = HistoryText::here();
    let none = landmarks
        .is_empty()
        .then(|| view! { <p class="hint">{t.no_landmarks()}</p> });
    let rows = landmarks
        .into_iter()
        .map(|landmark| {
            let href = moment_address(session, landmark.moment, None);
            let current = (landmark.moment == moment).then_some("true");
            let is_version = matches!(landmark.what, LandmarkKind::Version(_));
            let forget = (runs && is_version).then(|| {
                view! {
                    <PostForm action=actions.forget width="bare">
                        <Hidden name="session" value=session.to_string() />
                        <Hidden name="moment" value=landmark.moment.to_string() />
                        <FormEnd label=t.forget_version() kind="quiet" />
                    </PostForm>
                }
            });
            let at = landmark
                .at
                .map(|at| view! { <span class="meta"><Moment at=at /></span> });
            view! {
                <li>
                    <a href=href aria-current=current>{landmark_text(t, &landmark.what)}</a>
                    <br />
                    {at}
                    {forget}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t.landmarks()}</h2>
            {none}
            <ol class="landmarks">{rows}</ol>
        </section>
    }
}

/// Gives the moment that is shown a name, or another one.
#[component]
fn Naming(content: Signal<HistoryContent>, actions: Actions) -> impl IntoView {
    let t = HistoryText::here();
    let id = content.with_untracked(|content| content.session.id);
    let moment = Signal::derive(move || content.with(|content| content.moment.to_string()));
    let named = part(
        content,
        |content| {
            let here = |landmark: &&HistoryLandmark| landmark.moment == content.moment;
            let mut named = content.landmarks.iter().filter(here);
            named.find_map(|landmark| match &landmark.what {
                LandmarkKind::Version(name) => Some(name.clone()),
                _ => None,
            })
        },
        move |name| {
            let label = match &name {
                Some(_) => t.rename_version(),
                None => t.name_version(),
            };
            view! {
                <h2>{label}</h2>
                <PostForm action=actions.name>
                    <Hidden name="session" value=id.to_string() />
                    <Hidden name="moment" value=moment />
                    <Field
                        name="name"
                        label=t.version_name()
                        hint=t.version_hint()
                        value=name.unwrap_or_default()
                        required=true
                    />
                    <FormEnd label=label />
                </PostForm>
            }
        },
    );
    view! { <section class="stack">{named}</section> }
}

/// Ways to take the board at this moment over into other sessions.
#[component]
fn CarryOver(
    session: SessionId,
    moment: u64,
    others: Vec<(SessionId, String, bool)>,
) -> impl IntoView {
    let t = HistoryText::here();
    if others.is_empty() {
        return ().into_any();
    }
    let rows = others
        .into_iter()
        .map(|(other, title, is_in)| {
            let href = match is_in {
                true => format!("{}?import={session}&at={moment}", board_address(other)),
                false => page_address(other),
            };
            let first = (!is_in).then(|| view! { " " <span class="meta">{t.join_first()}</span> });
            view! { <li><a href=href>{title}</a> {first}</li> }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t.carry()}</h2>
            <p class="hint">{t.carry_hint()}</p>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}
