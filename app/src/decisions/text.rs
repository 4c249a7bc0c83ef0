//! What the pages of decisions and action items say.

use crate::text::catalogue;

catalogue! {
    /// What the pages of decisions and action items say.
    DecisionsText {
        title = "Décisions" | "Decisions";
        lede = "Ce qui a été décidé dans le projet, pourquoi, et ce que l'on aurait pu décider d'autre." | "What was decided in the project, why, and what else could have been decided.";
        none_yet = "Les décisions du projet apparaîtront ici. Elles viennent des séances, ou se consignent ici." | "The project's decisions will appear here. They come out of sessions, or are recorded here.";
        count[n] = "{n} décision", "{n} décisions" | "{n} decision", "{n} decisions";
        record = "Consigner une décision" | "Record a decision";
        statement = "Ce qui est décidé" | "What is decided";
        reasons = "Raisons" | "Reasons";
        alternatives = "Autres possibilités envisagées" | "Alternatives considered";
        decided_on = "Décidé le" | "Decided on";
        edit = "Modifier la décision" | "Edit the decision";
        recorded_by = "Consigné par" | "Recorded by";
        actions = "Actions" | "Actions";
        actions_lede = "Ce qui est à faire dans le projet, par qui et pour quand." | "What is to be done in the project, by whom and by when.";
        actions_none = "Les actions du projet apparaîtront ici. Elles viennent des séances, ou se notent ici." | "The project's actions will appear here. They come out of sessions, or are recorded here.";
        actions_count[n] = "{n} action", "{n} actions" | "{n} action", "{n} actions";
        take_on = "Noter une action" | "Record an action";
        to_do = "Ce qui est à faire" | "What is to be done";
        owner = "Responsable" | "Owner";
        nobody_yet = "personne encore" | "nobody yet";
        due_on = "Échéance" | "Due date";
        late = "échéance dépassée" | "overdue";
        shared = "Visible par les partenaires" | "Seen by partners";
        shared_hint = "Avec son historique." | "With its history.";
        shared_action_hint = "Avec son historique. Qui s'en charge la voit toujours." | "With its history. Whoever takes it on always sees it.";
        shared_badge = "partagé avec les partenaires" | "shared with partners";
        yes = "Oui" | "Yes";
        no = "Non" | "No";
        edit_action = "Modifier l'action" | "Edit the action";
        settle = "Faire le point" | "Say what became of it";
        becomes = "L'action est" | "The action is";
        reopen = "Rouvrir l'action" | "Open the action again";
        reason = "Raison" | "Reason";
        reason_hint = "Demandée si l'action est abandonnée." | "Asked for when the action is dropped.";
        said_by(name: &str) = "Dit par {name}" | "Said by {name}";
        somebody = "quelqu'un" | "somebody";
    }
}
