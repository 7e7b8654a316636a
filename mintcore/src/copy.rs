//! PostgreSQL's binary COPY format for `tokens (batch_no, seq, code, status, activated_at)`.
//!
//! The format: PostgreSQL manual, COPY, "Binary Format". All numbers are big-endian. A tuple is a 16-bit count of
//! fields, and each field a 32-bit length (-1 for NULL) and the value in the form of its type's `send` function: int4
//! and int2 as they are, text as its bytes.

use crate::alphabet::Symbols;

/// Before the first row: the signature, no flags, no header extension.
pub const HEADER: &[u8; 19] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// After the last row: a field count of -1.
pub const TRAILER: &[u8; 2] = b"\xff\xff";

/// Bytes of a row.
pub const ROW_LENGTH: usize = 48;

/// The most bytes of a chunk: psycopg slices larger ones again.
pub const MAX_CHUNK: usize = 131_072;

/// Rows in a full chunk. Chunks end with a row, and header and trailer still fit: 19 + 2,730 * 48 + 2 = 131,061.
pub const CHUNK_ROWS: usize = 2_730;

/// Writes rows of one batch and one status.
#[derive(Debug, Clone, Copy)]
pub struct RowForm {
    row: [u8; ROW_LENGTH],
}

impl RowForm {
    /// Rows of `batch_no` (int4) with `status` (int2) and no `activated_at`.
    #[must_use]
    pub fn new(batch_no: i32, status: i16) -> Self {
        let mut row = [0; ROW_LENGTH];
        let parts = [
            &5_i16.to_be_bytes()[..],
            &4_i32.to_be_bytes(),
            &batch_no.to_be_bytes(),
            &4_i32.to_be_bytes(),
            &[0; 4], // seq
            &16_i32.to_be_bytes(),
            &[0; 16], // code
            &2_i32.to_be_bytes(),
            &status.to_be_bytes(),
            &(-1_i32).to_be_bytes(), // activated_at is NULL
        ];
        for (place, byte) in row.iter_mut().zip(parts.into_iter().flatten()) {
            *place = *byte;
        }
        Self { row }
    }

    /// The row of one token.
    #[must_use]
    #[inline]
    pub fn row(&self, seq: u32, code: &Symbols) -> [u8; ROW_LENGTH] {
        let mut row = self.row;
        row[14..18].copy_from_slice(&seq.to_be_bytes());
        row[22..38].copy_from_slice(code);
        row
    }
}
