//! What is loaded for a page: waited for, shown, followed when it changes.

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;

use super::failure::{FailureNotice, failure_title};
use super::page::Page;
use crate::failure::Failure;
use crate::preferences::locale;
use crate::text::CommonText;
use crate::viewer::{Viewer, ViewerResource};

/// What is loaded for a page or a part of it.
pub(crate) type Loading<T> = Resource<Result<T, Failure>>;

fn waiting() -> impl IntoView {
    view! { <p role="status">{CommonText::here().loading()}</p> }
}

/// Who looks at it and what was loaded.
async fn both<T: Clone + Send + Sync + 'static>(
    resource: Loading<T>,
) -> Result<(Viewer, T), Failure> {
    let viewer = expect_context::<ViewerResource>().0;
    match (viewer.await, resource.await) {
        (Ok(Some(viewer)), Ok(content)) => Ok((viewer, content)),
        (Ok(None), _) => Err(Failure::Unauthenticated),
        (Err(failure), _) | (_, Err(failure)) => Err(failure),
    }
}

/// A page of its own for a failure, with a heading like every page.
fn failure_page(failure: Failure) -> AnyView {
    view! {
        <Page title=failure_title(locale(), &failure)>
            <FailureNotice failure=failure />
        </Page>
    }
    .into_any()
}

/// Shows a part of a page once what it shows was loaded, and anew whenever that
/// was loaded again; a failure in its place where it was not.
pub(crate) fn loaded<T, V>(
    resource: Loading<T>,
    show: impl Fn(Viewer, T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    shown(resource, show, |failure| {
        view! { <FailureNotice failure=failure /> }.into_any()
    })
}

/// Shows a whole page once what it shows was loaded, and anew whenever that was
/// loaded again; a page about the failure where it was not.
pub(crate) fn loaded_page<T, V>(
    resource: Loading<T>,
    show: impl Fn(Viewer, T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    shown(resource, show, failure_page)
}

fn shown<T, V>(
    resource: Loading<T>,
    show: impl Fn(Viewer, T) -> V + Copy + Send + Sync + 'static,
    failed: fn(Failure) -> AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=waiting>
            {move || Suspend::new(async move {
                match both(resource).await {
                    Ok((viewer, content)) => show(viewer, content).into_any(),
                    Err(failure) => failed(failure),
                }
            })}
        </Transition>
    }
}

/// Shows a page that people work on: drawn once for each subject, then followed
/// [part by part](part), so that what is opened and typed elsewhere on the page
/// stays when something on it was done.
pub(crate) fn followed_page<T, K, V>(
    resource: Loading<T>,
    subject: fn(&T) -> K,
    show: impl Fn(Viewer, Signal<T>) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=waiting>
            {
                let drawn = Memo::new_with_compare(
                    move |_| match resource.get() {
                        Some(Ok(content)) => Some(Ok(subject(&content))),
                        Some(Err(failure)) => Some(Err(failure)),
                        None => None,
                    },
                    // What loads for the first time is waited for already.
                    |before, now| {
                        let before = before.and_then(Option::as_ref);
                        before.is_some() && before != now.and_then(Option::as_ref)
                    },
                );
                move || {
                    drawn.track();
                    Suspend::new(ScopedFuture::new_untracked(async move {
                        match both(resource).await {
                            Ok((viewer, content)) => {
                                show(viewer, latest(resource, subject, content)).into_any()
                            }
                            Err(failure) => failure_page(failure),
                        }
                    }))
                }
            }
        </Transition>
    }
}

/// The latest of what is loaded about the subject that was drawn.
fn latest<T, K>(resource: Loading<T>, subject: fn(&T) -> K, content: T) -> Signal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: PartialEq + Send + Sync + 'static,
{
    let drawn = subject(&content);
    let (latest, set_latest) = signal(content);
    Effect::new(move || {
        if let Some(Ok(content)) = resource.get()
            && subject(&content) == drawn
        {
            set_latest.set(content);
        }
    });
    latest.into()
}

/// A part of a page that is followed, drawn anew only when what it shows changed.
pub(crate) fn part<T, P, V>(
    content: Signal<T>,
    of: impl Fn(&T) -> P + Send + Sync + 'static,
    show: impl Fn(P) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    P: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let shown = Memo::new(move |_| content.with(&of));
    move || show(shown.get()).into_any()
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
