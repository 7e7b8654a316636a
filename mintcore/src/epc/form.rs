//! EPCs of many units of one GTIN, and what a tag holds of one: TDS 2.3, clauses 6.3.1, 9 and 14.

use super::{PREFIX_BITS, Scheme, number, serial};
use crate::bits::BitWriter;
use crate::digital_link::DigitalLink;
use crate::error::{Error, IdentifierError};
use crate::link::{check_gtin, check_serial};

/// Writes the EPCs of one GTIN. Immutable: one may be used from many threads.
#[derive(Debug, Clone)]
pub struct EpcForm {
    scheme: Scheme,
    gtin: String,
    prefix_length: Option<u8>,
    filter: u8,
    /// All bits before the serial, and how many.
    head: (u128, u32),
}

/// What a tag holds of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The EPC from its header on, filled up with zero bits to words of 16, as a tag's memory is written (TDS, 15.1.1).
    pub epc: Vec<u8>,
    /// The Protocol Control word before the EPC (bits 10h to 1Fh of the EPC memory bank): the words of the EPC in the five
    /// highest bits; no user memory, no extension, an EPC (toggle 0), no attributes.
    pub pc: u16,
}

impl EpcForm {
    /// SGTIN+ without data behind it. `filter` is 0 to 7; `prefix_length`, that of the GS1 Company Prefix within the GTIN
    /// (6 to 12 digits), is no part of the EPC and serves [`EpcForm::uri`] alone.
    ///
    /// # Errors
    /// [`Error::Argument`] for another length or filter, and the reasons of the GTIN.
    pub fn sgtin_plus(gtin: &str, prefix_length: Option<u8>, filter: u8) -> Result<Self, Error> {
        check_gtin(gtin)?;
        check_filter(filter)?;
        if let Some(length) = prefix_length {
            partition(length)?;
        }
        // The header, no data behind the EPC, the filter, and four bits for each digit: TDS, 14.6.
        let start = (0xf7_u128 << 4) | u128::from(filter);
        let bits =
            gtin.bytes().try_fold(start, |bits, digit| Ok::<_, IdentifierError>((bits << 4) | number(&[digit])?))?;
        Ok(Self { scheme: Scheme::SgtinPlus, gtin: gtin.to_owned(), prefix_length, filter, head: (bits, 68) })
    }

    /// SGTIN-96: serials that are numbers below 2^38 without leading zeros. Arguments as of [`EpcForm::sgtin_plus`].
    ///
    /// # Errors
    /// [`Error::Argument`] for another length or filter, and the reasons of the GTIN.
    pub fn sgtin96(gtin: &str, prefix_length: u8, filter: u8) -> Result<Self, Error> {
        Self::classic(Scheme::Sgtin96, 0x30, gtin, prefix_length, filter)
    }

    /// SGTIN-198: any serial. Arguments as of [`EpcForm::sgtin_plus`].
    ///
    /// # Errors
    /// [`Error::Argument`] for another length or filter, and the reasons of the GTIN.
    pub fn sgtin198(gtin: &str, prefix_length: u8, filter: u8) -> Result<Self, Error> {
        Self::classic(Scheme::Sgtin198, 0x36, gtin, prefix_length, filter)
    }

    /// All of an SGTIN-96 or SGTIN-198 but the serial: TDS, 14.6.1.
    fn classic(scheme: Scheme, header: u8, gtin: &str, prefix_length: u8, filter: u8) -> Result<Self, Error> {
        check_gtin(gtin)?;
        check_filter(filter)?;
        let (partition, width) = partition(prefix_length)?;
        let (prefix, item) = split(gtin, prefix_length)?;
        let start = (u128::from(header) << 6) | (u128::from(filter) << 3) | partition;
        let item_width = 44_u32.saturating_sub(width);
        let bits = start.unbounded_shl(width) | number(prefix.as_bytes())?;
        let bits = bits.unbounded_shl(item_width) | number(item.as_bytes())?;
        Ok(Self { scheme, gtin: gtin.to_owned(), prefix_length: Some(prefix_length), filter, head: (bits, 58) })
    }

    /// How it is written.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The filter of all tags: 0 to 7.
    #[must_use]
    pub const fn filter(&self) -> u8 {
        self.filter
    }

    /// What the tag of a unit holds.
    ///
    /// # Errors
    /// The reasons of the serial, and `EpcSerial` where the scheme has no room for it.
    pub fn tag(&self, serial: &str) -> Result<Tag, IdentifierError> {
        let mut bits = BitWriter::default();
        let pc = self.write(serial, &mut bits)?;
        Ok(Tag { epc: bits.into_bytes(), pc })
    }

    /// Write the EPC of a unit, filled up to words of 16, and give its Protocol Control word.
    pub(crate) fn write(&self, serial: &str, bits: &mut BitWriter) -> Result<u16, IdentifierError> {
        check_serial(serial)?;
        bits.clear();
        bits.push(self.head.0, self.head.1);
        match self.scheme {
            Scheme::Sgtin96 => {
                let number: u64 = serial.parse().map_err(|_| IdentifierError::EpcSerial)?;
                // Else two serials would have the same EPC.
                if number >= 1 << 38 || number.to_string() != serial {
                    return Err(IdentifierError::EpcSerial);
                }
                bits.push(number.into(), 38);
            }
            Scheme::Sgtin198 => serial::push_140(bits, serial),
            _ => serial::push(bits, serial)?,
        }
        bits.fill(16);
        let words = u16::try_from(bits.bytes().len() / 2).map_err(|_| IdentifierError::EpcLength)?;
        Ok(words << 11)
    }

    /// The EPC as a URI: `urn:epc:id:sgtin:` with company prefix, item and serial (TDS, 6.3.1) where the length of the
    /// prefix is known, else the canonical GS1 Digital Link `https://id.gs1.org/01/<gtin>/21/<serial>`, which needs none.
    ///
    /// # Errors
    /// The reasons of the serial.
    pub fn uri(&self, serial: &str) -> Result<String, IdentifierError> {
        let Some(length) = self.prefix_length else {
            let link = DigitalLink::new(&self.gtin, None, None, Some(serial), None)?;
            return Ok(["https://id.gs1.org", &link.path()].concat());
        };
        check_serial(serial)?;
        let (prefix, item) = split(&self.gtin, length)?;
        let mut uri = ["urn:epc:id:sgtin:", prefix, ".", &item, "."].concat();
        for symbol in serial.chars() {
            // Of set 82 these have another meaning in a URN: TDS, table A-1.
            match symbol {
                '"' => uri.push_str("%22"),
                '%' => uri.push_str("%25"),
                '&' => uri.push_str("%26"),
                '/' => uri.push_str("%2F"),
                '<' => uri.push_str("%3C"),
                '>' => uri.push_str("%3E"),
                '?' => uri.push_str("%3F"),
                other => uri.push(other),
            }
        }
        Ok(uri)
    }
}

/// Write an SGTIN-96: 12 bytes.
///
/// `prefix_length` is that of the GS1 Company Prefix within the GTIN, 6 to 12 digits, and `filter` 0 to 7.
///
/// # Errors
/// [`Error::Argument`] for another length or filter, the reasons of GTIN and serial, and `EpcSerial` for a serial that
/// is no number from 0 to 2^38 - 1 without leading zeros.
pub fn encode_sgtin96(gtin: &str, serial: &str, prefix_length: u8, filter: u8) -> Result<Vec<u8>, Error> {
    Ok(EpcForm::sgtin96(gtin, prefix_length, filter)?.tag(serial)?.epc)
}

/// Write an SGTIN-198: 26 bytes, the last ten bits zero. Arguments as of [`encode_sgtin96`], and any serial.
///
/// # Errors
/// [`Error::Argument`] for another length or filter, and the reasons of GTIN and serial.
pub fn encode_sgtin198(gtin: &str, serial: &str, prefix_length: u8, filter: u8) -> Result<Vec<u8>, Error> {
    Ok(EpcForm::sgtin198(gtin, prefix_length, filter)?.tag(serial)?.epc)
}

/// Write an SGTIN+ without data behind it: 10 to 28 bytes, filled up with zero bits to words of 16. `filter` is 0 to 7.
///
/// # Errors
/// [`Error::Argument`] for another filter, and the reasons of GTIN and serial.
pub fn encode_sgtin_plus(gtin: &str, serial: &str, filter: u8) -> Result<Vec<u8>, Error> {
    Ok(EpcForm::sgtin_plus(gtin, None, filter)?.tag(serial)?.epc)
}

fn check_filter(filter: u8) -> Result<(), Error> {
    if filter > 7 { Err(Error::Argument("a filter is 0 to 7")) } else { Ok(()) }
}

/// The partition of a company prefix with so many digits, and the bits of the prefix: TDS, 14.6.1.
fn partition(prefix_length: u8) -> Result<(u128, u32), Error> {
    const LENGTH: Error = Error::Argument("a company prefix has 6 to 12 digits");
    let partition = 12_u8.checked_sub(prefix_length).ok_or(LENGTH)?;
    let &width = PREFIX_BITS.get(usize::from(partition)).ok_or(LENGTH)?;
    Ok((partition.into(), width))
}

/// Company prefix and item of a GTIN: the indicator digit goes before the item, the check digit is left out.
fn split(gtin: &str, prefix_length: u8) -> Result<(&str, String), IdentifierError> {
    const LENGTH: IdentifierError = IdentifierError::GtinLength;
    let (indicator, rest) = gtin.split_at_checked(1).ok_or(LENGTH)?;
    let digits = rest.get(..12).ok_or(LENGTH)?;
    let (prefix, item) = digits.split_at_checked(prefix_length.into()).ok_or(LENGTH)?;
    Ok((prefix, [indicator, item].concat()))
}
