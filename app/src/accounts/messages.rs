//! The messages that accounts send.

use crate::text::catalogue;

catalogue! {
    /// The messages that accounts send.
    AccountsMessages {
        reset_subject = "Établi : choisir un nouveau mot de passe" | "Établi: choose a new password";
        reset_message(link: &str) = "Bonjour,\n\nPour choisir un nouveau mot de passe, ouvrez ce lien dans l'heure :\n{link}\n\nSi vous ne l'avez pas demandé, ignorez ce message : rien ne change.\n" | "Hello,\n\nTo choose a new password, open this link within the hour:\n{link}\n\nIf you did not ask for it, ignore this message: nothing changes.\n";
    }
}
