//! Where the next note is written in the outline. What is begun stays begun, whatever is looked
//! at meanwhile, and when the tab is gone.

use board::actions;
use board::document::Document;
use board::ids::{ParticipantId, RecordId};
use board::operation::Operation;
use board::record::{Kind, Record};
use board::rules::{Place, Refusal, Right};
use domain::sessions::ScriptPhase;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::canvas::Stage;
use super::editor::composes;
use super::facilitate::place_in;
use super::leave::Leave;
use super::outline::Rows;
use super::pictures::{PictureButton, Spot};
use super::selection::said;
use super::text::BoardText;
use super::toolbar::{name_of_type, note_types};

/// Where the next note is written: it lands in the frame, cluster or picture that is chosen,
/// and before one is chosen where the board leads everybody: see [`usual_place`].
#[component]
pub(super) fn Writing(
    stage: Stage,
    rows: Memo<Rows>,
    /// What the phases ask for, and in which frames.
    script: RwSignal<Vec<ScriptPhase>>,
) -> impl IntoView {
    let t = BoardText::here();
    let board = stage.board;
    let text = NodeRef::<html::Textarea>::new();
    let chosen = RwSignal::new(None::<String>);
    let named = Memo::new(move |_| match place_in(board, script) {
        Place::In(step) => script.with(|script| Some(script.get(step)?.frames.clone())),
        Place::Free | Place::Before => None,
    });
    let usual = Memo::new(move |_| {
        let me = board.me.get().map(|me| me.participant);
        let named = named.get().unwrap_or_default();
        board.with(|document| usual_place(document, me, &named))
    });
    let value = move || {
        let usual = || usual.get().map(|id| id.to_string()).unwrap_or_default();
        chosen.get().unwrap_or_else(usual)
    };
    let private = move || board.phase.get().private && !board.observes();
    let unsigned = move || board.phase.get().names_hidden;
    let leave = Leave::to_make_one(board, Kind::Note);
    let allowed = move || leave.given();
    // Of a phase it is said what it asks for.
    let why_not = move || match board.refuses(Right::Write) {
        Some(Refusal::NotInPhase) => Some(t.no_writing_now()),
        _ => leave.why_not(),
    };
    // Where the phase asks for no writing the lines have the room, unless something is begun.
    let idle = move || {
        let is_refused = board.refuses(Right::Write) == Some(Refusal::NotInPhase);
        is_refused && board.draft().is_empty()
    };
    let write = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = text.get_untracked() else {
            return;
        };
        let written = field.value();
        if written.trim().is_empty() {
            return;
        }
        let note_type = stage.note_type.get_untracked();
        let parent = place_of(&rows.read_untracked(), &untrack(value));
        let mut made = None;
        let done = board.act(|client| {
            let at = actions::free_place(client.view(), parent);
            let text = written.trim().to_owned();
            let note = actions::create_note_in(client, parent, at, note_type, text);
            made = note.first().and_then(Operation::record);
            note
        });
        if done {
            field.set_value("");
            board.keep_draft(String::new());
            stage.sought_line.set(made);
        }
        let _ = field.focus();
    };
    let places = move || {
        let rows = rows.read();
        rows.order
            .iter()
            .filter_map(|id| rows.rows.get(id))
            .filter(|row| Kind::Note.fits_in(row.kind))
            .map(|row| {
                let indent = "– ".repeat(row.depth);
                let name = said(t, row.kind, &row.text);
                let id = row.id.to_string();
                let is_it = id.clone();
                view! {
                    <option value=id prop:selected=move || value() == is_it>{indent} {name}</option>
                }
            })
            .collect_view()
    };
    let types = note_types()
        .into_iter()
        .enumerate()
        .map(|(place, offered)| {
            let name = name_of_type(t, &offered);
            let chosen = stage.note_type.with_untracked(|chosen| *chosen == offered);
            view! { <option value=place.to_string() selected=chosen>{name}</option> }
        })
        .collect_view();
    view! {
        <form class="board-writing card" on:submit=write>
            <label class="field" hidden=idle>
                <span>{t.new_note()}</span>
                <textarea
                    node_ref=text
                    rows="2"
                    disabled=move || !allowed()
                    maxlength=board::limits::MAX_TEXT.to_string()
                    prop:value=board.draft()
                    on:input:target=move |event| board.keep_draft(event.target().value())
                    on:keydown=move |event| {
                        let sends = event.key() == "Enter" && !event.shift_key();
                        if sends && !composes(&event) {
                            event.prevent_default();
                            if let Some(form) = text.get_untracked().and_then(|text| text.form()) {
                                let _ = form.request_submit();
                            }
                        }
                    }
                ></textarea>
            </label>
            <p class="hint" hidden=move || !private()>{t.private_promise()}</p>
            <p class="hint" hidden=move || !(unsigned() && allowed())>{t.unsigned_promise()}</p>
            <p class="hint" hidden=allowed>{why_not}</p>
            <div class="field-row" hidden=idle>
                <label class="field">
                    <span>{t.note_type()}</span>
                    <select on:change:target=move |event| {
                        let place = event.target().value().parse().unwrap_or_default();
                        let chosen = note_types().into_iter().nth(place);
                        stage.note_type.set(chosen.unwrap_or_default());
                    }>{types}</select>
                </label>
                <label class="field">
                    <span>{t.place()}</span>
                    <select on:change:target=move |event| chosen.set(Some(event.target().value()))>
                        <option value="" prop:selected=move || value().is_empty()>
                            {t.on_the_board()}
                        </option>
                        {places}
                    </select>
                </label>
            </div>
            <div class="cluster" hidden=idle>
                <button class="button" data-kind="primary" type="submit" disabled=move || !allowed()>
                    {t.add_note()}
                </button>
                <PictureButton board=board named=true spot=move || {
                    Spot::In(place_of(&rows.read_untracked(), &untrack(value)))
                } />
            </div>
        </form>
    }
}

/// Where notes are written unless another place is chosen: in the frame of the group that one is
/// in; or in the only frame of those that the phase names, which it asks to be filled; or else in
/// the only one that there is to write in.
fn usual_place(
    document: &Document,
    me: Option<ParticipantId>,
    named: &[String],
) -> Option<RecordId> {
    let own = me.and_then(|me| document.frame_of(me));
    if let Some((own, _)) = own {
        return Some(own);
    }
    let lot = document.parking_lot();
    let frames = |is_meant: &dyn Fn(&Record) -> bool| {
        let frames = document.records().filter(|(id, record)| {
            record.shape.kind() == Kind::Frame && Some(*id) != lot && is_meant(record)
        });
        only(frames.map(|(id, _)| id))
    };
    let of_phase = frames(&|record| named.contains(&record.shape.text));
    of_phase.or_else(|| frames(&|_| true))
}

/// The one that there is; of several none.
fn only(mut all: impl Iterator<Item = RecordId>) -> Option<RecordId> {
    let first = all.next();
    first.filter(|_| all.next().is_none())
}

/// The record that a field's value names.
fn place_of(rows: &Rows, value: &str) -> Option<RecordId> {
    let named = rows.order.iter().find(|id| id.to_string() == value);
    named.copied()
}

#[cfg(test)]
mod tests {
    use board::client::Client;
    use board::groups::Group;
    use board::ids::ClientId;

    use super::*;

    #[test]
    fn notes_land_in_the_frame_of_ones_group_or_in_the_only_one() {
        let me = ParticipantId(2);
        let mut client = Client::new(ClientId::from_random(1));
        let mut document = Document::default();
        let mut put = |document: &mut Document, name: &str| {
            let made = actions::create_next_frame(&mut client, &[], name.into());
            for operation in &made {
                document.apply(operation, ParticipantId(1));
            }
            let mut ids = made.iter().filter_map(Operation::record);
            ids.next().expect("a frame")
        };
        let usual = |document: &Document, me| usual_place(document, me, &[]);
        assert_eq!(usual(&document, Some(me)), None);
        let first = put(&mut document, "Idées");
        assert_eq!(usual(&document, Some(me)), Some(first));
        assert_eq!(usual(&document, None), Some(first));
        let second = put(&mut document, "Questions");
        assert_eq!(usual(&document, Some(me)), None, "one of two");
        document.apply(&Operation::SetParkingLot(second), ParticipantId(1));
        assert_eq!(usual(&document, Some(me)), Some(first), "no lot");
        let third = put(&mut document, "Questions");
        let groups = Operation::SetGroups(vec![Group {
            frame: third,
            people: vec![me],
        }]);
        document.apply(&groups, ParticipantId(1));
        assert_eq!(usual(&document, Some(me)), Some(third));
        assert_eq!(usual(&document, Some(ParticipantId(3))), None);
        // Of those that the phase names, others than one's group's, there is one.
        let named = |me, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            usual_place(&document, me, &names)
        };
        let other = Some(ParticipantId(3));
        assert_eq!(named(other, &["Idées"]), Some(first));
        assert_eq!(named(other, &["Idées", "Plus tard"]), Some(first));
        assert_eq!(named(Some(me), &["Idées"]), Some(third));
        assert_eq!(named(other, &["Idées", "Questions"]), None, "one of two");
        assert_eq!(named(other, &["Plus tard"]), None);
    }
}
