//! The accounts of a demonstration: made by the server, offered by the sign-in page.

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "etabli-demo-2026";
const HOST: &str = "demo.etabli.example";

/// The accounts that the sign-in page lists: one for each role, by the role's name.
const LISTED: [&str; 8] = [
    "administrator",
    "coordinator",
    "member",
    "observer",
    "lead",
    "facilitator",
    "contributor",
    "partner",
];

/// The addresses of the accounts that the sign-in page lists.
pub fn emails() -> impl Iterator<Item = String> {
    LISTED.iter().map(|name| email(name))
}

/// The address of the demonstration's account of this name.
#[must_use]
pub fn email(name: &str) -> String {
    format!("{name}@{HOST}")
}

/// Whether an account with this address is a demonstration's, which belongs to
/// everybody: what one person chooses in it is not the next one's choice.
#[must_use]
pub fn is_shared(email: &str) -> bool {
    email
        .strip_suffix(HOST)
        .is_some_and(|name| name.ends_with('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accounts_of_a_demonstration_are_everybody_s() {
        assert!(emails().all(|email| is_shared(&email)));
        for own in ["ana@exemple.fr", "ana@notdemo.etabli.example", HOST] {
            assert!(!is_shared(own), "{own}");
        }
    }
}
