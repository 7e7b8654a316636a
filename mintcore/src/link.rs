//! GS1 identifiers and the resolver URLs that carry them.

use std::borrow::Cow;

use crate::error::IdentifierError;

/// The most characters of a lot (AI 10) or a serial (AI 21).
pub(crate) const MAX_TEXT: usize = 20;

/// Refuse what is no GTIN of 14 digits with a right check digit.
///
/// GS1 General Specifications, 7.9: from the right, beginning beside the check digit, the digits are weighted 3, 1, 3
/// and so on; the check digit fills the sum up to a multiple of ten. So all digits, the check digit weighted 1, give one.
///
/// # Errors
/// `GtinLength`, `GtinDigit` or `GtinCheckDigit`, looked for in this order.
pub fn check_gtin(gtin: &str) -> Result<(), IdentifierError> {
    if characters(gtin.as_bytes()) != 14 {
        return Err(IdentifierError::GtinLength);
    }
    if !gtin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IdentifierError::GtinDigit);
    }
    if has_check_digit(gtin.as_bytes()) { Ok(()) } else { Err(IdentifierError::GtinCheckDigit) }
}

/// Whether the last of these digits (at most 18) is the check digit of those before it.
pub(crate) fn has_check_digit(digits: &[u8]) -> bool {
    let weights = [1, 3].into_iter().cycle();
    let digits = digits.iter().rev().map(|byte| u32::from(byte.wrapping_sub(b'0')));
    // At most 18 * 9 * 3.
    let sum = digits.zip(weights).fold(0_u32, |sum, (digit, weight)| sum.wrapping_add(digit.wrapping_mul(weight)));
    sum % 10 == 0
}

/// The GTIN of 13 digits and their check digit; none where it is none.
pub(crate) fn complete_gtin(digits: &str) -> Option<String> {
    (0..=9).map(|check| format!("{digits}{check}")).find(|gtin| check_gtin(gtin).is_ok())
}

/// Refuse a lot that AI 10 or a path cannot carry.
///
/// GS1 General Specifications, 3.4.1: 1 to 20 characters of set 82 (figure 7.11-1). `.` and `..` are refused too: they
/// are dot segments (RFC 3986, 5.2.4), which browsers take out of a path even when they are percent-encoded, so the
/// links of a whole batch would be dead.
///
/// # Errors
/// `LotLength` or `LotCharacter`, looked for in this order.
pub fn check_lot(lot: &str) -> Result<(), IdentifierError> {
    check_text(lot.as_bytes(), IdentifierError::LotLength, IdentifierError::LotCharacter)
}

/// Refuse a serial that AI 21 or a path cannot carry: the rule of [`check_lot`] (GS1 General Specifications, 3.5.2).
///
/// # Errors
/// `SerialLength` or `SerialCharacter`, looked for in this order.
pub fn check_serial(serial: &str) -> Result<(), IdentifierError> {
    check_text(serial.as_bytes(), IdentifierError::SerialLength, IdentifierError::SerialCharacter)
}

/// A resolver URL taken apart and percent-decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The GTIN, 14 digits with a right check digit; none in a `/t/` link.
    pub gtin: Option<String>,
    /// The lot, where the link names one.
    pub lot: Option<String>,
    /// The serial, not checked for being a code: it may be one that was brought.
    pub serial: String,
}

/// Take apart a resolver URL or path: `[http(s)://host]/01/<gtin>[/10/<lot>]/21/<serial>` or `[...]/t/<code>` (`/T/`
/// too, from upper-case URLs). The host, a query and a fragment are not looked at.
///
/// # Errors
/// `LinkSyntax` for any other form (a user before the host, a path before `/01`, other keys, a slash too many),
/// `LinkNoSerial` where a product or lot is named and no serial, `LinkPercent`, then the reasons of the GTIN, the lot
/// and the serial.
pub fn parse_link(url: &str) -> Result<Link, IdentifierError> {
    let path = path_of(url).and_then(|path| path.strip_prefix('/')).ok_or(IdentifierError::LinkSyntax)?;
    // Six segments and one more, to see that there is one more.
    let segments: Vec<&str> = path.split('/').take(7).collect();
    let (gtin, lot, serial) = match *segments.as_slice() {
        ["01", gtin, "21", serial] => (Some(gtin), None, serial),
        ["01", gtin, "10", lot, "21", serial] => (Some(gtin), Some(lot), serial),
        ["t" | "T", code] => (None, None, code),
        ["01", _] | ["01", _, "21"] | ["01", _, "10", _] | ["01", _, "10", _, "21"] | ["t" | "T"] => {
            return Err(IdentifierError::LinkNoSerial);
        }
        _ => return Err(IdentifierError::LinkSyntax),
    };
    let gtin = gtin.map(decode).transpose()?;
    let lot = lot.map(decode).transpose()?;
    let serial = decode(serial)?;
    if let Some(gtin) = &gtin {
        check_gtin(&text(gtin))?;
    }
    if let Some(lot) = &lot {
        check_text(lot, IdentifierError::LotLength, IdentifierError::LotCharacter)?;
    }
    check_text(&serial, IdentifierError::SerialLength, IdentifierError::SerialCharacter)?;
    let owned = |bytes: Vec<u8>| text(&bytes).into_owned();
    Ok(Link { gtin: gtin.map(owned), lot: lot.map(owned), serial: owned(serial) })
}

/// The path of a URL or of a bare path, without query and fragment.
fn path_of(url: &str) -> Option<&str> {
    let identity = url.split(['?', '#']).next()?;
    let Some((scheme, rest)) = identity.split_once("://") else { return Some(identity) };
    if !(scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")) {
        return None;
    }
    let (host, _) = rest.split_once('/')?;
    // `https://brand.example@elsewhere.example/` looks like one host and goes to another.
    if host.is_empty() || host.contains('@') { None } else { rest.get(host.len()..) }
}

/// Percent-decode a segment (RFC 3986, 2.1) to bytes, which may be no UTF-8; set 82 is ASCII and refuses those later.
pub(crate) fn decode(segment: &str) -> Result<Vec<u8>, IdentifierError> {
    let mut decoded = Vec::with_capacity(segment.len());
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let mut digit =
            || bytes.next().and_then(|byte| char::from(byte).to_digit(16)).and_then(|value| u8::try_from(value).ok());
        match (digit(), digit()) {
            (Some(high), Some(low)) => decoded.push((high << 4) | low),
            _ => return Err(IdentifierError::LinkPercent),
        }
    }
    Ok(decoded)
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn check_text(bytes: &[u8], length: IdentifierError, character: IdentifierError) -> Result<(), IdentifierError> {
    check_text_of(bytes, MAX_TEXT, length, character)
}

/// Refuse what is not 1 to `most` characters of set 82, or a dot segment.
pub(crate) fn check_text_of(
    bytes: &[u8],
    most: usize,
    length: IdentifierError,
    character: IdentifierError,
) -> Result<(), IdentifierError> {
    if !(1..=most).contains(&characters(bytes)) {
        return Err(length);
    }
    let dots = matches!(bytes, b"." | b"..");
    if dots || !bytes.iter().all(|&byte| in_set_82(byte)) { Err(character) } else { Ok(()) }
}

/// Characters of UTF-8 text: bytes that do not go on with one.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// GS1 character set 82: GS1 General Specifications, figure 7.11-1.
#[must_use]
pub const fn in_set_82(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'"' | b'%'..=b'/' | b':'..=b'?' | b'_')
}
