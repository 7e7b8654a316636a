//! What minting and resolving cost on one core. `cargo bench`; under `cargo test --benches` each runs once.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mintcore::{
    BatchEncoder, BatchId, CodeKey, CompactRange, Context, Trust, alphabet::Symbols, extend_range, parse_link,
};

const BATCH: &str = "01890000-0000-7000-8000-000000000001";
const CYCLE: u32 = 20_000;

fn mint(criterion: &mut Criterion) {
    let key = CodeKey::from_master(&[7; 32]).unwrap();
    let context = Context::parse("gtin:09506000134352").unwrap();
    let batch_id = BatchId::parse(BATCH).unwrap();
    let encoder = BatchEncoder::new(key.clone(), context, 70_000, batch_id, 0, &[]).unwrap();
    let mut codes = Vec::<Symbols>::new();
    key.encode_each(&context, 70_000, 0, CYCLE, |_, code| codes.push(code)).unwrap();
    let range = encoder.encode(0, CYCLE, &CompactRange::new()).unwrap().range;

    let mut group = criterion.benchmark_group("cycle of 20000");
    group.throughput(Throughput::Elements(u64::from(CYCLE)));
    group.bench_function("codes", |bench| {
        let each = |_, code| {
            black_box::<Symbols>(code);
        };
        bench.iter(|| key.encode_each(&context, 70_000, CYCLE, CYCLE, each).unwrap());
    });
    group.bench_function("leaves and tree", |bench| {
        bench.iter(|| extend_range(&batch_id, &context, &[], CYCLE, black_box(&codes), &range).unwrap());
    });
    group.bench_function("codes, rows, leaves and tree", |bench| {
        bench.iter(|| encoder.encode(CYCLE, CYCLE, black_box(&range)).unwrap());
    });
    let stored: Vec<Option<Symbols>> = codes.iter().copied().map(Some).collect();
    group.bench_function("check codes", |bench| {
        bench.iter(|| key.mismatches(&context, 70_000, 0, black_box(&stored)).unwrap());
    });
    group.finish();
}

fn resolve(criterion: &mut Criterion) {
    let key = CodeKey::from_master(&[7; 32]).unwrap();
    let context = Context::parse("gtin:09506000134352").unwrap();
    let code = mintcore::code::text(&key.encode(&context, 70_000, 1_234).unwrap());
    let url = format!("https://id.example.com/01/09506000134352/10/LOT-7%2FA/21/{code}?linkType=gs1:dpp");
    let contexts = vec![context; 1_000];

    criterion.bench_function("parse a link", |bench| bench.iter(|| parse_link(black_box(&url)).unwrap()));
    criterion
        .bench_function("encode one", |bench| bench.iter(|| key.encode(&context, 70_000, black_box(1_234)).unwrap()));
    criterion.bench_function("decode one", |bench| bench.iter(|| key.decode(&context, black_box(&code)).unwrap()));
    criterion.bench_function("decode under 1000 contexts", |bench| {
        bench.iter(|| key.decode_any(black_box(&contexts), &code).unwrap());
    });
}

/// The example of `docs/verify`: the paths of a token and of an entry, the log's signature, and a witness's.
fn verify(criterion: &mut Criterion) {
    let proof = include_bytes!("../../docs/verify/example.proof");
    let log = include_str!("../../docs/verify/example-log.key").trim_end();
    let witness = include_str!("../../docs/verify/example-witness.key").trim_end();
    let mut group = criterion.benchmark_group("verify a proof");
    for (name, witnesses) in [("of the log", &[][..]), ("of the log and a witness", &[witness][..])] {
        group.bench_function(name, |bench| {
            bench.iter(|| Trust::new(black_box(log), witnesses, witnesses.len()).unwrap().verify(proof).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, mint, resolve, verify);
criterion_main!(benches);
