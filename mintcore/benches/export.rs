//! What packs cost on one core: QR symbols and images. `cargo bench`; under `cargo test --benches` each runs once.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mintcore::qr::{Level, PngForm, QrEncoder, QrSymbol, SvgForm};

const UNITS: u32 = 1_000;

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

criterion_group!(benches, qr);
criterion_main!(benches);
