//! Trees against the definition of RFC 6962, 2.1, written down as it stands there.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use mintcore::merkle::node_hash;
use mintcore::{CompactRange, Error, Hash};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn sha256(parts: &[&[u8]]) -> Hash {
    Sha256::digest(parts.concat()).into()
}

fn leaves(count: u32) -> Vec<Hash> {
    (0..count).map(|number| sha256(&[b"\0", &number.to_be_bytes()])).collect()
}

/// MTH of RFC 6962, 2.1, over leaf hashes.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let split = 1 << (leaves.len() - 1).ilog2();
            sha256(&[b"\x01", &naive_root(&leaves[..split]), &naive_root(&leaves[split..])])
        }
    }
}

/// The compact range by its definition: the roots of the perfect subtrees, largest first.
fn naive_range(mut leaves: &[Hash]) -> Vec<u8> {
    let mut range = Vec::new();
    while !leaves.is_empty() {
        let (perfect, rest) = leaves.split_at(1 << leaves.len().ilog2());
        range.extend(naive_root(perfect));
        leaves = rest;
    }
    range
}

fn grown(parts: &[&[Hash]]) -> CompactRange {
    let mut range = CompactRange::new();
    for part in parts {
        range.append(part).unwrap();
    }
    range
}

#[test]
fn a_node_is_the_hash_of_its_children() {
    let leaves = leaves(2);
    assert_eq!(node_hash(&leaves[0], &leaves[1]), sha256(&[b"\x01", &leaves[0], &leaves[1]]));
}

#[test]
fn roots_of_all_sizes_to_600() {
    let leaves = leaves(600);
    for size in 0..=600 {
        let range = grown(&[&leaves[..size]]);
        assert_eq!(range.root(), naive_root(&leaves[..size]), "{size}");
        assert_eq!(range.to_bytes(), naive_range(&leaves[..size]), "{size}");
    }
}

#[test]
fn split_at_every_point() {
    let leaves = leaves(600);
    for size in [1, 2, 3, 255, 256, 257, 511, 512, 513, 599, 600] {
        let whole = grown(&[&leaves[..size]]);
        for split in 0..=size {
            assert_eq!(grown(&[&leaves[..split], &leaves[split..size]]), whole, "{split} of {size}");
        }
    }
}

#[test]
fn leaf_by_leaf_and_nothing_in_between() {
    let leaves = leaves(600);
    let mut range = CompactRange::new();
    for (size, leaf) in (1..).zip(&leaves) {
        range.append(&[*leaf]).unwrap();
        range.append(&[]).unwrap();
        assert_eq!(range.root(), naive_root(&leaves[..size]), "{size}");
    }
}

#[test]
fn a_range_that_does_not_fit_is_refused() {
    let bytes = grown(&[&leaves(7)]).to_bytes();
    assert_eq!(bytes.len(), 96);
    for size in [7, 11, 13, 1 << 63 | 3] {
        assert_eq!(CompactRange::from_bytes(&bytes, size).unwrap().to_bytes(), bytes);
    }
    for size in [0, 6, 8, 15, u64::MAX] {
        assert!(matches!(CompactRange::from_bytes(&bytes, size), Err(Error::Argument(_))), "{size}");
    }
    for length in [95, 97, 64, 128] {
        assert!(CompactRange::from_bytes(&vec![0; length], 7).is_err(), "{length}");
    }
    let mut full = CompactRange::from_bytes(&[0; 64 * 32], u64::MAX).unwrap();
    let before = full.clone();
    assert!(full.append(&leaves(1)).is_err());
    assert_eq!(full, before);
    full.append(&[]).unwrap();
    assert_eq!(full, before);
}

proptest! {
    #[test]
    fn any_parts_give_the_same_tree(sizes in prop::collection::vec(0_usize..200, 0..12)) {
        let total = sizes.iter().sum::<usize>();
        let leaves = leaves(u32::try_from(total).unwrap());
        let mut rest = &leaves[..];
        let mut range = CompactRange::new();
        for size in sizes {
            let (part, after) = rest.split_at(size);
            range.append(part).unwrap();
            rest = after;
            range = CompactRange::from_bytes(&range.to_bytes(), range.size()).unwrap();
        }
        prop_assert_eq!(range.root(), naive_root(&leaves));
        prop_assert_eq!(range.to_bytes(), naive_range(&leaves));
    }
}
