//! The form of the guided pass, in which one note or several become something, and the
//! addresses under which it is open.

use domain::feedback::FeedbackKind;
use domain::ids::SessionId;
use domain::sessions::OutcomeKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use uuid::Uuid;

use super::harvest_api::{BoardNote, HarvestContent, HarvestNote};
use super::text::SessionsText;
use super::{harvest_keys, page_address};
use crate::kit::{
    Choice, DateField, FormAction, FormEnd, Hidden, PostForm, Radios, Select, TextArea, coded,
    member_choices, query_value,
};

/// A link that opens the form for this note; the form, once it is open for this note or
/// for several of which it is the first.
#[component]
pub(super) fn TakeUp(
    note: BoardNote,
    /// Whether something came out of it already.
    again: bool,
    content: Signal<HarvestContent>,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let query = use_query_map();
    let record = note.record;
    let first = record.clone();
    let open = Memo::new(move |_| {
        let records = opened(&query.read());
        let is_first = records.first() == Some(&first);
        if is_first { records } else { Vec::new() }
    });
    move || {
        let records = open.get();
        if records.is_empty() {
            let session = content.with_untracked(|content| content.session.id);
            let href = form_address(session, std::slice::from_ref(&record), None);
            let label = if again {
                t.take_up_again()
            } else {
                t.take_up()
            };
            view! { <p><a class="button" data-kind="quiet" href=href>{label}</a></p> }.into_any()
        } else {
            view! { <Form records=records content=content action=action /> }.into_any()
        }
    }
}

#[component]
fn Form(
    records: Vec<String>,
    content: Signal<HarvestContent>,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let query = use_query_map();
    let next = next_form(&content.read_untracked(), &records).map(
        |href| view! { <p><a class="button" data-kind="quiet" href=href>{t.next_note()}</a></p> },
    );
    // Once notes lie on one of the four, their form follows.
    let becomes = move || query_value(&query.read(), "as");
    let fields = move || {
        let becomes = OutcomeKind::from_code(&becomes()).unwrap_or(OutcomeKind::Need);
        let content = content.get_untracked();
        let notes = content.notes.iter();
        let notes = notes.filter(|note| records.contains(&note.record));
        let notes = notes.cloned().collect();
        view! { <Fields notes=notes content=content becomes=becomes action=action /> }
    };
    view! { {fields} {next} }
}

#[component]
fn Fields(
    notes: Vec<BoardNote>,
    content: HarvestContent,
    becomes: OutcomeKind,
    action: FormAction<HarvestNote>,
) -> impl IntoView {
    let t = SessionsText::here();
    let form = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if let Some(form) = form.get() {
            harvest_keys::focus_choice(&form);
        }
    });
    let people = member_choices(content.team, None);
    let day = content.held_on.to_string();
    let id = Uuid::now_v7().to_string();
    let text = proposed(&notes);
    // One note is read above its form; several are not all there.
    let together = (notes.len() > 1).then(|| {
        let texts = notes
            .iter()
            .map(|note| view! { <q>{note.text.clone()}</q> " " });
        let count = i128::try_from(notes.len()).unwrap_or(i128::MAX);
        view! { <p class="prose">{t.together(count)} " " {texts.collect_view()}</p> }
    });
    let legend = match notes.len() {
        1 => t.becomes(),
        _ => t.become_together(),
    };
    // What they say and whose they are, the board says.
    let sent = notes.into_iter().enumerate().map(|(place, note)| {
        let name = format!("draft[notes][{place}][record]");
        view! { <input type="hidden" name=name value=note.record /> }
    });
    let sent = sent.collect_view();
    view! {
        <div class="take-up" node_ref=form>
            {together}
            <PostForm action=action prefix="draft">
                <Hidden name="session" value=content.session.id.to_string() />
                <Hidden name="id" value=id />
                {sent}
                <Radios name="becomes" label=legend choices=choices(t) value=becomes.code() />
                <TextArea name="text" label=t.outcome_text() value=text required=true rows=3 />
                <div data-for="feedback">
                    <Select name="kind" label=t.feedback_kind() choices={coded::<FeedbackKind>()} value=FeedbackKind::Idea.code() required=true />
                </div>
                <div data-for="decision">
                    <DateField name="decided_on" label=t.outcome_decided_on() value=day required=true />
                </div>
                <div class="field-row" data-for="action">
                    <Select name="owner" label=t.outcome_owner() choices=people />
                    <DateField name="due_on" label=t.outcome_due_on() />
                </div>
                <FormEnd label=t.take_up() />
            </PostForm>
        </div>
    }
}

/// What the thing is proposed to say: the name of the cluster, where all notes are of one;
/// otherwise what the notes say.
fn proposed(notes: &[BoardNote]) -> String {
    if let [first, _, ..] = notes
        && !first.cluster.is_empty()
        && notes.iter().all(|note| note.is_beside(first))
    {
        return first.cluster.clone();
    }
    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    texts.join("\n")
}

/// What notes can become, in the order of the keys that choose it.
pub(super) fn choices(t: SessionsText) -> Vec<Choice> {
    let name = |kind: OutcomeKind| match kind {
        OutcomeKind::Need => t.becomes_need(),
        OutcomeKind::Feedback => t.becomes_feedback(),
        OutcomeKind::Decision => t.becomes_decision(),
        OutcomeKind::ActionItem => t.becomes_action(),
    };
    OutcomeKind::ALL
        .iter()
        .map(|&kind| Choice::new(kind.code(), name(kind)))
        .collect()
}

/// The records of the notes for which the address opens the form.
pub(super) fn opened(query: &ParamsMap) -> Vec<String> {
    query.get_all("note").unwrap_or_default()
}

/// The page of the guided pass.
pub(super) fn pass_address(session: SessionId) -> String {
    format!("{}/outcomes", page_address(session))
}

/// Where the form of notes is open, with what they are to become already chosen.
pub(super) fn form_address(
    session: SessionId,
    records: &[String],
    becomes: Option<&str>,
) -> String {
    let notes = records.iter().map(|record| format!("note={record}"));
    let chosen = becomes.map(|code| format!("as={code}"));
    let query: Vec<String> = notes.chain(chosen).collect();
    let place = records.first().map(|record| format!("#note-{record}"));
    let (query, place) = (query.join("&"), place.unwrap_or_default());
    format!("{}?{query}{place}", pass_address(session))
}

/// Where the form of the next note is open of which nothing came out yet, after the notes
/// `here` and from the beginning again.
pub(super) fn next_form(content: &HarvestContent, here: &[String]) -> Option<String> {
    let notes = &content.notes;
    let is_here = |note: &BoardNote| here.contains(&note.record);
    let place = notes.iter().rposition(is_here);
    let after = place.map_or(0, |place| place + 1);
    let next = notes[after..]
        .iter()
        .chain(&notes[..after])
        .find(|note| note.became.is_empty() && !is_here(note))?;
    let next = std::slice::from_ref(&next.record);
    Some(form_address(content.session.id, next, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(text: &str, cluster: &str) -> BoardNote {
        BoardNote {
            record: format!("1-{}", text.len()),
            text: text.into(),
            label: String::new(),
            position: (0, 0),
            author_name: String::new(),
            frame: "Idées".into(),
            cluster: cluster.into(),
            picture: None,
            became: Vec::new(),
        }
    }

    #[test]
    fn a_cluster_proposes_its_name_and_other_notes_what_they_say() {
        let (one, two) = (note("Minuteur", "Temps"), note("Signal sonore", "Temps"));
        let loose = note("Lire à deux", "");
        assert_eq!(proposed(std::slice::from_ref(&one)), "Minuteur");
        assert_eq!(proposed(&[one.clone(), two]), "Temps");
        assert_eq!(proposed(&[one, loose.clone()]), "Minuteur\nLire à deux");
        assert_eq!(
            proposed(&[loose.clone(), loose]),
            "Lire à deux\nLire à deux"
        );
    }

    #[test]
    fn the_form_of_several_notes_has_one_address() {
        let session = SessionId::new();
        let records = ["1-1".to_owned(), "2-4".to_owned()];
        let address = form_address(session, &records, Some("need"));
        let expected = format!("/sessions/{session}/outcomes?note=1-1&note=2-4&as=need#note-1-1");
        assert_eq!(address, expected);
    }
}
