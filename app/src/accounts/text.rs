//! What the pages of accounts say.

use crate::text::catalogue;

catalogue! {
    /// What the pages of accounts say.
    AccountsText {
        sign_in = "Se connecter" | "Sign in";
        welcome(workspace: &str) = "Bienvenue dans l'espace {workspace}" | "Welcome to the workspace {workspace}";
        email = "Adresse électronique" | "E-mail address";
        password = "Mot de passe" | "Password";
        forgotten = "Mot de passe oublié ?" | "Forgotten your password?";
        by_invitation = "On rejoint l'espace par un lien d'invitation. Demandez-le à la personne qui le coordonne." | "One joins by an invitation link. Ask whoever coordinates the workspace.";
        demo_title = "Comptes de démonstration" | "Demonstration accounts";
        demo_explained(password: &str) = "Cet espace est une démonstration : chacun peut y entrer. Mot de passe : {password}" | "This workspace is a demonstration that anyone may enter. Password: {password}";
        set_up = "Créer l'espace" | "Set up the workspace";
        set_up_explained = "Ce lien ne sert qu'une fois. Vous serez la première personne de l'espace, avec le rôle d'administration." | "This link works once. You will be the first person in the workspace, as its administrator.";
        workspace_name = "Nom de l'espace" | "Name of the workspace";
        join = "Rejoindre l'espace" | "Join the workspace";
        join_as(role: &str) = "Vous êtes invité·e avec le rôle : {role}." | "You are invited as: {role}.";
        name = "Nom affiché aux autres" | "Name shown to others";
        party = "Vous participez en tant que" | "You take part as";
        interests = "Intérêts déclarés" | "Declared interests";
        interests_hint = "Pour un partenaire EdTech : ce que votre entreprise vend ou prépare. Ce texte accompagne votre nom partout." | "For an EdTech partner: what your company sells or prepares. This text goes with your name everywhere.";
        password_hint = "12 caractères au moins ; une phrase convient très bien." | "12 characters at least; a phrase does very well.";
        create_account = "Créer mon compte" | "Create my account";
        link_dead = "Ce lien a déjà servi ou il est trop ancien. Demandez-en un autre à la personne qui vous l'a envoyé." | "This link has been used or is too old. Ask whoever sent it for another.";
        reset = "Choisir un nouveau mot de passe" | "Choose a new password";
        reset_explained = "Donnez votre adresse : si un compte l'utilise, un lien y est envoyé. Sans messagerie configurée, l'administration de l'espace peut aussi vous remettre ce lien." | "Give your address: if an account uses it, a link is sent there. Where no mail server is configured, the workspace's administrator can hand you the link.";
        reset_send = "Envoyer le lien" | "Send the link";
        reset_sent = "Si un compte utilise cette adresse, un lien valable une heure vient d'y être envoyé." | "If an account uses this address, a link that works for one hour has just been sent there.";
        own = "Mon compte" | "My account";
        own_role = "Rôle dans l'espace" | "Role in the workspace";
        sessions = "Là où vous êtes connecté·e" | "Where you are signed in";
        sessions_explained = "Mettez fin à une session que vous ne reconnaissez pas, puis changez de mot de passe." | "End any session that you do not recognise, then change your password.";
        this_browser = "ce navigateur" | "this browser";
        unknown_browser = "Navigateur inconnu" | "Unknown browser";
        last_seen = "Dernier usage" | "Last used";
        end_session = "Mettre fin" | "End";
        everywhere = "Se déconnecter partout" | "Sign out everywhere";
        people = "Personnes" | "People";
        people_lede = "Les comptes de l'espace et les invitations." | "The workspace's accounts and invitations.";
        invite = "Inviter une personne" | "Invite a person";
        invite_note = "Pour qui" | "For whom";
        invite_note_hint = "Visible des personnes qui gèrent les invitations." | "Seen by those who manage invitations.";
        invite_role = "Rôle dans l'espace" | "Role in the workspace";
        invite_party = "En tant que" | "As";
        invite_make = "Créer le lien" | "Make the link";
        link_ready = "Transmettez ce lien : il ne s'affiche qu'une fois." | "Hand over this link: it is shown only once.";
        invitations = "Invitations" | "Invitations";
        invitations_none = "Les invitations envoyées apparaîtront ici." | "Invitations that were sent will appear here.";
        valid_until = "Valable jusqu'au" | "Valid until";
        used = "utilisée" | "used";
        accounts = "Comptes" | "Accounts";
        account_role = "Rôle" | "Role";
        account_closed = "Compte fermé" | "Closed account";
        reset_link = "Lien de mot de passe" | "Password link";
        audit = "Journal des modifications" | "Audit log";
        audit_lede = "Chaque modification, son auteur·rice, l'avant et l'après. Rien ne s'en efface." | "Every change, who made it, before and after. Nothing is ever erased.";
        audit_when = "Quand" | "When";
        audit_who = "Qui" | "Who";
        audit_what = "Quoi" | "What";
        audit_details = "Avant et après" | "Before and after";
        audit_before = "Avant" | "Before";
        audit_after = "Après" | "After";
        audit_older = "Plus anciennes" | "Older";
        audit_none = "Aucune modification plus ancienne." | "No older changes.";
    }
}
