//! Databases in which the schema is made already, copied for each test: to make it takes longer
//! than most tests do.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sea_orm::{ConnectionTrait, DatabaseConnection};
use store::Store;
use uuid::Uuid;

/// The lock under which one test makes the template for all in PostgreSQL.
const LOCK: i64 = 0x4554_4142_4c54;

/// Copies a file of SQLite with the schema to this place.
pub(crate) async fn copy_file(to: &Path) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let template = folder.join(format!("{}.sqlite", name()));
    if !template.exists() {
        make_file(folder, &template).await;
    }
    fs::copy(template, to).expect("a copy of the template");
}

/// Tests that begin at once may each make it: whole, then in its place.
async fn make_file(folder: &Path, template: &Path) {
    let made = folder.join(format!("making-{}.sqlite", Uuid::new_v4().simple()));
    make(&format!("sqlite:{}", made.display())).await;
    let log = PathBuf::from(format!("{}-wal", made.display()));
    assert!(!log.exists(), "all of the template is in one file");
    fs::rename(made, template).expect("the template");
    for file in fs::read_dir(folder).expect("the folder").flatten() {
        let earlier = file.file_name().to_string_lossy().starts_with(PREFIX);
        if earlier && file.path() != template {
            // Another test may have removed it.
            let _ = fs::remove_file(file.path());
        }
    }
}

/// Makes a database of PostgreSQL with the schema, by this name, in the cluster of a URL
/// without the name of a database.
pub(crate) async fn copy_database(admin: &DatabaseConnection, cluster: &str, to: &str) {
    let run = async |sql: String| {
        let done = admin.execute_unprepared(&sql).await;
        done.expect(&sql).rows_affected()
    };
    let template = name();
    run(format!("SELECT pg_advisory_lock({LOCK})")).await;
    let known = format!("SELECT 1 FROM pg_database WHERE datname = '{template}'");
    if run(known).await == 0 {
        let made = format!("etabli_making_{}", Uuid::new_v4().simple());
        run(format!("CREATE DATABASE {made}")).await;
        make(&format!("{cluster}/{made}")).await;
        run(format!("ALTER DATABASE {made} RENAME TO {template}")).await;
    }
    run(format!("SELECT pg_advisory_unlock({LOCK})")).await;
    run(format!("CREATE DATABASE {to} TEMPLATE {template}")).await;
}

async fn make(url: &str) {
    let store = Store::open(url).await.expect("a fresh store");
    store.close().await.expect("the store is closed");
}

const PREFIX: &str = "etabli_template_";

/// The template of this very build of the tests: another may have another schema.
fn name() -> String {
    let tests = std::env::current_exe().expect("the tests are a file");
    let built = tests.metadata().and_then(|file| file.modified());
    let built = built.expect("it was built").duration_since(UNIX_EPOCH);
    format!("{PREFIX}{}", built.expect("after 1970").as_nanos())
}
