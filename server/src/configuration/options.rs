//! Every option of the configuration, documented once: the command line prints
//! this table, and the messages about wrong values quote it.

use std::fmt::Write;

/// One option of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct OptionText {
    /// Its name in the file; `ETABLI_` and the name in capitals in the environment.
    pub name: &'static str,
    /// What it is when nobody says so.
    pub default: &'static str,
    /// What it can be.
    pub expected: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// Whether its value may hold a password, and is shown to nobody.
    pub secret: bool,
}

const fn option(
    name: &'static str,
    default: &'static str,
    expected: &'static str,
    meaning: &'static str,
) -> OptionText {
    OptionText {
        name,
        default,
        expected,
        meaning,
        secret: false,
    }
}

const fn secret(option: OptionText) -> OptionText {
    OptionText {
        secret: true,
        ..option
    }
}

/// What happens, without each migration that was run already.
pub(super) const DEFAULT_LOG: &str = "info,sea_orm_migration=warn";

/// Every option, in the order of the documentation.
pub const OPTIONS: [OptionText; 12] = [
    option(
        "addr",
        "127.0.0.1:3000",
        "an IP address and a port, such as 127.0.0.1:3000",
        "where the server listens",
    ),
    option(
        "data_dir",
        "./data",
        "the path of a folder",
        "the folder that holds everything the server keeps; made if missing",
    ),
    secret(option(
        "database_url",
        "etabli.sqlite in data_dir",
        "an address that starts with sqlite: or postgres:",
        "the database",
    )),
    option(
        "public_url",
        "http://ADDR",
        "http:// or https:// and a host, without a path",
        "the address under which people reach the server; with https, browsers are told to insist on it",
    ),
    option(
        "site_dir",
        "site beside the program, or target/site",
        "the path of a folder that the build makes, with the folder pkg in it",
        "the folder of what browsers load: scripts, styles, images; `serve` alone needs it",
    ),
    option(
        "log",
        DEFAULT_LOG,
        "a filter, such as info or warn,server=debug",
        "what is logged, on the standard error output",
    ),
    option("log_format", "text", "text or json", "how it is logged"),
    secret(option(
        "smtp_url",
        "none: no message is sent",
        "smtp://, smtps:// and a host, with user:password@ and ?tls=required where needed",
        "the mail server",
    )),
    option(
        "mail_from",
        "none",
        "an address, such as Établi <etabli@example.org>; wanted with smtp_url, and with it alone",
        "who messages come from",
    ),
    option(
        "digest_hour",
        "7",
        "an hour from 0 to 23, by the clocks of Europe/Paris",
        "from when on the daily message with each person's news is sent; none without smtp_url",
    ),
    option(
        "trusted_proxies",
        "none",
        "IP addresses: a list in the file, separated by commas in the environment",
        "proxies whose X-Forwarded-For and X-Forwarded-Proto are believed",
    ),
    option(
        "max_request_seconds",
        "30",
        "a number of seconds from 1 to 600",
        "how long an answer may take",
    ),
];

/// Every option with its variable, default and meaning, as text.
#[must_use]
pub fn documentation() -> String {
    let mut text =
        "Configuration: a TOML file (--config or ETABLI_CONFIG), overlaid by variables.\n"
            .to_owned();
    for option in OPTIONS {
        let variable = option.name.to_uppercase();
        let _ = write!(
            text,
            "\n  {} (ETABLI_{variable})\n      {}.\n      {}. Default: {}\n",
            option.name, option.meaning, option.expected, option.default
        );
    }
    text
}
