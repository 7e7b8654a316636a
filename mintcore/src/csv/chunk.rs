//! Lines in chunks of a bounded size.

use super::CsvError;
use crate::copy::MAX_CHUNK;

/// Room for a chunk and the line that no longer fits it.
const ROOM: usize = MAX_CHUNK.saturating_add(4_096);

#[derive(Debug, Default)]
pub(super) struct Chunks {
    full: Vec<Vec<u8>>,
    open: Vec<u8>,
}

impl Chunks {
    /// Append a line. No line is longer than a chunk: 64 columns, none of more than 2,000 bytes.
    #[inline]
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>) -> Result<(), CsvError>) -> Result<(), CsvError> {
        if self.open.capacity() == 0 {
            self.open.reserve(ROOM);
        }
        let before = self.open.len();
        write(&mut self.open)?;
        if self.open.len() > MAX_CHUNK && before > 0 {
            let mut next = Vec::with_capacity(ROOM);
            next.extend_from_slice(self.open.get(before..).unwrap_or_default());
            self.open.truncate(before);
            self.full.push(std::mem::replace(&mut self.open, next));
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Vec<Vec<u8>> {
        if !self.open.is_empty() {
            self.full.push(self.open);
        }
        self.full
    }
}
