//! What tags hold: bits, words and URIs of EPCs.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use mintcore::link::in_set_82;
use mintcore::{EpcForm, Error, IdentifierError as E, check_gtin, decode_epc};
use proptest::prelude::*;

const GTIN: &str = "09506000134352";

#[test]
fn known_answers() {
    let form = EpcForm::sgtin96(GTIN, 11, 3).unwrap();
    let tag = form.tag("123456789").unwrap();
    assert_eq!((hex::encode_upper(&tag.epc).as_str(), tag.pc), ("3066C4409047E140075BCD15", 0x3000));
    assert_eq!(form.uri("123456789").unwrap(), "urn:epc:id:sgtin:95060001343.05.123456789");

    let form = EpcForm::sgtin_plus("79521141123453", None, 3).unwrap();
    let tag = form.tag("32a/b").unwrap();
    // 8 bits of header, 1, 3 of filter, 56 of GTIN, 3 and 5, and 7 for each character: 111 bits, in seven words.
    assert_eq!((hex::encode_upper(&tag.epc).as_str(), tag.pc), ("F73795211411234538566CB0AFC4", 0x3800));
    assert_eq!(form.uri("32a/b").unwrap(), "https://id.gs1.org/01/79521141123453/21/32a%2Fb");

    // A code has 16 symbols of six bits: 172 bits, in eleven words.
    let form = EpcForm::sgtin_plus(GTIN, Some(7), 1).unwrap();
    let tag = form.tag("TJQV3XE78M4S0307").unwrap();
    assert_eq!((tag.epc.len(), tag.pc), (22, 0x5800));
    assert_eq!(form.uri("TJQV3XE78M4S0307").unwrap(), "urn:epc:id:sgtin:9506000.013435.TJQV3XE78M4S0307");
    assert_eq!(form.uri("\"%&/<>?+").unwrap(), "urn:epc:id:sgtin:9506000.013435.%22%25%26%2F%3C%3E%3F+");

    let tag = EpcForm::sgtin198(GTIN, 11, 3).unwrap().tag("32a/b").unwrap();
    assert_eq!((tag.epc.len(), tag.pc), (26, 0x6800));
}

#[test]
fn what_is_refused() {
    for length in [0, 5, 13, 255] {
        assert!(matches!(EpcForm::sgtin96(GTIN, length, 1), Err(Error::Argument(_))));
        assert!(matches!(EpcForm::sgtin_plus(GTIN, Some(length), 1), Err(Error::Argument(_))));
    }
    assert!(matches!(EpcForm::sgtin_plus(GTIN, None, 8), Err(Error::Argument(_))));
    assert_eq!(EpcForm::sgtin_plus("09506000134353", None, 1).unwrap_err(), E::GtinCheckDigit.into());
    let form = EpcForm::sgtin96(GTIN, 7, 1).unwrap();
    for (serial, reason) in
        [("A", E::EpcSerial), ("01", E::EpcSerial), ("274877906944", E::EpcSerial), ("", E::SerialLength)]
    {
        assert_eq!(form.tag(serial), Err(reason));
    }
    assert_eq!(EpcForm::sgtin_plus(GTIN, None, 1).unwrap().uri("a b"), Err(E::SerialCharacter));
}

proptest! {
    #[test]
    fn tags_read_back(
        digits in "[0-9]{13}",
        serial in "[!\"%-?A-Z_a-z]{1,20}|[0-9]{1,20}|[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{15}",
        number in 0..1_u64 << 38,
        prefix_length in 6..=12_u8,
        filter in 0..=7_u8,
    ) {
        prop_assume!(serial != "." && serial != ".." && serial.bytes().all(in_set_82));
        let gtin = (0..10).map(|check| format!("{digits}{check}")).find(|gtin| check_gtin(gtin).is_ok()).unwrap();
        let number = number.to_string();
        for (form, serial) in [
            (EpcForm::sgtin_plus(&gtin, None, filter), &serial),
            (EpcForm::sgtin198(&gtin, prefix_length, filter), &serial),
            (EpcForm::sgtin96(&gtin, prefix_length, filter), &number),
        ] {
            let form = form.unwrap();
            let tag = form.tag(serial).unwrap();
            let epc = decode_epc(&tag.epc).unwrap();
            prop_assert_eq!((epc.scheme, epc.filter, &epc.gtin, &epc.serial), (form.scheme(), filter, &gtin, serial));
            prop_assert!(tag.epc.len() % 2 == 0);
            prop_assert_eq!(usize::from(tag.pc), (tag.epc.len() / 2) << 11);
        }
        let uri = EpcForm::sgtin_plus(&gtin, Some(prefix_length), filter).unwrap().uri(&number).unwrap();
        let parts: Vec<&str> = uri.strip_prefix("urn:epc:id:sgtin:").unwrap().split('.').collect();
        prop_assert_eq!((parts[0].len(), parts[1].len()), (prefix_length.into(), 13 - usize::from(prefix_length)));
        let (indicator, item) = parts[1].split_at(1);
        prop_assert_eq!([indicator, parts[0], item].concat(), &gtin[..13]);
    }
}
