//! The report of a session: what it was for, who was there, what came out, the board,
//! and the balance of roles. It is made to be printed.

use domain::evidence::{ThingKind, ThingRef};
use domain::ids::{ProjectId, SessionId};
use domain::parties::Party;
use domain::sessions::{
    Outcome, OutcomeNote, Participant, ParticipantState, RoleBalance, SessionDetail,
};
use domain::votes::Vote;
use domain::wording::Locale;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::form::ScriptRead;
use super::harvest_api::BoardNote;
use super::list::When;
use super::outline::{BesideNotes, Outline};
use super::raster::save_png;
use super::report_balance::Balance;
use super::report_text::ReportText;
use super::votes::ClosedVotes;
use super::{crumbs, page_address};
use crate::failure::Failure;
use crate::kit::{Crumb, Page, id_param, loaded_page};
use crate::preferences::locale;
use crate::text::{CommonText, colon};

/// What the report of a session tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReportContent {
    /// The session with everything around it.
    pub detail: SessionDetail,
    /// What came out is called so, as far as the reader may know of it.
    pub titles: Vec<(ThingRef, String)>,
    /// The notes and texts of its board that the reader may read, in reading order.
    pub notes: Vec<BoardNote>,
    /// What else lies there.
    pub besides: BesideNotes,
    /// Its votes.
    pub votes: Vec<Vote>,
    /// Who wrote, spoke and decided.
    pub balance: RoleBalance,
}

/// What the report tells, for somebody who may read the session's board.
#[cfg(feature = "ssr")]
pub(super) async fn report(
    store: &store::Store,
    actor: &domain::policy::Actor,
    session: SessionId,
) -> Result<ReportContent, Failure> {
    let mut detail = store.session(actor, session).await?;
    let visitor = store::Visitor::Account(actor);
    let reader = store.board_reader(visitor, session).await?;
    // Whose the unsigned notes are, only the whole board says: nothing but sums of it leave.
    let whole = super::notes::whole(store, session).await?;
    let reader = board::ids::ParticipantId(reader);
    let board = super::notes::ReadBoard::of(&whole, reader, detail.session.state);
    super::notes::forget_unsigned(&whole, &mut detail.outcomes);
    let written = super::notes::written(&whole);
    let turns = store.speaking_turns(actor, session).await?;
    let chain = store
        .chain(actor, ThingRef::new(ThingKind::Session, session))
        .await?;
    let steps = chain.steps.into_iter();
    let balance =
        domain::sessions::balance(&detail.participants, &written, &turns, &detail.outcomes);
    // Counted by party they were: whose they are, the report says of the notes themselves.
    super::notes::forget_authors(&mut detail.outcomes);
    Ok(ReportContent {
        titles: steps
            .map(|step| (step.other.thing, step.other.title))
            .collect(),
        notes: super::notes::notes(&board, &detail),
        besides: board.besides(),
        votes: store.votes(visitor, session).await?,
        balance,
        detail,
    })
}

/// What the report of a session tells.
#[server(endpoint = "load_report", input = GetUrl)]
pub(crate) async fn load_report(session: Option<SessionId>) -> Result<ReportContent, Failure> {
    let actor = crate::request::actor()?;
    let store = crate::request::services().store;
    report(&store, &actor, session.ok_or(Failure::NotFound)?).await
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
    loaded_page(
        content,
        |_, content| view! { <ReportView content=content /> },
    )
    .into_any()
}

#[component]
fn ReportView(content: ReportContent) -> impl IntoView {
    let t = ReportText::here();
    let ReportContent {
        detail,
        titles,
        notes,
        besides,
        votes,
        balance,
    } = content;
    let id = detail.session.id;
    let title = t.of(&detail.session.facts.title);
    let mut way = crumbs(&detail.project);
    way.push(Crumb::new(
        page_address(id),
        detail.session.facts.title.clone(),
    ));
    let picture = format!("{}/board.svg", page_address(id));
    let alt = t.picture(&detail.session.facts.title);
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
    view! {
        <Page title=title crumbs=way actions=Some(download)>
            <div class="stack report" data-gap="large">
                <Facts detail=detail.clone() />
                <section class="stack">
                    <h2>{t.outcomes()}</h2>
                    <Outcomes project=detail.project.id outcomes=detail.outcomes titles=titles notes=notes.clone() />
                </section>
                <ClosedVotes votes=votes />
                <Balance balance=balance />
                <section class="stack" data-print="new-page">
                    <h2>{t.board()}</h2>
                    {drawn}
                    <Outline notes=notes besides=besides />
                </section>
            </div>
        </Page>
    }
}

/// Aim, time and place, the script, and who was there.
#[component]
fn Facts(detail: SessionDetail) -> impl IntoView {
    let t = ReportText::here();
    let facts = detail.session.facts;
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
    let people = parties_present(&detail.participants)
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
        <dl class="facts">
            <dt>{t.when()}</dt>
            <dd><When at=facts.starts_at /></dd>
            {lines}
        </dl>
        <section class="stack">
            <h2>{t.script()}</h2>
            <ScriptRead script=facts.script />
        </section>
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
