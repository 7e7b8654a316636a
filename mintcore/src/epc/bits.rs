//! Numbers of any width taken off the front of a string of bits, the highest bit first.

use crate::error::IdentifierError;

/// Takes numbers off the front.
pub(super) struct Reader {
    bits: std::vec::IntoIter<bool>,
}

impl Reader {
    /// Read the lowest `width` bits of each value; `EpcLength` where all of them are more than `most`.
    pub(super) fn new(values: impl Iterator<Item = u32>, width: u32, most: usize) -> Result<Self, IdentifierError> {
        let mut bits = Vec::new();
        for value in values {
            bits.extend((0..width).rev().map(|place| bit(value.into(), place)));
            if bits.len() > most {
                return Err(IdentifierError::EpcLength);
            }
        }
        Ok(Self { bits: bits.into_iter() })
    }

    /// The next `width` bits, at most 128; `EpcLength` where there are not so many.
    pub(super) fn take(&mut self, width: u32) -> Result<u128, IdentifierError> {
        (0..width).try_fold(0, |value, _| {
            let bit = self.bits.next().ok_or(IdentifierError::EpcLength)?;
            Ok((value << 1) | u128::from(bit))
        })
    }

    /// The next `width` bits, at most 8.
    pub(super) fn take_small(&mut self, width: u32) -> Result<u8, IdentifierError> {
        u8::try_from(self.take(width)?).map_err(|_| IdentifierError::EpcValue)
    }

    /// The next `width` bits, at most 4, as a hexadecimal digit in lower case.
    pub(super) fn take_digit(&mut self, width: u32) -> Result<char, IdentifierError> {
        char::from_digit(self.take_small(width)?.into(), 16).ok_or(IdentifierError::EpcValue)
    }

    /// Whether no bit that is left is set.
    pub(super) fn is_rest_zero(&self) -> bool {
        !self.bits.as_slice().contains(&true)
    }
}

fn bit(value: u128, place: u32) -> bool {
    value.checked_shr(place).is_some_and(|shifted| shifted & 1 == 1)
}
