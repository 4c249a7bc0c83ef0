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
    /// The quote that opens in the last row and is never closed, if there is one.
    pub(super) open_quote: Option<OpenQuote>,
    text: String,
}

/// A quote that is never closed: all that follows is within it, other rows as well.
pub(super) struct OpenQuote {
    /// The line on which it opens.
    pub(super) line: u64,
    /// That line, from the quote on.
    pub(super) text: String,
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
        let open_quote = find_open_quote(&text, separator);
        match rows {
            0 if open_quote.is_some() => Err(FileProblem::OpenQuote),
            0 => Err(FileProblem::Empty),
            rows if rows > rows_max => Err(FileProblem::TooManyRows),
            rows => Ok(Self {
                encoding,
                separator,
                headers,
                rows,
                open_quote,
                text,
            }),
        }
    }

    /// Goes through the rows below the header, each with the line of the file
    /// on which it begins, until `row` returns false. A last row that never ends
    /// is none of them.
    pub(super) fn each_row(&self, mut row: impl FnMut(u64, &StringRecord) -> bool) {
        let mut left = self.rows - u64::from(self.open_quote.is_some());
        let mut first = true;
        each_record(&self.text, self.separator, |line, record| {
            if std::mem::take(&mut first) {
                return true;
            }
            if left == 0 {
                return false;
            }
            left -= 1;
            row(line, record)
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

/// What was read of a cell so far.
#[derive(Clone, Copy, PartialEq)]
enum Cell {
    Nothing,
    Bare,
    Quoted,
    /// The cell may be over; it goes on where another quote follows.
    QuotedUpToQuote,
}

/// The quote that is never closed. Quotes count as they do for the reader: they open
/// at the beginning of a cell only, and two within a quoted cell are one of its text.
fn find_open_quote(text: &str, separator: Separator) -> Option<OpenQuote> {
    let ends_cell = |byte| byte == separator.byte() || byte == b'\n' || byte == b'\r';
    // The reader leaves out a byte order mark, where a second one stands.
    let mark = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let (mut opened, mut cell) = (0, Cell::Nothing);
    for (place, byte) in text.bytes().enumerate().skip(mark) {
        cell = match (cell, byte) {
            (Cell::Nothing, b'"') => {
                opened = place;
                Cell::Quoted
            }
            (Cell::Quoted, b'"') => Cell::QuotedUpToQuote,
            (Cell::Quoted, _) | (Cell::QuotedUpToQuote, b'"') => Cell::Quoted,
            (_, byte) if ends_cell(byte) => Cell::Nothing,
            _ => Cell::Bare,
        };
    }
    if cell != Cell::Quoted {
        return None;
    }
    let rest = text.get(opened..).unwrap_or_default();
    Some(OpenQuote {
        line: Lines::new(text).at(u64::try_from(opened).unwrap_or(u64::MAX)),
        text: rest.lines().next().unwrap_or_default().to_owned(),
    })
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

/// By its mark; else by where zeros stand; else UTF-8 where it is that, but for a few
/// bytes ([`is_utf8`]), and Windows-1252 where it is not.
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
    } else if is_utf8(bytes) {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}

/// Whether all of it is UTF-8, or more than ten characters of several bytes stand in it for
/// each place where its bytes are none. Where a few bytes were damaged on the way, the accents
/// of all the rest must not be; in Windows-1252 nearly every accent is such a place.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut characters, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || characters > broken.saturating_mul(10)
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
mod tests;
