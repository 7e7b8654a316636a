//! The values of a proof file. Each has one spelling, and any other is `None`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::merkle::Hash;

/// Bytes in base64 (RFC 4648, 4), padded, with zeros in the bits left over.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A hash in base64.
pub(super) fn base64_hash(text: &str) -> Option<Hash> {
    base64(text)?.try_into().ok()
}

/// As many bytes as `BYTES` in lower-case hexadecimal.
pub(super) fn hex<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let mut bytes = [0; BYTES];
    if pairs.len() != BYTES {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

const fn digit(symbol: u8) -> Option<u8> {
    match symbol {
        b'0'..=b'9' => Some(symbol.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(symbol.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    }
}

/// The text of `hash` in lower-case hexadecimal.
pub(super) fn hex_text(hash: &Hash) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| DIGITS.get(usize::from(nibble)).copied().map(char::from)).collect()
}

/// A decimal number without sign and leading zeros, at most 2^63 - 1: sizes of logs are signed numbers to many programs.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (text.starts_with('0') && text.len() > 1) {
        return None;
    }
    text.parse().ok().filter(|number| i64::try_from(*number).is_ok())
}

/// Whether a text is a time as `minted` has it: `2026-11-29T20:37:22.000001Z` (RFC 3339, 5.6, with six digits and in UTC).
pub(super) fn is_time(text: &str) -> bool {
    const FORM: &[u8; 27] = b"0000-00-00T00:00:00.000000Z";
    let fits = |(byte, form): (u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == *form };
    if text.len() != FORM.len() || !text.bytes().zip(FORM).all(fits) {
        return false;
    }
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let parts = [(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)].map(|(from, to)| number(from, to));
    let [Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)] = parts else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 | u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    year > 0 && (1..=12).contains(&month) && (1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60
}

/// Whether a text can be the name of a key: not empty, without spaces of Unicode, control characters of ASCII and plus (C2SP
/// signed-note, "Format").
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|symbol: char| symbol.is_whitespace() || symbol < ' ' || symbol == '+')
}
