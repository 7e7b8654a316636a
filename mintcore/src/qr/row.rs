//! A row of modules as bits: column 0 is the lowest bit of the first word. One word is enough up to version 11, three for
//! all.

use std::ops::{BitAnd, BitOr, BitXor, Not};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row<const N: usize>([u64; N]);

impl<const N: usize> Row<N> {
    pub(super) const LIGHT: Self = Self([0; N]);

    /// Columns 0 to `size - 1`.
    pub(super) fn first(size: usize) -> Self {
        let mut row = Self::LIGHT;
        (0..size).for_each(|column| row.darken(column, 1));
        row
    }

    /// Set a column where `bit` is 1; leave it where `bit` is 0.
    #[inline]
    pub(super) fn darken(&mut self, column: usize, bit: u64) {
        if let (Some(word), Ok(place)) = (self.0.get_mut(column / 64), u32::try_from(column % 64)) {
            *word |= bit.wrapping_shl(place);
        }
    }

    pub(super) fn has(&self, column: usize) -> bool {
        let place = u32::try_from(column % 64).unwrap_or_default();
        self.0.get(column / 64).is_some_and(|word| word.wrapping_shr(place) & 1 == 1)
    }

    /// What stands `places` (1 to 63) columns further right.
    #[inline]
    pub(super) fn ahead(mut self, places: u32) -> Self {
        let mut carry = 0;
        for word in self.0.iter_mut().rev() {
            let next = word.wrapping_shl(64_u32.wrapping_sub(places));
            *word = word.wrapping_shr(places) | carry;
            carry = next;
        }
        self
    }

    /// What stands `places` (1 to 63) columns further left.
    #[inline]
    pub(super) fn behind(mut self, places: u32) -> Self {
        let mut carry = 0;
        for word in &mut self.0 {
            let next = word.wrapping_shr(64_u32.wrapping_sub(places));
            *word = word.wrapping_shl(places) | carry;
            carry = next;
        }
        self
    }

    #[inline]
    pub(super) fn count(self) -> u32 {
        self.0.iter().fold(0, |count, word| word.count_ones().wrapping_add(count))
    }

    /// The columns that are set, from the left.
    pub(super) fn columns(self) -> impl Iterator<Item = usize> {
        (0_usize..).step_by(64).zip(self.0).flat_map(|(first, mut word)| {
            std::iter::from_fn(move || {
                let place = usize::try_from(word.trailing_zeros()).ok().filter(|_| word != 0)?;
                word &= word.wrapping_sub(1);
                Some(first.wrapping_add(place))
            })
        })
    }

    /// The same row in three words.
    pub(super) fn wide(self) -> Row<3> {
        let mut words = [0; 3];
        for (wide, word) in words.iter_mut().zip(self.0) {
            *wide = word;
        }
        Row(words)
    }

    #[inline]
    fn with(mut self, other: Self, join: impl Fn(u64, u64) -> u64) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word = join(*word, other);
        }
        self
    }
}

impl<const N: usize> BitAnd for Row<N> {
    type Output = Self;
    #[inline]
    fn bitand(self, other: Self) -> Self {
        self.with(other, |a, b| a & b)
    }
}

impl<const N: usize> BitOr for Row<N> {
    type Output = Self;
    #[inline]
    fn bitor(self, other: Self) -> Self {
        self.with(other, |a, b| a | b)
    }
}

impl<const N: usize> BitXor for Row<N> {
    type Output = Self;
    #[inline]
    fn bitxor(self, other: Self) -> Self {
        self.with(other, |a, b| a ^ b)
    }
}

impl<const N: usize> Not for Row<N> {
    type Output = Self;
    #[inline]
    fn not(self) -> Self {
        self.with(self, |word, _| !word)
    }
}
