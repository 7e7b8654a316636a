//! The lines of units that differ in seq, serial and status only.

use super::cell::{self, CellReason, CsvError};
use super::{Block, Column, CsvForm, Source};
use crate::bits::BitWriter;
use crate::context::{Context, ascii};
use crate::epc::EpcForm;
use crate::error::{Error, IdentifierError};
use crate::leaf::Digits;
use crate::link::check_lot;
use crate::ndef;

/// A part of a line.
#[derive(Debug)]
enum Piece<'a> {
    /// The same in each line, quotes and delimiters included.
    Text(Vec<u8>),
    Seq,
    /// The serial as a cell.
    Serial,
    /// The serial as it stands in a path, where it has neither delimiters nor quotes.
    Escaped,
    Status(&'a Column),
    EpcHex,
    EpcBits,
    EpcPc,
    EpcUri,
    NdefHex,
}

/// What one line says of its unit.
pub(super) struct Unit<'a> {
    pub(super) seq: u32,
    pub(super) serial: &'a str,
    /// The serial, percent-encoded.
    pub(super) escaped: &'a str,
    pub(super) status: u8,
}

/// Buffers to use again, and what was found out of the unit at hand.
#[derive(Default)]
pub(super) struct Scratch {
    epc: BitWriter,
    pc: u16,
    /// The start of an NDEF message, hexadecimal, and the length of the serial that it is for.
    ndef: Vec<u8>,
    ndef_for: usize,
}

/// The lines of a run of units: one lot, one form.
pub(super) struct Line<'a> {
    form: &'a CsvForm,
    epc: Option<&'a EpcForm>,
    /// The URL up to the serial.
    url: String,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Line<'a> {
    pub(super) fn new(
        form: &'a CsvForm,
        block: &Block<'_>,
        lot: Option<&str>,
        epc: Option<&'a EpcForm>,
    ) -> Result<Self, CsvError> {
        if let Some(lot) = lot {
            check_lot(lot)?;
        }
        let path = block.context.path_before_code(lot);
        let url = [block.base_url, &path].concat();
        let mut line = Self { form, epc, url, pieces: Vec::new() };
        for (place, column) in form.columns.iter().enumerate() {
            if place > 0 {
                line.text(&[form.dialect.delimiter]);
            }
            line.column(column, block, lot, &path)?;
        }
        line.text(form.line_end());
        Ok(line)
    }

    /// Append the pieces of a column.
    fn column(&mut self, column: &'a Column, block: &Block<'_>, lot: Option<&str>, path: &str) -> Result<(), CsvError> {
        if column.source.needs_epc() && self.epc.is_none() {
            return Err(column.refuse(CellReason::NoGtin));
        }
        match column.source {
            Source::Constant => self.cell(&column.text),
            Source::Gtin => match block.context {
                Context::Gtin(digits) => self.cell(&ascii(&digits)),
                Context::Token => self.cell(""),
            },
            Source::Lot => {
                cell::check(column, lot.unwrap_or_default())?;
                self.cell(lot.unwrap_or_default());
            }
            Source::EpcFilter => {
                let filter = self.epc.map_or(0, EpcForm::filter);
                self.cell(&filter.to_string());
            }
            Source::Url => self.before_serial(&self.url.clone()),
            Source::Path => self.before_serial(path),
            Source::UrlUpper => {
                // A context without GTIN has no lot in its path.
                if lot.is_some_and(has_lower) && block.context != Context::Token {
                    return Err(column.refuse(CellReason::LowerCase));
                }
                self.before_serial(&self.url.to_ascii_uppercase());
            }
            Source::Seq => self.quoted(Piece::Seq),
            Source::Code => self.pieces.push(Piece::Serial),
            Source::Status => self.pieces.push(Piece::Status(column)),
            Source::EpcHex => self.quoted(Piece::EpcHex),
            Source::EpcBits => self.quoted(Piece::EpcBits),
            Source::EpcPc => self.quoted(Piece::EpcPc),
            Source::EpcUri => self.pieces.push(Piece::EpcUri),
            Source::NdefHex => self.quoted(Piece::NdefHex),
        }
        Ok(())
    }

    fn text(&mut self, text: &[u8]) {
        if let Some(Piece::Text(before)) = self.pieces.last_mut() {
            before.extend_from_slice(text);
        } else {
            self.pieces.push(Piece::Text(text.to_vec()));
        }
    }

    fn cell(&mut self, text: &str) {
        let mut cell = Vec::new();
        cell::push(&mut cell, text.as_bytes(), self.form.dialect, self.form.columns.len() == 1);
        self.text(&cell);
    }

    /// A piece in which nothing has to be quoted.
    fn quoted(&mut self, piece: Piece<'a>) {
        let quote: &[u8] = if self.form.dialect.quotes_all { b"\"" } else { b"" };
        self.text(quote);
        self.pieces.push(piece);
        self.text(quote);
    }

    /// A URL or a path: letters, digits and `-._:/%` in all of it.
    fn before_serial(&mut self, text: &str) {
        let quote = if self.form.dialect.quotes_all { "\"" } else { "" };
        self.text([quote, text].concat().as_bytes());
        self.pieces.push(Piece::Escaped);
        self.text(quote.as_bytes());
    }

    /// Refuse a serial that a column cannot hold.
    pub(super) fn check_serial(&self, serial: &str) -> Result<(), CsvError> {
        for column in &self.form.columns {
            match column.source {
                Source::Code => cell::check(column, serial)?,
                Source::UrlUpper if has_lower(serial) => return Err(column.refuse(CellReason::LowerCase)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Append the line of a unit. Its serial was checked.
    #[inline]
    pub(super) fn write(&self, unit: &Unit<'_>, scratch: &mut Scratch, out: &mut Vec<u8>) -> Result<(), CsvError> {
        let form = self.form;
        if let Some(epc) = self.epc {
            self.write_epc(epc, unit.serial, scratch)?;
        }
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.extend_from_slice(text),
                Piece::Seq => out.extend_from_slice(Digits::of(unit.seq).as_bytes()),
                Piece::Serial => cell::push(out, unit.serial.as_bytes(), form.dialect, false),
                Piece::Escaped => out.extend_from_slice(unit.escaped.as_bytes()),
                Piece::Status(column) => {
                    let named = form.statuses.iter().find(|(number, _)| *number == unit.status);
                    let (_, cell) = named.ok_or_else(|| column.refuse(CellReason::Status))?;
                    out.extend_from_slice(cell);
                }
                Piece::EpcHex => push_hex(out, scratch.epc.bytes()),
                Piece::EpcBits => push_number(out, scratch.epc.len()),
                Piece::EpcPc => push_hex(out, &scratch.pc.to_be_bytes()),
                Piece::EpcUri => {
                    let uri = self.epc.map(|epc| epc.uri(unit.serial)).transpose()?.unwrap_or_default();
                    cell::push(out, uri.as_bytes(), form.dialect, false);
                }
                Piece::NdefHex => {
                    self.write_ndef(unit, scratch);
                    out.extend_from_slice(&scratch.ndef);
                    push_hex(out, unit.escaped.as_bytes());
                }
            }
        }
        Ok(())
    }

    fn write_epc(&self, epc: &EpcForm, serial: &str, scratch: &mut Scratch) -> Result<(), CsvError> {
        let is_of_tag = |column: &&Column| column.source.needs_epc() && column.source != Source::EpcUri;
        let Some(column) = self.form.columns.iter().find(is_of_tag) else { return Ok(()) };
        scratch.pc = epc.write(serial, &mut scratch.epc).map_err(|error| match error {
            IdentifierError::EpcSerial => column.refuse(CellReason::EpcSerial),
            other => CsvError::from(other),
        })?;
        Ok(())
    }

    /// The start of the message depends on how long the serial is, and on nothing else of the unit.
    fn write_ndef(&self, unit: &Unit<'_>, scratch: &mut Scratch) {
        let more = unit.escaped.len();
        if scratch.ndef_for == more && !scratch.ndef.is_empty() {
            return;
        }
        let (head, rest) = ndef::message(self.url.as_bytes(), more);
        scratch.ndef.clear();
        push_hex(&mut scratch.ndef, &head);
        push_hex(&mut scratch.ndef, rest);
        scratch.ndef_for = more;
    }
}

fn has_lower(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn push_number(out: &mut Vec<u8>, number: usize) {
    out.extend_from_slice(Digits::of(u32::try_from(number).unwrap_or(u32::MAX)).as_bytes());
}

fn push_hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| HEX.get(usize::from(value)).copied().unwrap_or_default();
    out.extend(bytes.iter().flat_map(|&byte| [digit(byte >> 4), digit(byte & 15)]));
}

/// Refuse what is no base URL of a brand: `https://` or `http://`, a lower-case host, a port or none, and no path.
pub(super) fn check_base_url(url: &str) -> Result<(), Error> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':');
    if host.is_empty() || host.len() > 260 || !host.bytes().all(allowed) {
        return Err(Error::Argument("a base URL is https:// and a lower-case host"));
    }
    Ok(())
}
