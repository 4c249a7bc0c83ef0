//! Files attached to things: what is taken, under which name, how large.
//!
//! What a file is called and what its sender says it is are never believed: the
//! server looks at its content and names it after what it found.

use serde::{Deserialize, Serialize};

use crate::accounts::Person;
use crate::codes::codes;
use crate::evidence::{Node, ThingKind, ThingRef};
use crate::feedback::Anonymity;
use crate::ids::AttachmentId;
use crate::problems::{Problem, Problems, clean_line};
use crate::time::Timestamp;

/// The most bytes of one file: 10 MiB.
pub const FILE_MAX: usize = 10 * 1024 * 1024;
/// The most files of one thing.
pub const FILES_MAX: u64 = 20;
/// The most pictures of one board. Those that were taken off it count as well, here and below:
/// its past shows them, and they can be put back.
pub const BOARD_PICTURES_MAX: u64 = 100;
/// The most of all who do not facilitate together: what is left is kept for those who do.
pub const BOARD_PICTURES_OF_OTHERS_MAX: u64 = 75;
/// The most of all guests among them together: nobody fills a board with pictures from four
/// seats that they took without an account.
pub const BOARD_PICTURES_OF_GUESTS_MAX: u64 = 50;
/// The most pictures that one participant puts on a board.
pub const BOARD_PICTURES_OF_ONE_MAX: u64 = 25;
/// The most characters of a file's name, without its extension.
pub const NAME_MAX: usize = 80;
/// The most characters of a description.
pub const DESCRIPTION_MAX: u32 = 300;
/// The most pixels along a side of a picture as it is kept.
pub const SIDE_MAX: u32 = 2_560;
/// How long an entry without a recorded author takes files of whoever may give
/// feedback, in milliseconds.
const AUTHOR_STILL_THERE: i64 = 3_600_000;

codes! {
    /// What a file is, by its content. The codes are media types.
    pub enum Media {
        /// A photo.
        Jpeg = "image/jpeg": "image JPEG" | "JPEG picture",
        /// A drawing or a screenshot.
        Png = "image/png": "image PNG" | "PNG picture",
        /// Sound, as most devices write it.
        Mp3 = "audio/mpeg": "son MP3" | "MP3 sound",
        /// Sound, as phones record it.
        M4a = "audio/mp4": "son M4A" | "M4A sound",
        /// Sound in an open format.
        Ogg = "audio/ogg": "son Ogg" | "Ogg sound",
        /// Sound, as browsers record it.
        Webm = "audio/webm": "son WebM" | "WebM sound",
        /// Sound as it was sampled.
        Wav = "audio/wav": "son WAV" | "WAV sound",
        /// A document that is laid out.
        Pdf = "application/pdf": "document PDF" | "PDF document",
        /// Text.
        Text = "text/plain": "texte" | "text",
        /// A table as text.
        Csv = "text/csv": "tableau CSV" | "CSV table",
        /// Text with marks.
        Markdown = "text/markdown": "texte Markdown" | "Markdown text",
        /// A text document of OpenDocument.
        Odt = "application/vnd.oasis.opendocument.text": "document ODT" | "ODT document",
        /// A spreadsheet of OpenDocument.
        Ods = "application/vnd.oasis.opendocument.spreadsheet": "feuille de calcul ODS" | "ODS spreadsheet",
        /// Slides of OpenDocument.
        Odp = "application/vnd.oasis.opendocument.presentation": "présentation ODP" | "ODP slides",
        /// A text document of Office Open XML.
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "document DOCX" | "DOCX document",
        /// A spreadsheet of Office Open XML.
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "feuille de calcul XLSX" | "XLSX spreadsheet",
        /// Slides of Office Open XML.
        Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation": "présentation PPTX" | "PPTX slides",
    }
}

/// How a file is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Looked at.
    Picture,
    /// Listened to.
    Sound,
    /// Opened elsewhere.
    Document,
}

impl Media {
    /// How it is shown.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Jpeg | Self::Png => Family::Picture,
            Self::Mp3 | Self::M4a | Self::Ogg | Self::Webm | Self::Wav => Family::Sound,
            _ => Family::Document,
        }
    }

    /// The extension that its name ends in.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Ogg => "ogg",
            Self::Webm => "webm",
            Self::Wav => "wav",
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
        }
    }
}

/// What a file chooser offers: pictures that are made into others included.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif,\
    audio/mpeg,audio/mp4,audio/x-m4a,audio/ogg,audio/webm,audio/wav,.m4a,\
    application/pdf,.pdf,.txt,.csv,.md,.odt,.ods,.odp,.docx,.xlsx,.pptx";

codes! {
    /// Why a file is not taken.
    pub enum FileRefusal {
        /// No file was chosen.
        Missing = "missing": "Choisissez un fichier." | "Choose a file.",
        /// There is nothing in it.
        Empty = "empty": "Ce fichier est vide." | "This file is empty.",
        /// More bytes than are kept.
        TooLarge = "too_large": "Ce fichier dépasse 10 Mio. Réduisez-le ou coupez-le avant de l'envoyer." | "This file is larger than 10 MiB. Make it smaller or cut it before sending it.",
        /// Something that is not kept here.
        NotTaken = "not_taken": "Ce type de fichier n'est pas accepté, d'après son contenu. Envoyez une image, un enregistrement sonore, un PDF, un texte ou un document bureautique sans macros." | "This type of file is not accepted, going by its content. Send a picture, a sound recording, a PDF, a text or an office document without macros.",
        /// A picture that cannot be read.
        Unreadable = "unreadable": "Cette image est abîmée ou n'en est pas une." | "This picture is damaged, or is none.",
        /// A picture with too many pixels to be unpacked.
        TooManyPixels = "too_many_pixels": "Cette image a trop de pixels. Réduisez-la avant de l'envoyer." | "This picture has too many pixels. Make it smaller before sending it.",
        /// The thing has as many files as it can.
        TooMany = "too_many": "Il y a déjà 20 fichiers ici. Retirez-en un avant d'en ajouter." | "There are 20 files here already. Remove one before adding another.",
        /// The description is too long.
        LongDescription = "long_description": "La description dépasse 300 caractères." | "The description is longer than 300 characters.",
        /// The role does not allow it.
        Role = "role": "Votre rôle ne permet pas de joindre un fichier ici." | "Your role does not allow attaching a file here.",
        /// The thing is closed.
        Frozen = "frozen": "Cet élément est clos : il reste tel quel." | "This is closed: it stays as it is.",
        /// There is no such thing.
        NoSuchThing = "no_such_thing": "Il n'y a rien à cette adresse, ou vous n'y avez pas accès." | "There is nothing at this address, or you have no access to it.",
        /// The session has ended.
        SignedOut = "signed_out": "Votre session a pris fin. Reconnectez-vous, puis choisissez de nouveau le fichier." | "Your session has ended. Sign in again, then choose the file once more.",
        /// Too many were sent from one network in a short time.
        TooOften = "too_often": "Trop d'images ont été envoyées depuis ce réseau en peu de temps. Attendez un peu, puis réessayez." | "Too many pictures were sent from this network in a short time. Wait a little, then try again.",
        /// Something failed on the way or on the server.
        Failed = "failed": "L'envoi n'a pas abouti. Rien n'est perdu : réessayez." | "The file could not be sent. Nothing is lost: try again.",
    }
}

/// A file attached to a thing, as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The thing that it is attached to.
    pub thing: ThingRef,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// How many bytes it has.
    pub bytes: i64,
    /// Width and height of a picture, in pixels.
    pub size: Option<(i64, i64)>,
    /// What there is to see or to hear, in words.
    pub description: String,
    /// Who attached it; nobody where the reader may not know.
    pub by: Option<Person>,
    /// When.
    pub at: Timestamp,
    /// Whether the reader may take it away.
    pub removable: bool,
}

/// A file with what it is attached to, as its own page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedFile {
    /// The file.
    pub file: Attachment,
    /// The thing that it is attached to.
    pub holder: Node,
}

/// The files of a thing, and whether their reader may add one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachments {
    /// The thing.
    pub thing: ThingRef,
    /// Its files, oldest first.
    pub files: Vec<Attachment>,
    /// Whether the reader may attach another.
    pub may_attach: bool,
    /// Whether what the reader attaches carries no name, as what it belongs to.
    pub nameless: bool,
}

/// Whether files can be attached to things of this kind: a change and the things
/// of a map have those of their iteration, what was decided those of the session that it came out of.
#[must_use]
pub const fn holds_files(kind: ThingKind) -> bool {
    !matches!(
        kind,
        ThingKind::Change
            | ThingKind::Element
            | ThingKind::MapLink
            | ThingKind::Decision
            | ThingKind::ActionItem
            | ThingKind::File
    )
}

/// Whether anybody who may give feedback can add a file to an entry as its
/// author would: nobody knows the author of an entry without a recorded name,
/// and a photo is added in the hour that follows.
#[must_use]
pub fn author_may_be_anyone(anonymity: Anonymity, given: Timestamp, now: Timestamp) -> bool {
    anonymity == Anonymity::NotStored && now.0.saturating_sub(given.0) < AUTHOR_STILL_THERE
}

/// A description as it is kept.
///
/// # Errors
/// When it is too long.
pub fn check_description(description: &str) -> Result<String, Problems> {
    let description = clean_line(description);
    let mut problems = Problems::default();
    problems.check_length("description", &description, 0, DESCRIPTION_MAX);
    problems.into_result()?;
    Ok(description)
}

/// The name under which a file is kept: the last step of what its sender calls
/// it, without anything that a file system or a header could take for its own,
/// and with the extension of what it is. Where nothing is left of it, a word that French and
/// English share stands for it: everybody reads the same name.
#[must_use]
pub fn safe_name(given: &str, media: Media) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%' => ' ',
            c if c.is_control() || is_invisible(c) => ' ',
            c => c,
        })
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let kept = words.join(" ");
    let stem = match kept.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 5 => stem,
        _ => kept.as_str(),
    };
    let stem: String = stem.chars().take(NAME_MAX).collect();
    let stem = stem.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = match (stem, media.family()) {
        ("", Family::Picture) => "image",
        ("", Family::Sound) => "audio",
        ("", Family::Document) => "document",
        (stem, _) => stem,
    };
    format!("{stem}.{}", media.extension())
}

/// The name of a file that carries no person's name: what people call their
/// files often says who they are.
#[must_use]
pub fn nameless_name(media: Media) -> String {
    safe_name("", media)
}

/// Signs that turn the direction of writing, join or part without being seen:
/// `photo\u{202e}gnp.exe` must not read as a picture.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

impl From<&Problems> for FileRefusal {
    fn from(problems: &Problems) -> Self {
        match (problems.of("description"), problems.of("file")) {
            (Some(_), _) => Self::LongDescription,
            (_, Some(Problem::Full { .. })) => Self::TooMany,
            (_, Some(Problem::TooLong { .. })) => Self::TooLarge,
            (_, Some(Problem::Missing)) => Self::Empty,
            _ => Self::NotTaken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_becomes_a_plain_one() {
        for (given, kept) in [
            ("photo.png", "photo.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("C:\\Users\\Ana\\IMG 12.JPG", "IMG 12.jpg"),
            ("a\r\nSet-Cookie: b=c.png", "a Set-Cookie b=c.jpg"),
            ("\"><script>.png", "script.jpg"),
            ("photo\u{202e}gnp.exe", "photo gnp.jpg"),
            ("", "image.jpg"),
            ("..", "image.jpg"),
            (".htaccess", "htaccess.jpg"),
            ("élève & tableau.jpeg", "élève & tableau.jpg"),
            ("archive.tar.gz", "archive.tar.jpg"),
            ("v1.2 du tableau final", "v1.2 du tableau final.jpg"),
        ] {
            assert_eq!(safe_name(given, Media::Jpeg), kept, "{given:?}");
        }
        assert_eq!(nameless_name(Media::Mp3), "audio.mp3");
        assert_eq!(nameless_name(Media::Pdf), "document.pdf");
        let long = safe_name(&"é".repeat(500), Media::Pdf);
        assert_eq!(long.chars().count(), NAME_MAX + 4);
    }

    #[test]
    fn a_description_has_its_limit() {
        let fits = "a".repeat(300);
        assert_eq!(check_description(&fits), Ok(fits.clone()));
        assert_eq!(check_description(" un\nmot "), Ok("un mot".into()));
        let problems = check_description(&format!("{fits}b")).unwrap_err();
        assert_eq!(FileRefusal::from(&problems), FileRefusal::LongDescription);
    }

    #[test]
    fn an_author_without_a_name_has_an_hour() {
        let (given, later) = (Timestamp(0), Timestamp(3_599_999));
        assert!(author_may_be_anyone(Anonymity::NotStored, given, later));
        let too_late = Timestamp(3_600_000);
        assert!(!author_may_be_anyone(Anonymity::NotStored, given, too_late));
        assert!(!author_may_be_anyone(Anonymity::Hidden, given, later));
    }
}
