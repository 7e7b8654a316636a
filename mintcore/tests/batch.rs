//! Whole cycles: golden COPY bytes, and the same rows and tree however a batch is cut.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use mintcore::alphabet::Symbols;
use mintcore::code::text;
use mintcore::copy::{HEADER, MAX_CHUNK, ROW_LENGTH, RowForm, TRAILER};
use mintcore::{
    BatchEncoder, BatchId, CodeKey, CompactRange, Context, Cycle, Error, Hash, IdentifierError, MAX_CYCLE, MAX_SEQ,
    block_hashes, extend_range, identity_path, leaf_hash, leaf_hashes,
};
use proptest::prelude::*;

const BATCH: &str = "01890000-0000-7000-8000-000000000001";
const GTIN: &str = "gtin:09506000134352";

fn key() -> CodeKey {
    CodeKey::from_master(&[7; 32]).unwrap()
}

fn batch_id() -> BatchId {
    BatchId::parse(BATCH).unwrap()
}

fn lots(lots: &[(&str, u32)]) -> Vec<(String, u32)> {
    lots.iter().map(|&(lot, quantity)| (lot.to_owned(), quantity)).collect()
}

fn encoder(context: &str, lots: &[(String, u32)]) -> BatchEncoder {
    BatchEncoder::new(key(), Context::parse(context).unwrap(), 70_000, batch_id(), 1, lots).unwrap()
}

/// The rows of a cycle, without header and trailer.
fn rows(cycle: &Cycle) -> Vec<u8> {
    let bytes = cycle.chunks.concat();
    let rows = bytes.strip_prefix(HEADER).unwrap().strip_suffix(TRAILER).unwrap().to_vec();
    assert_eq!(rows.len(), cycle.count as usize * ROW_LENGTH);
    rows
}

fn codes(rows: &[u8]) -> Vec<Symbols> {
    rows.chunks(ROW_LENGTH).map(|row| row[22..38].try_into().unwrap()).collect()
}

/// Encode `total` units in cycles of the given sizes, over and over.
fn run(encoder: &BatchEncoder, total: u32, sizes: &[u32]) -> (Vec<u8>, CompactRange) {
    let (mut all, mut range) = (Vec::new(), CompactRange::new());
    let mut sizes = sizes.iter().cycle();
    let mut start = 0;
    while start < total {
        let count = (*sizes.next().unwrap()).min(total - start);
        let cycle = encoder.encode(start, count, &range).unwrap();
        assert_eq!((cycle.start, cycle.count), (start, count));
        all.extend(rows(&cycle));
        range = CompactRange::from_bytes(&cycle.range.to_bytes(), u64::from(start + count)).unwrap();
        start += count;
    }
    (all, range)
}

#[test]
fn golden_copy_bytes() {
    let golden = concat!(
        "5047434f50590aff0d0a00", // PGCOPY\n \xff \r\n \0
        "0000000000000000",       // no flags, no extension
        "0005",                   // fields
        "00000004",
        "00011170", // batch_no 70000
        "00000004",
        "000fffff", // seq
        "00000010",
        "4d595147474339394b4358",
        "4d4a5a3343", // MYQGGC99KCXMJZ3C
        "00000002",
        "0001",     // status
        "ffffffff", // activated_at is NULL
        "ffff",     // no more rows
    );
    let row = RowForm::new(70_000, 1).row(1_048_575, b"MYQGGC99KCXMJZ3C");
    assert_eq!(hex::encode([&HEADER[..], &row, TRAILER].concat()), golden);
}

#[test]
fn rows_hold_the_codes_in_order() {
    let cycle = encoder(GTIN, &[]).encode(0, 3_000, &CompactRange::new()).unwrap();
    let context = Context::parse(GTIN).unwrap();
    let rows = rows(&cycle);
    for (seq, row) in (0..).zip(rows.chunks(ROW_LENGTH)) {
        let code = key().encode(&context, 70_000, seq).unwrap();
        assert_eq!(row, RowForm::new(70_000, 1).row(seq, &code));
    }
}

#[test]
fn chunks_are_whole_rows_below_the_limit() {
    for count in [1, 2_729, 2_730, 2_731, 5_460, MAX_CYCLE] {
        let cycle = encoder(GTIN, &[]).encode(0, count, &CompactRange::new()).unwrap();
        assert!(cycle.chunks.iter().all(|chunk| !chunk.is_empty() && chunk.len() <= MAX_CHUNK));
        assert_eq!(cycle.chunks.len(), count.div_ceil(2_730) as usize);
        assert_eq!(rows(&cycle).len(), count as usize * ROW_LENGTH);
    }
}

/// The tree by the public function for one leaf: the slow and obvious way.
fn slow_range(context: &str, lots: &[(String, u32)], codes: &[Symbols]) -> CompactRange {
    let context = Context::parse(context).unwrap();
    let each = lots.iter().flat_map(|(lot, quantity)| (0..*quantity).map(move |_| Some(lot.as_str())));
    let mut each = each.chain(std::iter::repeat(None));
    let mut range = CompactRange::new();
    for (seq, code) in (0..).zip(codes) {
        let path = identity_path(&context, each.next().unwrap(), &text(code)).unwrap();
        range.append(&[leaf_hash(&batch_id(), seq, &path).unwrap()]).unwrap();
    }
    range
}

#[test]
fn the_tree_is_that_of_the_leaves_of_the_rows() {
    // The longest lot, all of it percent-encoded, takes three blocks a leaf.
    let mixed = lots(&[("A", 9), ("LOT-7/A", 2), (&"%".repeat(20), 1_000), ("b", 5_000)]);
    for (context, lots) in [(GTIN, vec![]), (GTIN, mixed.clone()), ("token", vec![]), ("token", mixed)] {
        let (rows, range) = run(&encoder(context, &lots), 6_000, &[6_000]);
        let codes = codes(&rows);
        assert_eq!(range, slow_range(context, &lots, &codes), "{context}");
        let context = Context::parse(context).unwrap();
        let again = extend_range(&batch_id(), &context, &lots, 0, &codes, &CompactRange::new()).unwrap();
        assert_eq!(again, range);
    }
}

#[test]
fn seqs_of_each_count_of_digits() {
    let encoder = encoder(GTIN, &[]);
    for start in [0_u32, 8, 98, 998, 9_998, 99_998, 999_998, MAX_SEQ - 3] {
        let before = CompactRange::from_bytes(&vec![9; start.count_ones() as usize * 32], u64::from(start)).unwrap();
        let cycle = encoder.encode(start, 4, &before).unwrap();
        let mut expected = before.clone();
        for (seq, code) in (start..).zip(codes(&rows(&cycle))) {
            let path = identity_path(&Context::parse(GTIN).unwrap(), None, &text(&code)).unwrap();
            expected.append(&[leaf_hash(&batch_id(), seq, &path).unwrap()]).unwrap();
        }
        assert_eq!(cycle.range, expected, "{start}");
    }
}

#[test]
fn arguments_out_of_bounds_are_refused() {
    let none = CompactRange::new();
    let encoder = encoder(GTIN, &lots(&[("A", 10), ("B", 5)]));
    assert!(encoder.encode(0, 15, &none).is_ok());
    for (start, count) in [(0, 0), (0, 16), (0, MAX_CYCLE + 1), (0, u32::MAX), (1, 1), (u32::MAX, 1)] {
        assert!(matches!(encoder.encode(start, count, &none), Err(Error::Argument(_))), "{start} {count}");
    }
    let after_end = CompactRange::from_bytes(&[0; 32], u64::from(MAX_SEQ) + 1).unwrap();
    let serial = self::encoder(GTIN, &[]);
    assert!(serial.encode(MAX_SEQ + 1, 1, &after_end).is_err());

    let context = Context::parse(GTIN).unwrap();
    let make = |batch_no, status, list: &[(&str, u32)]| {
        BatchEncoder::new(key(), context, batch_no, batch_id(), status, &lots(list)).map(|_| ())
    };
    for bad in [make(0, 0, &[]), make(1 << 31, 0, &[]), make(1, -1, &[]), make(1, 0, &[("A", 0)])] {
        assert!(matches!(bad, Err(Error::Argument(_))));
    }
    assert!(make(1, 0, &[("A", 1 << 19), ("B", 1 << 19)]).is_ok());
    assert!(make(1, 0, &[("A", 1 << 19), ("B", 1 + (1 << 19))]).is_err());
    assert!(make(1, 0, &[("A", u32::MAX), ("B", u32::MAX)]).is_err());
    assert_eq!(make(1, 0, &[("", 1)]), Err(IdentifierError::LotLength.into()));
    assert_eq!(make(1, 0, &[("A B", 1)]), Err(IdentifierError::LotCharacter.into()));
    for bad in ["", &BATCH[1..], &BATCH.replace('-', "0"), &BATCH.replace('8', "A"), &BATCH.replace('9', "\n")] {
        assert!(BatchId::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_cannot_be_stored_is_refused_and_what_was_changed_shows() {
    let good = key().encode(&Context::Token, 1, 0).unwrap();
    let extend = |lots: &[(String, u32)], start, codes: &[Symbols], range: &CompactRange| {
        extend_range(&batch_id(), &Context::Token, lots, start, codes, range)
    };
    let none = CompactRange::new();
    assert!(extend(&[], 0, &[good], &none).is_ok());
    assert_eq!(extend(&[], 0, &[], &none), Ok(none.clone()));
    // Changed rows give another tree and no error: a check goes on and reports.
    for changed in [*b"aaaaaaaaaaaaaaaa", *b"AAAAAAAAAA\n/t/AA", [0xff; 16]] {
        assert_ne!(extend(&[], 0, &[changed], &none).unwrap(), extend(&[], 0, &[good], &none).unwrap());
    }
    assert!(extend(&lots(&[("A", 1)]), 0, &[good, good], &none).is_err());
    assert!(extend(&[], 1, &[good], &none).is_err());
    assert!(leaf_hash(&batch_id(), MAX_SEQ + 1, "/t/A").is_err());
    for path in ["", "t/A", "/t/A\n", "/t/A B", "/t/é"] {
        assert!(leaf_hash(&batch_id(), 0, path).is_err(), "{path:?}");
    }
}

/// The nodes of level 8 by their definition, the last of fewer leaves too.
fn slow_blocks(leaves: &[Hash]) -> Vec<Hash> {
    let root = |block: &[Hash]| {
        let mut range = CompactRange::new();
        range.append(block).unwrap();
        range.root()
    };
    leaves.chunks(256).map(root).collect()
}

#[test]
fn blocks_that_cannot_be() {
    let good = key().encode(&Context::Token, 1, 0).unwrap();
    let blocks = |lots: &[(String, u32)], start| block_hashes(&batch_id(), &Context::Token, lots, start, &[good; 2]);
    assert!(blocks(&[], MAX_SEQ - 255).is_ok());
    for start in [1, 128, 255, 257, MAX_SEQ, MAX_SEQ + 1, u32::MAX] {
        assert!(matches!(blocks(&[], start), Err(Error::Argument(_))), "{start}");
    }
    assert!(blocks(&lots(&[("A", 1)]), 0).is_err());
    assert!(leaf_hashes(&batch_id(), &Context::Token, &[], MAX_SEQ, &[good; 2]).is_err());
    assert_eq!(block_hashes(&batch_id(), &Context::Token, &[], 256, &[]), Ok(vec![]));
    assert_eq!(leaf_hashes(&batch_id(), &Context::Token, &[], 3, &[]), Ok(vec![]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn cycles_of_any_size_complete_the_same_blocks(
        sizes in prop::collection::vec(1_u32..4_000, 1..6),
        total in 1_u32..9_000,
        piece in 1_usize..12,
        start in 0_usize..9_000,
    ) {
        let lots = lots(&[("A", 300), ("LOT-7/A", 2_000), ("b", 9_000)]);
        let (encoder, context) = (encoder(GTIN, &lots), Context::parse(GTIN).unwrap());
        let (mut rows, mut blocks, mut range) = (Vec::new(), Vec::new(), CompactRange::new());
        let (mut sizes, mut at) = (sizes.into_iter().cycle(), 0);
        while at < total {
            let cycle = encoder.encode(at, sizes.next().unwrap().min(total - at), &range).unwrap();
            rows.extend(self::rows(&cycle));
            let completed = (at + cycle.count) / 256 - at / 256;
            prop_assert_eq!(cycle.blocks.len(), completed as usize);
            blocks.extend(cycle.blocks);
            (range, at) = (cycle.range, at + cycle.count);
        }
        let codes = codes(&rows);
        let leaves = leaf_hashes(&batch_id(), &context, &lots, 0, &codes).unwrap();
        let first = identity_path(&context, Some("A"), &text(&codes[0])).unwrap();
        prop_assert_eq!(leaves[0], leaf_hash(&batch_id(), 0, &first).unwrap());
        let expected = slow_blocks(&leaves);
        prop_assert_eq!(&blocks[..], &expected[..blocks.len()]);
        blocks.extend(range.last_block());
        prop_assert_eq!(&blocks, &expected);
        prop_assert_eq!(&block_hashes(&batch_id(), &context, &lots, 0, &codes).unwrap(), &expected);
        // In pieces of whole blocks.
        let mut again = Vec::new();
        for (number, codes) in codes.chunks(piece * 256).enumerate() {
            let start = (number * piece * 256) as u32;
            again.extend(block_hashes(&batch_id(), &context, &lots, start, codes).unwrap());
        }
        prop_assert_eq!(&again, &expected);
        let start = start % codes.len();
        let some = leaf_hashes(&batch_id(), &context, &lots, start as u32, &codes[start..]).unwrap();
        prop_assert_eq!(&some[..], &leaves[start..]);
    }

    #[test]
    fn cycles_of_any_size_give_the_same_rows_and_tree(
        sizes in prop::collection::vec(1_u32..4_000, 1..6),
        quantities in prop::collection::vec(1_u32..3_000, 0..6),
    ) {
        let names = ["A", "LOT-7/A", "%%%%%%%%%%%%%%%%%%%%", "a_b", "12345678901234567890", "+"];
        let list: Vec<(&str, u32)> = names.into_iter().zip(quantities.iter().copied()).collect();
        let lots = lots(&list);
        let total = if quantities.is_empty() { 5_000 } else { quantities.iter().sum() };
        let encoder = encoder(GTIN, &lots);
        let (rows, range) = run(&encoder, total, &[MAX_CYCLE]);
        prop_assert_eq!(run(&encoder, total, &sizes), (rows.clone(), range.clone()));
        // From the rows, in pieces of those sizes too.
        let codes = codes(&rows);
        let context = Context::parse(GTIN).unwrap();
        let (mut again, mut start) = (CompactRange::new(), 0_u32);
        for piece in codes.chunks(sizes[0] as usize) {
            again = extend_range(&batch_id(), &context, &lots, start, piece, &again).unwrap();
            start += piece.len() as u32;
        }
        prop_assert_eq!(again, range);
    }
}
