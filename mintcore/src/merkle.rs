//! The Merkle tree of RFC 6962, 2.1, grown from a compact range.

use crate::error::Error;
pub use crate::sha::Hash;
use crate::sha::{Block, hash_padded};

/// Before the two children of a node (RFC 6962, 2.1), so that no node can be taken for a leaf.
const NODE: u8 = 1;

/// SHA-256 of nothing: the root of an empty tree (RFC 6962, 2.1).
const EMPTY_ROOT: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41,
    0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// The level of the nodes that are kept of a batch's tree; leaves are level 0.
pub const BLOCK_LEVEL: u32 = 8;

/// Leaves under a node of [`BLOCK_LEVEL`].
pub const BLOCK_LEAVES: u32 = 1 << BLOCK_LEVEL;

/// The hash of a node: SHA-256(0x01 || left || right).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut node = EMPTY_ROOT;
    hash_padded(&[message(left, right)], 2, |hash| node = hash);
    node
}

/// The 65 bytes of a node as two padded blocks (FIPS 180-4, 5.1.1): a one bit, zeros, the length in bits (520).
#[inline]
fn message(left: &Hash, right: &Hash) -> [Block; 2] {
    let mut blocks = [[0; 64]; 2];
    let [first, last] = &mut blocks;
    let [head @ .., end] = right;
    first[0] = NODE;
    first[1..33].copy_from_slice(left);
    first[33..].copy_from_slice(head);
    last[0] = *end;
    last[1] = 0x80;
    last[56..].copy_from_slice(&520_u64.to_be_bytes());
    blocks
}

/// A tree of `size` leaves, cut down to what is needed to go on: the roots of the perfect subtrees that make it up,
/// largest first. They are as many as `size` has one bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompactRange {
    size: u64,
    nodes: Vec<Hash>,
}

impl CompactRange {
    /// The range of no leaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Read what [`CompactRange::to_bytes`] wrote for a tree of `size` leaves.
    ///
    /// # Errors
    /// [`Error::Argument`] where the bytes are not 32 for each one bit of `size`. Whether they are the right hashes
    /// cannot be seen.
    pub fn from_bytes(bytes: &[u8], size: u64) -> Result<Self, Error> {
        let (nodes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || u32::try_from(nodes.len()) != Ok(size.count_ones()) {
            return Err(Error::Argument("the compact range does not fit the number of leaves"));
        }
        Ok(Self { size, nodes: nodes.to_vec() })
    }

    /// The hashes, 32 bytes each, largest subtree first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.nodes.as_flattened().to_vec()
    }

    /// Leaves in the tree.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Append the hashes of the next leaves.
    ///
    /// # Errors
    /// [`Error::Argument`] where the tree would have more than 2^64 - 1 leaves; then nothing has changed.
    pub fn append(&mut self, leaves: &[Hash]) -> Result<(), Error> {
        self.append_noting(leaves, &mut Vec::new())
    }

    /// As [`CompactRange::append`], and append to `blocks` the nodes of [`BLOCK_LEVEL`] that the leaves completed.
    ///
    /// Level by level, so that the nodes of a level are hashed side by side.
    ///
    /// # Errors
    /// As [`CompactRange::append`]; then `blocks` is as it was, too.
    pub fn append_noting(&mut self, leaves: &[Hash], blocks: &mut Vec<Hash>) -> Result<(), Error> {
        let added = u64::try_from(leaves.len()).ok();
        let Some(size) = added.and_then(|added| self.size.checked_add(added)) else {
            return Err(Error::Argument("too many leaves"));
        };
        // The index, in its level, of the first node that is not yet in a subtree of the range.
        let mut index = self.size;
        let mut level = self.waiting_sibling(index);
        level.extend_from_slice(leaves);
        let mut smallest_first = Vec::new();
        let mut height: u32 = 0;
        while !level.is_empty() {
            let (pairs, rest) = level.as_chunks::<2>();
            // A node without a right sibling is the root of a perfect subtree of the new range.
            smallest_first.extend_from_slice(rest);
            index >>= 1;
            let mut parents = self.waiting_sibling(index);
            if pairs.is_empty() && !parents.is_empty() {
                // Nothing to pair it with: it stays the root that it was.
                self.nodes.append(&mut parents);
                break;
            }
            let waiting = parents.len();
            hash_pairs(pairs, &mut parents);
            height = height.saturating_add(1);
            if height == BLOCK_LEVEL {
                blocks.extend(parents.iter().skip(waiting));
            }
            level = parents;
        }
        self.nodes.extend(smallest_first.iter().rev());
        self.size = size;
        Ok(())
    }

    /// The smallest subtree of the range, taken out, where it is the left sibling of the next node of a level: where the
    /// index of that node is odd.
    fn waiting_sibling(&mut self, index: u64) -> Vec<Hash> {
        if index & 1 == 1 { self.nodes.pop().into_iter().collect() } else { Vec::new() }
    }

    /// The root of the tree: RFC 6962, 2.1.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut smallest_first = self.nodes.iter().rev();
        let Some(&smallest) = smallest_first.next() else { return EMPTY_ROOT };
        smallest_first.fold(smallest, |right, left| node_hash(left, &right))
    }

    /// The root of the leaves behind the last complete block, where there are any.
    #[must_use]
    pub fn last_block(&self) -> Option<Hash> {
        let size = self.size & u64::from(BLOCK_LEAVES.wrapping_sub(1));
        let complete = usize::try_from(self.size.count_ones().saturating_sub(size.count_ones())).ok()?;
        let nodes = self.nodes.get(complete..).filter(|nodes| !nodes.is_empty())?;
        Some(Self { size, nodes: nodes.to_vec() }.root())
    }
}

/// Append the hash of each pair to `parents`.
pub(crate) fn hash_pairs(pairs: &[[Hash; 2]], parents: &mut Vec<Hash>) {
    parents.reserve(pairs.len());
    for group in pairs.chunks(16) {
        let mut messages = [[[0; 64]; 2]; 16];
        for (place, [left, right]) in messages.iter_mut().zip(group) {
            *place = message(left, right);
        }
        if let Some(messages) = messages.get(..group.len()) {
            hash_padded(messages, 2, |hash| parents.push(hash));
        }
    }
}
