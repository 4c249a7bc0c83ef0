//! The board as the browser drives it: the client's state, its connection and its
//! storage, and the signals by which canvas, outline and panels follow it.

mod acting;
mod connecting;
mod drafting;
mod keeping;
mod looking;
mod showing;
mod stranded;

use std::collections::BTreeSet;
use std::time::Duration;

use board::client::{Client, Notice, Proposal, Update};
use board::ids::RecordId;
use board::index::SpatialIndex;
use board::presence::{Announcement, Presence};
use board::rules::{Member, Phase, Refusal};
use domain::attachments::FileRefusal;
use domain::ids::SessionId;
use domain::sessions::Participant;
use leptos::prelude::{Update as _, *};

use super::changes::Changes;
use super::link::{Barred, Link};
use super::pictures::Pictures;
use super::storage::{Kept, Storage, secret};
use drafting::Draft;

/// How often the connection is looked after.
const WATCH: Duration = Duration::from_secs(5);

/// How it stands between this device and the room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// In step with the room.
    pub live: bool,
    /// Operations that are on this device only, those of closed tabs included.
    pub waiting: usize,
    /// The device keeps them; otherwise they are in this page alone.
    pub kept: bool,
    /// Operations that were refused and wait for a decision.
    pub quarantined: usize,
    /// Why the room lets this person in no longer, if so.
    pub refused: Option<Barred>,
    /// The program is too old for the room and must be loaded anew.
    pub outdated: bool,
    /// Before that, what was done is still about to be kept.
    pub storing: bool,
}

impl Standing {
    /// Operations that the room has not: on their way to it, or refused.
    pub(super) const fn apart(self) -> usize {
        self.waiting.saturating_add(self.quarantined)
    }

    /// Whether they would be lost with the page.
    pub(super) const fn would_be_lost(self) -> bool {
        !self.kept && self.apart() > 0
    }
}

/// Something that is told to the person.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Told {
    /// What the client has to say.
    Notice(Notice),
    /// Why something was not done.
    Refused(Refusal),
    /// Why a picture was not taken.
    Picture(FileRefusal),
    /// The browser keeps to itself what is to be pasted.
    PasteRefused,
    /// An arrow joins two, and others than two are selected.
    JoinsTwo,
    /// Nothing lies where keys were to bring the selection on to.
    NoAlignment,
    /// What was to be taken back, or done again, somebody has changed since: theirs stays.
    ChangedSince,
}

/// A step back or on, with how many records it touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retraced {
    /// What was done last was taken back.
    Undone(usize),
    /// What was taken back was done again.
    Redone(usize),
}

/// A board in this tab. Cheap to copy: every part of the page has it.
#[derive(Clone, Copy)]
pub(super) struct Board {
    core: StoredValue<Core>,
    link: StoredValue<Option<Link>, LocalStorage>,
    storage: StoredValue<Option<Storage>, LocalStorage>,
    /// Rises when the document looks different, at most once a frame of the screen.
    drawn: RwSignal<u64>,
    /// Rises when somebody came, left, moved or raised a hand.
    company: RwSignal<u64>,
    /// How it stands with the room.
    pub standing: RwSignal<Standing>,
    /// What waits in quarantine.
    proposals: RwSignal<Vec<Proposal>>,
    /// The note that is begun in the outline.
    draft: StoredValue<Draft>,
    /// What is to be told, the latest last.
    pub told: RwSignal<Vec<Told>>,
    /// The last step back or on.
    pub retraced: RwSignal<Option<Retraced>>,
    /// The records that are selected, in both views.
    pub selection: RwSignal<BTreeSet<RecordId>>,
    /// The record whose text is being edited.
    pub editing: RwSignal<Option<RecordId>>,
    /// The last announcement, counted.
    pub announced: RwSignal<(u64, Option<Announcement>)>,
    /// The phase that the room is in.
    pub phase: RwSignal<Phase>,
    /// Whether the session is over.
    pub over: RwSignal<bool>,
    /// This person has been given the floor.
    pub floor: RwSignal<bool>,
    /// Which turn of theirs they heard of last; 0 is none.
    turn: StoredValue<u32>,
    /// Who this person is on the board, once the room has said so.
    pub me: RwSignal<Option<Member>>,
    /// Its pictures.
    pub pictures: Pictures,
}

struct Core {
    client: Client,
    index: SpatialIndex,
    /// What the canvas does not show yet.
    changes: Changes,
    /// Rises with each change of the document, also while no frame of the screen is drawn.
    changed: u64,
    /// What others are to see of this person.
    presence: Presence,
    /// A frame of the screen is asked for.
    dirty: bool,
    /// The presence is about to be sent.
    pointing: bool,
    /// Something came from the room since the connection was last looked after.
    heard: bool,
    /// Why the room lets this person in no longer, if so.
    refused: Option<Barred>,
    /// The client is being kept on the device.
    keeping: bool,
    /// The client has changed since.
    unkept: bool,
    /// What was to be kept last was kept.
    keeps: bool,
    /// Operations that closed tabs left behind and that are being sent for them.
    stranded: usize,
    /// What was kept last: others' changes leave it as it is.
    kept: Vec<u8>,
    /// The document has changed and is about to be kept.
    document_due: bool,
}

impl Board {
    /// Opens a board: first as this device knows it, then in step with its room. For the
    /// browser alone. `own` tells apart who uses this browser.
    pub(super) async fn open(owner: Owner, session: SessionId, own: &Participant) -> Self {
        let (own, stranded) = Kept::open(session, own).await;
        let board = Self::connected(&owner, session, own);
        board.send_stranded(owner, session, stranded);
        board
    }

    /// The board of a client, with a connection of its own.
    fn connected(owner: &Owner, session: SessionId, kept: Kept) -> Self {
        let client = kept.client.with_secret(secret());
        let board = owner.with(|| Self::of(session, client, kept.storage));
        owner.with(|| board.look_after());
        board.connect(format!("/live/{session}"));
        board
    }

    fn of(session: SessionId, client: Client, storage: Storage) -> Self {
        let draft = Draft::kept(storage.draft());
        let core = Core {
            index: SpatialIndex::of(client.view()),
            client,
            changes: Changes::default(),
            changed: 0,
            presence: Presence::default(),
            dirty: false,
            pointing: false,
            heard: true,
            refused: None,
            keeping: false,
            unkept: false,
            keeps: storage.keeps(),
            stranded: 0,
            kept: Vec::new(),
            document_due: false,
        };
        let board = Self {
            core: StoredValue::new(core),
            link: StoredValue::new_local(None),
            storage: StoredValue::new_local(Some(storage)),
            drawn: RwSignal::new(0),
            company: RwSignal::new(0),
            standing: RwSignal::default(),
            proposals: RwSignal::default(),
            draft: StoredValue::new(draft),
            told: RwSignal::default(),
            retraced: RwSignal::new(None),
            selection: RwSignal::default(),
            editing: RwSignal::new(None),
            announced: RwSignal::new((0, None)),
            phase: RwSignal::default(),
            over: RwSignal::new(false),
            floor: RwSignal::new(false),
            turn: StoredValue::new(0),
            me: RwSignal::new(None),
            pictures: Pictures::of(session),
        };
        board.stand();
        board
    }

    /// Follows the network, the tab's visibility and the clock for as long as the page
    /// shows the board.
    fn look_after(self) {
        let watching = set_interval_with_handle(move || self.watch(), WATCH).ok();
        let hurry = move || self.with_link(Link::hurry);
        let back = window_event_listener(leptos::ev::online, move |_| hurry());
        let seen = window_event_listener(leptos::ev::visibilitychange, move |_| hurry());
        // The socket itself would notice only when nothing has come for a long time.
        let gone = window_event_listener(leptos::ev::offline, move |_| {
            self.with_link(Link::give_up);
        });
        let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
            if self.would_lose() {
                event.prevent_default();
                // What older browsers go by.
                event.set_return_value("unsaved");
            }
        });
        on_cleanup(move || {
            back.remove();
            seen.remove();
            gone.remove();
            leaving.remove();
            if let Some(watching) = watching {
                watching.clear();
            }
            self.with_link(Link::end);
            let _ = self.storage.try_set_value(None);
        });
    }

    fn with_link(self, act: impl FnOnce(&Link)) {
        let link = self.link.try_with_value(Clone::clone).flatten();
        if let Some(link) = link {
            act(&link);
        }
    }

    fn watch(self) {
        self.with_link(Link::watch);
        let silent = self.core.try_update_value(|core| {
            let silent = !std::mem::replace(&mut core.heard, false);
            if silent {
                core.client.timed_out();
            }
            silent
        });
        if silent == Some(true) {
            self.flush();
        }
    }

    /// Follows what changed: index, screen, storage, connection, standing.
    fn after(self, update: Update) {
        let Update {
            touched,
            notices,
            company,
            announcements,
        } = update;
        let changed = !touched.is_empty();
        let (draw, keep_document) = self
            .core
            .try_update_value(|core| {
                let view = core.client.view();
                core.changes.follow(&mut core.index, view, &touched);
                core.changed = core.changed.wrapping_add(u64::from(changed));
                let draw = changed && !std::mem::replace(&mut core.dirty, true);
                let keep = changed && !std::mem::replace(&mut core.document_due, true);
                (draw, keep)
            })
            .unwrap_or_default();
        if keep_document {
            let _ = set_timeout_with_handle(move || self.keep_document(), keeping::DOCUMENT);
        }
        if draw {
            request_animation_frame(move || {
                let _ = self.core.try_update_value(|core| core.dirty = false);
                let _ = self
                    .drawn
                    .try_update(|drawn| *drawn = drawn.wrapping_add(1));
            });
        }
        if company {
            self.company.update(|seen| *seen = seen.wrapping_add(1));
        }
        for announcement in announcements {
            self.hear(announcement);
        }
        // The page says in a place of its own that it must be loaded anew.
        let told = notices.into_iter().filter(|told| *told != Notice::Reload);
        let told: Vec<Told> = told.map(Told::Notice).collect();
        if !told.is_empty() {
            self.told.update(|all| all.extend(told));
        }
        self.keep();
        self.flush();
    }

    /// Hears of something outside the document.
    fn hear(self, announcement: Announcement) {
        match announcement {
            Announcement::FloorGiven { to, turn } => {
                let me = self.me.get_untracked().map(|me| me.participant);
                let mine = me == Some(to);
                // Whoever comes back is told once more: they may have missed it.
                if mine && self.turn.try_get_value() == Some(turn) {
                    return;
                }
                if mine {
                    self.turn.set_value(turn);
                }
                set_if_other(self.floor, mine);
                if mine {
                    self.appear(|seen| seen.hand = false);
                }
            }
            Announcement::SessionChanged
            | Announcement::VoteChanged(_)
            | Announcement::WaitingChanged => {
                self.announced.update(|(count, last)| {
                    (*count, *last) = (count.wrapping_add(1), Some(announcement));
                });
            }
        }
    }

    /// Sends what is to be sent.
    fn flush(self) {
        let frames = self
            .core
            .try_update_value(|core| std::iter::from_fn(|| core.client.poll()).collect::<Vec<_>>());
        self.with_link(|link| {
            for frame in frames.into_iter().flatten() {
                link.send(&frame);
            }
        });
        self.stand();
    }

    /// Says how it stands now.
    fn stand(self) {
        let now = self.core.try_with_value(|core| {
            let standing = Standing {
                live: core.client.is_live(),
                waiting: core
                    .stranded
                    .saturating_add(core.client.unacknowledged().count()),
                kept: core.keeps,
                quarantined: core.client.quarantine().len(),
                refused: core.refused,
                outdated: core.client.is_outdated(),
                // Told only where somebody waits for it: it changes with each frame.
                storing: core.client.is_outdated() && (core.keeping || core.unkept),
            };
            let refused = core.client.quarantine();
            let known = |known: &Vec<Proposal>| known.as_slice() == refused;
            let other = self.proposals.try_with_untracked(known) == Some(false);
            let refused = other.then(|| refused.to_vec());
            let phase = core.client.view().phase();
            (standing, refused, phase, core.client.member())
        });
        if let Some((standing, refused, phase, me)) = now {
            if let Some(refused) = refused {
                self.proposals.set(refused);
            }
            set_if_other(self.standing, standing);
            set_if_other(self.phase, phase);
            set_if_other(self.me, me);
        }
    }
}

/// Sets a signal if its value is another: what follows it is not drawn in vain.
pub(super) fn set_if_other<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|old| *old != value) == Some(true) {
        signal.set(value);
    }
}
