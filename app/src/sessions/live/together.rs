//! What brings a room together or divides it: putting into the spotlight, random groups with a
//! frame for each, the parking lot.

use board::actions;
use board::ids::ParticipantId;
use board::record::Kind;
use board::rules::{More, Role};
use domain::wording::Locale;
use icondata_lu::{LuFocus, LuShuffle, LuSquareParking};
use leptos::html;
use leptos::prelude::*;

use super::canvas::Stage;
use super::deeds;
use super::engine::Board;
use super::leave::{Leave, refused};
use super::text::BoardText;
use crate::kit::Icon;

/// The smallest and the largest size of groups that is offered.
const GROUP: (usize, usize) = (2, 12);

/// The facilitator's controls for what concerns everybody at once.
#[component]
pub(super) fn Together(board: Board) -> impl IntoView {
    let t = BoardText::here();
    let size = NodeRef::<html::Input>::new();
    let forms = Leave::to_make_one(board, Kind::Frame).and(Leave::to_lead(board));
    let parks = Leave::to_make(board, move |document| {
        match actions::parking_lot(document, &parking_lots()) {
            Some(_) => More::default(),
            None => More::one(Kind::Frame),
        }
    });
    let form = move |_| {
        if !forms.or_tell() {
            return;
        }
        let typed = size.get_untracked().map(|size| size.value());
        let typed = typed.and_then(|typed| typed.parse().ok());
        form_groups(board, typed.unwrap_or(GROUP.0).clamp(GROUP.0, GROUP.1));
    };
    let chosen = move || board.selection.read().first().copied();
    let shining = move || board.presence().spotlight;
    let shine = move |_| {
        let wanted = chosen();
        board.appear(|seen| {
            seen.spotlight = if seen.spotlight.is_some() {
                None
            } else {
                wanted
            };
        });
    };
    view! {
        <div class="cluster">
            <button
                type="button"
                class="button"
                aria-pressed=move || shining().is_some().to_string()
                disabled=move || chosen().is_none() && shining().is_none()
                on:click=shine
            >
                <Icon icon=LuFocus />
                {t.spotlight()}
            </button>
            <button
                type="button"
                class="button"
                title=move || parks.why_not()
                aria-disabled=move || refused(Some(parks))
                on:click=move |_| {
                    if parks.or_tell() {
                        park(board);
                    }
                }
            >
                <Icon icon=LuSquareParking />
                {move || if chosen().is_some() { t.park_selection() } else { t.open_parking_lot() }}
            </button>
        </div>
        <div class="cluster">
            <label class="field" data-inline=true>
                <span>{t.group_size()}</span>
                <input
                    node_ref=size
                    type="number"
                    inputmode="numeric"
                    min=GROUP.0.to_string()
                    max=GROUP.1.to_string()
                    value=GROUP.0.to_string()
                />
            </label>
            <button
                type="button"
                class="button"
                title=move || forms.why_not()
                aria-disabled=move || refused(Some(forms))
                on:click=form
            >
                <Icon icon=LuShuffle />
                {t.form_groups()}
            </button>
        </div>
        <p class="hint" hidden=move || !board.phase.get().names_hidden>
            {t.groups_numbered()}
        </p>
    }
}

/// Divides the participants who are here at random, or joins the groups that they are in to
/// larger ones, and puts a frame on the board for each
/// group, named after its people: it stays theirs, also when it gets another name. While names
/// are hidden it has a number alone (S57): what stands on the board leaves with every export.
fn form_groups(board: Board, size: usize) {
    let t = BoardText::here();
    let people: Vec<(ParticipantId, String)> = board.with_company(|client| {
        let people = client.people().iter();
        let here = people
            .filter(|(_, person)| person.here && person.introduction.role == Role::Participant);
        here.map(|(number, person)| (*number, person.introduction.name.clone()))
            .collect()
    });
    if people.is_empty() {
        return;
    }
    let names_hidden = board.phase.get_untracked().names_hidden;
    let before = board.with_index(|document, _| document.groups().to_vec());
    let groups = actions::joined(people, &before, size, random_below).into_iter();
    let groups = (1_i128..).zip(groups).map(|(number, group)| {
        let (people, names): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        let number = number.to_string();
        let name = match names_hidden {
            true => t.group_numbered(&number),
            false => t.group_of(&number, &names.join(BETWEEN)),
        };
        (name, people)
    });
    board.act(|client| actions::form_groups(client, groups.collect()));
}

/// Stands between the names of a group.
const BETWEEN: &str = ", ";

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a random number below the number of people in a room"
)]
fn random_below(bound: usize) -> usize {
    (js_sys::Math::random() * bound as f64) as usize
}

/// What a frame is called for short: its name up to where its people are named.
fn short(title: &str) -> String {
    let name = title.split_once(':').map_or(title, |(name, _)| name);
    name.trim().to_owned()
}

/// The way to one's own group, for whoever is in one.
#[component]
pub(super) fn OwnGroup(
    stage: Stage,
    /// What is done once it is gone to.
    gone: Callback<()>,
) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let own = Memo::new(move |_| {
        let me = board.me.get()?.participant;
        board.with(|document| {
            let (frame, record) = document.frame_of(me)?;
            Some((frame, short(&record.shape.text)))
        })
    });
    move || {
        own.get().map(|(frame, name)| {
            view! {
                <button
                    type="button"
                    class="button"
                    on:click=move |_| {
                        deeds::go_to(stage, frame);
                        gone.run(());
                    }
                >
                    {t.own_group(&name)}
                </button>
            }
        })
    }
}

/// What parking lots are called at first, whoever opens them.
pub(in crate::sessions) fn parking_lots() -> [&'static str; 2] {
    [Locale::Fr, Locale::En].map(|locale| BoardText(locale).parking_lot())
}

/// Puts what is selected into the parking lot, which is opened if there is none. Of a frame, what
/// lies in it.
fn park(board: Board) {
    let name = BoardText::here().parking_lot();
    let chosen = board.selection.get_untracked();
    let mut lot = board.with_index(|document, _| document.parking_lot());
    let begun = lot.is_none()
        && board.act(|client| {
            let (opened, operations) = actions::open_parking_lot(client, name, &parking_lots());
            lot = opened;
            operations
        });
    if let Some(lot) = lot
        && !chosen.is_empty()
        && !chosen.contains(&lot)
    {
        board.step(begun, |client| actions::park(client.view(), &chosen, lot));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_called_by_what_stands_before_its_people() {
        assert_eq!(short("Groupe 1 : Ana, Anabel"), "Groupe 1");
        assert_eq!(short(" Les lecteurs "), "Les lecteurs");
        assert_eq!(short(""), "");
    }
}
