//! Cells: what is refused, and how the rest is quoted.

use thiserror::Error;

use super::{Column, Dialect};
use crate::error::{CodeError, Error, IdentifierError};

/// Why a cell is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CellReason {
    /// It begins with a tab or a line end, or with `=`, `+`, `-` or `@`, or with their full-width forms, perhaps behind what is
    /// not seen: spreadsheets take it for a formula, and quotes do not help.
    #[error("begins like a formula")]
    Formula,
    /// It has a control character other than a tab and the ends of lines, or begins with a byte order mark.
    #[error("has a control character or begins with a byte order mark")]
    Control,
    /// It would have to be in upper case, and another case is another lot or serial.
    #[error("has lower-case letters, which an upper-case URL cannot carry")]
    LowerCase,
    /// An EPC needs a GTIN, and the batch has none.
    #[error("needs a GTIN, and the batch has none")]
    NoGtin,
    /// The EPC scheme has no room for the serial.
    #[error("holds an EPC whose scheme cannot carry the serial")]
    EpcSerial,
    /// The status has no name.
    #[error("holds a status without a name")]
    Status,
}

impl CellReason {
    /// The constant that callers match on: part of the Python contract, never changed.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Formula => "FORMULA",
            Self::Control => "CONTROL",
            Self::LowerCase => "LOWER_CASE",
            Self::NoGtin => "NO_GTIN",
            Self::EpcSerial => "EPC_SERIAL",
            Self::Status => "STATUS",
        }
    }
}

/// What a form or its lines are refused for. No message holds any part of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CsvError {
    /// A cell of a column.
    #[error("a cell of the column \"{column}\" {reason}")]
    Cell {
        /// The name of the column.
        column: String,
        /// What is wrong with the cell.
        reason: CellReason,
    },
    /// See [`enum@Error`].
    #[error(transparent)]
    Other(#[from] Error),
}

impl From<IdentifierError> for CsvError {
    fn from(error: IdentifierError) -> Self {
        Self::Other(error.into())
    }
}

impl From<CodeError> for CsvError {
    fn from(error: CodeError) -> Self {
        Self::Other(error.into())
    }
}

impl Column {
    pub(super) fn refuse(&self, reason: CellReason) -> CsvError {
        // A name that is itself refused must not reach a log as it is.
        let column = self.name.chars().map(|symbol| if symbol.is_control() { '\u{fffd}' } else { symbol }).collect();
        CsvError::Cell { column, reason }
    }
}

/// Refuse a cell of a column that begins like a formula or has a control character: what `exporting/profile/text.py` of the
/// server refuses, whose tests compare the two.
pub(super) fn check(column: &Column, text: &str) -> Result<(), CsvError> {
    let seen = text.trim_start_matches(is_unseen);
    if text.starts_with(['\t', '\r', '\n'])
        || seen.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
    {
        return Err(column.refuse(CellReason::Formula));
    }
    let is_control = |symbol: char| symbol.is_ascii_control() && !matches!(symbol, '\t' | '\r' | '\n');
    if text.contains(is_control) || text.starts_with('\u{feff}') {
        return Err(column.refuse(CellReason::Control));
    }
    Ok(())
}

/// Whether spreadsheets skip it at the start of a cell, or show nothing of it. U+001C to U+001F are blanks to Python.
const fn is_unseen(symbol: char) -> bool {
    symbol.is_whitespace()
        || matches!(
            symbol,
            '\u{1c}'..='\u{1f}'
                | '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        )
}

/// Append a cell, quoted where it must be (RFC 4180, 2.5 to 2.7). An empty cell is quoted where it is the `only` one of its
/// line, which would be an empty line else.
pub(super) fn push(line: &mut Vec<u8>, text: &[u8], dialect: Dialect, only: bool) {
    let special = |&byte: &u8| byte == dialect.delimiter || matches!(byte, b'"' | b'\r' | b'\n');
    if !(dialect.quotes_all || text.iter().any(special) || only && text.is_empty()) {
        line.extend_from_slice(text);
        return;
    }
    line.push(b'"');
    for part in text.split_inclusive(|&byte| byte == b'"') {
        line.extend_from_slice(part);
        if part.ends_with(b"\"") {
            line.push(b'"');
        }
    }
    line.push(b'"');
}
