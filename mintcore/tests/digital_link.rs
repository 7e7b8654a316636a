//! Digital Links and their data attributes: every refusal, round trips, and hostile text.
#![allow(clippy::unwrap_used)]

use mintcore::link::in_set_82;
use mintcore::{DigitalLink, IdentifierError as E, parse_digital_link, parse_link, parse_query_attributes};
use proptest::prelude::*;

const GTIN: &str = "09506000134352";

#[test]
fn paths_that_name_something() {
    let link = |cpv, lot, serial, tpx| DigitalLink::new(GTIN, cpv, lot, serial, tpx);
    for (path, expected) in [
        ("", link(None, None, None, None)),
        ("/22/A", link(Some("A"), None, None, None)),
        ("/10/B", link(None, Some("B"), None, None)),
        ("/21/C", link(None, None, Some("C"), None)),
        ("/22/A/10/B", link(Some("A"), Some("B"), None, None)),
        ("/22/A/21/C", link(Some("A"), None, Some("C"), None)),
        ("/10/B/21/C", link(None, Some("B"), Some("C"), None)),
        ("/22/A/10/B/21/C", link(Some("A"), Some("B"), Some("C"), None)),
        ("/235/T", link(None, None, None, Some("T"))),
        ("/10/%2f%41/21/%25", link(None, Some("/A"), Some("%"), None)),
    ] {
        assert_eq!(parse_digital_link(&format!("/01/{GTIN}{path}")), expected, "{path}");
    }
    let code = DigitalLink { serial: Some("a/B".to_owned()), ..DigitalLink::default() };
    assert_eq!(parse_digital_link("/t/a%2FB"), Ok(code.clone()));
    assert_eq!(parse_digital_link("/T/a%2fB"), Ok(code.clone()));
    assert_eq!(code.path(), "/t/a%2FB");
    assert_eq!(DigitalLink::default().path(), "");
}

#[test]
fn paths_that_do_not() {
    for (path, reason) in [
        ("", E::LinkSyntax),
        ("/", E::LinkSyntax),
        ("/t", E::LinkSyntax),
        ("/t/A/", E::LinkSyntax),
        ("/t/A/B", E::LinkSyntax),
        ("t/A", E::LinkSyntax),
        ("/01", E::LinkSyntax),
        ("/02/09506000134352", E::LinkSyntax),
        ("/%301/09506000134352", E::LinkSyntax),
        ("//01/09506000134352", E::LinkSyntax),
        ("/shop/01/09506000134352", E::LinkSyntax),
        ("https://a.example/01/09506000134352", E::LinkSyntax),
        ("/01/", E::GtinLength),
        ("/01/9506000134352", E::GtinLength),
        ("/01/0950600013435A", E::GtinDigit),
        ("/01/0950600013435%FF", E::GtinDigit),
        ("/01/09506000134353", E::GtinCheckDigit),
        ("/01/%", E::LinkPercent),
        ("/t/A?B", E::LinkRaw),
        ("/t/A\"B", E::LinkRaw),
        ("/t/A~B", E::SerialCharacter),
        ("/t/é", E::SerialCharacter),
        ("/t/%FF", E::SerialCharacter),
        ("/t/%2E%2E", E::SerialCharacter),
        ("/t/", E::SerialLength),
        ("/t/%ZZ", E::LinkPercent),
        ("/t/%2", E::LinkPercent),
    ] {
        assert_eq!(parse_digital_link(path), Err(reason), "{path}");
    }
    for (rest, reason) in [
        ("/", E::LinkSyntax),
        ("/21", E::LinkSyntax),
        ("/21/C/", E::LinkSyntax),
        ("//21/C", E::LinkSyntax),
        ("/04/X", E::LinkSyntax),
        ("/021/X", E::LinkSyntax),
        ("/21/C/21", E::LinkSyntax),
        ("/10/B/22/A", E::LinkQualifier),
        ("/21/C/10/B", E::LinkQualifier),
        ("/10/A/10/B", E::LinkQualifier),
        ("/22/A/10/B/21/C/21/D", E::LinkQualifier),
        ("/21/C/235/T", E::LinkQualifier),
        ("/235/T/235/U", E::LinkQualifier),
        ("/17/261231", E::LinkAttribute),
        ("/21/C/99/DATA", E::LinkAttribute),
        ("/22/", E::CpvLength),
        ("/22/%20", E::CpvCharacter),
        ("/22/..", E::CpvCharacter),
        ("/10/123456789012345678901", E::LotLength),
        ("/10/a|b", E::LotCharacter),
        ("/21/A(B", E::LinkRaw),
        ("/235/12345678901234567890123456789", E::TpxLength),
        ("/235/%40", E::TpxCharacter),
    ] {
        assert_eq!(parse_digital_link(&format!("/01/{GTIN}{rest}")), Err(reason), "{rest}");
    }
}

#[test]
fn what_no_path_can_name() {
    for (cpv, lot, serial, tpx, reason) in [
        (Some("A"), None, None, Some("T"), E::LinkQualifier),
        (None, None, Some("A"), Some("T"), E::LinkQualifier),
        (Some(""), None, None, None, E::CpvLength),
        (None, Some("."), None, None, E::LotCharacter),
        (None, None, Some("a b"), None, E::SerialCharacter),
        (None, None, None, Some("é"), E::TpxCharacter),
    ] {
        assert_eq!(DigitalLink::new(GTIN, cpv, lot, serial, tpx), Err(reason));
    }
    assert_eq!(DigitalLink::new("1", None, None, None, None), Err(E::GtinLength));
}

#[test]
fn attributes_and_what_stands_beside_them() {
    let read =
        parse_query_attributes("linkType=gs1:pip&17=261231&&3103=000500&flag&=&23P=%ZZ&90=a%2Fb&240=a%26b").unwrap();
    let expected = [("17", "261231"), ("3103", "000500"), ("90", "a/b"), ("240", "a&b")];
    assert!(read.iter().map(|(key, value)| (key.as_str(), value.as_str())).eq(expected));
    assert_eq!(parse_query_attributes(""), Ok(Vec::new()));
    for (query, reason) in [
        ("04=X", E::AttributeKey),
        ("236=12098", E::AttributeKey),
        ("17000=1", E::AttributeKey),
        ("99999999999999999999=1", E::AttributeKey),
        ("3106=000500", E::AttributeKey),
        ("3170=000500", E::AttributeKey),
        ("1=A", E::AttributeKey),
        ("022=A", E::AttributeKey),
        ("22=A", E::AttributeKey),
        ("10=A", E::AttributeKey),
        ("21=A", E::AttributeKey),
        ("235=A", E::AttributeKey),
        ("02=09506000134352", E::AttributeKey),
        ("17=261231&17=261231", E::AttributeTwice),
        ("17", E::AttributeValue),
        ("17=", E::AttributeValue),
        ("17=26123", E::AttributeValue),
        ("17=2612310", E::AttributeValue),
        ("17=261331", E::AttributeValue),
        ("17=260230", E::AttributeValue),
        ("17=250229", E::AttributeValue),
        ("17=2612 1", E::AttributeValue),
        ("17=%2B61231", E::AttributeValue),
        ("7006=261200", E::AttributeValue),
        ("7003=2612312400", E::AttributeValue),
        ("7003=26123123", E::AttributeValue),
        ("7011=26123112", E::AttributeValue),
        ("8008=261231235960", E::AttributeValue),
        ("423=2760", E::AttributeValue),
        ("410=9506000134353", E::AttributeValue),
        ("8003=109506000134352", E::AttributeValue),
        ("8010=a", E::AttributeValue),
        ("90=%C3%A9", E::AttributeValue),
        ("90=%FF", E::AttributeValue),
        ("90=a#b", E::AttributeValue),
        ("90=a%23b", E::AttributeValue),
        ("90=a+b", E::LinkRaw),
        ("90=a/b", E::LinkRaw),
        ("90=%4", E::LinkPercent),
    ] {
        assert_eq!(parse_query_attributes(query), Err(reason), "{query}");
        assert!(!reason.to_string().is_empty() && !reason.reason().is_empty());
    }
    for good in [
        "17=261200",
        "17=240229",
        "7003=2612312359",
        "7007=261231",
        "7007=261231261231",
        "7011=261231",
        "7011=2612312359",
        "8008=26123123",
        "8008=2612312359",
        "8008=261231235959",
        "423=276",
        "423=276276276276276",
        "410=9506000134352",
        "8003=00950600013435 2",
        "8010=A%23",
        "8030=a-_",
        "3990=1",
        "30=12345678",
        "7230=EM1",
        "00=012345678901234560",
    ] {
        let is_good = !matches!(good, "8003=00950600013435 2" | "3990=1");
        assert_eq!(parse_query_attributes(good).is_ok(), is_good, "{good}");
    }
}

fn value(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<u8>().prop_filter("set 82", |&byte| in_set_82(byte)), 1..=most)
        .prop_map(|bytes| String::from_utf8(bytes).unwrap())
        .prop_filter("dot segments", |text| text != "." && text != "..")
}

proptest! {
    #[test]
    fn what_is_built_parses_back(
        cpv in prop::option::of(value(20)),
        lot in prop::option::of(value(20)),
        serial in prop::option::of(value(20)),
        tpx in value(28),
    ) {
        let link = DigitalLink::new(GTIN, cpv.as_deref(), lot.as_deref(), serial.as_deref(), None).unwrap();
        prop_assert_eq!(parse_digital_link(&link.path()), Ok(link.clone()));
        let other = DigitalLink::new(GTIN, None, None, None, Some(&tpx)).unwrap();
        prop_assert_eq!(parse_digital_link(&other.path()), Ok(other));
        // The parser of single tokens reads the same, where there is one.
        if let (None, Some(serial)) = (cpv, serial) {
            let token = parse_link(&link.path()).unwrap();
            prop_assert_eq!((token.gtin, token.lot, token.serial), (link.gtin, link.lot, serial));
        }
    }

    #[test]
    fn hostile_text_never_panics(text in any::<String>()) {
        let _ = (parse_digital_link(&text), parse_query_attributes(&text));
    }

    #[test]
    fn hostile_paths_never_panic_and_stay_the_same(
        path in "(/01|/t|/T)(/|/22/|/10/|/21/|/235/|/17/|09506000134352|%|%2|%C3|%2F|%2E|é|\\?|A|~|\\PC){0,12}",
    ) {
        if let Ok(link) = parse_digital_link(&path) {
            prop_assert_eq!(parse_digital_link(&link.path()), Ok(link));
        }
    }

    #[test]
    fn hostile_queries_never_panic(query in "([0-9]{1,5}|17|90|8008|7011|a)?(=|&|%|%2|[0-9]|\\PC){0,20}") {
        for (key, value) in parse_query_attributes(&query).unwrap_or_default() {
            prop_assert!(key.len() <= 4 && (1..=90).contains(&value.len()) && value.is_ascii());
        }
    }
}
