//! QR Code symbols (model 2) of ISO/IEC 18004:2015: text to modules, and modules to SVG, PNG and bitmaps.
//!
//! Own, for the shortest mix of modes, the penalties of the standard, no panics, and speed: docs/decisions/0018. qrcodegen is
//! the oracle of the tests.
//!
//! Text is ASCII: all that a resolver URL can hold. Other text would need an ECI designator, which GS1 does not allow in a
//! QR Code with a Digital Link (GS1 General Specifications 26.0, table 5-2: `]Q1`), or leave the reader to guess.

mod block;
mod capacity;
mod dimension;
mod layout;
mod penalty;
mod png;
mod row;
mod segment;
mod svg;

use std::collections::BTreeMap;

use crate::bits::BitWriter;
use crate::error::Error;
use block::Corrector;
use capacity::{Shape, VERSIONS, shape};
use layout::Layout;
use row::Row;
use segment::Group;

pub use dimension::{Dimension, Verdict, check_x_dimension};
pub use png::PngForm;
pub use svg::SvgForm;

/// The quiet zone that the standard wants around a symbol, in modules: ISO/IEC 18004:2015, 6.3.8.
pub const QUIET_ZONE: u8 = 4;

/// The widest quiet zone of an image, in modules.
pub const MAX_QUIET_ZONE: u8 = 32;

/// The most bytes of a text: what version 40-L holds of digits.
const MAX_TEXT: usize = 7_089;

/// How much of a symbol may be unreadable: ISO/IEC 18004:2015, table 8. The level is kept, also where a higher one would
/// fit the same version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// About 7 % of the codewords.
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

impl Level {
    /// Read `L`, `M`, `Q` or `H`.
    ///
    /// # Errors
    /// [`Error::Argument`] for another text.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text {
            "L" => Ok(Self::L),
            "M" => Ok(Self::M),
            "Q" => Ok(Self::Q),
            "H" => Ok(Self::H),
            _ => Err(Error::Argument("an error correction level is L, M, Q or H")),
        }
    }

    const fn place(self) -> u8 {
        match self {
            Self::L => 0,
            Self::M => 1,
            Self::Q => 2,
            Self::H => 3,
        }
    }

    /// Table 12 of the standard.
    const fn indicator(self) -> u8 {
        match self {
            Self::L => 0b01,
            Self::M => 0b00,
            Self::Q => 0b11,
            Self::H => 0b10,
        }
    }
}

/// One symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrSymbol {
    version: u8,
    mask: u8,
    rows: Vec<Row<3>>,
}

impl QrSymbol {
    /// 1 to 40.
    #[must_use]
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// The mask, 0 to 7: the one with the lowest penalty (clause 7.8.3.1), and of two such the lower one.
    #[must_use]
    pub const fn mask(&self) -> u8 {
        self.mask
    }

    /// Modules along a side, without quiet zone: 21 to 177.
    #[must_use]
    pub fn size(&self) -> usize {
        self.rows.len()
    }

    /// Whether a module is dark; false outside of the symbol.
    #[must_use]
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| row.has(column))
    }

    /// The rows from the top, without quiet zone, each in whole bytes: the leftmost module is the highest bit, 1 is dark,
    /// bits behind the last module are 0.
    #[must_use]
    pub fn bitmap(&self) -> Vec<u8> {
        let mut bits = BitWriter::default();
        for row in &self.rows {
            (0..self.size()).for_each(|column| bits.push(row.has(column).into(), 1));
            bits.fill(8);
        }
        bits.into_bytes()
    }
}

/// Makes symbols of one level. What a version needs is made with its first symbol, and kept.
#[derive(Debug)]
pub struct QrEncoder {
    level: Level,
    versions: BTreeMap<u8, Version>,
}

#[derive(Debug)]
struct Version {
    shape: Shape,
    corrector: Corrector,
    layout: AnyLayout,
}

#[derive(Debug)]
enum AnyLayout {
    /// Up to version 11, 61 modules: most of what is printed.
    Narrow(Layout<1>),
    Wide(Layout<3>),
}

impl QrEncoder {
    /// An encoder for one level.
    #[must_use]
    pub const fn new(level: Level) -> Self {
        Self { level, versions: BTreeMap::new() }
    }

    /// The symbol of a text, of the lowest version that holds it.
    ///
    /// # Errors
    /// [`Error::Argument`] for a text that is empty, not ASCII, or too long for version 40.
    pub fn encode(&mut self, text: &str) -> Result<QrSymbol, Error> {
        if text.is_empty() || !text.is_ascii() {
            return Err(Error::Argument("the text of a QR symbol is ASCII and not empty"));
        }
        if text.len() > MAX_TEXT {
            return Err(TOO_LONG);
        }
        let (number, mut bits) = self.fit(text.as_bytes()).ok_or(TOO_LONG)?;
        let level = self.level;
        let version = match self.versions.entry(number) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(Version::new(number, level).ok_or(TOO_LONG)?)
            }
        };
        // Clause 7.4.10: a terminator of up to four zeros, zeros up to a byte, then these two in turn.
        let space = version.shape.data.saturating_mul(8).saturating_sub(bits.len());
        bits.push(0, u32::try_from(space.min(4)).unwrap_or_default());
        bits.fill(8);
        let data: Vec<u8> =
            bits.bytes().iter().copied().chain([0xec, 0x11].into_iter().cycle()).take(version.shape.data).collect();
        let mut codewords = Vec::new();
        version.corrector.interleave(&data, version.shape, &mut codewords);
        let (mask, rows) = match &version.layout {
            AnyLayout::Narrow(layout) => best(layout, &codewords),
            AnyLayout::Wide(layout) => best(layout, &codewords),
        };
        Ok(QrSymbol { version: number, mask, rows })
    }

    /// The lowest version that holds the text, and the text's bits.
    fn fit(&self, text: &[u8]) -> Option<(u8, BitWriter)> {
        for (group, versions) in [(Group::Small, 1..=9), (Group::Medium, 10..=26), (Group::Large, 27..=40)] {
            let mut bits = BitWriter::default();
            segment::write(text, group, &mut bits);
            let holds = |version: &u8| {
                shape(*version, self.level).is_some_and(|shape| shape.data.saturating_mul(8) >= bits.len())
            };
            if let Some(version) = versions.into_iter().find(holds) {
                return Some((version, bits));
            }
        }
        None
    }
}

impl Version {
    fn new(number: u8, level: Level) -> Option<Self> {
        let shape = shape(number, level)?;
        let layout = if size(number) <= 64 {
            AnyLayout::Narrow(Layout::new(number, level))
        } else {
            AnyLayout::Wide(Layout::new(number, level))
        };
        Some(Self { shape, corrector: Corrector::new(shape.correction), layout })
    }
}

/// Modules along a side of a version.
fn size(version: u8) -> usize {
    usize::from(version).min(VERSIONS).saturating_mul(4).saturating_add(17)
}

/// Put the codewords in their place, and take the mask with the lowest penalty.
fn best<const N: usize>(layout: &Layout<N>, codewords: &[u8]) -> (u8, Vec<Row<3>>) {
    let mut data = vec![Row::<N>::LIGHT; layout.size];
    for (byte, places) in codewords.iter().zip(layout.path.chunks(8)) {
        for (&(column, row), bit) in places.iter().zip((0..8).rev()) {
            if let Some(row) = data.get_mut(usize::from(row)) {
                row.darken(column.into(), u64::from(byte.wrapping_shr(bit) & 1));
            }
        }
    }
    let mut buffer = Vec::new();
    let mut rows = Vec::with_capacity(layout.size);
    let mut least = (u32::MAX, 0, Vec::new());
    for (mask, pattern) in (0..).zip(&layout.patterns) {
        rows.clear();
        rows.extend(data.iter().zip(pattern).map(|(&data, &pattern)| data ^ pattern));
        let penalty = penalty::penalty(&rows, layout.size, &mut buffer);
        if penalty < least.0 {
            least = (penalty, mask, rows.clone());
        }
    }
    let (_, mask, rows) = least;
    (mask, rows.into_iter().map(Row::wide).collect())
}

const TOO_LONG: Error = Error::Argument("the text is too long for a QR symbol of this level");

/// Refuse a quiet zone that is too wide.
fn check_quiet_zone(modules: u8) -> Result<(), Error> {
    if modules > MAX_QUIET_ZONE { Err(Error::Argument("a quiet zone has 0 to 32 modules")) } else { Ok(()) }
}
