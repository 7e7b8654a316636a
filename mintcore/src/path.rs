//! Paths in the tree of RFC 6962: from a leaf to the root, and from an old root to a new one.
//!
//! A path is the nodes that whoever checks it cannot make, leaf side first.

use crate::error::{Error, ProofError};
use crate::merkle::{CompactRange, Hash, hash_pairs, node_hash};

/// All hashes of a tree, level by level: its paths are looked up, where [`inclusion_path`] makes the tree for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashTree {
    levels: Vec<Vec<Hash>>,
}

impl HashTree {
    /// The tree over `hashes`: leaves, or the nodes of one level, the last of which may be the root of fewer leaves.
    #[must_use]
    pub fn new(hashes: &[Hash]) -> Self {
        let mut levels = vec![hashes.to_vec()];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let (pairs, rest) = level.as_chunks::<2>();
            let mut parents = Vec::new();
            hash_pairs(pairs, &mut parents);
            // The last node of a level may have no sibling: it is a node of the next level as it is.
            parents.extend_from_slice(rest);
            levels.push(parents);
        }
        Self { levels }
    }

    /// As [`inclusion_path`].
    ///
    /// # Errors
    /// [`Error::Argument`] where there is no hash `index`.
    pub fn path(&self, index: usize) -> Result<Vec<Hash>, Error> {
        if self.levels.first().is_none_or(|leaves| index >= leaves.len()) {
            return Err(Error::Argument("index must be one of a leaf"));
        }
        let mut path = Vec::new();
        let mut index = index;
        for level in &self.levels {
            path.extend(level.get(index ^ 1));
            index >>= 1;
        }
        Ok(path)
    }
}

/// The path of leaf `index` in the tree of `hashes` (RFC 6962, 2.1.1): the siblings on the way up.
///
/// Also for the nodes of one level, the last of which may be the root of fewer leaves: a path of a leaf to its node, and
/// one of the node, are together that of the leaf.
///
/// # Errors
/// [`Error::Argument`] where there is no leaf `index`.
pub fn inclusion_path(hashes: &[Hash], index: usize) -> Result<Vec<Hash>, Error> {
    HashTree::new(hashes).path(index)
}

/// The path from the root of the first `old_size` of the leaves `hashes` to the root of all (RFC 6962, 2.1.2). Empty where
/// they are all.
///
/// # Errors
/// [`Error::Argument`] where `old_size` is 0, of which nothing can be proved, or more than there are leaves.
pub fn consistency_path(hashes: &[Hash], old_size: usize) -> Result<Vec<Hash>, Error> {
    if !(1..=hashes.len()).contains(&old_size) {
        return Err(Error::Argument("old_size must be 1 to the number of leaves"));
    }
    let mut path = Vec::new();
    // SUBPROOF, from the root down. The old root itself is known, so it is left out.
    let (mut tree, mut old, mut is_old_root) = (hashes, old_size, true);
    while old < tree.len() {
        let split = tree.len().next_power_of_two() >> 1;
        let (left, right) = tree.split_at(split);
        if old <= split {
            path.push(root(right)?);
            tree = left;
        } else {
            path.push(root(left)?);
            (tree, old, is_old_root) = (right, old.saturating_sub(split), false);
        }
    }
    if !is_old_root {
        path.push(root(tree)?);
    }
    path.reverse();
    Ok(path)
}

fn root(leaves: &[Hash]) -> Result<Hash, Error> {
    let mut range = CompactRange::new();
    range.append(leaves)?;
    Ok(range.root())
}

/// Whether `path` leads from `leaf`, the one of `index`, to `root` in a tree of `size` leaves: RFC 9162, 2.1.3.2.
///
/// # Errors
/// [`ProofError::Inclusion`] where it does not.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> Result<(), ProofError> {
    let mut way = Way { node: index, last: size.checked_sub(1).ok_or(ProofError::Inclusion)? };
    if way.node > way.last {
        return Err(ProofError::Inclusion);
    }
    let mut hash = *leaf;
    for sibling in path {
        hash = match way.up().ok_or(ProofError::Inclusion)? {
            Side::Left => node_hash(sibling, &hash),
            Side::Right => node_hash(&hash, sibling),
        };
    }
    if way.last == 0 && hash == *root { Ok(()) } else { Err(ProofError::Inclusion) }
}

/// Whether `path` leads from `old_root`, of `old_size` leaves, to `new_root`, of `new_size`: RFC 9162, 2.1.4.2. Of equal
/// sizes it is empty, and the roots are equal.
///
/// # Errors
/// [`ProofError::Consistency`] where it does not, also for an `old_size` of 0: an empty tree proves nothing.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    path: &[Hash],
) -> Result<(), ProofError> {
    const FALSE: ProofError = ProofError::Consistency;
    let (Some(old), Some(new)) = (old_size.checked_sub(1), new_size.checked_sub(1)) else { return Err(FALSE) };
    if old >= new {
        return if old == new && path.is_empty() && old_root == new_root { Ok(()) } else { Err(FALSE) };
    }
    // Up to the largest perfect subtree that ends the old tree: where that is the old tree, its root is left out.
    let height = old.trailing_ones();
    let mut way = Way { node: old.unbounded_shr(height), last: new.unbounded_shr(height) };
    let (start, rest) = if old_size.is_power_of_two() { (old_root, path) } else { path.split_first().ok_or(FALSE)? };
    let (mut old_hash, mut new_hash) = (*start, *start);
    for sibling in rest {
        match way.up().ok_or(FALSE)? {
            Side::Left => {
                old_hash = node_hash(sibling, &old_hash);
                new_hash = node_hash(sibling, &new_hash);
            }
            Side::Right => new_hash = node_hash(&new_hash, sibling),
        }
    }
    if way.last == 0 && old_hash == *old_root && new_hash == *new_root { Ok(()) } else { Err(FALSE) }
}

/// Where the next hash of a path stands.
enum Side {
    Left,
    Right,
}

/// A node on its way up: its index in its level, and that of the last node there (`fn` and `sn` of RFC 9162).
struct Way {
    node: u64,
    last: u64,
}

impl Way {
    /// Go up to the next node that has two children: which of them the sibling is. `None` at the root.
    fn up(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let side = if self.node & 1 == 1 || self.node == self.last { Side::Left } else { Side::Right };
        if self.node == self.last {
            // A last node without a sibling is a node of the next level too.
            let alone = self.node.trailing_zeros();
            self.node = self.node.unbounded_shr(alone);
            self.last = self.last.unbounded_shr(alone);
        }
        self.node >>= 1;
        self.last >>= 1;
        Some(side)
    }
}
