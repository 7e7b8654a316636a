//! A text as segments of numeric, alphanumeric and byte mode: ISO/IEC 18004:2015, 7.4.
//!
//! Annex J of the standard has rules of thumb for where to change the mode. Here the cheapest of all ways is found, which
//! never is longer and makes many a resolver URL one version smaller.

use crate::bits::BitWriter;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Numeric,
    Alphanumeric,
    Byte,
}

const MODES: [Mode; 3] = [Mode::Numeric, Mode::Alphanumeric, Mode::Byte];

/// Table 5 of the standard: a character's value is its place.
const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// No character of alphanumeric mode.
const NONE: u8 = 0xff;

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where a panic is a build error")]
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value: u8 = 0;
    while value < 45 {
        values[ALPHANUMERIC[value as usize] as usize] = value;
        value += 1;
    }
    values
};

fn value(byte: u8) -> u8 {
    VALUES.get(usize::from(byte)).copied().unwrap_or(NONE)
}

/// Versions whose character counts have the same widths: table 3 of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// 1 to 9.
    Small,
    /// 10 to 26.
    Medium,
    /// 27 to 40.
    Large,
}

impl Mode {
    const fn indicator(self) -> u128 {
        match self {
            Self::Numeric => 1,
            Self::Alphanumeric => 2,
            Self::Byte => 4,
        }
    }

    const fn count_bits(self, group: Group) -> u32 {
        match (self, group) {
            (Self::Byte, Group::Small) => 8,
            (Self::Alphanumeric, Group::Small) => 9,
            (Self::Numeric, Group::Small) => 10,
            (Self::Alphanumeric, Group::Medium) => 11,
            (Self::Numeric, Group::Medium) => 12,
            (Self::Alphanumeric, Group::Large) => 13,
            (Self::Numeric, Group::Large) => 14,
            (Self::Byte, Group::Medium | Group::Large) => 16,
        }
    }

    /// Sixths of a bit that a character takes: three digits take 10 bits, two alphanumeric characters 11.
    const fn sixths(self) -> u32 {
        match self {
            Self::Numeric => 20,
            Self::Alphanumeric => 33,
            Self::Byte => 48,
        }
    }

    fn holds(self, byte: u8) -> bool {
        match self {
            Self::Numeric => value(byte) < 10,
            Self::Alphanumeric => value(byte) != NONE,
            Self::Byte => true,
        }
    }
}

/// Higher than any cost of a text that fits a symbol.
const NEVER: u32 = 1 << 28;

/// Write `text`, at most some thousand bytes, in as few bits as the versions of `group` allow.
pub(super) fn write(text: &[u8], group: Group, bits: &mut BitWriter) {
    let modes = cheapest(text, group);
    let mut rest = text;
    for run in modes.chunk_by(|a, b| a == b) {
        let (characters, after) = rest.split_at_checked(run.len()).unwrap_or((rest, &[]));
        rest = after;
        let Some(mode) = run.first() else { continue };
        bits.push(mode.indicator(), 4);
        bits.push(characters.len() as u128, mode.count_bits(group));
        let number = |part: &[u8], base: u128| {
            part.iter().fold(0_u128, |number, &byte| number.wrapping_mul(base).wrapping_add(value(byte).into()))
        };
        match mode {
            Mode::Numeric => characters.chunks(3).for_each(|part| {
                let width = [0, 4, 7, 10].get(part.len()).copied().unwrap_or_default();
                bits.push(number(part, 10), width);
            }),
            Mode::Alphanumeric => characters.chunks(2).for_each(|part| {
                bits.push(number(part, 45), if part.len() == 2 { 11 } else { 6 });
            }),
            Mode::Byte => characters.iter().for_each(|&byte| bits.push(byte.into(), 8)),
        }
    }
}

/// The mode of each character in the cheapest way to write the text.
///
/// From the left: what the text up to a character costs where the next one is to be written in a mode. A new segment
/// begins with a whole bit, so what was open before is rounded up.
fn cheapest(text: &[u8], group: Group) -> Vec<Mode> {
    let heads = MODES.map(|mode| mode.count_bits(group).wrapping_add(4).wrapping_mul(6));
    let mut costs = heads;
    // For each character and each mode of the next one: the mode of this one.
    let mut from = Vec::with_capacity(text.len());
    for &byte in text {
        let mut after = costs;
        for (cost, mode) in after.iter_mut().zip(MODES) {
            *cost = if mode.holds(byte) { cost.wrapping_add(mode.sixths()) } else { NEVER };
        }
        // The cheapest one to come from; byte mode always is one.
        let whole = |cost: u32| cost.div_ceil(6).wrapping_mul(6);
        let best = MODES.into_iter().zip(after).min_by_key(|&(_, cost)| whole(cost));
        let (best, cost) = best.unwrap_or((Mode::Byte, NEVER));
        let mut modes = MODES;
        for (((mode, stay), head), place) in modes.iter_mut().zip(after).zip(heads).zip(&mut costs) {
            let change = whole(cost).wrapping_add(head);
            *place = stay.min(change);
            if change < stay {
                *mode = best;
            }
        }
        from.push(modes);
    }
    // After the last character no segment begins: the cheapest one that is open.
    let mut mode = Mode::Byte;
    let last = MODES.into_iter().zip(costs).min_by_key(|&(_, cost)| cost.div_ceil(6));
    if let Some((open, _)) = last {
        mode = open;
    }
    let mut modes: Vec<Mode> = from
        .iter()
        .rev()
        .map(|before| {
            mode = MODES.iter().zip(before).find(|&(&known, _)| known == mode).map_or(mode, |(_, &before)| before);
            mode
        })
        .collect();
    modes.reverse();
    modes
}
