//! The connection: SQLite in one file by default, PostgreSQL by URL.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use domain::time::Timestamp;
use sea_orm::sqlx::Executor;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, DbErr, RuntimeErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::{Mutex, OwnedMutexGuard};
use uuid::Uuid;

use crate::clock::Clock;
use crate::error::Result;
use crate::events::Told;
use crate::files::Files;
use crate::imports::Running;
use crate::migrations::Migrator;

mod traces;

/// The store of one workspace. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    /// What transactions that write go over. In SQLite one connection by itself: it knows
    /// the pages that it wrote last, where another would read them anew each time.
    writing: DatabaseConnection,
    /// One transaction writes at a time, so that what it read is still true when
    /// it writes. In SQLite, whoever writes waits here for a turn instead of
    /// polling the file's lock; in PostgreSQL, a lock of the database serves all
    /// servers.
    turn: Turn,
    /// The bytes of attachments.
    pub(crate) files: Files,
    /// How far the imports of this server have come.
    pub(crate) running: Running,
    /// Whoever listens to what changes.
    pub(crate) told: Told,
    clock: Clock,
    /// The log of SQLite is to be emptied as soon as nobody reads in it any more.
    traces: Arc<AtomicBool>,
}

/// A transaction that writes. Dropped without [`Tx::commit`], it leaves nothing.
pub(crate) struct Tx {
    pub(crate) db: DatabaseTransaction,
    /// The moment of every change made in it.
    pub(crate) now: Timestamp,
    clock: Clock,
    _turn: Option<OwnedMutexGuard<()>>,
}

/// A turn to write with one statement, which is a transaction by itself.
pub(crate) struct OneWrite {
    pub(crate) db: DatabaseConnection,
    /// The moment of the change.
    pub(crate) now: Timestamp,
    _turn: Option<OwnedMutexGuard<()>>,
}

type Turn = Arc<Mutex<()>>;

/// How often connecting is tried again where somebody else makes the database just then.
const CONNECT_TRIES: u32 = 40;
/// How long is waited before each of these.
const CONNECT_PAUSE: Duration = Duration::from_millis(50);

/// How long a server that answered is taken to be there: it is not asked anew before each
/// statement of one answer.
const UNASKED: Duration = Duration::from_secs(1);

/// The most connections to the database at once.
pub const CONNECTIONS: u32 = 16;

/// How many statements each connection to PostgreSQL keeps parsed. Lists that are narrowed
/// and ordered in many ways are as many statements; what is not kept is parsed anew. Each is
/// kept by the database's server too, which takes some ten kilobytes and more with its plan:
/// for all [`CONNECTIONS`] these are up to 3,200.
const STATEMENTS: usize = 200;

/// Connects. Two that make a database of SQLite at once are in each other's way while it is
/// given its log: it waits for nobody then, and says that it is locked.
async fn connected(options: ConnectOptions) -> Result<DatabaseConnection> {
    let mut tries = 0..CONNECT_TRIES;
    loop {
        match Database::connect(options.clone()).await {
            Err(error) if is_locked(&error) && tries.next().is_some() => {
                tokio::time::sleep(CONNECT_PAUSE).await;
            }
            answer => return Ok(answer?),
        }
    }
}

/// Whether somebody else has the database of SQLite for themselves.
fn is_locked(error: &DbErr) -> bool {
    /// `SQLITE_BUSY`.
    const BUSY: &str = "5";
    let DbErr::Conn(RuntimeErr::SqlxError(error)) = error else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == BUSY)
}

impl Tx {
    pub(crate) async fn commit(self) -> Result<()> {
        Ok(self.db.commit().await?)
    }

    /// An id for something that the server makes.
    pub(crate) fn new_id(&self) -> Uuid {
        self.clock.new_id()
    }
}

/// Any two numbers that the project's servers agree upon: the locks of PostgreSQL
/// under which the schema is migrated and records are written.
const MIGRATION_LOCK: i64 = 0x4554_4142_4c49;
const WRITE_LOCK: i64 = 0x4554_4142_4c4a;

impl Store {
    /// Connects to `sqlite:…` or `postgres:…` and brings the schema up to date.
    /// The bytes of attachments are kept in memory: for trials.
    ///
    /// # Errors
    /// When the database cannot be reached or a migration fails.
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_with(url, Files::in_memory()).await
    }

    /// The same, with the bytes of attachments in a folder, made if missing.
    ///
    /// # Errors
    /// When the database cannot be reached, a migration fails, or the folder
    /// cannot be made.
    pub async fn open_with_folder(url: &str, folder: &Path) -> Result<Self> {
        Self::open_with(url, Files::in_folder(folder)?).await
    }

    async fn open_with(url: &str, files: Files) -> Result<Self> {
        let store = Self::connect_with(url, files).await?;
        store.migrate().await?;
        // What a server that was killed had no time to.
        store.empty_log().await;
        Ok(store)
    }

    /// Connects and leaves the schema as it is: for copying and restoring.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(url: &str) -> Result<Self> {
        Self::connect_with(url, Files::in_memory()).await
    }

    async fn connect_with(url: &str, files: Files) -> Result<Self> {
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .connect_timeout(Duration::from_secs(10))
            .max_connections(CONNECTIONS)
            .map_sqlx_sqlite_opts(|options| {
                options
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // With less, what was committed last is lost with the power, and
                    // boards have acknowledged it by then.
                    .synchronous(SqliteSynchronous::Full)
                    // What is deleted is overwritten: ballots are written anew with each.
                    .pragma("secure_delete", "ON")
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(10))
            })
            .map_sqlx_postgres_opts(|options| options.statement_cache_capacity(STATEMENTS))
            .map_sqlx_postgres_pool_opts(|options| {
                options.after_connect(|connection, _| {
                    Box::pin(async {
                        // Which way is the shortest depends on what is asked for: words
                        // that most entries hold are found by walking, rare ones in the
                        // index. A plan made once for all words is wrong for many.
                        connection
                            .execute("SET plan_cache_mode = force_custom_plan")
                            .await
                            .map(drop)
                    })
                })
            });
        match url.starts_with("sqlite:") {
            // A file does not go away like a server does.
            true => options.test_before_acquire(false),
            false => options.test_before_acquire_if_idle_for(UNASKED),
        };
        let db = connected(options.clone()).await?;
        let writing = match db.get_database_backend() {
            DatabaseBackend::Sqlite => connected(options.max_connections(1).clone()).await?,
            _ => db.clone(),
        };
        Ok(Self {
            db,
            writing,
            turn: Arc::default(),
            files,
            running: Running::default(),
            told: Told::default(),
            clock: Clock::default(),
            traces: Arc::default(),
        })
    }

    /// The same store by another clock.
    #[must_use]
    pub fn with_clock(&self, clock: impl Into<Clock>) -> Self {
        Self {
            clock: clock.into(),
            ..self.clone()
        }
    }

    /// The present moment by the store's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// An id of the moment for something that the server makes.
    pub(crate) fn new_id(&self) -> Uuid {
        self.clock.new_id()
    }

    /// Runs the migrations that are missing. Servers that start at once wait for
    /// each other.
    async fn migrate(&self) -> Result<()> {
        let tx = self.begin_migrating().await?;
        Migrator::up(&tx.db, None).await?;
        tx.commit().await
    }

    /// Whether the database answers and its schema is this version's.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn is_ready(&self) -> Result<bool> {
        Ok(Migrator::get_pending_migrations(&self.db).await?.is_empty())
    }

    /// Closes every connection, letting running transactions end.
    ///
    /// # Errors
    /// When a connection cannot be closed.
    pub async fn close(&self) -> Result<()> {
        self.db.clone().close().await?;
        if self.backend() == DatabaseBackend::Sqlite {
            self.writing.clone().close().await?;
        }
        Ok(())
    }

    pub(crate) fn backend(&self) -> DatabaseBackend {
        self.db.get_database_backend()
    }

    pub(crate) async fn begin(&self) -> Result<Tx> {
        self.begin_under(WRITE_LOCK).await
    }

    /// Begins a transaction that makes the schema; other servers wait.
    pub(crate) async fn begin_migrating(&self) -> Result<Tx> {
        self.begin_under(MIGRATION_LOCK).await
    }

    /// Commits what must not be told apart afterwards from what is written before and after
    /// it: see [`Store::empty_log`].
    pub(crate) async fn commit_without_trace(&self, tx: Tx) -> Result<()> {
        let Tx {
            db, _turn: turn, ..
        } = tx;
        db.commit().await?;
        let store = self.clone();
        // Also if whoever asked is no longer there; nobody else writes until it is done.
        let emptied = tokio::spawn(async move { store.empty_log_in(turn).await });
        let _ = emptied.await;
        Ok(())
    }

    /// A turn for one statement that needs nothing but itself to be true.
    pub(crate) async fn begin_one(&self) -> OneWrite {
        OneWrite {
            _turn: self.take_turn().await,
            db: self.writing.clone(),
            now: self.clock.now(),
        }
    }

    /// Waits for a turn to write in SQLite.
    async fn take_turn(&self) -> Option<OwnedMutexGuard<()>> {
        match self.backend() {
            DatabaseBackend::Sqlite => Some(Arc::clone(&self.turn).lock_owned().await),
            _ => None,
        }
    }

    async fn begin_under(&self, lock: i64) -> Result<Tx> {
        let turn = self.take_turn().await;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let db = self.writing.begin_with_options(options).await?;
        if self.backend() == DatabaseBackend::Postgres {
            // It is let go of when the transaction ends, however it ends.
            db.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({lock})"))
                .await?;
        }
        Ok(Tx {
            db,
            now: self.clock.now(),
            clock: self.clock.clone(),
            _turn: turn,
        })
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::sqlx::Row;

    use super::*;

    #[tokio::test]
    async fn every_connection_waits_for_the_disk_and_overwrites_what_is_deleted() {
        let name = format!("etabli-connections-{}", Uuid::new_v4().simple());
        let file = std::env::temp_dir().join(name);
        let url = format!("sqlite:{}", file.display());
        let store = Store::open(&url).await.expect("a store");
        let pool = store.db.get_sqlite_connection_pool();
        let mut connections = Vec::new();
        for _ in 0..4 {
            connections.push(pool.acquire().await.expect("a connection"));
        }
        let writing = store.writing.get_sqlite_connection_pool();
        connections.push(writing.acquire().await.expect("a connection"));
        for connection in &mut connections {
            for (asked, wanted) in [
                ("PRAGMA synchronous", 2),
                ("PRAGMA secure_delete", 1),
                ("PRAGMA foreign_keys", 1),
            ] {
                let row = connection.fetch_one(asked).await.expect("a row");
                assert_eq!(row.get::<i64, _>(0), wanted, "{asked}");
            }
        }
        drop(connections);
        store.close().await.expect("closed");
        std::fs::remove_file(file).expect("the file goes");
    }
}
