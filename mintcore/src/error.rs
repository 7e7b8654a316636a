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
    /// A variant that is not 1 to 20 characters.
    #[error("a consumer product variant has 1 to 20 characters")]
    CpvLength,
    /// A variant with a character outside set 82, or one that is a dot segment.
    #[error("a consumer product variant has characters of GS1 set 82 and is not \".\" or \"..\"")]
    CpvCharacter,
    /// A third party's serial that is not 1 to 28 characters.
    #[error("a serial of a third party has 1 to 28 characters")]
    TpxLength,
    /// A third party's serial with a character outside set 82, or one that is a dot segment.
    #[error("a serial of a third party has characters of GS1 set 82 and is not \".\" or \"..\"")]
    TpxCharacter,
    /// Neither of the two forms of a resolver URL.
    #[error("not a resolver URL: expected /01/<gtin>[/10/<lot>]/21/<serial> or /t/<code>")]
    LinkSyntax,
    /// A qualifier out of order, twice, or beside one that it excludes.
    #[error("the qualifiers of a GTIN are 22, 10 and 21 in this order, each at most once, or 235 alone")]
    LinkQualifier,
    /// A data attribute in the path.
    #[error("a data attribute stands in the query, not in the path")]
    LinkAttribute,
    /// A character of set 82 that a path or query carries percent-encoded only.
    #[error("only letters, digits, \"-\", \".\" and \"_\" stand in a value as they are; the rest is percent-encoded")]
    LinkRaw,
    /// A `%` that two hexadecimal digits do not follow.
    #[error("a percent sign without two hexadecimal digits")]
    LinkPercent,
    /// A resolver URL of a product or lot, not of one token.
    #[error("the link names no serial")]
    LinkNoSerial,
    /// A key of digits in a query that names no data attribute of a GTIN.
    #[error("a key of digits that names no data attribute of a GTIN")]
    AttributeKey,
    /// A data attribute that stands in a query twice.
    #[error("a data attribute stands in the query twice")]
    AttributeTwice,
    /// A value that does not fit its data attribute.
    #[error("a value that does not fit its data attribute")]
    AttributeValue,
    /// Text that is no compressed EPC.
    #[error("not an EPC: expected eh and lower-case hexadecimal digits, or ex and base64url")]
    EpcSyntax,
    /// An EPC whose header names no scheme of SGTINs that is known here.
    #[error("the EPC is of no known SGTIN scheme")]
    EpcScheme,
    /// An EPC that ends too early, or goes on behind its end.
    #[error("the EPC has too few or too many bits")]
    EpcLength,
    /// An EPC with a field outside its bounds.
    #[error("a field of the EPC is out of bounds")]
    EpcValue,
    /// A serial that an EPC scheme has no room for.
    #[error("the EPC scheme cannot carry this serial")]
    EpcSerial,
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
            Self::CpvLength => "CPV_LENGTH",
            Self::CpvCharacter => "CPV_CHARACTER",
            Self::TpxLength => "TPX_LENGTH",
            Self::TpxCharacter => "TPX_CHARACTER",
            Self::LinkSyntax => "LINK_SYNTAX",
            Self::LinkQualifier => "LINK_QUALIFIER",
            Self::LinkAttribute => "LINK_ATTRIBUTE",
            Self::LinkRaw => "LINK_RAW",
            Self::LinkPercent => "LINK_PERCENT",
            Self::LinkNoSerial => "LINK_NO_SERIAL",
            Self::AttributeKey => "ATTRIBUTE_KEY",
            Self::AttributeTwice => "ATTRIBUTE_TWICE",
            Self::AttributeValue => "ATTRIBUTE_VALUE",
            Self::EpcSyntax => "EPC_SYNTAX",
            Self::EpcScheme => "EPC_SCHEME",
            Self::EpcLength => "EPC_LENGTH",
            Self::EpcValue => "EPC_VALUE",
            Self::EpcSerial => "EPC_SERIAL",
        }
    }
}

/// A proof does not prove what it is to prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProofError {
    /// An index that the tree has not, a path of another length, or one that leads to another root.
    #[error("the path does not lead from the leaf to the root")]
    Inclusion,
    /// Sizes that are none of two heads, a path of another length, or one that leads to other roots.
    #[error("the path does not lead from the old root to the new one")]
    Consistency,
    /// A proof file that is longer than any.
    #[error("a proof file has at most 8192 bytes")]
    Length,
    /// The first line that is missing, or not as it has to be; counted from 1.
    #[error("line {0} is not as a proof file has it")]
    Form(usize),
    /// A checkpoint of another log.
    #[error("the checkpoint is not of the log whose key was given")]
    Origin,
    /// A signature of a known key that does not fit the checkpoint.
    #[error("a signature of the log or of a known witness is wrong")]
    Signature,
    /// No signature of the log's key.
    #[error("the log has not signed the checkpoint")]
    Unsigned,
    /// Too few cosignatures of known witnesses.
    #[error("fewer known witnesses have cosigned the checkpoint than are wanted")]
    Witnesses,
    /// The batch, as the file describes it, is not at this place of the log.
    #[error("the path does not lead from the batch's entry to the root of the log")]
    Entry,
    /// The token is not at this place of the batch.
    #[error("the path does not lead from the token to the root of its batch")]
    Token,
}

impl ProofError {
    /// The constant that callers match on: part of the Python contract, never changed.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Inclusion => "INCLUSION",
            Self::Consistency => "CONSISTENCY",
            Self::Length => "LENGTH",
            Self::Form(_) => "FORM",
            Self::Origin => "ORIGIN",
            Self::Signature => "SIGNATURE",
            Self::Unsigned => "UNSIGNED",
            Self::Witnesses => "WITNESSES",
            Self::Entry => "ENTRY",
            Self::Token => "TOKEN",
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
    /// See [`ProofError`].
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// An argument outside its documented bounds: a mistake of the calling program.
    #[error("{0}")]
    Argument(&'static str),
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    Random,
}
