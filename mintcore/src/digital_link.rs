//! The path of a GS1 Digital Link whose primary key is a GTIN, of a link that carries a code alone, and the data
//! attributes of a query.
//!
//! GS1 Digital Link Standard: URI Syntax 1.7.0, clauses 4.2 (characters), 4.5 (primary key), 4.6 (qualifiers), 4.9
//! (paths) and 4.10 (queries). Where the standard's grammar and the engine of GS1 differ (sub-delimiters and `%` as they
//! are), the grammar is followed.

mod attribute;

use crate::context::escape;
use crate::error::IdentifierError;
use crate::link::{MAX_TEXT, check_gtin, check_lot, check_serial, check_text_of, decode, in_set_82};

pub(crate) use attribute::check_attribute;

/// The most characters of AI 235 (GS1 General Specifications, 3.5).
const MAX_TPX: usize = 28;

/// What a path names, percent-decoded. At least one of `gtin` and `serial` is there; `serial` without `gtin` is the code
/// of a `/t/` link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct DigitalLink {
    /// AI 01: 14 digits with a right check digit.
    pub gtin: Option<String>,
    /// AI 22, the consumer product variant.
    pub cpv: Option<String>,
    /// AI 10.
    pub lot: Option<String>,
    /// AI 21, not checked for being a code.
    pub serial: Option<String>,
    /// AI 235, a serial that a third party controls.
    pub tpx: Option<String>,
}

/// Take a path apart, as it came on the wire: `/01/<gtin>[/22/<cpv>][/10/<lot>][/21/<serial>]`, `/01/<gtin>/235/<tpx>`,
/// `/t/<code>` or `/T/<code>`; nothing before or behind it.
///
/// # Errors
/// `LinkSyntax` for another form (an empty segment, a key without a value, an unknown key, a trailing slash),
/// `LinkQualifier`, `LinkAttribute`, `LinkRaw`, `LinkPercent`, and the reasons of GTIN, cpv, lot, serial and tpx.
pub fn parse_digital_link(path: &str) -> Result<DigitalLink, IdentifierError> {
    let path = path.strip_prefix('/').ok_or(IdentifierError::LinkSyntax)?;
    // Eight segments and two more, to see what is wrong with them.
    let mut segments = [""; 10];
    let mut count = 0_usize;
    for (place, segment) in segments.iter_mut().zip(path.split('/')) {
        *place = segment;
        count = count.saturating_add(1);
    }
    let mut link = DigitalLink::default();
    let mut rest = match segments.get(..count) {
        Some(["t" | "T", code]) => {
            link.serial = Some(value(code, check_serial, IdentifierError::SerialCharacter)?);
            return Ok(link);
        }
        Some(["01", gtin, qualifiers @ ..]) => {
            let digits = String::from_utf8(decode(gtin)?).map_err(|_| IdentifierError::GtinDigit)?;
            check_gtin(&digits)?;
            link.gtin = Some(digits);
            qualifiers
        }
        _ => return Err(IdentifierError::LinkSyntax),
    };
    if let ["235", tpx] = rest {
        link.tpx = Some(value(tpx, check_tpx, IdentifierError::TpxCharacter)?);
        return Ok(link);
    }
    if let ["22", cpv, after @ ..] = rest {
        link.cpv = Some(value(cpv, check_cpv, IdentifierError::CpvCharacter)?);
        rest = after;
    }
    if let ["10", lot, after @ ..] = rest {
        link.lot = Some(value(lot, check_lot, IdentifierError::LotCharacter)?);
        rest = after;
    }
    if let ["21", serial, after @ ..] = rest {
        link.serial = Some(value(serial, check_serial, IdentifierError::SerialCharacter)?);
        rest = after;
    }
    match rest {
        [] => Ok(link),
        ["22" | "10" | "21" | "235", _, ..] => Err(IdentifierError::LinkQualifier),
        [key, _, ..] if attribute::is_attribute(key) => Err(IdentifierError::LinkAttribute),
        _ => Err(IdentifierError::LinkSyntax),
    }
}

/// Take the data attributes out of a query as it came on the wire, without `?`: pairs of Application Identifier and
/// percent-decoded value, in the order of the query.
///
/// Clause 4.10: a key of digits is an Application Identifier, and one that is no data attribute of a GTIN (the key
/// qualifiers too, which belong into the path) is an error. Every other key belongs to an extension and is left alone,
/// whether it has a value or not. What is checked of a value: its length, characters, dates, times and check digits,
/// after the GS1 Barcode Syntax Dictionary of 2026-01-27; not its country or currency, nor which attributes go together.
///
/// # Errors
/// `AttributeKey`, `AttributeTwice`, `AttributeValue`, `LinkRaw`, `LinkPercent`.
pub fn parse_query_attributes(query: &str) -> Result<Vec<(String, String)>, IdentifierError> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    for pair in query.split('&') {
        let (key, raw) = pair.split_once('=').unwrap_or((pair, ""));
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        if !attribute::is_attribute(key) {
            return Err(IdentifierError::AttributeKey);
        }
        if attributes.iter().any(|(known, _)| known == key) {
            return Err(IdentifierError::AttributeTwice);
        }
        let check = |text: &str| check_attribute(key, text);
        attributes.push((key.to_owned(), value(raw, check, IdentifierError::AttributeValue)?));
    }
    Ok(attributes)
}

impl DigitalLink {
    /// What names a product, or one of its variants, lots or items.
    ///
    /// # Errors
    /// `LinkQualifier` where `tpx` stands beside another, and the reasons of GTIN, cpv, lot, serial and tpx.
    pub fn new(
        gtin: &str,
        cpv: Option<&str>,
        lot: Option<&str>,
        serial: Option<&str>,
        tpx: Option<&str>,
    ) -> Result<Self, IdentifierError> {
        check_gtin(gtin)?;
        if tpx.is_some() && (cpv.is_some() || lot.is_some() || serial.is_some()) {
            return Err(IdentifierError::LinkQualifier);
        }
        cpv.map_or(Ok(()), check_cpv)?;
        lot.map_or(Ok(()), check_lot)?;
        serial.map_or(Ok(()), check_serial)?;
        tpx.map_or(Ok(()), check_tpx)?;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let gtin = Some(gtin.to_owned());
        Ok(Self { gtin, cpv: owned(cpv), lot: owned(lot), serial: owned(serial), tpx: owned(tpx) })
    }

    /// The one canonical path: all but `A-Z a-z 0-9 - . _` as `%` and two upper-case hexadecimal digits. Empty where
    /// nothing is named.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        let mut push = |key: &str, value: &Option<String>| {
            if let Some(value) = value {
                path.extend(["/", key, "/", &escape(value)]);
            }
        };
        if self.gtin.is_none() {
            push("t", &self.serial);
            return path;
        }
        push("01", &self.gtin);
        push("22", &self.cpv);
        push("10", &self.lot);
        push("21", &self.serial);
        push("235", &self.tpx);
        path
    }
}

fn check_cpv(cpv: &str) -> Result<(), IdentifierError> {
    check_text_of(cpv.as_bytes(), MAX_TEXT, IdentifierError::CpvLength, IdentifierError::CpvCharacter)
}

fn check_tpx(tpx: &str) -> Result<(), IdentifierError> {
    check_text_of(tpx.as_bytes(), MAX_TPX, IdentifierError::TpxLength, IdentifierError::TpxCharacter)
}

/// The value that stands in a path or query percent-encoded. `character` is the reason for what is no text at all, or
/// stands there raw and is outside set 82.
fn value(
    raw: &str,
    check: impl Fn(&str) -> Result<(), IdentifierError>,
    character: IdentifierError,
) -> Result<String, IdentifierError> {
    // Clause 4.2: what is in set 82 and not unreserved (RFC 3986, 2.3) stands percent-encoded.
    let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'%');
    if let Some(byte) = raw.bytes().find(|&byte| !may_stand(byte)) {
        return Err(if in_set_82(byte) { IdentifierError::LinkRaw } else { character });
    }
    let decoded = String::from_utf8(decode(raw)?).map_err(|_| character)?;
    check(&decoded)?;
    Ok(decoded)
}
