//! The path of an entry of the log, taken apart. Nothing of it is to be trusted before it was verified.

use super::checkpoint::Checkpoint;
use super::field::{base64_hash, decimal};
use super::line::Lines;
use crate::error::ProofError;
use crate::merkle::Hash;

/// A C2SP tlog-proof, without extra data.
#[derive(Debug)]
pub(super) struct LogProof<'text> {
    pub(super) index: u64,
    pub(super) path: Vec<Hash>,
    pub(super) checkpoint: Checkpoint<'text>,
}

impl<'text> LogProof<'text> {
    /// Take apart the lines up to their end.
    ///
    /// # Errors
    /// [`ProofError::Form`].
    pub(super) fn parse(lines: &mut Lines<'text>) -> Result<Self, ProofError> {
        lines.read(|line| (line == "c2sp.org/tlog-proof@v1").then_some(()))?;
        let index = lines.field("index", decimal)?;
        let mut path = Vec::new();
        while lines.has_text() {
            path.push(lines.read(base64_hash)?);
        }
        lines.read(|line| line.is_empty().then_some(()))?;
        Ok(Self { index, path, checkpoint: Checkpoint::parse(lines)? })
    }
}
