//! The lots of a batch as ranges of seq, and runs of seqs whose leaves have one form.

use crate::code::MAX_SEQ;
use crate::context::Context;
use crate::error::Error;
use crate::leaf::{BatchId, LeafForm};
use crate::link::check_lot;

/// One past the largest seq.
const SEQ_END: u32 = MAX_SEQ.wrapping_add(1);

/// The lots of a batch, in order of seq.
#[derive(Debug, Clone)]
pub(crate) struct Lots {
    /// The path up to the code and the first seq that is not of the lot.
    lots: Vec<(String, u32)>,
}

impl Lots {
    /// `lots`: lot code and quantity, in order of seq; empty in serial mode, where seqs are bounded by [`MAX_SEQ`] only.
    ///
    /// # Errors
    /// [`Error::Identifier`] for a lot that [`check_lot`] refuses; [`Error::Argument`] where a quantity is 0 or their sum
    /// above 2^20.
    pub(crate) fn new(context: &Context, lots: &[(String, u32)]) -> Result<Self, Error> {
        let mut ends = Vec::with_capacity(lots.len().max(1));
        let mut end: u32 = 0;
        for (lot, quantity) in lots {
            check_lot(lot)?;
            if *quantity == 0 {
                return Err(Error::Argument("a lot has at least one unit"));
            }
            end = end.checked_add(*quantity).filter(|&end| end <= SEQ_END).ok_or(TOO_MANY)?;
            ends.push((context.path_before_code(Some(lot)), end));
        }
        if lots.is_empty() {
            ends.push((context.path_before_code(None), SEQ_END));
        }
        Ok(Self { lots: ends })
    }

    /// One past the last seq that has a lot.
    pub(crate) fn end(&self) -> u32 {
        self.lots.last().map_or(0, |&(_, end)| end)
    }

    /// The form of the leaf of `seq`, and the first seq after it that needs another: in the next lot, or with one digit
    /// more.
    ///
    /// # Errors
    /// [`Error::Argument`] where the lots end before `seq`.
    pub(crate) fn form(&self, batch_id: &BatchId, seq: u32) -> Result<(LeafForm, u32), Error> {
        let after = self.lots.partition_point(|&(_, end)| end <= seq);
        let (path, end) = self.lots.get(after).ok_or(Error::Argument("the lots end before the last unit"))?;
        // 10, 100, ...: log10 of 0 counts as one digit too.
        let digits = seq.checked_ilog10().unwrap_or(0).saturating_add(1);
        let more_digits = 10_u32.saturating_pow(digits);
        let digits = usize::try_from(digits).map_err(|_| TOO_MANY)?;
        Ok((LeafForm::new(batch_id, path, digits)?, more_digits.min(*end)))
    }
}

/// More units than one batch can have.
const TOO_MANY: Error = Error::Argument("a batch has at most 1048576 units");
