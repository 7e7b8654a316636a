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
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where a panic is a build error")]
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value: u8 = 0;
    while value < 32 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// The code of two halves of 40 bits. Bits above the 40 low ones are ignored.
#[must_use]
#[inline]
pub fn write(left: u64, right: u64) -> Symbols {
    let mut symbols = [0; CODE_LENGTH];
    let (first, last) = symbols.split_at_mut(8);
    for (places, half) in [(first, left), (last, right)] {
        for (place, shift) in places.iter_mut().zip([35, 30, 25, 20, 15, 10, 5, 0]) {
            let value = (half >> shift).to_le_bytes()[0] & 31;
            *place = ALPHABET.get(usize::from(value)).copied().unwrap_or_default();
        }
    }
    symbols
}

/// The sixteen bytes of a text that has the length of a code. They may be no symbols yet: see [`read`].
///
/// # Errors
/// [`CodeError::Length`]; [`CodeError::Symbol`] where 16 characters are more bytes than that.
pub fn sixteen(text: &str) -> Result<Symbols, CodeError> {
    if text.chars().take(CODE_LENGTH.saturating_add(1)).count() != CODE_LENGTH {
        return Err(CodeError::Length);
    }
    Symbols::try_from(text.as_bytes()).map_err(|_| CodeError::Symbol)
}

/// The two halves of 40 bits of an exact code.
///
/// # Errors
/// [`CodeError::Length`], [`CodeError::Symbol`] or [`CodeError::FirstSymbol`], looked for in this order.
pub fn read(text: &str) -> Result<(u64, u64), CodeError> {
    let symbols = sixteen(text)?;
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

/// The text of sixteen bytes that have the form of a code.
///
/// # Errors
/// [`CodeError::Symbol`] or [`CodeError::FirstSymbol`], looked for in this order.
#[inline]
pub fn check(symbols: &Symbols) -> Result<&str, CodeError> {
    let value = |symbol: &u8| VALUES.get(usize::from(*symbol)).copied().unwrap_or(NONE);
    // No symbol has the highest bit, and all values but `NONE` are below 32.
    if symbols.iter().fold(0, |all, symbol| all | value(symbol)) > 31 {
        return Err(CodeError::Symbol);
    }
    if value(&symbols[0]) < FIRST_LETTER {
        return Err(CodeError::FirstSymbol);
    }
    str::from_utf8(symbols).map_err(|_| CodeError::Symbol)
}

/// Whether the first symbol of a code with this left half is a letter.
#[must_use]
pub const fn starts_with_letter(left: u64) -> bool {
    left >> 35 >= FIRST_LETTER as u64
}

/// The 40 low bits.
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
