//! The catalogue of everything that the interface says.
//!
//! Each feature keeps its own catalogue beside its pages, French and English on
//! one line: a missing translation does not compile, an unused one is reported.
//! French sets `: ; ? !` and guillemets apart by spaces at which no line ends (U+00A0,
//! U+202F): they stand in the texts as they are.

use std::fmt::Display;

use domain::wording::Locale;

/// Declares a catalogue: a type with one method per text.
///
/// ```text
/// catalogue! {
///     /// What the pages of needs say.
///     NeedsText {
///         title = "Besoins" | "Needs";
///         by(name: &str) = "par {name}" | "by {name}";
///         supports[n] = "{n} soutien", "{n} soutiens" | "{n} support", "{n} supports";
///     }
/// }
/// ```
///
/// `here()` gives the catalogue in the language of the page. A text in square
/// brackets counts: the first form is for one (in French also for none). Numbers stand
/// in a text as the language writes them.
macro_rules! catalogue {
    (
        $(#[$attribute:meta])*
        $name:ident {
            $(
                $key:ident $(( $($arg:ident : $type:ty),+ ))? $([$count:ident])?
                    = $fr:literal $(, $fr_many:literal)? | $en:literal $(, $en_many:literal)?;
            )*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy)]
        pub(crate) struct $name(pub(crate) ::domain::wording::Locale);

        impl $name {
            /// The catalogue in the language of the page being shown.
            #[allow(dead_code, reason = "messages are in the language of who receives them")]
            pub(crate) fn here() -> Self {
                Self($crate::preferences::locale())
            }

            $( $crate::text::catalogue!(
                @text $key $(($($arg: $type),+))? $([$count])?
                    = $fr $(, $fr_many)? | $en $(, $en_many)?
            ); )*
        }
    };
    (@text $key:ident = $fr:literal | $en:literal) => {
        pub(crate) fn $key(self) -> &'static str {
            match self.0 {
                ::domain::wording::Locale::Fr => $fr,
                ::domain::wording::Locale::En => $en,
            }
        }
    };
    (@text $key:ident ($($arg:ident : $type:ty),+) = $fr:literal | $en:literal) => {
        pub(crate) fn $key(self, $($arg: $type),+) -> String {
            $( let $arg = $crate::text::Said::said($arg, self.0); )+
            match self.0 {
                ::domain::wording::Locale::Fr => format!($fr),
                ::domain::wording::Locale::En => format!($en),
            }
        }
    };
    (@text $key:ident [$count:ident]
        = $fr:literal, $fr_many:literal | $en:literal, $en_many:literal) => {
        pub(crate) fn $key(self, $count: impl Copy + Into<i128>) -> String {
            let value: i128 = $count.into();
            let $count = $crate::text::number(self.0, value);
            match self.0 {
                ::domain::wording::Locale::Fr if (0..=1).contains(&value) => format!($fr),
                ::domain::wording::Locale::Fr => format!($fr_many),
                ::domain::wording::Locale::En if value == 1 => format!($en),
                ::domain::wording::Locale::En => format!($en_many),
            }
        }
    };
}

pub(crate) use catalogue;

/// A whole number as the language writes it: thousands are set apart by a narrow
/// no-break space in French, by a comma in English.
pub(crate) fn number(locale: Locale, number: i128) -> String {
    let apart = match locale {
        Locale::Fr => '\u{202f}',
        Locale::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut written = String::new();
    if number < 0 {
        written.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(apart);
        }
        written.push(digit);
    }
    written
}

/// What stands in a text of a catalogue, as the language writes it.
pub(crate) trait Said {
    /// What it becomes.
    type Words: Display;

    /// It in words.
    fn said(self, locale: Locale) -> Self::Words;
}

impl<'a> Said for &'a str {
    type Words = &'a str;

    fn said(self, _: Locale) -> &'a str {
        self
    }
}

impl Said for usize {
    type Words = String;

    fn said(self, locale: Locale) -> String {
        number(locale, i128::try_from(self).unwrap_or(i128::MAX))
    }
}

macro_rules! said_as_numbers {
    ($($kind:ty),+) => {
        $(
            impl Said for $kind {
                type Words = String;

                fn said(self, locale: Locale) -> String {
                    number(locale, i128::from(self))
                }
            }
        )+
    };
}

said_as_numbers!(i32, i64, u16, u32, u64);

/// What is said of a name, as it follows that: a name that asks needs no colon.
pub(crate) fn said_of(name: &str, said: &str) -> String {
    let apart = if name.ends_with('?') { " " } else { colon() };
    format!("{apart}{said}")
}

/// What stands between a name and what is said of it.
pub(crate) fn colon() -> &'static str {
    CommonText::here().colon()
}

catalogue! {
    /// What every page may say.
    CommonText {
        product = "Établi" | "Établi";
        skip = "Aller au contenu" | "Skip to content";
        navigation = "Navigation principale" | "Main navigation";
        home = "Accueil" | "Home";
        needs = "Besoins" | "Needs";
        projects = "Projets" | "Projects";
        search = "Rechercher" | "Search";
        quick_search = "Recherche rapide" | "Quick search";
        search_shortcut = "Rechercher (Ctrl K)" | "Search (Ctrl K)";
        results = "Résultats" | "Results";
        account = "Mon compte" | "My account";
        people = "Personnes" | "People";
        audit = "Journal des modifications" | "Audit log";
        activity = "Activité" | "Activity";
        notifications = "Notifications" | "Notifications";
        notifications_unread[n] = "Notifications : {n} non lue", "Notifications : {n} non lues" | "Notifications: {n} unread", "Notifications: {n} unread";
        notifications_many = "Notifications : plus de 99 non lues" | "Notifications: more than 99 unread";
        sign_out = "Se déconnecter" | "Sign out";
        language = "Langue" | "Language";
        theme = "Apparence" | "Appearance";
        theme_system = "Comme le système" | "As the system";
        theme_light = "Clair" | "Light";
        theme_dark = "Sombre" | "Dark";
        apply = "Appliquer" | "Apply";
        clock_zone = "Les heures sont celles de Paris, sauf mention contraire." | "Times are those of Paris unless something else is said.";
        accessibility = "Accessibilité : partiellement conforme" | "Accessibility: partially compliant";
        loading = "Chargement…" | "Loading…";
        save = "Enregistrer" | "Save";
        saving = "Enregistrement…" | "Saving…";
        saved = "Enregistré" | "Saved";
        leave_unsaved = "Ce que vous avez changé sur cette page n'est pas enregistré. Quitter la page sans l'enregistrer ?" | "What you changed on this page is not saved. Leave the page without saving it?";
        cancel = "Annuler" | "Cancel";
        edit = "Modifier" | "Edit";
        saved_version = "Version enregistrée" | "Saved version";
        saved_the_same = "Elle dit la même chose que la vôtre." | "It says the same as yours.";
        left_empty = "laissé vide" | "left empty";
        optional = "facultatif" | "optional";
        none_chosen = "Sans précision" | "Not specified";
        any = "Peu importe" | "All";
        filter = "Filtrer" | "Filter";
        filters_set[n] = "{n} filtre actif" , "{n} filtres actifs" | "{n} filter set" , "{n} filters set";
        refine = "Affiner" | "Refine";
        pages = "Pages" | "Pages";
        previous = "Précédente" | "Previous";
        next = "Suivante" | "Next";
        said_earlier = "Plus anciens" | "Earlier";
        said_later = "Plus récents" | "Later";
        page_of(number: u64, count: u64) = "Page {number} sur {count}" | "Page {number} of {count}";
        page_of_more(number: u64, count: u64) = "Page {number} sur plus de {count}" | "Page {number} of more than {count}";
        history = "Historique" | "History";
        history_cut = "Les changements plus anciens ne sont pas montrés ici ; le journal les garde." | "Earlier changes are not shown here; the log keeps them.";
        the_server = "Le serveur" | "The server";
        a_guest(name: &str) = "invité·e {name}" | "guest {name}";
        some_guest = "invité·e" | "guest";
        interests(text: &str) = "Intérêts déclarés : {text}" | "Declared interests: {text}";
        no_interests = "Intérêts non encore déclarés" | "Interests not declared yet";
        with_interests(name: &str) = "{name} (intérêts déclarés)" | "{name} (declared interests)";
        colon = " : " | ": ";
        you_are_here = "Vous êtes ici" | "You are here";
        place_hint = "Académie, ou tout autre lieu" | "Academy (France), or any other place";
    }
}

catalogue! {
    /// What went wrong, what was kept, what to do.
    FailureText {
        summary = "Le formulaire n'a pas été envoyé. Rien de ce que vous avez écrit n'est perdu ; voici ce qui est à revoir :" | "The form was not sent. Nothing you typed is lost; here is what to look at again:";
        unauthenticated = "Votre session a pris fin. Reconnectez-vous : ce que vous avez écrit vous attendra." | "Your session has ended. Sign in again: what you typed will be waiting.";
        refused = "Votre rôle ne permet pas cette action. Demandez à la personne responsable du projet ou de l'espace." | "Your role does not allow this. Ask whoever is responsible for the project or the workspace.";
        frozen = "Cet élément est clos : il reste tel quel." | "This is closed: it stays as it is.";
        not_in_phase = "La phase en cours de la séance ne le permet pas." | "The phase of the session that runs does not allow it.";
        unauthenticated_title = "Connexion nécessaire" | "Sign-in needed";
        refused_title = "Accès refusé" | "No access";
        not_shown_title = "Page non affichée" | "Page not shown";
        not_found_title = "Introuvable" | "Not found";
        not_found = "Il n'y a rien à cette adresse, ou vous n'y avez pas accès." | "There is nothing at this address, or you have no access to it.";
        stale = "Quelqu'un d'autre a modifié cette page entre-temps. Votre texte est toujours là ; la version enregistrée s'affiche à côté. Enregistrez à nouveau pour garder la vôtre." | "Somebody else changed this meanwhile. Your text is still here; the version that was saved stands beside it. Save again to keep yours.";
        rearranged = "Le formulaire est réarrangé comme demandé ; rien n'est encore enregistré." | "The form is rearranged as you asked; nothing is saved yet.";
        too_many = "Trop d'essais. Attendez quelques minutes avant de recommencer." | "Too many tries. Wait a few minutes before trying again.";
        too_large = "Le formulaire n'a pas été envoyé : il contient plus de texte que le serveur n'en accepte en une fois. Tout est encore là : raccourcissez-le, ou envoyez-le en plusieurs fois." | "The form was not sent: it holds more text than the server takes at once. All of it is still here: shorten it, or send it in several parts.";
        not_accepted = "Ce n'est pas passé :" | "This did not go through:";
        not_sent = "Le formulaire n'a pas été envoyé ; voici ce qui est à revoir :" | "The form was not sent; here is what to look at again:";
        stale_dropped = "Quelqu'un d'autre a modifié cette page entre-temps : elle montre la version enregistrée." | "Somebody else changed this meanwhile: the page shows the version that was saved.";
        dropped = "Ce que vous aviez écrit n'a pas pu être gardé ici. La page précédente de votre navigateur le montre peut-être encore : copiez-le avant de recommencer." | "What you had typed could not be kept here. The previous page in your browser may still show it: copy it before you try again.";
        malformed = "La demande était incomplète. Rechargez la page et recommencez." | "The request was incomplete. Reload the page and try again.";
        unreachable = "Le serveur ne répond pas. Ce que vous avez écrit est toujours là : réessayez quand la connexion sera revenue." | "The server does not answer. What you typed is still here: try again when the connection is back.";
        internal = "Le serveur a rencontré une erreur. Elle est consignée ; réessayez plus tard." | "The server ran into an error. It has been logged; try again later.";
        outdated = "Cette page n'a pas pu être chargée à nouveau : ce qu'elle montre n'est peut-être plus à jour. Ce que vous avez écrit est toujours là." | "This page could not be loaded anew: what it shows may be out of date. What you typed is still here.";
        gone = "Il n'y a plus rien à cette adresse, ou vous n'y avez plus accès : ce que montre la page date d'avant. Ce que vous avez écrit est toujours là, pour le copier." | "There is nothing at this address any more, or you have no access to it any more: what the page shows is from before. What you typed is still here, to be copied.";
        page_unreachable = "Le serveur ne répond pas : cette page n'a pas pu être chargée. Réessayez quand la connexion sera revenue." | "The server does not answer: this page could not be loaded. Try again when the connection is back.";
        try_again = "Réessayer" | "Try again";
        sign_in = "Se reconnecter" | "Sign in again";
        missing = "À remplir." | "Fill this in.";
        too_long(max: u32) = "Trop long : {max} caractères au plus." | "Too long: {max} characters at most.";
        too_short(min: u32) = "Trop court : {min} caractères au moins." | "Too short: {min} characters at least.";
        not_an_email = "Ce n'est pas une adresse électronique, comme nom@exemple.fr." | "This is not an e-mail address, such as name@example.org.";
        not_a_date = "Ce n'est pas une date du calendrier." | "This is not a calendar date.";
        not_an_address = "Une adresse commence par https:// ou http://." | "An address starts with https:// or http://.";
        not_offered = "Choisissez l'une des valeurs proposées." | "Choose one of the values offered.";
        ends_do_not_fit = "Un lien va d'une réalisation vers un processus médiateur, ou d'un processus médiateur vers un effet attendu : ces deux éléments ne se relient pas." | "A link leads from an embodiment to a mediating process, or from a mediating process to an outcome: these two are not linked.";
        linked_already = "Ces deux éléments sont déjà reliés." | "These two are linked already.";
        not_seen = "Cette personne ne peut pas voir ce retour : il n'est pas partagé avec les partenaires, ou son compte est fermé. Choisissez quelqu'un qui le voit." | "This person cannot see this feedback: it is not shared with partners, or their account is closed. Choose somebody who sees it.";
        note_not_shown = "Une des notes n'est pas lisible par tous : dévoilez-la d'abord sur le tableau. Ce qui est écrit en privé n'est cité nulle part." | "One of the notes is not for everyone to read: show it on the board first. What is written in private is quoted nowhere.";
        out_of_range(min: i64, max: i64) = "Un nombre entre {min} et {max}." | "A number from {min} to {max}.";
        ends_before_start = "La fin vient avant le début." | "The end comes before the beginning.";
        date_out_of_range(min: &str, max: &str) = "Une date du {min} au {max}." | "A date from {min} to {max}.";
        before_previous(earliest: &str) = "Ce qui vient avant n'est pas terminé : le {earliest} au plus tôt." | "What comes before is not over: {earliest} at the earliest.";
        leaves_out(day: &str) = "La phase datée du {day} sortirait des trois ans : corrigez d'abord les dates des phases." | "The phase dated {day} would no longer lie in the three years: correct the dates of the phases first.";
        full(max: u32) = "Il y en a déjà {max} : retirez-en avant d'en ajouter." | "There are {max} already: remove one before adding another.";
        no_room(max: u32) = "Il n'y a plus de place : {max} au plus." | "There is no room left: {max} at most.";
        too_many_given(max: u32) = "Il y en a trop : {max} au plus." | "There are too many: {max} at most.";
        too_few_given(min: u32) = "Il n'y en a pas assez : {min} au moins." | "There are too few: at least {min}.";
        bounds_reversed = "La borne haute est plus petite que la borne basse." | "The upper bound is smaller than the lower bound.";
        outside_interval(low: &str, high: &str) = "Ce chiffre n'est pas dans son intervalle, qui va de {low} à {high}." | "This figure does not lie within its interval, from {low} to {high}.";
        taken = "Un compte utilise déjà cette adresse." | "An account already uses this address.";
        last_administrator = "L'espace garde toujours un·e administrateur·rice : donnez d'abord ce rôle à quelqu'un d'autre." | "The workspace always keeps an administrator: give somebody else that role first.";
        name_kept = "Vous gardez déjà quelque chose sous ce nom : cochez la case pour le remplacer, ou choisissez un autre nom." | "You keep something under this name already: tick the box to replace it, or choose another name.";
        wrong_password = "Ce n'est pas votre mot de passe actuel." | "This is not your present password.";
        wrong_credentials = "L'adresse ou le mot de passe ne convient pas." | "The address or the password does not fit.";
        link_expired = "Ce lien a déjà servi ou il est trop ancien. Demandez-en un autre." | "This link has been used or is too old. Ask for another.";
        itself = "C'est le même élément : choisissez-en un autre." | "This is the same thing: choose another.";
        no_target = "Cet élément a déjà été fusionné ou retiré : rien ne peut y être fusionné. Choisissez-en un autre." | "This was merged or withdrawn already: nothing can be merged into it. Choose another.";
        has_begun = "Une phase qui a commencé garde sa place dans le déroulé." | "A phase that has begun keeps its place in the script.";
        unconfirmed = "Cochez la case pour confirmer." | "Tick the box to confirm.";
        carried_over = "Une autre itération le reprend : pour l'écarter, choisissez « abandonnée » et dites pourquoi." | "Another iteration carries it over: to set it aside, choose “dropped” and say why.";
        changed_meanwhile(title: &str, what: &str) = "Modifié par quelqu'un d'autre entre-temps ; maintenant : « {title} », {what}." | "Changed by somebody else meanwhile; now: “{title}”, {what}.";
        changed_by_another(what: &str) = "Modifié par quelqu'un d'autre entre-temps ; maintenant : {what}." | "Changed by somebody else meanwhile; now: {what}.";
        selection_changed[n] = "{n} retour a été modifié entre-temps : rien de la sélection n'a été traité. Appliquez à nouveau pour garder votre choix, ou désélectionnez-le.", "{n} retours ont été modifiés entre-temps : rien de la sélection n'a été traité. Appliquez à nouveau pour garder votre choix, ou désélectionnez-les." | "{n} entry was changed meanwhile: nothing of the selection was treated. Apply again to keep your choice, or deselect it.", "{n} entries were changed meanwhile: nothing of the selection was treated. Apply again to keep your choice, or deselect them.";
        others_deselected = "Ceux d'entre eux qui ne sont pas sur cette page ne sont plus sélectionnés." | "Those of them that are not on this page are no longer selected.";
        and_others[n] = "Et {n} autre point à revoir, qui n'est pas détaillé ici." , "Et {n} autres points à revoir, qui ne sont pas détaillés ici." | "And {n} more point to look at, which is not told in detail here." , "And {n} more points to look at, which are not told in detail here.";
        assigned_to(name: &str) = "confié à {name}" | "assigned to {name}";
        assigned_to_nobody = "confié à personne" | "assigned to nobody";
        shared_with_partners = "partagé avec les partenaires" | "shared with partners";
        others_stay = "Ce qui doit rester a changé entre-temps : rien n'a été supprimé. La liste est à jour ; relisez-la avant de confirmer." | "What is to stay has changed meanwhile: nothing was deleted. The list is up to date; read it again before you confirm.";
        worked_on(how: &str) = "Ne peut plus être annulé : {how}." | "Can no longer be undone: {how}.";
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn numbers_are_set_apart() {
        assert_eq!(number(Locale::Fr, 29_802), "29\u{202f}802");
        assert_eq!(number(Locale::En, 1_234_567), "1,234,567");
        assert_eq!(number(Locale::En, -999), "−999");
    }

    catalogue! {
        Sample {
            votes[n] = "{n} vote", "{n} votes" | "{n} vote", "{n} votes";
            of(name: &str, first: usize, last: i64) = "{name} : {first} sur {last}" | "{name}: {first} of {last}";
        }
    }

    #[test]
    fn numbers_in_a_text_are_set_apart() {
        let fr = Sample(Locale::Fr).of("Page 2000", 1_200, -10_000);
        assert_eq!(fr, "Page 2000\u{a0}: 1\u{202f}200 sur −10\u{202f}000");
        let en = Sample(Locale::En).of("Page 2000", 1_200, -10_000);
        assert_eq!(en, "Page 2000: 1,200 of −10,000");
    }

    /// The lines of sources below a folder in which a French text stands beside an English one.
    fn texts_below(folder: &Path, texts: &mut Vec<String>) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                texts_below(&path, texts)?;
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path)?;
                let lines = source.lines().filter(|line| line.contains("\" | \""));
                texts.extend(lines.map(|line| line.trim().to_owned()));
            }
        }
        Ok(())
    }

    #[test]
    fn in_french_no_line_begins_with_punctuation() {
        let app = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut texts = Vec::new();
        for folder in ["src", "domain/src"] {
            texts_below(&app.join(folder), &mut texts).expect("the sources");
        }
        assert!(texts.len() > 1_000, "{} texts", texts.len());
        texts.retain(|text| {
            let french = text.split("\" | \"").next().unwrap_or_default();
            let torn = [" :", " ;", " ?", " !", " »", "« "];
            torn.iter().any(|torn| french.contains(torn))
        });
        assert_eq!(
            texts,
            Vec::<String>::new(),
            "spaces at which a line may end"
        );
    }

    #[test]
    fn none_is_singular_in_french_and_plural_in_english() {
        assert_eq!(Sample(Locale::Fr).votes(0_u64), "0 vote");
        assert_eq!(Sample(Locale::En).votes(0_u64), "0 votes");
        assert_eq!(Sample(Locale::Fr).votes(2_u64), "2 votes");
        assert_eq!(Sample(Locale::En).votes(1_u64), "1 vote");
    }
}
