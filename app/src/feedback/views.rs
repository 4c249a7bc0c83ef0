//! Saved views: filters that a person keeps under a name.

use domain::feedback::{FeedbackFilter, SavedView};
use domain::ids::{ProjectId, ViewId};
use domain::problems::Problem;
use leptos::prelude::*;

use super::api::{DeleteView, SaveView};
use super::filters::address;
use super::text::FeedbackText;
use crate::kit::{AskFirst, CheckBox, Field, FormAction, FormContext, FormEnd, Hidden, PostForm};

/// The reader's views; the present filter can be kept as one more.
#[component]
pub(super) fn Views(
    /// The project.
    project: ProjectId,
    /// The reader's views.
    views: Vec<SavedView>,
    /// What the log is narrowed to now.
    filter: FeedbackFilter,
    /// The action that keeps a view.
    save: FormAction<SaveView>,
    /// The action that forgets one.
    forget: FormAction<DeleteView>,
) -> impl IntoView {
    let t = FeedbackText::here();
    let query = filter.to_query();
    let keep = (!filter.is_open()).then(|| {
        view! {
            <details open=save.failed()>
                <summary>{t.save_view()}</summary>
                <PostForm action=save>
                    <Hidden name="project" value=project.to_string() />
                    <Hidden name="id" value=ViewId::new().to_string() />
                    <Hidden name="query" value=query />
                    <Field name="name" label=t.view_name() required=true />
                    <Replace />
                    <FormEnd label=t.save_view() kind="quiet" />
                </PostForm>
            </details>
        }
    });
    let rows = views
        .into_iter()
        .map(|saved| {
            let current = filter.at_first_page() == saved.filter;
            let label = t.forget(&saved.name);
            view! {
                <li>
                    <a href=address(project, &saved.filter) aria-current=current.then_some("true")>
                        {saved.name.clone()}
                    </a>
                    <AskFirst step=t.forget_short() to=saved.name>
                        <PostForm action=forget width="bare">
                            <Hidden name="id" value=saved.id.to_string() />
                            <FormEnd label=label kind="danger" />
                        </PostForm>
                    </AskFirst>
                </li>
            }
        })
        .collect_view();
    let some = keep.is_some() || !rows.is_empty();
    let list = (!rows.is_empty()).then(|| view! { <ul class="saved-views">{rows}</ul> });
    some.then(|| {
        view! {
            <nav class="stack" data-gap="small" aria-label=t.views()>
                {list} {keep}
            </nav>
        }
    })
}

/// Whether the view of the same name is replaced: asked once it turned out that there is one.
#[component]
fn Replace() -> impl IntoView {
    let t = FeedbackText::here();
    let problem = expect_context::<FormContext>().problem("name");
    let kept = Memo::new(move |_| problem.get() == Some(Problem::NameKept));
    move || {
        kept.get()
            .then(|| view! { <CheckBox name="replace" label=t.replace_view() value="" /> })
    }
}
