//! The text of a proof file, taken apart. Nothing of it is to be trusted before it was verified.

use super::field::{base64_hash, decimal, hex, hex_text, is_time};
use super::line::Lines;
use super::log::LogProof;
use super::sha256;
use crate::code::MAX_SEQ;
use crate::digital_link::parse_digital_link;
use crate::error::ProofError;
use crate::leaf::BatchId;
use crate::merkle::Hash;

/// The most bytes of a proof file.
pub const MAX_PROOF: usize = 8_192;

/// A proof file.
#[derive(Debug)]
pub(super) struct ProofFile<'text> {
    pub(super) batch_id: BatchId,
    pub(super) batch_id_text: &'text str,
    pub(super) seq: u32,
    pub(super) identity: &'text str,
    pub(super) quantity: u32,
    pub(super) batch_root: Hash,
    pub(super) product: &'text str,
    pub(super) minted: &'text str,
    salt: [u8; 32],
    tag: &'text str,
    pub(super) token_path: Vec<Hash>,
    pub(super) log: LogProof<'text>,
}

impl<'text> ProofFile<'text> {
    /// Take apart a file.
    ///
    /// # Errors
    /// [`ProofError::Length`], [`ProofError::Form`].
    pub(super) fn parse(proof: &'text [u8]) -> Result<Self, ProofError> {
        if proof.len() > MAX_PROOF {
            return Err(ProofError::Length);
        }
        let mut lines = Lines::of(proof)?;

        lines.read(|line| (line == "hallmint/proof/v1").then_some(()))?;
        let (batch_id, batch_id_text) = lines.field("batch", |text| Some((BatchId::parse(text).ok()?, text)))?;
        let seq = lines.field("seq", |text| number(text).filter(|seq| *seq <= MAX_SEQ))?;
        let identity = lines.field("identity", |text| is_identity(text).then_some(text))?;
        let quantity =
            lines.field("quantity", |text| number(text).filter(|units| (1..=MAX_SEQ + 1).contains(units)))?;
        let batch_root = lines.field("root", hex)?;
        let product = lines.field("product", |text| BatchId::parse(text).is_ok().then_some(text))?;
        let minted = lines.field("minted", |text| is_time(text).then_some(text))?;
        let salt = lines.field("salt", hex)?;
        let tag = lines.field("tag", |text| hex::<32>(text).map(|_| text))?;
        let mut token_path = Vec::new();
        while lines.starts_with("path ") {
            token_path.push(lines.field("path", base64_hash)?);
        }

        let log = LogProof::parse(&mut lines)?;
        Ok(Self {
            batch_id,
            batch_id_text,
            seq,
            identity,
            quantity,
            batch_root,
            product,
            minted,
            salt,
            tag,
            token_path,
            log,
        })
    }

    /// The entry of the batch in the log.
    pub(super) fn entry(&self) -> String {
        let root = hex_text(&self.batch_root);
        let batch = format!("{}\n{}\n{root}\n{}\n", self.product, self.quantity, self.minted);
        let commitment = hex_text(&sha256(&[&self.salt, batch.as_bytes()]));
        format!("hallmint/batch/v1\n{}\n{}\n{commitment}\n", self.batch_id_text, self.tag)
    }
}

fn number(text: &str) -> Option<u32> {
    u32::try_from(decimal(text)?).ok()
}

/// Whether a text is the canonical path of a token: `/01/G[/10/lot]/21/C` or `/t/C`.
fn is_identity(text: &str) -> bool {
    parse_digital_link(text)
        .is_ok_and(|link| link.serial.is_some() && link.cpv.is_none() && link.tpx.is_none() && link.path() == text)
}
