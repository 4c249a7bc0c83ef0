//! The report of an import: it accounts for every row and every cell dropped.

use serde::{Deserialize, Serialize};

use super::{Encoding, ImportFile, ImportKind, Separator, UndonePart};
use crate::codes::codes;

/// How many drops a report tells one by one; all are counted.
const LISTED_MAX: usize = 1_000;
/// How many it tells where all are asked for: as many as a file of records has rows. Of more,
/// as when nothing in a file of votes is taken, it tells the first ones here too.
const LISTED_IN_FULL: usize = 100_000;
/// How many differences a report tells one by one.
const DIFFERENCES_MAX: usize = 100;
/// The most characters of a cell, or of a header, that a report quotes.
const QUOTED_MAX: usize = 80;

codes! {
    /// Why a row or a cell was not taken as it is.
    pub enum DropReason {
        /// The row holds nothing.
        EmptyRow = "empty_row": "ligne vide" | "empty row",
        /// The row says no need.
        NoStatement = "no_statement": "aucun besoin énoncé" | "no need stated",
        /// The row tells nothing that happened.
        NoStory = "no_story": "rien n’est raconté" | "nothing is told",
        /// The row's id stands in an earlier row too.
        RepeatedId = "repeated_id":
            "identifiant déjà vu plus haut dans le fichier" | "id seen above in the file",
        /// The row has the same text as an earlier one, and no id.
        RepeatedText = "repeated_text":
            "même texte que plus haut dans le fichier" | "same text as above in the file",
        /// The cell has more characters than allowed.
        TooLong = "too_long": "texte trop long" | "text too long",
        /// The cell has no column of its own.
        ExtraCell = "extra_cell": "cellule en trop, sans colonne" | "extra cell without a column",
        /// A quote opens a cell and is never closed: nobody knows where the row ends.
        OpenQuote = "open_quote":
            "guillemet jamais refermé : la suite du fichier n’est pas lue" | "quote never closed: the rest of the file is not read",
        /// The cell's bytes are not characters of the encoding; they are marked.
        Unreadable = "unreadable":
            "caractères illisibles dans cet encodage" | "characters unreadable in this encoding",
        /// Not a date of a known form.
        NotADate = "not_a_date": "date non reconnue" | "date not recognised",
        /// Not one of the levels.
        UnknownLevel = "unknown_level": "niveau non reconnu" | "level not recognised",
        /// Not one of the disciplines.
        UnknownDiscipline = "unknown_discipline":
            "discipline non reconnue" | "discipline not recognised",
        /// Not one of the kinds of feedback.
        UnknownKind = "unknown_kind":
            "type non reconnu, remplacé par celui du fichier" | "kind not recognised, the file’s own taken instead",
        /// Not one of the severities.
        UnknownSeverity = "unknown_severity":
            "gravité non reconnue, remplacée par celle du type" | "severity not recognised, that of the kind taken instead",
        /// Not one of the class levels.
        UnknownClass = "unknown_class": "classe non reconnue" | "class level not recognised",
        /// Not one of the devices.
        UnknownDevice = "unknown_device": "appareil non reconnu" | "device not recognised",
        /// Not one of the states of the network.
        UnknownNetwork = "unknown_network":
            "état du réseau non reconnu" | "state of the network not recognised",
        /// Not a number of pupils.
        NotANumber = "not_a_number": "nombre non reconnu" | "number not recognised",
        /// Not a place.
        UnknownPlace = "unknown_place": "lieu non reconnu" | "place not recognised",
        /// Not a state of moderation.
        UnknownModeration = "unknown_moderation":
            "état de modération non reconnu, besoin laissé ouvert" | "state of moderation not recognised, need left open",
        /// The vote names no voter.
        NoVoter = "no_voter": "vote sans votant·e" | "vote without a voter",
        /// Not a vote.
        UnknownVote = "unknown_vote": "vote autre que 1, 0 ou −1" | "vote other than 1, 0 or −1",
        /// The vote is on a need that was not imported from this source.
        UnknownNeed = "unknown_need":
            "vote sur un besoin absent de l’import" | "vote on a need that is not in the import",
        /// The vote is on a need that is closed.
        ClosedNeed = "closed_need":
            "vote sur un besoin fusionné ou retiré depuis" | "vote on a need merged or withdrawn since",
        /// A later vote of the same voter on the same need counts instead.
        VotedAgain = "voted_again":
            "remplacé par un vote plus récent de la même personne" | "replaced by a later vote of the same person",
        /// The voter's vote on this need, from an earlier import, counts instead.
        VotedBefore = "voted_before":
            "la personne a déjà voté dans un import précédent" | "the person voted in an earlier import",
    }
}

/// A row or a cell that was not taken as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drop {
    /// In which file.
    pub file: ImportFile,
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    /// Header of the cell's column, shortened; nothing where the whole row is dropped.
    pub column: Option<String>,
    /// Why.
    pub reason: DropReason,
    /// What stands there, shortened.
    pub text: String,
}

/// How often something was dropped for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropCount {
    /// In which file.
    pub file: ImportFile,
    /// Whether whole rows were dropped, or single cells.
    pub rows: bool,
    /// Why.
    pub reason: DropReason,
    /// How often.
    pub count: u64,
}

/// What became of the rows of a file of needs or of feedback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordCounts {
    /// Rows below the header.
    pub read: u64,
    /// Rows that became needs or entries.
    pub made: u64,
    /// Rows imported before.
    pub recognised: u64,
    /// Rows left out.
    pub dropped: u64,
    /// Of those made: set aside by moderation.
    pub set_aside: u64,
    /// Of those made: withdrawn.
    pub withdrawn: u64,
    /// Cells out of which markup was taken.
    pub markup: u64,
}

/// What became of the rows of a file of votes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteCounts {
    /// Rows below the header.
    pub read: u64,
    /// Rows that became positions.
    pub made: u64,
    /// Rows imported before.
    pub recognised: u64,
    /// Rows left out.
    pub dropped: u64,
    /// Of those made: supports.
    pub supports: u64,
    /// Of those made: objections.
    pub objections: u64,
    /// Of those made: without a view.
    pub neutral: u64,
    /// Rows in which somebody votes on a need once more.
    pub repeated: u64,
}

/// A need whose votes are not as many as the source counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The line of the file on which the need's row begins.
    pub line: u64,
    /// The need's id in the source.
    pub source_id: String,
    /// Supports and objections that the source counted.
    pub expected: (i64, i64),
    /// Supports and objections among the votes.
    pub found: (i64, i64),
}

/// What an import does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportReport {
    /// How the file of records was read.
    pub records_read_as: Option<(Encoding, Separator)>,
    /// How the file of votes was read.
    pub votes_read_as: Option<(Encoding, Separator)>,
    /// What it makes.
    pub kind: ImportKind,
    /// The rows of the file of records. Reports of the days when there were
    /// needs alone call them so.
    #[serde(alias = "needs")]
    pub records: RecordCounts,
    /// The rows of the file of votes, if there is one.
    pub votes: Option<VoteCounts>,
    /// How many needs were compared with the counts of the source.
    pub compared: u64,
    /// How many of them differ.
    pub differing: u64,
    /// The first of those that differ.
    pub differences: Vec<Difference>,
    /// What was dropped, each with its place and reason: the first ones.
    pub drops: Vec<Drop>,
    /// How often for each reason, complete.
    pub drop_counts: Vec<DropCount>,
    /// What was taken away of it since, while the rest stayed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone_parts: Vec<UndonePart>,
    /// Whether many more drops are told one by one than a page shows. Such a report is
    /// written out at once, and kept nowhere.
    #[serde(skip)]
    pub in_full: bool,
}

impl ImportReport {
    /// Notes a whole row that is left out.
    pub fn drop_row(&mut self, file: ImportFile, line: u64, reason: DropReason, text: &str) {
        self.note(file, line, None, reason, text);
        match file {
            ImportFile::Records => self.records.dropped += 1,
            ImportFile::Votes => self.votes.get_or_insert_default().dropped += 1,
        }
    }

    /// Notes a cell that is left out, or not taken as it is.
    pub fn drop_cell(
        &mut self,
        file: ImportFile,
        line: u64,
        column: &str,
        reason: DropReason,
        text: &str,
    ) {
        self.note(file, line, Some(column), reason, text);
    }

    fn note(
        &mut self,
        file: ImportFile,
        line: u64,
        column: Option<&str>,
        reason: DropReason,
        text: &str,
    ) {
        let rows = column.is_none();
        let counted = self
            .drop_counts
            .iter_mut()
            .find(|count| (count.file, count.rows, count.reason) == (file, rows, reason));
        match counted {
            Some(counted) => counted.count += 1,
            None => self.drop_counts.push(DropCount {
                file,
                rows,
                reason,
                count: 1,
            }),
        }
        let most = if self.in_full {
            LISTED_IN_FULL
        } else {
            LISTED_MAX
        };
        if self.drops.len() < most {
            self.drops.push(Drop {
                file,
                line,
                column: column.map(shortened),
                reason,
                text: shortened(text),
            });
        }
    }

    /// Notes the comparison of a need's votes with what the source counted.
    pub fn compare(&mut self, line: u64, source_id: &str, expected: (i64, i64), found: (i64, i64)) {
        self.compared += 1;
        if expected == found {
            return;
        }
        self.differing += 1;
        if self.differences.len() < DIFFERENCES_MAX {
            self.differences.push(Difference {
                line,
                source_id: source_id.to_owned(),
                expected,
                found,
            });
        }
    }

    /// How many rows and cells were dropped in all.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.drop_counts.iter().map(|count| count.count).sum()
    }

    /// Whether every row is accounted for.
    #[must_use]
    pub fn reconciles(&self) -> bool {
        let records = self.records;
        let votes = self.votes.unwrap_or_default();
        records.read == records.made + records.recognised + records.dropped
            && votes.read == votes.made + votes.recognised + votes.dropped
            && votes.made == votes.supports + votes.objections + votes.neutral
    }
}

/// As much of a text as a report quotes.
fn shortened(text: &str) -> String {
    let mut quoted: String = text.chars().take(QUOTED_MAX).collect();
    if quoted.len() < text.len() {
        quoted.push('…');
    }
    quoted
}

codes! {
    /// Why a file cannot be imported at all.
    pub enum FileProblem {
        /// It holds no row below a header.
        Empty = "empty":
            "Le fichier ne contient pas de ligne sous un en-tête." | "The file holds no row below a header.",
        /// A quote in its header is never closed.
        OpenQuote = "open_quote":
            "Un guillemet ouvert dans l’en-tête n’est jamais refermé : tout le fichier serait lu comme une seule cellule." | "A quote opened in the header is never closed: the whole file would be read as one cell.",
        /// It has more bytes than allowed.
        TooLarge = "too_large":
            "Le fichier dépasse 20 Mio." | "The file is larger than 20 MiB.",
        /// It has more rows than allowed.
        TooManyRows = "too_many_rows":
            "Le fichier a trop de lignes : 100 000 au plus, 1 000 000 pour des votes." | "The file has too many rows: 100,000 at most, 1,000,000 for votes.",
        /// It has more columns than allowed.
        TooManyColumns = "too_many_columns":
            "Le fichier a plus de 500 colonnes." | "The file has more than 500 columns.",
        /// It is no text: a spreadsheet's own format, an archive, an image.
        NotText = "not_text":
            "Ce n’est pas un fichier CSV : enregistrez la feuille de calcul au format CSV." | "This is not a CSV file: save the spreadsheet as CSV.",
        /// It holds votes, and what they come with is not voted on.
        NoVotesHere = "no_votes_here":
            "Un fichier de votes n’accompagne que des besoins." | "A file of votes comes with needs only.",
    }
}
