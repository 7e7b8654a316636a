//! Whether a printed module has the size that GS1 wants.

/// The size of a printed module against GS1's bounds, all in micrometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimension {
    /// What it comes to.
    pub verdict: Verdict,
    /// Smaller ones are not to be printed.
    pub minimum_um: u32,
    /// What to aim at.
    pub target_um: u32,
    /// Larger ones are not to be printed.
    pub maximum_um: u32,
    /// The quiet zone that is wanted on each side, in modules.
    pub quiet_zone: u8,
}

/// Where a size lies; a bound itself is within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Below the minimum.
    TooSmall,
    /// Within the bounds, but below the target.
    BelowTarget,
    /// At the target or above, and within the bounds.
    Good,
    /// Above the maximum.
    TooLarge,
}

impl Verdict {
    /// The constant that callers match on: part of the Python contract, never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooSmall => "TOO_SMALL",
            Self::BelowTarget => "BELOW_TARGET",
            Self::Good => "GOOD",
            Self::TooLarge => "TOO_LARGE",
        }
    }
}

/// Check the X-dimension, the width of a module, of a QR Code with a GS1 Digital Link on an item that shops scan.
///
/// GS1 General Specifications 26.0, table 5-46 (symbol specification table 1, addendum 2): 0.396 mm at least, 0.495 mm as
/// the target, 0.990 mm at most, and four modules of quiet zone. Other surroundings have other tables: items that are
/// scanned in shops and in general distribution too, say, 0.743 to 0.990 mm (table 5-49).
#[must_use]
pub const fn check_x_dimension(module_um: u32) -> Dimension {
    const MINIMUM: u32 = 396;
    const TARGET: u32 = 495;
    const MAXIMUM: u32 = 990;
    let verdict = match module_um {
        0..MINIMUM => Verdict::TooSmall,
        MINIMUM..TARGET => Verdict::BelowTarget,
        TARGET..=MAXIMUM => Verdict::Good,
        _ => Verdict::TooLarge,
    };
    Dimension { verdict, minimum_um: MINIMUM, target_um: TARGET, maximum_um: MAXIMUM, quiet_zone: super::QUIET_ZONE }
}
