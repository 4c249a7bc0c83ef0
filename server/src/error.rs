//! Why the program could not do what it was started for. Answers to requests
//! have their own errors: the store's and the app's.

use std::net::SocketAddr;
use std::path::PathBuf;

use store::StoreError;

/// Why the program stops.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration file cannot be read as TOML.
    #[error("the configuration cannot be read: {0}")]
    Unreadable(#[from] config::ConfigError),
    /// There is no option of this name.
    #[error("unknown option `{name}` in {origin}; `etabli --help` lists the options")]
    UnknownOption {
        /// The name found.
        name: String,
        /// The file or variable in which it stands.
        origin: String,
    },
    /// An option has a value that it cannot have.
    #[error("option `{name}` in {origin}: found {found}, expected {expected}")]
    WrongValue {
        /// The option.
        name: &'static str,
        /// The file or variable in which it stands.
        origin: String,
        /// The value, unless it is secret.
        found: String,
        /// What the option can be.
        expected: &'static str,
    },
    /// An option that does nothing without another one.
    #[error("option `{name}` in {origin} is of no use without `{wanted}`: set both, or neither")]
    Alone {
        /// The option.
        name: &'static str,
        /// The file or variable in which it stands.
        origin: String,
        /// The option that is missing.
        wanted: &'static str,
    },
    /// A variable holds something else than text.
    #[error("variable {variable}: found bytes that are no text, expected UTF-8")]
    NotText {
        /// The variable.
        variable: String,
    },
    /// What browsers load is not where it was looked for.
    #[error(
        "option `site_dir` (ETABLI_SITE_DIR): found no site in {path}, expected the folder that \
         the build makes, with the folder pkg in it"
    )]
    NoSite {
        /// The folder.
        path: PathBuf,
    },
    /// Nothing can be written at this place.
    #[error("{path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The operating system refused something.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The records cannot be read or written.
    #[error(transparent)]
    Store(StoreError),
    /// Fields that are not in order, each with what is wrong.
    #[error("not in order: {0}")]
    Invalid(String),
    /// Messages cannot be sent as configured.
    #[error("mail: {0}")]
    Mail(#[from] lettre::transport::smtp::Error),
    /// The server that was asked is not well.
    #[error("{0}")]
    Unhealthy(String),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A file cannot be imported.
    #[error("{path}: {problem}")]
    UnfitFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        problem: &'static str,
    },
    /// A file of the demonstration says something that cannot be.
    #[error("the demonstration: {0}")]
    Content(String),
    /// A backup cannot be made or restored.
    #[error("{path}: {problem}")]
    Archive {
        /// The archive.
        path: PathBuf,
        /// Why not.
        problem: String,
    },
    /// Nobody can be the author of an import, or of an export.
    #[error("there is no administrator yet; --as EMAIL names another account")]
    NoAdministrator,
    /// No project that the actor sees is called so.
    #[error("no project has the id or the exact title {0:?}")]
    NoProject(String),
    /// A title that names no single project.
    #[error("several projects are called {0:?}: name one by its id")]
    SeveralProjects(String),
    /// There is no account with this address.
    #[error("nobody has an open account with the address {0}")]
    NoAccount(String),
}

/// The result of what the program does.
pub type Result<T> = std::result::Result<T, Error>;

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Invalid(problems) => {
                let fields: Vec<String> = problems
                    .0
                    .iter()
                    .map(|wrong| format!("{}: {:?}", wrong.field, wrong.problem))
                    .collect();
                Self::Invalid(fields.join(", "))
            }
            error => Self::Store(error),
        }
    }
}
