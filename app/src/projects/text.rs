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
        summary = "En bref" | "In short";
        summary_hint = "Ce que c'est, pour quelqu'un qui n'en a jamais entendu parler." | "What it is, for somebody who never heard of it.";
        problem = "Le problème" | "The problem";
        audience = "Pour qui" | "For whom";
        discipline = "Discipline" | "Discipline";
        level = "Niveau" | "Level";
        territory = "Territoire" | "Territory";
        programme = "Programme" | "Programme";
        programme_name = "Nom du programme" | "Name of the programme";
        programme_name_hint = "S'il dit plus que sa catégorie, comme « GTnum 2023-2026 »." | "Where it says more than its kind, such as “GTnum 2023–2026”.";
        starts_on = "Début des trois ans" | "Start of the three years";
        visibility = "Visible par" | "Seen by";
        create = "Ouvrir le projet" | "Open the project";
        where_now = "Où en sommes-nous" | "Where we are";
        next_up = "Ensuite" | "Next";
        nothing_next = "Aucune itération n'est en cours, aucun jalon n'est posé." | "No iteration is under way, no milestone is set.";
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
        team = "Équipe" | "Team";
        manage_team = "Gérer l'équipe" | "Manage the team";
        person = "Personne" | "Person";
        role = "Rôle dans le projet" | "Role in the project";
        take_out = "Retirer de l'équipe" | "Take out of the team";
        needs = "Besoins auxquels il répond" | "Needs that it answers";
        needs_none = "Reliez un besoin depuis sa page : la chaîne de preuves commence là." | "Link a need from its page: the evidence chain starts there.";
        obligations = "Ce que le programme demande" | "What the programme asks for";
        life_cycle = "Étapes du programme" | "Steps of the programme";
        source(text: &str) = "Source : {text}" | "Source: {text}";
    }
}
