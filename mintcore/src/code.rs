//! Codes: the format-preserving encryption of a token's place.
//!
//! A code's 80 bits of plaintext, most significant first: 5 bits version, 31 bits `batch_no`, 20 bits `seq`, 24 zero
//! bits. They go through FF1 (radix 32, 16 numerals, AES-256) under a tweak made from the context, again and again until
//! the first symbol is a letter, so that no spreadsheet takes a code for a number, a date or a formula.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::alphabet::{self, Symbols, starts_with_letter};
use crate::context::{Context, code_text};
use crate::error::{CodeError, Error};
use crate::ff1::wide::{Direction, Lane, TWEAK_LENGTH, Tweak, WideFf1};

/// The largest number of a batch: 2^31 - 1. The smallest is 1.
pub const MAX_BATCH_NO: u32 = 0x7fff_ffff;

/// The largest seq of a token in its batch: 2^20 - 1. The smallest is 0.
pub const MAX_SEQ: u32 = 0xf_ffff;

/// Version 1 is the symbol `V`. Versions are letters, so that a plaintext lies in the domain of the walk.
const VERSION: u64 = 27;

/// Low bits of the plaintext that are zero: what a forged code has to guess.
const ZERO_BITS: u32 = 24;

/// A code key, with its AES schedule expanded once.
#[derive(Clone)]
pub struct CodeKey {
    derived: [u8; 32],
    check_value: [u8; 8],
    cipher: WideFf1,
}

impl CodeKey {
    /// Derive from a 32-byte master key: HKDF-SHA256 (RFC 5869), no salt, info `hallmint/code/v1`, 32 bytes.
    ///
    /// # Errors
    /// [`Error::Argument`] on another length.
    pub fn from_master(master: &[u8]) -> Result<Self, Error> {
        if master.len() != 32 {
            return Err(Error::Argument("a master key has 32 bytes"));
        }
        let mut derived = [0; 32];
        Hkdf::<Sha256>::new(None, master)
            .expand(b"hallmint/code/v1", &mut derived)
            .map_err(|_| Error::Argument("HKDF gives no 32 bytes"))?;
        Self::from_derived(&derived)
    }

    /// Take 32 derived bytes as they are.
    ///
    /// # Errors
    /// [`Error::Argument`] on another length.
    pub fn from_derived(derived: &[u8]) -> Result<Self, Error> {
        let derived: [u8; 32] = derived.try_into().map_err(|_| Error::Argument("a derived key has 32 bytes"))?;
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&derived)
            .map_err(|_| Error::Argument("HMAC takes no such key"))?;
        let tag: [u8; 32] = mac.chain_update(b"hallmint/check/v1").finalize().into_bytes().into();
        let [check_value @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = tag;
        Ok(Self { derived, check_value, cipher: WideFf1::new(&derived) })
    }

    /// The 32 derived bytes: enough to enumerate codes, not to find the master key.
    #[must_use]
    pub const fn derived(&self) -> &[u8; 32] {
        &self.derived
    }

    /// 8 bytes that tell two keys apart and give nothing of the key away: HMAC-SHA256 (RFC 2104) of
    /// `hallmint/check/v1`, cut.
    #[must_use]
    pub const fn check_value(&self) -> [u8; 8] {
        self.check_value
    }

    /// The code of one token.
    ///
    /// # Errors
    /// [`Error::Argument`] where `batch_no` is not 1 to [`MAX_BATCH_NO`] or `seq` is above [`MAX_SEQ`].
    pub fn encode(&self, context: &Context, batch_no: u32, seq: u32) -> Result<Symbols, Error> {
        let mut code = Symbols::default();
        self.encode_each(context, batch_no, seq, 1, |_, symbols| code = symbols)?;
        Ok(code)
    }

    /// The codes of `count` tokens from `start` on, given to `each` in order with their seqs.
    ///
    /// # Errors
    /// [`Error::Argument`] as [`CodeKey::encode`], for any of the seqs; then `each` is not called at all.
    pub fn encode_each(
        &self,
        context: &Context,
        batch_no: u32,
        start: u32,
        count: u32,
        mut each: impl FnMut(u32, Symbols),
    ) -> Result<(), Error> {
        check_batch_no(batch_no)?;
        let end = start.checked_add(count).filter(|&end| end.saturating_sub(1) <= MAX_SEQ);
        let end = end.ok_or(Error::Argument("seq must be 0 to 1048575"))?;
        let tweak = self.tweak(context);
        let mut lanes: Vec<Lane> = (start..end).map(|seq| plaintext(tweak, batch_no, seq)).collect();
        self.cipher.walk(&mut lanes, Direction::Encrypt, |lane| starts_with_letter(lane.left));
        for (seq, lane) in (start..end).zip(&lanes) {
            each(seq, alphabet::write(lane.left, lane.right));
        }
        Ok(())
    }

    /// `(batch_no, seq)` of an exact code: 16 upper-case symbols.
    ///
    /// # Errors
    /// The [`CodeError`] of the first rule that the text breaks.
    pub fn decode(&self, context: &Context, code: &str) -> Result<(u32, u32), CodeError> {
        let mut lanes = [self.ciphertext(context, alphabet::read(code)?)];
        self.cipher.walk(&mut lanes, Direction::Decrypt, |lane| starts_with_letter(lane.left));
        place(&lanes[0])
    }

    /// Which of `contexts` the code decodes under: their indexes, in order, each with `(batch_no, seq)`.
    ///
    /// # Errors
    /// The [`CodeError`] of a text that is no code under any context: `Length`, `Symbol` or `FirstSymbol`.
    pub fn decode_any(&self, contexts: &[Context], code: &str) -> Result<Vec<(usize, u32, u32)>, CodeError> {
        let halves = alphabet::read(code)?;
        let mut lanes: Vec<Lane> = contexts.iter().map(|context| self.ciphertext(context, halves)).collect();
        self.cipher.walk(&mut lanes, Direction::Decrypt, |lane| starts_with_letter(lane.left));
        let places = lanes.iter().map(place).enumerate();
        Ok(places.filter_map(|(index, place)| place.ok().map(|(batch_no, seq)| (index, batch_no, seq))).collect())
    }

    /// The seqs, from `start` on, whose code is not that of `(batch_no, seq)`. `None` stands for a text that is no code
    /// at all.
    ///
    /// Encodes and compares, which says the same as decoding: under one context each pair has one code.
    ///
    /// # Errors
    /// [`Error::Argument`] as [`CodeKey::encode`].
    pub fn mismatches(
        &self,
        context: &Context,
        batch_no: u32,
        start: u32,
        codes: &[Option<Symbols>],
    ) -> Result<Vec<u32>, Error> {
        /// Bounds the memory that a long run takes.
        const PIECE: usize = 4_096;
        const BOUNDS: Error = Error::Argument("seq must be 0 to 1048575");
        check_batch_no(batch_no)?;
        let mut wrong = Vec::new();
        let mut first = start;
        for piece in codes.chunks(PIECE) {
            let count = u32::try_from(piece.len()).map_err(|_| BOUNDS)?;
            let mut found = piece.iter();
            self.encode_each(context, batch_no, first, count, |seq, right| {
                if found.next() != Some(&Some(right)) {
                    wrong.push(seq);
                }
            })?;
            first = first.checked_add(count).ok_or(BOUNDS)?;
        }
        Ok(wrong)
    }

    /// The tweak of a context: the first 10 bytes of the SHA-256 of its text.
    fn tweak(&self, context: &Context) -> Tweak {
        let digest: [u8; 32] = Sha256::digest(context.text()).into();
        self.cipher.tweak(digest.first_chunk::<TWEAK_LENGTH>().unwrap_or(&[0; TWEAK_LENGTH]))
    }

    fn ciphertext(&self, context: &Context, (left, right): (u64, u64)) -> Lane {
        Lane { tweak: self.tweak(context), left, right }
    }
}

impl std::fmt::Debug for CodeKey {
    /// Shows the check value only.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("CodeKey").field("check_value", &u64::from_be_bytes(self.check_value)).finish_non_exhaustive()
    }
}

/// Refuse what is no number of a batch.
///
/// # Errors
/// [`Error::Argument`] where it is not 1 to [`MAX_BATCH_NO`].
pub(crate) fn check_batch_no(batch_no: u32) -> Result<(), Error> {
    if (1..=MAX_BATCH_NO).contains(&batch_no) {
        Ok(())
    } else {
        Err(Error::Argument("batch_no must be 1 to 2147483647"))
    }
}

/// The plaintext of a token. The halves meet within the seq: 4 of its bits are left, 16 right.
const fn plaintext(tweak: Tweak, batch_no: u32, seq: u32) -> Lane {
    let left = (VERSION << 35) | ((batch_no as u64) << 4) | (seq as u64 >> 16);
    let right = (seq as u64 & 0xffff) << ZERO_BITS;
    Lane { tweak, left, right }
}

/// What a plaintext says, or the rule that it breaks.
fn place(lane: &Lane) -> Result<(u32, u32), CodeError> {
    if lane.left >> 35 != VERSION {
        return Err(CodeError::Version);
    }
    let seq = ((lane.left & 0xf) << 16) | (lane.right >> ZERO_BITS);
    let batch_no = (lane.left >> 4) & u64::from(MAX_BATCH_NO);
    match (u32::try_from(batch_no), u32::try_from(seq)) {
        _ if lane.right.trailing_zeros() < ZERO_BITS => Err(CodeError::Forged),
        (Ok(0), _) => Err(CodeError::BatchNo),
        (Ok(batch_no), Ok(seq)) => Ok((batch_no, seq)),
        _ => Err(CodeError::Forged),
    }
}

/// The text of a code, as it is printed and stored.
#[must_use]
pub fn text(code: &Symbols) -> String {
    code_text(code)
}
