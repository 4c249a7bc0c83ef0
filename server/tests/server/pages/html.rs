//! Looking through a page: what a browser, a screen reader or a translator
//! would trip over.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};

/// What stands in both languages and may: names, and words that are the same.
const NEUTRAL: &[&str] = &[
    "Établi",
    "Français",
    "English",
    // The same words in both languages.
    "Actions",
    "1 action",
    "Moment",
    "Note",
    "Notes",
    // What the tests made.
    "Suivre la fluence",
    "Lire à deux",
    "Ana Ruiz",
    "AR",
    "Un outil.",
    "Avant",
    "Essayer",
    "Un minuteur suffit.",
    "Lire mieux",
    "Son coupé",
    "Prêt pour les classes",
    "Deux classes essaient",
    "Élèves au bout",
    "Le minuteur reste",
    "Deux classes sur trois",
    "Un sablier",
    "Prévenir les classes",
    "Trop lent",
    "Accueil",
    "Vu ici",
    "Éditeur d’exercices",
    "Consultation",
    "comments.csv",
    "note.txt",
    "Un mot.",
    "rien",
    // Names of programmes.
    "CARDIE / Innovathèque",
    "Challenges Éducation",
    "GTnum",
    "ICÉ-AuRA",
    "LéA-IFÉ",
    "P2IA",
    "ProFAN",
    "TNE",
    "e-FRAN",
    "Édu-up",
    // The same word in both languages.
    "Application",
    "Discipline",
    "Imports",
    "Phase",
    "Phases",
    "phase",
    "Programme",
    "prototype",
    "publication",
    "obstacle",
    "question",
    "objection",
    "conjecture",
    "Conjectures",
    "Dates",
    "Import",
    "Invitations",
    "Notifications",
    "Relation",
    "Signatures",
    "Source",
    "Code",
    "Minutes",
    "Observations",
    "Persona",
    "Vote",
    // Where the facts of a programme were read.
    "edunumrech.hypotheses.org/9006",
    // What the tests typed.
    "Écrire",
    "Une par note",
];

/// Names of what the tests made, in longer texts.
const INSIDE: &[&str] = &[
    "Lire mieux",
    ". Avant",
    ". Essayer",
    "Premiers essais",
    // The same word in both languages, after a number.
    " phase",
    " minutes",
    // Addresses by which sessions are joined.
    "/s/",
    // Years of publications: their titles stay as they are.
    "(1997).",
    "(2006).",
    "(2010).",
    "(2012).",
    "(2013).",
    "(2015).",
    "(2016).",
    "(2018).",
];

/// Whether a text needs no translation.
pub(super) fn is_neutral(text: &str) -> bool {
    let text = text.strip_suffix(" – Établi").unwrap_or(text);
    // The window of a page of a project names that, too.
    let text = text.strip_suffix(" – Lire à deux").unwrap_or(text);
    let wordless = text.chars().filter(|c| c.is_alphabetic()).count() < 3;
    let code = text
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    wordless
        || code
        || NEUTRAL.contains(&text)
        || text.contains('@')
        || INSIDE.iter().any(|name| text.contains(name))
}

/// A page, read as browsers read it.
pub(super) struct Document {
    source: String,
    html: Html,
}

impl Document {
    pub(super) fn read(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            // What the page carries for its scripts follows behind its end.
            html: Html::parse_document(source.split_inclusive("</html>").next().unwrap_or("")),
        }
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).expect("a selector");
        self.html.select(&selector).collect()
    }

    /// Everything wrong with the page.
    pub(super) fn faults(&self, locale: &str) -> Vec<String> {
        // What the framework marks its places with is no mistake of ours.
        let errors = self.html.errors.iter().map(ToString::to_string);
        let mut faults: Vec<String> = errors.filter(|error| !error.starts_with("Saw !")).collect();
        let lang = self.all("html").first().and_then(|html| html.attr("lang"));
        if lang != Some(locale) {
            faults.push(format!("lang is {lang:?}"));
        }
        for (name, selector) in [("h1", "h1"), ("title", "head > title"), ("main", "main")] {
            let found: Vec<String> = self.all(selector).into_iter().map(text).collect();
            if found.len() != 1 || found[0].is_empty() {
                faults.push(format!("{name}: {found:?}"));
            }
        }
        self.ids(&mut faults);
        self.labels(&mut faults);
        self.tables(&mut faults);
        faults
    }

    /// Each id stands once, and what is referred to is there.
    fn ids(&self, faults: &mut Vec<String>) {
        let mut ids = BTreeSet::new();
        for element in self.all("[id]") {
            let id = element.attr("id").unwrap_or_default();
            if id.is_empty() || id.contains(char::is_whitespace) || !ids.insert(id) {
                faults.push(format!("id {id:?} is empty or stands twice"));
            }
        }
        for name in [
            "for",
            "aria-labelledby",
            "aria-describedby",
            "aria-controls",
            "list",
        ] {
            for element in self.all(&format!("[{name}]")) {
                let value = element.attr(name).unwrap_or_default();
                for id in value.split_whitespace().filter(|id| !ids.contains(id)) {
                    faults.push(format!("{name} refers to {id:?}, which is not there"));
                }
            }
        }
    }

    /// Every field, button and link has a name.
    fn labels(&self, faults: &mut Vec<String>) {
        let labelled: BTreeSet<&str> = self
            .all("label[for]")
            .iter()
            .filter_map(|label| label.attr("for"))
            .collect();
        for field in self.all("input, select, textarea") {
            let kind = field.attr("type").unwrap_or_default();
            let named = field
                .attr("aria-label")
                .is_some_and(|name| !name.is_empty())
                || field.attr("aria-labelledby").is_some()
                || field.attr("id").is_some_and(|id| labelled.contains(id))
                || inside(field, "label");
            if !named && !["hidden", "submit", "button"].contains(&kind) {
                faults.push(format!("a field without a label: {}", field.html()));
            }
        }
        for element in self.all("a[href], button, summary") {
            let named = element
                .attr("aria-label")
                .is_some_and(|name| !name.is_empty())
                || !text(element).is_empty();
            if !named {
                faults.push(format!("without a name: {}", element.html()));
            }
        }
        // Which of the two would a press mean?
        for inner in self.all("label a, button a, summary a, a button, a input") {
            faults.push(format!("inside another control: {}", inner.html()));
        }
        for image in self.all("img:not([alt])") {
            faults.push(format!("without a text: {}", image.html()));
        }
    }

    /// A browser that must put a `tbody` in builds another page than was sent.
    fn tables(&self, faults: &mut Vec<String>) {
        let sent = self.source.matches("<tbody").count();
        let built = self.all("tbody").len();
        if sent != built {
            faults.push(format!("{sent} tbody sent, {built} built"));
        }
    }

    /// Everything that people read or hear.
    pub(super) fn texts(&self) -> BTreeSet<String> {
        let mut texts = BTreeSet::new();
        for element in self.all("title, body, body *") {
            let own: String = element
                .children()
                .filter_map(|child| child.value().as_text().map(|text| text.to_string()))
                .collect::<Vec<_>>()
                .join(" ");
            let silent = ["script", "style", "time"].contains(&element.value().name());
            // What is written in another language says so itself.
            let spoken = element.attr("lang").is_none() && !silent;
            let attributes = ["aria-label", "placeholder", "title", "alt"];
            let attributes = attributes.iter().filter_map(|name| element.attr(name));
            for text in attributes.chain([own.as_str()].into_iter().filter(|_| spoken)) {
                texts.insert(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        texts
    }
}

/// The text of an element and of all in it.
fn text(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.trim().to_owned()
}

fn inside(element: ElementRef<'_>, name: &str) -> bool {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .any(|ancestor| ancestor.value().name() == name)
}

/// The row of a table that holds this heading, without markup.
pub(super) fn row(page: &str, heading: &str) -> String {
    let rows = page.split("<tr").skip(1);
    let rows = rows.filter_map(|row| row.split("</tr>").next());
    let mut rows = rows.filter(|row| row.contains(heading));
    let row = rows
        .next()
        .unwrap_or_else(|| panic!("no row of {heading}: {page}"));
    let words = row.split('<').filter_map(|part| part.split_once('>'));
    words.map(|(_, text)| text).collect::<Vec<_>>().join(" ")
}
