//! QR symbols: against qrcodegen module by module, the shortest mix of modes against a search of all, the mask against the
//! standard's penalties counted one module at a time.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
#![allow(clippy::cast_sign_loss, clippy::cast_possible_truncation, clippy::cast_possible_wrap)]

use mintcore::Error;
use mintcore::qr::{Level, QrEncoder, QrSymbol};
use proptest::prelude::*;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, QrSegmentMode, Version};

const LEVELS: [(Level, QrCodeEcc); 4] = [
    (Level::L, QrCodeEcc::Low),
    (Level::M, QrCodeEcc::Medium),
    (Level::Q, QrCodeEcc::Quartile),
    (Level::H, QrCodeEcc::High),
];
const URL: &str = "https://id.example.com/01/09506000134352/10/LOT-7/21/TJQV3XE78M4S0307";

fn oracle(text: &str, level: QrCodeEcc, mask: Option<u8>) -> Option<QrCode> {
    let segments = QrSegment::make_segments(text);
    let mask = mask.map(Mask::new);
    QrCode::encode_segments_advanced(&segments, level, Version::MIN, Version::MAX, mask, false).ok()
}

fn modules(symbol: &QrSymbol) -> Vec<Vec<bool>> {
    let size = symbol.size();
    (0..size).map(|y| (0..size).map(|x| symbol.is_dark(x, y)).collect()).collect()
}

fn oracle_modules(code: &QrCode) -> Vec<Vec<bool>> {
    (0..code.size()).map(|y| (0..code.size()).map(|x| code.get_module(x, y)).collect()).collect()
}

/// The penalty of 7.8.3.1, as its words say.
fn penalty(modules: &[Vec<bool>]) -> usize {
    let size = modules.len();
    let columns: Vec<Vec<bool>> = (0..size).map(|x| modules.iter().map(|row| row[x]).collect()).collect();
    let mut points = 0;
    for line in modules.iter().chain(&columns) {
        points += line.chunk_by(|a, b| a == b).filter(|run| run.len() >= 5).map(|run| run.len() - 2).sum::<usize>();
        let at = |place: i32| usize::try_from(place).ok().and_then(|place| line.get(place)).copied().unwrap_or(false);
        for from in 0..size as i32 {
            let is_finder = [true, false, true, true, true, false, true].iter().zip(from..).all(|(&d, p)| at(p) == d);
            let is_light = |from: i32| (from..from + 4).all(|place| !at(place));
            points += if is_finder && (is_light(from - 4) || is_light(from + 7)) { 40 } else { 0 };
        }
    }
    for (upper, lower) in modules.iter().zip(&modules[1..]) {
        points +=
            3 * (1..size).filter(|&x| [upper[x - 1], lower[x - 1], lower[x]].iter().all(|&m| m == upper[x])).count();
    }
    let dark = modules.iter().flatten().filter(|&&dark| dark).count();
    points + (dark * 20).abs_diff(size * size * 10) / (size * size) * 10
}

fn check_against_oracle(text: &str) {
    for (level, ecc) in LEVELS {
        let Some(code) = oracle(text, ecc, Some(0)) else {
            assert!(QrEncoder::new(level).encode(text).is_err());
            continue;
        };
        let symbol = QrEncoder::new(level).encode(text).unwrap();
        assert_eq!((symbol.version(), symbol.size()), (code.version().value(), code.size() as usize));
        let masked: Vec<_> = (0..8).map(|mask| oracle_modules(&oracle(text, ecc, Some(mask)).unwrap())).collect();
        assert_eq!(modules(&symbol), masked[usize::from(symbol.mask())], "{level:?}");
        let best = (0..8).min_by_key(|&mask| penalty(&masked[mask])).unwrap();
        assert_eq!(usize::from(symbol.mask()), best, "{level:?}");
    }
}

/// All versions at all levels: a text of bytes that just fits each, and one that just does not.
#[test]
fn every_version_and_level() {
    for (level, ecc) in LEVELS {
        let mut encoder = QrEncoder::new(level);
        let mut length = 1;
        for version in 1..=40 {
            // No letter has a place in another mode, so all is one segment.
            let fits = |length: usize| oracle(&"a".repeat(length), ecc, Some(0)).map(|code| code.version().value());
            while fits(length + 1) == Some(version) {
                length += 1;
            }
            let text: String = (0..length).map(|at| char::from(b'a' + (at * at % 23) as u8)).collect();
            let symbol = encoder.encode(&text).unwrap();
            assert_eq!(symbol.version(), version);
            let code = oracle(&text, ecc, Some(symbol.mask())).unwrap();
            assert_eq!(modules(&symbol), oracle_modules(&code), "{version} {level:?}");
            length += 1;
        }
        assert!(matches!(encoder.encode(&"a".repeat(length)), Err(Error::Argument(_))));
    }
}

#[test]
fn texts_of_one_mode() {
    for text in ["0", "A", "a", "01234567", "HTTPS://ID.EXAMPLE.COM/T/TJQV3XE78M4S0307", &"7".repeat(700)] {
        check_against_oracle(text);
    }
}

#[test]
fn a_mix_of_modes_makes_a_url_smaller() {
    let symbol = QrEncoder::new(Level::M).encode(URL).unwrap();
    assert_eq!((symbol.version(), oracle(URL, QrCodeEcc::Medium, None).unwrap().version().value()), (4, 5));
    let symbol = QrEncoder::new(Level::M).encode(&URL.to_ascii_uppercase()).unwrap();
    assert_eq!(symbol.version(), 4);
}

#[test]
fn texts_that_are_refused() {
    for text in ["", "é", "https://example.com/\u{2713}", &"7".repeat(7_090), &"7".repeat(5_597)] {
        assert!(matches!(QrEncoder::new(Level::M).encode(text), Err(Error::Argument(_))));
    }
    assert_eq!(QrEncoder::new(Level::L).encode(&"7".repeat(7_089)).unwrap().version(), 40);
    for text in ["", "l", "M ", "X"] {
        assert!(matches!(Level::parse(text), Err(Error::Argument(_))));
    }
}

/// The fewest bits of a text: all ways to cut it.
fn fewest_bits(text: &[u8], version: u8) -> usize {
    let group = usize::from(version >= 10) + usize::from(version >= 27);
    let is_alphanumeric = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase() || b" $%*+-./:".contains(&b);
    let mut best = vec![0];
    for end in 1..=text.len() {
        let cost = |from: usize| {
            let (part, length) = (&text[from..end], end - from);
            let byte = 4 + [8, 16, 16][group] + 8 * length;
            let alphanumeric = 4 + [9, 11, 13][group] + length / 2 * 11 + length % 2 * 6;
            let numeric = 4 + [10, 12, 14][group] + length / 3 * 10 + [0, 4, 7][length % 3];
            let mut least = byte;
            if part.iter().all(|&b| is_alphanumeric(b)) {
                least = least.min(alphanumeric);
            }
            if part.iter().all(u8::is_ascii_digit) {
                least = least.min(numeric);
            }
            least
        };
        best.push((0..end).map(|from| best[from] + cost(from)).min().unwrap());
    }
    best[text.len()]
}

/// Whether so many bits fit a version: asked of the oracle.
fn fits(bits: usize, version: u8, level: QrCodeEcc) -> bool {
    let count_bits = if version < 10 { 8 } else { 16 };
    let Some(data) = bits.checked_sub(4 + count_bits) else { return true };
    let segment = QrSegment::new(QrSegmentMode::Byte, 1, vec![false; data]);
    let version = Version::new(version);
    QrCode::encode_segments_advanced(&[segment], level, version, version, Some(Mask::new(0)), false).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn symbols_are_those_of_the_oracle(text in "[0-9]{1,300}|[A-Z $*%+.:/-]{1,200}|[a-z~]{1,120}") {
        check_against_oracle(&text);
    }

    #[test]
    fn the_lowest_version_holds_the_shortest_mix(
        text in "([0-9]{0,20}|[A-Z0-9:/.]{0,20}|[a-z0-9/]{0,20}){1,12}",
        level in prop::sample::select(LEVELS.to_vec()),
    ) {
        prop_assume!(!text.is_empty());
        let lowest = (1..=40).find(|&version| fits(fewest_bits(text.as_bytes(), version), version, level.1)).unwrap();
        prop_assert_eq!(QrEncoder::new(level.0).encode(&text).unwrap().version(), lowest);
    }
}
