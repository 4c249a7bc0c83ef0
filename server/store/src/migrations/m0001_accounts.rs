//! Accounts, sessions, invitations, settings, and the audit log that only grows.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, string, string_null, string_uniq, text, uuid, uuid_null,
};

use super::{index, part_of};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in [
            index("sessions", &["user_id"]),
            index("audit", &["thing_kind", "thing_id"]),
        ] {
            manager.create_index(index).await?;
        }
        append_only(manager).await
    }
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("users")
            .col(uuid("id").primary_key())
            .col(string("name"))
            .col(string_uniq("email"))
            .col(string("password_hash"))
            .col(string("party"))
            .col(string_null("declared_interests"))
            .col(string("role"))
            .col(string("locale"))
            .col(boolean("closed"))
            .col(big_integer("created_at"))
            .to_owned(),
        Table::create()
            .table("sessions")
            .col(uuid("id").primary_key())
            .col(string_uniq("secret_hash"))
            .col(uuid("user_id"))
            .col(string("browser"))
            .col(big_integer("created_at"))
            .col(big_integer("last_seen_at"))
            .col(big_integer("expires_at"))
            .foreign_key(&mut part_of("sessions", "user_id", "users"))
            .to_owned(),
        Table::create()
            .table("invitations")
            .col(uuid("id").primary_key())
            .col(string_uniq("secret_hash"))
            .col(string("note"))
            .col(string("role"))
            .col(string("party"))
            .col(uuid("created_by"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .col(uuid_null("used_by"))
            .to_owned(),
        Table::create()
            .table("password_resets")
            .col(string("secret_hash").primary_key())
            .col(uuid("user_id"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .foreign_key(&mut part_of("password_resets", "user_id", "users"))
            .to_owned(),
        Table::create()
            .table("settings")
            .col(string("name").primary_key())
            .col(text("value"))
            .to_owned(),
        Table::create()
            .table("form_drafts")
            .col(uuid("id").primary_key())
            .col(string("path"))
            .col(text("body"))
            .col(big_integer("expires_at"))
            .to_owned(),
        Table::create()
            .table("audit")
            .col(uuid("id").primary_key())
            .col(big_integer("at"))
            .col(uuid_null("actor"))
            .col(string("action"))
            .col(string("thing_kind"))
            .col(uuid("thing_id"))
            .col(text("before"))
            .col(text("after"))
            .to_owned(),
    ]
}

/// The database refuses to change or delete what the audit log holds.
async fn append_only(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements = match manager.get_database_backend() {
        DatabaseBackend::Postgres => {
            "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$;
             CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
                 FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();"
        }
        _ => {
            "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
                 BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
             CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
                 BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
             CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
                 WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id)
                 BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;"
        }
    };
    manager
        .get_connection()
        .execute_unprepared(statements)
        .await?;
    Ok(())
}
