//! What a code is minted under (its context) and the canonical path that names a token for ever.

use crate::alphabet::Symbols;
use crate::error::{Error, IdentifierError};
use crate::link::{check_gtin, check_lot, check_serial};

/// What a code is bound to: a code minted under one GTIN is invalid under another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// `gtin:<14 digits>`: the URL carries this GTIN.
    Gtin([u8; 14]),
    /// `token`: the URL carries the code alone.
    Token,
}

impl Context {
    /// Read `token` or `gtin:<14 digits>`.
    ///
    /// # Errors
    /// [`Error::Argument`] for another form, [`Error::Identifier`] for a GTIN that [`check_gtin`] refuses.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text == "token" {
            return Ok(Self::Token);
        }
        let Some(gtin) = text.strip_prefix("gtin:") else {
            return Err(Error::Argument("a context is `token` or `gtin:` and 14 digits"));
        };
        check_gtin(gtin)?;
        let digits = gtin.as_bytes().try_into().map_err(|_| IdentifierError::GtinLength)?;
        Ok(Self::Gtin(digits))
    }

    /// The text that [`Context::parse`] read: what the tweak of a code is hashed from.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Gtin(digits) => ["gtin:", &ascii(digits)].concat(),
            Self::Token => "token".to_owned(),
        }
    }

    /// The canonical path up to the code. The lot has no place in a path without a GTIN.
    pub(crate) fn path_before_code(&self, lot: Option<&str>) -> String {
        match (self, lot) {
            (Self::Token, _) => "/t/".to_owned(),
            (Self::Gtin(digits), None) => ["/01/", &ascii(digits), "/21/"].concat(),
            (Self::Gtin(digits), Some(lot)) => ["/01/", &ascii(digits), "/10/", &escape(lot), "/21/"].concat(),
        }
    }
}

/// The canonical path of a token: `/01/G[/10/lot]/21/code`, or `/t/code` under [`Context::Token`] (the lot is left out).
///
/// All but `A-Z a-z 0-9 - . _` is written as `%` and two upper-case hexadecimal digits, so there is one spelling.
/// `code` may be any serial that AI 21 can carry, since brought serials have paths too.
///
/// # Errors
/// An [`IdentifierError`] of [`check_lot`] or [`check_serial`].
pub fn identity_path(context: &Context, lot: Option<&str>, code: &str) -> Result<String, IdentifierError> {
    if let Some(lot) = lot {
        check_lot(lot)?;
    }
    check_serial(code)?;
    let mut path = context.path_before_code(lot);
    path.push_str(&escape(code));
    Ok(path)
}

/// Percent-encode all but the characters that never need it in a path segment (RFC 3986, 2.3, without `~`, which set 82
/// does not have).
pub(crate) fn escape(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| HEX.get(usize::from(value)).map_or('0', |&digit| char::from(digit));
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            escaped.push(char::from(byte));
        } else {
            escaped.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    escaped
}

/// The text of bytes that are ASCII by construction.
pub(crate) fn ascii(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The text of a code.
#[must_use]
pub fn code_text(symbols: &Symbols) -> String {
    ascii(symbols)
}
