//! Keys and signatures of C2SP signed notes, of the two kinds that are known here.

use ed25519_dalek::VerifyingKey;

use super::field::{base64, hex, is_name};
use super::sha256;
use crate::error::{Error, ProofError};

/// The type of Ed25519 signatures (C2SP signed-note, "Signature types").
pub(super) const ED25519: u8 = 1;

/// The type of timestamped Ed25519 cosignatures of witnesses (C2SP tlog-cosignature).
pub(super) const COSIGNATURE: u8 = 4;

/// A signature line of a note.
#[derive(Debug)]
pub(super) struct Signature<'text> {
    name: &'text str,
    key_id: [u8; 4],
    bytes: Vec<u8>,
    number: usize,
}

impl<'text> Signature<'text> {
    /// Read `— <name> <base64 of the key id and what the key made>`, the line of this number.
    pub(super) fn parse(line: &'text str, number: usize) -> Option<Self> {
        let (name, signature) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let bytes = base64(signature)?;
        let (key_id, rest) = bytes.split_first_chunk()?;
        let whole = is_name(name) && !rest.is_empty();
        whole.then(|| Self { name, key_id: *key_id, bytes: rest.to_vec(), number })
    }

    /// Whether two signatures are of one key, by its name and id.
    pub(super) fn same_key(&self, other: &Self) -> bool {
        (self.name, self.key_id) == (other.name, other.key_id)
    }

    /// That its line must not be there.
    pub(super) const fn form(&self) -> ProofError {
        ProofError::Form(self.number)
    }
}

/// A verifier key: `<name>+<8 hexadecimal digits>+<base64 of the type and the public key>`.
#[derive(Debug, Clone)]
pub(super) struct NoteKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl NoteKey {
    /// Read a key of this type.
    ///
    /// # Errors
    /// [`Error::Argument`] for any other text, an id that is not that of the key, and a point that is no key's: of small
    /// order (one signature would fit many texts) or not in the encoding of RFC 8032, 5.1.2.
    pub(super) fn parse(text: &str, kind: u8) -> Result<Self, Error> {
        const FORM: Error = Error::Argument("a verifier key is <name>+<8 hexadecimal digits>+<base64>");
        let (name, rest) = text.split_once('+').ok_or(FORM)?;
        let (id, material) = rest.split_once('+').ok_or(FORM)?;
        let id = hex(id).filter(|_| is_name(name)).ok_or(FORM)?;
        let material = base64(material).ok_or(FORM)?;
        if material.first() != Some(&kind) {
            return Err(Error::Argument("the log's key is of type 1 (Ed25519), witness keys of type 4 (cosignature)"));
        }
        let [a, b, c, d, ..] = sha256(&[name.as_bytes(), b"\n", &material]);
        if [a, b, c, d] != id {
            return Err(Error::Argument("the id of the verifier key is not that of its name and key"));
        }
        const POINT: Error = Error::Argument("the verifier key holds no key of Ed25519");
        let point = material.split_first().and_then(|(_, point)| <&[u8; 32]>::try_from(point).ok()).ok_or(POINT)?;
        let key = VerifyingKey::from_bytes(point).map_err(|_| POINT)?;
        if key.is_weak() || key.to_edwards().compress().as_bytes() != point {
            return Err(POINT);
        }
        Ok(Self { name: name.to_owned(), id, key })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether two keys have the same public key.
    pub(super) fn same_point(&self, other: &Self) -> bool {
        self.key == other.key
    }

    /// Whether a signature says that this key made it.
    pub(super) fn made(&self, signature: &Signature<'_>) -> bool {
        (self.name.as_str(), self.id) == (signature.name, signature.key_id)
    }

    /// Check a signature of the note's text: RFC 8032, 5.1.7, in the form that leaves least room (`verify_strict`).
    pub(super) fn check(&self, text: &str, signature: &Signature<'_>) -> Result<(), ProofError> {
        self.verify(text, &signature.bytes)
    }

    /// Check a cosignature of the note's text, and give its time (C2SP tlog-cosignature, "Ed25519 signed message").
    pub(super) fn check_cosignature(&self, text: &str, signature: &Signature<'_>) -> Result<u64, ProofError> {
        let (time, bytes) = signature.bytes.split_first_chunk().ok_or(ProofError::Signature)?;
        let time = u64::from_be_bytes(*time);
        // At most 2^63 - 1.
        i64::try_from(time).map_err(|_| ProofError::Signature)?;
        self.verify(&format!("cosignature/v1\ntime {time}\n{text}"), bytes)?;
        Ok(time)
    }

    fn verify(&self, message: &str, signature: &[u8]) -> Result<(), ProofError> {
        let signature = signature.try_into().map_err(|_| ProofError::Signature)?;
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.key.verify_strict(message.as_bytes(), &signature).map_err(|_| ProofError::Signature)
    }
}
