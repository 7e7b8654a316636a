//! How EPCs write serials: TDS 2.3, 14.3.2 (140 bits) and 14.5.6 (as few bits as it takes).

use super::bits::Reader;
use super::{BASE64_URL, number};
use crate::bits::BitWriter;
use crate::context::ascii;
use crate::error::IdentifierError;

/// TDS, table 14-8 (ISO/IEC 29161): the first is no character, but fills up the last three.
static URN_CODE_40: Alphabet = Alphabet::new(b"\0ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789");

static UPPER: Alphabet = Alphabet::new(b"0123456789ABCDEF");
static LOWER: Alphabet = Alphabet::new(b"0123456789abcdef");
static FILE_SAFE: Alphabet = Alphabet::new(BASE64_URL);

/// Characters with values, by their place.
struct Alphabet {
    characters: &'static [u8],
    /// The place of each byte; 255 where it has none.
    places: [u8; 256],
}

impl Alphabet {
    #[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where a panic is a build error")]
    const fn new(characters: &'static [u8]) -> Self {
        let mut places = [u8::MAX; 256];
        let mut place: u8 = 0;
        while (place as usize) < characters.len() {
            places[characters[place as usize] as usize] = place;
            place = place.wrapping_add(1);
        }
        Self { characters, places }
    }

    #[inline]
    fn place(&self, byte: u8) -> Option<u8> {
        self.places.get(usize::from(byte)).copied().filter(|&place| place != u8::MAX)
    }
}

/// How the characters of a variable-length serial are written. The number is the encoding indicator of TDS, table E.
#[derive(Clone, Copy)]
enum Way {
    /// 0: one number, and as many digits as the length says.
    Number,
    /// 1 and 2: four bits a character; 3: six bits. The value of a character is its place here.
    Places(&'static Alphabet, u32),
    /// 4: seven bits a character.
    Ascii,
    /// 5: sixteen bits for three characters.
    UrnCode40,
}

/// The ways by their encoding indicator.
const WAYS: [Way; 6] = [
    Way::Number,
    Way::Places(&UPPER, 4),
    Way::Places(&LOWER, 4),
    Way::Places(&FILE_SAFE, 6),
    Way::Ascii,
    Way::UrnCode40,
];

/// Read 20 characters of 7 bits, zeros behind the last one.
pub(super) fn take_140(bits: &mut Reader) -> Result<String, IdentifierError> {
    let bytes = (0..20).map(|_| bits.take_small(7)).collect::<Result<Vec<u8>, _>>()?;
    // A zero before the last character stays, and no serial has one.
    Ok(ascii(&bytes).trim_end_matches('\0').to_owned())
}

pub(super) fn push_140(bits: &mut BitWriter, serial: &str) {
    for byte in serial.bytes().chain(std::iter::repeat(0)).take(20) {
        bits.push(byte.into(), 7);
    }
}

/// Read encoding indicator, length and characters.
pub(super) fn take(bits: &mut Reader) -> Result<String, IdentifierError> {
    let indicator = usize::from(bits.take_small(3)?);
    let length = bits.take_small(5)?;
    if !(1..=20).contains(&length) {
        return Err(IdentifierError::SerialLength);
    }
    let length = usize::from(length);
    match *WAYS.get(indicator).ok_or(IdentifierError::EpcValue)? {
        Way::Number => {
            let digits = format!("{:0length$}", bits.take(number_bits(length))?);
            if digits.len() == length { Ok(digits) } else { Err(IdentifierError::EpcValue) }
        }
        Way::Places(alphabet, width) => (0..length)
            .map(|_| {
                let &byte =
                    alphabet.characters.get(usize::from(bits.take_small(width)?)).ok_or(IdentifierError::EpcValue)?;
                Ok(char::from(byte))
            })
            .collect(),
        Way::Ascii => (0..length).map(|_| Ok(char::from(bits.take_small(7)?))).collect(),
        Way::UrnCode40 => take_urn_code_40(bits, length),
    }
}

/// Write encoding indicator, length and characters, in the way that takes the fewest bits; of two such, the one with
/// the lower indicator.
pub(super) fn push(bits: &mut BitWriter, serial: &str) -> Result<(), IdentifierError> {
    let text = serial.as_bytes();
    let fitting =
        WAYS.into_iter().zip(0_u128..).filter_map(|(way, indicator)| Some((way.bits_of(text)?, indicator, way)));
    let (_, indicator, way) = fitting.min_by_key(|&(bits, ..)| bits).ok_or(IdentifierError::SerialCharacter)?;
    bits.push(indicator, 3);
    bits.push(text.len() as u128, 5);
    match way {
        Way::Number => bits.push(number(text)?, number_bits(text.len())),
        Way::Places(alphabet, width) => {
            // At most 20 characters of 6 bits, which one push takes.
            let places = text.iter().filter_map(|&byte| alphabet.place(byte));
            let number = places.fold(0_u128, |number, place| number.unbounded_shl(width) | u128::from(place));
            bits.push(number, width.saturating_mul(u32::try_from(text.len()).unwrap_or_default()));
        }
        Way::Ascii => text.iter().for_each(|&byte| bits.push(byte.into(), 7)),
        Way::UrnCode40 => {
            for three in text.chunks(3) {
                let places = three.iter().chain(&[0, 0]).take(3).filter_map(|&byte| URN_CODE_40.place(byte));
                let group = places.fold(0_u128, |group, place| group.wrapping_mul(40).wrapping_add(place.into()));
                bits.push(group.wrapping_add(1), 16);
            }
        }
    }
    Ok(())
}

impl Way {
    /// The bits that the characters take; none where one of them cannot be written so.
    fn bits_of(self, text: &[u8]) -> Option<usize> {
        let (fits, bits) = match self {
            Self::Number => (text.iter().all(u8::is_ascii_digit), usize::try_from(number_bits(text.len())).ok()?),
            Self::Places(alphabet, width) => {
                let bits = text.len().checked_mul(usize::try_from(width).ok()?)?;
                (text.iter().all(|&byte| alphabet.place(byte).is_some()), bits)
            }
            Self::Ascii => (text.is_ascii(), text.len().checked_mul(7)?),
            Self::UrnCode40 => {
                let fits = text.iter().all(|&byte| byte != 0 && URN_CODE_40.place(byte).is_some());
                (fits, text.len().div_ceil(3).checked_mul(16)?)
            }
        };
        fits.then_some(bits)
    }
}

/// TDS, 14.5.6.5: three characters are 1600 a + 40 b + c + 1.
fn take_urn_code_40(bits: &mut Reader, length: usize) -> Result<String, IdentifierError> {
    let mut bytes = Vec::new();
    for _ in 0..length.div_ceil(3) {
        let group = bits.take(16)?.checked_sub(1).ok_or(IdentifierError::EpcValue)?;
        for place in [group / 1600, group / 40 % 40, group % 40] {
            let place = usize::try_from(place).map_err(|_| IdentifierError::EpcValue)?;
            bytes.push(*URN_CODE_40.characters.get(place).ok_or(IdentifierError::EpcValue)?);
        }
    }
    let text = ascii(&bytes);
    let text = text.trim_end_matches('\0');
    if text.len() == length { Ok(text.to_owned()) } else { Err(IdentifierError::EpcValue) }
}

/// The bits of the largest number with so many digits, at most 38: TDS, table B.
fn number_bits(digits: usize) -> u32 {
    let largest = (0..digits).fold(0_u128, |largest, _| largest.wrapping_mul(10).wrapping_add(9));
    u128::BITS.saturating_sub(largest.leading_zeros())
}
