//! What all symbols of one version have in common: function patterns, where the bits go, and the masks: ISO/IEC
//! 18004:2015, 6.3, 7.7 and 7.8.2, with format and version information (7.9 and 7.10).

use super::Level;
use super::row::Row;

/// Rows of a symbol under one mask before its data is added, all function patterns in place.
pub(super) type Pattern<const N: usize> = Vec<Row<N>>;

#[derive(Debug)]
pub(super) struct Layout<const N: usize> {
    pub(super) size: usize,
    /// Column and row of each bit of the codewords, in their order.
    pub(super) path: Vec<(u8, u8)>,
    /// One for each of the eight masks: to be added (modulo 2) to the data.
    pub(super) patterns: Vec<Pattern<N>>,
}

/// A symbol that is being drawn.
struct Canvas<const N: usize> {
    size: i32,
    dark: Vec<Row<N>>,
    /// Modules that hold no data.
    function: Vec<Row<N>>,
}

impl<const N: usize> Canvas<N> {
    /// Draw a module of a function pattern; nothing outside of the symbol.
    fn draw(&mut self, x: i32, y: i32, dark: bool) {
        let (Ok(column), Ok(row)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if let (Some(dark_row), Some(function), true) =
            (self.dark.get_mut(row), self.function.get_mut(row), x < self.size)
        {
            dark_row.darken(column, dark.into());
            function.darken(column, 1);
        }
    }

    /// Draw squares around a centre, dark where `is_dark` is true of the distance, up to the distance `most`.
    fn draw_squares(&mut self, x: i32, y: i32, most: i32, is_dark: impl Fn(i32) -> bool) {
        for down in most.wrapping_neg()..=most {
            for right in most.wrapping_neg()..=most {
                let distance = down.abs().max(right.abs());
                self.draw(x.wrapping_add(right), y.wrapping_add(down), is_dark(distance));
            }
        }
    }

    fn draw_function_patterns(&mut self, version: u8) {
        let last = self.size.wrapping_sub(1);
        for place in 0..self.size {
            self.draw(6, place, place % 2 == 0);
            self.draw(place, 6, place % 2 == 0);
        }
        let far = self.size.wrapping_sub(4);
        for (x, y) in [(3, 3), (far, 3), (3, far)] {
            // The distance 4 is the separator.
            self.draw_squares(x, y, 4, |distance| !matches!(distance, 2 | 4));
        }
        let centres = alignment(version, self.size);
        for &y in &centres {
            for &x in &centres {
                let corner = |a: i32, b: i32| a == 6 && b == last.wrapping_sub(6);
                if !((x, y) == (6, 6) || corner(x, y) || corner(y, x)) {
                    self.draw_squares(x, y, 2, |distance| distance != 1);
                }
            }
        }
        // The place of format information is kept free; the bits come with the mask.
        for (x, y) in format_places(self.size).into_iter().flatten() {
            self.draw(x, y, false);
        }
        self.draw(8, self.size.wrapping_sub(8), true);
        if version >= 7 {
            let bits = with_remainder(version.into(), 12, 0x1f25);
            for (place, bit) in (0..18_i32).map(|place| (place, bits.wrapping_shr(place.unsigned_abs()) & 1 == 1)) {
                let (long, short) = (self.size.wrapping_sub(11).wrapping_add(place % 3), place / 3);
                self.draw(long, short, bit);
                self.draw(short, long, bit);
            }
        }
    }
}

impl<const N: usize> Layout<N> {
    /// The layout of a version, 1 to 40, whose rows `N` words must hold.
    pub(super) fn new(version: u8, level: Level) -> Self {
        let size = super::size(version);
        let side = i32::try_from(size).unwrap_or_default();
        let empty = vec![Row::LIGHT; size];
        let mut canvas = Canvas::<N> { size: side, dark: empty.clone(), function: empty };
        canvas.draw_function_patterns(version);
        let patterns = (0..8)
            .map(|mask| {
                let mut pattern = canvas.dark.clone();
                for (y, (row, function)) in (0..).zip(pattern.iter_mut().zip(&canvas.function)) {
                    let mut masked = Row::LIGHT;
                    (0..size).zip(0..).for_each(|(column, x)| masked.darken(column, is_masked(mask, x, y).into()));
                    *row = *row | (masked & !*function);
                }
                draw_format(&mut pattern, side, level, mask);
                pattern
            })
            .collect();
        Self { size, path: path(&canvas), patterns }
    }
}

/// Centres of alignment patterns along one side, the first one at 6: annex E. They lie evenly, an even number of modules
/// apart, but for the first gap.
fn alignment(version: u8, size: i32) -> Vec<i32> {
    if version < 2 {
        return Vec::new();
    }
    let gaps = i32::from(version / 7).wrapping_add(1);
    let last = size.wrapping_sub(7);
    let half = gaps.wrapping_mul(2);
    // A gap is rounded to the nearest even number, down where both are as near.
    let step = i32::from(version)
        .wrapping_mul(8)
        .wrapping_add(gaps.wrapping_mul(3))
        .wrapping_add(8)
        .checked_div(half.wrapping_mul(2))
        .unwrap_or_default()
        .wrapping_mul(2);
    let mut centres: Vec<i32> = (0..gaps).map(|gap| last.wrapping_sub(gap.wrapping_mul(step))).collect();
    centres.push(6);
    centres.reverse();
    centres
}

/// Where the 15 bits of format information stand, the lowest first, in two copies: figure 25.
fn format_places(size: i32) -> [[(i32, i32); 2]; 15] {
    let mut places = [[(8, 8); 2]; 15];
    for (bit, place) in (0_i32..).zip(&mut places) {
        let first = match bit {
            0..=5 => (8, bit),
            6 | 7 => (8, bit.wrapping_add(1)),
            8 => (7, 8),
            _ => (14_i32.wrapping_sub(bit), 8),
        };
        let second = match bit {
            0..=7 => (size.wrapping_sub(1).wrapping_sub(bit), 8),
            _ => (8, size.wrapping_sub(15).wrapping_add(bit)),
        };
        *place = [first, second];
    }
    places
}

fn draw_format<const N: usize>(rows: &mut [Row<N>], size: i32, level: Level, mask: u8) {
    let bits = with_remainder((u32::from(level.indicator()) << 3) | u32::from(mask), 10, 0x537) ^ 0x5412;
    for (bit, places) in (0_u32..).zip(format_places(size)) {
        for (x, y) in places {
            if let (Ok(x), Some(row)) = (usize::try_from(x), usize::try_from(y).ok().and_then(|y| rows.get_mut(y))) {
                row.darken(x, u64::from(bits.wrapping_shr(bit) & 1));
            }
        }
    }
}

/// A number and, behind it, the remainder of its division by a generator polynomial of degree `degree`: annexes C and D.
fn with_remainder(number: u32, degree: u32, generator: u32) -> u32 {
    let shifted = number.wrapping_shl(degree);
    let mut rest = shifted;
    for place in (degree..32).rev() {
        if rest.wrapping_shr(place) & 1 == 1 {
            rest ^= generator.wrapping_shl(place.wrapping_sub(degree));
        }
    }
    shifted | rest
}

/// Table 10 of the standard.
fn is_masked(mask: u8, x: u32, y: u32) -> bool {
    let (sum, product) = (x.wrapping_add(y), x.wrapping_mul(y));
    match mask {
        0 => sum % 2 == 0,
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => sum % 3 == 0,
        4 => (y / 2).wrapping_add(x / 3).is_multiple_of(2),
        5 => product % 2 == 0 && product % 3 == 0,
        6 => (product % 2).wrapping_add(product % 3) % 2 == 0,
        _ => (sum % 2).wrapping_add(product % 3) % 2 == 0,
    }
}

/// Two columns at a time from the right, up and down in turn, without the column of the timing pattern: 7.7.3.
fn path<const N: usize>(canvas: &Canvas<N>) -> Vec<(u8, u8)> {
    let last = u8::try_from(canvas.size.wrapping_sub(1)).unwrap_or_default();
    let mut path = Vec::new();
    let columns = (7..=last).rev().step_by(2).chain([5, 3, 1]);
    for (right, up) in columns.zip([true, false].into_iter().cycle()) {
        for step in 0..=last {
            let y = if up { last.wrapping_sub(step) } else { step };
            let Some(function) = canvas.function.get(usize::from(y)) else { continue };
            let pair = [right, right.wrapping_sub(1)].into_iter();
            path.extend(pair.filter(|&x| !function.has(x.into())).map(|x| (x, y)));
        }
    }
    path
}
