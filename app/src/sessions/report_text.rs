//! What the report of a session says, on its page and as a file.

use domain::evidence::ThingKind;
use domain::sessions::LeftOut;

use crate::text::catalogue;

catalogue! {
    /// What the report of a session says.
    ReportText {
        title = "Compte rendu" | "Report";
        of(title: &str) = "Compte rendu : {title}" | "Report: {title}";
        download = "Télécharger en Markdown" | "Download as Markdown";
        download_csv = "Télécharger en CSV" | "Download as CSV";
        download_json = "Télécharger en JSON" | "Download as JSON";
        aim = "But" | "Aim";
        when = "Début" | "Beginning";
        place = "Lieu" | "Place";
        link = "Visioconférence" | "Video call";
        script = "Déroulé" | "Script";
        people = "Participant·es" | "Participants";
        nobody = "Personne n'a participé." | "Nobody took part.";
        outcomes = "Ce qui en est sorti" | "What came out";
        no_outcomes = "Rien n'a été repris du tableau." | "Nothing was taken from the board.";
        needs = "Besoins" | "Needs";
        feedback = "Retours" | "Feedback";
        decisions = "Décisions" | "Decisions";
        actions = "Actions" | "Actions";
        note = "Note" | "Note";
        note_by(name: &str) = "Note de {name}" | "Note by {name}";
        board = "Le tableau" | "The board";
        picture(title: &str) = "Image du tableau de la séance « {title} » ; son contenu est écrit ci-dessous." | "Picture of the board of the session “{title}”; its content is written below.";
        outside_frames = "Hors cadre" | "Outside frames";
        empty_board = "Le tableau est vide." | "The board is empty.";
        balance = "Équilibre des rôles" | "Role balance";
        balance_lede = "Ce que chaque partie a écrit, dit et décidé, à côté de sa part des personnes présentes." | "What each party wrote, said and decided, beside its share of those present.";
        party = "Partie" | "Party";
        present = "Présent·es" | "Present";
        notes = "Notes" | "Notes";
        characters = "Caractères" | "Characters";
        turns = "Prises de parole" | "Turns to speak";
        became = "Notes retenues" | "Notes that became something";
        took_up = "Ont repris" | "Took up notes";
        not_counted = "non compté" | "not counted";
        unsigned[n] = "{n} note écrite pendant que les noms étaient masqués n'est pas répartie par partie : une partie compte moins de cinq personnes." , "{n} notes écrites pendant que les noms étaient masqués ne sont pas réparties par partie : une partie compte moins de cinq personnes." | "{n} note written while names were hidden is not told by party: a party has fewer than five people." , "{n} notes written while names were hidden are not told by party: a party has fewer than five people.";
        turns_untold[n] = "{n} prise de parole n'est pas répartie par partie : une partie compte moins de cinq personnes." , "{n} prises de parole ne sont pas réparties par partie : une partie compte moins de cinq personnes." | "{n} turn to speak is not told by party: a party has fewer than five people." , "{n} turns to speak are not told by party: a party has fewer than five people.";
        taken_up_untold[n] = "Qui a repris {n} note n'est pas dit par partie : une partie compte moins de cinq personnes." , "Qui a repris {n} notes n'est pas dit par partie : une partie compte moins de cinq personnes." | "Who took up {n} note is not told by party: a party has fewer than five people." , "Who took up {n} notes is not told by party: a party has fewer than five people.";
        exports = "Emporter le tableau" | "Take the board along";
        as_picture = "Image (SVG)" | "Picture (SVG)";
        as_png = "Enregistrer en PNG" | "Save as PNG";
        as_markdown = "Texte (Markdown)" | "Text (Markdown)";
        as_sheet = "Tableur (CSV)" | "Spreadsheet (CSV)";
        as_data = "Données (JSON)" | "Data (JSON)";
    }
}

impl ReportText {
    /// The headings of the table of the balance.
    pub(super) fn columns(self) -> [&'static str; 7] {
        [
            self.party(),
            self.present(),
            self.notes(),
            self.characters(),
            self.turns(),
            self.became(),
            self.took_up(),
        ]
    }

    /// What the balance tells of nobody's party, and why: a line for each sort of it.
    pub(super) fn left_out(self, left_out: &LeftOut) -> Vec<String> {
        let lines = [
            (left_out.unsigned, self.unsigned(left_out.unsigned)),
            (left_out.turns, self.turns_untold(left_out.turns)),
            (left_out.taken_up, self.taken_up_untold(left_out.taken_up)),
        ];
        let told = lines.into_iter().filter(|(count, _)| *count > 0);
        told.map(|(_, line)| line).collect()
    }

    /// What several things of a kind that comes out of sessions are called.
    pub(super) fn outcome_kind(self, kind: ThingKind) -> &'static str {
        match kind {
            ThingKind::Need => self.needs(),
            ThingKind::Feedback => self.feedback(),
            ThingKind::Decision => self.decisions(),
            ThingKind::ActionItem => self.actions(),
            other => other.wording().in_locale(self.0),
        }
    }
}
