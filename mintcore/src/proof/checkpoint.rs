//! The head of a log: a C2SP tlog-checkpoint in a C2SP signed-note. Nothing of it is to be trusted before it was verified.

use super::field::{base64_hash, decimal, is_name};
use super::line::Lines;
use super::note::Signature;
use crate::error::ProofError;
use crate::merkle::Hash;

/// The most signatures of a note. C2SP signed-note asks for a limit of 16 or more; this is golang's, and the one of every other
/// reader of proof files: no file is a proof to one of them and none to another.
const MAX_SIGNATURES: usize = 100;

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
            let line = lines.next()?;
            // Lines of keys that nobody named are passed over, however often they stand there: whose they are, Trust knows.
            let signature = Signature::parse(line, lines.number()).filter(|_| signatures.len() < MAX_SIGNATURES);
            signatures.push(signature.ok_or(lines.form())?);
        }
        Ok(Self { origin, size, root, text, signatures })
    }
}
