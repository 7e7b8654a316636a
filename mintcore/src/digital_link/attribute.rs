//! The data attributes that may stand in the query of a GTIN's link, and what their values look like.
//!
//! From the GS1 Barcode Syntax Dictionary, release 2026-01-27 (GS1 AISBL, Apache-2.0): the Application Identifiers that
//! it permits as data attributes (flag `?`) and that need no key but a GTIN, so none of an SSCC's, a coupon's or a
//! patient's, and none that may not stand beside a GTIN. AI 12 needs a payment slip there and is taken all the same,
//! since labels carry it.

use crate::error::IdentifierError;
use crate::link::{has_check_digit, in_set_82};

/// What a part of a value is made of.
#[derive(Clone, Copy)]
enum Kind {
    /// Digits.
    N,
    /// Characters of set 82.
    X,
    /// Characters of set 39: GS1 General Specifications, figure 7.11-2.
    Y,
    /// Characters of base64url: RFC 4648, 5.
    Z,
    /// Digits of which the last is the check digit.
    Key,
    /// YYMMDD.
    Day,
    /// YYMMDD, where 00 stands for no day: GS1 General Specifications, 7.12.
    DayOrMonth,
    /// A number of two digits below this one.
    Below(u8),
}

/// A part of a value: it takes up to `most` characters, and at least `least`.
#[derive(Clone, Copy)]
struct Part {
    kind: Kind,
    least: usize,
    most: usize,
    /// A value may end before this part.
    is_optional: bool,
}

const fn exact(kind: Kind, length: usize) -> Part {
    Part { kind, least: length, most: length, is_optional: false }
}

const fn up_to(kind: Kind, most: usize) -> Part {
    Part { kind, least: 1, most, is_optional: false }
}

const fn maybe(part: Part) -> Part {
    Part { is_optional: true, ..part }
}

const DAY: Part = exact(Kind::Day, 6);
const HOUR: Part = exact(Kind::Below(24), 2);
const MINUTE: Part = exact(Kind::Below(60), 2);
const COUNTRY: Part = exact(Kind::N, 3);
const GLN: Part = exact(Kind::Key, 13);

macro_rules! parts {
    ($($part:expr),+) => { &const { [$($part),+] } };
}

/// The parts of an attribute; none where the key is no attribute.
fn parts_of(key: &str) -> Option<&'static [Part]> {
    use Kind::{DayOrMonth, Key, N, X, Y, Z};
    if !key.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Keys of digits alone, and no other length is looked at.
    let number: u16 = key.parse().ok()?;
    Some(match (key.len(), number) {
        (2, 0) => parts![exact(Key, 18)],
        (2, 11..=13 | 15..=17) => parts![exact(DayOrMonth, 6)],
        (2, 20) => parts![exact(N, 2)],
        (2, 30) => parts![up_to(N, 8)],
        (2, 91..=99) => parts![up_to(X, 90)],
        (2, 90) | (3, 240 | 241 | 250 | 251 | 400 | 401) | (4, 7002 | 7023 | 8004) => parts![up_to(X, 30)],
        (3, 242) => parts![up_to(N, 6)],
        (3, 243 | 420 | 710..=717) | (4, 7020..=7022 | 7240 | 8002 | 8012) => parts![up_to(X, 20)],
        (3, 253) => parts![GLN, maybe(up_to(X, 17))],
        (3, 402) => parts![exact(Key, 17)],
        (3, 410..=414 | 416 | 417) => parts![GLN],
        (3, 421) => parts![COUNTRY, up_to(X, 9)],
        (3, 422 | 424 | 426) => parts![COUNTRY],
        (3, 423 | 425) => parts![COUNTRY, maybe(COUNTRY), maybe(COUNTRY), maybe(COUNTRY), maybe(COUNTRY)],
        (3, 427) | (4, 7008) => parts![up_to(X, 3)],
        // Measures: the last digit is the number of decimals.
        (4, 3100..=3169 | 3200..=3299 | 3300..=3379 | 3400..=3499 | 3500..=3579 | 3600..=3699) if number % 10 <= 5 => {
            parts![exact(N, 6)]
        }
        (4, 3920..=3929) => parts![up_to(N, 15)],
        (4, 3930..=3939) => parts![exact(N, 3), up_to(N, 15)],
        (4, 3950..=3955 | 8005) => parts![exact(N, 6)],
        (4, 7001) => parts![exact(N, 13)],
        (4, 7003) => parts![DAY, HOUR, MINUTE],
        (4, 7004) => parts![up_to(N, 4)],
        (4, 7005) => parts![up_to(X, 12)],
        (4, 7006) => parts![DAY],
        (4, 7007) => parts![DAY, maybe(DAY)],
        (4, 7009) => parts![up_to(X, 10)],
        (4, 7010) => parts![up_to(X, 2)],
        (4, 7011) => parts![DAY, maybe(HOUR), MINUTE],
        (4, 7030..=7039) => parts![COUNTRY, up_to(X, 27)],
        (4, 7230..=7239) => parts![exact(X, 2), up_to(X, 28)],
        (4, 8001) => parts![exact(N, 14)],
        (4, 8003) => parts![exact(Kind::Below(1), 1), GLN, maybe(up_to(X, 16))],
        (4, 8008) => parts![DAY, HOUR, maybe(MINUTE), maybe(MINUTE)],
        (4, 8009) => parts![up_to(X, 50)],
        (4, 8010) => parts![up_to(Y, 30)],
        (4, 8013) => parts![up_to(X, 25)],
        (4, 8017 | 8018) => parts![exact(Key, 18)],
        (4, 8030) => parts![up_to(Z, 90)],
        (4, 8110 | 8112) => parts![up_to(X, 70)],
        _ => return None,
    })
}

/// Whether a key is a data attribute that may stand beside a GTIN.
pub(super) fn is_attribute(key: &str) -> bool {
    parts_of(key).is_some()
}

/// Refuse a value that an attribute cannot have.
///
/// # Errors
/// `AttributeKey`, `AttributeValue`.
pub(crate) fn check_attribute(key: &str, value: &str) -> Result<(), IdentifierError> {
    let parts = parts_of(key).ok_or(IdentifierError::AttributeKey)?;
    let mut rest = value.as_bytes();
    for part in parts {
        if rest.is_empty() && part.is_optional {
            break;
        }
        let (taken, after) = rest.split_at_checked(part.most).unwrap_or((rest, &[]));
        if taken.len() < part.least || !part.kind.fits(taken) {
            return Err(IdentifierError::AttributeValue);
        }
        rest = after;
    }
    if rest.is_empty() { Ok(()) } else { Err(IdentifierError::AttributeValue) }
}

impl Kind {
    fn fits(self, text: &[u8]) -> bool {
        let is_number = text.iter().all(u8::is_ascii_digit);
        match self {
            Self::N => is_number,
            Self::X => text.iter().copied().all(in_set_82),
            Self::Y => text.iter().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'#' | b'-' | b'/')),
            Self::Z => text.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')),
            Self::Key => is_number && has_check_digit(text),
            Self::Day => number(text).is_some_and(|day| day % 100 != 0 && is_day(day)),
            Self::DayOrMonth => number(text).is_some_and(is_day),
            Self::Below(bound) => number(text).is_some_and(|value| value < bound.into()),
        }
    }
}

fn number(text: &[u8]) -> Option<u32> {
    let digits = text.iter().all(u8::is_ascii_digit).then_some(text)?;
    str::from_utf8(digits).ok()?.parse().ok()
}

/// Whether YYMMDD is a day, or a month with the day 00. Years are of 1976 to 2075 or so (GS1 General Specifications,
/// 7.12), and each fourth of these is a leap year.
const fn is_day(date: u32) -> bool {
    let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 => 29,
        2 => 28,
        _ => return false,
    };
    day <= days
}
