//! What leaves a session as files, on the server: the board as somebody may read
//! it, as Markdown and thing by thing, and the report (as data: see [`ReportFile`]).

mod things;

use std::collections::BTreeMap;
use std::fmt::Write;

use board::document::Document;
use board::ids::ParticipantId;
use board::labels::label_in;
use board::record::{Content, Record};
use domain::ids::{AttachmentId, SessionId};
use domain::sessions::{ScriptPhase, per_cent};
use domain::wording::Locale;
use store::{Store, Visitor};

pub use self::things::board_columns;
use super::harvest_api::BoardNote;
use super::history::past::Past;
use super::notes::{self, ReadBoard};
use super::outline::BesideNotes;
use super::participants::name_in_words;
use super::report::{
    ReportContent, author_of, introduced, outcomes_by_kind, parties_present, title_of,
};
use super::report_balance::Shares;
pub use super::report_data::{REPORT_COLUMNS, ReportFile, report_file};
use super::report_text::ReportText;
use super::text::SessionsText;
use crate::failure::Failure;
use crate::kit::day;
use crate::text::{CommonText, catalogue, number};

catalogue! {
    /// What only files say.
    FileText {
        own_left_out[n] = "Sans {n} de vos éléments, que vous n'avez pas encore dévoilé." , "Sans {n} de vos éléments, que vous n'avez pas encore dévoilés." | "Without {n} of your own, which you have not shown yet." , "Without {n} of your own, which you have not shown yet.";
    }
}

/// A board as somebody may read it and hand it on: without what they have not shown yet.
pub struct ExportedBoard {
    /// What the session is called.
    pub title: String,
    board: ReadBoard,
    /// How much of the reader's own it leaves out.
    left_out: u32,
    /// The names of its people by number, in words of its reader's language.
    names: BTreeMap<u32, String>,
}

impl ExportedBoard {
    /// The board of a session, for whoever may read it in a language: as it is, or as it
    /// was at a moment of its log.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for everybody else.
    pub async fn read(
        store: &Store,
        visitor: Visitor<'_>,
        session: SessionId,
        moment: Option<u64>,
        locale: Locale,
    ) -> Result<Self, Failure> {
        let board = match moment {
            None => ReadBoard::read(store, visitor, session).await?,
            Some(moment) => Past::read(store, visitor, session).await?.board(moment),
        };
        let (board, left_out) = board.for_all();
        let title = match (store.attended_session(visitor, session).await, visitor) {
            (Ok((session, _)), _) => session.facts.title,
            (Err(_), Visitor::Account(actor)) => {
                let detail = store.session(actor, session).await?;
                detail.session.facts.title
            }
            (Err(error), Visitor::Guest(_)) => return Err(error.into()),
        };
        let (_, people) = store.seats(session).await?;
        let names = people
            .iter()
            .map(|one| (one.number, name_in_words(one, locale)));
        let names = names.collect();
        Ok(Self {
            title,
            board,
            left_out,
            names,
        })
    }

    /// What lies on the board, but for what anybody has hidden.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.board.document
    }

    /// How many things it leaves out that its reader wrote in private and has not shown.
    #[must_use]
    pub const fn left_out(&self) -> u32 {
        self.left_out
    }

    /// The name of whoever signs a record; empty where nobody does, or its author is not
    /// known.
    #[must_use]
    pub fn signature(&self, record: &Record) -> &str {
        let signer = self.board.signer(record);
        signer.map_or("", |author| self.name_of(author))
    }

    fn name_of(&self, participant: ParticipantId) -> &str {
        self.names.get(&participant.0).map_or("", String::as_str)
    }

    /// The board as Markdown: frames, clusters, notes, and what else lies there.
    #[must_use]
    pub fn markdown(&self, locale: Locale) -> String {
        let mut text = format!("# {}\n", escaped(&self.title));
        let notes = self.board.notes(|author| self.name_of(author).to_owned());
        let besides = self.board.besides();
        let t = ReportText(locale);
        outline(&mut text, &notes, &besides, t);
        own_left_out(&mut text, self.left_out, locale);
        text
    }
}

/// What stands between the cells of a table, as spreadsheets in a language expect it: where
/// the comma is in numbers, a semicolon.
#[must_use]
pub const fn cell_separator(locale: Locale) -> u8 {
    match locale {
        Locale::Fr => b';',
        Locale::En => b',',
    }
}

/// Which pictures of a session's board somebody may look at.
pub struct SeenPictures {
    /// The seats of whoever looks.
    seats: Vec<ParticipantId>,
    board: Document,
}

impl SeenPictures {
    /// For whoever may read the board.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for everybody else.
    pub async fn read(
        store: &Store,
        visitor: Visitor<'_>,
        session: SessionId,
    ) -> Result<Self, Failure> {
        Ok(Self {
            seats: notes::readers(store, visitor, session).await?,
            board: notes::whole(store, session).await?,
        })
    }

    /// Whether this picture is among them: one's own is, and one that the participant who
    /// brought it, of this number, shows on the board. Whoever only knows its id, and puts
    /// that on the board themselves, gains nothing.
    #[must_use]
    pub fn includes(&self, id: AttachmentId, by: u32) -> bool {
        let by = ParticipantId(by);
        let shows = |record: &Record| {
            record.shape.content == Content::Image(id)
                && record.author == by
                && self.seats.iter().any(|seat| record.is_visible_to(*seat))
        };
        let mut records = self.board.ids().filter_map(|id| self.board.record(id));
        self.seats.contains(&by) || records.any(shows)
    }
}

/// The report of a session as Markdown.
///
/// # Errors
/// [`Failure::NotFound`] for those who may not read the session's board.
pub async fn report_markdown(
    store: &Store,
    visitor: Visitor<'_>,
    session: SessionId,
    locale: Locale,
) -> Result<String, Failure> {
    let content = super::report::report(store, visitor, session, locale).await?;
    Ok(written(&content, locale))
}

fn written(content: &ReportContent, locale: Locale) -> String {
    let t = ReportText(locale);
    let facts = &content.session.facts;
    let mut text = format!("# {}\n\n", escaped(&facts.title));
    let mut fact = |label: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(
                text,
                "- **{label}**{}{}",
                CommonText(locale).colon(),
                escaped(value)
            );
        }
    };
    fact(t.aim(), &facts.aim);
    let hour = facts.starts_at.strftime("%H:%M");
    let date = day(locale, facts.starts_at.date());
    fact(t.when(), &format!("{date}, {hour}"));
    fact(t.place(), &facts.place);
    fact(t.link(), &facts.link);
    let _ = write!(text, "\n## {}\n", t.outcomes());
    let outcomes = outcomes_by_kind(&content.outcomes);
    if outcomes.is_empty() {
        let none = match content.project {
            Some(_) => t.no_outcomes(),
            None => t.outcomes_untold(),
        };
        let _ = write!(text, "\n{none}\n");
    }
    for (kind, outcomes) in outcomes {
        let _ = write!(text, "\n### {}\n\n", t.outcome_kind(kind));
        for outcome in outcomes {
            let title = title_of(&content.titles, outcome.thing).map(escaped);
            let notes = outcome.notes.iter().map(|note| {
                let by = match author_of(&content.notes, note) {
                    "" => t.note().to_owned(),
                    name => t.note_by(&escaped(name)),
                };
                format!(
                    "{by}{}{}",
                    CommonText(locale).colon(),
                    indented(&note.text, 2)
                )
            });
            let lines: Vec<String> = title.into_iter().chain(notes).collect();
            let _ = writeln!(text, "- {}", lines.join("  \n  "));
        }
    }
    text.push_str(&super::votes::written(&content.votes, locale, escaped));
    let _ = write!(text, "\n## {}\n\n", t.people());
    for (party, there) in parties_present(&content.participants) {
        let names = there.iter().map(|one| escaped(&introduced(one, locale)));
        let names: Vec<String> = names.collect();
        let party = party.wording().in_locale(locale);
        let count = number(locale, names.len().try_into().unwrap_or(i128::MAX));
        let _ = writeln!(
            text,
            "- {party} ({count}){}{}",
            CommonText(locale).colon(),
            names.join(", ")
        );
    }
    balance(&mut text, content, t);
    script(&mut text, &facts.script, t);
    let _ = write!(text, "\n## {}\n", t.board());
    outline(&mut text, &content.notes, &content.besides, t);
    own_left_out(&mut text, content.left_out, locale);
    text
}

/// That something of the reader's own is not in it.
fn own_left_out(text: &mut String, left_out: u32, locale: Locale) {
    if left_out > 0 {
        let _ = write!(text, "\n*{}*\n", FileText(locale).own_left_out(left_out));
    }
}

/// The phases with their time and what they ask.
fn script(text: &mut String, phases: &[ScriptPhase], t: ReportText) {
    let _ = write!(text, "\n## {}\n\n", t.script());
    for (place, phase) in (1..).zip(phases) {
        let minutes = SessionsText(t.0).minutes(phase.minutes);
        let _ = writeln!(text, "{place}. **{}** ({minutes})", escaped(&phase.title));
        if !phase.instructions.is_empty() {
            let _ = writeln!(text, "   {}", indented(&phase.instructions, 3));
        }
    }
}

/// The balance of roles as tables.
fn balance(text: &mut String, content: &ReportContent, t: ReportText) {
    let _ = write!(text, "\n## {}\n", t.balance());
    let share = |&(part, whole): &(u32, u32)| match per_cent(part, whole) {
        Some(share) => format!("{part} ({share} %)"),
        None => "–".to_owned(),
    };
    for shares in Shares::of(&content.balance, t) {
        let _ = write!(text, "\n{}\n\n", shares.lede);
        let heads = shares.columns.join(" | ");
        let _ = writeln!(text, "| {} | {heads} |", shares.names);
        let _ = writeln!(text, "|{}", " --- |".repeat(1 + shares.columns.len()));
        for (who, cells) in &shares.rows {
            let cells: Vec<String> = cells.iter().map(share).collect();
            let _ = writeln!(text, "| {who} | {} |", cells.join(" | "));
        }
    }
    for line in t.left_out(&content.balance.left_out) {
        let _ = write!(text, "\n{line}\n");
    }
}

/// Frames as headings, clusters as headings below, notes as lists; then what else lies there.
fn outline(text: &mut String, notes: &[BoardNote], besides: &BesideNotes, t: ReportText) {
    for part in besides.placed(notes, t) {
        let _ = writeln!(text, "\n### {}", escaped(&part.heading));
        for (heading, notes) in part.groups {
            if let Some(heading) = heading {
                let _ = writeln!(text, "\n#### {}", escaped(&heading));
            }
            text.push('\n');
            for note in notes {
                let _ = writeln!(text, "- {}", line_of(note, t));
            }
            if notes.is_empty() {
                let _ = writeln!(text, "{}", t.nothing_written());
            }
        }
    }
    for (heading, lines) in besides.sections(t) {
        let _ = write!(text, "\n### {heading}\n\n");
        for line in lines {
            let _ = writeln!(text, "- {}", indented(&line, 2));
        }
    }
}

/// What a note says, after what its colour stands for; then who wrote it, and on what it is
/// pinned.
fn line_of(note: &BoardNote, t: ReportText) -> String {
    let label = match note.label.as_str() {
        "" => String::new(),
        label => {
            let label = escaped(label_in(t.0, label));
            format!("**{label}**{}", CommonText(t.0).colon())
        }
    };
    let author = Some(note.author_name.as_str()).filter(|name| !name.is_empty());
    let pinned = t.pinned_on(note.picture.as_deref(), escaped);
    let about = [author.map(escaped), pinned];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let about = match about.is_empty() {
        true => String::new(),
        false => format!(" ({})", about.join(", ")),
    };
    format!("{label}{}{about}", indented(&note.text, 2))
}

/// Text that several lines may have, each further one set in below the first.
fn indented(text: &str, by: usize) -> String {
    let inset = format!("  \n{}", " ".repeat(by));
    let lines: Vec<String> = text.lines().map(|line| escaped(line.trim())).collect();
    lines.join(&inset)
}

/// Text of one line in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '+' | '!' => {
                written.push('\\');
                written.push(letter);
            }
            '\n' | '\r' => written.push(' '),
            _ => written.push(letter),
        }
    }
    // A digit with a point or a dash begins a list only where a line begins.
    match written.strip_prefix('-') {
        Some(rest) => format!("\\-{rest}"),
        None => written,
    }
}

#[cfg(test)]
mod tests {
    use super::super::notes::tests::part;
    use super::*;

    fn note(frame: &str, cluster: &str, text: &str) -> BoardNote {
        BoardNote {
            record: "1-1".into(),
            text: text.into(),
            label: String::new(),
            author_name: "Ana".into(),
            frame: frame.into(),
            cluster: cluster.into(),
            picture: None,
            position: (0, 0),
            became: Vec::new(),
        }
    }

    #[test]
    fn the_outline_reads_frame_cluster_note_and_what_else_lies_there() {
        let mut text = String::new();
        let notes = [
            note("Semaine", "", "Lundi"),
            note("Semaine", "Bruit", "Trop\nfort"),
            note("Semaine", "", "Mardi"),
            note("", "", "# <b>Seul</b>"),
        ];
        let besides = BesideNotes {
            parts: vec![
                part(Some("Vide *1*"), &[]),
                part(
                    Some("Semaine"),
                    &[(None, 1), (Some("Bruit"), 1), (Some("Rien"), 0), (None, 1)],
                ),
                part(None, &[(None, 1)]),
            ],
            empty_notes: 2,
            pictures: vec!["L'accueil *2*\nà droite".into()],
            drawings: 1,
            ..BesideNotes::default()
        };
        outline(&mut text, &notes, &besides, ReportText(Locale::Fr));
        let expected = "\n### Vide \\*1\\*\n\nAucune note ni texte.\n\
                        \n### Semaine\n\n- Lundi (Ana)\n\n#### Bruit\n\n- Trop  \n  fort (Ana)\n\
                        \n#### Rien\n\nAucune note ni texte.\n\
                        \n#### Hors groupe\n\n- Mardi (Ana)\n\
                        \n### Hors cadre\n\n- \\# \\<b\\>Seul\\</b\\> (Ana)\n\
                        \n### Sans un mot\n\n- 2 notes vides\n\
                        \n### Images\n\n- L'accueil \\*2\\*  \n  à droite\n\
                        \n### Dessins\n\n- 1 dessin à main levée\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_note_that_is_pinned_says_on_which_picture() {
        let pinned = |picture: &str, author: &str| BoardNote {
            picture: Some(picture.into()),
            author_name: author.into(),
            ..note("Écrans", "", "Trop petit")
        };
        let mut text = String::new();
        let notes = [pinned("Accueil *2*", "Ana"), pinned("", "")];
        let frame = BesideNotes {
            parts: vec![part(Some("Écrans"), &[(None, 2)])],
            ..BesideNotes::default()
        };
        outline(&mut text, &notes, &frame, ReportText(Locale::Fr));
        let expected = "\n### Écrans\n\n\
                        - Trop petit (Ana, sur l'image « Accueil \\*2\\* »)\n\
                        - Trop petit (sur une image)\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_partner_is_named_with_its_interests() {
        let person = domain::accounts::Person {
            id: domain::ids::UserId::new(),
            name: "Ana".into(),
            party: domain::parties::Party::Edtech,
            declared_interests: Some("Vend des manuels".into()),
        };
        let one = domain::sessions::Participant {
            number: 1,
            who: domain::sessions::Who::Account(person),
            role: domain::sessions::SessionRole::Participant,
            state: domain::sessions::ParticipantState::Admitted,
            joined_at: domain::time::Timestamp(0),
        };
        let named = introduced(&one, Locale::Fr);
        assert_eq!(named, "Ana (Intérêts déclarés : Vend des manuels)");
    }
}
