//! Opening a vote: what is asked, how, and on what of the board.

use domain::ids::{SessionId, VoteId};
use domain::votes::{MAX_ITEMS, Merged, VoteItem, VoteKind};
use leptos::prelude::*;

use super::api::OpenVote;
use super::duplicates::{Duplicates, MergedItem};
use super::promise::AnonymousPromise;
use super::text::VotesText;
use crate::kit::{CheckBox, Field, FormAction, FormEnd, Hidden, PostForm};
use crate::preferences::locale;

/// What on the board can be voted on; each with its name where there are several alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Ballotable {
    /// What is selected.
    pub selection: Vec<VoteItem>,
    /// The clusters, by name.
    pub clusters: Vec<VoteItem>,
    /// The frames themselves, such as the sketches of a storyboard.
    pub frames: Vec<VoteItem>,
    /// The images.
    pub images: Vec<VoteItem>,
    /// The notes of each frame.
    pub notes_of_frames: Vec<NotesOfFrame>,
    /// All notes.
    pub notes: Vec<VoteItem>,
}

/// The notes of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct NotesOfFrame {
    /// The id of the frame.
    pub frame: String,
    /// What the frame is called.
    pub name: String,
    /// Its notes.
    pub notes: Vec<VoteItem>,
}

/// What a vote is to be held on, by what that is: what it is called, how much it holds and
/// which others there are change with the board.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    Selection,
    Clusters,
    /// The notes of the frame of this id.
    NotesOf(String),
    Notes,
    Frames,
    Images,
}

impl Choice {
    /// By which its option is known.
    fn key(&self) -> String {
        match self {
            Self::Selection => "selection".to_owned(),
            Self::Clusters => "clusters".to_owned(),
            Self::NotesOf(frame) => format!("notes-{frame}"),
            Self::Notes => "notes".to_owned(),
            Self::Frames => "frames".to_owned(),
            Self::Images => "images".to_owned(),
        }
    }
}

/// A choice as it stands on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offered {
    choice: Choice,
    /// What it is called, with how much it holds.
    label: String,
    items: Vec<VoteItem>,
}

impl Offered {
    const fn is_too_much(&self) -> bool {
        self.items.len() > MAX_ITEMS
    }
}

impl Ballotable {
    /// Each choice, the likeliest first; none that is empty.
    fn choices(self, t: VotesText) -> Vec<Offered> {
        let count = |items: &[VoteItem]| i128::try_from(items.len()).unwrap_or(i128::MAX);
        let offered = |choice: Choice, label: String, items: Vec<VoteItem>| Offered {
            choice,
            label,
            items,
        };
        let notes_of_frames = self.notes_of_frames.into_iter().map(|frame| {
            let label = t.notes_of_frame(&frame.name, &frame.notes.len().to_string());
            offered(Choice::NotesOf(frame.frame), label, frame.notes)
        });
        let selected = t.selected_items(count(&self.selection));
        let clusters = t.all_clusters(count(&self.clusters));
        let notes = t.all_notes(count(&self.notes));
        let frames = t.all_frames(count(&self.frames));
        let images = t.all_images(count(&self.images));
        let mut choices = vec![
            offered(Choice::Selection, selected, self.selection),
            offered(Choice::Clusters, clusters, self.clusters),
        ];
        choices.extend(notes_of_frames);
        choices.extend([
            offered(Choice::Notes, notes, self.notes),
            offered(Choice::Frames, frames, self.frames),
            offered(Choice::Images, images, self.images),
        ]);
        choices.retain(|offered| !offered.items.is_empty());
        choices
    }
}

/// What is chosen: what was picked, or else what stood there first of what is selected and of all
/// that holds several. It stays chosen whatever comes to the board or goes, so that nobody opens a
/// vote on something else than they read.
fn kept(
    picked: Option<Choice>,
    before: Option<Choice>,
    choices: impl FnOnce() -> Vec<Offered>,
) -> Option<Choice> {
    picked.or(before).or_else(|| {
        let mut choices = choices();
        choices.retain(|offered| !offered.is_too_much());
        let is_meant =
            |offered: &Offered| offered.choice == Choice::Selection || offered.items.len() > 1;
        let meant = choices.iter().position(is_meant);
        let first = choices.into_iter().nth(meant.unwrap_or_default());
        first.map(|offered| offered.choice)
    })
}

/// Why no vote can be held on what is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoVote {
    /// There is nothing on the board.
    Nothing,
    /// It is no longer there.
    Gone,
    /// It is more than a vote takes.
    TooMuch,
}

/// What is voted on, or why nothing can be.
fn voted_on(choices: &[Offered], chosen: Option<&Choice>) -> Result<Vec<VoteItem>, NoVote> {
    if choices.is_empty() && chosen.is_none() {
        return Err(NoVote::Nothing);
    }
    let Some(chosen) = chosen else {
        return Err(NoVote::TooMuch);
    };
    let offered = choices.iter().find(|offered| offered.choice == *chosen);
    match offered {
        None => Err(NoVote::Gone),
        Some(offered) if offered.is_too_much() => Err(NoVote::TooMuch),
        Some(offered) => Ok(offered.items.clone()),
    }
}

/// The form in which a facilitator opens a vote.
#[component]
pub(super) fn OpeningForm(
    /// The session.
    session: SessionId,
    /// The kind that the script wants now.
    wanted: Option<VoteKind>,
    /// What can be voted on.
    ballotable: Signal<Ballotable>,
    /// The action that opens it.
    action: FormAction<OpenVote>,
) -> impl IntoView {
    let t = VotesText::here();
    let kind = RwSignal::new(wanted.unwrap_or(VoteKind::Dots));
    let kinds = VoteKind::ALL.iter().map(|offered| {
        let selected = kind.get_untracked() == *offered;
        let name = offered.wording().in_locale(locale());
        view! { <option value=offered.code() selected=selected>{name}</option> }
    });
    let kinds = kinds.collect_view();
    let choices = Memo::new(move |_| ballotable.get().choices(t));
    let picked = RwSignal::new(None::<Choice>);
    let chosen = Memo::new(move |before: Option<&Option<Choice>>| {
        let before = before.cloned().flatten();
        kept(picked.get(), before, || choices.get())
    });
    let pick = move |key: String| {
        let found = choices.with_untracked(|choices| {
            let mut choices = choices.iter();
            let found = choices.find(|offered| offered.choice.key() == key);
            found.map(|offered| offered.choice.clone())
        });
        if let Some(choice) = found {
            picked.set(Some(choice));
        }
    };
    let voted = Memo::new(move |_| {
        let chosen = chosen.read();
        voted_on(&choices.read(), chosen.as_ref())
    });
    // Which one is selected is set anew with each change: a list keeps the place, not what
    // stands there.
    let options = move || {
        let chosen = chosen.get();
        let offered = choices.get().into_iter().map(|offered| {
            let too_much = offered.is_too_much();
            let label = match too_much {
                true => t.too_many_items(&offered.label, &MAX_ITEMS.to_string()),
                false => offered.label,
            };
            let selected = chosen.as_ref() == Some(&offered.choice);
            (offered.choice.key(), label, selected, too_much)
        });
        let mut offered: Vec<_> = offered.collect();
        if voted.get() == Err(NoVote::Gone) {
            offered.push((String::new(), t.no_longer_there().to_owned(), true, true));
        }
        let offered = offered.into_iter();
        let options = offered.map(|(key, label, selected, disabled)| {
            view! { <option value=key disabled=disabled prop:selected=selected>{label}</option> }
        });
        options.collect_view()
    };
    let items = Memo::new(move |_| voted.get().unwrap_or_default());
    let duplicates = RwSignal::new(Merged::new());
    let inputs = move || {
        let inputs = items.get().into_iter().enumerate().map(|(place, item)| {
            let name = |field: &str| format!("draft[items][{place}][{field}]");
            view! {
                <input type="hidden" name=name("record") value=item.record />
                <input type="hidden" name=name("text") value=item.text />
            }
        });
        let inputs = inputs.collect_view();
        let merged = items.with(|items| known(items, &duplicates.read()));
        let merged = merged.into_iter().enumerate().map(|(place, (from, into))| {
            let name = |field: &str| format!("draft[merged][{place}][{field}]");
            view! {
                <input type="hidden" name=name("from") value=from />
                <input type="hidden" name=name("into") value=into />
            }
        });
        view! { {inputs} {merged.collect_view()} }
    };
    let standing = Signal::derive(move || {
        let items = items.read();
        let merged = known(&items, &duplicates.read());
        let standing = items
            .iter()
            .filter(|item| !merged.contains_key(&item.record));
        let named = standing.map(|item| (item.record.clone(), item.text.clone()));
        named.collect::<Vec<_>>()
    });
    let merged = Signal::derive(move || {
        let items = items.read();
        let text = |record: &String| {
            let mut items = items.iter();
            let item = items.find(|item| item.record == *record);
            item.map(|item| item.text.clone()).unwrap_or_default()
        };
        let merged = known(&items, &duplicates.read()).into_iter();
        let merged = merged.map(|(from, into)| MergedItem {
            text: text(&from),
            into: text(&into),
            item: from,
        });
        merged.collect::<Vec<_>>()
    });
    let merge = move |(from, into)| {
        duplicates.update(|merged| drop(merged.insert(from, into)));
    };
    let separate = move |item: String| {
        duplicates.update(|merged| drop(merged.remove(&item)));
    };
    let max = MAX_ITEMS.to_string();
    let problem = move || match voted.with(|voted| voted.as_ref().err().copied())? {
        NoVote::Nothing => Some(t.nothing_to_vote_on().to_owned()),
        NoVote::Gone => Some(t.chosen_is_gone().to_owned()),
        NoVote::TooMuch => Some(t.too_many_for_a_vote(&max)),
    };
    let in_order = move || voted.read().is_ok();
    let dots = move || kind.get() == VoteKind::Dots;
    view! {
        <PostForm action=action prefix="draft" scope="vote">
            <Hidden name="session" value=session.to_string() />
            <Hidden name="id" value=VoteId::new().to_string() />
            <Field name="question" label=t.question() hint=t.question_hint() required=true />
            <label class="field">
                <span>{t.kind()}</span>
                <select
                    name="draft[kind]"
                    on:change:target=move |event| {
                        if let Some(chosen) = VoteKind::from_code(&event.target().value()) {
                            kind.set(chosen);
                        }
                    }
                >
                    {kinds}
                </select>
            </label>
            <div class="field-row" hidden=move || !dots()>
                <Field name="dots" label=t.dots() kind="number" value="3" required=true />
                <Field name="dots_per_item" label=t.dots_per_item() kind="number" value="2" required=true />
            </div>
            <CheckBox name="anonymous" label=t.is_anonymous() value="true" />
            <AnonymousPromise />
            <label class="field">
                <span>{t.voted_on()}</span>
                <select on:change:target=move |event| pick(event.target().value())>
                    {options}
                </select>
            </label>
            {inputs}
            <Duplicates items=standing merged=merged merge=merge separate=separate />
            <p class="problem" role="status" hidden=in_order>{problem}</p>
            <FormEnd label=t.open_it() />
        </PostForm>
    }
}

/// Of what was brought together, that whose both sides are still voted on.
fn known(items: &[VoteItem], merged: &Merged) -> Merged {
    let is_item = |record: &String| items.iter().any(|item| item.record == *record);
    let merged = merged.iter();
    let known = merged.filter(|(from, into)| is_item(from) && is_item(into));
    known
        .map(|(from, into)| (from.clone(), into.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::wording::Locale;

    use super::*;

    const T: VotesText = VotesText(Locale::Fr);

    fn item(number: usize) -> VoteItem {
        VoteItem {
            record: format!("1-{number}"),
            text: format!("Piste {number}"),
        }
    }

    fn frame(id: &str, name: &str, notes: Vec<VoteItem>) -> NotesOfFrame {
        NotesOfFrame {
            frame: id.into(),
            name: name.into(),
            notes,
        }
    }

    #[test]
    fn what_can_be_voted_on_is_offered_and_what_is_too_much_is_known() {
        let ballotable = Ballotable {
            clusters: vec![item(1), item(2)],
            notes_of_frames: vec![
                frame("1-8", "Pistes", vec![item(3)]),
                frame("1-9", "Vide", Vec::new()),
            ],
            frames: vec![item(4)],
            notes: (0..=MAX_ITEMS).map(item).collect(),
            ..Ballotable::default()
        };
        let choices = ballotable.choices(T);
        let offered = choices.iter();
        let offered = offered.map(|offered| (offered.label.as_str(), offered.is_too_much()));
        assert_eq!(
            offered.collect::<Vec<_>>(),
            [
                ("Les groupes (2)", false),
                ("Cadre « Pistes » (1)", false),
                ("Toutes les notes du tableau (101)", true),
                ("Le cadre (1)", false),
            ]
        );
        let keys: Vec<String> = choices.iter().map(|offered| offered.choice.key()).collect();
        assert_eq!(keys, ["clusters", "notes-1-8", "notes", "frames"]);
        assert_eq!(
            voted_on(&choices, Some(&Choice::Notes)),
            Err(NoVote::TooMuch)
        );
    }

    #[test]
    fn what_is_chosen_stays_so_whatever_comes_to_the_board() {
        let mut ballotable = Ballotable {
            notes_of_frames: vec![frame("1-8", "Pistes", vec![item(3)])],
            notes: vec![item(3)],
            ..Ballotable::default()
        };
        let choices = |ballotable: &Ballotable| ballotable.clone().choices(T);
        let first = kept(None, None, || choices(&ballotable));
        assert_eq!(first, Some(Choice::NotesOf("1-8".into())));
        // A cluster comes, which stands first in the list; the frame gets another name.
        ballotable.clusters = vec![item(1)];
        ballotable.notes_of_frames = vec![frame("1-8", "Idées", vec![item(3), item(4)])];
        let still = kept(None, first.clone(), || choices(&ballotable));
        assert_eq!(still, first);
        assert_eq!(
            voted_on(&choices(&ballotable), still.as_ref()),
            Ok(vec![item(3), item(4)])
        );
        let picked = kept(Some(Choice::Clusters), first.clone(), || {
            choices(&ballotable)
        });
        assert_eq!(picked, Some(Choice::Clusters));
        // The frame goes: nothing else takes its place.
        ballotable.notes_of_frames.clear();
        let still = kept(None, first, || choices(&ballotable));
        assert_eq!(
            voted_on(&choices(&ballotable), still.as_ref()),
            Err(NoVote::Gone)
        );
    }

    #[test]
    fn what_holds_several_is_chosen_before_what_holds_one() {
        let mut ballotable = Ballotable {
            clusters: vec![item(1)],
            frames: vec![item(2)],
            ..Ballotable::default()
        };
        let first = |ballotable: &Ballotable| kept(None, None, || ballotable.clone().choices(T));
        assert_eq!(first(&ballotable), Some(Choice::Clusters));
        ballotable.notes = (0..=MAX_ITEMS).map(item).collect();
        assert_eq!(first(&ballotable), Some(Choice::Clusters), "not too much");
        ballotable.notes = vec![item(3), item(4)];
        assert_eq!(first(&ballotable), Some(Choice::Notes));
        ballotable.clusters.push(item(5));
        assert_eq!(first(&ballotable), Some(Choice::Clusters));
        // One proposal is voted on as well, by whoever has selected it.
        ballotable.selection.push(item(4));
        assert_eq!(first(&ballotable), Some(Choice::Selection));
    }

    #[test]
    fn an_empty_board_is_told_apart_from_one_on_which_all_is_too_much() {
        let empty = Ballotable::default().choices(T);
        let chosen = kept(None, None, || empty.clone());
        assert_eq!(voted_on(&empty, chosen.as_ref()), Err(NoVote::Nothing));
        let full = Ballotable {
            notes: (0..=MAX_ITEMS).map(item).collect(),
            ..Ballotable::default()
        };
        let full = full.choices(T);
        let chosen = kept(None, None, || full.clone());
        assert_eq!(chosen, None, "what cannot be voted on is not chosen");
        assert_eq!(voted_on(&full, chosen.as_ref()), Err(NoVote::TooMuch));
        // The first that comes is chosen.
        let first = kept(None, None, || {
            let one = Ballotable {
                notes: vec![item(1)],
                ..Ballotable::default()
            };
            one.choices(T)
        });
        assert_eq!(first, Some(Choice::Notes));
    }
}
