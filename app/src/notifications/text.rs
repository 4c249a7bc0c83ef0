//! What the pages of notifications say, and what is told.

use crate::text::catalogue;

catalogue! {
    /// What the pages of notifications say.
    NotificationsText {
        title = "Notifications" | "Notifications";
        lede = "Ce qui vous concerne, et rien d'autre. Ouvrir la page concernée suffit à marquer comme lu." | "What concerns you, and nothing else. Opening the page concerned marks it as read.";
        all = "Toutes" | "All";
        unread = "Non lues" | "Unread";
        which = "Lesquelles" | "Which";
        none = "Ce qui vous concerne sera ici : mentions, retours confiés, jalons, signatures demandées." | "What concerns you will be here: mentions, feedback assigned to you, milestones, signatures asked for.";
        none_unread = "Vous avez tout lu." | "You have read everything.";
        not_read = "non lue" | "unread";
        mark = "Marquer comme lu" | "Mark as read";
        mark_what(title: &str) = "Marquer comme lu : {title}" | "Mark as read: {title}";
        mark_all = "Tout marquer comme lu" | "Mark all as read";
        preferences = "Choisir ce que je reçois" | "Choose what I receive";
        preferences_title = "Ce que je reçois" | "What I receive";
        preferences_lede = "Dans l'application, et une fois par jour par courriel, s'il y a quelque chose de nouveau." | "In the application, and once a day by e-mail when there is something new.";
        kind = "Quand…" | "When…";
        in_app = "Application" | "Application";
        by_mail = "Courriel du jour" | "Daily e-mail";
        in_app_what(kind: &str) = "Dans l'application : {kind}" | "In the application: {kind}";
        by_mail_what(kind: &str) = "Par courriel : {kind}" | "By e-mail: {kind}";
    }
}

catalogue! {
    /// What is told, in the language of whoever is told.
    NewsText {
        somebody = "Quelqu'un" | "Somebody";
        its_author = "L'auteur·rice" | "Its author";
        mention(who: &str) = "{who} vous mentionne dans un commentaire" | "{who} mentions you in a comment";
        assigned(who: &str) = "{who} vous confie un retour" | "{who} assigns feedback to you";
        settled(who: &str) = "{who} confirme que le retour est réglé" | "{who} confirms that the feedback is settled";
        not_settled(who: &str) = "{who} dit que le retour n'est pas réglé" | "{who} says that the feedback is not settled";
        treated(state: &str) = "Votre retour a reçu une réponse : {state}" | "Your feedback has an answer: {state}";
        shipped = "La suite de votre retour est livrée : dites si c'est réglé" | "What your feedback led to is shipped: say whether it is settled";
        commented(who: &str) = "{who} commente votre retour" | "{who} comments on your feedback";
        feedback_new = "De nouveaux retours sont à trier dans le projet" | "New feedback is to be triaged in the project";
        answered = "Un projet répond à votre besoin" | "A project answers your need";
        answered_by(project: &str) = "Le projet « {project} » répond à votre besoin" | "The project “{project}” answers your need";
        unanswered = "Un projet ne répond plus à votre besoin" | "A project no longer answers your need";
        unanswered_by(project: &str) = "Le projet « {project} » ne répond plus à votre besoin" | "The project “{project}” no longer answers your need";
        set_aside(state: &str) = "Votre besoin est désormais {state}" | "Your need is now {state}";
        reopened = "Votre besoin est rouvert" | "Your need is open again";
        merged = "Votre besoin est fusionné avec un autre" | "Your need is merged into another";
        position = "D'autres prennent position sur votre besoin" | "Others take a position on your need";
        signature = "Votre signature est demandée" | "Your signature is asked for";
        action_given(who: &str) = "{who} vous confie une action" | "{who} gives you an action";
        given(who: &str) = "{who} vous confie un jalon" | "{who} gives you a milestone";
        due(day: &str) = "Votre jalon est attendu le {day}" | "Your milestone is due on {day}";
        overdue(day: &str) = "Votre jalon était attendu le {day}" | "Your milestone was due on {day}";
        moved(day: &str) = "Votre jalon est déplacé au {day}" | "Your milestone is moved to {day}";
        team(role: &str) = "Vous êtes dans l'équipe, comme {role}" | "You are on the team, as {role}";
        team_left = "Vous ne faites plus partie de l'équipe" | "You are no longer on the team";
        phase(phase: &str) = "Votre projet entre dans la phase : {phase}" | "Your project enters the phase: {phase}";
        iteration(state: &str) = "Une itération de votre projet est {state}" | "An iteration of your project is {state}";
    }
}
