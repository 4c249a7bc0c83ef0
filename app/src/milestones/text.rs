//! What the pages of milestones say.

use crate::text::catalogue;

catalogue! {
    /// What the pages of milestones say.
    MilestonesText {
        title = "Jalons" | "Milestones";
        lede = "Ce qui doit être vrai, à quelle date, et ce qu'il en est : les trois ans du projet d'un coup d'œil." | "What must be true, by when, and where it stands: the project's three years at a glance.";
        set = "Poser un jalon" | "Set a milestone";
        set_lede = "Un jalon dit à l'avance ce qui devra être vrai. On saura alors, sans discussion, s'il est atteint." | "A milestone says beforehand what must be true. Whether it is met is then beyond dispute.";
        edit_title = "Modifier le jalon" | "Edit the milestone";
        none_yet = "Les jalons du projet apparaîtront ici : ce qui doit être vrai, et à quelle date." | "The project's milestones will appear here: what must be true, and by when.";
        ahead = "À venir" | "Ahead";
        ahead_none = "Aucun jalon n'est en attente." | "No milestone is ahead.";
        settled = "Atteints et manqués" | "Met and missed";
        overdue = "échéance dépassée" | "overdue";
        name = "Titre" | "Title";
        due_on = "Échéance" | "Due date";
        due_on_kept = "La date se change par « Déplacer », avec une raison : l'ancienne reste visible." | "The date changes by “Move”, with a reason: the old one stays in sight.";
        criteria = "Ce qui doit être vrai" | "What must be true";
        criteria_hint = "Un critère par ligne, vérifiable par oui ou non." | "One criterion a line, each a matter of yes or no.";
        criteria_hint_edit = "Un critère par ligne. Un critère gardé mot pour mot garde sa coche." | "One criterion a line. A criterion kept word for word keeps its tick.";
        owner = "Responsable" | "Owner";
        target = "Chiffre visé" | "Target figure";
        target_label = "Ce que l'on compte ou mesure" | "What is counted or measured";
        target_label_hint = "Par exemple : élèves qui finissent la séance. Laissez vide si rien ne se chiffre." | "For instance: pupils who finish the session. Leave empty where nothing is counted.";
        target_aim = "Sens" | "Side";
        target_value = "Nombre visé" | "Number aimed at";
        target_unit = "Unité" | "Unit";
        target_unit_hint = "%, min, élèves…" | "%, min, pupils…";
        create = "Poser ce jalon" | "Set this milestone";
        criteria_met(checked: u32, all: u32) = "critères vrais : {checked} sur {all}" | "criteria true: {checked} of {all}";
        aimed_at(aim: &str, figure: &str) = "{aim} {figure}" | "{aim} {figure}";
        not_measured = "Pas encore mesuré" | "Not measured yet";
        cases(n: &str) = "n = {n}" | "n = {n}";
        interval(low: &str, high: &str) = "intervalle à 95 % : {low} à {high}" | "95% interval: {low} to {high}";
        no_interval = "intervalle non indiqué" | "interval not given";
        reached = "cible atteinte" | "target reached";
        not_reached = "cible non atteinte" | "target not reached";
        checked_by(name: &str) = "Constaté par {name}" | "Seen by {name}";
        checked = "vrai" | "true";
        unchecked = "pas encore vrai" | "not true yet";
        measure = "Noter une mesure" | "Record a measure";
        measure_again = "Corriger la mesure" | "Correct the measure";
        measure_value = "Mesure" | "Measure";
        measure_n = "n, nombre de cas" | "n, number of cases";
        measure_n_hint = "Un chiffre ne se lit pas sans son n." | "No figure is read without its n.";
        measure_low = "Intervalle à 95 %, borne basse" | "95% interval, lower bound";
        measure_high = "Intervalle à 95 %, borne haute" | "95% interval, upper bound";
        measured_by(name: &str) = "Noté par {name}" | "Recorded by {name}";
        move_it = "Déplacer" | "Move";
        move_to = "Nouvelle échéance" | "New due date";
        why = "Raison du changement de date" | "Reason for the new date";
        moves = "Dates abandonnées" | "Dates given up";
        settle = "Dire ce qu'il en est" | "Say what became of it";
        outcome = "Le jalon est" | "The milestone is";
        reason = "Raison" | "Reason";
        reason_hint = "Demandée s'il est manqué, ou atteint sans que tout soit vrai." | "Asked for when it is missed, or met without everything being true.";
        reopen = "Rouvrir" | "Open again";
        reopen_hint = "Les signatures tombent ; l'historique les garde." | "Signatures fall; the history keeps them.";
        reopen_reason = "Raison de la réouverture" | "Reason for opening it again";
        settled_by(name: &str) = "Décidé par {name}" | "Decided by {name}";
        signatures = "Signatures" | "Signatures";
        signatures_none = "Personne n'est appelé à signer." | "Nobody is asked to sign.";
        signed = "signé" | "signed";
        not_signed = "pas encore signé" | "not signed yet";
        sign = "Signer" | "Sign";
        sign_what = "Vous confirmez ce que dit cette page. Votre nom et l'heure y seront inscrits, et une signature ne se retire pas." | "You confirm what this page says. Your name and the time will stand here, and a signature is not taken back.";
        sign_later = "Vous êtes appelé·e à signer dès que le jalon sera atteint ou manqué." | "You are asked to sign once the milestone is met or missed.";
        ask = "Demander une signature" | "Ask for a signature";
        ask_whom = "Membre de l'équipe" | "Member of the team";
        ask_no_longer(name: &str) = "Ne plus demander à {name}" | "No longer ask {name}";
        somebody = "quelqu'un" | "somebody";
    }
}

catalogue! {
    /// What the timeline says.
    TimelineText {
        title = "Frise" | "Timeline";
        seen(from: &str, to: &str) = "Du {from} au {to}" | "From {from} to {to}";
        scale = "Échelle" | "Scale";
        years = "Années" | "Years";
        quarters = "Trimestres" | "Quarters";
        months = "Mois" | "Months";
        weeks = "Semaines" | "Weeks";
        before = "Avant" | "Earlier";
        after = "Après" | "Later";
        closer = "Rapprocher" | "Zoom in";
        wider = "Éloigner" | "Zoom out";
        keys = "Au clavier, la frise sélectionnée : ← et → pour se déplacer, + et − pour l'échelle." | "By keyboard, with the timeline selected: ← and → to move, + and − for the scale.";
        today = "Aujourd'hui" | "Today";
        table = "La frise en tableau" | "The timeline as a table";
        what = "Quoi" | "What";
        name = "Nom" | "Name";
        begins = "Début" | "Begins";
        ends = "Fin ou échéance" | "Ends or due";
        state = "État" | "State";
        phase = "phase" | "phase";
        iteration = "itération" | "iteration";
        milestone = "jalon" | "milestone";
        done = "terminée" | "done";
        current = "en cours" | "in progress";
        next = "prévue" | "planned";
        planned = "phase ou itération prévue" | "planned phase or iteration";
        planned_end = "(prévu)" | "(planned)";
        legend = "Légende" | "Legend";
        moved_from(dates: &str) = "d'abord prévu le {dates}" | "first due on {dates}";
    }
}
