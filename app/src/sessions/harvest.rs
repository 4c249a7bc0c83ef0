//! The guided pass through a board: note by note, or several together, what becomes a
//! need, feedback, a decision or an action item; by keys alone, or by dragging.

use domain::evidence::ThingRef;
use domain::ids::SessionId;
use domain::policy::Action;
use leptos::ev::{SubmitEvent, keydown};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::harvest_api::{BoardNote, HarvestContent, HarvestNote, load_harvest};
use super::harvest_back::{Back, Became, TakeBackForm};
use super::harvest_form::{TakeUp, choices, form_address, next_form, opened, pass_address};
use super::report_text::ReportText;
use super::text::SessionsText;
use super::{board_address, crumbs, harvest_keys, page_address};
use crate::kit::{Crumb, Empty, FormAction, Page, followed_page, id_param, part};
use crate::projects::situation;

/// The guided pass through what is on the board of a session.
pub(super) fn harvest_page() -> AnyView {
    let id = id_param::<SessionId>("session");
    let action: FormAction<HarvestNote> = FormAction::new();
    let back = Back {
        action: FormAction::new(),
        from: RwSignal::new(None),
    };
    let changes = move || {
        let done = (action.version().get(), back.action.version().get());
        (id.get(), done)
    };
    let content = Resource::new(changes, |(id, _)| load_harvest(id));
    let subject = |content: &HarvestContent| content.session.id;
    followed_page(content, subject, move |viewer, content| {
        let project = content.with_untracked(|content| situation(&content.project));
        let runs = viewer.may(Action::RunSession, &project);
        view! { <HarvestView content=content runs=runs action=action back=back /> }
    })
    .into_any()
}

/// What the parts of the pass share.
#[derive(Clone, Copy)]
struct Pass {
    session: SessionId,
    content: Signal<HarvestContent>,
    /// Whether the reader takes up notes.
    runs: bool,
    action: FormAction<HarvestNote>,
    /// What takes back what was taken up.
    back: Back,
    /// The records of the notes that are ticked, to be taken up together.
    ticked: RwSignal<Vec<String>>,
}

impl Pass {
    /// The notes that are ticked, in reading order.
    fn together(self) -> Vec<String> {
        let content = self.content.read_untracked();
        let records = content.notes.iter().map(|note| note.record.clone());
        self.ticked
            .with_untracked(|ticked| records.filter(|record| ticked.contains(record)).collect())
    }

    /// The notes that go along when one is dragged: those that are ticked with it.
    fn lifted(self, record: &str) -> Vec<String> {
        let together = self.together();
        match together.iter().any(|ticked| ticked == record) {
            true => together,
            false => vec![record.to_owned()],
        }
    }

    fn tick(self, record: &str, on: bool) {
        self.ticked.update(|ticked| {
            ticked.retain(|other| other != record);
            if on {
                ticked.push(record.to_owned());
            }
        });
    }
}

#[component]
fn HarvestView(
    content: Signal<HarvestContent>,
    runs: bool,
    action: FormAction<HarvestNote>,
    back: Back,
) -> impl IntoView {
    let t = SessionsText::here();
    let first = content.get_untracked();
    let id = first.session.id;
    let pass = Pass {
        session: id,
        content,
        runs,
        action,
        back,
        ticked: RwSignal::new(Vec::new()),
    };
    let mut way = crumbs(&first.project);
    way.push(Crumb::new(page_address(id), first.session.facts.title));
    let left = move || {
        let left = content.with(|content| {
            let notes = content.notes.iter();
            notes.filter(|note| note.became.is_empty()).count()
        });
        t.left(i128::try_from(left).unwrap_or(i128::MAX))
    };
    let empty = first.notes.is_empty();
    let list = match empty {
        true => view! { <Empty text=t.no_notes().to_owned() /> }.into_any(),
        false => first
            .notes
            .chunk_by(|one, next| one.frame == next.frame)
            .map(|frame| view! { <Frame notes=frame.to_vec() pass=pass /> })
            .collect_view()
            .into_any(),
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
    let latest = StoredValue::new(None::<String>);
    Effect::new(move |before: Option<usize>| {
        let done = action.version().get();
        if before.is_some_and(|before| before != done) {
            let here = opened(&query.read_untracked());
            latest.set_value(here.first().cloned());
            let next = content.with_untracked(|content| next_form(content, &here));
            pass.ticked.set(Vec::new());
            on(&next.unwrap_or_else(|| pass_address(id)));
        }
        done
    });
    // What was taken back is to do again: its form opens.
    let again = go.clone();
    Effect::new(move |before: Option<usize>| {
        let done = back.action.version().get();
        if before.is_some_and(|before| before != done) {
            // The keys take back one thing, not what came before it.
            latest.set_value(None);
            if let Some(record) = back.from.get_untracked() {
                again(&form_address(id, &[record], None));
            }
        }
        done
    });
    let undoing = window_event_listener(keydown, move |event| {
        if let Some(record) = latest.get_value()
            && harvest_keys::takes_back(&event)
        {
            harvest_keys::take_back(&record);
        }
    });
    on_cleanup(move || undoing.remove());
    let steps = (runs && !empty).then(|| {
        view! {
            <TakeBackForm session=id back=back />
            <Targets pass=pass go=go />
        }
    });
    let left_out = part(
        content,
        |content| content.left_out,
        move |count: u32| (count > 0).then(|| view! { <LeftOut session=id count=count /> }),
    );
    view! {
        <Page title=t.harvest() lede=t.harvest_lede() crumbs=way>
            <p role="status" hidden=empty>{left}</p>
            {left_out}
            {steps}
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

/// How much of the reader's own is not offered, since they have not shown it, and where they
/// show and read it.
#[component]
fn LeftOut(session: SessionId, count: u32) -> impl IntoView {
    let t = SessionsText::here();
    let report = format!("{}/report", page_address(session));
    view! {
        <p class="notice" data-print="no">
            {t.own_left_out(count)} " " <a href=board_address(session)>{t.show_on_board()}</a>
            " · " <a href=report>{t.read_in_report()}</a>
        </p>
    }
}

/// The id of the form that the boxes of the notes belong to.
const TOGETHER: &str = "together";

/// What notes are dragged onto, and the button that takes up together what is ticked:
/// without scripts it is sent as any form.
#[component]
fn Targets(pass: Pass, go: impl Fn(&str) + Clone + 'static) -> impl IntoView {
    let t = SessionsText::here();
    let id = pass.session;
    let targets = choices(t).into_iter().map(|choice| {
        let (go, code) = (go.clone(), choice.value);
        view! {
            <li
                class="card"
                on:dragover=move |event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    let records = harvest_keys::laid_down(&event);
                    if !records.is_empty() {
                        go(&form_address(id, &records, Some(&code)));
                    }
                }
            >
                {choice.label}
            </li>
        }
    });
    let targets = targets.collect_view();
    let count = move || {
        let ticked = pass.ticked.with(Vec::len);
        (ticked > 0).then(|| t.ticked(i128::try_from(ticked).unwrap_or(i128::MAX)))
    };
    let open = move |event: SubmitEvent| {
        event.prevent_default();
        let records = pass.together();
        if !records.is_empty() {
            go(&form_address(id, &records, None));
        }
    };
    view! {
        <p class="hint keys-hint">{t.harvest_keys()}</p>
        <form id=TOGETHER class="cluster" method="get" action=pass_address(id) on:submit=open>
            <button class="button" data-size="small">{t.take_together()}</button>
            <span class="meta" role="status">{count}</span>
        </form>
        <ol class="harvest-targets" data-print="no">{targets}</ol>
    }
}

/// The notes of one frame, by the cluster that they lie in.
#[component]
fn Frame(notes: Vec<BoardNote>, pass: Pass) -> impl IntoView {
    let t = SessionsText::here();
    let name = match notes.first().map_or("", |note| note.frame.as_str()) {
        "" => t.outside_frames().to_owned(),
        name => name.to_owned(),
    };
    let clusters = notes
        .chunk_by(|one, next| one.is_beside(next))
        .map(|notes| {
            let head = cluster_head(notes, pass);
            let rows = notes.iter().cloned();
            let rows = rows.map(|note| view! { <NoteRow note=note pass=pass /> });
            view! { {head} <ul class="card-list" data-joined=true>{rows.collect_view()}</ul> }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{name}</h2>
            {clusters}
        </section>
    }
}

/// The name of a cluster with several notes, from where all of them are taken up at once.
fn cluster_head(notes: &[BoardNote], pass: Pass) -> Option<AnyView> {
    let t = SessionsText::here();
    let [first, _, ..] = notes else { return None };
    if first.cluster.is_empty() || !pass.runs {
        return None;
    }
    let records: Vec<String> = notes.iter().map(|note| note.record.clone()).collect();
    let href = form_address(pass.session, &records, None);
    let count = i128::try_from(records.len()).unwrap_or(i128::MAX);
    Some(
        view! {
            <div
                class="cluster"
                draggable="true"
                on:dragstart=move |event| harvest_keys::lift(&event, &records)
            >
                <h3>{first.cluster.clone()}</h3>
                <a class="button" data-kind="quiet" href=href>{t.take_up_cluster(count)}</a>
            </div>
        }
        .into_any(),
    )
}

/// One note: what came out of it, and the form in which something does.
#[component]
fn NoteRow(note: BoardNote, pass: Pass) -> impl IntoView {
    let t = SessionsText::here();
    let Pass {
        content,
        runs,
        action,
        back,
        ..
    } = pass;
    let back = runs.then_some(back);
    let by = match note.author_name.as_str() {
        "" => t.nobody_known(),
        name => name,
    };
    let meta = t.note_of(by);
    let cluster = (!note.cluster.is_empty())
        .then(|| view! { <span class="badge">{note.cluster.clone()}</span> });
    let pinned = ReportText::here().pinned_on(note.picture.as_deref(), str::to_owned);
    let record = note.record.clone();
    let became = part(
        content,
        move |content| {
            let known = content.notes.iter().find(|known| known.record == record);
            known.map(|known| known.became.clone()).unwrap_or_default()
        },
        {
            let note = note.clone();
            move |became: Vec<(String, ThingRef)>| {
                let again = !became.is_empty();
                let record = note.record.clone();
                let became =
                    again.then(|| view! { <Became things=became record=record back=back /> });
                let form = runs.then(|| {
                    view! { <TakeUp note=note.clone() again=again content=content action=action /> }
                });
                view! { {became} {form} }
            }
        },
    );
    let text = format!("text-{}", note.record);
    let tick = runs.then(|| {
        view! { <Tick record=note.record.clone() text=text.clone() pass=pass /> }
    });
    let record = note.record.clone();
    view! {
        <li
            class="card"
            id=format!("note-{}", note.record)
            draggable=runs.then_some("true")
            on:dragstart=move |event| harvest_keys::lift(&event, &pass.lifted(&record))
        >
            <p class="prose" id=text>{note.text}</p>
            <p class="meta">{meta} " " {pinned} " " {cluster}</p>
            {tick}
            {became}
        </li>
    }
}

/// The box that takes a note up together with others.
#[component]
fn Tick(record: String, text: String, pass: Pass) -> impl IntoView {
    let t = SessionsText::here();
    let (value, own) = (record.clone(), record.clone());
    view! {
        <label class="choice" data-print="no">
            <input
                type="checkbox"
                name="note"
                form=TOGETHER
                value=value
                aria-describedby=text
                prop:checked=move || pass.ticked.with(|ticked| ticked.contains(&own))
                on:change:target=move |event| pass.tick(&record, event.target().checked())
            />
            <span>{t.with_others()}</span>
        </label>
    }
}
