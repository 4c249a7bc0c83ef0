//! What the home page and the accessibility declaration say.

use crate::text::catalogue;

catalogue! {
    /// What the home page and the accessibility declaration say.
    HomeText {
        title(name: &str) = "Bonjour {name}" | "Hello {name}";
        express = "Exprimer un besoin" | "Express a need";
        join_session = "Rejoindre une séance" | "Join a session";
        was_guest(session: &str, name: &str) = "Dans ce navigateur, vous avez participé sans compte à la séance « {session} » sous le nom {name}." | "In this browser you took part in the session “{session}” without an account, as {name}.";
        two_seats(name: &str) = "Vous y avez aussi une place avec votre compte. Une fois la séance close, vous pourrez reprendre à votre nom ce qui a été écrit sous le nom {name} ; jusque-là, chaque place garde ses notes et ses votes." | "You have a seat in it with your account as well. Once the session is closed, you can make what was written as {name} your own; until then each seat keeps its notes and its votes.";
        two_become_one(name: &str) = "Vous y avez participé aussi avec votre compte. Ce qui a été écrit sous le nom {name} portera votre nom, et vous serez une seule personne dans la séance et son rapport ; chaque bulletin d'un vote clos compte comme avant. Ce que {name} n'a pas dévoilé reste caché aux autres, et vous ne le lirez plus que sur la page du rapport et dans l'histoire du tableau : pour le dévoiler, déconnectez-vous d'abord et rouvrez le tableau dans ce navigateur. Si la séance est rouverte, vous y êtes à la place de votre compte, qui ne peut pas supprimer ces notes." | "You took part in it with your account as well. What was written as {name} will bear your name, and you will be one person in the session and its report; each ballot of a closed vote counts as before. What {name} has not revealed stays hidden from others, and you will read it on the page of the report and in the history of the board alone: to reveal it, sign out first and open the board again in this browser. If the session is opened again, you are there in your account's seat, which cannot delete these notes.";
        seat_removed = "Votre compte a été exclu de cette séance : ce travail ne peut pas être repris à votre nom." | "Your account was removed from this session: this work cannot be made your own.";
        claim = "Reprendre ce travail à mon nom" | "Make this work my own";
        waiting = "Ce qui vous attend" | "What waits for you";
        nothing_waits = "Rien ne vous attend." | "Nothing waits for you.";
        to_triage[n] = "{n} retour à trier", "{n} retours à trier" | "{n} entry to triage", "{n} entries to triage";
        to_treat[n] = "{n} retour confié", "{n} retours confiés" | "{n} entry assigned", "{n} entries assigned";
        assigned_entries[n] = "{n} retour confié à", "{n} retours confiés à" | "{n} entry assigned to", "{n} entries assigned to";
        left_by(entries: &str, name: &str) = "{entries} {name}, qui n'est plus là" | "{entries} {name}, who has left";
        more_waits(most: u64) = "Au plus {most} de chaque sorte sont montrés ici." | "At most {most} of each kind are shown here.";
        iteration(number: i64) = "Itération {number}" | "Iteration {number}";
        next_milestone = "Prochain jalon :" | "Next milestone:";
        due_milestone = "Jalon :" | "Milestone:";
        next_phase = "Phase suivante :" | "Next phase:";
        next_iteration = "Prochaine itération :" | "Next iteration:";
        planned_dates(start: &str, end: &str) = "du {start} au {end}" | "{start} to {end}";
        phase_overdue = "date prévue dépassée" | "planned date past";
        activity = "Toute l'activité" | "All activity";
        own_projects = "Mes projets" | "My projects";
        no_projects = "Les projets dont vous faites partie seront ici." | "The projects you take part in will be here.";
        see_projects = "Voir les projets de l'espace" | "See the workspace's projects";
        own_needs = "Mes besoins et ce qu'ils deviennent" | "My needs and what became of them";
        new_needs = "Derniers besoins exprimés" | "Latest needs";
        all_needs = "Tous les besoins" | "All needs";
        accessibility = "Accessibilité" | "Accessibility";
        accessibility_lede = "Déclaration de conformité au RGAA 4.1.2 et aux WCAG 2.2, niveau AA." | "Statement of conformity with RGAA 4.1.2 and WCAG 2.2, level AA.";
        accessibility_state = "Établi est partiellement conforme : aucun audit par un tiers n'a encore eu lieu. Chaque page est contrôlée automatiquement (axe-core), en clair et en sombre, sur ordinateur et téléphone, et se parcourt au clavier." | "Établi is partially compliant: no audit by a third party has taken place yet. Every page is checked automatically (axe-core), in light and dark, on desktop and phone, and can be used by keyboard.";
        accessibility_tested = "Ce qui est contrôlé" | "What is checked";
        accessibility_how = "Les contrôles automatiques ne couvrent qu'une partie des 106 critères. Le contenu déposé par les équipes (images, sons) peut manquer d'équivalent textuel." | "Automatic checks cover only part of the 106 criteria. What teams add (pictures, sounds) may lack a text alternative.";
        accessibility_help = "Signaler une difficulté" | "Report a difficulty";
        accessibility_contact = "Écrivez à la personne qui administre votre espace. Sans réponse satisfaisante, en France, vous pouvez saisir le Défenseur des droits." | "Write to the person who administers your workspace. In France, if the answer does not satisfy you, you can turn to the Défenseur des droits.";
    }
}
