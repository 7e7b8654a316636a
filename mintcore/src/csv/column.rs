//! What the columns of a form hold.

use crate::epc::EpcForm;
use crate::error::Error;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The same text in every line.
    Constant,
    /// The number of the unit within its batch, from 0.
    Seq,
    /// The code, or a serial that was brought.
    Code,
    /// The resolver URL: base URL and canonical path.
    Url,
    /// The resolver URL in upper case, which makes a QR symbol smaller: host names have no case, and codes none that is low.
    UrlUpper,
    /// The canonical path: that of a GS1 Digital Link, or `/t/<code>`.
    Path,
    /// 14 digits; empty where the URL carries no GTIN.
    Gtin,
    /// The lot; empty in serial mode.
    Lot,
    /// The name of the unit's status.
    Status,
    /// The EPC in words of 16 bits, upper-case hexadecimal.
    EpcHex,
    /// Bits of [`Source::EpcHex`]: a multiple of 16.
    EpcBits,
    /// The Protocol Control word, four hexadecimal digits.
    EpcPc,
    /// 0 to 7.
    EpcFilter,
    /// [`EpcForm::uri`] with a company prefix.
    EpcUri,
    /// The NDEF message of the resolver URL, upper-case hexadecimal.
    NdefHex,
}

impl Source {
    /// Read the name that profiles use. What is the same for all units of a batch, such as its SKU, is a constant.
    ///
    /// # Errors
    /// [`Error::Argument`] for another one.
    pub fn parse(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "constant" => Self::Constant,
            "seq" => Self::Seq,
            "code" => Self::Code,
            "url" => Self::Url,
            "url_upper" => Self::UrlUpper,
            "digital_link" => Self::Path,
            "gtin" => Self::Gtin,
            "lot" => Self::Lot,
            "status_at_export" => Self::Status,
            "epc_hex" => Self::EpcHex,
            "epc_bits" => Self::EpcBits,
            "epc_pc" => Self::EpcPc,
            "epc_filter" => Self::EpcFilter,
            "epc_uri" => Self::EpcUri,
            "ndef_hex" => Self::NdefHex,
            _ => return Err(Error::Argument("no column has such a source")),
        })
    }

    pub(super) const fn needs_epc(self) -> bool {
        matches!(self, Self::EpcHex | Self::EpcBits | Self::EpcPc | Self::EpcFilter | Self::EpcUri)
    }
}

/// A column: its name in the header, what it holds, and the text of a constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// 1 to 200 characters.
    pub name: String,
    /// What it holds.
    pub source: Source,
    /// At most 200 characters; empty for other sources.
    pub text: String,
}

/// How EPCs are written. Numbers as of [`EpcForm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EpcKind {
    /// Any serial.
    SgtinPlus {
        /// Serves the URI alone.
        prefix_length: Option<u8>,
        /// 0 to 7.
        filter: u8,
    },
    /// Numbers below 2^38.
    Sgtin96 {
        /// 6 to 12.
        prefix_length: u8,
        /// 0 to 7.
        filter: u8,
    },
}

impl EpcKind {
    pub(super) const fn has_prefix(self) -> bool {
        matches!(self, Self::SgtinPlus { prefix_length: Some(_), .. } | Self::Sgtin96 { .. })
    }

    pub(crate) fn form(self, gtin: &str) -> Result<EpcForm, Error> {
        match self {
            Self::SgtinPlus { prefix_length, filter } => EpcForm::sgtin_plus(gtin, prefix_length, filter),
            Self::Sgtin96 { prefix_length, filter } => EpcForm::sgtin96(gtin, prefix_length, filter),
        }
    }
}
