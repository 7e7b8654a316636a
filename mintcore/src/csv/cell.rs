//! Cells: what is refused, and how the rest is quoted.

use thiserror::Error;

use super::{Column, Dialect};
use crate::error::{CodeError, Error, IdentifierError};

/// Why a cell is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CellReason {
    /// It begins with `=`, `+`, `-` or `@`, or with their full-width forms: spreadsheets take it for a formula, and quotes
    /// do not help.
    #[error("begins like a formula")]
    Formula,
    /// It has a control character: a tab, the end of a line.
    #[error("has a control character")]
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

/// Refuse a cell of a column that begins like a formula or has a control character.
pub(super) fn check(column: &Column, text: &str) -> Result<(), CsvError> {
    if text.chars().any(char::is_control) {
        return Err(column.refuse(CellReason::Control));
    }
    if text.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']) {
        return Err(column.refuse(CellReason::Formula));
    }
    Ok(())
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
