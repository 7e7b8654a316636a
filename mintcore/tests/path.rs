//! Paths against the definitions of RFC 6962, 2.1.1 and 2.1.2, written down as they stand there.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use mintcore::{
    Error, Hash, HashTree, ProofError, consistency_path, inclusion_path, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn sha256(parts: &[&[u8]]) -> Hash {
    Sha256::digest(parts.concat()).into()
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|number| sha256(&[b"\0", &number.to_be_bytes()])).collect()
}

fn split_of(count: usize) -> usize {
    1 << (count - 1).ilog2()
}

/// MTH of RFC 6962, 2.1, over leaf hashes.
fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split_of(leaves.len()));
            sha256(&[b"\x01", &root_of(left), &root_of(right)])
        }
    }
}

/// PATH of RFC 6962, 2.1.1.
fn path_of(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let split = split_of(leaves.len());
    let (left, right) = leaves.split_at(split);
    let (mut path, sibling) =
        if index < split { (path_of(index, left), right) } else { (path_of(index - split, right), left) };
    path.push(root_of(sibling));
    path
}

/// SUBPROOF of RFC 6962, 2.1.2.
fn subproof(old: usize, leaves: &[Hash], is_old_root: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if is_old_root { Vec::new() } else { vec![root_of(leaves)] };
    }
    let split = split_of(leaves.len());
    let (left, right) = leaves.split_at(split);
    let (mut path, sibling) = if old <= split {
        (subproof(old, left, is_old_root), right)
    } else {
        (subproof(old - split, right, false), left)
    };
    path.push(root_of(sibling));
    path
}

#[test]
fn every_leaf_of_every_tree_to_130() {
    let all = leaves(130);
    for size in 1..=all.len() {
        let leaves = &all[..size];
        let (root, tree) = (root_of(leaves), HashTree::new(leaves));
        for index in 0..size {
            let path = inclusion_path(leaves, index).unwrap();
            assert_eq!(path, path_of(index, leaves), "{index} of {size}");
            assert_eq!(tree.path(index).unwrap(), path, "{index} of {size}");
            let verify = |other| verify_inclusion(&leaves[index], other, size as u64, &path, &root);
            for other in 0..=131 {
                let right = if other == index as u64 { Ok(()) } else { Err(ProofError::Inclusion) };
                assert_eq!(verify(other), right, "{other} for {index} of {size}");
            }
        }
    }
}

#[test]
fn every_pair_of_trees_to_130() {
    let all = leaves(130);
    let roots: Vec<Hash> = (0..=all.len()).map(|size| root_of(&all[..size])).collect();
    for size in 1..=all.len() {
        for old in 1..=size {
            let path = consistency_path(&all[..size], old).unwrap();
            assert_eq!(path, subproof(old, &all[..size], true), "{old} of {size}");
            let verify = |old, new| verify_consistency(old as u64, &roots[old], new as u64, &roots[new], &path);
            assert_eq!(verify(old, size), Ok(()), "{old} of {size}");
            for (other, other_size) in [(old - 1, size), (old + 1, size), (old, size - 1), (old, size + 1), (size, old)]
            {
                if other < roots.len() && other_size < roots.len() && (other, other_size) != (old, size) {
                    assert_eq!(verify(other, other_size), Err(ProofError::Consistency), "{old} of {size}");
                }
            }
        }
    }
}

#[test]
fn a_token_in_its_block_and_the_block_in_its_batch() {
    for size in [1, 2, 255, 256, 257, 511, 512, 513, 2_000, 2_305] {
        let leaves = leaves(size);
        let blocks: Vec<Hash> = leaves.chunks(256).map(root_of).collect();
        for index in [0, 1, 255, 256, 257, size / 2, size - 1] {
            if let Some(block) = leaves.chunks(256).nth(index / 256).filter(|_| index < size) {
                let path = [inclusion_path(block, index % 256).unwrap(), inclusion_path(&blocks, index / 256).unwrap()];
                assert_eq!(path.concat(), path_of(index, &leaves), "{index} of {size}");
            }
        }
    }
}

#[test]
fn numbers_at_the_ends_of_64_bits() {
    let [leaf, other] = [[1; 32], [2; 32]];
    let most = u64::MAX;
    for (index, size) in [(0, 0), (most, 0), (1, 1), (most, most), (most - 1, most), (0, most), (1 << 63, most)] {
        assert_eq!(verify_inclusion(&leaf, index, size, &[], &leaf), Err(ProofError::Inclusion), "{index} of {size}");
        let path = vec![other; 100];
        assert_eq!(verify_inclusion(&leaf, index, size, &path, &leaf), Err(ProofError::Inclusion), "{index} of {size}");
    }
    for (old, new) in [(0, 0), (0, 1), (0, most), (most, 0), (most, 1), (most - 1, most), (1 << 63, most), (1, most)] {
        for path in [vec![], vec![other], vec![other; 100]] {
            let result = verify_consistency(old, &leaf, new, &leaf, &path);
            assert_eq!(result, Err(ProofError::Consistency), "{old} of {new}");
        }
    }
    assert_eq!(verify_consistency(most, &leaf, most, &leaf, &[]), Ok(()));
    // The last leaf of a tree of 2^63 + 1: a path of one.
    let root = sha256(&[b"\x01", &other, &leaf]);
    assert_eq!(verify_inclusion(&leaf, 1 << 63, (1 << 63) + 1, &[other], &root), Ok(()));
}

#[test]
fn what_no_tree_has_is_refused() {
    let leaves = leaves(5);
    for (count, index) in [(0, 0), (1, 1), (5, 5), (5, usize::MAX)] {
        assert!(matches!(inclusion_path(&leaves[..count], index), Err(Error::Argument(_))), "{index} of {count}");
    }
    for (count, old) in [(0, 0), (0, 1), (5, 0), (5, 6), (5, usize::MAX)] {
        assert!(matches!(consistency_path(&leaves[..count], old), Err(Error::Argument(_))), "{old} of {count}");
    }
}

proptest! {
    #[test]
    fn no_changed_bit_is_accepted(size in 2_usize..2_000, place: prop::sample::Index, bit: prop::sample::Index) {
        let leaves = leaves(size);
        let (index, root) = (place.index(size), root_of(&leaves));
        let path = inclusion_path(&leaves, index).unwrap();
        prop_assert_eq!(&path, &path_of(index, &leaves));
        let verify = |path: &[Hash]| verify_inclusion(&leaves[index], index as u64, size as u64, path, &root);
        prop_assert_eq!(verify(&path), Ok(()));
        prop_assert!(verify(&path[1..]).is_err());
        prop_assert!(verify(&[&path[..], &[root]].concat()).is_err());
        let mut changed = path.clone();
        let bit = bit.index(changed.len() * 256);
        changed[bit / 256][bit % 256 / 8] ^= 1 << (bit % 8);
        prop_assert!(verify(&changed).is_err());

        let old = index + 1;
        let (old_root, path) = (root_of(&leaves[..old]), consistency_path(&leaves, old).unwrap());
        prop_assert_eq!(&path, &subproof(old, &leaves, true));
        let verify = |path: &[Hash]| verify_consistency(old as u64, &old_root, size as u64, &root, path);
        prop_assert_eq!(verify(&path), Ok(()));
        prop_assert!(verify(&[&path[..], &[root]].concat()).is_err());
        if !path.is_empty() {
            let mut changed = path.clone();
            changed[bit / 256 % path.len()][bit % 256 / 8] ^= 1 << (bit % 8);
            prop_assert!(verify(&changed).is_err());
            prop_assert!(verify(&path[1..]).is_err());
        }
    }
}
