//! What is loaded for a page: waited for, shown.

use domain::policy::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::failure::{FailureNotice, answer_with, failure_title};
use super::followed::kept;
use super::page::Page;
use crate::failure::Failure;
use crate::preferences::locale;
use crate::text::{CommonText, FailureText};
use crate::viewer::{Viewer, ViewerResource};

/// What is loaded for a page or a part of it.
pub(crate) type Loading<T> = Resource<Result<T, Failure>>;

pub(super) fn waiting() -> impl IntoView {
    view! { <p role="status">{CommonText::here().loading()}</p> }
}

/// Who looks at it, if anybody is signed in, and what was loaded.
pub(super) type Answers<T> = (Result<Option<Viewer>, Failure>, Result<T, Failure>);

/// Both of them.
pub(super) async fn both<T: Clone + Send + Sync + 'static>(resource: Loading<T>) -> Answers<T> {
    let viewer = expect_context::<ViewerResource>().0;
    (viewer.await, resource.await)
}

/// Shows what was loaded to those alone who are signed in.
pub(super) fn for_viewer<T: 'static>(
    show: impl Fn(Viewer, T) -> AnyView + Copy + Send + Sync + 'static,
    failed: fn(Failure) -> AnyView,
) -> impl Fn(Answers<T>) -> AnyView + Copy + Send + Sync + 'static {
    move |answers| match answers {
        (Ok(Some(viewer)), Ok(content)) => show(viewer, content),
        (Ok(None), _) => failed(Failure::Unauthenticated),
        (Err(failure), _) | (_, Err(failure)) => failed(failure),
    }
}

/// A page of its own for a failure, with a heading like every page.
pub(super) fn failure_page(failure: Failure) -> AnyView {
    let title = failure_title(locale(), &failure);
    let notice = match failure {
        Failure::Unreachable => view! { <NotReached /> }.into_any(),
        failure => view! { <FailureNotice failure=failure /> }.into_any(),
    };
    view! { <Page title=title>{notice}</Page> }.into_any()
}

/// That the page itself did not come, and the way to ask for it again. Where the server still
/// does not answer then, the browser says so, and tries again by itself.
#[component]
fn NotReached() -> impl IntoView {
    let t = FailureText::here();
    let again = move |_| {
        let _ = window().location().reload();
    };
    view! {
        <div class="notice" data-tone="bad" role="alert">
            <div class="stack">
                <p>{t.page_unreachable()}</p>
                <p><button class="button" type="button" on:click=again>{t.try_again()}</button></p>
            </div>
        </div>
    }
}

/// Shows a part of a page once what it shows was loaded, and anew whenever that
/// was loaded again; a failure in its place where it was not. Where it cannot be
/// loaded again, what was shown stays under a notice.
pub(crate) fn loaded<T, V>(
    resource: Loading<T>,
    show: impl Fn(Viewer, T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    shown(resource, show, |failure| {
        view! { <FailureNotice failure=failure /> }.into_any()
    })
}

/// Shows a whole page once what it shows was loaded, and anew whenever that was
/// loaded again; a page about the failure where it was not. Where it cannot be
/// loaded again, what was shown stays under a notice.
pub(crate) fn loaded_page<T, V>(
    resource: Loading<T>,
    show: impl Fn(Viewer, T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    shown(resource, show, failure_page)
}

/// Shows the page of a form once what it shows was loaded, to those alone who may send
/// it: `may` asks the policy, on the server and in the browser alike. All others are
/// told why not, by the page and by its status. What was typed is not lost with the
/// permission to send it: a form that came back is shown with the refusal.
pub(crate) fn form_page<T, V>(
    resource: Loading<T>,
    may: impl Fn(&Viewer, &T) -> Result<(), Refusal> + Copy + Send + Sync + 'static,
    show: impl Fn(Viewer, T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let query = use_query_map();
    loaded_page(resource, move |viewer, content| {
        let Err(refusal) = may(&viewer, &content) else {
            return show(viewer, content).into_any();
        };
        let failure = Failure::Refused(refusal);
        if query.with_untracked(|query| query.get_str(CAME_BACK).is_none()) {
            return failure_page(failure);
        }
        answer_with(&failure);
        show(viewer, content).into_any()
    })
}

/// What the address of a page says where a form came back to it without scripts.
const CAME_BACK: &str = "__err";

/// What a form loads that shows nothing but itself.
pub(crate) fn nothing_to_load() -> Loading<()> {
    Resource::new(|| (), |()| async { Ok(()) })
}

fn shown<T, V>(
    resource: Loading<T>,
    show: impl Fn(Viewer, T) -> V + Copy + Send + Sync + 'static,
    failed: fn(Failure) -> AnyView,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let show = move |viewer, content| show(viewer, content).into_any();
    kept(resource, |_| EachLoad, for_viewer(show, failed))
}

/// The key of what is drawn anew with each loading: it is like no other, nor like itself.
struct EachLoad;

impl PartialEq for EachLoad {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// What somebody else saved meanwhile, loaded once a form turns out to be made
/// of an older version. A browser's task and no resource: a resource of the
/// browser's alone makes the server send the page before it is whole.
pub(crate) fn saved_meanwhile<T, F>(
    stale: Signal<Option<i64>>,
    load: impl Fn() -> F + 'static,
) -> ReadSignal<Option<T>>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let (saved, set_saved) = signal(None);
    Effect::new(move || {
        if stale.get().is_none() {
            return;
        }
        let load = load();
        leptos::task::spawn_local(async move {
            if let Ok(content) = load.await {
                let _ = set_saved.try_set(Some(content));
            }
        });
    });
    saved
}

/// Shows a page to whoever comes, with an account or without, once what it shows was
/// loaded.
pub(crate) fn loaded_by_anyone<T, V>(
    resource: Loading<T>,
    show: impl Fn(T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=waiting>
            {move || Suspend::new(async move {
                match resource.await {
                    Ok(content) => show(content).into_any(),
                    Err(failure) => failure_page(failure),
                }
            })}
        </Transition>
    }
}
