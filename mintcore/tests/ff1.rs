//! FF1 against NIST's samples, against the crate `fpe`, and the fast path against both.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use aes::cipher::{Array, BlockCipherEncrypt, KeyInit, consts::U16};
use aes::{Aes128, Aes192, Aes256};
use fpe::ff1::{FF1, FlexibleNumeralString};
use mintcore::ff1::Ff1;
use mintcore::ff1::wide::{Direction, Lane, WideFf1};
use proptest::prelude::*;

/// The key of the samples; AES-128 and AES-192 take its first 16 and 24 bytes.
const SAMPLE_KEY: &str = "2b7e151628aed2a6abf7158809cf4f3cef4359d8d580aa4f7f036d6f04fc6a94";

fn numerals(text: &str) -> Vec<u16> {
    text.chars().map(|symbol| symbol.to_digit(36).unwrap() as u16).collect()
}

/// The three inputs that the samples repeat for each key length: radix, tweak in hex, plaintext; then the ciphertexts.
fn check_samples<C: BlockCipherEncrypt<BlockSize = U16>>(cipher: impl Fn() -> C, ciphertexts: [&str; 3]) {
    let inputs = [
        (10, "", "0123456789"),
        (10, "39383736353433323130", "0123456789"),
        (36, "3737373770717273373737", "0123456789abcdefghi"),
    ];
    for ((radix, tweak, plain), expected) in inputs.into_iter().zip(ciphertexts) {
        let ff1 = Ff1::new(cipher(), radix, plain.len() as u32).unwrap();
        let tweak = hex::decode(tweak).unwrap();
        assert_eq!(ff1.encrypt(&tweak, &numerals(plain)).unwrap(), numerals(expected));
        assert_eq!(ff1.decrypt(&tweak, &numerals(expected)).unwrap(), numerals(plain));
    }
}

#[test]
fn nist_samples_1_to_9() {
    let key = hex::decode(SAMPLE_KEY).unwrap();
    check_samples(|| Aes128::new_from_slice(&key[..16]).unwrap(), ["2433477484", "6124200773", "a9tv40mll9kdu509eum"]);
    check_samples(|| Aes192::new_from_slice(&key[..24]).unwrap(), ["2830668132", "2496655549", "xbj3kv35jrawxv32ysr"]);
    check_samples(|| Aes256::new_from_slice(&key).unwrap(), ["6657667009", "1001623463", "xs8a0azh2avyalyzuwd"]);
}

#[test]
fn parameters_out_of_bounds_are_refused() {
    let cipher = || Aes256::new(&Array::from([0; 32]));
    for (radix, length) in [(0, 8), (1, 30), (65_537, 8), (10, 5), (2, 19), (32, 60), (65_536, 20), (10, u32::MAX)] {
        assert!(Ff1::new(cipher(), radix, length).is_err(), "{radix} {length}");
    }
    let ff1 = Ff1::new(cipher(), 10, 6).unwrap();
    for wrong in [&[][..], &[1; 5], &[1; 7], &[1, 2, 3, 4, 5, 10]] {
        assert!(ff1.encrypt(b"", wrong).is_err());
        assert!(ff1.decrypt(b"", wrong).is_err());
    }
}

fn split(value: u64) -> [u16; 8] {
    std::array::from_fn(|place| (value >> (35 - 5 * place) & 31) as u16)
}

fn strings(lane: &Lane) -> Vec<u16> {
    [split(lane.left), split(lane.right)].concat()
}

/// A small generator (Steele's splitmix64): a million inputs need not come from the operating system.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[test]
fn a_million_strings_equal_the_oracle_and_come_back() {
    let mut random = Numbers(1);
    for _ in 0..100 {
        let mut key = [0; 32];
        key.as_chunks_mut::<8>().0.fill_with(|| random.next().to_ne_bytes());
        let wide = WideFf1::new(&key);
        let oracle = FF1::<Aes256>::new(&key, 32).unwrap();
        let mut tweak = [0; 10];
        tweak[..8].copy_from_slice(&random.next().to_ne_bytes());
        tweak[2..].copy_from_slice(&random.next().to_ne_bytes());
        let half = |random: &mut Numbers| random.next() >> 24;
        let plain: Vec<Lane> = (0..10_000)
            .map(|_| Lane { tweak: wide.tweak(&tweak), left: half(&mut random), right: half(&mut random) })
            .collect();
        let mut lanes = plain.clone();
        wide.run(&mut lanes, Direction::Encrypt);
        for (before, after) in plain.iter().zip(&lanes) {
            let expected = oracle.encrypt(&tweak, &FlexibleNumeralString::from(strings(before))).unwrap();
            assert_eq!(strings(after), Vec::<u16>::from(expected));
        }
        wide.run(&mut lanes, Direction::Decrypt);
        for (before, after) in plain.iter().zip(&lanes) {
            assert_eq!((before.left, before.right), (after.left, after.right));
        }
    }
}

proptest! {
    #[test]
    fn the_fast_path_equals_the_general_one_for_any_count_of_lanes(
        key: [u8; 32],
        values in prop::collection::vec((any::<[u8; 10]>(), 0..1_u64 << 40, 0..1_u64 << 40), 1..200),
    ) {
        let wide = WideFf1::new(&key);
        let general = Ff1::new(Aes256::new(&Array::from(key)), 32, 16).unwrap();
        let mut lanes: Vec<Lane> =
            values.iter().map(|&(tweak, left, right)| Lane { tweak: wide.tweak(&tweak), left, right }).collect();
        wide.run(&mut lanes, Direction::Encrypt);
        for ((tweak, left, right), lane) in values.iter().zip(&lanes) {
            let plain = [split(*left), split(*right)].concat();
            prop_assert_eq!(strings(lane), general.encrypt(tweak, &plain).unwrap());
            prop_assert_eq!(general.decrypt(tweak, &strings(lane)).unwrap(), plain);
        }
        wide.run(&mut lanes, Direction::Decrypt);
        for ((_, left, right), lane) in values.iter().zip(&lanes) {
            prop_assert_eq!((*left, *right), (lane.left, lane.right));
        }
    }

    #[test]
    fn what_any_radix_encrypts_it_decrypts(
        key: [u8; 32],
        tweak in prop::collection::vec(any::<u8>(), 0..40),
        (radix, values) in (2_u32..=65_536).prop_flat_map(|radix| {
            let least = (2..).find(|&length| u64::from(radix).pow(length) >= 1_000_000).unwrap();
            let most = least.max(220 / (radix.ilog2() + 1));
            (Just(radix), prop::collection::vec(0..=(radix - 1) as u16, least as usize..=most as usize))
        }),
    ) {
        let ff1 = Ff1::new(Aes256::new(&Array::from(key)), radix, values.len() as u32).unwrap();
        let encrypted = ff1.encrypt(&tweak, &values).unwrap();
        prop_assert!(encrypted.iter().all(|&value| u32::from(value) < radix));
        prop_assert_eq!(ff1.decrypt(&tweak, &encrypted).unwrap(), values.clone());
        let oracle = FF1::<Aes256>::new(&key, radix).unwrap();
        let expected = oracle.encrypt(&tweak, &FlexibleNumeralString::from(values)).unwrap();
        prop_assert_eq!(encrypted, Vec::<u16>::from(expected));
    }

    #[test]
    fn a_walk_ends_inside_and_comes_back(
        key: [u8; 32],
        tweak: [u8; 10],
        halves in prop::collection::vec((0..1_u64 << 40, 0..1_u64 << 40), 1..200),
        bound in 1_u64..32,
    ) {
        let wide = WideFf1::new(&key);
        let inside = |lane: &Lane| lane.left >> 35 < bound;
        let plain: Vec<(u64, u64)> = halves.into_iter().filter(|(left, _)| left >> 35 < bound).collect();
        let mut lanes: Vec<Lane> =
            plain.iter().map(|&(left, right)| Lane { tweak: wide.tweak(&tweak), left, right }).collect();
        wide.walk(&mut lanes, Direction::Encrypt, inside);
        prop_assert!(lanes.iter().all(inside));
        wide.walk(&mut lanes, Direction::Decrypt, inside);
        let back: Vec<(u64, u64)> = lanes.iter().map(|lane| (lane.left, lane.right)).collect();
        prop_assert_eq!(back, plain);
    }
}
