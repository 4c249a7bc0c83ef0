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
        outcomes_untold = "Ce qui en est sorti appartient au projet : cela se lit avec un compte qui y a accès." | "What came out belongs to the project: it is read with an account that may open it.";
        needs = "Besoins" | "Needs";
        feedback = "Retours" | "Feedback";
        decisions = "Décisions" | "Decisions";
        actions = "Actions" | "Actions";
        note = "Note" | "Note";
        pinned(picture: &str) = "sur l'image « {picture} »" | "on the picture “{picture}”";
        pinned_somewhere = "sur une image" | "on a picture";
        note_by(name: &str) = "Note ({name})" | "Note by {name}";
        board = "Le tableau" | "The board";
        picture(title: &str) = "Image du tableau de la séance « {title} » ; son contenu est écrit ci-dessous." | "Picture of the board of the session “{title}”; its content is written below.";
        pictures = "Images" | "Pictures";
        picture_untold = "Image sans description" | "Picture without a description";
        arrows = "Flèches" | "Arrows";
        drawings = "Dessins" | "Drawings";
        drawn_freehand[n] = "{n} dessin à main levée" , "{n} dessins à main levée" | "{n} freehand drawing" , "{n} freehand drawings";
        outside_frames = "Hors cadre" | "Outside frames";
        outside_clusters = "Hors groupe" | "Outside clusters";
        nothing_written = "Aucune note ni texte." | "No notes or texts.";
        without_words = "Sans un mot" | "Without a word";
        empty_notes[n] = "{n} note vide" , "{n} notes vides" | "{n} empty note" , "{n} empty notes";
        empty_texts[n] = "{n} texte vide" , "{n} textes vides" | "{n} empty text" , "{n} empty texts";
        empty_board = "Le tableau est vide." | "The board is empty.";
        own_hidden = "Vos écrits non dévoilés" | "What you have not shown";
        own_hidden_means = "Vous seul·e les voyez ici. Ni les fichiers, ni l'impression, ni la copie vers une autre séance ne les emportent tant que vous ne les avez pas dévoilés sur le tableau." | "Only you see them here. No file, print or copy into another session takes them along until you have shown them on the board.";
        without_own_hidden = "Ce que vous avez écrit en privé et n'avez pas dévoilé n'y est pas." | "What you wrote in private and have not shown is not in it.";
        balance = "Équilibre des rôles" | "Role balance";
        signed_by_party = "Notes signées, par partie" | "Signed notes, by party";
        balance_lede = "Ce que chaque partie a signé, à côté de sa part des personnes présentes." | "What each party signed, beside its share of those present.";
        unsigned_by_group = "Prises de parole et notes sans nom, par groupe" | "Turns to speak and unsigned notes, by group";
        groups_lede = "Qui a parlé, écrit sans nom et décidé n'est dit que d'au moins cinq personnes ensemble : les parties moins nombreuses sont réunies, au besoin avec une autre." | "Who spoke, wrote unsigned and decided is told of at least five people together only: smaller parties are put together, with another one where that takes it.";
        party = "Partie" | "Party";
        parties = "Parties" | "Parties";
        present = "Présent·es" | "Present";
        signed_notes = "Notes signées" | "Signed notes";
        unsigned_notes = "Notes sans nom" | "Unsigned notes";
        characters = "Caractères" | "Characters";
        turns = "Prises de parole" | "Turns to speak";
        became = "Notes retenues" | "Notes that became something";
        took_up = "Ont repris" | "Took up notes";
        not_counted = "non compté" | "not counted";
        unsigned_untold[n] = "{n} note écrite pendant que les noms étaient masqués n'est pas répartie par partie : il y faudrait une partie d'au moins cinq personnes, et cinq personnes dans les autres." , "{n} notes écrites pendant que les noms étaient masqués ne sont pas réparties par partie : il y faudrait une partie d'au moins cinq personnes, et cinq personnes dans les autres." | "{n} note written while names were hidden is not told by party: that would take a party of at least five people, and five people in the others." , "{n} notes written while names were hidden are not told by party: that would take a party of at least five people, and five people in the others.";
        turns_untold[n] = "{n} prise de parole n'est pas répartie par partie : il y faudrait une partie d'au moins cinq personnes, et cinq personnes dans les autres." , "{n} prises de parole ne sont pas réparties par partie : il y faudrait une partie d'au moins cinq personnes, et cinq personnes dans les autres." | "{n} turn to speak is not told by party: that would take a party of at least five people, and five people in the others." , "{n} turns to speak are not told by party: that would take a party of at least five people, and five people in the others.";
        taken_up_untold[n] = "Qui a repris {n} note n'est pas dit par partie : il y faudrait une partie d'au moins cinq personnes, et cinq personnes dans les autres." , "Qui a repris {n} notes n'est pas dit par partie : il y faudrait une partie d'au moins cinq personnes, et cinq personnes dans les autres." | "Who took up {n} note is not told by party: that would take a party of at least five people, and five people in the others." , "Who took up {n} notes is not told by party: that would take a party of at least five people, and five people in the others.";
        exports = "Emporter le tableau" | "Take the board along";
        as_picture = "Image (SVG)" | "Picture (SVG)";
        as_png = "Enregistrer en PNG" | "Save as PNG";
        png_failed = "Le navigateur n'a pas pu dessiner cette image. Le fichier SVG ci-dessus contient tout le tableau." | "The browser could not draw this picture. The SVG file above holds the whole board.";
        as_markdown = "Texte (Markdown)" | "Text (Markdown)";
        as_sheet = "Tableur (CSV)" | "Spreadsheet (CSV)";
        as_data = "Données (JSON)" | "Data (JSON)";
    }
}

impl ReportText {
    /// What the balance tells of nobody's party, and why: a line for each sort of it.
    pub(super) fn left_out(self, left_out: &LeftOut) -> Vec<String> {
        let lines = [
            (left_out.unsigned, self.unsigned_untold(left_out.unsigned)),
            (left_out.turns, self.turns_untold(left_out.turns)),
            (left_out.taken_up, self.taken_up_untold(left_out.taken_up)),
        ];
        let told = lines.into_iter().filter(|(count, _)| *count > 0);
        told.map(|(_, line)| line).collect()
    }

    /// On what a note is pinned, if it is: what the picture shows; `written` is how that stands
    /// there.
    pub(super) fn pinned_on(
        self,
        picture: Option<&str>,
        written: impl Fn(&str) -> String,
    ) -> Option<String> {
        Some(match picture?.trim() {
            "" => self.pinned_somewhere().to_owned(),
            shows => self.pinned(&written(shows)),
        })
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
