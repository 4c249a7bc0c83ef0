//! What the pages of projects say.

use crate::text::catalogue;

catalogue! {
    /// What the pages of projects say.
    ProjectsText {
        title = "Projets" | "Projects";
        lede = "Les outils que l'espace conçoit, où chacun en est, et avec quelles preuves." | "The tools that the workspace designs, where each stands, and with what evidence.";
        open = "Ouvrir un projet" | "Open a project";
        open_lede = "Un projet est un outil que l'on conçoit ensemble, suivi pendant trois ans." | "A project is a tool designed together, followed for three years.";
        edit_title = "Modifier le projet" | "Edit the project";
        none_yet = "Les projets de l'espace apparaîtront ici." | "The workspace's projects will appear here.";
        none_found = "Aucun projet ne correspond à ce filtre." | "No project fits this filter.";
        count[n] = "{n} projet", "{n} projets" | "{n} project", "{n} projects";
        words = "Mots" | "Words";
        name = "Titre" | "Title";
        need = "Besoin auquel il répond" | "Need that it answers";
        summary = "En bref" | "In short";
        summary_hint = "Ce que c'est, pour quelqu'un qui n'en a jamais entendu parler." | "What it is, for somebody who never heard of it.";
        problem = "Le problème" | "The problem";
        audience = "Pour qui" | "For whom";
        discipline = "Discipline" | "Discipline";
        level = "Niveau" | "Level";
        territory = "Territoire" | "Territory";
        programme = "Programme" | "Programme";
        programme_name = "Nom du programme" | "Name of the programme";
        programme_name_hint = "S'il dit plus que sa catégorie, comme « GTnum 2023-2026 »." | "Where it says more than its kind, such as “GTnum 2023–2026”.";
        starts_on = "Début des trois ans" | "Start of the three years";
        visibility = "Visible par" | "Seen by";
        create = "Ouvrir le projet" | "Open the project";
        where_now = "Où en sommes-nous" | "Where we are";
        phase_place(place: usize, all: usize) = "phase {place} sur {all}" | "phase {place} of {all}";
        next_up = "Ensuite" | "Next";
        no_iteration = "Aucune itération n'est en cours." | "No iteration is under way.";
        nothing_next = "Aucun jalon n'est posé, aucune phase n'est prévue." | "No milestone is set, no phase is planned.";
        waits_for_me = "Ce qui vous attend" | "What waits for you";
        nothing_waits = "Rien ne vous attend ici." | "Nothing waits for you here.";
        phase = "Phase" | "Phase";
        phases = "Phases" | "Phases";
        done = "terminée" | "done";
        in_progress = "en cours" | "in progress";
        to_come = "à venir" | "to come";
        frame(start: &str, end: &str) = "Suivi du {start} au {end}" | "Followed from {start} to {end}";
        change_phase = "Changer de phase" | "Change the phase";
        phase_from = "À partir du" | "From";
        phase_dates(from: &str, to: &str) = "du {from} au {to}" | "{from} to {to}";
        phase_since(from: &str) = "depuis le {from}" | "since {from}";
        phase_until(to: &str) = "fin prévue le {to}" | "to end on {to}";
        phase_planned(from: &str) = "prévue à partir du {from}" | "planned from {from}";
        phase_planned_dates(from: &str, to: &str) = "prévue du {from} au {to}" | "planned from {from} to {to}";
        plan_phases = "Prévoir et corriger les dates" | "Plan and correct the dates";
        plan_hint = "Pour les phases à venir, ce qui est prévu ; pour les autres, ce qui a eu lieu. Une phase sans fin dure jusqu'à la suivante." | "For the phases ahead, what is planned; for the others, what happened. A phase without an end lasts until the next.";
        phase_start(phase: &str) = "Début : {phase}" | "Start: {phase}";
        phase_end(phase: &str) = "Fin : {phase}" | "End: {phase}";
        links = "Liens" | "Links";
        links_none = "Aucun lien. Ajoutez ce qui se trouve ailleurs : l'outil lui-même, son code, un dossier partagé." | "No link. Add what is found elsewhere: the tool itself, its code, a shared folder.";
        links_full(max: u32) = "Le projet a {max} liens, le plus possible." | "The project has {max} links, as many as it may have.";
        link_add = "Ajouter un lien" | "Add a link";
        link_edit(title: &str) = "Modifier le lien « {title} »" | "Edit the link “{title}”";
        link_remove = "Retirer ce lien" | "Remove this link";
        link_title = "Nom du lien" | "Name of the link";
        link_address = "Adresse" | "Address";
        link_address_hint = "Elle commence par https:// ou http://." | "It starts with https:// or http://.";
        team = "Équipe" | "Team";
        manage_team = "Gérer l'équipe" | "Manage the team";
        person = "Personne" | "Person";
        role = "Rôle dans le projet" | "Role in the project";
        partner_hint = "Un·e partenaire voit le projet, ses itérations et ses jalons ; des retours, des séances, des décisions et des actions, ce qui est partagé avec les partenaires ou les concerne." | "A partner sees the project, its iterations and its milestones; of feedback, sessions, decisions and actions, what is shared with partners or concerns them.";
        take_out = "Retirer de l'équipe" | "Take out of the team";
        needs = "Besoins auxquels il répond" | "Needs that it answers";
        needs_none = "Reliez un besoin depuis sa page : la chaîne de preuves commence là." | "Link a need from its page: the evidence chain starts there.";
        obligations = "Ce que le programme demande" | "What the programme asks for";
        obligations_by_programme = "Ce que demande chaque programme" | "What each programme asks for";
        programme_more = "Le programme en détail" | "The programme in detail";
        carried_by = "Porté par" | "Carried by";
        funding = "Financement" | "Funding";
        duration = "Durée d'un projet" | "Duration of a project";
        months(months: u16) = "{months} mois" | "{months} months";
        months_between(shortest: u16, longest: u16) = "{shortest} à {longest} mois" | "{shortest} to {longest} months";
        life_cycle = "Étapes du programme" | "Steps of the programme";
        project_here(phase: &str) = "le projet en est là (phase : {phase})" | "the project is here (phase: {phase})";
        project_phase(phase: &str) = "Phase du projet : {phase}." | "Phase of the project: {phase}.";
        source = "Source" | "Source";
        between_sources = " ; " | "; ";
        unverified = "Toutes ces données n'ont pas été lues dans la source." | "Not all of this was read in the source.";
    }
}
