//! What the store promises, tried on SQLite and on PostgreSQL alike.
//!
//! Each test is a plain `async fn` that takes a [`World`](world::World), a fresh
//! store with nobody in it; `on_both!` makes two tests of it, one for each
//! database. Where `ETABLI_TEST_POSTGRES_URL` is not set, those for PostgreSQL
//! say so and pass, unless `CI` is set.
#![allow(clippy::expect_used, reason = "a test says what it expects")]

/// Makes each function that is named a test on SQLite and one on PostgreSQL.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    crate::world::on_sqlite(super::$test).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    crate::world::on_postgres(super::$test).await;
                }
            )+
        }
    };
}

/// Asserts that a store call fails in a certain way.
macro_rules! assert_fails {
    ($result:expr, $error:pat) => {
        match $result {
            Err($error) => {}
            other => panic!("expected {}, not {other:?}", stringify!($error)),
        }
    };
}

mod accounts;
mod attachments;
mod audit;
mod backup;
mod cast;
mod concurrency;
mod database;
mod decisions;
mod drafts;
mod evidence;
mod feedback;
mod files;
mod imports;
mod invitations;
mod iterations;
mod lists;
mod migrations;
mod milestones;
mod needs;
mod notifications;
mod own_account;
mod passwords;
mod policy;
mod projects;
mod search;
mod sessions;
mod settings;
mod teams;
mod template;
mod world;

/// What is wrong with one field, according to a call that failed on its fields.
fn problem<T: std::fmt::Debug>(
    result: store::Result<T>,
    field: &str,
) -> Option<domain::problems::Problem> {
    match result {
        Err(store::StoreError::Invalid(problems)) => problems.of(field).cloned(),
        other => panic!("expected a problem with {field}, not {other:?}"),
    }
}
