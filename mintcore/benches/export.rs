//! What packs cost on one core: QR symbols and images, lines of CSV. `cargo bench`; under `cargo test --benches` each runs once.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mintcore::alphabet::Symbols;
use mintcore::csv::{Block, Column, CsvForm, Dialect, EpcKind, LotRange, Serials, Source};
use mintcore::qr::{Level, PngForm, QrEncoder, QrSymbol, SvgForm};
use mintcore::{CodeKey, Context};

const UNITS: u32 = 1_000;
const PACK: u32 = 10_000;

fn qr(criterion: &mut Criterion) {
    let url = |seq| format!("https://id.example.com/01/09506000134352/10/LOT-7/21/TJQV3XE78M4S{seq:04}");
    let texts: Vec<String> = (0..UNITS).map(url).collect();
    let mut encoder = QrEncoder::new(Level::M);
    let symbols: Vec<QrSymbol> = texts.iter().map(|text| encoder.encode(text).unwrap()).collect();

    let mut group = criterion.benchmark_group("a thousand QR");
    group.throughput(Throughput::Elements(u64::from(UNITS)));
    group.sample_size(20);
    group.bench_function("symbols", |bench| {
        bench.iter(|| texts.iter().map(|text| encoder.encode(black_box(text)).unwrap().size()).sum::<usize>());
    });
    let svg = SvgForm::new(4, 495).unwrap();
    group.bench_function("SVG of symbols", |bench| {
        bench.iter(|| symbols.iter().map(|symbol| svg.image(black_box(symbol)).len()).sum::<usize>());
    });
    for module_px in [4, 8] {
        let mut png = PngForm::new(4, module_px, Some(300)).unwrap();
        group.bench_function(format!("PNG of symbols, {module_px} pixels a module"), |bench| {
            bench.iter(|| symbols.iter().map(|symbol| png.image(black_box(symbol)).unwrap().len()).sum::<usize>());
        });
    }
    group.finish();
}

fn csv(criterion: &mut Criterion) {
    let context = Context::parse("gtin:09506000134352").unwrap();
    let mut codes = Vec::<Symbols>::new();
    let key = CodeKey::from_master(&[7; 32]).unwrap();
    key.encode_each(&context, 70_000, 0, PACK, |_, code| codes.push(code)).unwrap();
    let serials: Vec<String> = codes.iter().map(mintcore::code::text).collect();
    let lots: Vec<LotRange> =
        [0, 5_000].map(|first| LotRange { first, quantity: 5_000, code: format!("LOT-{first}") }).to_vec();
    let statuses = vec![1; codes.len()];
    let dialect = Dialect { delimiter: b',', has_cr: true, quotes_all: false };
    let form = |sources: &[Source]| {
        let columns = sources.iter().map(|&source| Column { name: format!("{source:?}"), source, text: String::new() });
        let epc = EpcKind::SgtinPlus { prefix_length: None, filter: 1 };
        CsvForm::new(columns.collect(), dialect, &[(1, "minted".to_owned())], Some(epc)).unwrap()
    };
    let block = |serials| Block {
        context,
        base_url: "https://id.example.com",
        lots: &lots,
        start: 0,
        serials,
        statuses: &statuses,
    };

    let mut group = criterion.benchmark_group("a pack of 10000");
    group.throughput(Throughput::Elements(u64::from(PACK)));
    let plain = form(&[Source::Seq, Source::Code, Source::Url, Source::Gtin, Source::Lot]);
    let rfid = form(&[Source::Seq, Source::Code, Source::EpcHex, Source::EpcBits, Source::EpcPc, Source::EpcFilter]);
    let nfc = form(&[Source::Seq, Source::Code, Source::Url, Source::NdefHex]);
    for (name, form) in [("seq, code, URL, GTIN, lot", &plain), ("RFID", &rfid), ("NFC", &nfc)] {
        group.bench_function(name, |bench| {
            bench.iter(|| form.rows(black_box(&block(Serials::Codes(&codes)))).unwrap().len());
        });
    }
    group.bench_function("seq, code, URL, GTIN, lot of texts", |bench| {
        bench.iter(|| plain.rows(black_box(&block(Serials::Any(&serials)))).unwrap().len());
    });
    group.finish();
}

criterion_group!(benches, qr, csv);
criterion_main!(benches);
