//! The leaf of a token: SHA-256(0x00 || "hallmint/v1\n" batch_id "\n" seq "\n" identity "\n").
//!
//! Text, so that anyone can rebuild it with a shell. The zero byte is the leaf prefix of RFC 6962, 2.1.

use crate::alphabet::Symbols;
use crate::code::MAX_SEQ;
use crate::error::Error;
use crate::merkle::Hash;
use crate::sha::{Block, hash_padded};

/// What every leaf starts with.
const START: &[u8] = b"\0hallmint/v1\n";

/// Blocks of the longest leaf: 50 bytes, 7 digits, a path of 102 bytes (a lot of 20 characters, all percent-encoded), two
/// line feeds, and SHA-256's padding of at least 9.
const MAX_BLOCKS: usize = 3;

/// The public id of a batch: a UUID as 36 characters, lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchId([u8; 36]);

impl BatchId {
    /// Read a UUID in lower-case text with hyphens (RFC 9562, 4).
    ///
    /// # Errors
    /// [`Error::Argument`] for any other text: a second spelling of one id would be a second leaf.
    pub fn parse(text: &str) -> Result<Self, Error> {
        const FORM: Error = Error::Argument("a batch id is a UUID in lower-case text");
        let bytes: [u8; 36] = text.as_bytes().try_into().map_err(|_| FORM)?;
        let right = bytes.iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        });
        if right { Ok(Self(bytes)) } else { Err(FORM) }
    }
}

/// The leaf of one token.
///
/// # Errors
/// [`Error::Argument`] where `seq` is above [`MAX_SEQ`], or where `identity` does not start with `/` or has a character
/// that no canonical path has (a line feed, say, would let one leaf stand for two texts).
pub fn leaf_hash(batch_id: &BatchId, seq: u32, identity: &str) -> Result<Hash, Error> {
    if seq > MAX_SEQ {
        return Err(Error::Argument("seq must be 0 to 1048575"));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'%' | b'-' | b'.' | b'_');
    if !identity.starts_with('/') || !identity.bytes().all(allowed) {
        return Err(Error::Argument("an identity is a canonical path"));
    }
    let digits = Digits::of(seq);
    let parts = [START, &batch_id.0, b"\n", digits.as_bytes(), b"\n", identity.as_bytes(), b"\n"];
    let mut hasher = sha2::Sha256::default();
    for part in parts {
        sha2::Digest::update(&mut hasher, part);
    }
    Ok(sha2::Digest::finalize(hasher).into())
}

/// Hashes the leaves of a run of tokens whose messages differ in seq and code only: one batch, one lot, one count of
/// digits.
#[derive(Debug, Clone)]
pub(crate) struct LeafForm {
    message: [Block; MAX_BLOCKS],
    blocks: usize,
    seq_at: usize,
    code_at: usize,
}

impl LeafForm {
    /// The form of leaves of `batch_id` whose identity is `path` and a code, and whose seq has `digits` digits.
    ///
    /// # Errors
    /// [`Error::Argument`] where the path is longer than any that [`crate::identity_path`] makes.
    pub(crate) fn new(batch_id: &BatchId, path: &str, digits: usize) -> Result<Self, Error> {
        const LONG: Error = Error::Argument("the path is too long");
        let blank = [b'0'; 16];
        let seq = blank.get(..digits).ok_or(LONG)?;
        let parts = [START, &batch_id.0, b"\n", seq, b"\n", path.as_bytes(), &blank, b"\n"];
        let text = parts.concat();
        let seq_at = START.len().wrapping_add(batch_id.0.len()).wrapping_add(1);
        let code_at = text.len().wrapping_sub(17);
        // The padding of FIPS 180-4, 5.1.1: a one bit, zeros, the length in bits as 64 bits at the end of a block.
        let blocks = text.len().wrapping_add(9).div_ceil(64);
        let bits = u64::try_from(text.len()).map_err(|_| LONG)?.wrapping_mul(8);
        let mut message = [[0; 64]; MAX_BLOCKS];
        let used = message.get_mut(..blocks).ok_or(LONG)?.as_flattened_mut();
        for (place, byte) in used.iter_mut().zip(text.iter().chain(&[0x80])) {
            *place = *byte;
        }
        if let Some(length) = used.last_chunk_mut() {
            *length = bits.to_be_bytes();
        }
        Ok(Self { message, blocks, seq_at, code_at })
    }

    /// Append the leaves of `codes`, whose seqs begin with `first`, to `leaves`.
    pub(crate) fn hash(&self, first: u32, codes: &[Symbols], leaves: &mut Vec<Hash>) {
        const GROUP: usize = 16;
        let mut messages = [self.message; GROUP];
        let mut seqs = first..;
        for group in codes.chunks(GROUP) {
            for ((message, code), seq) in messages.iter_mut().zip(group).zip(seqs.by_ref()) {
                let message = message.as_flattened_mut();
                put(message, self.seq_at, Digits::of(seq).as_bytes());
                put(message, self.code_at, code);
            }
            if let Some(messages) = messages.get(..group.len()) {
                hash_padded(messages, self.blocks, |leaf| leaves.push(leaf));
            }
        }
    }
}

/// Overwrite `message` from `at` on. The form was made with room for it.
#[inline]
fn put(message: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = message.get_mut(at..).and_then(|rest| rest.get_mut(..bytes.len())) {
        place.copy_from_slice(bytes);
    }
}

/// A number in decimal, without leading zeros.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Digits {
    places: [u8; 10],
    from: usize,
}

impl Digits {
    #[inline]
    pub(crate) fn of(mut number: u32) -> Self {
        let mut places = [b'0'; 10];
        let mut from = places.len();
        for place in places.iter_mut().rev() {
            let digit = number % 10;
            *place = b'0' | digit.to_le_bytes()[0];
            number /= 10;
            from = from.wrapping_sub(1);
            if number == 0 {
                break;
            }
        }
        Self { places, from }
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.places.get(self.from..).unwrap_or_default()
    }
}
