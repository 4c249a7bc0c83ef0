//! Files as people have them: in every encoding, broken, hostile.

use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Result<Table, FileProblem> {
    Table::read(bytes, None, None, 1_000)
}

fn rows(table: &Table) -> Vec<(u64, Vec<String>)> {
    let mut rows = Vec::new();
    table.each_row(|line, record| {
        rows.push((line, record.iter().map(str::to_owned).collect()));
        true
    });
    rows
}

fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
}

#[test]
fn cells_hold_commas_quotes_and_line_breaks() {
    let table = read("a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n2,été\r\n".as_bytes());
    let table = table.ok().unwrap();
    assert_eq!(table.headers, ["a", "b"]);
    let expected = [row(2, &["1", "x, \"y\"\r\nz"]), row(5, &["2", "été"])];
    assert_eq!(rows(&table), expected);
    assert_eq!(table.rows, 2);
}

#[test]
fn separators_are_found() {
    for (text, separator) in [
        ("a;b\n1,5;2\n2,5;3", Separator::Semicolon),
        ("a\tb,c\n1\t2", Separator::Tab),
        ("a|b\n1|2", Separator::Bar),
        ("a,b\n\"1;2;3\",4", Separator::Comma),
        ("a\n1", Separator::Comma),
    ] {
        assert_eq!(find_separator(text), separator, "{text}");
    }
}

#[test]
fn encodings_are_found() {
    let text = "besoin;élève\nÀ l’école;œuvre\n";
    let wide = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    };
    let (low, high) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
    let windows = WINDOWS_1252.encode(text).0.into_owned();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Encoding::Utf8),
        (low.clone(), Encoding::Utf16Le),
        ([b"\xff\xfe".to_vec(), low].concat(), Encoding::Utf16Le),
        (high.clone(), Encoding::Utf16Be),
        ([b"\xfe\xff".to_vec(), high].concat(), Encoding::Utf16Be),
        (windows, Encoding::Windows1252),
    ] {
        let table = read(&bytes).ok().unwrap();
        assert_eq!(table.encoding, encoding);
        assert_eq!(table.headers, ["besoin", "élève"]);
        assert_eq!(rows(&table), [row(2, &["À l’école", "œuvre"])]);
    }
}

/// The text in UTF-8, with a byte that is none of it for each `#`.
fn damaged(text: &str) -> Vec<u8> {
    let broken = |byte| if byte == b'#' { 0xff } else { byte };
    text.bytes().map(broken).collect()
}

#[test]
fn a_few_damaged_bytes_leave_the_accents_of_the_rest_as_they_are() {
    let text = |accents: usize, damages: usize| {
        let (accents, damages) = ("é".repeat(accents), "#".repeat(damages));
        format!("besoin;qui\n{accents};a{}\n", damages.replace('#', "#a"))
    };
    for (accents, damages, encoding) in [
        (11, 1, Encoding::Utf8),
        (10, 1, Encoding::Windows1252),
        (31, 3, Encoding::Utf8),
        (30, 3, Encoding::Windows1252),
        (0, 1, Encoding::Windows1252),
    ] {
        let table = read(&damaged(&text(accents, damages))).ok().unwrap();
        assert_eq!(table.encoding, encoding, "{accents} to {damages}");
    }
    let table = read(&damaged(&text(11, 1))).ok().unwrap();
    let expected = row(2, &["ééééééééééé", "a\u{fffd}a"]);
    assert_eq!(rows(&table), [expected]);
}

#[test]
fn windows_1252_is_read_as_such_also_where_it_holds_what_utf_8_could_be() {
    // Mangled before it was saved: within, two bytes that would be one letter.
    let text = "besoin;élève\nÀ l’école, dÃ¨s le début;œuvre\n";
    let table = read(&WINDOWS_1252.encode(text).0).ok().unwrap();
    assert_eq!(table.encoding, Encoding::Windows1252);
    let expected = row(2, &["À l’école, dÃ¨s le début", "œuvre"]);
    assert_eq!(rows(&table), [expected]);
}

#[test]
fn what_is_no_table_is_refused() {
    for (bytes, problem) in [
        (&b""[..], FileProblem::Empty),
        (b"a,b\n", FileProblem::Empty),
        (b"\n\n", FileProblem::Empty),
        (b"PK\x03\x04...", FileProblem::NotText),
    ] {
        assert_eq!(read(bytes).err(), Some(problem));
    }
    let long = "a\n".repeat(1_002);
    assert_eq!(read(long.as_bytes()).err(), Some(FileProblem::TooManyRows));
    let wide = format!("{}\n1", ",".repeat(COLUMNS_MAX));
    let refused = read(wide.as_bytes()).err();
    assert_eq!(refused, Some(FileProblem::TooManyColumns));
    let large = vec![b'a'; FILE_MAX + 1];
    assert_eq!(read(&large).err(), Some(FileProblem::TooLarge));
}

/// Line and text of the quote that is never closed.
fn open_quote(table: &Table) -> Option<(u64, &str)> {
    let quote = table.open_quote.as_ref();
    quote.map(|quote| (quote.line, quote.text.as_str()))
}

#[test]
fn a_quote_that_is_never_closed_is_told() {
    let table = read(b"a,b\n1,2\n3,\"never closed\n4,5\n6,7\n")
        .ok()
        .unwrap();
    assert_eq!(open_quote(&table), Some((3, "\"never closed")));
    assert_eq!(rows(&table), [row(2, &["1", "2"])]);
    assert_eq!(table.rows, 2, "what follows is within it");
    // It opens further down than its row begins.
    let table = read(b"a,b\r\n\"1\r\n\",\"x \"\" y\r\n").ok().unwrap();
    assert_eq!(open_quote(&table), Some((3, "\"x \"\" y")));
    assert!(rows(&table).is_empty());
    let header = read(b"a,\"b\n1,2\n").err();
    assert_eq!(header, Some(FileProblem::OpenQuote));
}

#[test]
fn quotes_that_are_closed_are_none_of_it() {
    for text in [
        "a,b\n\"1\",\"2\"",
        "a,b\n1,\"\"",
        "a,b\n1,\"x \"\" y\"\n",
        "a,b\n1,\"x\" y \"z\n",
        "a,b\n1,5\" pane\n2,a \"b\n",
    ] {
        let table = read(text.as_bytes()).ok().unwrap();
        assert_eq!(open_quote(&table), None, "{text}");
        assert_eq!(rows(&table).len() as u64, table.rows, "{text}");
    }
}

/// How many rows the reader finds, the header included.
fn records(text: &str, separator: Separator) -> u64 {
    let mut records = 0;
    each_record(text, separator, |_, _| {
        records += 1;
        true
    });
    records
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(&b"\""[..]),
        Just(&b","[..]),
        Just(&b";"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"\r"[..]),
        Just(&b"\n"[..]),
        Just(&b"\t"[..]),
        Just(&b"\0"[..]),
        Just(&b"\xff\xfe"[..]),
        Just("é".as_bytes()),
        Just(&b"a"[..]),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop_oneof![pieces(), prop::collection::vec(any::<u8>(), 0..400)]) {
        for encoding in [None, Some(Encoding::Utf16Be), Some(Encoding::Windows1252)] {
            if let Ok(table) = Table::read(&bytes, encoding, None, 100) {
                let read = rows(&table);
                let open = table.open_quote.as_ref();
                prop_assert_eq!(read.len() as u64 + u64::from(open.is_some()), table.rows);
                // The reader takes what follows such a quote, and nothing else, into it.
                let longer = format!("{}\nz", table.text);
                let swallowed = records(&longer, table.separator) == table.rows + 1;
                prop_assert_eq!(swallowed, open.is_some());
                prop_assert!(read.windows(2).all(|pair| pair[0].0 <= pair[1].0));
            }
        }
    }

    #[test]
    fn what_is_written_is_read(
        cells in prop::collection::vec(prop::collection::vec("[a-zé ,;\"\r\n]{1,8}", 3), 1..9)
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["u", "v", "w"]).unwrap();
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let table = Table::read(&bytes, None, Some(Separator::Comma), 100).ok().unwrap();
        let read: Vec<_> = rows(&table).into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(read, cells);
    }
}
