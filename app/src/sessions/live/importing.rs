//! Bringing a board in from a file, or from another session: first what is in it and what
//! could not come over, then, if that is wanted, all of it at once.

use std::collections::{BTreeMap, BTreeSet};

use board::actions;
use board::import::{self, ImportError, ImportFormat, Imported, Loss};
use board::operation::Operation;
use board::record::Kind;
use board::rules::Right;
use domain::ids::SessionId;
use js_sys::Uint8Array;
use js_sys::futures::JsFuture;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_router::hooks::use_query_map;
use web_sys::{File, Response};

use super::canvas::Stage;
use super::deeds;
use super::leave::Leave;
use super::outline::show_line;
use super::text::BoardText;
use crate::kit::query_value;
use crate::sessions::page_address;

/// What a file chooser offers first.
const ACCEPT: &str = ".excalidraw,.json,.csv,.tsv,.txt,application/json,text/csv,text/plain";

/// Where it stands with what is being brought in.
#[derive(Clone, Debug, Default, PartialEq)]
enum Bringing {
    /// Nothing is.
    #[default]
    Nothing,
    /// It is being read.
    Reading,
    /// It is here, and not on the board yet; its pictures are with that session.
    Found(Imported, Option<SessionId>),
    /// It cannot be read.
    Unreadable(ImportError),
    /// It did not come.
    Missing,
    /// So much of it was put on the board, without so many pictures that did not come.
    Placed(usize, usize),
}

/// The session and the moment of its board that the address asks to bring in.
fn wanted() -> Option<(SessionId, Option<u64>)> {
    let query = use_query_map();
    query.with_untracked(|query| {
        let session = query_value(query, "import").parse().ok()?;
        Some((session, query_value(query, "at").parse().ok()))
    })
}

/// Whether the address asks to bring a board in.
pub(super) fn is_wanted() -> bool {
    wanted().is_some()
}

/// Brings a board in: for whoever may write, group and draw now.
#[component]
pub(super) fn Importing(stage: Stage) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let bringing = RwSignal::new(Bringing::default());
    let chooser = NodeRef::<html::Input>::new();
    let leave = Leave::of(board, &[Right::Write, Right::Group, Right::Draw]);
    let allowed = move || board.me.get().is_some() && leave.given();
    let chosen = move |_| {
        let file = chooser.get_untracked().and_then(|chooser| chooser.files());
        if let Some(file) = file.and_then(|files| files.get(0)) {
            bringing.set(Bringing::Reading);
            leptos::task::spawn_local(async move {
                let _ = bringing.try_set(of_file(&file).await);
            });
        }
    };
    if let Some((session, moment)) = wanted() {
        bringing.set(Bringing::Reading);
        leptos::task::spawn_local(async move {
            let _ = bringing.try_set(of_session(session, moment).await);
        });
    }
    let state = move || match bringing.get() {
        Bringing::Nothing => ().into_any(),
        Bringing::Reading => view! { <p role="status">{t.import_reading()}</p> }.into_any(),
        Bringing::Missing => {
            view! { <p class="problem" role="alert">{t.import_missing()}</p> }.into_any()
        }
        Bringing::Unreadable(error) => {
            view! { <p class="problem" role="alert">{error_text(t, error)}</p> }.into_any()
        }
        Bringing::Placed(placed, missing) => {
            let count = |count: usize| i128::try_from(count).unwrap_or(i128::MAX);
            let missing = (missing > 0).then(|| t.import_without_pictures(count(missing)));
            view! { <p role="status">{t.import_placed(count(placed))} " " {missing}</p> }.into_any()
        }
        Bringing::Found(imported, from) => {
            view! { <Found stage=stage imported=imported from=from bringing=bringing /> }.into_any()
        }
    };
    view! {
        <details class="board-import" open=is_wanted() hidden=move || !allowed()>
            <summary>{t.import_title()}</summary>
            <div class="stack">
                <div class="field">
                    <label for="board-import-file">{t.import_file()}</label>
                    <p class="hint" id="board-import-hint">{t.import_hint()}</p>
                    <input
                        id="board-import-file"
                        node_ref=chooser
                        type="file"
                        accept=ACCEPT
                        aria-describedby="board-import-hint"
                        on:change=chosen
                    />
                </div>
                {state}
            </div>
        </details>
    }
}

async fn of_file(file: &File) -> Bringing {
    #[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    if file.size() > import::MAX_IMPORT as f64 {
        return Bringing::Unreadable(ImportError::TooLarge);
    }
    match JsFuture::from(file.array_buffer()).await {
        Ok(bytes) => read(&Uint8Array::new(&bytes).to_vec(), None),
        Err(_) => Bringing::Missing,
    }
}

/// The board of another session, as this person may read it.
async fn of_session(session: SessionId, moment: Option<u64>) -> Bringing {
    let at = moment.map_or_else(String::new, |moment| format!("?at={moment}"));
    let address = format!("{}/board.json{at}", page_address(session));
    let fetched = async {
        let answer = JsFuture::from(window().fetch_with_str(&address))
            .await
            .ok()?;
        let answer: Response = answer.dyn_into().ok()?;
        let bytes = answer.ok().then(|| answer.array_buffer().ok())??;
        let bytes = JsFuture::from(bytes).await.ok()?;
        Some(Uint8Array::new(&bytes).to_vec())
    };
    match fetched.await {
        Some(bytes) => read(&bytes, Some(session)),
        None => Bringing::Missing,
    }
}

fn read(bytes: &[u8], from: Option<SessionId>) -> Bringing {
    match import::read(bytes) {
        Ok(imported) => Bringing::Found(imported, from),
        Err(error) => Bringing::Unreadable(error),
    }
}

/// Puts everything on the board, its pictures before what lies on them.
async fn place(stage: Stage, imported: Imported, from: Option<SessionId>) -> Bringing {
    let wanted = imported.pictures();
    let mut pictures = BTreeMap::new();
    if let Some(from) = from {
        for id in &wanted {
            if let Ok(here) = stage.board.pictures.bring_over(from, *id).await {
                pictures.insert(*id, here);
            }
        }
    }
    let mut created = BTreeSet::new();
    let done = stage.board.act(|client| {
        let operations = actions::bring_in(client, &imported, &pictures);
        created.extend(operations.iter().filter_map(Operation::record));
        operations
    });
    if !done {
        return Bringing::Found(imported, from);
    }
    let (first, count) = (created.first().copied(), created.len());
    deeds::select(stage, created);
    match first {
        Some(first) if stage.is_shown() => stage.show(first),
        Some(first) => show_line(stage, first, false),
        None => {}
    }
    Bringing::Placed(count, wanted.len().saturating_sub(pictures.len()))
}

/// What is in it, what could not come over, and whether it is wanted.
#[component]
fn Found(
    stage: Stage,
    imported: Imported,
    /// The session whose board it is, where its pictures are.
    from: Option<SessionId>,
    bringing: RwSignal<Bringing>,
) -> impl IntoView {
    let t = BoardText::here();
    let mut losses = imported.losses.clone();
    if from.is_none() && !imported.pictures().is_empty() {
        let lost = losses.entry(Loss::Pictures).or_default();
        *lost = lost.saturating_add(imported.pictures().len());
    }
    let count = |kind: Kind| {
        let of_kind = imported
            .pieces
            .iter()
            .filter(|piece| piece.content.kind() == kind);
        i128::try_from(of_kind.count()).unwrap_or(i128::MAX)
    };
    let pictures = from.map_or(0, |_| count(Kind::Image));
    let counts = [
        (Kind::Note, t.count_notes(count(Kind::Note))),
        (Kind::Frame, t.count_frames(count(Kind::Frame))),
        (Kind::Cluster, t.count_clusters(count(Kind::Cluster))),
        (Kind::Text, t.count_texts(count(Kind::Text))),
        (Kind::Stroke, t.count_drawings(count(Kind::Stroke))),
        (Kind::Image, t.count_pictures(pictures)),
        (Kind::Connector, t.count_arrows(count(Kind::Connector))),
    ];
    let counts = counts
        .into_iter()
        .filter(|(kind, _)| count(*kind) > 0 && (*kind != Kind::Image || pictures > 0))
        .map(|(_, said)| view! { <li>{said}</li> })
        .collect_view();
    let lines = losses
        .iter()
        .map(|(loss, count)| {
            let said = loss_text(t, *loss);
            view! { <li>{said} " (" {*count} ")"</li> }
        })
        .collect_view();
    let columns = (!imported.unused_columns.is_empty()).then(|| {
        let names = imported.unused_columns.join(", ");
        view! { <li>{t.lost_columns(&names)}</li> }
    });
    let lost = (!losses.is_empty() || columns.is_some()).then(|| {
        view! {
            <h3>{t.import_losses()}</h3>
            <ul>{lines}{columns}</ul>
        }
    });
    let format = format_text(t, imported.format);
    let pieces = imported.pieces.len();
    let room = stage.board.with_client(actions::room_for);
    let full = (pieces > room).then(|| {
        let said = t.import_full(i128::try_from(room).unwrap_or(i128::MAX));
        view! { <p class="notice" data-tone="warn">{said}</p> }
    });
    let wanted = StoredValue::new(imported);
    let place = move |_| {
        // Taken first: this part of the page goes as soon as something else is shown.
        let imported = wanted.get_value();
        bringing.set(Bringing::Reading);
        leptos::task::spawn_local(async move {
            let _ = bringing.try_set(place(stage, imported, from).await);
        });
    };
    view! {
        <div class="stack" role="status">
            <p>{format}</p>
            <ul>{counts}</ul>
            {lost}
            {full}
        </div>
        <div class="form-actions">
            <button type="button" class="button" data-kind="primary" on:click=place>
                {t.import_place()}
            </button>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                on:click=move |_| bringing.set(Bringing::Nothing)
            >
                {t.import_leave()}
            </button>
        </div>
    }
}

fn format_text(t: BoardText, format: ImportFormat) -> &'static str {
    match format {
        ImportFormat::Etabli => t.import_etabli(),
        ImportFormat::Excalidraw => t.import_excalidraw(),
        ImportFormat::Scrumlr => t.import_scrumlr(),
        ImportFormat::Table => t.import_table(),
    }
}

fn loss_text(t: BoardText, loss: Loss) -> &'static str {
    match loss {
        Loss::Pictures => t.lost_pictures(),
        Loss::Authors => t.lost_authors(),
        Loss::Votes => t.lost_votes(),
        Loss::Shapes => t.lost_shapes(),
        Loss::Groups => t.lost_groups(),
        Loss::Rotation => t.lost_rotation(),
        Loss::LooseArrows => t.lost_arrows(),
        Loss::Arrows => t.lost_table_arrows(),
        Loss::Drawings => t.lost_drawings(),
        Loss::LongTexts => t.lost_long_texts(),
        Loss::NotShown => t.lost_not_shown(),
        Loss::Unknown => t.lost_unknown(),
    }
}

fn error_text(t: BoardText, error: ImportError) -> &'static str {
    match error {
        ImportError::TooLarge => t.import_too_large(),
        ImportError::NoText => t.import_no_text(),
        ImportError::Unknown => t.import_unknown(),
        ImportError::Nothing => t.import_nothing(),
    }
}
