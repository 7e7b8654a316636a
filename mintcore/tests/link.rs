//! Identifiers and links: every rule of set 82, every refusal, and hostile text.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use mintcore::link::{check_serial, in_set_82};
use mintcore::uuid::uuid7;
use mintcore::{Context, IdentifierError, Link, check_gtin, check_lot, identity_path, parse_link};
use proptest::prelude::*;

const GTIN: &str = "09506000134352";

/// GS1 character set 82, spelled out.
const SET_82: &str = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

fn context() -> Context {
    Context::parse("gtin:09506000134352").unwrap()
}

fn link(gtin: Option<&str>, lot: Option<&str>, serial: &str) -> Result<Link, IdentifierError> {
    Ok(Link { gtin: gtin.map(str::to_owned), lot: lot.map(str::to_owned), serial: serial.to_owned() })
}

#[test]
fn set_82_has_82_characters() {
    assert_eq!(SET_82.len(), 82);
    for byte in 0..=255 {
        assert_eq!(in_set_82(byte), SET_82.as_bytes().contains(&byte), "{byte}");
    }
}

#[test]
fn each_character_of_set_82_is_encoded_and_comes_back() {
    for character in SET_82.chars() {
        let lot = format!("A{character}");
        let expected = match character {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '.' | '_' => lot.clone(),
            other => format!("A%{:02X}", u32::from(other)),
        };
        let path = identity_path(&context(), Some(&lot), &lot).unwrap();
        assert_eq!(path, format!("/01/{GTIN}/10/{expected}/21/{expected}"));
        assert_eq!(parse_link(&path), link(Some(GTIN), Some(&lot), &lot));
    }
}

#[test]
fn paths_of_both_contexts() {
    assert_eq!(identity_path(&context(), None, "C").unwrap(), format!("/01/{GTIN}/21/C"));
    assert_eq!(identity_path(&Context::Token, None, "C").unwrap(), "/t/C");
    assert_eq!(identity_path(&Context::Token, Some("LOT"), "C").unwrap(), "/t/C");
    assert_eq!(identity_path(&Context::Token, Some(""), "C"), Err(IdentifierError::LotLength));
    assert_eq!(identity_path(&context(), None, ""), Err(IdentifierError::SerialLength));
    assert_eq!(identity_path(&context(), None, ".."), Err(IdentifierError::SerialCharacter));
}

#[test]
fn gtins() {
    for good in ["09506000134352", "04006381333931", "00000000000000", "10614141000415", "00012345600012"] {
        assert_eq!(check_gtin(good), Ok(()), "{good}");
        // No other last digit fits.
        let wrong = (0..10).filter(|digit| check_gtin(&format!("{}{digit}", &good[..13])).is_ok());
        assert_eq!(wrong.count(), 1);
    }
    for (bad, reason) in [
        ("", IdentifierError::GtinLength),
        ("9506000134352", IdentifierError::GtinLength),
        ("095060001343520", IdentifierError::GtinLength),
        ("0950600013435A", IdentifierError::GtinDigit),
        ("0950600013435\n", IdentifierError::GtinDigit),
        ("٠٩٥٠٦٠٠٠١٣٤٣٥٢", IdentifierError::GtinDigit), // 14 digits, of another script
        ("09506000134353", IdentifierError::GtinCheckDigit),
    ] {
        assert_eq!(check_gtin(bad), Err(reason), "{bad}");
    }
}

#[test]
fn lots_and_serials() {
    for good in ["A", "12345678901234567890", "LOT-7/A", "...", ".a", "%"] {
        assert_eq!(check_lot(good), Ok(()), "{good}");
        assert_eq!(check_serial(good), Ok(()), "{good}");
    }
    for bad in ["", "123456789012345678901", &"é".repeat(21)] {
        assert_eq!(check_lot(bad), Err(IdentifierError::LotLength), "{bad}");
        assert_eq!(check_serial(bad), Err(IdentifierError::SerialLength), "{bad}");
    }
    for bad in [".", "..", " ", "A B", "a\n", "\0", "#", "$", "@", "~", "^", "é", &"é".repeat(20)] {
        assert_eq!(check_lot(bad), Err(IdentifierError::LotCharacter), "{bad}");
        assert_eq!(check_serial(bad), Err(IdentifierError::SerialCharacter), "{bad}");
    }
}

#[test]
fn links_that_name_a_token() {
    let serial = format!("/01/{GTIN}/21/ABC");
    for before in
        ["", "https://id.example.com", "http://id.example.com", "HTTPS://ID.EXAMPLE.COM", "https://[::1]:8443"]
    {
        for after in ["", "?a=/01/x", "#a", "?", "#", "?a=b#c?d"] {
            assert_eq!(parse_link(&format!("{before}{serial}{after}")), link(Some(GTIN), None, "ABC"));
            assert_eq!(parse_link(&format!("{before}/t/abc{after}")), link(None, None, "abc"));
            assert_eq!(parse_link(&format!("{before}/T/ABC{after}")), link(None, None, "ABC"));
        }
    }
    let lot = format!("https://id.example.com/01/{GTIN}/10/L%2f1/21/%41%2FC");
    assert_eq!(parse_link(&lot), link(Some(GTIN), Some("L/1"), "A/C"));
    assert_eq!(parse_link("/t/a+b"), link(None, None, "a+b"));
    assert_eq!(parse_link("/t/%25%3f"), link(None, None, "%?"));
}

#[test]
fn links_that_do_not() {
    use IdentifierError as E;
    for (url, reason) in [
        ("", E::LinkSyntax),
        ("/", E::LinkSyntax),
        ("abc", E::LinkSyntax),
        ("01/G/21/S", E::LinkSyntax),
        ("//example.com/t/A", E::LinkSyntax),
        ("ftp://example.com/t/A", E::LinkSyntax),
        ("https:///t/A", E::LinkSyntax),
        ("https://example.com", E::LinkSyntax),
        ("https://example.com?/t/A", E::LinkSyntax),
        ("https://brand.example@example.com/t/A", E::LinkSyntax),
        ("https://example.com/shop/t/A", E::LinkSyntax),
        ("/x/A", E::LinkSyntax),
        ("/t/A/", E::LinkSyntax),
        ("/t/A/B", E::LinkSyntax),
        ("/01/G/21/S/", E::LinkSyntax),
        ("/01/G/21/S/10/L", E::LinkSyntax),
        ("/01/G/21/S/21/S", E::LinkSyntax),
        ("/01/G/10/L/10/L", E::LinkSyntax),
        ("/01/G/10/L/21/S/x", E::LinkSyntax),
        ("/01/G/22/V/21/S", E::LinkSyntax),
        ("/%301/G/21/S", E::LinkSyntax),
        ("/t", E::LinkNoSerial),
        ("/01/09506000134352", E::LinkNoSerial),
        ("/01/09506000134352/21", E::LinkNoSerial),
        ("/01/09506000134352/10/L", E::LinkNoSerial),
        ("/01/09506000134352/10/L/21", E::LinkNoSerial),
        ("/t/%", E::LinkPercent),
        ("/t/%4", E::LinkPercent),
        ("/t/%4G", E::LinkPercent),
        ("/t/%+4", E::LinkPercent),
        ("/01/%/21/S", E::LinkPercent),
        ("/01/09506000134352/10/%zz/21/S", E::LinkPercent),
        ("/01//21/S", E::GtinLength),
        ("/01/9506000134352/21/S", E::GtinLength),
        ("/01/0950600013435A/21/S", E::GtinDigit),
        ("/01/09506000134353/21/S", E::GtinCheckDigit),
        ("/01/09506000134352/10//21/S", E::LotLength),
        ("/01/09506000134352/10/%20/21/S", E::LotCharacter),
        ("/01/09506000134352/10/../21/S", E::LotCharacter),
        ("/01/09506000134352/21/", E::SerialLength),
        ("/t/", E::SerialLength),
        ("/t/123456789012345678901", E::SerialLength),
        ("/t/%00", E::SerialCharacter),
        ("/t/%C3%A9", E::SerialCharacter),
        ("/t/%FF", E::SerialCharacter),
        ("/t/é", E::SerialCharacter),
        ("/t/%2E%2e", E::SerialCharacter),
    ] {
        assert_eq!(parse_link(url), Err(reason), "{url}");
        assert!(!reason.reason().is_empty() && !reason.to_string().contains("example"));
    }
}

#[test]
fn uuids_are_version_7_and_rise() {
    let ids: Vec<String> = (0..10_000).map(|_| uuid7().unwrap()).collect();
    assert!(ids.is_sorted_by(|one, next| one < next));
    for id in &ids {
        assert!(mintcore::BatchId::parse(id).is_ok());
        assert_eq!(&id[14..15], "7");
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"));
    }
    let others: Vec<_> =
        (0..4).map(|_| std::thread::spawn(|| (0..5_000).map(|_| uuid7().unwrap()).collect::<Vec<_>>())).collect();
    let mut all: Vec<String> = others.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    all.sort();
    // The stamps alone differ, not only the random bits behind them.
    assert!(all.is_sorted_by(|one, next| one[..18] < next[..18]));
}

proptest! {
    #[test]
    fn an_identity_parses_back(
        lot in prop::option::of("[!\"%-?A-Z_a-z]{1,20}"),
        serial in "[!\"%-?A-Z_a-z]{1,20}",
        token: bool,
    ) {
        prop_assume!(check_serial(&serial).is_ok() && lot.as_deref().is_none_or(|lot| check_lot(lot).is_ok()));
        let context = if token { Context::Token } else { context() };
        let path = identity_path(&context, lot.as_deref(), &serial).unwrap();
        let expected = if token { link(None, None, &serial) } else { link(Some(GTIN), lot.as_deref(), &serial) };
        prop_assert_eq!(parse_link(&path), expected);
    }

    #[test]
    fn hostile_text_never_panics(url in any::<String>()) {
        let _ = (parse_link(&url), check_gtin(&url), check_lot(&url));
    }

    #[test]
    fn hostile_links_never_panic(url in "(https?://)?[a@:\\[]{0,3}(/|/01/|/10/|/21/|/t/|09506000134352|%|%2|%C3|%2F|é|\\?|#|A|\\PC){0,12}") {
        if let Ok(link) = parse_link(&url) {
            let context = link.gtin.map_or(Context::Token, |gtin| Context::parse(&format!("gtin:{gtin}")).unwrap());
            let path = identity_path(&context, link.lot.as_deref(), &link.serial).unwrap();
            prop_assert_eq!(parse_link(&path).unwrap().serial, link.serial);
        }
    }
}
