//! From bytes to rows: encodings, separators, cells with line breaks in them.

use csv::{ReaderBuilder, StringRecord};
use domain::imports::{COLUMNS_MAX, Encoding, FILE_MAX, FileProblem, Separator};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes are looked at to find out how a file is written.
const LOOKED_AT: usize = 64 * 1024;
/// How many rows are looked at to find out what separates cells.
const ROWS_LOOKED_AT: usize = 50;

/// A file, decoded; its rows are gone through as often as needed.
pub(super) struct Table {
    pub(super) encoding: Encoding,
    pub(super) separator: Separator,
    /// What each column is called.
    pub(super) headers: Vec<String>,
    /// How many rows stand below the header.
    pub(super) rows: u64,
    text: String,
}

impl Table {
    /// Reads a file. Encoding and separator are found out where not given.
    pub(super) fn read(
        bytes: &[u8],
        encoding: Option<Encoding>,
        separator: Option<Separator>,
        rows_max: u64,
    ) -> Result<Self, FileProblem> {
        if bytes.len() > FILE_MAX {
            return Err(FileProblem::TooLarge);
        }
        if is_other_format(bytes) {
            return Err(FileProblem::NotText);
        }
        let encoding = encoding.unwrap_or_else(|| find_encoding(bytes));
        let text = decode(bytes, encoding);
        let separator = separator.unwrap_or_else(|| find_separator(&text));
        let mut headers = None;
        let mut rows = 0;
        each_record(&text, separator, |_, record| {
            if headers.is_none() {
                headers = Some(record.iter().map(|cell| cell.trim().to_owned()).collect());
            } else {
                rows += 1;
            }
            rows <= rows_max
        });
        let headers: Vec<String> = headers.unwrap_or_default();
        if headers.len() > COLUMNS_MAX {
            return Err(FileProblem::TooManyColumns);
        }
        match rows {
            0 => Err(FileProblem::Empty),
            rows if rows > rows_max => Err(FileProblem::TooManyRows),
            rows => Ok(Self {
                encoding,
                separator,
                headers,
                rows,
                text,
            }),
        }
    }

    /// Goes through the rows below the header, each with the line of the file
    /// on which it begins, until `row` returns false.
    pub(super) fn each_row(&self, mut row: impl FnMut(u64, &StringRecord) -> bool) {
        let mut first = true;
        each_record(&self.text, self.separator, |line, record| {
            std::mem::take(&mut first) || row(line, record)
        });
    }

    /// The first rows.
    pub(super) fn first_rows(&self, limit: usize) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        self.each_row(|_, record| {
            rows.push(record.iter().map(str::to_owned).collect());
            rows.len() < limit
        });
        rows
    }
}

fn each_record(text: &str, separator: Separator, mut each: impl FnMut(u64, &StringRecord) -> bool) {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut line = Lines::new(text);
    while let Ok(true) = reader.read_record(&mut record) {
        let start = record.position().map_or(0, csv::Position::byte);
        if !each(line.at(start), &record) {
            break;
        }
    }
}

/// Which line of a text a byte is on. The reader itself counts from where the
/// record before ended, blank lines included.
struct Lines<'a> {
    bytes: &'a [u8],
    place: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            place: 0,
            line: 1,
        }
    }

    fn at(&mut self, byte: u64) -> u64 {
        let mut byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while matches!(self.bytes.get(byte), Some(b'\n' | b'\r')) {
            byte += 1;
        }
        while self.place < byte.min(self.bytes.len()) {
            let c = self.bytes[self.place];
            let pair = c == b'\r' && self.bytes.get(self.place + 1) == Some(&b'\n');
            if c == b'\n' || c == b'\r' && !pair {
                self.line += 1;
            }
            self.place += 1;
        }
        self.line
    }
}

/// Whether the bytes begin as a format that is no text does.
fn is_other_format(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 7] = [
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"%PDF",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"\x1f\x8b",
        b"GIF8",
    ];
    BEGINNINGS.iter().any(|start| bytes.starts_with(start))
}

/// By its mark; else by where zeros stand; else UTF-8 where it is that, and
/// Windows-1252 where it is not.
fn find_encoding(bytes: &[u8]) -> Encoding {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Encoding::Utf8;
    }
    if bytes.starts_with(b"\xff\xfe") {
        return Encoding::Utf16Le;
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Encoding::Utf16Be;
    }
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |odd: usize| {
        let places = start.iter().skip(odd).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // In Western languages nearly every other byte is zero.
    if odd > start.len() / 8 && odd > even * 4 {
        Encoding::Utf16Le
    } else if even > start.len() / 8 && even > odd * 4 {
        Encoding::Utf16Be
    } else if std::str::from_utf8(bytes).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}

/// The characters, without a byte order mark. Bytes that stand for none become
/// the replacement character.
fn decode(bytes: &[u8], encoding: Encoding) -> String {
    let encoding = match encoding {
        Encoding::Utf8 => UTF_8,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Windows1252 => WINDOWS_1252,
    };
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

/// The separator that gives the header several cells and most rows as many.
fn find_separator(text: &str) -> Separator {
    let score = |separator: Separator| {
        let mut columns = 0;
        let (mut rows, mut even) = (0_usize, 0_usize);
        each_record(text, separator, |_, record| {
            if columns == 0 {
                columns = record.len();
            } else {
                rows += 1;
                even += usize::from(record.len() == columns);
            }
            rows < ROWS_LOOKED_AT
        });
        if columns < 2 {
            return (0, 0);
        }
        (1 + even * 100 / rows.max(1), columns)
    };
    let best = Separator::ALL
        .iter()
        .rev()
        .copied()
        .max_by_key(|&separator| score(separator));
    best.unwrap_or_default()
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn broken_quotes_end_with_the_file() {
        let table = read(b"a,b\n1,\"never closed\n2,3\n").ok().unwrap();
        assert_eq!(rows(&table), [row(2, &["1", "never closed\n2,3\n"])]);
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
                    prop_assert_eq!(read.len() as u64, table.rows);
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
}
