//! Codes: known answers, every refusal, and what is encoded comes back.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use mintcore::alphabet::{self, ALPHABET, Symbols};
use mintcore::code::text;
use mintcore::ff1::Ff1;
use mintcore::{BatchId, CodeError, CodeKey, Context, Error, MAX_BATCH_NO, MAX_SEQ, leaf_hash};
use proptest::prelude::*;
use serde_json::Value;

const VECTORS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/code_v1.json"));
const GTIN: &str = "gtin:09506000134352";

fn vectors() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap() as u32
}

fn key() -> CodeKey {
    CodeKey::from_master(&bytes(&vectors()["master_key"])).unwrap()
}

fn context(text: &str) -> Context {
    Context::parse(text).unwrap()
}

#[test]
fn known_keys_and_codes() {
    let vectors = vectors();
    let key = key();
    assert_eq!(key.derived().to_vec(), bytes(&vectors["derived_key"]));
    let same = CodeKey::from_derived(key.derived()).unwrap();
    assert_eq!(key.check_value(), same.check_value());
    let codes = vectors["codes"].as_array().unwrap();
    assert!(codes.len() >= 15);
    for case in codes {
        let context = context(case["context"].as_str().unwrap());
        let (batch_no, seq) = (number(&case["batch_no"]), number(&case["seq"]));
        let code = case["code"].as_str().unwrap();
        assert_eq!(text(&same.encode(&context, batch_no, seq).unwrap()), code);
        assert_eq!(key.decode(&context, code), Ok((batch_no, seq)));
        assert_eq!(context.text(), case["context"].as_str().unwrap());
    }
}

#[test]
fn known_leaves() {
    for case in vectors()["leaves"].as_array().unwrap() {
        let batch_id = BatchId::parse(case["batch_id"].as_str().unwrap()).unwrap();
        let leaf = leaf_hash(&batch_id, number(&case["seq"]), case["identity"].as_str().unwrap()).unwrap();
        assert_eq!(leaf.to_vec(), bytes(&case["leaf"]));
    }
}

#[test]
fn the_check_value_is_an_hmac_and_debug_shows_no_key() {
    use hmac::{Hmac, KeyInit, Mac};
    let key = CodeKey::from_derived(&[0xab; 32]).unwrap();
    let mac = Hmac::<sha2::Sha256>::new_from_slice(&[0xab; 32]).unwrap().chain_update(b"hallmint/check/v1");
    assert_eq!(key.check_value()[..], mac.finalize().into_bytes()[..8]);
    assert!(!format!("{key:?}").contains("171"));
    assert_ne!(key.check_value(), CodeKey::from_derived(&[0xac; 32]).unwrap().check_value());
}

#[test]
fn arguments_out_of_bounds_are_refused() {
    for length in [0, 31, 33, 64] {
        assert!(matches!(CodeKey::from_master(&vec![1; length]), Err(Error::Argument(_))));
        assert!(matches!(CodeKey::from_derived(&vec![1; length]), Err(Error::Argument(_))));
    }
    let (key, token) = (key(), Context::Token);
    for (batch_no, seq) in [(0, 0), (MAX_BATCH_NO + 1, 0), (u32::MAX, 0), (1, MAX_SEQ + 1), (1, u32::MAX)] {
        assert!(matches!(key.encode(&token, batch_no, seq), Err(Error::Argument(_))), "{batch_no} {seq}");
    }
    assert!(key.encode_each(&token, 1, MAX_SEQ, 2, |_, _| ()).is_err());
    assert!(key.encode_each(&token, 1, 5, u32::MAX, |_, _| ()).is_err());
    assert!(key.mismatches(&token, 1, MAX_SEQ, &[None, None]).is_err());
    assert!(key.mismatches(&token, 0, 0, &[]).is_err());
    for bad in ["", "Token", "gtin:", "gtin:9506000134352", "gtin:09506000134353", "09506000134352", "token "] {
        assert!(Context::parse(bad).is_err(), "{bad}");
    }
}

/// The code of any plaintext, through the general FF1: how to make codes that no encoder would.
fn code_of_plaintext(context: &Context, plain: u128) -> String {
    use aes::cipher::{Array, KeyInit};
    use sha2::Digest;
    let tweak: [u8; 32] = sha2::Sha256::digest(context.text()).into();
    let ff1 = Ff1::new(aes::Aes256::new(&Array::from(*key().derived())), 32, 16).unwrap();
    let mut numerals: Vec<u16> = (0..16).map(|place| (plain >> (75 - 5 * place) & 31) as u16).collect();
    loop {
        numerals = ff1.encrypt(&tweak[..10], &numerals).unwrap();
        if numerals[0] >= 10 {
            return numerals.iter().map(|&numeral| char::from(ALPHABET[usize::from(numeral)])).collect();
        }
    }
}

#[test]
fn every_refusal_has_its_reason() {
    let (key, gtin) = (key(), context(GTIN));
    let good = text(&key.encode(&gtin, 7, 9).unwrap());
    let plain = |version: u128, batch_no: u128, low: u128| (version << 75) | (batch_no << 44) | (9 << 24) | low;
    assert_eq!(code_of_plaintext(&gtin, plain(27, 7, 0)), good);
    let refused = |code: &str| key.decode(&gtin, code).unwrap_err();
    for (code, reason) in [
        (String::new(), CodeError::Length),
        (good[..15].to_owned(), CodeError::Length),
        (good.clone() + "0", CodeError::Length),
        ("é".repeat(8), CodeError::Length), // 16 bytes
        ("é".repeat(16), CodeError::Symbol),
        (good.to_lowercase(), CodeError::Symbol),
        (format!("1{}", &good[1..]), CodeError::FirstSymbol),
        (code_of_plaintext(&gtin, plain(26, 7, 0)), CodeError::Version),
        (code_of_plaintext(&gtin, plain(31, 7, 0)), CodeError::Version),
        (code_of_plaintext(&gtin, plain(27, 7, 1)), CodeError::Forged),
        (code_of_plaintext(&gtin, plain(27, 7, 1 << 23)), CodeError::Forged),
        (code_of_plaintext(&gtin, plain(27, 0, 1)), CodeError::Forged),
        (code_of_plaintext(&gtin, plain(27, 0, 0)), CodeError::BatchNo),
    ] {
        assert_eq!(refused(&code), reason, "{code}");
        let message = reason.to_string();
        assert!(code.is_empty() || !message.contains(&code));
    }
    for bad in ["I", "L", "O", "U", " ", "-", "\0", "\u{7f}", "é"] {
        let code: String = good.chars().take(16 - bad.len()).chain(bad.chars()).collect();
        assert!(matches!(refused(&code), CodeError::Symbol | CodeError::Length), "{code:?}");
    }
    // A digit in front and a wrong symbol behind: the symbol is told first.
    assert_eq!(refused("0U00000000000000"), CodeError::Symbol);
}

#[test]
fn a_code_belongs_to_its_context_and_key() {
    let key = key();
    let contexts = [context("token"), context("gtin:04006381333931"), context(GTIN), context(GTIN)];
    let code = text(&key.encode(&contexts[2], 70_000, 524_288).unwrap());
    assert_eq!(key.decode_any(&contexts, &code), Ok(vec![(2, 70_000, 524_288), (3, 70_000, 524_288)]));
    assert_eq!(key.decode_any(&[], &code), Ok(vec![]));
    assert_eq!(key.decode_any(&[], "x"), Err(CodeError::Length));
    assert_eq!(key.decode_any(&contexts, "0000000000000000"), Err(CodeError::FirstSymbol));
    assert!(key.decode(&contexts[0], &code).is_err());
    assert!(CodeKey::from_master(&[9; 32]).unwrap().decode(&contexts[2], &code).is_err());
}

#[test]
fn mismatches_names_the_wrong_rows() {
    let (key, token) = (key(), Context::Token);
    let mut codes = Vec::new();
    key.encode_each(&token, 3, 100, 9_000, |_, code| codes.push(Some(code))).unwrap();
    assert_eq!(key.mismatches(&token, 3, 100, &codes), Ok(vec![]));
    codes.swap(10, 11);
    codes[0] = None;
    codes[8_999] = Some(*b"0000000000000000");
    assert_eq!(key.mismatches(&token, 3, 100, &codes), Ok(vec![100, 110, 111, 9_099]));
    assert_eq!(key.mismatches(&token, 4, 100, &codes).unwrap().len(), 9_000);
    assert_eq!(key.mismatches(&token, 3, 100, &[]), Ok(vec![]));
}

#[test]
fn codes_in_runs_equal_codes_one_by_one() {
    let (key, gtin) = (key(), context(GTIN));
    key.encode_each(&gtin, 5, 990, 2_000, |seq, code| {
        assert_eq!(key.encode(&gtin, 5, seq), Ok(code));
    })
    .unwrap();
}

proptest! {
    #[test]
    fn what_is_encoded_decodes(
        master: [u8; 32],
        token: bool,
        batch_no in 1..=MAX_BATCH_NO,
        seq in 0..=MAX_SEQ,
    ) {
        let key = CodeKey::from_master(&master).unwrap();
        let context = if token { Context::Token } else { context(GTIN) };
        let code = key.encode(&context, batch_no, seq).unwrap();
        prop_assert!(code[0].is_ascii_uppercase());
        prop_assert!(code.iter().all(|symbol| ALPHABET.contains(symbol)));
        prop_assert_eq!(key.decode(&context, &text(&code)), Ok((batch_no, seq)));
        prop_assert_eq!(key.decode_any(&[context], &text(&code)), Ok(vec![(0, batch_no, seq)]));
    }

    #[test]
    fn symbols_written_are_read(left in (10_u64 << 35)..1 << 40, right in 0_u64..1 << 40) {
        let symbols = alphabet::write(left, right);
        prop_assert_eq!(alphabet::read(&text(&symbols)), Ok((left, right)));
        prop_assert_eq!(alphabet::normalise(&text(&symbols)), text(&symbols));
    }

    #[test]
    fn symbols_read_are_written(code in "[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{15}") {
        let (left, right) = alphabet::read(&code).unwrap();
        prop_assert_eq!(text(&alphabet::write(left, right)), code.clone());
        let typed = code.to_lowercase().replace('1', "l").replace('0', "o");
        prop_assert_eq!(alphabet::normalise(&typed), code);
    }

    #[test]
    fn any_text_is_refused_without_a_panic(code in "\\PC{0,20}") {
        prop_assert!(key().decode(&Context::Token, &code).is_err());
        let _ = Context::parse(&code);
        let _ = BatchId::parse(&code);
        let twice = alphabet::normalise(&alphabet::normalise(&code));
        prop_assert_eq!(twice, alphabet::normalise(&code));
    }

    #[test]
    fn any_symbols_are_a_place_or_refused(code: Symbols) {
        let code = code.map(|byte| ALPHABET[usize::from(byte & 31)]);
        let _ = key().decode(&context(GTIN), &text(&code));
    }
}
