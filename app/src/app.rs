//! The root component: what every page has around it, and which page answers
//! which address.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

use crate::accounts::{
    AccountPage, AuditPage, EmailPage, ForgottenPage, JoinPage, PeoplePage, ResetPage, SetupPage,
    SignInPage,
};
use crate::activity::{ActivityFeedPage, PersonPage, ProjectActivityPage};
use crate::attachments::FilePage;
use crate::decisions::{ActionItemPage, ActionItemsPage, DecisionPage, DecisionsPage};
use crate::evidence::EvidencePage;
use crate::feedback::{
    EditFeedbackPage, FeedbackListPage, FeedbackPage, MergeFeedbackPage, NewFeedbackPage,
};
use crate::home::{AccessibilityPage, HomePage, NotFoundPage};
use crate::imports::{CheckImportPage, ImportPage, ImportsPage, MapColumnsPage, NewImportPage};
use crate::iterations::{
    ChangePage, ComparePage, ConjecturePage, EditIterationPage, IterationPage, IterationsPage,
    NewIterationPage,
};
use crate::kit::{ask_before_leaving, provide_landing, provide_last_saved};
use crate::milestones::{EditMilestonePage, MilestonePage, MilestonesPage, NewMilestonePage};
use crate::needs::{EditNeedPage, MergeNeedPage, NeedPage, NeedsPage, NewNeedPage};
use crate::notifications::{NotificationsPage, PreferencesPage};
use crate::preferences::provide_preferences;
use crate::projects::{EditProjectPage, NewProjectPage, ProjectPage, ProjectsPage};
use crate::search::SearchPage;
use crate::sessions::{
    BoardPage, DoorPage, EditSessionPage, HarvestPage, HistoryPage, NewSessionPage, ReportPage,
    SessionPage, SessionsPage,
};
use crate::shell::{Colophon, Masthead};
use crate::text::CommonText;
use crate::viewer::provide_viewer;

/// The whole application, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_preferences();
    view! {
        <Router>
            <Frame />
        </Router>
    }
}

/// What stands around every page, and the page itself.
#[component]
fn Frame() -> impl IntoView {
    provide_viewer();
    provide_landing();
    provide_last_saved();
    ask_before_leaving();
    view! {
            <a class="skip-link" href="#main" rel="external">{CommonText::here().skip()}</a>
            <Masthead />
            <main id="main" class="page">
                <Pages />
            </main>
            <Colophon />
    }
}

/// Every page is rendered whole before it is sent, so that it can be read
/// without scripts and carries the status that fits it.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view={Lazy::<HomePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/sign-in") view={Lazy::<SignInPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/setup/:secret") view={Lazy::<SetupPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/join/:secret") view={Lazy::<JoinPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/forgotten") view={Lazy::<ForgottenPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/reset/:secret") view={Lazy::<ResetPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/email/:secret") view={Lazy::<EmailPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/account") view={Lazy::<AccountPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/people") view={Lazy::<PeoplePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/people/:person") view={Lazy::<PersonPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/activity") view={Lazy::<ActivityFeedPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/notifications") view={Lazy::<NotificationsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/notifications/preferences") view={Lazy::<PreferencesPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/audit") view={Lazy::<AuditPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/search") view={Lazy::<SearchPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/needs") view={Lazy::<NeedsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/needs/new") view={Lazy::<NewNeedPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/needs/:need") view={Lazy::<NeedPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/needs/:need/merge") view={Lazy::<MergeNeedPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/needs/:need/edit") view={Lazy::<EditNeedPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/imports") view={Lazy::<ImportsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/imports/new") view={Lazy::<NewImportPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/imports/:import") view={Lazy::<ImportPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/imports/:import/columns") view={Lazy::<MapColumnsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/imports/:import/check") view={Lazy::<CheckImportPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects") view={Lazy::<ProjectsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/new") view={Lazy::<NewProjectPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project") view={Lazy::<ProjectPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/edit") view={Lazy::<EditProjectPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/iterations") view={Lazy::<IterationsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/iterations/new") view={Lazy::<NewIterationPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/iterations/compare") view={Lazy::<ComparePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/iterations/:iteration") view={Lazy::<IterationPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/iterations/:iteration/edit") view={Lazy::<EditIterationPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/elements/:element") view={Lazy::<ConjecturePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/maplinks/:maplink") view={Lazy::<ConjecturePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/changes/:change") view={Lazy::<ChangePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/decisions") view={Lazy::<DecisionsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/decisions/:decision") view={Lazy::<DecisionPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/actions") view={Lazy::<ActionItemsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/actions/:item") view={Lazy::<ActionItemPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/milestones") view={Lazy::<MilestonesPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/milestones/new") view={Lazy::<NewMilestonePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/milestones/:milestone") view={Lazy::<MilestonePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/milestones/:milestone/edit") view={Lazy::<EditMilestonePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/activity") view={Lazy::<ProjectActivityPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/sessions") view={Lazy::<SessionsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/sessions/new") view={Lazy::<NewSessionPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/sessions/:session") view={Lazy::<SessionPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/sessions/:session/edit") view={Lazy::<EditSessionPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/sessions/:session/report") view={Lazy::<ReportPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/sessions/:session/history") view={Lazy::<HistoryPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/sessions/:session/outcomes") view={Lazy::<HarvestPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/s") view={Lazy::<DoorPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/s/:code") view={Lazy::<DoorPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/board/:session") view={Lazy::<BoardPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/files/:file") view={Lazy::<FilePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/evidence/:kind/:id") view={Lazy::<EvidencePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/feedback") view={Lazy::<FeedbackListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/feedback/new") view={Lazy::<NewFeedbackPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/feedback/:feedback") view={Lazy::<FeedbackPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/feedback/:feedback/merge") view={Lazy::<MergeFeedbackPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/projects/:project/feedback/:feedback/edit") view={Lazy::<EditFeedbackPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/accessibilite") view={Lazy::<AccessibilityPage>::new()} ssr=SsrMode::Async />
        </FlatRoutes>
    }
}
