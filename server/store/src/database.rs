//! The connection: SQLite in one file by default, PostgreSQL by URL.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::time::Timestamp;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::error::Result;
use crate::files::Files;
use crate::imports::Running;
use crate::migrations::Migrator;

/// The store of one workspace. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    /// One transaction writes at a time, so that what it read is still true when
    /// it writes. In SQLite, whoever writes waits here for a turn instead of
    /// polling the file's lock; in PostgreSQL, a lock of the database serves all
    /// servers.
    turn: Arc<Mutex<()>>,
    /// The bytes of attachments.
    pub(crate) files: Files,
    /// How far the imports of this server have come.
    pub(crate) running: Running,
}

/// A transaction that writes. Dropped without [`Tx::commit`], it leaves nothing.
pub(crate) struct Tx {
    pub(crate) db: DatabaseTransaction,
    /// The moment of every change made in it.
    pub(crate) now: Timestamp,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Tx {
    pub(crate) async fn commit(self) -> Result<()> {
        Ok(self.db.commit().await?)
    }
}

/// The present moment by the server's clock.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
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
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .connect_timeout(Duration::from_secs(10))
            .max_connections(16)
            .map_sqlx_sqlite_opts(|options| {
                options
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Normal)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(10))
            });
        let db = Database::connect(options).await?;
        let store = Self {
            db,
            turn: Arc::default(),
            files,
            running: Running::default(),
        };
        store.migrate().await?;
        Ok(store)
    }

    /// Runs the migrations that are missing. Servers that start at once wait for
    /// each other.
    async fn migrate(&self) -> Result<()> {
        let tx = self.begin_under(MIGRATION_LOCK).await?;
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
        Ok(self.db.clone().close().await?)
    }

    pub(crate) fn backend(&self) -> DatabaseBackend {
        self.db.get_database_backend()
    }

    pub(crate) async fn begin(&self) -> Result<Tx> {
        self.begin_under(WRITE_LOCK).await
    }

    async fn begin_under(&self, lock: i64) -> Result<Tx> {
        let sqlite = self.backend() == DatabaseBackend::Sqlite;
        let turn = match sqlite {
            true => Some(Arc::clone(&self.turn).lock_owned().await),
            false => None,
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let db = self.db.begin_with_options(options).await?;
        if !sqlite {
            // It is let go of when the transaction ends, however it ends.
            db.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({lock})"))
                .await?;
        }
        Ok(Tx {
            db,
            now: now(),
            _turn: turn,
        })
    }
}
