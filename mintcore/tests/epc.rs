//! EPCs of trade items: known answers, round trips, every refusal, and hostile bits.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use mintcore::epc::Scheme;
use mintcore::link::in_set_82;
use mintcore::{
    DigitalLink, Epc, Error, IdentifierError as E, check_gtin, decode_epc, decode_epc_segment, encode_sgtin_plus,
    encode_sgtin96, encode_sgtin198,
};
use proptest::prelude::*;

const GTIN: &str = "79521141123453";

/// Bits written as `01`, with blanks anywhere.
fn bytes(bits: &str) -> Vec<u8> {
    let mut bits: Vec<u8> = bits.bytes().filter(|byte| *byte != b' ').map(|byte| byte - b'0').collect();
    bits.resize(bits.len().next_multiple_of(8), 0);
    bits.chunks(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | bit)).collect()
}

fn nibbles(digits: &str) -> String {
    digits.chars().map(|digit| format!("{:04b}", digit.to_digit(16).unwrap())).collect()
}

/// An SGTIN+ with these bits as its serial.
fn plus(serial: &str) -> Vec<u8> {
    bytes(&format!("11110111 0 001 {}{serial}", nibbles(GTIN)))
}

/// Examples of TDS 2.3, annex E.3.
#[test]
fn known_answers() {
    for (hex, scheme, gtin, serial, date) in [
        ("3066C4409047E140075BCD15", Scheme::Sgtin96, "09506000134352", "123456789", None),
        ("3666C4409047E159B2C2BF100000000000000000000000000000", Scheme::Sgtin198, "09506000134352", "32a/b", None),
        ("F73795211411234538566CB0AFC4", Scheme::SgtinPlus, GTIN, "32a/b", None),
        ("FB342CDE795211411234538566CB0AFC40", Scheme::DsgtinPlus, GTIN, "32a/b", Some(("17", "220630".to_owned()))),
        ("FD3795211411234538566CB0AFC525065F1876F0D996D800", Scheme::SgtinPlusPlus, GTIN, "32a/b", None),
    ] {
        let epc = Epc { scheme, filter: 3, gtin: gtin.to_owned(), serial: serial.to_owned(), date };
        assert_eq!(decode_epc(&hex::decode(hex).unwrap()), Ok(epc.clone()), "{hex}");
        assert_eq!(decode_epc_segment(&format!("eh{}", hex.to_lowercase())), Ok(epc.clone()), "{hex}");
        assert_eq!(DigitalLink::from(epc), DigitalLink::new(gtin, None, None, Some(serial), None).unwrap());
        let again = match scheme {
            Scheme::Sgtin96 => encode_sgtin96(gtin, serial, 11, 3),
            Scheme::Sgtin198 => encode_sgtin198(gtin, serial, 11, 3),
            Scheme::SgtinPlus => encode_sgtin_plus(gtin, serial, 3),
            _ => continue,
        };
        assert_eq!(hex::encode_upper(again.unwrap()), hex);
    }
    // EPCB 1.0.0, 4.2: one EPC in both forms.
    let epc = decode_epc_segment("eh30164596f40c0e5cbe991a83").unwrap();
    assert_eq!((epc.gtin.as_str(), epc.serial.as_str()), ("09528765123457", "123456789123"));
    assert_eq!(decode_epc_segment("exMBZFlvQMDly-mRqD"), Ok(epc));
}

#[test]
fn every_way_to_write_a_serial() {
    for (bits, serial) in [
        ("000 00011 0000000111", "007"),
        ("000 10100 1010110101111000111010111100010110101100011000011111111111111111111", "99999999999999999999"),
        ("001 00010 1010 1111", "AF"),
        ("010 00010 1010 1111", "af"),
        ("011 00011 000000 100111 111111", "An_"),
        ("100 00010 0100001 0111111", "!?"),
        // 1600 * 1 + 40 * 28 + 39 + 1, then 1600 * 2 + 1.
        ("101 00100 0000101011001000 0000110010000001", "A.9B"),
    ] {
        assert_eq!(decode_epc(&plus(bits)).map(|epc| epc.serial), Ok(serial.to_owned()), "{serial}");
    }
    // The shortest way, and of two such the one with the lower indicator.
    for (serial, indicator, bits) in [
        ("007", 0, 10),
        ("0F", 1, 8),
        ("0f", 2, 8),
        ("AG", 3, 12),
        ("AGA", 5, 16),
        ("A.A", 5, 16),
        ("A:A", 5, 16),
        ("A:a", 4, 21),
        ("BCDFGHJKMNPQRSTV", 3, 96),
    ] {
        let epc = encode_sgtin_plus(GTIN, serial, 1).unwrap();
        assert_eq!(epc[8] >> 1 & 7, indicator, "{serial}");
        assert_eq!(epc.len(), (76_usize + bits).next_multiple_of(16) / 8, "{serial}");
        assert_eq!(
            decode_epc(&epc).map(|epc| (epc.scheme, epc.filter, epc.serial)),
            Ok((Scheme::SgtinPlus, 1, serial.to_owned()))
        );
    }
}

#[test]
fn epcs_that_are_refused() {
    for (bits, reason) in [
        ("000 00000", E::SerialLength),
        ("000 10101", E::SerialLength),
        ("000 00001 1010", E::EpcValue),
        ("110 00001 0001", E::EpcValue),
        ("100 00001 0100000", E::SerialCharacter),
        ("100 00010 0101110 0101110", E::SerialCharacter),
        ("101 00001 0000000000000000", E::EpcValue),
        ("101 00001 1111111111111111", E::EpcValue),
        ("101 00010 0000011001000001", E::EpcValue),
        ("101 00001 0000000000101001", E::EpcValue),
        ("100 00010 0100001 0", E::EpcLength),
        ("001 00001 1010 00000000001", E::EpcLength),
    ] {
        assert_eq!(decode_epc(&plus(bits)), Err(reason), "{bits}");
    }
    let with_more = plus("001 00001 1010 00000000001");
    assert!(decode_epc(&[&[with_more[0], with_more[1] | 0x80], &with_more[2..]].concat()).is_ok());
    for (segment, reason) in [
        ("", E::EpcSyntax),
        ("30164596f40c0e5cbe991a83", E::EpcSyntax),
        ("eh30164596F40c0e5cbe991a83", E::EpcSyntax),
        ("EH30164596f40c0e5cbe991a83", E::EpcSyntax),
        ("ehé", E::EpcSyntax),
        ("ex+/", E::EpcSyntax),
        ("ex%2D", E::EpcSyntax),
        ("eh", E::EpcLength),
        ("ex", E::EpcLength),
        ("eh3", E::EpcLength),
        ("eh30164596f40c0e5cbe991a8", E::EpcLength),
        ("eh30164596f40c0e5cbe991a830001", E::EpcLength),
        ("eh000000000000000000000000", E::EpcScheme),
        ("eh311ba1b300ce0a6a83000000", E::EpcScheme),
        ("eh301c4596f40c0e5cbe991a83", E::EpcValue),          // partition 7
        ("eh3003ffffffffffffffffffff", E::EpcValue),          // a prefix of 13 digits
        ("eh30164596ffffffffffffffff", E::EpcValue),          // an item of more than 5 digits
        ("ehfb37b42f795211411234538566cb0afc4", E::EpcValue), // a date of an unknown kind
        ("ehfb342cdf795211411234538566cb0afc4", E::EpcValue), // 31 June
        ("ehf73795211411234548566cb0afc4", E::GtinCheckDigit),
    ] {
        assert_eq!(decode_epc_segment(segment), Err(reason), "{segment}");
    }
    assert_eq!(decode_epc(&[0xff; 10_000]), Err(E::EpcLength));
    assert_eq!(decode_epc_segment(&format!("ex{}", "_".repeat(10_000))), Err(E::EpcLength));
    let hexadecimal = bytes(&format!("11110111 0 001 {} 000 00001 0001", nibbles("7952114112345A")));
    assert_eq!(decode_epc(&hexadecimal), Err(E::GtinDigit));
}

#[test]
fn what_no_epc_can_carry() {
    for serial in ["A", "01", "+1", "274877906944", "99999999999999999999"] {
        assert_eq!(encode_sgtin96(GTIN, serial, 7, 1), Err(E::EpcSerial.into()), "{serial}");
    }
    assert_eq!(encode_sgtin96(GTIN, "", 7, 1), Err(E::SerialLength.into()));
    assert_eq!(encode_sgtin_plus("79521141123454", "1", 1), Err(E::GtinCheckDigit.into()));
    for length in [0, 5, 13, 255] {
        assert!(matches!(encode_sgtin198(GTIN, "1", length, 1), Err(Error::Argument(_))));
    }
    for filter in [8, 255] {
        assert!(matches!(encode_sgtin96(GTIN, "1", 7, filter), Err(Error::Argument(_))));
        assert!(matches!(encode_sgtin_plus(GTIN, "1", filter), Err(Error::Argument(_))));
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        digits in "[0-9]{13}",
        serial in "[!\"%-?A-Z_a-z]{1,20}|[0-9]{1,20}|[0-9A-F]{1,20}|[0-9a-f]{1,20}|[A-Z.:-]{1,20}|[A-Za-z_]{1,20}",
        number in 0..1_u64 << 38,
        prefix_length in 6..=12_u8,
        filter in 0..=7_u8,
    ) {
        prop_assume!(serial != "." && serial != ".." && serial.bytes().all(in_set_82));
        let gtin = (0..10).map(|check| format!("{digits}{check}")).find(|gtin| check_gtin(gtin).is_ok()).unwrap();
        let epc = |scheme, serial: &str| {
            Ok(Epc { scheme, filter, gtin: gtin.clone(), serial: serial.to_owned(), date: None })
        };
        let number = number.to_string();
        let classic = encode_sgtin96(&gtin, &number, prefix_length, filter).unwrap();
        prop_assert_eq!((classic.len(), decode_epc(&classic)), (12, epc(Scheme::Sgtin96, &number)));
        let long = encode_sgtin198(&gtin, &serial, prefix_length, filter).unwrap();
        prop_assert_eq!((long.len(), decode_epc(&long)), (26, epc(Scheme::Sgtin198, &serial)));
        let short = encode_sgtin_plus(&gtin, &serial, filter).unwrap();
        prop_assert!((10..=28).contains(&short.len()));
        prop_assert_eq!(decode_epc(&short), epc(Scheme::SgtinPlus, &serial));
        prop_assert_eq!(decode_epc_segment(&format!("eh{}", hex::encode(&short))), epc(Scheme::SgtinPlus, &serial));
    }

    #[test]
    fn hostile_bits_never_panic(
        header in prop::sample::select(vec![0x30_u8, 0x36, 0xf7, 0xfb, 0xfc, 0xfd]),
        rest in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        if let Ok(epc) = decode_epc(&[&[header], rest.as_slice()].concat()) {
            prop_assert!(check_gtin(&epc.gtin).is_ok() && (1..=20).contains(&epc.serial.len()) && epc.filter < 8);
        }
    }

    #[test]
    fn hostile_text_never_panics(text in "(eh|ex)?(\\PC{0,40}|[0-9a-f]{0,80}|[A-Za-z0-9_-]{0,60})") {
        let _ = decode_epc_segment(&text);
    }
}
