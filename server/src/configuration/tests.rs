use std::io::Write as _;

use super::*;

fn read(variables: &[(&str, &str)]) -> Result<Configuration> {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Configuration::read(None, variables)
}

fn refusal(variables: &[(&str, &str)]) -> String {
    read(variables).err().expect("refused").to_string()
}

#[test]
fn nothing_needs_to_be_said() {
    let configuration = read(&[("HOME", "/"), ("ETABLI_TOOLS", "/opt"), ("ETABLI_LOG", "")])
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(configuration.addr.to_string(), "127.0.0.1:3000");
    assert_eq!(configuration.public_url, "http://127.0.0.1:3000");
    assert_eq!(
        configuration.database_url,
        "sqlite:data/etabli.sqlite?mode=rwc"
    );
    assert_eq!(configuration.log, DEFAULT_LOG);
    assert!(configuration.mail.is_none());
}

#[test]
fn variables_of_the_tools_and_tests_are_no_mistakes() {
    for variable in [
        "ETABLI_CONFIG",
        "ETABLI_TOOLS",
        "ETABLI_CHROMIUM",
        "ETABLI_TEST_POSTGRES_URL",
        "ETABLI_SHARED_DATA",
    ] {
        assert!(read(&[(variable, "/srv/elsewhere")]).is_ok(), "{variable}");
    }
}

#[test]
fn the_environment_overlays_the_file() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    writeln!(
        file,
        "addr = \"0.0.0.0:80\"\ndata_dir = \"/srv/é tabli?\"\ntrusted_proxies = [\"10.0.0.1\", \"::1\"]\nmax_request_seconds = 20"
    )
    .expect("written");
    let variables = [("ETABLI_ADDR".to_owned(), "[::]:8080".to_owned())];
    let configuration =
        Configuration::read(Some(file.path()), variables).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(configuration.public_url, "http://localhost:8080");
    assert_eq!(
        configuration.database_url,
        "sqlite:/srv/é tabli%3F/etabli.sqlite?mode=rwc"
    );
    assert_eq!(configuration.trusted_proxies.len(), 2);
    assert_eq!(configuration.max_request_seconds, 20);
}

#[test]
fn every_wrong_value_is_refused_with_what_is_expected() {
    for (option, wrong) in [
        ("addr", "localhost"),
        ("database_url", "mysql://root:hunter2@db"),
        ("public_url", "etabli.example"),
        ("public_url", "ftp://etabli.example"),
        ("public_url", "https://etabli.example/app"),
        ("log", "server=loud"),
        ("log_format", "xml"),
        ("smtp_url", "http://root:hunter2@mail"),
        ("mail_from", "nobody"),
        ("digest_hour", "24"),
        ("digest_hour", "noon"),
        ("trusted_proxies", "10.0.0.1, proxy"),
        ("max_request_seconds", "0"),
        ("max_request_seconds", "soon"),
    ] {
        let variable = format!("ETABLI_{}", option.to_uppercase());
        let message = refusal(&[(&variable, wrong)]);
        let text = OPTIONS
            .iter()
            .find(|text| text.name == option)
            .expect("an option");
        assert!(message.contains(&variable), "{message}");
        assert!(message.contains(text.expected), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
        let last = wrong.rsplit(' ').next().expect("a word");
        assert_eq!(message.contains(last), !text.secret, "{message}");
    }
}

#[test]
fn a_mail_server_and_a_sender_want_each_other() {
    let server = ("ETABLI_SMTP_URL", "smtp://root:hunter2@mail.example.org");
    let sender = ("ETABLI_MAIL_FROM", "etabli@example.org");
    for (given, wanted) in [(server, "`mail_from`"), (sender, "`smtp_url`")] {
        let message = refusal(&[given]);
        assert!(message.contains(given.0), "{message}");
        assert!(message.contains(wanted), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
    let configuration = read(&[
        ("ETABLI_SMTP_URL", "smtps://a:b@mail.example.org"),
        ("ETABLI_MAIL_FROM", "Établi <etabli@example.org>"),
    ])
    .unwrap_or_else(|error| panic!("{error}"));
    assert!(configuration.mail.is_some());
}

#[test]
fn unknown_options_are_refused() {
    let message = refusal(&[("ETABLI_PUBLIC_ULR", "https://etabli.example")]);
    assert!(message.contains("ETABLI_PUBLIC_ULR"), "{message}");
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    writeln!(file, "adr = \"127.0.0.1:1\"").expect("written");
    let refused = Configuration::read(Some(file.path()), [])
        .err()
        .expect("refused");
    assert!(refused.to_string().contains("`adr`"), "{refused}");
}

#[test]
fn a_site_is_a_folder_that_the_build_made() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().to_str().expect("text");
    let configuration =
        read(&[("ETABLI_SITE_DIR", path)]).unwrap_or_else(|error| panic!("{error}"));
    let refused = configuration.check_site().expect_err("refused");
    for said in ["site_dir", "ETABLI_SITE_DIR", path] {
        assert!(refused.to_string().contains(said), "{refused}");
    }
    std::fs::create_dir(folder.path().join("pkg")).expect("a site");
    assert!(configuration.check_site().is_ok());
}

#[test]
#[cfg(unix)]
fn what_sets_an_option_is_text() {
    use std::os::unix::ffi::OsStringExt;
    let bytes = |variable: &str| {
        let value = OsString::from_vec(b"\xe9tabli".to_vec());
        (OsString::from(variable), value)
    };
    let refused = as_text([bytes("ETABLI_DATA_DIR")]).expect_err("refused");
    assert!(refused.to_string().contains("ETABLI_DATA_DIR"), "{refused}");
    let others = [bytes("HOME"), bytes("ETABLI_CONFIG"), bytes("ETABLI_TOOLS")];
    let text = (OsString::from("ETABLI_LOG"), OsString::from("info"));
    let kept = as_text(others.into_iter().chain([text])).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(kept, [("ETABLI_LOG".to_owned(), "info".to_owned())]);
}

#[test]
fn a_file_that_is_missing_or_not_toml_is_refused() {
    assert!(Configuration::read(Some(Path::new("/nowhere.toml")), []).is_err());
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    writeln!(file, "addr: 1").expect("written");
    assert!(Configuration::read(Some(file.path()), []).is_err());
}

#[test]
fn the_documentation_names_every_option() {
    let text = documentation();
    for option in OPTIONS {
        assert!(text.contains(&format!("ETABLI_{}", option.name.to_uppercase())));
    }
}
