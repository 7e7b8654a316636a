//! The tokens of a batch, cycle by cycle: code, row, leaf and tree in one pass.

use crate::alphabet::Symbols;
use crate::code::{CodeKey, MAX_BATCH_NO, MAX_SEQ, check_batch_no};
use crate::context::Context;
use crate::copy::{CHUNK_ROWS, HEADER, MAX_CHUNK, RowForm, TRAILER};
use crate::error::Error;
use crate::leaf::BatchId;
use crate::lots::Lots;
use crate::merkle::{BLOCK_LEAVES, CompactRange, Hash};

/// The most units of a cycle.
pub const MAX_CYCLE: u32 = 20_000;

/// One processing cycle, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The first seq.
    pub start: u32,
    /// Units.
    pub count: u32,
    /// Header, rows and trailer for `COPY tokens (batch_no, seq, code, status, activated_at) FROM STDIN (FORMAT binary)`,
    /// in pieces of at most [`MAX_CHUNK`] bytes, each of which ends with a row.
    pub chunks: Vec<Vec<u8>>,
    /// The tree of leaves 0 to `start + count - 1`.
    pub range: CompactRange,
    /// The nodes of [`crate::merkle::BLOCK_LEVEL`] that these leaves completed, in order.
    pub blocks: Vec<Hash>,
}

/// Encodes the tokens of one batch. Immutable: one may be used from many threads.
#[derive(Debug, Clone)]
pub struct BatchEncoder {
    key: CodeKey,
    context: Context,
    batch_no: u32,
    batch_id: BatchId,
    row: RowForm,
    lots: Lots,
}

impl BatchEncoder {
    /// An encoder for batch `batch_no` (1 to 2^31 - 1) with `status` (0 to 32,767) in every row. `lots`: lot code and
    /// quantity in order of seq, empty in serial mode.
    ///
    /// # Errors
    /// [`Error::Argument`] where a number is out of its bounds, a quantity is 0, or the lots have more than 2^20 units;
    /// [`Error::Identifier`] for a lot that [`crate::check_lot`] refuses.
    pub fn new(
        key: CodeKey,
        context: Context,
        batch_no: u32,
        batch_id: BatchId,
        status: i16,
        lots: &[(String, u32)],
    ) -> Result<Self, Error> {
        check_batch_no(batch_no)?;
        let number = i32::try_from(batch_no.min(MAX_BATCH_NO)).map_err(|_| Error::Argument("batch_no is too large"))?;
        if status < 0 {
            return Err(Error::Argument("status must be 0 to 32767"));
        }
        let lots = Lots::new(&context, lots)?;
        Ok(Self { key, context, batch_no, batch_id, row: RowForm::new(number, status), lots })
    }

    /// Encode seqs `start` to `start + count - 1`; `range` is the tree of the first `start` leaves.
    ///
    /// Deterministic: a retry gives the same bytes, and cycles of any size the same rows and the same tree.
    ///
    /// # Errors
    /// [`Error::Argument`] where `count` is 0 or above [`MAX_CYCLE`], where `range` is not of `start` leaves, or where the
    /// lots (or 2^20 units) end before `start + count`.
    pub fn encode(&self, start: u32, count: u32, range: &CompactRange) -> Result<Cycle, Error> {
        if !(1..=MAX_CYCLE).contains(&count) {
            return Err(Error::Argument("a cycle has 1 to 20000 units"));
        }
        let end = start.checked_add(count).filter(|&end| end <= self.lots.end()).ok_or(ENDED)?;
        check_size(range, start)?;
        let mut range = range.clone();
        let mut chunks = Vec::new();
        let mut codes: Vec<Symbols> = Vec::with_capacity(CHUNK_ROWS);
        let mut leaves = Vec::with_capacity(CHUNK_ROWS);
        let mut blocks = Vec::new();
        for first in (start..end).step_by(CHUNK_ROWS) {
            // Codes, rows and leaves of one chunk stay in the cache.
            let rows = end.saturating_sub(first).min(u32::try_from(CHUNK_ROWS).unwrap_or(u32::MAX));
            let mut chunk = Vec::with_capacity(MAX_CHUNK);
            if first == start {
                chunk.extend_from_slice(HEADER);
            }
            codes.clear();
            self.key.encode_each(&self.context, self.batch_no, first, rows, |seq, code| {
                chunk.extend_from_slice(&self.row.row(seq, &code));
                codes.push(code);
            })?;
            if first.saturating_add(rows) == end {
                chunk.extend_from_slice(TRAILER);
            }
            chunks.push(chunk);
            hash(&self.batch_id, &self.lots, first, &codes, &mut leaves)?;
            range.append_noting(&leaves, &mut blocks)?;
        }
        Ok(Cycle { start, count, chunks, range, blocks })
    }
}

/// The tree after appending the leaves of stored codes, whose seqs are `start` and on: how a batch's root is derived
/// again from its rows, without any key.
///
/// Codes are hashed as they stand: a row that was changed gives another tree, which is what a check of rows looks for.
///
/// # Errors
/// [`Error::Argument`] where `range` is not of `start` leaves, or the lots (or 2^20 units) end before the last code;
/// [`Error::Identifier`] for a bad lot.
pub fn extend_range(
    batch_id: &BatchId,
    context: &Context,
    lots: &[(String, u32)],
    start: u32,
    codes: &[Symbols],
    range: &CompactRange,
) -> Result<CompactRange, Error> {
    check_size(range, start)?;
    let mut range = range.clone();
    each_leaves(batch_id, context, lots, start, codes, |leaves| range.append(leaves))?;
    Ok(range)
}

/// The hashes that a batch keeps, again from stored codes, whose seqs are `start` and on: those of whole blocks of
/// [`BLOCK_LEAVES`] leaves and, where leaves are left behind the last, their root (RFC 6962, 2.1). None of no codes.
///
/// # Errors
/// [`Error::Argument`] where `start` is not the first seq of a block; otherwise as [`extend_range`].
pub fn block_hashes(
    batch_id: &BatchId,
    context: &Context,
    lots: &[(String, u32)],
    start: u32,
    codes: &[Symbols],
) -> Result<Vec<Hash>, Error> {
    if !start.is_multiple_of(BLOCK_LEAVES) {
        return Err(Error::Argument("a block starts at a multiple of 256"));
    }
    // A block does not depend on what is left of it, so a tree of these leaves alone has the same nodes.
    let mut range = CompactRange::new();
    let mut blocks = Vec::new();
    each_leaves(batch_id, context, lots, start, codes, |leaves| range.append_noting(leaves, &mut blocks))?;
    blocks.extend(range.last_block());
    Ok(blocks)
}

/// The leaves of stored codes, whose seqs are `start` and on.
///
/// # Errors
/// As [`extend_range`].
pub fn leaf_hashes(
    batch_id: &BatchId,
    context: &Context,
    lots: &[(String, u32)],
    start: u32,
    codes: &[Symbols],
) -> Result<Vec<Hash>, Error> {
    let mut all = Vec::with_capacity(codes.len());
    each_leaves(batch_id, context, lots, start, codes, |leaves| {
        all.extend_from_slice(leaves);
        Ok(())
    })?;
    Ok(all)
}

/// Give the leaves of `codes` to `each`, piece by piece.
fn each_leaves(
    batch_id: &BatchId,
    context: &Context,
    lots: &[(String, u32)],
    start: u32,
    codes: &[Symbols],
    mut each: impl FnMut(&[Hash]) -> Result<(), Error>,
) -> Result<(), Error> {
    let lots = Lots::new(context, lots)?;
    let count = u32::try_from(codes.len()).ok();
    let end = count.and_then(|count| start.checked_add(count)).filter(|&end| end <= lots.end());
    end.ok_or(ENDED)?;
    let mut leaves = Vec::with_capacity(CHUNK_ROWS.min(codes.len()));
    let mut first = start;
    for piece in codes.chunks(CHUNK_ROWS) {
        hash(batch_id, &lots, first, piece, &mut leaves)?;
        each(&leaves)?;
        first = first.saturating_add(u32::try_from(piece.len()).unwrap_or(MAX_SEQ));
    }
    Ok(())
}

const ENDED: Error = Error::Argument("the units end after the lots, or after 1048576");

fn check_size(range: &CompactRange, start: u32) -> Result<(), Error> {
    if range.size() == u64::from(start) {
        Ok(())
    } else {
        Err(Error::Argument("the compact range does not fit the number of leaves"))
    }
}

/// Put the leaves of `codes` into `leaves`, in place of what is there, run by run of one form.
fn hash(batch_id: &BatchId, lots: &Lots, first: u32, codes: &[Symbols], leaves: &mut Vec<Hash>) -> Result<(), Error> {
    leaves.clear();
    let (mut seq, mut rest) = (first, codes);
    while !rest.is_empty() {
        let (form, next) = lots.form(batch_id, seq)?;
        let length = usize::try_from(next.saturating_sub(seq)).unwrap_or(usize::MAX);
        let (run, after) = rest.split_at(length.min(rest.len()));
        form.hash(seq, run, leaves);
        (seq, rest) = (next, after);
    }
    Ok(())
}
