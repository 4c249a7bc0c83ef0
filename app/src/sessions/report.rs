//! The report of a session: what it was for, who was there, what came out, the board,
//! and the balance of roles. It is made to be printed.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ProjectId, SessionId};
use domain::parties::Party;
use domain::projects::Project;
use domain::sessions::{
    Outcome, OutcomeNote, Participant, ParticipantState, RoleBalance, Session, SessionFacts,
};
use domain::votes::Vote;
use domain::wording::Locale;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::api::as_visitor;
use super::form::ScriptRead;
use super::harvest_api::BoardNote;
use super::list::When;
use super::outline::{BesideNotes, Outline, note_row};
use super::raster::save_png;
use super::report_balance::Balance;
use super::report_text::ReportText;
use super::votes::ClosedVotes;
use super::{page_address, way_to_session};
use crate::failure::Failure;
use crate::kit::{Page, id_param, loaded_by_anyone};
use crate::preferences::locale;
use crate::text::{CommonText, colon};

/// What the report of a session tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReportContent {
    /// The session.
    pub session: Session,
    /// Its project, for those who may know of it.
    pub project: Option<Project>,
    /// Who was let in.
    pub participants: Vec<Participant>,
    /// What came out, as far as the reader may know of it.
    pub outcomes: Vec<Outcome>,
    /// What came out is called so, as far as the reader may know of it.
    pub titles: Vec<(ThingRef, String)>,
    /// The notes and texts of its board that the reader may read, in reading order.
    pub notes: Vec<BoardNote>,
    /// What else lies there.
    pub besides: BesideNotes,
    /// The reader's own that they have not shown: for their eyes, in nothing that is handed on.
    pub own_hidden: Vec<BoardNote>,
    /// How much of the reader's own that is, with what says nothing.
    pub left_out: u32,
    /// Its votes.
    pub votes: Vec<Vote>,
    /// Who wrote, spoke and decided.
    pub balance: RoleBalance,
}

/// What the report tells, for somebody who may read the session's board.
#[cfg(feature = "ssr")]
pub(super) async fn report(
    store: &store::Store,
    visitor: store::Visitor<'_>,
    id: SessionId,
    locale: Locale,
) -> Result<ReportContent, Failure> {
    let read = store.session_to_read(visitor, id).await?;
    let (session, mut participants, mut outcomes) =
        (read.session, read.participants, read.outcomes);
    let seats = super::notes::readers(store, visitor, id).await?;
    // Whose the unsigned notes are, only the whole board says: nothing but sums of it leave.
    let whole = super::notes::whole(store, id).await?;
    let board = super::notes::ReadBoard::of(&whole, &seats, session.state);
    super::notes::forget_unsigned(&whole, &mut outcomes);
    let written = super::notes::written(&whole);
    let turns = store.speaking_turns(visitor, id).await?;
    let balance = domain::sessions::balance(&participants, &written, &turns, &outcomes);
    // Counted by party they were: whose they are, the report says of the notes themselves.
    super::notes::forget_authors(&mut outcomes);
    let own_hidden = board.own_hidden();
    let (board, left_out) = board.for_all();
    let notes = board.notes(|author| super::notes::name_of(&participants, author, locale));
    participants.retain(|one| one.state == ParticipantState::Admitted);
    let titles = match &read.project {
        Some(_) => titles(store, visitor, id).await?,
        None => Vec::new(),
    };
    Ok(ReportContent {
        titles,
        notes,
        besides: board.besides(),
        own_hidden,
        left_out,
        votes: store.votes(visitor, id).await?,
        balance,
        session,
        project: read.project,
        participants,
        outcomes,
    })
}

/// What the things that came out of a session are called; nothing for guests.
#[cfg(feature = "ssr")]
async fn titles(
    store: &store::Store,
    visitor: store::Visitor<'_>,
    session: SessionId,
) -> Result<Vec<(ThingRef, String)>, Failure> {
    let store::Visitor::Account(actor) = visitor else {
        return Ok(Vec::new());
    };
    let session = ThingRef::new(ThingKind::Session, session);
    let steps = store.chain(actor, session).await?.steps.into_iter();
    Ok(steps
        .map(|step| (step.other.thing, step.other.title))
        .collect())
}

/// What the report of a session tells.
#[server(endpoint = "load_report", input = GetUrl)]
pub(crate) async fn load_report(session: Option<SessionId>) -> Result<ReportContent, Failure> {
    let id = session.ok_or(Failure::NotFound)?;
    as_visitor!(store, visitor, id);
    report(&store, visitor, id, crate::request::locale()).await
}

/// Those let in, by party, in the order of the list of parties.
pub(super) fn parties_present(participants: &[Participant]) -> Vec<(Party, Vec<&Participant>)> {
    let of = |party: Party| {
        let admitted = participants
            .iter()
            .filter(move |one| one.state == ParticipantState::Admitted && one.party() == party);
        (party, admitted.collect::<Vec<_>>())
    };
    let parties = Party::ALL.iter().map(|&party| of(party));
    parties.filter(|(_, there)| !there.is_empty()).collect()
}

/// The name of somebody who was there, a partner's with its declared interests.
pub(super) fn introduced(one: &Participant, locale: Locale) -> String {
    match one.interests() {
        Some(text) => format!("{} ({})", one.name(), CommonText(locale).interests(text)),
        None => one.name().to_owned(),
    }
}

/// What came out, by what it became.
pub(super) fn outcomes_by_kind(outcomes: &[Outcome]) -> Vec<(ThingKind, Vec<&Outcome>)> {
    let of = |kind: ThingKind| {
        let became = outcomes.iter().filter(move |one| one.thing.kind == kind);
        (kind, became.collect::<Vec<_>>())
    };
    let kinds = ThingKind::as_told().into_iter().map(of);
    kinds.filter(|(_, outcomes)| !outcomes.is_empty()).collect()
}

/// The report of a session.
pub(super) fn report_page() -> AnyView {
    let id = id_param::<SessionId>("session");
    let content = Resource::new(move || id.get(), load_report);
    loaded_by_anyone(content, |content| view! { <ReportView content=content /> }).into_any()
}

#[component]
fn ReportView(content: ReportContent) -> impl IntoView {
    let t = ReportText::here();
    let ReportContent {
        session,
        project,
        participants,
        outcomes,
        titles,
        notes,
        besides,
        own_hidden,
        left_out,
        votes,
        balance,
    } = content;
    let id = session.id;
    let title = t.of(&session.facts.title);
    let way = way_to_session(&session, project.as_ref());
    let picture = format!("{}/board.svg", page_address(id));
    let alt = t.picture(&session.facts.title);
    let download = [
        ("md", t.download()),
        ("csv", t.download_csv()),
        ("json", t.download_json()),
    ];
    let download = download
        .into_iter()
        .map(|(ending, name)| {
            let href = format!("{}/report.{ending}", page_address(id));
            view! { <a class="button" href=href rel="external" download="">{name}</a> }
        })
        .collect_view()
        .into_any();
    let drawn = (!notes.is_empty() || !besides.is_empty())
        .then(|| view! { <img class="board-picture" src=picture alt=alt loading="lazy" /> });
    let came_out = match &project {
        Some(project) => view! {
            <Outcomes project=project.id outcomes=outcomes titles=titles notes=notes.clone() />
        }
        .into_any(),
        None => view! { <p>{t.outcomes_untold()}</p> }.into_any(),
    };
    // Whoever sees the project has these on the session's page.
    let exports = project
        .is_none()
        .then(|| view! { <div data-print="no"><ExportLinks session=id /></div> });
    view! {
        <Page title=title crumbs=way actions=Some(download)>
            <div class="stack report" data-gap="large">
                <Facts facts=session.facts.clone() />
                <section class="stack">
                    <h2>{t.outcomes()}</h2>
                    {came_out}
                </section>
                <ClosedVotes votes=votes />
                <Present participants=participants />
                <Balance balance=balance />
                <section class="stack">
                    <h2>{t.script()}</h2>
                    <ScriptRead script=session.facts.script done=true />
                </section>
                <section class="stack" data-print="new-page">
                    <h2>{t.board()}</h2>
                    {drawn}
                    <Outline notes=notes besides=besides />
                </section>
                {(left_out > 0).then(|| view! { <OwnHidden notes=own_hidden count=left_out /> })}
                {exports}
            </div>
        </Page>
    }
}

/// Aim, time and place.
#[component]
fn Facts(facts: SessionFacts) -> impl IntoView {
    let t = ReportText::here();
    let lines = [
        (t.aim(), facts.aim),
        (t.place(), facts.place),
        (t.link(), facts.link),
    ];
    let lines = lines
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| view! { <dt>{label}</dt> <dd class="prose">{text}</dd> })
        .collect_view();
    view! {
        <dl class="facts">
            <dt>{t.when()}</dt>
            <dd><When at=facts.starts_at /></dd>
            {lines}
        </dl>
    }
}

/// Who was there, by party.
#[component]
fn Present(participants: Vec<Participant>) -> impl IntoView {
    let t = ReportText::here();
    let people = parties_present(&participants)
        .into_iter()
        .map(|(party, there)| {
            let party = party.wording().in_locale(locale());
            let names: Vec<String> = there.iter().map(|one| introduced(one, locale())).collect();
            view! { <dt>{party} " (" {names.len()} ")"</dt> <dd>{names.join(", ")}</dd> }
        })
        .collect_view();
    let people = match people.is_empty() {
        true => view! { <p>{t.nobody()}</p> }.into_any(),
        false => view! { <dl class="facts">{people}</dl> }.into_any(),
    };
    view! {
        <section class="stack">
            <h2>{t.people()}</h2>
            {people}
        </section>
    }
}

/// What a thing that came out is called; nothing where the reader may not know of it.
pub(super) fn title_of(titles: &[(ThingRef, String)], thing: ThingRef) -> Option<&str> {
    let mut titles = titles.iter();
    titles
        .find(|(titled, _)| *titled == thing)
        .map(|(_, title)| title.as_str())
}

/// Whose a note is that something came out of; empty where that is hidden or not known.
pub(super) fn author_of<'a>(notes: &'a [BoardNote], from: &OutcomeNote) -> &'a str {
    let mut notes = notes.iter();
    let note = notes.find(|note| note.record == from.record);
    note.map_or("", |note| note.author_name.as_str())
}

/// What came out, by kind, each with the notes that it came out of.
#[component]
fn Outcomes(
    project: ProjectId,
    outcomes: Vec<Outcome>,
    titles: Vec<(ThingRef, String)>,
    notes: Vec<BoardNote>,
) -> impl IntoView {
    let t = ReportText::here();
    if outcomes.is_empty() {
        return view! { <p>{t.no_outcomes()}</p> }.into_any();
    }
    let row = |outcome: &Outcome| {
        let title = title_of(&titles, outcome.thing).map(|title| {
            let href = crate::search::address(outcome.thing, Some(project));
            view! { <a href=href>{title.to_owned()}</a> }
        });
        let lines = outcome.notes.iter().map(|note| {
            let by = match author_of(&notes, note) {
                "" => t.note().to_owned(),
                name => t.note_by(name),
            };
            view! { <p class="meta">{by} {colon()} {note.text.clone()}</p> }
        });
        view! { <li>{title} {lines.collect_view()}</li> }
    };
    outcomes_by_kind(&outcomes)
        .into_iter()
        .map(|(kind, outcomes)| {
            let rows = outcomes.into_iter().map(row).collect_view();
            view! { <h3>{t.outcome_kind(kind)}</h3> <ul class="read-list">{rows}</ul> }
        })
        .collect_view()
        .into_any()
}

/// What its reader wrote in private and has not shown: on the page for them; a print of it says
/// how much that is, and no more.
#[component]
pub(super) fn OwnHidden(
    notes: Vec<BoardNote>,
    /// How much it is, with what says nothing.
    count: u32,
) -> impl IntoView {
    let t = ReportText::here();
    let rows = notes.iter().map(note_row).collect_view();
    let rows = (!notes.is_empty()).then(|| view! { <ul class="read-list">{rows}</ul> });
    view! {
        <section class="stack">
            <h2>{t.own_hidden()} " (" {count} ")"</h2>
            <div class="stack" data-print="no">
                <p class="hint">{t.own_hidden_means()}</p>
                {rows}
            </div>
        </section>
    }
}

/// The ways in which the board leaves the house.
#[component]
pub(super) fn ExportLinks(session: SessionId) -> impl IntoView {
    let t = ReportText::here();
    let links = [
        ("svg", t.as_picture()),
        ("md", t.as_markdown()),
        ("csv", t.as_sheet()),
        ("json", t.as_data()),
    ];
    let links = links
        .into_iter()
        .map(|(ending, name)| {
            let href = format!("{}/board.{ending}", page_address(session));
            view! { <li><a href=href rel="external" download="">{name}</a></li> }
        })
        .collect_view();
    let picture = format!("{}/board.svg", page_address(session));
    let failed = RwSignal::new(false);
    let not_saved = move || {
        let told = || view! { <p class="notice" data-tone="warn">{t.png_failed()}</p> };
        failed.get().then(told)
    };
    view! {
        <section class="stack" data-gap="small">
            <h2>{t.exports()}</h2>
            <ul class="plain">{links}</ul>
            <p class="hint">{t.without_own_hidden()}</p>
            <div data-print="no">
                <button
                    type="button"
                    class="button"
                    data-size="small"
                    on:click=move |_| save_png(&picture, failed)
                >
                    {t.as_png()}
                </button>
                <div role="status">{not_saved}</div>
            </div>
        </section>
    }
}
