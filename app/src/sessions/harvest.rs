//! The guided pass through a board: note by note, what becomes a need, feedback, a
//! decision or an action item; by keys alone, or by dragging notes.

use domain::evidence::ThingKind;
use domain::feedback::FeedbackKind;
use domain::ids::SessionId;
use domain::policy::Action;
use domain::sessions::OutcomeKind;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use uuid::Uuid;

use super::harvest_api::{BoardNote, HarvestContent, HarvestNote, load_harvest};
use super::text::SessionsText;
use super::{crumbs, harvest_keys, page_address};
use crate::kit::{
    Choice, Crumb, DateField, Empty, FormAction, FormEnd, Hidden, Page, PostForm, Radios, Select,
    TextArea, coded, followed_page, id_param, part, query_value,
};
use crate::preferences::locale;
use crate::projects::situation;

/// The guided pass through what is on the board of a session.
pub(super) fn harvest_page() -> AnyView {
    let id = id_param::<SessionId>("session");
    let action: FormAction<HarvestNote> = FormAction::new();
    let changes = move || (id.get(), action.version().get());
    let content = Resource::new(changes, |(id, _)| load_harvest(id));
    let subject = |content: &HarvestContent| content.session.id;
    followed_page(content, subject, move |viewer, content| {
        let project = content.with_untracked(|content| situation(&content.project));
        let runs = viewer.may(Action::RunSession, &project);
        view! { <HarvestView content=content runs=runs action=action /> }
    })
    .into_any()
}

#[component]
fn HarvestView(
    content: Signal<HarvestContent>,
    runs: bool,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let first = content.get_untracked();
    let id = first.session.id;
    let mut way = crumbs(&first.project);
    way.push(Crumb::new(page_address(id), first.session.facts.title));
    let left = move || {
        let left = content.with(|content| {
            let notes = content.notes.iter();
            notes.filter(|note| note.became.is_none()).count()
        });
        t.left(i128::try_from(left).unwrap_or(i128::MAX))
    };
    // By the frame that they lie in, in reading order.
    let frames = first.notes.into_iter().fold(
        Vec::<(String, Vec<BoardNote>)>::new(),
        |mut frames, note| {
            match frames.last_mut() {
                Some((frame, notes)) if *frame == note.frame => notes.push(note),
                _ => frames.push((note.frame.clone(), vec![note])),
            }
            frames
        },
    );
    let list = if frames.is_empty() {
        view! { <Empty text=t.no_notes().to_owned() /> }.into_any()
    } else {
        frames
            .into_iter()
            .map(|(frame, notes)| {
                let name = match frame.as_str() {
                    "" => t.outside_frames().to_owned(),
                    _ => frame,
                };
                let rows = notes
                    .into_iter()
                    .map(|note| view! { <NoteRow note=note content=content runs=runs action=action /> })
                    .collect_view();
                view! {
                    <section class="stack">
                        <h2>{name}</h2>
                        <ul class="card-list" data-joined=true>{rows}</ul>
                    </section>
                }
            })
            .collect_view()
            .into_any()
    };
    let query = use_query_map();
    let navigate = use_navigate();
    let go = move |to: &str| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(to, options);
    };
    // What was taken up makes room for the next note.
    let on = go.clone();
    Effect::new(move |before: Option<usize>| {
        let done = action.version().get();
        if before.is_some_and(|before| before != done) {
            let here = query_value(&query.read_untracked(), "note");
            if let Some(next) = content.with_untracked(|content| next_note(content, &here)) {
                on(&next);
            }
        }
        done
    });
    let targets = runs.then(|| {
        let targets = choices(t).into_iter().map(|choice| {
            let (go, code) = (go.clone(), choice.value);
            view! {
                <li
                    class="card"
                    on:dragover=move |event| event.prevent_default()
                    on:drop=move |event| {
                        event.prevent_default();
                        if let Some(record) = harvest_keys::laid_down(&event) {
                            go(&form_address(id, &record, Some(&code)));
                        }
                    }
                >
                    {choice.label}
                </li>
            }
        });
        view! {
            <p class="hint">{t.harvest_keys()}</p>
            <ol class="harvest-targets" data-print="no">{targets.collect_view()}</ol>
        }
    });
    view! {
        <Page title=t.harvest() lede=t.harvest_lede() crumbs=way>
            <p role="status">{left}</p>
            {targets}
            <div
                class="stack"
                data-gap="large"
                on:keydown=move |event| harvest_keys::pressed(&event)
            >
                {list}
            </div>
        </Page>
    }
}

/// One note: what it became, or the form in which it becomes something.
#[component]
fn NoteRow(
    note: BoardNote,
    content: Signal<HarvestContent>,
    runs: bool,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let by = match note.author_name.as_str() {
        "" => t.nobody_known(),
        name => name,
    };
    let meta = t.note_of(by);
    let cluster = (!note.cluster.is_empty())
        .then(|| view! { <span class="badge">{note.cluster.clone()}</span> });
    let record = note.record.clone();
    let became = part(
        content,
        move |content| {
            let known = content.notes.iter().find(|known| known.record == record);
            known.and_then(|known| known.became.clone())
        },
        {
            let note = note.clone();
            move |became: Option<(String, ThingKind)>| match became {
                Some((address, kind)) => {
                    let kind = kind.wording().in_locale(locale());
                    view! {
                        <p>
                            <span class="badge" data-tone="good">{t.taken_up()}</span> " "
                            <a href=address>{kind}</a>
                        </p>
                    }
                    .into_any()
                }
                None if !runs => ().into_any(),
                None => {
                    view! { <TakeUp note=note.clone() content=content action=action /> }.into_any()
                }
            }
        },
    );
    let record = note.record.clone();
    view! {
        <li
            class="card"
            id=format!("note-{}", note.record)
            draggable=runs.then_some("true")
            on:dragstart=move |event| harvest_keys::lift(&event, &record)
        >
            <p class="prose">{note.text}</p>
            <p class="meta">{meta} " " {cluster}</p>
            {became}
        </li>
    }
}

/// A link that opens the form for this note; the form, once it is open. One at a time: each
/// note is looked at in turn.
#[component]
fn TakeUp(
    note: BoardNote,
    content: Signal<HarvestContent>,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let query = use_query_map();
    let record = note.record.clone();
    let open = Memo::new(move |_| query_value(&query.read(), "note") == record);
    move || {
        if open.get() {
            view! { <Form note=note.clone() content=content action=action /> }.into_any()
        } else {
            let session = content.with_untracked(|content| content.session.id);
            let href = form_address(session, &note.record, None);
            view! { <p><a class="button" data-kind="quiet" href=href>{t.take_up()}</a></p> }
                .into_any()
        }
    }
}

#[component]
fn Form(
    note: BoardNote,
    content: Signal<HarvestContent>,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let query = use_query_map();
    // Once a note lies on one of the four, its form follows.
    let becomes = move || query_value(&query.read(), "as");
    let fields = move || {
        let becomes = OutcomeKind::from_code(&becomes()).unwrap_or(OutcomeKind::Need);
        let note = note.clone();
        content.with_untracked(|content| {
            view! { <Fields note=note content=content.clone() becomes=becomes action=action /> }
        })
    };
    let next = next_note(
        &content.get_untracked(),
        &query_value(&query.read_untracked(), "note"),
    )
    .map(|href| view! { <p><a class="button" data-kind="quiet" href=href>{t.next_note()}</a></p> });
    view! { {fields} {next} }
}

#[component]
fn Fields(
    note: BoardNote,
    content: HarvestContent,
    becomes: OutcomeKind,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let form = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if let Some(form) = form.get() {
            harvest_keys::focus_choice(&form);
        }
    });
    let people = content
        .team
        .into_iter()
        .map(|member| Choice::new(member.person.id.to_string(), member.person.name))
        .collect();
    let day = content.held_on.to_string();
    let id = Uuid::now_v7().to_string();
    view! {
        <div class="take-up" node_ref=form>
            <PostForm action=action prefix="draft">
                <Hidden name="session" value=content.session.id.to_string() />
                <Hidden name="id" value=id />
                <input type="hidden" name="draft[record]" value=note.record />
                <input type="hidden" name="draft[note]" value=note.text.clone() />
                <input type="hidden" name="draft[author]" value=note.author.map(|author| author.to_string()).unwrap_or_default() />
                <Radios name="becomes" label=t.becomes() choices=choices(t) value=becomes.code() />
                <TextArea name="text" label=t.outcome_text() value=note.text required=true rows=3 />
                <div data-for="feedback">
                    <Select name="kind" label=t.feedback_kind() choices={coded::<FeedbackKind>()} value=FeedbackKind::Idea.code() required=true />
                </div>
                <div data-for="decision">
                    <DateField name="decided_on" label=t.outcome_decided_on() value=day required=true />
                </div>
                <div class="field-row" data-for="action">
                    <Select name="owner" label=t.outcome_owner() choices=people />
                    <DateField name="due_on" label=t.outcome_due_on() />
                </div>
                <FormEnd label=t.take_up() />
            </PostForm>
        </div>
    }
}

/// What a note can become, in the order of the keys that choose it.
fn choices(t: SessionsText) -> Vec<Choice> {
    let name = |kind: OutcomeKind| match kind {
        OutcomeKind::Need => t.becomes_need(),
        OutcomeKind::Feedback => t.becomes_feedback(),
        OutcomeKind::Decision => t.becomes_decision(),
        OutcomeKind::ActionItem => t.becomes_action(),
    };
    OutcomeKind::ALL
        .iter()
        .map(|&kind| Choice::new(kind.code(), name(kind)))
        .collect()
}

/// Where the form of a note is open, with what it is to become already chosen.
fn form_address(session: SessionId, record: &str, becomes: Option<&str>) -> String {
    let chosen = becomes.map(|code| format!("&as={code}"));
    format!(
        "{}/outcomes?note={record}{}#note-{record}",
        page_address(session),
        chosen.unwrap_or_default()
    )
}

/// Where the form of the next note is open that became nothing yet, after the note `here`
/// and from the beginning again.
fn next_note(content: &HarvestContent, here: &str) -> Option<String> {
    let notes = &content.notes;
    let place = notes.iter().position(|note| note.record == here);
    let after = place.map_or(0, |place| place + 1);
    let next = notes[after..]
        .iter()
        .chain(&notes[..after])
        .find(|note| note.became.is_none() && note.record != here)?;
    Some(form_address(content.session.id, &next.record, None))
}
