//! The page of the live board.

use board::rules::Role;
use domain::ids::SessionId;
use domain::sessions::{Participant, ScriptPhase, SessionState};
use icondata_lu::LuPresentation;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::announcements::{Announcements, MuteAnnouncements, RetracedSaid};
use super::arrival::Arrival;
use super::attention::{Attention, follow_calling};
use super::beginning::{Asked, PhaseBegun, PhaseTitle};
use super::canvas::{Canvas, Stage};
use super::clipboard::{PasteQuestion, follow_pasting};
use super::clock::{ServerClock, TimeLeft};
use super::engine::Board;
use super::facilitate::{Facilitation, PhaseNow, beginning};
use super::floor::FloorNotice;
use super::focus;
use super::following::{follow_session, follow_votes};
use super::importing::{self, Importing};
use super::keys;
use super::late::LateArrival;
use super::minimap::Minimap;
use super::outline::Outline;
use super::over::Over;
use super::panel::{Content, Panel, PanelBeside, PanelButtons};
use super::people::{People, forget_ready};
use super::removal::Removal;
use super::screen::Screen;
use super::selection::SelectionBar;
use super::settle::Conflicts;
use super::spotlight::Spotlight;
use super::status::{Messages, Quarantine, SavingState};
use super::text::BoardText;
use super::together::OwnGroup;
use super::toolbar::Toolbar;
use super::voting::{votable, votes_allowed, wanted_vote};
use super::waiting::WaitingRoom;
use crate::kit::{Icon, Page, WindowTitle, id_param, land_on, loaded_by_anyone};
use crate::sessions::door::Waiting;
use crate::sessions::entry_api::{BoardContent, BoardGate, load_board};
use crate::sessions::votes::{LeftOpen, VoteNotice, Votes, WantedVote};

/// Screens narrower than this, in pixels, show the outline first.
const NARROW: f64 = 760.0;

/// Which of the two equal views shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Canvas,
    Outline,
}

/// The page of the live board.
pub(in super::super) fn board_page() -> AnyView {
    let session = id_param::<SessionId>("session");
    let content = Resource::new(move || session.get(), load_board);
    loaded_by_anyone(content, move |content| match content {
        BoardGate::Open(content) => view! { <BoardView content=*content /> }.into_any(),
        BoardGate::Waiting {
            title: awaited,
            held,
        } => {
            let t = BoardText::here();
            let title = match held {
                Some(_) => t.late(),
                None => t.waiting(),
            };
            let session = session.get_untracked();
            let waiting = session.map(|id| view! { <Waiting session=id held=held /> });
            view! { <Page title=title lede=awaited>{waiting}</Page> }.into_any()
        }
    })
    .into_any()
}

/// Stands in the address of the view for the projector.
const SCREEN: &str = "screen";

fn is_screen() -> bool {
    let query = use_query_map();
    query.with_untracked(|query| query.get(SCREEN).is_some())
}

/// The board is opened by the browser alone: the server renders what stands around it.
#[component]
fn BoardView(content: BoardContent) -> impl IntoView {
    let t = BoardText::here();
    let BoardContent {
        session,
        own,
        runs,
        way_in,
    } = content;
    let id = session.id;
    let for_all = is_screen();
    let state = RwSignal::new(session.state);
    let title = session.facts.title.clone();
    let script = RwSignal::new(session.facts.script);
    let back = (!own.is_guest()).then(|| {
        let href = format!("/sessions/{id}");
        view! { <a href=href>{t.back()}</a> }
    });
    let board = RwSignal::new(None::<Board>);
    let led = own.facilitates();
    // Who leads may change while the page stands.
    let leads = Memo::new(move |_| {
        let me = board.get().and_then(|board| board.me.get());
        me.map_or(led, |me| me.role == Role::Facilitator)
    });
    let screen = move || {
        ((led || leads.get()) && !for_all).then(|| {
            let href = format!("/board/{id}?{SCREEN}");
            view! {
                <a href=href target="_blank" title=t.screen_view()>
                    <Icon icon=LuPresentation />
                    <span class="board-screen-name">{t.screen_view()}</span>
                </a>
            }
        })
    };
    let owner = Owner::current();
    let reader = own.clone();
    Effect::new(move || {
        let (Some(owner), reader) = (owner.clone(), reader.clone()) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let opened = Board::open(owner, id, &reader).await;
            board.set(Some(opened));
        });
    });
    let report = move || {
        let href = format!("/sessions/{id}/report");
        view! { <a href=href>{t.read_report()}</a> }
    };
    let room = move || match board.get() {
        Some(board) if for_all => {
            follow_session(board, id, state, script);
            let votes = follow_votes(board, id, &own, votes_allowed(board, script));
            let over = Signal::derive(move || state.get() == SessionState::Closed);
            view! { <Screen board=board script=script way_in=way_in.clone() votes=votes over=over /> }
                .into_any()
        }
        Some(board) => {
            follow_session(board, id, state, script);
            view! {
                <Room
                    session=id
                    board=board
                    script=script
                    own=own.clone()
                    runs=runs
                    leads=leads
                    state=state
                />
            }
            .into_any()
        }
        None => view! {
            <p role="status" class="board-opening">{t.opening()}</p>
            <noscript>
                <p class="notice">{t.no_scripts()} " " {report()}</p>
            </noscript>
        }
        .into_any(),
    };
    let heading = NodeRef::new();
    land_on(heading);
    view! {
        <WindowTitle text=title.clone() />
        <div class="board" data-screen=for_all.to_string()>
            <header class="board-head">
                {back}
                <h1 node_ref=heading>{title}</h1>
                {screen}
            </header>
            {room}
        </div>
    }
}

/// The board once it is open.
#[component]
fn Room(
    session: SessionId,
    board: Board,
    script: RwSignal<Vec<ScriptPhase>>,
    own: Participant,
    /// Whether the reader leads by a role of theirs.
    runs: bool,
    leads: Memo<bool>,
    state: RwSignal<SessionState>,
) -> impl IntoView {
    let t = BoardText::here();
    let votes_allowed = votes_allowed(board, script);
    let votes = follow_votes(board, session, &own, votes_allowed);
    votes.remember_on_notes();
    let stage = Stage::new(board).with_votes(votes);
    let clock = ServerClock::start(board);
    let beginning = beginning(board);
    follow_pasting(stage);
    forget_ready(board);
    let narrow = window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .is_some_and(|width| width < NARROW);
    let look = RwSignal::new(if narrow { Look::Outline } else { Look::Canvas });
    let on_canvas = Signal::derive(move || look.get() == Look::Canvas);
    follow_calling(stage, on_canvas);
    let over = Memo::new(move |_| state.get() == SessionState::Closed);
    let guest = own.is_guest();
    let removal = Removal::new(
        session,
        own.number,
        runs,
        Signal::derive(move || leads.get() && !over.get()),
    );
    let muted = RwSignal::new(false);
    let (votable, wanted) = (votable(board), wanted_vote(board, script));
    let leads_now = Signal::derive(move || board.leads());
    let panel = Panel::new(stage, importing::is_wanted());
    let quarantined = Memo::new(move |_| board.standing.get().quarantined);
    // What is refused is told where it stands, also where nothing stood beside the board: as a
    // drawer it would cover the field of whoever still writes.
    Effect::new(move |told: Option<usize>| {
        let (now, told) = (quarantined.get(), told.unwrap_or_default());
        let more = now > told;
        if more && board.editing.get().is_some() {
            return told;
        }
        if more {
            panel.show(Content::Script);
        }
        now
    });
    let begun = Signal::derive(move || board.phase.get().timer.begun_at());
    let phase_shown = Signal::derive(move || panel.shows(Content::Script));
    let gone = Callback::new(move |()| panel.make_room());
    let votes_beside = Signal::derive(move || panel.shows(Content::Votes));
    let asked = Asked::follow(board, script, phase_shown);
    let votes_wait = Signal::derive(move || votes.waits() && votes_allowed.get());
    let votes_shown = move |()| panel.go_to(Content::Votes);
    keys::follow_everywhere(stage, panel);
    focus::keep(stage);
    let shown = move || match look.get() {
        Look::Canvas => view! {
            <Canvas stage=stage />
            // Next to the canvas for those who go on by keys.
            <SelectionBar stage=stage />
            <Toolbar stage=stage />
            <Minimap stage=stage />
        }
        .into_any(),
        // What a phase asks goes by with the lines, which have little room on a phone.
        Look::Outline => view! {
            <PhaseBegun asked=asked brief=votes_wait />
            <Outline stage=stage script=script votes=votes panel=panel />
        }
        .into_any(),
    };
    let beside = move |content: Content| match content {
        Content::Script => view! {
            {move || {
                (!over.get()).then(|| view! { <PhaseNow board=board script=script notes=true /> })
            }}
            <OwnGroup stage=stage gone=gone />
            {move || {
                (leads.get() && !over.get())
                    .then(|| {
                        view! {
                            <WantedVote state=votes wanted=wanted begun=begun open=votes_shown />
                            <Facilitation
                                board=board
                                session=session
                                script=script
                                clock=clock
                                beginning=beginning
                            />
                        }
                    })
            }}
            <Quarantine board=board />
            <Conflicts stage=stage gone=gone />
            {move || (!over.get()).then(|| view! { <Importing stage=stage /> })}
        }
        .into_any(),
        Content::Votes => view! {
            <Votes
                state=votes
                leads=leads_now
                wanted=wanted
                ballotable=votable
            />
        }
        .into_any(),
        Content::People => view! {
            <People board=board removal=removal />
            <MuteAnnouncements muted=muted />
        }
        .into_any(),
    };
    view! {
        <div class="board-bar">
            <SavingState board=board />
            {move || {
                (!over.get())
                    .then(|| {
                        view! {
                            <PhaseTitle board=board script=script />
                            <TimeLeft board=board script=script clock=clock muted=muted />
                        }
                    })
            }}
            <Announcements board=board script=script phase_shown=phase_shown muted=muted />
            <RetracedSaid board=board />
            <div class="board-switches">
                <div class="segments" role="group" aria-label=t.views()>
                    <LookButton look=look is=Look::Canvas name=t.canvas() />
                    <LookButton look=look is=Look::Outline name=t.outline() />
                </div>
                <PanelButtons panel=panel />
            </div>
        </div>
        <Over board=board session=session guest=guest over=over />
        <Messages board=board />
        <PasteQuestion stage=stage />
        <Arrival stage=stage on_canvas=on_canvas />
        {move || leads.get().then(|| view! { <WaitingRoom session=session stage=stage /> })}
        <VoteNotice state=votes in_panel=votes_beside open=votes_shown />
        <LeftOpen state=votes leads=leads_now begun=begun />
        <FloorNotice board=board />
        {move || on_canvas.get().then(|| view! { <PhaseBegun asked=asked brief=votes_wait /> })}
        <LateArrival board=board script=script clock=clock came=own.joined_at />
        <Attention stage=stage on_canvas=on_canvas />
        <Spotlight stage=stage />
        <div
            class="board-room"
            data-panel=move || panel.open().is_some().to_string()
            data-over=move || over.get().to_string()
            data-stopped=move || board.standing.read().refused.is_some().to_string()
        >
            <div class="board-view">{shown}</div>
            <PanelBeside panel=panel content=beside />
        </div>
    }
}

#[component]
fn LookButton(look: RwSignal<Look>, is: Look, name: &'static str) -> impl IntoView {
    view! {
        <button
            type="button"
            aria-pressed=move || (look.get() == is).to_string()
            on:click=move |_| look.set(is)
        >
            {name}
        </button>
    }
}
