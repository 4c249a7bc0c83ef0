//! How people and what they did are shown.

use domain::accounts::Person;
use domain::audit::{self, AuditEntry};
use domain::parties::Party;
use domain::projects::TeamMember;
use leptos::prelude::*;

use super::form::Choice;
use super::time::Moment;
use crate::preferences::locale;
use crate::text::{CommonText, colon};

/// A person with the party they speak for; a partner with its declared interests.
/// The name leads to the person's page, which everybody who is signed in may see:
/// not to be put into a link or a label.
#[component]
pub(crate) fn PersonTag(
    /// Who.
    person: Person,
    /// Whether this is the person's own page.
    #[prop(optional)]
    here: bool,
) -> impl IntoView {
    let initials: String = person
        .name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    let interests = interests(&person);
    let name = if here {
        person.name.into_any()
    } else {
        view! { <a href=format!("/people/{}", person.id)>{person.name}</a> }.into_any()
    };
    view! {
        <span class="person">
            <span class="avatar" aria-hidden="true">{initials}</span>
            <span>
                {name} " "
                <span class="party" data-party=family(person.party)>
                    {person.party.wording().in_locale(locale())}
                </span> {interests}
            </span>
        </span>
    }
}

/// The declared interests of a partner, or that it has not declared any yet, to stand
/// beside its name wherever it is not shown by a [`PersonTag`].
pub(crate) fn interests(person: &Person) -> Option<AnyView> {
    let t = CommonText::here();
    let said = match &person.declared_interests {
        Some(text) => t.interests(text),
        None if person.owes_interests() => t.no_interests().to_owned(),
        None => return None,
    };
    Some(view! { " " <span class="meta">{said}</span> }.into_any())
}

/// The name of a person where nothing but words can stand; it says when there are
/// declared interests.
pub(crate) fn name_in_words(person: &Person) -> String {
    match person.declared_interests {
        Some(_) => CommonText::here().with_interests(&person.name),
        None => person.name.clone(),
    }
}

/// A person to choose in a list.
pub(crate) fn person_choice(person: Person) -> Choice {
    Choice::new(person.id.to_string(), name_in_words(&person))
}

/// Those of a team whom something can be given to or asked of, to choose in a list; with
/// whoever has it already, so that a form keeps them where their account was closed since or
/// they have left.
pub(crate) fn member_choices(team: Vec<TeamMember>, now: Option<Person>) -> Vec<Choice> {
    let open = team.into_iter().filter(|member| member.open);
    let mut choices: Vec<Choice> = open.map(|member| person_choice(member.person)).collect();
    let now = now.map(person_choice);
    choices.extend(now.filter(|choice| !choices.contains(choice)));
    choices
}

/// The family of parties that shares a sign.
fn family(party: Party) -> &'static str {
    match party {
        Party::Teacher | Party::SchoolHead | Party::Inspector => "school",
        Party::Researcher | Party::Student => "research",
        Party::Edtech => "edtech",
        Party::Academy | Party::Ministry | Party::LocalAuthority => "authority",
        Party::Facilitator => "facilitation",
        Party::Parent | Party::Pupil => "family",
    }
}

/// The changes of a thing, the newest first: who did what, when.
#[component]
pub(crate) fn History(
    /// The changes.
    #[prop(into)]
    history: Signal<audit::History>,
) -> impl IntoView {
    view! { <HistoryOf history=history row=history_row /> }
}

/// The changes of a thing, the newest first, each told by `row`; a word where the
/// earliest are not among them.
#[component]
pub(crate) fn HistoryOf(
    /// The changes.
    history: Signal<audit::History>,
    /// How one of them is told: an item of the list.
    row: impl Fn(AuditEntry) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let t = CommonText::here();
    let rows = move || {
        let entries = history.get().entries.into_iter().rev();
        entries.map(row).collect_view()
    };
    let cut = move || {
        let cut = history.with(|history| history.cut);
        cut.then(|| view! { <p class="hint">{t.history_cut()}</p> })
    };
    view! {
        <details>
            <summary>{t.history()}</summary>
            <ol class="history">{rows}</ol>
            {cut}
        </details>
    }
}

fn history_row(entry: AuditEntry) -> AnyView {
    let what = deed_text(&entry);
    let interests = entry.actor.as_ref().and_then(interests);
    let who = doer(&entry);
    view! {
        <li>
            <b>{who}</b> {interests} {colon()} {what} <br /> <Moment at=entry.at />
        </li>
    }
    .into_any()
}

/// Who the audit log says did it, in words: the server where it names nobody.
pub(crate) fn doer(entry: &AuditEntry) -> String {
    let t = CommonText::here();
    match (&entry.actor, entry.guest.as_deref()) {
        (Some(person), _) => person.name.clone(),
        (None, Some("")) => t.some_guest().to_owned(),
        (None, Some(name)) => t.a_guest(name),
        (None, None) => t.the_server().to_owned(),
    }
}

/// What the audit log says was done, in words.
pub(crate) fn deed_text(entry: &AuditEntry) -> String {
    match entry.wording() {
        Some(wording) => wording.in_locale(locale()).to_owned(),
        None => entry.action.clone(),
    }
}
