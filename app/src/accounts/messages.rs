//! The messages that accounts send.

use crate::text::catalogue;

catalogue! {
    /// The messages that accounts send.
    AccountsMessages {
        reset_subject = "Établi : choisir un nouveau mot de passe" | "Établi: choose a new password";
        reset_message(link: &str) = "Bonjour,\n\nPour choisir un nouveau mot de passe, ouvrez ce lien dans l'heure :\n{link}\n\nSi vous ne l'avez pas demandé, ignorez ce message : rien ne change.\n" | "Hello,\n\nTo choose a new password, open this link within the hour:\n{link}\n\nIf you did not ask for it, ignore this message: nothing changes.\n";
        email_subject = "Établi : confirmer votre adresse" | "Établi: confirm your address";
        email_message(link: &str) = "Bonjour,\n\nPour utiliser cette adresse dans Établi, ouvrez ce lien dans la journée :\n{link}\n\nSi vous ne l'avez pas demandé, ignorez ce message : rien ne change.\n" | "Hello,\n\nTo use this address in Établi, open this link within a day:\n{link}\n\nIf you did not ask for it, ignore this message: nothing changes.\n";
        email_changed_subject = "Établi : votre adresse a changé" | "Établi: your address has changed";
        email_changed_message = "Bonjour,\n\nVotre compte Établi n'utilise plus cette adresse : une autre l'a remplacée.\n\nSi ce n'était pas vous, écrivez tout de suite à l'administration de l'espace.\n" | "Hello,\n\nYour Établi account no longer uses this address: another has replaced it.\n\nIf this was not you, write to the workspace's administrator at once.\n";
    }
}
