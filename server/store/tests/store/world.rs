//! A fresh store for one test, and the database under it.

use std::env;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DbErr,
    Statement,
};
use store::Store;
use uuid::Uuid;

use crate::template;

/// Names the PostgreSQL cluster in which the tests make their databases.
const POSTGRES_URL: &str = "ETABLI_TEST_POSTGRES_URL";

/// A store with nobody in it, all to itself. Cheap to clone.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) store: Store,
    /// Where the store's database is, to open it once more.
    pub(crate) url: String,
    /// The database behind the store's back.
    db: DatabaseConnection,
    place: Arc<Place>,
}

/// Where databases of the other kind than a test's own are made.
pub(crate) struct OtherKind(Place);

impl OtherKind {
    /// The URL of a database in which nothing was made yet.
    pub(crate) async fn empty_database(&self) -> String {
        self.0.empty_database().await
    }

    /// Clears up.
    pub(crate) async fn end(&self) {
        self.0.clear().await;
    }
}

/// Where the databases of one test are made.
enum Place {
    Folder(PathBuf),
    Cluster {
        url: String,
        admin: DatabaseConnection,
        made: Mutex<Vec<String>>,
    },
}

/// Runs a test on a SQLite file of its own.
pub(crate) async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(test: fn(World) -> F) {
    run(folder(), test).await;
}

/// Runs a test on a PostgreSQL database of its own.
pub(crate) async fn on_postgres<F: Future<Output = ()> + Send + 'static>(test: fn(World) -> F) {
    if let Some(place) = cluster().await {
        run(place, test).await;
    }
}

async fn cluster() -> Option<Place> {
    let Ok(url) = env::var(POSTGRES_URL) else {
        assert!(env::var_os("CI").is_none(), "{POSTGRES_URL} is not set");
        println!("skipped: {POSTGRES_URL} is not set");
        return None;
    };
    Some(Place::Cluster {
        admin: connect(&url).await,
        url,
        made: Mutex::default(),
    })
}

fn folder() -> Place {
    let folder = env::temp_dir().join(format!("etabli-store-{}", Uuid::new_v4().simple()));
    std::fs::create_dir(&folder).expect("a folder for the test");
    Place::Folder(folder)
}

/// Runs a test and clears up after it, whether it passed or not.
async fn run<F: Future<Output = ()> + Send + 'static>(place: Place, test: fn(World) -> F) {
    let place = Arc::new(place);
    let world = World::at(&place).await;
    let outcome = tokio::spawn(test(world.clone())).await;
    world.store.close().await.expect("the store is closed");
    world.db.close().await.expect("the database is closed");
    place.clear().await;
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// A connection behind the back of every store.
pub(crate) async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|options| options.create_if_missing(true));
    Database::connect(options).await.expect("a connection")
}

impl Place {
    /// The URL of a database in which nothing was made yet.
    async fn empty_database(&self) -> String {
        let (name, url) = self.another();
        if let Self::Cluster { admin, .. } = self {
            let create = format!("CREATE DATABASE {name}");
            let made = admin.execute_unprepared(&create).await;
            made.expect("a fresh database");
        }
        url
    }

    /// The URL of a database with the schema, and nobody in it.
    async fn new_database(&self) -> String {
        let (name, url) = self.another();
        match self {
            Self::Folder(folder) => template::copy_file(&folder.join(name)).await,
            Self::Cluster { url, admin, .. } => {
                template::copy_database(admin, server(url), &name).await;
            }
        }
        url
    }

    /// The name and the URL of a database that is to be made.
    fn another(&self) -> (String, String) {
        let name = format!("etabli_{}", Uuid::new_v4().simple());
        let url = match self {
            Self::Folder(folder) => format!("sqlite:{}", folder.join(&name).display()),
            Self::Cluster { url, made, .. } => {
                let mut made = made.lock().expect("no test panics here");
                made.push(name.clone());
                format!("{}/{name}", server(url))
            }
        };
        (name, url)
    }

    async fn clear(&self) {
        match self {
            Self::Folder(folder) => std::fs::remove_dir_all(folder).expect("the folder goes"),
            Self::Cluster { admin, made, .. } => {
                let made = std::mem::take(&mut *made.lock().expect("no test panics here"));
                for name in made {
                    admin
                        .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                        .await
                        .expect("the database goes");
                }
            }
        }
    }
}

/// A URL of PostgreSQL without the name of the database.
fn server(url: &str) -> &str {
    url.rsplit_once('/').expect("a database in the URL").0
}

impl World {
    async fn at(place: &Arc<Place>) -> Self {
        let url = place.new_database().await;
        Self {
            store: Store::open(&url).await.expect("a fresh store"),
            db: connect(&url).await,
            url,
            place: Arc::clone(place),
        }
    }

    /// A world of the same kind beside this one, with nobody in it.
    pub(crate) async fn another(&self) -> Self {
        Self::at(&self.place).await
    }

    /// The URL of another database, in which nothing was made yet.
    pub(crate) async fn empty_database(&self) -> String {
        self.place.empty_database().await
    }

    /// The other kind of database than this world's, where it can be had.
    pub(crate) async fn other_kind(&self) -> Option<OtherKind> {
        let place = if self.is_postgres() {
            Some(folder())
        } else {
            cluster().await
        };
        place.map(OtherKind)
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.db.get_database_backend() == DatabaseBackend::Postgres
    }

    /// An id as it stands in the database.
    pub(crate) fn uuid(&self, id: Uuid) -> String {
        match self.is_postgres() {
            true => format!("'{id}'::uuid"),
            false => format!("x'{}'", id.simple()),
        }
    }

    /// Puts a need that everybody sees into the index under the id of another thing. The
    /// store refuses such an id: whatever it shows by one must hold without that.
    pub(crate) async fn put_need_with_id_of(&self, thing: Uuid) {
        let id = self.uuid(thing);
        self.sql(&format!(
            "INSERT INTO search_rows (thing_kind, thing_id, project_id, title, folded)
             VALUES ('need', {id}, NULL, 'Leurre', 'leurre')"
        ))
        .await;
    }

    /// Runs SQL behind the store's back and says how many rows it concerned.
    pub(crate) async fn try_sql(&self, sql: &str) -> Result<u64, DbErr> {
        Ok(self.db.execute_unprepared(sql).await?.rows_affected())
    }

    /// Runs SQL behind the store's back, on one row at least.
    pub(crate) async fn sql(&self, sql: &str) {
        let rows = self.try_sql(sql).await.expect(sql);
        assert!(rows > 0, "{sql} concerned no row");
    }

    /// How many rows there are `FROM …`.
    pub(crate) async fn count(&self, from: &str) -> i64 {
        let sql = format!("SELECT count(*) AS rows FROM {from}");
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let row = self.db.query_one_raw(statement).await.expect(from);
        let row = row.expect("a count");
        row.try_get("", "rows").expect("a number")
    }

    /// The texts that a query of one column gives, in the order in which they come.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let rows = self.db.query_all_raw(statement).await.expect(sql);
        let rows = rows.iter();
        rows.map(|row| row.try_get_by_index(0).expect("a text"))
            .collect()
    }
}
