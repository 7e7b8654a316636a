//! Units of a batch as lines of CSV (RFC 4180), made as fast as a database takes rows out.
//!
//! What is the same for all units of a lot is put together once; a line then is a few copies.
//!
//! No cell is a formula to a spreadsheet: see [`CellReason::Formula`].

mod cell;
mod chunk;
mod column;
mod line;

use crate::alphabet::{self, Symbols};
use crate::code::MAX_SEQ;
use crate::context::{Context, ascii, escape};
use crate::error::{CodeError, Error, IdentifierError};
use crate::link::check_serial;
use chunk::Chunks;
use line::{Line, Scratch, Unit, check_base_url};

pub use cell::{CellReason, CsvError};
pub use column::{Column, EpcKind, Source};

/// The most columns of a form.
pub const MAX_COLUMNS: usize = 64;

/// The most characters of a column's name, of a constant, and of the name of a status.
pub const MAX_TEXT: usize = 200;

/// How cells become lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Between cells: a comma, a semicolon, a tab or `|`.
    pub delimiter: u8,
    /// Lines end with CR LF, as RFC 4180 has it; else with LF.
    pub has_cr: bool,
    /// All cells are quoted; else those that must be.
    pub quotes_all: bool,
}

/// The lot of a run of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotRange {
    /// Its first seq.
    pub first: u32,
    /// Units.
    pub quantity: u32,
    /// What AI 10 can carry.
    pub code: String,
}

/// The units of a block.
#[derive(Debug, Clone, Copy)]
pub enum Serials<'a> {
    /// Codes: 16 symbols each.
    Codes(&'a [Symbols]),
    /// Whatever AI 21 can carry.
    Any(&'a [String]),
}

/// A run of units of one batch.
#[derive(Debug, Clone, Copy)]
pub struct Block<'a> {
    /// What the codes are minted under.
    pub context: Context,
    /// `https://` (or `http://`) and a lower-case host, with a port or without.
    pub base_url: &'a str,
    /// The lots of the batch in order of seq, those of other blocks too; empty in serial mode.
    pub lots: &'a [LotRange],
    /// The seq of the first unit.
    pub start: u32,
    /// The units.
    pub serials: Serials<'a>,
    /// The number of each unit's status; not looked at where no column holds it.
    pub statuses: &'a [u8],
}

/// Makes lines of one form. Immutable: one may be used from many threads.
#[derive(Debug, Clone)]
pub struct CsvForm {
    columns: Vec<Column>,
    dialect: Dialect,
    /// The cells of status numbers, ready to be written.
    statuses: Vec<(u8, Vec<u8>)>,
    epc: Option<EpcKind>,
}

impl CsvForm {
    /// A form with 1 to 64 columns. `statuses`: numbers and names, for a column that holds the status; `epc`: for columns of
    /// an EPC.
    ///
    /// # Errors
    /// [`CsvError::Cell`] for a name, a constant or a status that is a formula or has a control character;
    /// [`Error::Argument`] for another delimiter, too many columns, too long a text, columns of an EPC without `epc`, and
    /// of its URI without the length of the company prefix.
    pub fn new(
        columns: Vec<Column>,
        dialect: Dialect,
        statuses: &[(u8, String)],
        epc: Option<EpcKind>,
    ) -> Result<Self, CsvError> {
        if !matches!(dialect.delimiter, b',' | b';' | b'\t' | b'|') {
            return Err(Error::Argument("a delimiter is a comma, a semicolon, a tab or |").into());
        }
        if !(1..=MAX_COLUMNS).contains(&columns.len()) {
            return Err(Error::Argument("a form has 1 to 64 columns").into());
        }
        for column in &columns {
            if !is_name(&column.name) || !(column.text.is_empty() || is_name(&column.text)) {
                return Err(Error::Argument("a column has a name of 1 to 200 characters, its text at most 200").into());
            }
            if column.source != Source::Constant && !column.text.is_empty() {
                return Err(Error::Argument("only a constant has a text").into());
            }
            cell::check(column, &column.name)?;
            cell::check(column, &column.text)?;
            if column.source.needs_epc() && epc.is_none() {
                return Err(Error::Argument("a column of an EPC needs its scheme").into());
            }
            if column.source == Source::EpcUri && !epc.is_some_and(EpcKind::has_prefix) {
                return Err(Error::Argument("a column of EPC URIs needs the length of the company prefix").into());
            }
        }
        if let Some(epc) = epc {
            // Any GTIN: it is the numbers that are looked at.
            epc.form("00000000000000")?;
        }
        let mut named = Vec::new();
        for (number, name) in statuses {
            if !is_name(name) {
                return Err(Error::Argument("the name of a status has 1 to 200 characters").into());
            }
            for column in columns.iter().filter(|column| column.source == Source::Status) {
                cell::check(column, name)?;
            }
            let mut text = Vec::new();
            cell::push(&mut text, name.as_bytes(), dialect, columns.len() == 1);
            named.push((*number, text));
        }
        Ok(Self { columns, dialect, statuses: named, epc })
    }

    /// The line with the names of the columns, in UTF-8.
    #[must_use]
    pub fn header(&self) -> Vec<u8> {
        let mut line = Vec::new();
        for (place, column) in self.columns.iter().enumerate() {
            if place > 0 {
                line.push(self.dialect.delimiter);
            }
            cell::push(&mut line, column.name.as_bytes(), self.dialect, false);
        }
        line.extend_from_slice(self.line_end());
        line
    }

    /// The lines of a block in chunks of at most [`crate::copy::MAX_CHUNK`] bytes, each of which ends with a line. The same block gives
    /// the same bytes, and blocks of any size the same lines.
    ///
    /// # Errors
    /// [`CsvError::Cell`] for a lot or serial that is a formula in its column, one with lower-case letters in an upper-case
    /// URL, columns of an EPC in a batch without GTIN, a serial that the EPC scheme has no room for, and a status without a
    /// name; the reasons of lot, serial and code; [`Error::Argument`] for another base URL, lots out of order or that
    /// leave units out, and seqs above [`MAX_SEQ`].
    pub fn rows(&self, block: &Block<'_>) -> Result<Vec<Vec<u8>>, CsvError> {
        let count = match block.serials {
            Serials::Codes(codes) => codes.len(),
            Serials::Any(serials) => serials.len(),
        };
        let end = u32::try_from(count).ok().and_then(|count| block.start.checked_add(count));
        let end = end.filter(|&end| end <= MAX_SEQ.saturating_add(1));
        let end = end.ok_or(Error::Argument("seq must be 0 to 1048575"))?;
        check_base_url(block.base_url)?;
        let holds_status = self.columns.iter().any(|column| column.source == Source::Status);
        if holds_status && block.statuses.len() != count {
            return Err(Error::Argument("each unit has a status").into());
        }
        let epc = match (self.epc, block.context) {
            (Some(kind), Context::Gtin(gtin)) => Some(kind.form(&ascii(&gtin))?),
            _ => None,
        };
        let mut chunks = Chunks::default();
        let mut seq = block.start;
        while seq < end {
            let (lot, after) = lot_of(block.lots, seq)?;
            let after = after.min(end);
            let line = Line::new(self, block, lot, epc.as_ref())?;
            let mut scratch = Scratch::default();
            for seq in seq..after {
                let place = usize::try_from(seq.saturating_sub(block.start)).unwrap_or(usize::MAX);
                let status = block.statuses.get(place).copied().unwrap_or_default();
                chunks.push(|out| match block.serials {
                    Serials::Codes(codes) => {
                        let code = codes.get(place).ok_or(CodeError::Length).and_then(alphabet::check)?;
                        line.write(&Unit { seq, serial: code, escaped: code, status }, &mut scratch, out)
                    }
                    Serials::Any(serials) => {
                        let serial = serials.get(place).ok_or(IdentifierError::SerialLength)?;
                        check_serial(serial)?;
                        line.check_serial(serial)?;
                        line.write(&Unit { seq, serial, escaped: &escape(serial), status }, &mut scratch, out)
                    }
                })?;
            }
            seq = after;
        }
        Ok(chunks.finish())
    }

    const fn line_end(&self) -> &'static [u8] {
        if self.dialect.has_cr { b"\r\n" } else { b"\n" }
    }
}

fn is_name(text: &str) -> bool {
    (1..=MAX_TEXT).contains(&text.chars().count())
}

/// The lot of a unit, and the first seq that is not of it.
fn lot_of(lots: &[LotRange], seq: u32) -> Result<(Option<&str>, u32), Error> {
    if lots.is_empty() {
        return Ok((None, u32::MAX));
    }
    let in_order = lots.array_windows().all(|[a, b]| a.first.checked_add(a.quantity).is_some_and(|end| end <= b.first));
    let end = |lot: &LotRange| lot.first.saturating_add(lot.quantity);
    let found = lots.iter().find(|lot| lot.first <= seq && seq < end(lot)).filter(|_| in_order);
    let lot = found.ok_or(Error::Argument("lots are in order of seq, and each unit is of one"))?;
    Ok((Some(&lot.code), end(lot)))
}
