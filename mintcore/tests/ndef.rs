//! NDEF messages: known answers, and every URI read back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use mintcore::{Error, encode_ndef_uri};
use proptest::prelude::*;

/// The URI of a message: NDEF 1.0, 3.2, and URI RTD 1.0, 3.2.
fn decode(message: &[u8]) -> String {
    assert_eq!(message[0] & !0x10, 0xc1, "one record of a well-known type, in one piece, without an id");
    assert_eq!(message[1], 1, "a type of one byte");
    let (length, rest) = if message[0] & 0x10 != 0 {
        (usize::from(message[2]), &message[3..])
    } else {
        (u32::from_be_bytes(message[2..6].try_into().unwrap()) as usize, &message[6..])
    };
    assert_eq!((rest[0], rest.len()), (b'U', length + 1));
    let prefix = ["", "http://www.", "https://www.", "http://", "https://"][usize::from(rest[1])];
    format!("{prefix}{}", std::str::from_utf8(&rest[2..]).unwrap())
}

#[test]
fn known_answers() {
    for (uri, hex) in [
        ("https://id.example.com/t/A", "d1011355 0469642e6578616d706c652e636f6d2f742f41"),
        ("https://www.example.com", "d1010c55 026578616d706c652e636f6d"),
        ("http://www.nfc.com", "d1010855 016e66632e636f6d"),
        ("http://a", "d1010255 0361"),
        ("HTTPS://A", "d1010a55 0048545450533a2f2f41"),
    ] {
        let message = encode_ndef_uri(uri).unwrap();
        assert_eq!(hex::encode(&message), hex.replace(' ', ""), "{uri}");
        assert_eq!(decode(&message), uri);
    }
}

#[test]
fn a_long_payload_has_a_long_length() {
    // Eight characters become one byte.
    for (length, start) in [(262, "d101ff5504"), (263, "c101000001005504"), (8_192, "c10100001ff95504")] {
        let uri = format!("https://{}", "a".repeat(length - 8));
        let message = encode_ndef_uri(&uri).unwrap();
        assert!(hex::encode(&message).starts_with(start), "{length}");
        assert_eq!(decode(&message), uri);
    }
}

#[test]
fn uris_that_are_refused() {
    for uri in ["", "https://a b", "https://é", "a\n", &"a".repeat(8_193)] {
        assert!(matches!(encode_ndef_uri(uri), Err(Error::Argument(_))));
    }
}

proptest! {
    #[test]
    fn every_uri_reads_back(uri in "(https?://)?(www\\.)?[!-~]{1,400}") {
        prop_assert_eq!(decode(&encode_ndef_uri(&uri).unwrap()), uri);
    }
}
