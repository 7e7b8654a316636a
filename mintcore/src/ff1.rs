//! FF1, the format-preserving encryption of NIST SP 800-38G (algorithms 7 and 8), for any radix and length.
//!
//! [`Ff1`] follows the standard step by step and is checked with NIST's samples; nothing fast depends on it. The codes
//! use [`wide`], the same cipher for radix 32 and 16 numerals, whose tests compare it with this one.

use std::num::NonZeroU128;

use aes::cipher::{Array, BlockCipherEncrypt, consts::U16};

use crate::error::Error;

pub mod wide;

/// Rounds of the Feistel network (SP 800-38G, algorithm 7, step 6).
pub const ROUNDS: u8 = 10;

/// A bound that lets `modulus * 256 + 255` fit 128 bits.
const LARGEST_MODULUS: u128 = 1 << 112;

/// FF1 over strings of `length` numerals of one radix, under one block cipher with 16-byte blocks (AES).
#[derive(Debug, Clone)]
pub struct Ff1<C> {
    cipher: C,
    radix: u32,
    length: u32,
    /// radix^u and radix^v, u and v the lengths of the two halves.
    moduli: [NonZeroU128; 2],
    /// Bytes that hold the number of a half: b of step 3.
    half_bytes: usize,
}

impl<C: BlockCipherEncrypt<BlockSize = U16>> Ff1<C> {
    /// FF1 for `length` numerals of `radix`, 2 to 65,536.
    ///
    /// # Errors
    /// [`Error::Argument`] where the radix is out of bounds, where radix^length is below the 1,000,000 of SP 800-38G
    /// revision 1 (fewer can be guessed through), or where a half has more than 112 bits, which this code does not take.
    pub fn new(cipher: C, radix: u32, length: u32) -> Result<Self, Error> {
        const BOUNDS: Error = Error::Argument("FF1 takes a radix of 2 to 65536 and halves of up to 112 bits");
        if !(2..=65_536).contains(&radix) {
            return Err(BOUNDS);
        }
        let short = length >> 1;
        let long = length.wrapping_sub(short);
        let modulus = |numerals: u32| -> Result<NonZeroU128, Error> {
            let modulus = u128::from(radix).checked_pow(numerals).filter(|&modulus| modulus <= LARGEST_MODULUS);
            modulus.and_then(NonZeroU128::new).ok_or(BOUNDS)
        };
        let moduli = [modulus(short)?, modulus(long)?];
        if moduli[0].get().saturating_mul(moduli[1].get()) < 1_000_000 {
            return Err(Error::Argument("FF1 takes a domain of at least 1000000 strings"));
        }
        // ceil(v * log2(radix)) of step 3 in whole numbers: the bit length of radix^v - 1.
        let bits = u128::BITS.wrapping_sub(moduli[1].get().wrapping_sub(1).leading_zeros());
        let half_bytes = usize::try_from(bits.div_ceil(8)).map_err(|_| BOUNDS)?;
        Ok(Self { cipher, radix, length, moduli, half_bytes })
    }

    /// Encrypt `numerals` (each below the radix) under a tweak of any length (algorithm 7).
    ///
    /// # Errors
    /// [`Error::Argument`] where the count or a value of the numerals is wrong or the tweak is 4 GiB or more.
    pub fn encrypt(&self, tweak: &[u8], numerals: &[u16]) -> Result<Vec<u16>, Error> {
        let (mut a, mut b) = self.halves(numerals)?;
        for round in 0..ROUNDS {
            let modulus = self.modulus(round);
            let sum = a.wrapping_add(self.round_value(tweak, round, b, modulus)?) % modulus;
            (a, b) = (b, sum);
        }
        Ok(self.numerals(a, b))
    }

    /// Decrypt what [`Ff1::encrypt`] gave under the same tweak (algorithm 8).
    ///
    /// # Errors
    /// As [`Ff1::encrypt`].
    pub fn decrypt(&self, tweak: &[u8], numerals: &[u16]) -> Result<Vec<u16>, Error> {
        let (mut a, mut b) = self.halves(numerals)?;
        for round in (0..ROUNDS).rev() {
            let modulus = self.modulus(round);
            let value = self.round_value(tweak, round, a, modulus)?;
            // b + modulus - value: both are below the modulus, so nothing wraps.
            let difference = b.wrapping_add(modulus.get()).wrapping_sub(value) % modulus;
            (a, b) = (difference, a);
        }
        Ok(self.numerals(a, b))
    }

    /// radix^m of step 6.v: even rounds write a half of u numerals, odd ones of v.
    const fn modulus(&self, round: u8) -> NonZeroU128 {
        if round & 1 == 0 { self.moduli[0] } else { self.moduli[1] }
    }

    /// Numerals as the numbers of their halves (`NUM_radix`, algorithm 1).
    fn halves(&self, numerals: &[u16]) -> Result<(u128, u128), Error> {
        let right_count = u32::try_from(numerals.len()) == Ok(self.length);
        if !right_count || numerals.iter().any(|&numeral| u32::from(numeral) >= self.radix) {
            return Err(Error::Argument("wrong count of numerals, or one not below the radix"));
        }
        let number = |half: &[u16]| {
            half.iter().fold(0_u128, |number, &numeral| {
                number.wrapping_mul(u128::from(self.radix)).wrapping_add(u128::from(numeral))
            })
        };
        let (left, right) = numerals.split_at(numerals.len() >> 1);
        Ok((number(left), number(right)))
    }

    /// The numerals of two numbers (`STR_radix`, algorithm 3).
    fn numerals(&self, a: u128, b: u128) -> Vec<u16> {
        let short = self.length >> 1;
        let radix = u128::from(self.radix);
        let mut numerals = Vec::new();
        for (mut number, count) in [(b, self.length.wrapping_sub(short)), (a, short)] {
            for _ in 0..count {
                let numeral = number.checked_rem(radix).and_then(|numeral| u16::try_from(numeral).ok());
                numerals.push(numeral.unwrap_or_default());
                number = number.checked_div(radix).unwrap_or_default();
            }
        }
        numerals.reverse();
        numerals
    }

    /// y of step 6.iv, reduced by the modulus: the pseudo-random number that a round adds.
    fn round_value(&self, tweak: &[u8], round: u8, half: u128, modulus: NonZeroU128) -> Result<u128, Error> {
        const LONG: Error = Error::Argument("the tweak is too long");
        let tweak_length = u32::try_from(tweak.len()).map_err(|_| LONG)?;
        // P, step 5. The fields of 3 and 1 bytes are low bytes of larger numbers.
        let [_, radix @ ..] = self.radix.to_be_bytes();
        let [.., left_length] = (self.length >> 1).to_be_bytes();
        let mut input = vec![1, 2, 1];
        input.extend(radix);
        input.extend([ROUNDS, left_length]);
        input.extend(self.length.to_be_bytes());
        input.extend(tweak_length.to_be_bytes());
        // Q, step 6.i: the tweak, zeros so that whole blocks come out, the round, the half in b bytes.
        let used = tweak.len().wrapping_add(self.half_bytes).wrapping_add(1);
        input.extend(tweak);
        input.extend(std::iter::repeat_n(0, used.wrapping_neg() & 15));
        input.push(round);
        input.extend(half.to_be_bytes().iter().skip(size_of::<u128>().saturating_sub(self.half_bytes)));

        // R = PRF(P || Q), algorithm 6: the last block of CBC.
        let mut last = 0_u128;
        for block in input.as_chunks::<16>().0 {
            last = self.block(last ^ u128::from_be_bytes(*block));
        }
        // S, step 6.iii: d bytes of R, then of the cipher over R xor 1, 2, ... . NUM(S) is reduced byte by byte.
        let wanted = self.half_bytes.div_ceil(4).wrapping_mul(4).wrapping_add(4);
        let stream = (0_u128..).flat_map(|index| {
            let block = if index == 0 { last } else { self.block(last ^ index) };
            block.to_be_bytes()
        });
        Ok(stream.take(wanted).fold(0, |number, byte| (number << 8 | u128::from(byte)) % modulus))
    }

    fn block(&self, input: u128) -> u128 {
        let mut block = Array::from(input.to_be_bytes());
        self.cipher.encrypt_block(&mut block);
        u128::from_be_bytes(block.into())
    }
}
