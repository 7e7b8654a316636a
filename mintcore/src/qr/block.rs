//! Error correction codewords and the final order of codewords: ISO/IEC 18004:2015, 7.5 and 7.6.

use super::capacity::Shape;

/// Powers of 2 in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1, twice over, so that a sum of two logarithms needs no modulo.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where a panic is a build error")]
const POWERS: [u8; 510] = {
    let mut powers = [0; 510];
    let (mut exponent, mut power) = (0, 1_u16);
    while exponent < powers.len() {
        powers[exponent] = power.to_le_bytes()[0];
        power = if power >= 128 { (power << 1) ^ 0x11d } else { power << 1 };
        exponent += 1;
    }
    powers
};

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where a panic is a build error")]
const LOGARITHMS: [u8; 256] = {
    let mut logarithms = [0; 256];
    let mut exponent: u8 = 0;
    while exponent < 255 {
        logarithms[POWERS[exponent as usize] as usize] = exponent;
        exponent += 1;
    }
    logarithms
};

/// Up to 32 codewords, the first one highest, as two numbers: shifting and adding take the same few steps for all.
type Codewords = (u128, u128);

/// Divides by one generator polynomial.
#[derive(Debug)]
pub(super) struct Corrector {
    /// The generator, without its highest coefficient, times each field element.
    multiples: Vec<Codewords>,
    length: usize,
}

impl Corrector {
    /// For `length` codewords of error correction in each block, at most 30.
    pub(super) fn new(length: usize) -> Self {
        // The product of (x - 2^i), highest coefficient first.
        let mut generator = vec![1_u8];
        for &root in POWERS.iter().take(length) {
            let shifted = generator.iter().copied().chain([0]);
            let scaled = [0].into_iter().chain(generator.iter().map(|&coefficient| product(coefficient, root)));
            generator = shifted.zip(scaled).map(|(a, b)| a ^ b).collect();
        }
        let multiples = (0..=255)
            .map(|factor| {
                let mut bytes = [0; 32];
                for (byte, &coefficient) in bytes.iter_mut().zip(generator.iter().skip(1)) {
                    *byte = product(coefficient, factor);
                }
                let (first, last) = bytes.split_at(16);
                let number = |half: &[u8]| half.iter().fold(0, |number, &byte| (number << 8) | u128::from(byte));
                (number(first), number(last))
            })
            .collect();
        Self { multiples, length }
    }

    /// The error correction codewords of a block.
    fn correction(&self, data: &[u8]) -> impl Iterator<Item = u8> {
        let mut rest: Codewords = (0, 0);
        for &byte in data {
            let factor = usize::from(byte ^ rest.0.to_be_bytes()[0]);
            let (high, low) = self.multiples.get(factor).copied().unwrap_or_default();
            rest = (((rest.0 << 8) | (rest.1 >> 120)) ^ high, (rest.1 << 8) ^ low);
        }
        rest.0.to_be_bytes().into_iter().chain(rest.1.to_be_bytes()).take(self.length)
    }

    /// Append the codewords of a symbol to `all`: first of each block, second of each, and so on; data, then error
    /// correction.
    pub(super) fn interleave(&self, data: &[u8], shape: Shape, all: &mut Vec<u8>) {
        let short = data.len().checked_div(shape.blocks).unwrap_or_default();
        let longer = data.len().checked_rem(shape.blocks).unwrap_or_default();
        let (first, last) = data.split_at(short.saturating_mul(shape.blocks.saturating_sub(longer)).min(data.len()));
        // At least 1, since no chunk can be empty.
        let blocks = || first.chunks(short.max(1)).chain(last.chunks(short.saturating_add(1)));
        for place in 0..=short {
            all.extend(blocks().filter_map(|block| block.get(place)));
        }
        let from = all.len();
        all.resize(from.saturating_add(shape.blocks.saturating_mul(self.length)), 0);
        for (number, block) in blocks().enumerate() {
            let places = all.get_mut(from.saturating_add(number)..).unwrap_or_default();
            for (place, byte) in places.iter_mut().step_by(shape.blocks).zip(self.correction(block)) {
                *place = byte;
            }
        }
    }
}

fn product(a: u8, b: u8) -> u8 {
    let logarithm = |factor: u8| LOGARITHMS.get(usize::from(factor)).map_or(0, |&logarithm| usize::from(logarithm));
    if a == 0 || b == 0 {
        return 0;
    }
    POWERS.get(logarithm(a).saturating_add(logarithm(b))).copied().unwrap_or_default()
}
