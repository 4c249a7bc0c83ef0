//! Putting rows back: into a database in which nothing is kept yet, in one
//! transaction, which ends only when what is there is what was brought.

use std::io::{BufRead, Write};

use sea_orm::{ConnectionTrait, DatabaseBackend, Statement, Value};
use sea_orm_migration::MigratorTrait;
use serde_json::Value as Json;

use super::{Kind, Table, applied, known, tables};
use crate::database::{Store, Tx};
use crate::error::{Result, StoreError};
use crate::migrations::Migrator;

/// Values of one statement: neither database takes more than some thousands.
const VALUES_MAX: usize = 900;
/// Bytes after which a statement is sent although it could take more rows.
const BYTES_MAX: usize = 1 << 20;
/// What a workspace that nobody has set up yet may hold.
const BEFORE_SET_UP: [&str; 2] = ["settings", "form_drafts"];

/// A database that is being filled. Dropped without [`Restoration::commit`], it
/// leaves nothing.
pub struct Restoration {
    tx: Tx,
    tables: Vec<Table>,
}

impl Store {
    /// Begins to fill the database with what was kept under this schema, which
    /// may be an earlier version's.
    ///
    /// # Errors
    /// When something is kept in the database, or the schema is a later one
    /// than this version's.
    pub async fn restoration(&self, schema: &[String]) -> Result<Restoration> {
        if !known().starts_with(schema) || schema.is_empty() {
            return Err(refused("it was made by another, later version of Établi"));
        }
        let tx = self.begin_migrating().await?;
        let there = applied(&tx.db).await?;
        if !schema.starts_with(&there) {
            return Err(refused(
                "the database has been opened by a later version than the one that made the backup; \
                 an empty database takes it",
            ));
        }
        let missing = u32::try_from(schema.len() - there.len()).unwrap_or(u32::MAX);
        if missing > 0 {
            Migrator::up(&tx.db, Some(missing)).await?;
        }
        let tables = tables::all(&tx.db).await?;
        let restoration = Restoration { tx, tables };
        restoration.make_sure_it_is_empty().await?;
        restoration.put_checks_off().await?;
        Ok(restoration)
    }
}

impl Restoration {
    /// The tables that wait for their rows.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Fills a table with rows, one a line, and says how many there were.
    ///
    /// # Errors
    /// When a line is no row of this table.
    pub async fn fill(&self, table: &Table, rows: impl BufRead) -> Result<u64> {
        let mut values = Vec::new();
        let (mut waiting, mut weight, mut count) = (0, 0, 0);
        for line in rows.lines() {
            let line = line.map_err(|error| refused(&error.to_string()))?;
            count += 1;
            let wrong = || refused(&format!("line {count} of {} is no row of it", table.name));
            let row: Vec<Json> = serde_json::from_str(&line).map_err(|_| wrong())?;
            if row.len() != table.columns.len() {
                return Err(wrong());
            }
            for (json, column) in row.iter().zip(&table.columns) {
                values.push(column.kind.value(json).ok_or_else(wrong)?);
            }
            waiting += 1;
            weight += line.len();
            if weight > BYTES_MAX || values.len() + table.columns.len() > VALUES_MAX {
                self.insert(table, waiting, std::mem::take(&mut values))
                    .await?;
                (waiting, weight) = (0, 0);
            }
        }
        if waiting > 0 {
            self.insert(table, waiting, values).await?;
        }
        self.count_on(table).await?;
        Ok(count)
    }

    /// Writes the rows of a table as they are now, to be compared with what was
    /// brought.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub async fn dump(&self, table: &Table, into: &mut (impl Write + Send)) -> Result<u64> {
        super::dump(&self.tx.db, table, into).await
    }

    /// Checks every reference, brings the schema up to this version's, gives the
    /// logs of boards another epoch, and keeps what was brought.
    ///
    /// # Errors
    /// When a row refers to one that is not there.
    pub async fn commit(self) -> Result<()> {
        self.take_checks_up().await?;
        Migrator::up(&self.tx.db, None).await?;
        crate::sessions::renew_epochs(&self.tx).await?;
        self.tx.commit().await
    }

    async fn insert(&self, table: &Table, rows: usize, values: Vec<Value>) -> Result<()> {
        let backend = self.tx.db.get_database_backend();
        let sql = table.insert(backend, rows);
        let statement = Statement::from_sql_and_values(backend, sql, values);
        self.tx.db.execute_raw(statement).await?;
        Ok(())
    }

    async fn make_sure_it_is_empty(&self) -> Result<()> {
        let db = &self.tx.db;
        for table in &self.tables {
            let name = &table.name;
            if BEFORE_SET_UP.contains(&name.as_str()) {
                continue;
            }
            let sql = format!("SELECT 1 FROM \"{name}\" LIMIT 1");
            let statement = Statement::from_string(db.get_database_backend(), sql);
            if db.query_one_raw(statement).await?.is_some() {
                return Err(refused(
                    "there is a workspace in the database already, which would be lost; \
                     an empty one takes the backup",
                ));
            }
        }
        for name in BEFORE_SET_UP {
            db.execute_unprepared(&format!("DELETE FROM \"{name}\""))
                .await?;
        }
        Ok(())
    }

    /// Rows may come before those that they refer to, until all are there.
    async fn put_checks_off(&self) -> Result<()> {
        if self.tx.db.get_database_backend() == DatabaseBackend::Postgres {
            self.alter_references("DEFERRABLE INITIALLY DEFERRED").await
        } else {
            self.run("PRAGMA defer_foreign_keys = ON").await
        }
    }

    /// SQLite checks when the transaction ends.
    async fn take_checks_up(&self) -> Result<()> {
        if self.tx.db.get_database_backend() == DatabaseBackend::Postgres {
            self.run("SET CONSTRAINTS ALL IMMEDIATE").await?;
            self.alter_references("NOT DEFERRABLE").await?;
        }
        Ok(())
    }

    async fn alter_references(&self, how: &str) -> Result<()> {
        self.run(&format!(
            "DO $$ DECLARE reference record; BEGIN
                 FOR reference IN SELECT conname, conrelid FROM pg_constraint
                     WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)
                 LOOP
                     EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I {how}',
                         CAST(reference.conrelid AS regclass), reference.conname);
                 END LOOP;
             END $$"
        ))
        .await
    }

    /// Numbers that the database gives itself go on after the last; SQLite
    /// sees to that by itself.
    async fn count_on(&self, table: &Table) -> Result<()> {
        if self.tx.db.get_database_backend() != DatabaseBackend::Postgres {
            return Ok(());
        }
        let numbers = |column: &&super::Column| column.key && column.kind == Kind::Integer;
        for column in table.columns.iter().filter(numbers) {
            let (table, column) = (&table.name, &column.name);
            self.run(&format!(
                "DO $$ DECLARE counter text := pg_get_serial_sequence('\"{table}\"', '{column}');
                 BEGIN
                     IF counter IS NOT NULL THEN
                         PERFORM setval(counter, max(\"{column}\")) FROM \"{table}\"
                             HAVING max(\"{column}\") IS NOT NULL;
                     END IF;
                 END $$"
            ))
            .await?;
        }
        Ok(())
    }

    async fn run(&self, sql: &str) -> Result<()> {
        self.tx.db.execute_unprepared(sql).await?;
        Ok(())
    }
}

fn refused(why: &str) -> StoreError {
    StoreError::Internal(format!("the backup cannot be restored: {why}"))
}
