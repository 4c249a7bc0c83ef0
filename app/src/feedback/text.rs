//! What the pages of the feedback log say.

use crate::text::catalogue;

catalogue! {
    /// What the pages of the feedback log say.
    FeedbackText {
        title = "Retours" | "Feedback";
        lede = "Ce qui se passe avec l'outil, en classe et ailleurs, et ce que l'équipe en fait." | "What happens with the tool, in class and elsewhere, and what the team makes of it.";
        give = "Donner un retour" | "Give feedback";
        give_lede = "Deux réponses suffisent ; le reste aide à comprendre. Pas de nom d'élève." | "Two answers are enough; the rest helps to understand. No pupil's name.";
        send = "Envoyer ce retour" | "Send this feedback";
        send_with_photo = "Envoyer et joindre une photo" | "Send and attach a photo";
        edit_title = "Corriger le retour" | "Correct the feedback";
        none_yet = "Les retours sur cet outil apparaîtront ici : ce qui bloque, ce qui marche, ce qui manque." | "Feedback on this tool will appear here: what gets in the way, what works, what is missing.";
        none_found = "Aucun retour ne correspond à ce filtre." | "No feedback fits this filter.";
        count[n] = "{n} retour", "{n} retours" | "{n} entry", "{n} entries";
        more_than(n: &str) = "Plus de {n} retours" | "More than {n} entries";
        partial_newest(n: u64) = "Plus de {n} retours contiennent ces mots ou appartiennent à cette vue. La liste les montre tous ; à côté des filtres, {n} au plus sont comptés à la fois, en commençant par les plus récents." | "More than {n} entries hold these words or belong to this view. The list shows them all; beside the filters {n} at most are counted at a time, beginning with the newest.";
        partial_oldest(n: u64) = "Plus de {n} retours contiennent ces mots ou appartiennent à cette vue. La liste les montre tous ; à côté des filtres, {n} au plus sont comptés à la fois, en commençant par les plus anciens." | "More than {n} entries hold these words or belong to this view. The list shows them all; beside the filters {n} at most are counted at a time, beginning with the oldest.";
        words = "Mots" | "Words";
        order = "Ordre" | "Order";
        given_from = "Donnés à partir du" | "Given from";
        given_until = "Donnés jusqu'au" | "Given up to";
        since(day: &str) = "à partir du {day}" | "from {day}";
        up_to(day: &str) = "jusqu'au {day}" | "up to {day}";
        own_only = "Seulement les miens" | "Only mine";
        iteration = "Itération" | "Iteration";
        iteration_no(n: i64) = "Itération {n}" | "Iteration {n}";
        tool_version = "Version de l'outil" | "Version of the tool";
        values = "Lieu et version" | "Place and version";
        show_values = "Voir les lieux et les versions" | "Show the places and versions";
        no_values = "Aucun de ces retours ne dit où il s'est passé, ni avec quelle version." | "None of these entries says where it happened, or with which version.";
        assignee = "Confié à" | "Assigned to";
        nobody = "Personne" | "Nobody";
        left_team = "Ne sont plus dans l'équipe" | "No longer on the team";
        assignee_gone = "une personne qui n'est plus là" | "somebody who has left";
        unassigned = "confié à personne" | "assigned to nobody";
        clear = "Tout effacer" | "Clear all";
        remove(label: &str) = "Retirer le filtre « {label} »" | "Remove the filter “{label}”";
        filtered_by = "Filtres en cours" | "Current filters";

        kind = "Qu'est-ce que c'est ?" | "What is it?";
        kind_short = "Nature" | "Kind";
        story = "Que s'est-il passé ?" | "What happened?";
        story_hint = "En une phrase ou plusieurs." | "In a sentence or more.";
        severity = "Gravité" | "Severity";
        severity_hint = "Sans réponse : gênant pour un obstacle ou une panne, léger sinon." | "Left open: hindering for an obstacle or a bug, minor otherwise.";
        place = "Où, dans l'outil ?" | "Where in the tool?";
        place_hint = "Un écran, un bouton, une étape." | "A screen, a button, a step.";
        context = "Préciser le contexte" | "Add the context";
        context_title = "Contexte" | "Context";
        level = "Classe" | "Class level";
        discipline = "Discipline" | "Discipline";
        pupils = "Élèves présents" | "Pupils present";
        device = "Appareil" | "Device";
        network = "Réseau" | "Network";
        remembered = "classe, discipline et appareil repris de la dernière fois sur cet appareil" | "class level, discipline and device taken over from the last time on this device";
        anonymity = "Et votre nom ?" | "And your name?";
        named = "Avec mon nom" | "With my name";
        named_promise = "Toutes les personnes qui voient ce retour voient votre nom. Vous pouvez le suivre, le corriger et dire si c'est réglé." | "Everyone who sees this feedback sees your name. You can follow it, correct it and say whether it is settled.";
        hidden = "Sans montrer mon nom" | "Without showing my name";
        hidden_promise = "Votre nom est enregistré mais l'outil ne le montre à personne, ni à l'équipe ni aux administrateur·rices. Qui a accès à la base de données du serveur pourrait le retrouver. Vous pouvez suivre ce retour, le corriger et dire si c'est réglé." | "Your name is recorded, but the tool shows it to nobody, neither the team nor administrators. Whoever has access to the server's database could find it. You can follow this feedback, correct it and say whether it is settled.";
        not_stored = "Sans enregistrer mon nom" | "Without recording my name";
        not_stored_promise = "Votre nom n'est écrit nulle part, pas même dans le journal des modifications ; l'heure l'est. Vous ne pourrez ni corriger ce retour ni dire s'il est réglé." | "Your name is written nowhere, not even in the audit log; the time is. You will not be able to correct this feedback or to say whether it is settled.";
        no_name = "Sans nom" | "Without a name";
        in_source(author: &str) = "Importé, écrit par « {author} » dans la source" | "Imported, written by “{author}” in the source";
        import = "Importer" | "Import";
        no_name_own = "Vous (votre nom n'est pas montré)" | "You (your name is not shown)";
        given_by = "Donné par" | "Given by";
        author = "L'auteur·rice" | "The author";

        entry = "Retour" | "Feedback";
        state = "État" | "State";
        given = "Donné" | "Given";
        select_all = "Tout sélectionner" | "Select all";
        select_one(title: &str) = "Sélectionner : {title}" | "Select: {title}";
        comments[n] = "{n} commentaire", "{n} commentaires" | "{n} comment", "{n} comments";
        shared_badge = "partagé avec les partenaires" | "shared with partners";
        log_region = "Liste des retours" | "Feedback list";
        in_list = "Dans la liste" | "In the list";
        back_to_list = "Revenir à la liste" | "Back to the list";
        previous_entry = "Retour précédent" | "Previous entry";
        next_entry = "Retour suivant" | "Next entry";
        entry_keys = "Au clavier : Alt + K pour le retour précédent, Alt + J pour le suivant." | "By keyboard: Alt + K for the previous entry, Alt + J for the next.";
        keys = "Au clavier, dans la liste : j et k ou les flèches pour parcourir, x pour sélectionner, Entrée pour ouvrir." | "By keyboard, in the list: j and k or the arrows to move, x to select, Enter to open.";

        selected[n] = "{n} sélectionné", "{n} sélectionnés" | "{n} selected", "{n} selected";
        with_selected = "Avec la sélection" | "With the selection";
        bulk_action = "Que faire" | "What to do";
        bulk_send = "Appliquer à la sélection" | "Apply to the selection";
        selected_elsewhere = "Sélectionnés, mais plus dans cette liste" | "Selected, but no longer in this list";
        elsewhere_no(n: u32) = "Retour {n}" | "Entry {n}";
        see_one(title: &str) = "Voir : {title}" | "See: {title}";
        treated[n] = "{n} retour modifié.", "{n} retours modifiés." | "{n} entry changed.", "{n} entries changed.";
        treated_not = "Les autres étaient déjà dans cet état ou ne pouvaient y passer." | "The others were in that state already or could not come to it.";

        views = "Mes vues" | "My views";
        save_view = "Garder ce filtre" | "Keep this filter";
        view_name = "Nom de la vue" | "Name of the view";
        replace_view = "Remplacer la vue de ce nom" | "Replace the view of this name";
        forget(name: &str) = "Oublier la vue « {name} »" | "Forget the view “{name}”";
        forget_short = "Oublier" | "Forget";

        triage = "Traiter" | "Triage";
        reason = "Raison" | "Reason";
        reason_hint = "Pour un refus ou un report ; l'auteur·rice la lira." | "For refusing or deferring; the author will read it.";
        shared = "Visible par les partenaires" | "Seen by partners";
        shared_hint = "Avec ses commentaires et son historique." | "With its comments and its history.";
        yes = "Oui" | "Yes";
        no = "Non" | "No";
        merge = "Fusionner avec un autre retour" | "Merge with other feedback";
        merge_lede = "Choisissez, dans ce projet, le retour qui dit la même chose." | "Choose the feedback of this project that says the same.";
        merge_hint = "Celui-ci devient un doublon de l'autre ; les deux textes, leurs historiques et leurs liens restent." | "This becomes a duplicate of the other; both texts, their histories and their links stay.";
        merge_send = "Fusionner" | "Merge";
        split = "Séparer en plusieurs retours" | "Split into several";
        split_hint = "Un retour par paragraphe, avec une ligne vide entre deux. Celui-ci reste tel quel, relié à chacun, et garde ses fichiers ; chacun reprend ses liens, sauf ce qu'il dit des cartes." | "One entry per paragraph, with an empty line between. This one stays as it is, linked with each, and keeps its files; each takes on its links, save for what it says of maps.";
        split_parts = "Textes des nouveaux retours" | "Texts of the new entries";
        split_send = "Séparer" | "Split";
        duplicate_of = "Ce retour dit la même chose qu'un autre :" | "This says the same as another:";
        duplicates = "Retours qui disent la même chose" | "Feedback that says the same";

        settle_title = "C'est livré : est-ce réglé ?" | "It is shipped: is it settled?";
        settle_hint = "Vous avez donné ce retour : vous seul·e pouvez le confirmer." | "You gave this feedback: only you can confirm it.";
        confirm = "Oui, c'est réglé" | "Yes, it is settled";
        unconfirm = "Revenir sur ma confirmation" | "Take my confirmation back";
        not_settled = "Non, ce n'est pas réglé" | "No, it is not settled";
        not_settled_reason = "Que manque-t-il ?" | "What is missing?";
        not_settled_send = "Le dire à l'équipe" | "Tell the team";

        comments_title = "Commentaires" | "Comments";
        comments_none = "Aucun commentaire pour l'instant." | "No comment yet.";
        comments_cut(shown: &str, all: &str) = "Les {shown} derniers commentaires sur {all} sont montrés." | "The last {shown} of {all} comments are shown.";
        comment = "Votre commentaire" | "Your comment";
        comment_hint = "@ suivi d'un nom complet mentionne une personne de l'équipe." | "@ followed by a full name mentions somebody on the team.";
        comment_hidden = "Votre nom n'apparaîtra pas : vous êtes l'auteur·rice de ce retour sans nom." | "Your name will not appear: you are the author of this feedback without a name.";
        comment_named = "Votre commentaire portera votre nom, même si ce retour n'en porte pas." | "Your comment will carry your name even though this feedback carries none.";
        comment_send = "Commenter" | "Comment";
        mention_people = "Dans l'équipe, voient ce retour :" | "On the team, these see this feedback:";

        somebody = "Auteur·rice sans nom" | "Author without a name";
        did_give = "a donné ce retour" | "gave this feedback";
        did_correct = "a corrigé le texte" | "corrected the text";
        did_comment = "a commenté" | "commented";
        did_attach = "a joint un fichier" | "attached a file";
        did_remove_file = "a retiré un fichier" | "removed a file";
        did_merge = "y a fusionné un autre retour" | "merged another entry into it";
        did_split = "l'a séparé en plusieurs retours" | "split it into several";
        did_split_off = "l'a séparé d'un autre retour" | "split it off another";
        did_settle = "a répondu à la livraison" | "answered to its being shipped";
        did_link = "l'a relié à autre chose" | "linked it with something else";
        did_unlink = "l'a délié d'autre chose" | "unlinked it from something else";
        did_treat = "l'a traité" | "treated it";
        change(what: &str, before: &str, after: &str) = "{what} : {before} → {after}" | "{what}: {before} → {after}";
        shared_yes = "partagé" | "shared";
        shared_no = "non partagé" | "not shared";
    }
}
