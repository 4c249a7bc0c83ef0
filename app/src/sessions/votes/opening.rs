//! Opening a vote: what is asked, how, and on what of the board.

use domain::ids::{SessionId, VoteId};
use domain::votes::{MAX_ITEMS, Merged, VoteItem, VoteKind};
use leptos::prelude::*;

use super::api::OpenVote;
use super::duplicates::{Duplicates, MergedItem};
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
    /// The notes of each frame, which is given by its name.
    pub notes_of_frames: Vec<(String, Vec<VoteItem>)>,
    /// All notes.
    pub notes: Vec<VoteItem>,
}

impl Ballotable {
    /// Each choice with what it is called, the likeliest first; none that is empty.
    fn choices(self, t: VotesText) -> Vec<(String, Vec<VoteItem>)> {
        let count = |items: &[VoteItem]| i128::try_from(items.len()).unwrap_or(i128::MAX);
        let notes_of_frames = self.notes_of_frames.into_iter().map(|(name, items)| {
            let label = t.notes_of_frame(&name, &items.len().to_string());
            (label, items)
        });
        let mut choices = vec![
            (t.selected_items(count(&self.selection)), self.selection),
            (t.all_clusters(count(&self.clusters)), self.clusters),
        ];
        choices.extend(notes_of_frames);
        choices.extend([
            (t.all_notes(count(&self.notes)), self.notes),
            (t.all_frames(count(&self.frames)), self.frames),
            (t.all_images(count(&self.images)), self.images),
        ]);
        choices.retain(|(_, items)| !items.is_empty() && items.len() <= MAX_ITEMS);
        choices
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
    let chosen = RwSignal::new(0_usize);
    let choices = Memo::new(move |_| ballotable.get().choices(t));
    let options = move || {
        let choices = choices.get().into_iter().enumerate();
        choices
            .map(|(place, (label, _))| {
                let selected = place == chosen.get_untracked();
                view! { <option value=place.to_string() selected=selected>{label}</option> }
            })
            .collect_view()
    };
    let items = Memo::new(move |_| {
        let items = choices.with(|choices| choices.get(chosen.get()).cloned());
        items.map(|(_, items)| items).unwrap_or_default()
    });
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
    let nothing = move || choices.read().is_empty();
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
            <p class="hint">{t.anonymous_means()}</p>
            <label class="field">
                <span>{t.voted_on()}</span>
                <select on:change:target=move |event| {
                    chosen.set(event.target().value().parse().unwrap_or_default());
                }>{options}</select>
            </label>
            {inputs}
            <Duplicates items=standing merged=merged merge=merge separate=separate />
            <p class="problem" hidden=move || !nothing()>{t.nothing_to_vote_on()}</p>
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

    #[test]
    fn only_what_can_be_voted_on_is_offered() {
        let item = |number: usize| VoteItem {
            record: format!("1-{number}"),
            text: format!("Piste {number}"),
        };
        let ballotable = Ballotable {
            selection: Vec::new(),
            clusters: vec![item(1), item(2)],
            notes_of_frames: vec![
                ("Pistes".into(), vec![item(3)]),
                ("Vide".into(), Vec::new()),
            ],
            frames: vec![item(4)],
            images: Vec::new(),
            notes: (0..=MAX_ITEMS).map(item).collect(),
        };
        let choices = ballotable.choices(VotesText(Locale::Fr));
        let labels: Vec<&str> = choices.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(
            labels,
            ["Les groupes (2)", "Cadre « Pistes » (1)", "Le cadre (1)"]
        );
    }
}
