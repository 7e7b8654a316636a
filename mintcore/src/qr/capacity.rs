//! How many codewords the versions have, and how they are split into blocks: ISO/IEC 18004:2015, tables 1 and 9.

use super::Level;

/// Versions: 1 to 40.
pub(super) const VERSIONS: usize = 40;

/// Error correction codewords in each block, by level and version.
const CORRECTION: [[u8; VERSIONS]; 4] = [
    [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
        17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30,
        30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
];

/// Blocks, by level and version.
const BLOCKS: [[u8; VERSIONS]; 4] = [
    [
        1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18,
        19, 19, 20, 21, 22, 24, 25,
    ],
    [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31,
        33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40,
        43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    [
        1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48,
        51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
];

/// Codewords of a version, error correction included: its modules without function patterns, format and version
/// information, in eights.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where a panic is a build error")]
const CODEWORDS: [u16; VERSIONS] = {
    let mut codewords = [0; VERSIONS];
    let mut version = 1;
    while version <= 40 {
        // All modules without finder patterns, timing patterns and format information.
        let mut modules = (16 * version + 128) * version + 64;
        if version >= 2 {
            // Alignment patterns, some of which lie on the timing patterns.
            let along = version / 7 + 2;
            modules -= (25 * along - 10) * along - 55;
        }
        if version >= 7 {
            modules -= 36;
        }
        codewords[version as usize - 1] = modules / 8;
        version += 1;
    }
    codewords
};

/// How the codewords of a symbol are made up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Codewords of data, all blocks together.
    pub(super) data: usize,
    /// Blocks. Where data cannot be split evenly, the last ones have one codeword more.
    pub(super) blocks: usize,
    /// Codewords of error correction in each block.
    pub(super) correction: usize,
}

/// The shape of a version, 1 to 40; none of another.
pub(super) fn shape(version: u8, level: Level) -> Option<Shape> {
    let (level, version) = (usize::from(level.place()), usize::from(version).checked_sub(1)?);
    let blocks = usize::from(*BLOCKS.get(level)?.get(version)?);
    let correction = usize::from(*CORRECTION.get(level)?.get(version)?);
    let all = usize::from(*CODEWORDS.get(version)?);
    Some(Shape { data: all.checked_sub(blocks.checked_mul(correction)?)?, blocks, correction })
}
