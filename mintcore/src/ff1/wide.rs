//! FF1 with AES-256 for radix 32, 16 numerals and a tweak of 10 bytes, over many strings at once.
//!
//! With these parameters (SP 800-38G, algorithm 7) u = v = 8, b = 5 and d = 12, and three things make it fast:
//! - P holds lengths only, so AES(P), the first block of each PRF, is one value for a key.
//! - T, the round number and the half fill exactly one block (10 + 1 + 5 bytes), so a round is one AES block.
//! - The modulus is 2^40, so NUM(S) mod 32^8 is bytes 7 to 11 of the block.
//!
//! One string's rounds depend on each other, so strings are taken side by side: AES hardware works on 8 blocks (AES-NI)
//! to 64 (VAES) in the time of one.

use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use aes::{Aes256Enc, Block};

use super::ROUNDS;

/// Bytes of a tweak.
pub const TWEAK_LENGTH: usize = 10;

/// Strings worked on side by side: what the widest AES backend takes at once.
const GROUP: usize = 64;

/// The 40 bits of a half.
const HALF: u64 = 0xff_ffff_ffff;

/// A tweak under one key: `AES(P) xor (T || 0^6)`, the part of a round's block that does not change.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tweak {
    /// Bytes 0 to 7 as a little-endian number, ready to be stored.
    head: u64,
    /// Bytes 8 to 15 as a number: two bytes of the tweak, the round, the half.
    tail: u64,
}

/// One string of 16 numerals (as two numbers of 40 bits) on its way through the cipher, with its tweak.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lane {
    /// The tweak that this string is encrypted under.
    pub tweak: Tweak,
    /// The first eight numerals. Below 2^40.
    pub left: u64,
    /// The last eight numerals. Below 2^40.
    pub right: u64,
}

/// Which way strings go through the cipher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Algorithm 7.
    Encrypt,
    /// Algorithm 8.
    Decrypt,
}

/// An expanded AES-256 key and AES(P).
#[derive(Clone)]
pub struct WideFf1 {
    cipher: Aes256Enc,
    first: u128,
}

impl WideFf1 {
    /// Expand a key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        let cipher = Aes256Enc::new(&Array::from(*key));
        // P of step 5: 1, 2, 1, radix in 3 bytes, rounds, u, length in 4 bytes, tweak length in 4 bytes.
        let mut block = Array::from([1, 2, 1, 0, 0, 32, ROUNDS, 8, 0, 0, 0, 16, 0, 0, 0, 10]);
        cipher.encrypt_block(&mut block);
        Self { cipher, first: u128::from_be_bytes(block.into()) }
    }

    /// Prepare a tweak: no AES in it, so a fresh one for every call costs nothing.
    #[must_use]
    pub fn tweak(&self, tweak: &[u8; TWEAK_LENGTH]) -> Tweak {
        let [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9] = *tweak;
        let padded = u128::from_be_bytes([t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, 0, 0, 0, 0, 0, 0]);
        let [head, tail] = words(self.first ^ padded);
        Tweak { head: head.swap_bytes(), tail }
    }

    /// Put each lane through the cipher once.
    pub fn run(&self, lanes: &mut [Lane], direction: Direction) {
        let mut blocks = [Block::default(); GROUP];
        for group in lanes.chunks_mut(GROUP) {
            let Some(blocks) = blocks.get_mut(..group.len()) else { continue };
            match direction {
                Direction::Encrypt => {
                    for round in (0..ROUNDS).step_by(2) {
                        self.round(
                            group,
                            blocks,
                            round,
                            |lane| lane.right,
                            |lane, y| {
                                lane.left = lane.left.wrapping_add(y) & HALF;
                            },
                        );
                        self.round(
                            group,
                            blocks,
                            round | 1,
                            |lane| lane.left,
                            |lane, y| {
                                lane.right = lane.right.wrapping_add(y) & HALF;
                            },
                        );
                    }
                }
                Direction::Decrypt => {
                    for round in (0..ROUNDS).step_by(2).rev() {
                        self.round(
                            group,
                            blocks,
                            round | 1,
                            |lane| lane.left,
                            |lane, y| {
                                lane.right = lane.right.wrapping_sub(y) & HALF;
                            },
                        );
                        self.round(
                            group,
                            blocks,
                            round,
                            |lane| lane.right,
                            |lane, y| {
                                lane.left = lane.left.wrapping_sub(y) & HALF;
                            },
                        );
                    }
                }
            }
        }
    }

    /// Put each lane through the cipher until `inside` holds of it, but at least once: cycle walking.
    ///
    /// Ends only for lanes that are inside at the start: the cipher permutes the strings, so the walk comes back to its
    /// start at the latest. Lanes that are done drop out, so the others are still taken many at a time.
    pub fn walk(&self, lanes: &mut [Lane], direction: Direction, inside: impl Fn(&Lane) -> bool) {
        self.run(lanes, direction);
        let outside = lanes.iter().enumerate().filter(|(_, lane)| !inside(lane));
        let mut places: Vec<usize> = outside.map(|(place, _)| place).collect();
        let mut moving = Vec::with_capacity(places.len());
        while !places.is_empty() {
            moving.clear();
            moving.extend(places.iter().filter_map(|&place| lanes.get(place)).copied());
            self.run(&mut moving, direction);
            for (&place, lane) in places.iter().zip(&moving) {
                if let Some(slot) = lanes.get_mut(place) {
                    *slot = *lane;
                }
            }
            places.retain(|&place| lanes.get(place).is_some_and(|lane| !inside(lane)));
        }
    }

    /// One round over a group. The halves stay where they are and change roles, instead of being swapped each round.
    #[inline(always)]
    fn round(
        &self,
        group: &mut [Lane],
        blocks: &mut [Block],
        round: u8,
        source: impl Fn(&Lane) -> u64,
        mix: impl Fn(&mut Lane, u64),
    ) {
        let number = u64::from(round) << 40;
        for (lane, block) in group.iter().zip(blocks.iter_mut()) {
            let tail = (lane.tweak.tail ^ number ^ source(lane)).swap_bytes();
            let joined = (u128::from(tail) << 64) | u128::from(lane.tweak.head);
            *block = Array::from(joined.to_le_bytes());
        }
        self.cipher.encrypt_blocks(blocks);
        for (lane, block) in group.iter_mut().zip(blocks.iter()) {
            let [_, _, _, _, middle @ .., _, _, _, _] = <[u8; 16]>::from(*block);
            mix(lane, u64::from_be_bytes(middle) & HALF);
        }
    }
}

impl std::fmt::Debug for WideFf1 {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("WideFf1(..)")
    }
}

/// The two halves of a block, in big-endian order.
#[expect(clippy::cast_possible_truncation, reason = "each half has 64 bits")]
const fn words(block: u128) -> [u64; 2] {
    [(block >> 64) as u64, block as u64]
}
