//! What the server is told from outside: a TOML file, overlaid by environment
//! variables. [`OPTIONS`] documents every option once; what is unknown or wrong
//! is refused at the start, with what was found and what is expected.

mod options;
mod values;

use std::collections::HashMap;
use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use config::{Config, File, FileFormat};
use http::Uri;
use lettre::message::Mailbox;

use self::options::DEFAULT_LOG;
pub use self::options::{OPTIONS, OptionText, documentation};
use self::values::Values;
use crate::error::{Error, Result};

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one object a line.
    Json,
}

/// How messages leave the server.
#[derive(Clone)]
pub struct MailConfiguration {
    /// The mail server, with its password.
    pub url: String,
    /// Who messages come from.
    pub from: Mailbox,
}

/// The configuration, checked. It can hold passwords: it is not printed.
#[derive(Clone)]
pub struct Configuration {
    /// Where the server listens.
    pub addr: SocketAddr,
    /// The folder that holds everything the server keeps.
    pub data_dir: PathBuf,
    /// The database.
    pub database_url: String,
    /// The address under which people reach the server, without a slash at its end.
    pub public_url: String,
    /// The folder of what browsers load.
    pub site_dir: PathBuf,
    /// What is logged.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// How messages leave the server, if they do.
    pub mail: Option<MailConfiguration>,
    /// The hour from which the daily message goes out.
    pub digest_hour: i8,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// How long an answer may take.
    pub max_request_seconds: u64,
}

/// Variables of the tools around the program: not options, and not mistakes.
const OTHER_VARIABLES: [&str; 5] = [
    "config",
    "tools",
    "chromium",
    "test_postgres_url",
    "shared_data",
];

impl Configuration {
    /// Reads the file, if there is one, and the environment.
    ///
    /// # Errors
    /// When the file cannot be read, or an option is unknown or wrong.
    pub fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self> {
        let mut builder = Config::builder();
        if let Some(file) = file {
            builder = builder.add_source(File::from(file).format(FileFormat::Toml));
        }
        let found: HashMap<String, config::Value> = builder.build()?.try_deserialize()?;
        let mut values = Values::default();
        for (name, value) in found {
            let origin = value.origin().unwrap_or("the file").to_owned();
            values.put(&name, value, origin)?;
        }
        for (variable, value) in environment {
            if let Some(name) = option_name(&variable)
                && !value.is_empty()
            {
                values.put(&name, config::Value::from(value), variable)?;
            }
        }
        Self::from_values(&values)
    }

    fn from_values(values: &Values) -> Result<Self> {
        let addr = values
            .parsed("addr", |text| text.parse().ok())?
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let data_dir = values
            .text("data_dir")?
            .map_or_else(|| PathBuf::from("data"), PathBuf::from);
        let database_url = values
            .parsed("database_url", |text| {
                ["sqlite:", "postgres:", "postgresql:"]
                    .iter()
                    .any(|scheme| text.starts_with(scheme))
                    .then(|| text.to_owned())
            })?
            .unwrap_or_else(|| sqlite_url(&data_dir.join("etabli.sqlite")));
        let public_url = values
            .parsed("public_url", public_url)?
            .unwrap_or_else(|| local_url(addr));
        let site_dir = values
            .text("site_dir")?
            .map_or_else(default_site_dir, PathBuf::from);
        let log = values
            .parsed("log", |text| {
                let readable = tracing_subscriber::EnvFilter::try_new(text).is_ok();
                readable.then(|| text.to_owned())
            })?
            .unwrap_or_else(|| DEFAULT_LOG.to_owned());
        let log_format = values
            .parsed("log_format", |text| match text {
                "text" => Some(LogFormat::Text),
                "json" => Some(LogFormat::Json),
                _ => None,
            })?
            .unwrap_or(LogFormat::Text);
        let smtp_url = values.parsed("smtp_url", |text| {
            crate::mail::is_smtp_url(text).then(|| text.to_owned())
        })?;
        let mail_from = values.parsed("mail_from", |text| text.parse::<Mailbox>().ok())?;
        let mail = match (smtp_url, mail_from) {
            (Some(url), Some(from)) => Some(MailConfiguration { url, from }),
            (Some(_), None) => return Err(values.alone("smtp_url", "mail_from")),
            (None, Some(_)) => return Err(values.alone("mail_from", "smtp_url")),
            (None, None) => None,
        };
        Ok(Self {
            addr,
            data_dir,
            database_url,
            public_url,
            site_dir,
            log,
            log_format,
            mail,
            digest_hour: values
                .parsed("digest_hour", |text| {
                    text.parse().ok().filter(|hour| (0..=23).contains(hour))
                })?
                .unwrap_or(7),
            trusted_proxies: values.list("trusted_proxies", |text| text.parse().ok())?,
            max_request_seconds: values
                .parsed("max_request_seconds", |text| {
                    text.parse()
                        .ok()
                        .filter(|seconds| (1..=600).contains(seconds))
                })?
                .unwrap_or(30),
        })
    }

    /// The folder of the bytes of attachments.
    #[must_use]
    pub fn attachments_dir(&self) -> PathBuf {
        self.data_dir.join("attachments")
    }

    /// Finds out whether the site is there. Pages would come without styles and scripts
    /// otherwise, and nothing would say why.
    ///
    /// # Errors
    /// When it is not.
    pub fn check_site(&self) -> Result<()> {
        if holds_site(&self.site_dir) {
            return Ok(());
        }
        let path = self.site_dir.clone();
        Err(Error::NoSite { path })
    }

    /// Whether people reach the server by https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The variables as text. Those that set no option may hold anything, and are left out.
///
/// # Errors
/// When a variable that sets an option is no text.
pub(crate) fn as_text(
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Vec<(String, String)>> {
    let mut variables = Vec::new();
    for (variable, value) in environment {
        match (variable.into_string(), value.into_string()) {
            (Ok(variable), Ok(value)) => variables.push((variable, value)),
            (variable, _) => {
                let variable =
                    variable.unwrap_or_else(|bytes| bytes.to_string_lossy().into_owned());
                if option_name(&variable).is_some() {
                    return Err(Error::NotText { variable });
                }
            }
        }
    }
    Ok(variables)
}

/// The name of the option that a variable sets, known or not; none for the variables of
/// others.
fn option_name(variable: &str) -> Option<String> {
    let name = variable.strip_prefix("ETABLI_")?.to_lowercase();
    (!OTHER_VARIABLES.contains(&name.as_str())).then_some(name)
}

/// The address of a SQLite file; what an address would read as its own signs is escaped.
fn sqlite_url(path: &Path) -> String {
    let path = path
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23");
    format!("sqlite:{path}?mode=rwc")
}

/// The address at which a server that listens here is reached from this machine.
pub(crate) fn local_url(addr: SocketAddr) -> String {
    if addr.ip().is_unspecified() {
        format!("http://localhost:{}", addr.port())
    } else {
        format!("http://{addr}")
    }
}

fn public_url(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let uri: Uri = text.parse().ok()?;
    let scheme = uri.scheme_str()?;
    let bare = uri.path() == "/" && uri.query().is_none() && !text.contains(['@', '#']);
    (matches!(scheme, "http" | "https") && bare).then(|| text.to_owned())
}

/// The site beside the program, where it is installed; else that of the build.
fn default_site_dir() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let beside = program.parent().unwrap_or(Path::new("."));
    [beside.join("site"), beside.join("../site")]
        .into_iter()
        .find(|folder| holds_site(folder))
        .unwrap_or_else(|| PathBuf::from("target/site"))
}

/// Whether a folder holds what the build makes for browsers.
fn holds_site(folder: &Path) -> bool {
    folder.join("pkg").is_dir()
}

#[cfg(test)]
mod tests;
