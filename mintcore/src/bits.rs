//! Numbers of any width put one behind the other, the highest bit first: EPCs, QR codewords and rows of pixels.

/// Puts numbers one behind the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    /// The last bits that are no whole byte yet, fewer than 8, with rubbish above them.
    held: u128,
    held_bits: u32,
}

impl BitWriter {
    /// Add the lowest `width` bits, at most 120.
    #[inline]
    pub(crate) fn push(&mut self, value: u128, width: u32) {
        let value = value & !u128::MAX.unbounded_shl(width);
        self.held = self.held.unbounded_shl(width) | value;
        self.held_bits = self.held_bits.wrapping_add(width);
        while let Some(rest) = self.held_bits.checked_sub(8) {
            self.bytes.push(self.held.unbounded_shr(rest).to_le_bytes()[0]);
            self.held_bits = rest;
        }
    }

    /// Bits so far.
    pub(crate) fn len(&self) -> usize {
        let held = usize::try_from(self.held_bits).unwrap_or_default();
        self.bytes.len().wrapping_mul(8).wrapping_add(held)
    }

    /// Fill up with zeros to a whole number of `unit` bits.
    pub(crate) fn fill(&mut self, unit: usize) {
        let missing = self.len().next_multiple_of(unit).wrapping_sub(self.len());
        for _ in 0..missing {
            self.push(0, 1);
        }
    }

    /// The whole bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole bytes, taken out: the memory of the writer stays with it, so it can be used again after `clear`.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        (self.held, self.held_bits) = (0, 0);
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
