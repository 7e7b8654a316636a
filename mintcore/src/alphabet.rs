//! The symbols of a code: Crockford's base 32 in upper case, 5 bits each, most significant first.
//!
//! The alphabet lies inside GS1's character set 82, needs no percent-encoding, fits the alphanumeric mode of a QR code,
//! and has no `I L O U`, which people take for other symbols.

use crate::error::CodeError;

/// Symbols in a code: 16, so 80 bits.
pub const CODE_LENGTH: usize = 16;

/// A code as it is printed: 16 symbols, ASCII.
pub type Symbols = [u8; CODE_LENGTH];

/// The symbols in the order of their values, 0 to 31.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The value of the first symbol that is a letter (`A`).
pub const FIRST_LETTER: u8 = 10;

/// No symbol has this value.
const NONE: u8 = 0xff;

/// The value of each byte as a symbol, or [`NONE`].
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value: u8 = 0;
    while value < 32 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// The same byte in each of eight places.
const fn every(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// 1 in each byte of `values` (all below 32) that is at least `bound`, else 0.
const fn at_least(values: u64, bound: u8) -> u64 {
    // No byte carries into the next: 31 + 128 is below 256.
    (values.wrapping_add(every(128_u8.wrapping_sub(bound))) >> 7) & every(1)
}

/// The eight symbols of 40 bits. Bits above the 40 low ones are ignored.
///
/// Eight symbols at a time in one register: a table look-up for each symbol took twice as long.
#[must_use]
pub const fn symbols_of(half: u64) -> [u8; 8] {
    // Spread 8 x 5 bits over 8 bytes, halving the piece each time: 40 = 2 x 20 = 4 x 10 = 8 x 5.
    let half = ((half & 0xff_fff0_0000) << 12) | (half & 0x0f_ffff);
    let half = ((half & 0x000f_fc00_000f_fc00) << 6) | (half & 0x0000_03ff_0000_03ff);
    let values = ((half & 0x03e0_03e0_03e0_03e0) << 3) | (half & 0x001f_001f_001f_001f);
    // The letters follow the digits after a gap of 7, and each left-out letter (I, L, O, U) shifts the rest by 1.
    let gaps = at_least(values, 10)
        .wrapping_mul(7)
        .wrapping_add(at_least(values, 18))
        .wrapping_add(at_least(values, 20))
        .wrapping_add(at_least(values, 22))
        .wrapping_add(at_least(values, 27));
    values.wrapping_add(every(b'0')).wrapping_add(gaps).to_be_bytes()
}

/// The code of two halves of 40 bits.
#[must_use]
pub fn write(left: u64, right: u64) -> Symbols {
    let mut symbols = [0; CODE_LENGTH];
    for (place, symbol) in symbols.iter_mut().zip(symbols_of(left).into_iter().chain(symbols_of(right))) {
        *place = symbol;
    }
    symbols
}

/// The two halves of 40 bits of an exact code.
///
/// # Errors
/// [`CodeError::Length`], [`CodeError::Symbol`] or [`CodeError::FirstSymbol`], looked for in this order.
pub fn read(text: &str) -> Result<(u64, u64), CodeError> {
    let Ok(symbols) = Symbols::try_from(text.as_bytes()) else {
        // Sixteen characters of several bytes each have the right length and the wrong symbols.
        let right_length = text.chars().nth(CODE_LENGTH.saturating_sub(1)).is_some() && text.chars().nth(CODE_LENGTH).is_none();
        return Err(if right_length { CodeError::Symbol } else { CodeError::Length });
    };
    let mut bits: u128 = 0;
    for symbol in symbols {
        match VALUES.get(usize::from(symbol)) {
            Some(&value) if value != NONE => bits = (bits << 5) | u128::from(value),
            _ => return Err(CodeError::Symbol),
        }
    }
    let (left, right) = (low_40(bits >> 40), low_40(bits));
    if starts_with_letter(left) { Ok((left, right)) } else { Err(CodeError::FirstSymbol) }
}

/// Whether the first symbol of a code with this left half is a letter.
#[must_use]
pub const fn starts_with_letter(left: u64) -> bool {
    left >> 35 >= FIRST_LETTER as u64
}

/// The 40 low bits.
#[expect(clippy::cast_possible_truncation, reason = "masked to 40 bits")]
const fn low_40(bits: u128) -> u64 {
    (bits & 0xff_ffff_ffff) as u64
}

/// The code that somebody meant: `a` to `z` in upper case, then `I` and `L` as `1`, `O` as `0`.
///
/// Any text in, no check: what is no code before is none after. Only ASCII letters change, since the upper case of
/// other scripts can be longer, or turn a foreign letter into one of ours.
#[must_use]
pub fn normalise(text: &str) -> String {
    text.chars()
        .map(|symbol| match symbol.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect()
}
