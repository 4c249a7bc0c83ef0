//! The home page: what needs me, before what exists.

mod text;
mod waiting;

pub(crate) use waiting::{CurrentIteration, NextLine, WaitingList};

use domain::home::{Glance, Waiting};
use domain::ids::SessionId;
use domain::needs::Need;
use domain::policy::{Action, Situation};
use domain::projects::Project;
use icondata_lu::LuFolderKanban;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::feedback::{GiveFeedbackLink, may_give};
use crate::kit::{
    Empty, FailureNotice, FormAction, FormEnd, Hidden, Icon, Page, PostForm, lazy_pages,
    loaded_page,
};
use crate::needs::NeedCards;
use crate::preferences::locale;
use crate::sessions::entry_api::ClaimParticipation;
use crate::viewer::Viewer;
use text::HomeText;

/// What the home page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Home {
    /// What waits for the reader, the most pressing first.
    waiting: Vec<Waiting>,
    /// The projects on whose team the reader is, and where each of them is.
    projects: Vec<(Project, Glance)>,
    /// The needs that the reader expressed, newest first.
    own_needs: Vec<Need>,
    /// The newest needs of others.
    new_needs: Vec<Need>,
    /// What the reader did without an account in this browser, the latest first.
    as_guest: Vec<GuestPart>,
}

/// A part that this browser has in a session as a guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct GuestPart {
    session: SessionId,
    title: String,
    /// The name that the guest had there.
    name: String,
    /// The reader's own seat there.
    own: OwnSeat,
}

/// The seat that somebody has with their account where they were a guest as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum OwnSeat {
    /// They have none: the guest's becomes theirs.
    None,
    /// They have one, and the session goes on: what both may do there is done from each.
    Going,
    /// They have one, and the session is closed: the guest's becomes a further one of theirs.
    Over,
    /// They were removed.
    Removed,
}

/// How many needs each list on the home page shows.
#[cfg(feature = "ssr")]
const SHOWN: usize = 5;

/// What the home page shows.
#[server(endpoint = "load_home", input = GetUrl)]
pub(crate) async fn load_home() -> Result<Home, Failure> {
    use domain::needs::{NeedFilter, NeedOrder};
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    let newest = |own| NeedFilter {
        order: NeedOrder::Newest,
        own,
        ..NeedFilter::default()
    };
    let mut own_needs = store.needs(&actor, &newest(true)).await?.items;
    own_needs.truncate(SHOWN);
    let mut new_needs = store.needs(&actor, &newest(false)).await?.items;
    new_needs.truncate(SHOWN);
    let projects = store.own_projects(&actor).await?;
    let ids: Vec<_> = projects.iter().map(|project| project.id).collect();
    let today = crate::kit::today();
    let mut glances = store.glances(&ids, today).await?;
    let mut glance = |id| glances.remove(&id).unwrap_or_default();
    Ok(Home {
        waiting: store.waiting(&actor, None, today).await?,
        projects: projects
            .into_iter()
            .map(|project| {
                let glance = glance(project.id);
                (project, glance)
            })
            .collect(),
        own_needs,
        new_needs,
        as_guest: as_guest(&store, &actor).await?,
    })
}

/// The parts that this browser has as a guest.
#[cfg(feature = "ssr")]
async fn as_guest(
    store: &store::Store,
    actor: &domain::policy::Actor,
) -> Result<Vec<GuestPart>, Failure> {
    use domain::sessions::{ParticipantState, SessionState};
    let guests = crate::request::request_info().map(|info| info.guests);
    let guests = guests.unwrap_or_default();
    let mut parts = Vec::new();
    for secret in guests.secrets().into_iter().rev() {
        let Some(part) = store.guest_participation(actor.user, secret).await? else {
            continue;
        };
        parts.push(GuestPart {
            session: part.session,
            title: part.title,
            name: part.guest.name().to_owned(),
            own: match part.own {
                None => OwnSeat::None,
                Some(ParticipantState::Removed) => OwnSeat::Removed,
                Some(_) if part.state == SessionState::Closed => OwnSeat::Over,
                Some(_) => OwnSeat::Going,
            },
        });
    }
    Ok(parts)
}

/// The home page.
fn home_page() -> AnyView {
    let home = Resource::new(|| (), |()| load_home());
    let claim = FormAction::new();
    loaded_page(
        home,
        move |viewer, home| view! { <Overview viewer=viewer home=home claim=claim /> },
    )
    .into_any()
}

#[component]
fn Overview(viewer: Viewer, home: Home, claim: FormAction<ClaimParticipation>) -> impl IntoView {
    let t = HomeText::here();
    let first_name = viewer
        .account
        .person
        .name
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned();
    let express = viewer
        .may(Action::ExpressNeed, &Situation::workspace())
        .then(|| {
            view! { <a class="button" data-kind="primary" href="/needs/new">{t.express()}</a> }
        });
    let ways = view! {
        {express}
        <a class="button" data-kind="quiet" href="/s">{t.join_session()}</a>
    };
    let own = (!home.own_needs.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t.own_needs()}</h2>
                <NeedCards needs=home.own_needs />
            </section>
        }
    });
    let waiting = if home.waiting.is_empty() {
        view! { <p>{t.nothing_waits()}</p> }.into_any()
    } else {
        view! { <WaitingList waiting=home.waiting reader=viewer.account.person.id /> }.into_any()
    };
    let as_guest = home.as_guest.into_iter();
    let as_guest = as_guest.map(|part| view! { <AsGuest part=part claim=claim /> });
    let as_guest = as_guest.collect_view();
    view! {
        <Page title=t.title(&first_name) lede=viewer.workspace.clone() actions=Some(ways.into_any())>
            <div class="stack" data-gap="large">
                {as_guest}
                <section class="stack">
                    <h2>{t.waiting()}</h2>
                    {waiting}
                </section>
                <section class="stack">
                    <div class="section-head">
                        <h2>{t.own_projects()}</h2>
                        <a href="/activity">{t.activity()}</a>
                    </div>
                    <OwnProjects viewer=viewer projects=home.projects />
                </section>
                {own}
                <section class="stack">
                    <div class="section-head">
                        <h2>{t.new_needs()}</h2>
                        <a href="/needs">{t.all_needs()}</a>
                    </div>
                    <NeedCards needs=home.new_needs />
                </section>
            </div>
        </Page>
    }
}

/// A part as a guest, with the way to make it the reader's own and what that means, or why
/// there is none yet.
#[component]
fn AsGuest(part: GuestPart, claim: FormAction<ClaimParticipation>) -> impl IntoView {
    let t = HomeText::here();
    let said = match part.own {
        OwnSeat::None => None,
        OwnSeat::Going => Some(t.two_seats(&part.name)),
        OwnSeat::Over => Some(t.two_become_one(&part.name)),
        OwnSeat::Removed => Some(t.seat_removed().to_owned()),
    };
    let said = said.map(|said| view! { <p>{said}</p> });
    let way = matches!(part.own, OwnSeat::None | OwnSeat::Over).then(|| {
        view! {
            <PostForm action=claim width="bare">
                <Hidden name="session" value=part.session.to_string() />
                <FormEnd label=t.claim() />
            </PostForm>
        }
    });
    view! {
        <section class="notice stack" data-gap="small">
            <p>{t.was_guest(&part.title, &part.name)}</p>
            {said}
            {way}
        </section>
    }
}

#[component]
fn OwnProjects(viewer: Viewer, projects: Vec<(Project, Glance)>) -> impl IntoView {
    let t = HomeText::here();
    if projects.is_empty() {
        return view! {
            <Empty text=t.no_projects().to_owned()>
                <a class="button" href="/projects">{t.see_projects()}</a>
            </Empty>
        }
        .into_any();
    }
    let cards = projects
        .into_iter()
        .map(|(project, glance)| {
            let give = may_give(&viewer, &project).then(|| {
                view! { <div class="actions"><GiveFeedbackLink project=project.id /></div> }
            });
            view! {
                <li class="card" data-row=true data-link=true>
                    <Icon icon=LuFolderKanban />
                    <div>
                        <h3><a href=format!("/projects/{}", project.id)>{project.facts.title}</a></h3>
                        <p class="meta">
                            <span class="badge" data-tone="accent">
                                {project.phase.wording().in_locale(locale())}
                            </span>
                        </p>
                        <NextLine project=project.id glance=glance />
                    </div>
                    {give}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="card-list" data-joined=true>{cards}</ul> }.into_any()
}

/// What answers an address where there is nothing.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let t = crate::text::FailureText::here();
    view! {
        <Page title=t.not_found_title()>
            <FailureNotice failure=Failure::NotFound />
            <a class="button" href="/">{crate::text::CommonText::here().home()}</a>
        </Page>
    }
}

/// The accessibility declaration.
fn accessibility_page() -> AnyView {
    let t = HomeText::here();
    view! {
        <Page title=t.accessibility() lede=t.accessibility_lede()>
            <div class="prose">
                <p>{t.accessibility_state()}</p>
                <h2>{t.accessibility_tested()}</h2>
                <p>{t.accessibility_how()}</p>
                <h2>{t.accessibility_help()}</h2>
                <p>{t.accessibility_contact()}</p>
            </div>
        </Page>
    }
    .into_any()
}

lazy_pages! {
    home:
    /// The home page.
    HomePage = home_page;
    /// The accessibility declaration.
    AccessibilityPage = accessibility_page;
}
