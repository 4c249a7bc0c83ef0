//! Secrets: passwords, and the random words in cookies and links.
//!
//! Only their hashes are kept, so that whoever reads the database can use none.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::error::{Result, StoreError};

/// A new random secret of 256 bits, in hexadecimal, fit for a cookie or link.
pub(crate) fn new_secret() -> Result<String> {
    Ok(hex(&random::<32>()?))
}

/// A random number of 64 bits.
pub(crate) fn random_number() -> Result<u64> {
    Ok(u64::from_le_bytes(random()?))
}

fn random<const BYTES: usize>() -> Result<[u8; BYTES]> {
    let mut bytes = [0u8; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(bytes)
}

/// What is kept of a secret. A plain hash suffices: the secret is random.
pub(crate) fn hash_secret(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Hashes a password with argon2id (OWASP's parameters, the crate's default).
pub(crate) async fn hash_password(password: &str) -> Result<String> {
    let password = password.to_owned();
    blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| StoreError::Internal(error.to_string()))
    })
    .await
}

/// Whether the password is the one that was hashed. Takes as long where there
/// is no hash, so that time does not tell which accounts exist.
pub(crate) async fn password_fits(password: &str, hash: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    blocking(move || {
        let Some(hash) = hash else {
            let _ = Argon2::default().hash_password(password.as_bytes());
            return Ok(false);
        };
        let hash = PasswordHash::new(&hash).map_err(|_| StoreError::Unreadable {
            what: "password_hash",
            found: "(not shown)".into(),
        })?;
        Ok(Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok())
    })
    .await
}

/// Passwords that are hashed at once: each takes 19 MiB while it lasts, and whoever
/// likes can ask for one.
static HASHING: Semaphore = Semaphore::const_new(4);

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let turn = HASHING.acquire().await;
    let turn = turn.map_err(|error| StoreError::Internal(error.to_string()))?;
    // The turn lasts as long as the work, also when nobody waits for it any more.
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StoreError::Internal(error.to_string()))?
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::accounts::SignUp;
    use domain::wording::Locale;
    use uuid::Uuid;

    use super::*;
    use crate::database::Store;

    /// All turns are taken meanwhile: whatever were hashed would wait for ever.
    #[tokio::test]
    async fn nothing_is_hashed_for_a_link_that_opens_nothing() {
        let name = format!("etabli-links-{}", Uuid::new_v4().simple());
        let file = std::env::temp_dir().join(name);
        let url = format!("sqlite:{}", file.display());
        let store = Store::open(&url).await.expect("a store");
        store.new_setup_secret().await.expect("a link to set up");
        let password = "une longue phrase";
        let ada = SignUp {
            name: "Ada".into(),
            email: "ada@exemple.fr".into(),
            password: password.into(),
            party: "teacher".into(),
            declared_interests: String::new(),
        };
        let turns = HASHING.acquire_many(4).await.expect("every turn");
        let tried = async {
            let set_up = store.set_up("none", "Atelier", &ada, Locale::Fr).await;
            let joined = store.accept_invitation("none", &ada, Locale::Fr).await;
            let reset = store.reset_password("none", password).await;
            [set_up.is_err(), joined.is_err(), reset.is_err()]
        };
        let refused = tokio::time::timeout(Duration::from_secs(20), tried).await;
        drop(turns);
        assert_eq!(refused.expect("it waits for its turn"), [true; 3]);
        store.close().await.expect("closed");
        std::fs::remove_file(file).expect("the file goes");
    }
}
