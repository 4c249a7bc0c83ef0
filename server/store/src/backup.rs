//! The whole database in a form that belongs to no database: the rows of every
//! table as lines of JSON, in the order of their keys. What is read from SQLite
//! can be put into PostgreSQL, and the other way round.

mod named;
mod restoration;
mod tables;

use std::io::Write;

use futures_util::TryStreamExt;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, IsolationLevel, Statement, StreamTrait,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

pub use self::named::NamedFile;
pub use self::restoration::Restoration;
pub use self::tables::{Column, Kind, Table};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::migrations::Migrator;

/// The database as it was at one moment, however much is written meanwhile.
pub struct Snapshot {
    db: DatabaseTransaction,
    schema: Vec<String>,
    tables: Vec<Table>,
}

impl Store {
    /// Holds the present moment fast, to read everything as it is now. Writers
    /// do not wait for it.
    ///
    /// # Errors
    /// When the schema is not this version's, or the database does not answer.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let options = TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        let db = self.db.begin_with_options(options).await?;
        // SQLite takes its snapshot at this first reading.
        let schema = applied(&db).await?;
        if schema != known() {
            return Err(StoreError::Internal(
                "the database's schema is not this version's: `etabli migrate` brings it up to date"
                    .into(),
            ));
        }
        let tables = tables::all(&db).await?;
        Ok(Snapshot { db, schema, tables })
    }
}

impl Snapshot {
    /// The names of the steps that made the schema.
    #[must_use]
    pub fn schema(&self) -> &[String] {
        &self.schema
    }

    /// Every table.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Writes the rows of a table, one a line, and says how many there are.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn dump(&self, table: &Table, into: &mut (impl Write + Send)) -> Result<u64> {
        dump(&self.db, table, into).await
    }
}

/// The names of the steps that this version knows, in their order.
fn known() -> Vec<String> {
    let steps = Migrator::migrations();
    steps.iter().map(|step| step.name().to_owned()).collect()
}

/// The names of the steps that the database has taken, in their order.
async fn applied(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let backend = db.get_database_backend();
    if !tables::names(db).await?.iter().any(|name| name == STEPS) {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT version FROM {STEPS} ORDER BY version");
    let rows = db
        .query_all_raw(Statement::from_string(backend, sql))
        .await?;
    let read = |row: &sea_orm::QueryResult| Ok(row.try_get_by_index(0)?);
    rows.iter().map(read).collect()
}

/// The table of the steps taken, which is told apart from the rows.
const STEPS: &str = "seaql_migrations";

async fn dump(
    db: &DatabaseTransaction,
    table: &Table,
    into: &mut (impl Write + Send),
) -> Result<u64> {
    let backend = ConnectionTrait::get_database_backend(db);
    let statement = Statement::from_string(backend, table.select(backend));
    let mut rows = db.stream_raw(statement).await?;
    let mut count = 0;
    while let Some(row) = rows.try_next().await? {
        let mut line = serde_json::to_vec(&table.read(&row)?)?;
        line.push(b'\n');
        into.write_all(&line)
            .map_err(|error| StoreError::Internal(error.to_string()))?;
        count += 1;
    }
    Ok(count)
}
