//! The core of Hallmint: codes, COPY rows, leaves and trees, resolver links.
//!
//! Pure functions over bytes: nothing here keeps state between calls (but the last time stamp of [`uuid`]), opens a
//! file or a socket, or logs. The feature `python` adds the module `_mintcore` (`src/py.rs`), a thin binding.

pub mod agent;
pub mod alphabet;
pub mod batch;
pub mod code;
pub mod context;
pub mod copy;
pub mod csv;
pub mod digital_link;
pub mod epc;
pub mod error;
pub mod ff1;
pub mod leaf;
pub mod link;
pub mod merkle;
pub mod ndef;
pub mod path;
pub mod proof;
pub mod qr;
pub mod uuid;

mod bits;
mod lots;
#[cfg(feature = "python")]
mod py;
mod sha;

pub use batch::{BatchEncoder, Cycle, MAX_CYCLE, block_hashes, extend_range, leaf_hashes};
pub use code::{CodeKey, MAX_BATCH_NO, MAX_SEQ};
pub use context::{Context, identity_path};
pub use digital_link::{DigitalLink, parse_digital_link, parse_query_attributes};
pub use epc::{Epc, EpcForm, Tag, decode_epc, decode_epc_segment, encode_sgtin_plus, encode_sgtin96, encode_sgtin198};
pub use error::{CodeError, Error, IdentifierError, ProofError};
pub use leaf::{BatchId, leaf_hash};
pub use link::{Link, check_gtin, check_lot, parse_link};
pub use merkle::{CompactRange, Hash};
pub use ndef::encode_ndef_uri;
pub use path::{HashTree, consistency_path, inclusion_path, verify_consistency, verify_inclusion};
pub use proof::{Head, MAX_PROOF, Trust, Verified};

/// Which instructions the core uses on this machine, found at run time by the crates `aes` and `sha2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CpuFeatures {
    /// AES rounds in hardware (AES-NI, or the AES instructions of ARMv8).
    pub aes: bool,
    /// SHA-256 rounds in hardware (SHA-NI, or the SHA-2 instructions of ARMv8).
    pub sha_ni: bool,
}

/// The instructions that the core uses on this machine; both false on a processor family without a hardware path.
#[must_use]
pub fn cpu_features() -> CpuFeatures {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    return CpuFeatures {
        aes: std::arch::is_x86_feature_detected!("aes"),
        sha_ni: std::arch::is_x86_feature_detected!("sha") && std::arch::is_x86_feature_detected!("sse4.1"),
    };
    #[cfg(target_arch = "aarch64")]
    return CpuFeatures {
        aes: std::arch::is_aarch64_feature_detected!("aes"),
        sha_ni: std::arch::is_aarch64_feature_detected!("sha2"),
    };
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    CpuFeatures { aes: false, sha_ni: false }
}
