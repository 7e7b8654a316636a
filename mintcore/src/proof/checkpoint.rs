//! The head of a log: a C2SP tlog-checkpoint in a C2SP signed-note. Nothing of it is to be trusted before it was verified.

use super::field::{base64_hash, decimal, is_name};
use super::line::Lines;
use super::note::Signature;
use crate::error::ProofError;
use crate::merkle::Hash;

/// A checkpoint with its signatures.
#[derive(Debug)]
pub(super) struct Checkpoint<'text> {
    pub(super) origin: &'text str,
    pub(super) size: u64,
    pub(super) root: Hash,
    /// What was signed.
    pub(super) text: &'text str,
    pub(super) signatures: Vec<Signature<'text>>,
}

impl<'text> Checkpoint<'text> {
    /// Take apart the lines up to their end. Extension lines may follow the root; behind an empty line are the signatures of
    /// the note.
    ///
    /// # Errors
    /// [`ProofError::Form`].
    pub(super) fn parse(lines: &mut Lines<'text>) -> Result<Self, ProofError> {
        let from = lines.rest();
        let origin = lines.read(|line| is_name(line).then_some(line))?;
        let size = lines.read(decimal)?;
        let root = lines.read(base64_hash)?;
        while lines.has_text() {
            lines.next()?;
        }
        let text = from.strip_suffix(lines.rest()).unwrap_or_default();
        lines.read(|line| line.is_empty().then_some(()))?;
        let mut signatures: Vec<Signature<'_>> = Vec::new();
        while !lines.ended() || signatures.is_empty() {
            let signature = lines.read(Signature::parse)?;
            if signatures.iter().any(|other| other.same_key(&signature)) {
                return Err(lines.form());
            }
            signatures.push(signature);
        }
        Ok(Self { origin, size, root, text, signatures })
    }
}
