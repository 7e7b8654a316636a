//! The proof of a token: one text file that shows, with nothing but the log's public key, that the token was minted as the
//! log says.
//!
//! The token's path leads to the root of its batch, the root and the fields of the batch make up an entry of the log, the
//! entry's path leads to the log's root, and the log's key has signed that. From the line `c2sp.org/tlog-proof@v1` on the
//! file is a C2SP tlog-proof, and its end is a C2SP tlog-checkpoint, a signed note, with the tlog-cosignatures of
//! witnesses.

use sha2::{Digest, Sha256};

use crate::error::{Error, ProofError};
use crate::leaf::leaf_hash;
use crate::merkle::Hash;
use crate::path::verify_inclusion;
use checkpoint::Checkpoint;
use file::ProofFile;
use line::Lines;
use log::LogProof;
use note::{COSIGNATURE, ED25519, NoteKey, Signature};

mod checkpoint;
mod field;
mod file;
mod line;
mod log;
mod note;

pub use file::MAX_PROOF;

/// What a proof proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The public id of the batch.
    pub batch_id: String,
    /// The token's number in its batch.
    pub seq: u32,
    /// Its canonical path.
    pub identity: String,
    /// Units of the batch.
    pub quantity: u32,
    /// The id of the product.
    pub product: String,
    /// When the batch's minting ended: RFC 3339, UTC, six digits.
    pub minted: String,
    /// The name of the log.
    pub origin: String,
    /// The number of the batch's entry in the log.
    pub index: u64,
    /// Entries of the log at the checkpoint.
    pub size: u64,
    /// The known witnesses that have cosigned the checkpoint, each with its time (seconds since 1970), as in the file.
    pub witnesses: Vec<(String, u64)>,
}

/// The head of a log, as its checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The name of the log.
    pub origin: String,
    /// Its entries.
    pub size: u64,
    /// The RFC 6962 root over them.
    pub root: Hash,
    /// As in [`Verified`].
    pub witnesses: Vec<(String, u64)>,
}

/// Whom a verifier trusts: a log, and so many of some witnesses.
#[derive(Debug, Clone)]
pub struct Trust {
    log: NoteKey,
    witnesses: Vec<NoteKey>,
    wanted: usize,
}

impl Trust {
    /// Keys as C2SP signed-note verifier keys: `<name>+<8 hexadecimal digits>+<base64>`. Proofs need the signature of
    /// `log_key` (Ed25519, 0x01) and cosignatures (0x04) of `wanted` of `witness_keys`.
    ///
    /// # Errors
    /// [`Error::Argument`] for a text that is no such key or a point that is none of a key (of small order, or not in its
    /// one encoding), for a public key that stands for two, and for more witnesses wanted than there are.
    pub fn new<Text: AsRef<str>>(log_key: &str, witness_keys: &[Text], wanted: usize) -> Result<Self, Error> {
        let log = NoteKey::parse(log_key, ED25519)?;
        let mut witnesses: Vec<NoteKey> = Vec::with_capacity(witness_keys.len());
        for text in witness_keys {
            let witness = NoteKey::parse(text.as_ref(), COSIGNATURE)?;
            // A cosignature does not say the name of who made it: one key under two names would count twice.
            if witnesses.iter().chain([&log]).any(|other| other.same_point(&witness)) {
                return Err(Error::Argument("each witness has a key of its own"));
            }
            witnesses.push(witness);
        }
        if wanted > witnesses.len() {
            return Err(Error::Argument("there are fewer witness keys than witnesses wanted"));
        }
        Ok(Self { log, witnesses, wanted })
    }

    /// What `proof` proves. Nothing but the one form of a proof file is taken: every line as it is written, and no more.
    ///
    /// # Errors
    /// [`ProofError`], the first that holds in this order: `Length`, `Form`, `Origin`, `Signature`, `Unsigned`,
    /// `Witnesses`, `Entry`, `Token`.
    pub fn verify(&self, proof: &[u8]) -> Result<Verified, ProofError> {
        let file = ProofFile::parse(proof)?;
        let checkpoint = self.check_entry(file.entry().as_bytes(), &file.log)?;

        let token = leaf_hash(&file.batch_id, file.seq, file.identity).map_err(|_| ProofError::Token)?;
        let (seq, quantity) = (file.seq.into(), file.quantity.into());
        verify_inclusion(&token, seq, quantity, &file.token_path, &file.batch_root).map_err(|_| ProofError::Token)?;

        Ok(Verified {
            batch_id: file.batch_id_text.to_owned(),
            seq: file.seq,
            identity: file.identity.to_owned(),
            quantity: file.quantity,
            product: file.product.to_owned(),
            minted: file.minted.to_owned(),
            origin: checkpoint.origin,
            index: file.log.index,
            size: checkpoint.size,
            witnesses: checkpoint.witnesses,
        })
    }

    /// The head that a checkpoint, a signed note alone, is of.
    ///
    /// # Errors
    /// [`ProofError`], the first that holds in this order: `Length` (above [`MAX_PROOF`]), `Form`, `Origin`, `Signature`,
    /// `Unsigned`, `Witnesses`.
    pub fn verify_checkpoint(&self, note: &[u8]) -> Result<Head, ProofError> {
        if note.len() > MAX_PROOF {
            return Err(ProofError::Length);
        }
        self.check(&Checkpoint::parse(&mut Lines::of(note)?)?)
    }

    /// The number of an entry in the log, and the head that `proof`, a C2SP tlog-proof alone, leads to.
    ///
    /// # Errors
    /// As [`Trust::verify`], but for `Token`.
    pub fn verify_entry(&self, entry: &[u8], proof: &[u8]) -> Result<(u64, Head), ProofError> {
        if proof.len() > MAX_PROOF {
            return Err(ProofError::Length);
        }
        let proof = LogProof::parse(&mut Lines::of(proof)?)?;
        Ok((proof.index, self.check_entry(entry, &proof)?))
    }

    fn check_entry(&self, entry: &[u8], proof: &LogProof<'_>) -> Result<Head, ProofError> {
        let head = self.check(&proof.checkpoint)?;
        let leaf = Sha256::new_with_prefix(b"\0").chain_update(entry).finalize().into();
        verify_inclusion(&leaf, proof.index, head.size, &proof.path, &head.root).map_err(|_| ProofError::Entry)?;
        Ok(head)
    }

    fn check(&self, checkpoint: &Checkpoint<'_>) -> Result<Head, ProofError> {
        if checkpoint.origin != self.log.name() {
            return Err(ProofError::Origin);
        }
        let witnesses = self.check_signatures(checkpoint.text, &checkpoint.signatures)?;
        Ok(Head { origin: checkpoint.origin.to_owned(), size: checkpoint.size, root: checkpoint.root, witnesses })
    }

    /// The known witnesses among `signatures`. Those of unknown keys are passed over, however often one signed; one of a known
    /// key that is wrong spoils the note (C2SP signed-note, "Signatures"), and so does a second one.
    fn check_signatures(&self, text: &str, signatures: &[Signature<'_>]) -> Result<Vec<(String, u64)>, ProofError> {
        let mut known: Vec<&Signature<'_>> = Vec::new();
        let mut signed = false;
        let mut seen = Vec::new();
        for signature in signatures {
            let witness = self.witnesses.iter().find(|witness| witness.made(signature));
            if witness.is_none() && !self.log.made(signature) {
                continue;
            }
            if known.iter().any(|other| other.same_key(signature)) {
                return Err(signature.form());
            }
            known.push(signature);
            if let Some(witness) = witness {
                seen.push((witness.name().to_owned(), witness.check_cosignature(text, signature)?));
            } else {
                self.log.check(text, signature)?;
                signed = true;
            }
        }
        if !signed {
            return Err(ProofError::Unsigned);
        }
        if seen.len() < self.wanted { Err(ProofError::Witnesses) } else { Ok(seen) }
    }
}

/// SHA-256 of texts, one behind the other.
fn sha256(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}
