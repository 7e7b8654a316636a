//! What the core refuses, and why. No message holds any part of the text that was refused: codes are secrets until
//! they are printed, and messages end up in logs.

use thiserror::Error;

/// A text is not a code of this key and context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Not 16 characters.
    #[error("a code has 16 symbols")]
    Length,
    /// A character outside the alphabet (lower case counts as outside: see [`crate::alphabet::normalise`]).
    #[error("a code has symbols of 0-9 and A-Z without I, L, O and U")]
    Symbol,
    /// The first symbol is a digit; every code starts with a letter.
    #[error("the first symbol of a code is a letter")]
    FirstSymbol,
    /// It decodes to a version that this build does not know: of another key or context, invented, or newer.
    #[error("the code is of an unknown version")]
    Version,
    /// A known version, but the 24 bits that must be zero are not.
    #[error("the code was never minted under this key and context")]
    Forged,
    /// All of it fits but for the batch number 0, which no batch has.
    #[error("the code names batch 0, which no batch has")]
    BatchNo,
}

impl CodeError {
    /// The constant that callers match on: part of the Python contract, never changed.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Length => "LENGTH",
            Self::Symbol => "SYMBOL",
            Self::FirstSymbol => "FIRST_SYMBOL",
            Self::Version => "VERSION",
            Self::Forged => "FORGED",
            Self::BatchNo => "BATCH_NO",
        }
    }
}

/// A GTIN, lot, serial or resolver URL breaks a rule of GS1 or of Hallmint's paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdentifierError {
    /// A GTIN that is not 14 characters.
    #[error("a GTIN has 14 digits, padded with zeros on the left")]
    GtinLength,
    /// A GTIN with something else than digits.
    #[error("a GTIN has digits only")]
    GtinDigit,
    /// A GTIN whose last digit is not the check digit of the others.
    #[error("the check digit of the GTIN is wrong")]
    GtinCheckDigit,
    /// A lot that is not 1 to 20 characters.
    #[error("a lot has 1 to 20 characters")]
    LotLength,
    /// A lot with a character outside set 82, or one that is a dot segment.
    #[error("a lot has characters of GS1 set 82 and is not \".\" or \"..\", which no path can carry")]
    LotCharacter,
    /// A serial that is not 1 to 20 characters.
    #[error("a serial has 1 to 20 characters")]
    SerialLength,
    /// A serial with a character outside set 82, or one that is a dot segment.
    #[error("a serial has characters of GS1 set 82 and is not \".\" or \"..\", which no path can carry")]
    SerialCharacter,
    /// Neither of the two forms of a resolver URL.
    #[error("not a resolver URL: expected /01/<gtin>[/10/<lot>]/21/<serial> or /t/<code>")]
    LinkSyntax,
    /// A `%` that two hexadecimal digits do not follow.
    #[error("a percent sign without two hexadecimal digits")]
    LinkPercent,
    /// A resolver URL of a product or lot, not of one token.
    #[error("the link names no serial")]
    LinkNoSerial,
}

impl IdentifierError {
    /// The constant that callers match on: part of the Python contract, never changed.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::GtinLength => "GTIN_LENGTH",
            Self::GtinDigit => "GTIN_DIGIT",
            Self::GtinCheckDigit => "GTIN_CHECK_DIGIT",
            Self::LotLength => "LOT_LENGTH",
            Self::LotCharacter => "LOT_CHARACTER",
            Self::SerialLength => "SERIAL_LENGTH",
            Self::SerialCharacter => "SERIAL_CHARACTER",
            Self::LinkSyntax => "LINK_SYNTAX",
            Self::LinkPercent => "LINK_PERCENT",
            Self::LinkNoSerial => "LINK_NO_SERIAL",
        }
    }
}

/// Everything that a function of this crate can refuse or fail with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Error {
    /// See [`CodeError`].
    #[error(transparent)]
    Code(#[from] CodeError),
    /// See [`IdentifierError`].
    #[error(transparent)]
    Identifier(#[from] IdentifierError),
    /// An argument outside its documented bounds: a mistake of the calling program.
    #[error("{0}")]
    Argument(&'static str),
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    Random,
}
