//! What is loaded stays where it cannot be loaded anew; a page that people work on
//! is drawn once, then followed as it changes.

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_location;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::form::{FormAction, sign_in_again};
use super::loading::{Answers, Loading, both, failure_page, for_viewer, waiting};
use crate::failure::Failure;
use crate::text::FailureText;
use crate::viewer::Viewer;

/// Shows a page that people work on: drawn once for each subject, then followed
/// [part by part](part), so that what is opened and typed elsewhere on the page
/// stays when something on it was done, also where it cannot be loaded anew.
pub(crate) fn followed_page<T, K, V>(
    resource: Loading<T>,
    subject: fn(&T) -> K,
    show: impl Fn(Viewer, Signal<T>) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    K: PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let show = move |viewer, content| show(viewer, latest(resource, subject, content)).into_any();
    kept(resource, subject, for_viewer(show, failure_page))
}

/// The same for whoever comes, with an account or without.
pub(crate) fn followed_by_anyone<T, K, V>(
    resource: Loading<T>,
    subject: fn(&T) -> K,
    show: impl Fn(Signal<T>) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    K: PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let show = move |(_, content): Answers<T>| match content {
        Ok(content) => show(latest(resource, subject, content)).into_any(),
        Err(failure) => failure_page(failure),
    };
    kept(resource, subject, show)
}

/// Shows what was loaded, or that it was not, and draws it anew whenever its key is another.
/// What was drawn stays, under a notice, where it cannot be loaded again.
pub(super) fn kept<T, K>(
    resource: Loading<T>,
    key: impl Fn(&T) -> K + Send + Sync + 'static,
    show: impl Fn(Answers<T>) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    K: PartialEq + Send + Sync + 'static,
{
    let place = use_location().pathname;
    view! {
        <Transition fallback=waiting>
            {
                let drawn = Memo::new_owning(move |before: Option<Drawn<K>>| {
                    let loaded = resource.get();
                    let loaded = loaded.map(|loaded| loaded.map(|content| key(&content)));
                    follow(before, place.get_untracked(), loaded)
                });
                let content = move || {
                    drawn.track();
                    Suspend::new(ScopedFuture::new_untracked(async move {
                        show(both(resource).await)
                    }))
                };
                view! { {outdated(resource, drawn)} {content} }
            }
        </Transition>
    }
}

/// What stands on a page.
struct Drawn<K> {
    /// The path of the page.
    place: String,
    /// What it is about, or why it is not shown; nothing before it is loaded.
    content: Option<Result<K, Failure>>,
}

/// What stands on the page of this path after a loading, and whether it has to be
/// drawn anew. What was drawn stays where it could not be loaded again, whatever
/// the reason: people may be typing there, and have seen it already.
fn follow<K: PartialEq>(
    before: Option<Drawn<K>>,
    place: String,
    loaded: Option<Result<K, Failure>>,
) -> (Drawn<K>, bool) {
    match before {
        Some(before)
            if before.place == place
                && matches!((&before.content, &loaded), (Some(Ok(_)), Some(Err(_)))) =>
        {
            (before, false)
        }
        before => {
            // What loads for the first time is waited for already.
            let before = before.and_then(|before| before.content);
            let anew = before.is_some() && before != loaded;
            let content = loaded;
            (Drawn { place, content }, anew)
        }
    }
}

/// Says so while what is drawn could not be loaded anew, with what can be done.
fn outdated<T, K>(resource: Loading<T>, drawn: Memo<Drawn<K>>) -> impl IntoView
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    K: PartialEq + Send + Sync + 'static,
{
    let failed = RwSignal::new(None);
    Effect::new(move || {
        let failure = resource.get().and_then(Result::err);
        let kept = drawn.with_untracked(|drawn| matches!(drawn.content, Some(Ok(_))));
        failed.set(failure.filter(|_| kept));
    });
    move || {
        failed
            .get()
            .map(|failure| outdated_notice(&failure, move || resource.refetch()))
    }
}

fn outdated_notice(failure: &Failure, again: impl Fn() + 'static) -> AnyView {
    let t = FailureText::here();
    let ended = *failure == Failure::Unauthenticated;
    let text = match failure {
        Failure::Unauthenticated => t.unauthenticated(),
        Failure::NotFound | Failure::Refused(_) => t.gone(),
        _ => t.outdated(),
    };
    let way = if ended { t.sign_in() } else { t.try_again() };
    let go = move |_| if ended { sign_in_again() } else { again() };
    view! {
        <div class="notice" data-tone="warn" data-place="top" role="alert">
            <p>{text}</p>
            <button class="button" data-size="small" type="button" on:click=go>{way}</button>
        </div>
    }
    .into_any()
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

/// A part that is a form: like [`part`], but what is typed in it and not taken yet
/// stays, whatever changes around it. It is then made of an older version, and saving
/// it shows what was saved meanwhile.
///
/// `show` is given what the form is made of, and what it has to tell of typing.
pub(crate) fn form_part<T, P, V, S>(
    content: Signal<T>,
    action: FormAction<S>,
    of: impl Fn(&T) -> P + Send + Sync + 'static,
    show: impl Fn(P, RwSignal<bool>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    P: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
    S: ServerFn<Error = Failure>,
{
    let typed = RwSignal::new(false);
    let made_of = made_of(content, typed, action.version(), of);
    move || {
        let (_, made_of) = made_of.get();
        typed.set(false);
        show(made_of, typed).into_any()
    }
}

/// What a form is made of that was taken so often: the latest, unless something is
/// typed in it since.
fn made_of<T, P>(
    content: Signal<T>,
    typed: RwSignal<bool>,
    taken: Signal<usize>,
    of: impl Fn(&T) -> P + Send + Sync + 'static,
) -> Memo<(usize, P)>
where
    T: Send + Sync + 'static,
    P: Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |before: Option<&(usize, P)>| {
        let latest = content.with(&of);
        // It is loaded anew once the form was taken.
        let taken = taken.get_untracked();
        match before {
            Some(before) if before.0 == taken && typed.get_untracked() => before.clone(),
            _ => (taken, latest),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_until_it_is_taken() {
        let owner = Owner::new();
        owner.set();
        let (content, changed) = signal("un");
        let (typed, taken) = (RwSignal::new(false), RwSignal::new(0));
        let of = |content: &&'static str| *content;
        let made_of = made_of(content.into(), typed, taken.into(), of);
        let made_of = move || made_of.get_untracked().1;
        assert_eq!(made_of(), "un");
        changed.set("deux");
        assert_eq!(made_of(), "deux", "nothing was typed");
        typed.set(true);
        changed.set("trois");
        assert_eq!(made_of(), "deux", "what is typed stays");
        taken.set(1);
        assert_eq!(made_of(), "deux", "until what was taken is loaded");
        changed.set("quatre");
        assert_eq!(made_of(), "quatre");
    }

    type Loaded = Option<Result<u8, Failure>>;

    /// What stands on the page after these loadings, each on the page of a path,
    /// and whether the last drew it anew.
    fn after(loadings: &[(&str, Loaded)]) -> (Loaded, bool) {
        let mut drawn = None;
        let mut anew = false;
        for (place, loaded) in loadings {
            let (next, changed) = follow(drawn, (*place).to_owned(), loaded.clone());
            (drawn, anew) = (Some(next), changed);
        }
        (drawn.and_then(|drawn| drawn.content), anew)
    }

    const ONE: Loaded = Some(Ok(1));

    fn failed(failure: Failure) -> Loaded {
        Some(Err(failure))
    }

    #[test]
    fn what_is_drawn_stays_when_it_cannot_be_loaded_anew() {
        for failure in [
            Failure::Unreachable,
            Failure::Internal,
            Failure::Unauthenticated,
            Failure::NotFound,
        ] {
            let lost = ("/needs/1", failed(failure));
            assert_eq!(after(&[("/needs/1", ONE), lost.clone()]), (ONE, false));
            let again = after(&[("/needs/1", ONE), lost.clone(), lost, ("/needs/1", ONE)]);
            assert_eq!(again, (ONE, false));
        }
    }

    #[test]
    fn another_subject_is_drawn() {
        let two = Some(Ok(2));
        let (shown, anew) = after(&[("/needs/1", ONE), ("/needs/2", two.clone())]);
        assert_eq!((shown, anew), (two.clone(), true));
        let lost = ("/needs/1", failed(Failure::Unreachable));
        let after_loss = after(&[("/needs/1", ONE), lost, ("/needs/2", two.clone())]);
        assert_eq!(after_loss, (two, true));
    }

    #[test]
    fn another_page_that_cannot_be_shown_says_so() {
        let gone = failed(Failure::NotFound);
        let (shown, anew) = after(&[("/needs/1", ONE), ("/needs/2", gone.clone())]);
        assert_eq!((shown, anew), (gone, true));
    }

    #[test]
    fn what_loads_at_first_is_waited_for() {
        assert_eq!(
            after(&[("/needs/1", None), ("/needs/1", ONE)]),
            (ONE, false)
        );
        let failure = failed(Failure::Internal);
        let mended = after(&[("/needs/1", failure), ("/needs/1", ONE)]);
        assert_eq!(mended, (ONE, true));
    }
}
