//! The program itself, started as an operator starts it.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn etabli(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_etabli"))
        .args(arguments)
        .env_clear()
        .env("ETABLI_DATA_DIR", folder)
        .env("ETABLI_LOG", "error")
        .output()
        .expect("the program runs")
}

fn fixture(name: &str) -> String {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/store/tests/fixtures/consultation"
    );
    format!("{folder}/{name}")
}

#[test]
fn needs_are_imported_from_files() {
    let folder = TempDir::new().expect("a folder");
    let (comments, votes) = (fixture("comments.csv"), fixture("votes.csv"));
    let import = |more: &[&str]| {
        let mut arguments = vec![
            "import",
            "needs",
            "--comments",
            &comments,
            "--votes",
            &votes,
            "--source",
            "Essai",
        ];
        arguments.extend(more);
        let output = etabli(folder.path(), &arguments);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            output.status.success(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let (done, _, said) = import(&[]);
    assert!(!done && said.contains("no administrator"), "{said}");
    let account = [
        "admin",
        "create-account",
        "--email",
        "ada@exemple.fr",
        "--name",
        "Ada",
    ];
    assert!(etabli(folder.path(), &account).status.success());
    let (done, _, said) = import(&["--as", "nobody@exemple.fr"]);
    assert!(!done && said.contains("nobody@exemple.fr"), "{said}");
    let (done, told, said) = import(&["--dry-run"]);
    assert!(done, "{said}");
    assert!(told.contains("needs: 14 read = 10 made + 0 imported before + 4 left out"));
    assert!(told.contains("Dry run: nothing was written."), "{told}");
    let (done, told, said) = import(&["--as", "ada@exemple.fr"]);
    assert!(done, "{said}");
    assert!(told.contains("votes: 30 read = 26 made + 0 imported before + 4 left out"));
    assert!(told.contains("10 needs, 0 differ"), "{told}");
    let (done, told, _) = import(&[]);
    assert!(
        done && told.contains("0 made + 10 imported before"),
        "{told}"
    );
    let missing = [
        "import",
        "needs",
        "--comments",
        "none.csv",
        "--source",
        "Essai",
    ];
    let output = etabli(folder.path(), &missing);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("none.csv"), "{said}");
}
