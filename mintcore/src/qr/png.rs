//! PNG images (ISO/IEC 15948, W3C PNG third edition): one bit a pixel, grey, and nothing that is not needed.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};

use super::{QrSymbol, check_quiet_zone};
use crate::bits::BitWriter;
use crate::error::Error;

/// The level of compression. Measured on resolver URLs at 4 and 8 pixels a module, without filters: level 4 takes 18 and
/// 39 microseconds for 259 and 297 bytes, level 6 takes 30 and 92 for 260 and 298, level 1 takes 10 and 15 for 367 and 748.
const LEVEL: i32 = 4;

/// Draws symbols. Keeps its buffers, so use one for many.
pub struct PngForm {
    quiet_zone: u8,
    module_px: u8,
    /// Dots in a metre.
    density: Option<u32>,
    compressor: Box<CompressorOxide>,
    pixels: Vec<u8>,
    row: BitWriter,
}

impl PngForm {
    /// Images with a quiet zone of 0 to 32 modules and modules of 1 to 64 pixels; `dpi`, 1 to 9,600 dots an inch, is
    /// written into the image where it is given.
    ///
    /// # Errors
    /// [`Error::Argument`] where a number is out of its bounds.
    pub fn new(quiet_zone: u8, module_px: u8, dpi: Option<u16>) -> Result<Self, Error> {
        check_quiet_zone(quiet_zone)?;
        if !(1..=64).contains(&module_px) {
            return Err(Error::Argument("a module of a PNG has 1 to 64 pixels"));
        }
        if dpi.is_some_and(|dpi| !(1..=9_600).contains(&dpi)) {
            return Err(Error::Argument("a PNG has 1 to 9600 dots an inch"));
        }
        // An inch has 0.0254 m; rounded.
        let density = dpi.map(|dpi| u32::from(dpi).saturating_mul(10_000).saturating_add(127) / 254);
        let flags = create_comp_flags_from_zip_params(LEVEL, 1, 0);
        let compressor = Box::new(CompressorOxide::new(flags));
        Ok(Self { quiet_zone, module_px, density, compressor, pixels: Vec::new(), row: BitWriter::default() })
    }

    /// The image of a symbol, black on white. The same symbol gives the same bytes.
    ///
    /// # Errors
    /// [`Error::Argument`] where the pixels cannot be compressed, which does not happen.
    pub fn image(&mut self, symbol: &QrSymbol) -> Result<Vec<u8>, Error> {
        const FAILED: Error = Error::Argument("the pixels cannot be compressed");
        let quiet = usize::from(self.quiet_zone);
        let modules = symbol.size().saturating_add(quiet.saturating_mul(2));
        let side = u32::try_from(modules).map_err(|_| FAILED)?.saturating_mul(self.module_px.into());
        self.draw(symbol, quiet, modules);

        let mut image = b"\x89PNG\r\n\x1a\n".to_vec();
        // One bit of grey; the only methods of compression and filtering that there are; not interlaced.
        let header = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
        push_chunk(&mut image, *b"IHDR", |data| data.extend_from_slice(&header));
        if let Some(density) = self.density {
            let physical = [&density.to_be_bytes()[..], &density.to_be_bytes(), &[1]].concat();
            push_chunk(&mut image, *b"pHYs", |data| data.extend_from_slice(&physical));
        }
        self.compressor.reset();
        let mut is_done = false;
        push_chunk(&mut image, *b"IDAT", |data| {
            let (status, _) = compress_to_output(&mut self.compressor, &self.pixels, TDEFLFlush::Finish, |piece| {
                data.extend_from_slice(piece);
                true
            });
            is_done = matches!(status, TDEFLStatus::Done);
        });
        push_chunk(&mut image, *b"IEND", |_| {});
        if is_done { Ok(image) } else { Err(FAILED) }
    }

    /// The rows of pixels, a byte 0 (no filter) before each; 1 is white.
    fn draw(&mut self, symbol: &QrSymbol, quiet: usize, modules: usize) {
        const WHITE: u128 = u64::MAX as u128;
        let width = u32::from(self.module_px);
        self.pixels.clear();
        let last = quiet.saturating_add(symbol.size());
        for y in 0..modules {
            self.row.clear();
            self.row.push(0, 8);
            for x in 0..modules {
                let place = x.checked_sub(quiet).zip(y.checked_sub(quiet));
                let is_dark = x < last && place.is_some_and(|(x, y)| symbol.is_dark(x, y));
                self.row.push(if is_dark { 0 } else { WHITE }, width);
            }
            self.row.fill(8);
            for _ in 0..self.module_px {
                self.pixels.extend_from_slice(self.row.bytes());
            }
        }
    }
}

impl std::fmt::Debug for PngForm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { quiet_zone, module_px, density, .. } = self;
        let mut form = out.debug_struct("PngForm");
        form.field("quiet_zone", quiet_zone).field("module_px", module_px).field("density", density);
        form.finish_non_exhaustive()
    }
}

/// Append a chunk: length, type, data and their check value (clause 5.3).
fn push_chunk(image: &mut Vec<u8>, kind: [u8; 4], write: impl FnOnce(&mut Vec<u8>)) {
    let from = image.len();
    image.extend_from_slice(&[0; 4]);
    image.extend_from_slice(&kind);
    let data_from = image.len();
    write(image);
    let length = u32::try_from(image.len().saturating_sub(data_from)).unwrap_or_default();
    if let Some(place) = image.get_mut(from..).and_then(|rest| rest.first_chunk_mut()) {
        *place = length.to_be_bytes();
    }
    let checked = image.get(from.saturating_add(4)..).unwrap_or_default();
    let check = crc(checked);
    image.extend_from_slice(&check.to_be_bytes());
}

/// The CRC-32 of PNG: annex D.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        let place = usize::from(crc.to_le_bytes()[0] ^ byte);
        CRCS.get(place).copied().unwrap_or_default() ^ (crc >> 8)
    })
}

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time, where a panic is a build error")]
const CRCS: [u32; 256] = {
    let mut crcs = [0; 256];
    let mut byte = 0_u32;
    while byte < 256 {
        let (mut crc, mut bit) = (byte, 0);
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        crcs[byte as usize] = crc;
        byte += 1;
    }
    crcs
};
