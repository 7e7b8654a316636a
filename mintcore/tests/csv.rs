//! Lines of CSV: golden bytes, every dialect read back, chunks, and what is refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use mintcore::csv::{Block, CellReason, Column, CsvError, CsvForm, Dialect, EpcKind, LotRange, Serials, Source};
use mintcore::{
    CodeError, Context, EpcForm, Error, IdentifierError, alphabet::Symbols, encode_ndef_uri, identity_path,
};
use proptest::prelude::*;

const GTIN: &str = "gtin:09506000134352";
const URL: &str = "https://id.example.com";
const CODE: &Symbols = b"TJQV3XE78M4S0307";
const ONE: &[Symbols] = &[*CODE];
const RFC: Dialect = Dialect { delimiter: b',', has_cr: true, quotes_all: false };
const ALL: [Source; 14] = [
    Source::Seq,
    Source::Code,
    Source::Url,
    Source::UrlUpper,
    Source::Path,
    Source::Gtin,
    Source::Lot,
    Source::Status,
    Source::EpcHex,
    Source::EpcBits,
    Source::EpcPc,
    Source::EpcFilter,
    Source::EpcUri,
    Source::NdefHex,
];

fn column(source: Source) -> Column {
    Column { name: format!("{source:?}"), source, text: String::new() }
}

fn constant(name: &str, text: &str) -> Column {
    Column { name: name.to_owned(), source: Source::Constant, text: text.to_owned() }
}

fn names() -> Vec<(u8, String)> {
    vec![(1, "minted".to_owned()), (2, "a \"live\" one, yes".to_owned())]
}

fn form(columns: Vec<Column>, dialect: Dialect) -> CsvForm {
    let epc = EpcKind::SgtinPlus { prefix_length: Some(7), filter: 1 };
    CsvForm::new(columns, dialect, &names(), Some(epc)).unwrap()
}

fn block<'a>(context: &str, lots: &'a [LotRange], serials: Serials<'a>, statuses: &'a [u8]) -> Block<'a> {
    Block { context: Context::parse(context).unwrap(), base_url: URL, lots, start: 0, serials, statuses }
}

fn lot(first: u32, quantity: u32, code: &str) -> LotRange {
    LotRange { first, quantity, code: code.to_owned() }
}

/// Lines of cells: RFC 4180, 2.
fn parse(text: &[u8], dialect: Dialect) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(text).unwrap();
    let (mut lines, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut is_quoted, mut symbols) = (false, text.chars().peekable());
    while let Some(symbol) = symbols.next() {
        match symbol {
            '"' if !is_quoted => {
                assert!(cell.is_empty());
                is_quoted = true;
            }
            '"' if symbols.peek() == Some(&'"') => cell.extend(symbols.next()),
            '"' => is_quoted = false,
            '\r' if !is_quoted && dialect.has_cr => assert_eq!(symbols.peek(), Some(&'\n')),
            '\n' if !is_quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            other if !is_quoted && other == char::from(dialect.delimiter) => line.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    assert!(line.is_empty() && cell.is_empty() && !is_quoted);
    lines
}

fn refused(result: Result<impl std::fmt::Debug, CsvError>) -> (String, CellReason) {
    match result {
        Err(CsvError::Cell { column, reason }) => (column, reason),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn golden_bytes() {
    let mut columns = vec![constant("Site; A", "Plant \"4\", B")];
    columns.extend([Source::Seq, Source::Code, Source::UrlUpper, Source::Lot, Source::Status].map(column));
    let form = form(columns, RFC);
    assert_eq!(form.header(), b"Site; A,Seq,Code,UrlUpper,Lot,Status\r\n");
    let (lots, codes) = ([lot(0, 1, "A,1"), lot(1, 9, "B")], [*CODE, *b"A000000000000000"]);
    let rows = form.rows(&block(GTIN, &lots, Serials::Codes(&codes), &[1, 2])).unwrap().concat();
    let expected = concat!(
        "\"Plant \"\"4\"\", B\",0,TJQV3XE78M4S0307,",
        "HTTPS://ID.EXAMPLE.COM/01/09506000134352/10/A%2C1/21/TJQV3XE78M4S0307,\"A,1\",minted\r\n",
        "\"Plant \"\"4\"\", B\",1,A000000000000000,",
        "HTTPS://ID.EXAMPLE.COM/01/09506000134352/10/B/21/A000000000000000,B,\"a \"\"live\"\" one, yes\"\r\n",
    );
    assert_eq!(String::from_utf8(rows).unwrap(), expected);
}

#[test]
fn a_context_without_a_gtin() {
    let form = form([Source::Url, Source::UrlUpper, Source::Path, Source::Gtin, Source::Lot].map(column).to_vec(), RFC);
    // The lot is in no URL, so its letters do not matter.
    let rows = form.rows(&block("token", &[lot(0, 1, "lot")], Serials::Codes(ONE), &[])).unwrap().concat();
    let code = "TJQV3XE78M4S0307";
    let line = format!("{URL}/t/{code},HTTPS://ID.EXAMPLE.COM/T/{code},/t/{code},,lot\r\n");
    assert_eq!(String::from_utf8(rows).unwrap(), line);
}

#[test]
fn an_empty_cell_alone_is_no_empty_line() {
    let rows = form(vec![column(Source::Lot)], RFC).rows(&block(GTIN, &[], Serials::Codes(ONE), &[])).unwrap();
    assert_eq!(rows.concat(), b"\"\"\r\n");
}

#[test]
fn chunks_are_bounded_and_blocks_of_any_size_give_the_same_lines() {
    let form = form(ALL.map(column).to_vec(), RFC);
    let (codes, statuses) = (vec![*CODE; 3_000], vec![1; 3_000]);
    let lots = [lot(0, 10, "A"), lot(10, 1_990, "B"), lot(2_000, 1_000, "C")];
    let whole = block(GTIN, &lots, Serials::Codes(&codes), &statuses);
    let chunks = form.rows(&whole).unwrap();
    assert!(chunks.len() > 5 && chunks.iter().all(|chunk| chunk.len() <= 131_072 && chunk.ends_with(b"\r\n")));
    let mut pieces = Vec::new();
    for start in (0..3_000).step_by(700) {
        let end = 3_000.min(start + 700);
        let serials = Serials::Codes(&codes[start..end]);
        let piece = Block { start: start.try_into().unwrap(), serials, statuses: &statuses[start..end], ..whole };
        pieces.extend(form.rows(&piece).unwrap().concat());
    }
    assert_eq!(pieces, chunks.concat());
    assert!(form.rows(&Block { serials: Serials::Any(&[]), statuses: &[], ..whole }).unwrap().is_empty());
}

#[test]
fn formulas_are_refused_with_the_name_of_the_column() {
    for start in ["=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}"] {
        let text = format!("{start}1");
        let found = CsvForm::new(vec![constant("Site", &text)], RFC, &[], None);
        assert_eq!(refused(found), ("Site".to_owned(), CellReason::Formula));
        let found = CsvForm::new(vec![constant(&text, "")], RFC, &[], None);
        assert_eq!(refused(found), (text.clone(), CellReason::Formula));
        let found = CsvForm::new(vec![column(Source::Status)], RFC, &[(1, text)], None);
        assert_eq!(refused(found), ("Status".to_owned(), CellReason::Formula));
    }
    let of_text = |text: &str| CsvForm::new(vec![constant("Site", text)], RFC, &[], None);
    for text in ["\t1", "\r", "\n=", " =1", "\u{a0}\u{200b}@", "\u{feff}-", "\u{1c}+1"] {
        assert_eq!(refused(of_text(text)).1, CellReason::Formula);
    }
    for text in ["\0", "a\u{7f}", "\u{1b}", "\u{feff}a", "a\u{c}"] {
        assert_eq!(refused(of_text(text)).1, CellReason::Control);
    }
    for text in ["a\nb\t\r", " a=1", "a\u{feff}", "\u{85}a", "\u{200b}1"] {
        assert!(of_text(text).is_ok());
    }
    for start in ["=", "+", "-"] {
        let text = [format!("{start}1")];
        let lots = [lot(0, 1, &text[0])];
        let of_lot = block(GTIN, &lots, Serials::Codes(ONE), &[]);
        assert_eq!(
            refused(form(vec![column(Source::Lot)], RFC).rows(&of_lot)),
            ("Lot".to_owned(), CellReason::Formula)
        );
        assert!(form(vec![column(Source::Url)], RFC).rows(&of_lot).is_ok());
        let of_serial = block(GTIN, &[], Serials::Any(&text), &[]);
        let found = form(vec![column(Source::Code)], RFC).rows(&of_serial);
        assert_eq!(refused(found), ("Code".to_owned(), CellReason::Formula));
    }
}

#[test]
fn other_refusals() {
    let codes = Serials::Codes(ONE);
    let upper = form(vec![column(Source::UrlUpper)], RFC);
    let lots = [lot(0, 1, "a")];
    assert_eq!(refused(upper.rows(&block(GTIN, &lots, codes, &[]))).1, CellReason::LowerCase);
    let serials = ["a".to_owned()];
    assert_eq!(refused(upper.rows(&block(GTIN, &[], Serials::Any(&serials), &[]))).1, CellReason::LowerCase);
    for source in [Source::EpcHex, Source::EpcUri, Source::EpcFilter] {
        let found = form(vec![column(source)], RFC).rows(&block("token", &[], codes, &[]));
        assert_eq!(refused(found), (format!("{source:?}"), CellReason::NoGtin));
    }
    let short = EpcKind::Sgtin96 { prefix_length: 7, filter: 1 };
    let found = CsvForm::new(vec![column(Source::EpcPc)], RFC, &[], Some(short)).unwrap();
    assert_eq!(refused(found.rows(&block(GTIN, &[], codes, &[]))).1, CellReason::EpcSerial);
    let found = CsvForm::new(vec![column(Source::EpcFilter)], RFC, &[], Some(short)).unwrap();
    assert_eq!(refused(found.rows(&block(GTIN, &[], codes, &[]))).1, CellReason::EpcSerial);
    let status = form(vec![column(Source::Status)], RFC);
    assert_eq!(refused(status.rows(&block(GTIN, &[], codes, &[9]))).1, CellReason::Status);

    let other = |error: Error| Err(CsvError::Other(error));
    let plain = form(vec![column(Source::Code)], RFC);
    let blank = ["a b".to_owned()];
    let bad = |serials| plain.rows(&block(GTIN, &[], serials, &[]));
    assert_eq!(bad(Serials::Codes(const { &[*b"TJQV3XE78M4S030I"] })), other(CodeError::Symbol.into()));
    assert_eq!(bad(Serials::Codes(const { &[*b"0JQV3XE78M4S0307"] })), other(CodeError::FirstSymbol.into()));
    assert_eq!(bad(Serials::Any(&blank)), other(IdentifierError::SerialCharacter.into()));
    let argument = |found: Result<Vec<Vec<u8>>, CsvError>| matches!(found, Err(CsvError::Other(Error::Argument(_))));
    assert!(argument(status.rows(&block(GTIN, &[], codes, &[]))));
    for lots in [[lot(1, 1, "A"), lot(2, 1, "B")], [lot(1, 1, "A"), lot(0, 1, "B")], [lot(0, 2, "A"), lot(1, 9, "B")]] {
        assert!(argument(plain.rows(&block(GTIN, &lots, codes, &[]))));
    }
    for base_url in ["", "https://", "https://a/", "https://A", "ftp://a", "https://a,b", "https://a@b"] {
        assert!(argument(plain.rows(&Block { base_url, ..block(GTIN, &[], codes, &[]) })));
    }
    assert!(plain.rows(&Block { start: 1_048_575, ..block(GTIN, &[], codes, &[]) }).is_ok());
    assert!(argument(plain.rows(&Block { start: 1_048_576, ..block(GTIN, &[], codes, &[]) })));
}

#[test]
fn forms_that_are_refused() {
    let new = |columns: Vec<Column>, dialect, epc| CsvForm::new(columns, dialect, &[], epc);
    let code = || vec![column(Source::Code)];
    let filter = EpcKind::SgtinPlus { prefix_length: None, filter: 8 };
    for found in [
        new(vec![], RFC, None),
        new(vec![column(Source::Code); 65], RFC, None),
        new(vec![constant("", "x")], RFC, None),
        new(vec![constant(&"é".repeat(201), "x")], RFC, None),
        new(vec![constant("n", &"é".repeat(201))], RFC, None),
        new(vec![Column { text: "x".to_owned(), ..column(Source::Code) }], RFC, None),
        new(code(), Dialect { delimiter: b':', ..RFC }, None),
        new(vec![column(Source::EpcHex)], RFC, None),
        new(vec![column(Source::EpcUri)], RFC, Some(EpcKind::SgtinPlus { prefix_length: None, filter: 1 })),
        new(code(), RFC, Some(filter)),
    ] {
        assert!(matches!(found, Err(CsvError::Other(Error::Argument(_)))));
    }
    assert!(new(vec![constant(&"é".repeat(200), &"é".repeat(200))], RFC, None).is_ok());
    assert!(Source::parse("ndef_hex").is_ok() && Source::parse("Seq").is_err());
}

proptest! {
    #[test]
    fn every_line_reads_back(
        serials in prop::collection::vec("[!\"%-*,/:;<>?A-Z_a-z0-9][!\"%-?A-Z_a-z]{1,19}", 1..8),
        lot_code in prop::option::of("[A-Z0-9!\"%,;][A-Z0-9!\"%,;/=+-]{1,10}"),
        text in "[a-z\",;|é'][ -~]{0,20}",
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        (has_cr, quotes_all, has_gtin) in any::<(bool, bool, bool)>(),
    ) {
        let dialect = Dialect { delimiter, has_cr, quotes_all };
        let context = if has_gtin { GTIN } else { "token" };
        let sources = ALL.into_iter().filter(|source| {
            *source != Source::UrlUpper && (has_gtin || !format!("{source:?}").starts_with("Epc"))
        });
        let mut columns = vec![constant("Text", &text)];
        columns.extend(sources.map(column));
        let form = form(columns.clone(), dialect);
        let quantity = u32::try_from(serials.len()).unwrap();
        let lots: Vec<LotRange> = lot_code.iter().map(|code| lot(0, quantity, code)).collect();
        let statuses: Vec<u8> = (0..serials.len()).map(|at| 1 + u8::try_from(at % 2).unwrap()).collect();
        let rows = form.rows(&block(context, &lots, Serials::Any(&serials), &statuses)).unwrap().concat();
        let header = parse(&form.header(), dialect);
        prop_assert_eq!(&header[0], &columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>());
        let lines = parse(&rows, dialect);
        prop_assert_eq!(lines.len(), serials.len());
        let epc = EpcForm::sgtin_plus(&GTIN[5..], Some(7), 1).unwrap();
        for ((seq, serial), line) in serials.iter().enumerate().zip(lines) {
            let path = identity_path(&Context::parse(context).unwrap(), lot_code.as_deref(), serial).unwrap();
            let (tag, ndef) = (epc.tag(serial).unwrap(), encode_ndef_uri(&format!("{URL}{path}")).unwrap());
            prop_assert_eq!(line.len(), columns.len());
            for (column, cell) in columns.iter().zip(line) {
                let expected = match column.source {
                    Source::Constant => text.clone(),
                    Source::Seq => seq.to_string(),
                    Source::Code => serial.clone(),
                    Source::Url => format!("{URL}{path}"),
                    Source::UrlUpper => unreachable!(),
                    Source::Path => path.clone(),
                    Source::Gtin => if has_gtin { GTIN[5..].to_owned() } else { String::new() },
                    Source::Lot => lot_code.clone().unwrap_or_default(),
                    Source::Status => names()[usize::from(statuses[seq]) - 1].1.clone(),
                    Source::EpcHex => hex::encode_upper(&tag.epc),
                    Source::EpcBits => (tag.epc.len() * 8).to_string(),
                    Source::EpcPc => format!("{:04X}", tag.pc),
                    Source::EpcFilter => "1".to_owned(),
                    Source::EpcUri => epc.uri(serial).unwrap(),
                    Source::NdefHex => hex::encode_upper(&ndef),
                };
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert_eq!(cell, expected);
            }
        }
    }
}
