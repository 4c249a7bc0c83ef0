//! Preparing a session: what it is about, when and where, and its script.

use domain::ids::{NeedId, ProjectId, ScriptTemplateId, SessionId};
use domain::policy::{Action, Situation};
use domain::sessions::{
    Method, PhaseDraft, ScriptPhase, ScriptTemplate, Session, SessionDraft, SessionState, Template,
    templates,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    CreateSession, EditSession, RemoveSavedScript, SaveScript, SessionFormContent,
    load_session_edit_form, load_session_form,
};
use super::script_form::Script;
use super::text::SessionsText;
use super::{crumbs, list_address, page_address};
use crate::kit::{
    CheckBox, Choice, Crumb, Field, FormAction, FormEnd, Hidden, Page, PostForm, Select, TextArea,
    form_page, id_param, query_value, saved_meanwhile,
};
use crate::preferences::locale;
use crate::projects::situation;
use crate::text::{CommonText, colon};

/// The page on which a session is prepared, from a template or from nothing.
pub(super) fn new_session_page() -> AnyView {
    let project = id_param::<ProjectId>("project");
    let query = use_query_map();
    let chosen = Memo::new(move |_| query_value(&query.read(), "method"));
    let about = Memo::new(move |_| query_value(&query.read(), "need").parse::<NeedId>().ok());
    let actions = NewActions {
        create: FormAction::new(),
        remove: FormAction::new(),
    };
    let asked = move || {
        let removed = actions.remove.version().get();
        (project.get(), about.get(), removed, chosen.get())
    };
    let content = Resource::new(asked, |(project, about, ..)| {
        load_session_form(project, about)
    });
    form_page(
        content,
        |viewer, content| viewer.decide(Action::EditSession, &situation(&content.project)),
        move |_, content| {
            let (chosen, about) = (chosen.get_untracked(), about.get_untracked());
            view! { <NewForm actions=actions content=content chosen=chosen about=about /> }
        },
    )
    .into_any()
}

#[derive(Clone, Copy)]
struct NewActions {
    create: FormAction<CreateSession>,
    remove: FormAction<RemoveSavedScript>,
}

/// What a session begins with: a title and a script.
fn beginning(chosen: &str, saved: &[ScriptTemplate]) -> (String, Vec<ScriptPhase>) {
    let method = Method::from_code(chosen).and_then(Template::of);
    if let Some(template) = method {
        let title = template.method.wording().in_locale(locale());
        return (title.to_owned(), template.script(locale()));
    }
    let mut saved = saved.iter();
    let template = saved.find(|template| template.id.to_string() == chosen);
    template.map_or_else(Default::default, |template| {
        (template.facts.name.clone(), template.script.clone())
    })
}

#[component]
fn NewForm(
    actions: NewActions,
    content: SessionFormContent,
    chosen: String,
    about: Option<NeedId>,
) -> impl IntoView {
    let t = SessionsText::here();
    let project = content.project.id;
    let way = crumbs(&content.project);
    if chosen.is_empty() {
        return view! {
            <Page title=t.prepare() lede=t.prepare_lede() crumbs=way>
                <Templates project=project about=about saved=content.saved remove=actions.remove />
            </Page>
        }
        .into_any();
    }
    let (title, script) = beginning(&chosen, &content.saved);
    let draft = SessionDraft {
        title,
        guests: "true".to_owned(),
        need: about.map(|need| need.to_string()).unwrap_or_default(),
        phases: script.iter().map(PhaseDraft::from).collect(),
        ..SessionDraft::default()
    };
    let id = SessionId::new().to_string();
    view! {
        <Page title=t.prepare() crumbs=way>
            <PostForm action=actions.create prefix="draft" width="wide">
                <Hidden name="project" value=project.to_string() />
                <Hidden name="id" value=id />
                <Fields draft=draft content=content folded=!script.is_empty() />
                <FormEnd label=t.create()>
                    <a class="button" data-kind="quiet" href=list_address(project)>
                        {CommonText::here().cancel()}
                    </a>
                </FormEnd>
            </PostForm>
        </Page>
    }
    .into_any()
}

/// The methods to begin with, each with what it is good for, its length and its source.
#[component]
fn Templates(
    project: ProjectId,
    about: Option<NeedId>,
    saved: Vec<ScriptTemplate>,
    remove: FormAction<RemoveSavedScript>,
) -> impl IntoView {
    let t = SessionsText::here();
    let about = about.map_or_else(String::new, |need| format!("&need={need}"));
    let address = move |code: &str| format!("{}/new?method={code}{about}", list_address(project));
    let cards = templates()
        .iter()
        .map(|template| {
            let phases = i128::try_from(template.phases.len()).unwrap_or(i128::MAX);
            let source = template.source;
            let reference = if source.address.is_empty() {
                view! { <span lang="en">{source.reference}</span> }.into_any()
            } else {
                view! { <a href=source.address rel="external noopener" lang="en">{source.reference}</a> }
                    .into_any()
            };
            view! {
                <li class="card">
                    <h3>
                        <a href=address(template.method.code())>
                            {template.method.wording().in_locale(locale())}
                        </a>
                    </h3>
                    <p>{template.purpose.in_locale(locale())}</p>
                    <p class="meta">
                        {t.phases_and_minutes(
                            &t.phases(phases),
                            &t.minutes(i128::from(template.minutes())),
                        )}
                    </p>
                    <p class="meta">{t.source()} " " {reference}</p>
                </li>
            }
        })
        .collect_view();
    let saved = (!saved.is_empty()).then(|| {
        let cards = saved
            .into_iter()
            .map(|template| {
                let href = address(&template.id.to_string());
                view! { <SavedCard template=template href=href remove=remove /> }
            })
            .collect_view();
        view! {
            <section class="stack">
                <h2>{t.saved_scripts()}</h2>
                <ul class="card-list" data-columns=true>{cards}</ul>
            </section>
        }
    });
    view! {
        {saved}
        <h2>{t.known_methods()}</h2>
        <ul class="card-list" data-columns=true>
            {cards}
            <li class="card">
                <h3><a href=address("none")>{t.own_script()}</a></h3>
                <p>{t.own_script_lede()}</p>
            </li>
        </ul>
    }
}

/// A script that was saved.
#[component]
fn SavedCard(
    template: ScriptTemplate,
    href: String,
    remove: FormAction<RemoveSavedScript>,
) -> impl IntoView {
    let t = SessionsText::here();
    let phases = i128::try_from(template.script.len()).unwrap_or(i128::MAX);
    let minutes = template
        .script
        .iter()
        .map(|phase| i128::from(phase.minutes));
    let long = t.phases_and_minutes(&t.phases(phases), &t.minutes(minutes.sum::<i128>()));
    let whose = match template.own {
        true => t.saved_by(&template.by),
        false => t.shared_by(&template.by),
    };
    let shared = (template.own && template.facts.shared)
        .then(|| view! { " " <span class="badge">{t.is_shared()}</span> });
    let label = t.remove_saved(&template.facts.name);
    let remove = template.own.then(|| {
        view! {
            <PostForm action=remove width="bare">
                <Hidden name="id" value=template.id.to_string() />
                <FormEnd label=label kind="quiet" />
            </PostForm>
        }
    });
    view! {
        <li class="card">
            <h3><a href=href>{template.facts.name.clone()}</a></h3>
            <p class="prose">{template.facts.purpose}</p>
            <p class="meta">{long}</p>
            <p class="meta">{whose} {shared}</p>
            {remove}
        </li>
    }
}

/// Saves the script of a session as a template.
#[component]
pub(super) fn SaveScriptForm(
    session: SessionId,
    title: String,
    action: FormAction<SaveScript>,
) -> impl IntoView {
    let t = SessionsText::here();
    let id = ScriptTemplateId::new().to_string();
    view! {
        <details>
            <summary>{t.save_script()}</summary>
            <PostForm action=action prefix="draft">
                <Hidden name="session" value=session.to_string() />
                <Hidden name="id" value=id />
                <Field name="name" label=t.template_name() value=title required=true />
                <TextArea name="purpose" label=t.template_purpose() rows=2 />
                <CheckBox name="shared" label=t.template_shared() value=String::new() />
                <FormEnd label=t.save_script_button() />
            </PostForm>
        </details>
    }
}

/// The page on which a session is changed.
pub(super) fn edit_session_page() -> AnyView {
    let id = id_param::<SessionId>("session");
    let action: FormAction<EditSession> = FormAction::new();
    let content = Resource::new(move || id.get(), load_session_edit_form);
    form_page(
        content,
        |viewer, (session, content)| {
            let situation = Situation {
                frozen: session.state == SessionState::Closed,
                ..situation(&content.project)
            };
            viewer.decide(Action::EditSession, &situation)
        },
        move |_, (session, content)| {
            view! { <EditForm action=action session=session content=content /> }
        },
    )
    .into_any()
}

#[component]
fn EditForm(
    action: FormAction<EditSession>,
    session: Session,
    content: SessionFormContent,
) -> impl IntoView {
    let t = SessionsText::here();
    let id = session.id;
    let back = page_address(id);
    let mut way = crumbs(&content.project);
    way.push(Crumb::new(back.clone(), session.facts.title.clone()));
    // Saved again, a form made of an older version keeps its own text.
    let stale = action.stale();
    let first = session.version;
    let version = Signal::derive(move || stale.get().unwrap_or(first).to_string());
    let saved = saved_meanwhile(stale, move || load_session_edit_form(Some(id)));
    // Where it came back without scripts the page is new, and shows what was saved.
    let came_back = cfg!(feature = "ssr") && stale.get_untracked().is_some();
    let there = came_back.then(|| session.clone());
    let meanwhile = move || {
        let saved = saved.get().map(|(saved, _)| saved);
        saved.or_else(|| there.clone()).map(|saved| {
            let phases = saved.facts.script.into_iter();
            let phases = phases
                .map(|phase| view! { <li>{phase.title}</li> })
                .collect_view();
            view! {
                <section class="card" data-tone="warn">
                    <h2>{t.version_saved()}</h2>
                    <p><b>{saved.facts.title}</b></p>
                    <p class="prose">{saved.facts.aim}</p>
                    <ol>{phases}</ol>
                </section>
            }
        })
    };
    let draft = SessionDraft::from(&session.facts);
    view! {
        <Page title=t.edit_title() crumbs=way>
            <PostForm action=action prefix="draft" width="wide">
                <Hidden name="id" value=id.to_string() />
                <Hidden name="version" value=version />
                {meanwhile}
                <Fields draft=draft content=content folded=false />
                <FormEnd label=CommonText::here().save()>
                    <a class="button" data-kind="quiet" href=back>{CommonText::here().cancel()}</a>
                </FormEnd>
            </PostForm>
        </Page>
    }
}

#[component]
fn Fields(draft: SessionDraft, content: SessionFormContent, folded: bool) -> impl IntoView {
    let t = SessionsText::here();
    let begun = usize::from(content.begun);
    let iterations: Vec<Choice> = content
        .iterations
        .into_iter()
        .map(|iteration| {
            let label = t.iteration_named(&iteration.number.to_string(), &iteration.facts.goal);
            Choice::new(iteration.id.to_string(), label)
        })
        .collect();
    let needs: Vec<Choice> = content
        .needs
        .into_iter()
        .map(|(id, statement)| Choice::new(id.to_string(), statement))
        .collect();
    view! {
        <Field name="title" label=t.name() value=draft.title required=true />
        <TextArea name="aim" label=t.aim() hint=t.aim_hint() value=draft.aim rows=3 />
        <div class="field-row">
            <Field name="starts_at" label=t.starts_at() hint=t.starts_at_hint() kind="datetime-local" value=draft.starts_at required=true />
            <Field name="place" label=t.place() value=draft.place />
        </div>
        <Field name="link" label=t.link() hint=t.link_hint() kind="url" value=draft.link />
        <div class="field-row">
            <Select name="iteration" label=t.iteration() choices=iterations value=draft.iteration />
            <Select name="need" label=t.need() choices=needs value=draft.need />
        </div>
        <fieldset class="choices">
            <legend>{t.who_joins()}</legend>
            <CheckBox name="guests" label=t.guests() value=draft.guests />
            <CheckBox name="waiting_room" label=t.waiting_room() value=draft.waiting_room />
        </fieldset>
        <Script phases=draft.phases begun=begun folded=folded />
    }
}

/// The notes to a phase, for those who facilitate: others are sent none, and what is printed is
/// handed round.
#[component]
pub(super) fn FacilitatorNotes(notes: String) -> impl IntoView {
    let t = SessionsText::here();
    (!notes.is_empty()).then(|| {
        view! {
            <details data-print="no">
                <summary>{t.phase_notes()}</summary>
                <p class="prose">{notes}</p>
            </details>
        }
    })
}

/// A script as it is read.
#[component]
pub(super) fn ScriptRead(
    script: Vec<ScriptPhase>,
    /// Whether it is read of what was done: what concerns those who come late is left out.
    #[prop(optional)]
    done: bool,
) -> impl IntoView {
    let t = SessionsText::here();
    let rows = script
        .into_iter()
        .map(|phase| {
            let vote = phase.vote.map(
                |kind| view! { <span class="badge">{kind.wording().in_locale(locale())}</span> },
            );
            let private = phase
                .private
                .then(|| view! { <span class="badge" data-tone="info">{t.is_private()}</span> });
            let late = (!done && !phase.late.is_empty())
                .then(|| view! { <p class="hint">{t.phase_late()} {colon()} {phase.late}</p> });
            let late_waits =
                (!done && phase.late_waits).then(|| view! { <p class="hint">{t.late_waits()}</p> });
            view! {
                <li>
                    <p>
                        <b>{phase.title}</b> " "
                        <span class="meta">{t.minutes(i128::from(phase.minutes))}</span> " "
                        {private} {vote}
                    </p>
                    <p class="prose">{phase.instructions}</p>
                    {late}
                    {late_waits}
                    <FacilitatorNotes notes=phase.notes />
                </li>
            }
        })
        .collect_view();
    view! { <ol class="script">{rows}</ol> }
}
