//! EPC binary strings of trade items (SGTIN): what RFID and NFC tags hold, and what a compressed GS1 Digital Link
//! carries.
//!
//! GS1 EPC Tag Data Standard (TDS) 2.3, clause 14 and annex E, and GS1 Digital Link URI: Compression Technical Standard
//! for EPC binary strings (EPCB) 1.0.0, clause 4.

mod bits;
mod form;
mod serial;

use crate::context::ascii;
use crate::digital_link::{DigitalLink, check_attribute};
use crate::error::IdentifierError;
use crate::link::{check_gtin, check_serial, complete_gtin};
use bits::Reader;

pub use form::{EpcForm, Tag, encode_sgtin_plus, encode_sgtin96, encode_sgtin198};

/// The EPC schemes of trade items: TDS 2.3, table 14-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// A numeric serial below 2^38, without leading zeros.
    Sgtin96,
    /// Any serial, in 140 bits.
    Sgtin198,
    /// Any serial, in as few bits as it needs.
    SgtinPlus,
    /// [`Scheme::SgtinPlus`] behind a date.
    DsgtinPlus,
    /// [`Scheme::SgtinPlus`] before a host name.
    SgtinPlusPlus,
    /// [`Scheme::DsgtinPlus`] before a host name.
    DsgtinPlusPlus,
}

/// What an EPC says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epc {
    /// How it is written.
    pub scheme: Scheme,
    /// What kind of packaging the tag is on: 0 to 7 (TDS, clause 10). No part of the identity.
    pub filter: u8,
    /// 14 digits with a right check digit.
    pub gtin: String,
    /// Any that AI 21 can carry.
    pub serial: String,
    /// The date of a DSGTIN: its Application Identifier and YYMMDD.
    pub date: Option<(&'static str, String)>,
}

/// Bits that an EPC may have with all the data behind it: a tag has at most 496, a long compressed link a few more.
const MOST_BITS: usize = 2048;
const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// How many of the 44 bits of company prefix and item are the prefix's, for prefixes of 12 to 6 digits: TDS, 14.6.1.
const PREFIX_BITS: [u32; 7] = [40, 37, 34, 30, 27, 24, 20];
/// The Application Identifiers of a DSGTIN's date: TDS, 14.5.3.
const DATES: [&str; 7] = ["11", "13", "15", "16", "17", "7006", "7007"];

/// Take the EPC of a tag apart: its bytes from the header on, filled up with zero bits.
///
/// Of a `+` scheme, data that follows the EPC (TDS, 15.3) and the host name of a `++` scheme are not looked at: the
/// GTIN and the serial name the item without them.
///
/// # Errors
/// `EpcScheme`, `EpcLength`, `EpcValue`, and the reasons of GTIN and serial.
pub fn decode_epc(epc: &[u8]) -> Result<Epc, IdentifierError> {
    decode(epc.iter().map(|&byte| u32::from(byte)), 8)
}

/// Take the last segment of a compressed link apart: `eh` and lower-case hexadecimal digits, or `ex` and base64url
/// (EPCB, 4.2; URI Syntax 1.7.0, 6.1.2). Else as [`decode_epc`].
///
/// # Errors
/// `EpcSyntax` for other text, else those of [`decode_epc`].
pub fn decode_epc_segment(segment: &str) -> Result<Epc, IdentifierError> {
    let (digits, alphabet, width) = if let Some(digits) = segment.strip_prefix("eh") {
        (digits, b"0123456789abcdef".as_slice(), 4)
    } else {
        (segment.strip_prefix("ex").ok_or(IdentifierError::EpcSyntax)?, BASE64_URL.as_slice(), 6)
    };
    // Before all digits are looked at: a text of any length costs no more than an EPC.
    if digits.len() > MOST_BITS {
        return Err(IdentifierError::EpcLength);
    }
    let value = |byte: u8| alphabet.iter().zip(0_u32..).find(|&(&digit, _)| digit == byte).map(|(_, value)| value);
    let values = digits.bytes().map(value).collect::<Option<Vec<u32>>>().ok_or(IdentifierError::EpcSyntax)?;
    decode(values.into_iter(), width)
}

fn decode(values: impl Iterator<Item = u32>, width: u32) -> Result<Epc, IdentifierError> {
    let mut bits = Reader::new(values, width, MOST_BITS)?;
    let scheme = match bits.take(8)? {
        0x30 => Scheme::Sgtin96,
        0x36 => Scheme::Sgtin198,
        0xf7 => Scheme::SgtinPlus,
        0xfb => Scheme::DsgtinPlus,
        0xfd => Scheme::SgtinPlusPlus,
        0xfc => Scheme::DsgtinPlusPlus,
        _ => return Err(IdentifierError::EpcScheme),
    };
    let is_classic = matches!(scheme, Scheme::Sgtin96 | Scheme::Sgtin198);
    let has_more = !is_classic && bits.take(1)? == 1;
    let filter = bits.take_small(3)?;
    let (gtin, serial, date) = if is_classic {
        let gtin = classic_gtin(&mut bits)?;
        let serial = if scheme == Scheme::Sgtin96 { bits.take(38)?.to_string() } else { serial::take_140(&mut bits)? };
        (gtin, serial, None)
    } else {
        let has_date = matches!(scheme, Scheme::DsgtinPlus | Scheme::DsgtinPlusPlus);
        let date = if has_date { Some(date(&mut bits)?) } else { None };
        let digits = (0..14).map(|_| bits.take_digit(4)).collect::<Result<String, _>>()?;
        (digits, serial::take(&mut bits)?, date)
    };
    check_gtin(&gtin)?;
    check_serial(&serial)?;
    let has_host = matches!(scheme, Scheme::SgtinPlusPlus | Scheme::DsgtinPlusPlus);
    if !(has_more || has_host || bits.is_rest_zero()) {
        return Err(IdentifierError::EpcLength);
    }
    Ok(Epc { scheme, filter, gtin, serial, date })
}

impl Scheme {
    /// The name in TDS.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sgtin96 => "SGTIN-96",
            Self::Sgtin198 => "SGTIN-198",
            Self::SgtinPlus => "SGTIN+",
            Self::DsgtinPlus => "DSGTIN+",
            Self::SgtinPlusPlus => "SGTIN++",
            Self::DsgtinPlusPlus => "DSGTIN++",
        }
    }
}

impl From<Epc> for DigitalLink {
    fn from(epc: Epc) -> Self {
        Self { gtin: Some(epc.gtin), serial: Some(epc.serial), ..Self::default() }
    }
}

/// The GTIN of an SGTIN-96 or SGTIN-198: TDS, 14.6.1.
fn classic_gtin(bits: &mut Reader) -> Result<String, IdentifierError> {
    let partition = usize::from(bits.take_small(3)?);
    let &width = PREFIX_BITS.get(partition).ok_or(IdentifierError::EpcValue)?;
    let (prefix, item) = (bits.take(width)?, bits.take(44_u32.saturating_sub(width))?);
    let length = 12_usize.saturating_sub(partition);
    let prefix = format!("{prefix:0length$}");
    let length = partition.saturating_add(1);
    let item = format!("{item:0length$}");
    let Some((indicator, rest)) = item.split_at_checked(1) else { return Err(IdentifierError::EpcValue) };
    // Too long where a number has more digits than its partition says.
    complete_gtin(&[indicator, &prefix, rest].concat()).ok_or(IdentifierError::EpcValue)
}

/// TDS, 14.5.3 and 14.5.8.
fn date(bits: &mut Reader) -> Result<(&'static str, String), IdentifierError> {
    let kind = usize::from(bits.take_small(4)?);
    let &key = DATES.get(kind).ok_or(IdentifierError::EpcValue)?;
    let (year, month, day) = (bits.take(7)?, bits.take(4)?, bits.take(5)?);
    let date = format!("{year:02}{month:02}{day:02}");
    check_attribute(key, &date).map_err(|_| IdentifierError::EpcValue)?;
    Ok((key, date))
}

/// The number that digits write.
fn number(digits: &[u8]) -> Result<u128, IdentifierError> {
    ascii(digits).parse().map_err(|_| IdentifierError::EpcValue)
}
