//! CSV: finds the encoding and the separator, and keeps the numbers that a spreadsheet program
//! would show for the rows.

use super::{Cell, Collector, Limits, Sheet, SheetFault};
use ::csv::{ReaderBuilder, StringRecord};
use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::collections::BTreeMap;

/// What may stand between two cells, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// How many records tell the separator.
const SAMPLE: usize = 20;

/// Reads one table of text.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, SheetFault> {
    let mut text = decode(bytes)?;
    if text.contains('\0') || is_markup(&text) {
        return Err(SheetFault::NotASheet);
    }
    // One kind of line break, and one behind every record, so that breaks can be counted.
    text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let (announced, text) = announced(&text);
    let separator = announced.unwrap_or_else(|| likely_separator(text));
    let before = u32::from(announced.is_some());

    let mut collector = Collector::default();
    let mut rows = Vec::new();
    let mut widths = Widths::default();
    for_each_record(text, separator, |number, record| {
        // One empty column at the end of each line is common, thousands of them are an attack.
        if record.len() > Limits::COLUMNS * 2 {
            return Err(SheetFault::TooManyColumns);
        }
        let cells = record.iter().map(cell).collect();
        let number = number.saturating_add(before);
        widths.see(number, record.len());
        rows.extend(collector.row(number, cells)?);
        Ok(true)
    })?;
    Ok(Sheet { name: String::new(), visible: true, rows, short_end: widths.short_end() })
}

/// The numbers of columns of the last records.
#[derive(Default)]
struct Widths {
    last: (u32, usize),
    before: usize,
    /// How many records before the last had as many.
    agree: usize,
}

impl Widths {
    fn see(&mut self, number: u32, width: usize) {
        self.agree = if self.last.1 == self.before { self.agree + 1 } else { 1 };
        self.before = self.last.1;
        self.last = (number, width);
    }

    /// The last record, where it has fewer columns than the two before it agree on.
    fn short_end(&self) -> Option<u32> {
        (self.agree >= 2 && self.last.1 < self.before).then_some(self.last.0)
    }
}

/// The text of a file: by its byte order mark, else UTF-8, else GB18030, of which GBK and GB2312
/// are parts. Bytes that fit none of them are refused rather than guessed at.
fn decode(bytes: &[u8]) -> Result<String, SheetFault> {
    let (encoding, bytes) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (UTF_8, rest),
        [0xff, 0xfe, rest @ ..] => (UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE, rest),
        rest if std::str::from_utf8(rest).is_ok() => (UTF_8, rest),
        rest => (GB18030, rest),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(|text| text.into_owned()).ok_or(SheetFault::Encoding)
}

/// A web page, which some programs give the name of a table.
fn is_markup(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('<') || start.starts_with("%PDF") || start.starts_with("{\\rtf")
}

/// The separator that a first line `sep=;` announces, and the text after that line.
fn announced(text: &str) -> (Option<u8>, &str) {
    let Some((line, rest)) = text.split_once('\n') else { return (None, text) };
    match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// The separator under which the most of the first records agree on their number of columns;
/// where two agree as often, the one that makes more columns.
fn likely_separator(text: &str) -> u8 {
    // The last of equals wins, so the likeliest comes last.
    SEPARATORS.into_iter().rev().max_by_key(|separator| agreement(text, *separator)).unwrap_or(b',')
}

/// How many records have the commonest number of columns above one, and that number.
fn agreement(text: &str, separator: u8) -> (usize, usize) {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    let mut seen = 0;
    let counted = for_each_record(text, separator, |_, record| {
        *widths.entry(record.len()).or_default() += 1;
        seen += 1;
        Ok(seen < SAMPLE)
    });
    let wide = widths.into_iter().filter(|(width, _)| counted.is_ok() && *width > 1);
    wide.map(|(width, records)| (records, width)).max().unwrap_or_default()
}

/// Hands over the records with the row numbers that a spreadsheet program shows, until told to
/// stop. A record with line breaks inside quotes is one row; a blank line is one, too, though
/// the reader underneath passes over it.
fn for_each_record(
    text: &str,
    separator: u8,
    mut take: impl FnMut(u32, &StringRecord) -> Result<bool, SheetFault>,
) -> Result<(), SheetFault> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut number: u32 = 0;
    loop {
        let line = reader.position().line();
        if !reader.read_record(&mut record).map_err(|error| SheetFault::Broken(error.to_string()))? {
            return Ok(());
        }
        let breaks = reader.position().line().saturating_sub(line);
        let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let rows = breaks.saturating_sub(u64::try_from(inside).unwrap_or(u64::MAX)).max(1);
        number = number.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
        if !take(number, &record)? {
            return Ok(());
        }
    }
}

/// A cell of text. `="0123"` is how some programs keep a spreadsheet from eating leading zeros.
fn cell(text: &str) -> Cell {
    let literal = text.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    match literal {
        Some(inside) if !inside.contains('"') => Cell::text(inside),
        _ => Cell::text(text),
    }
}
