//! SVG images: one path, which goes around what is dark.
//!
//! Outlines, not a rectangle for each run of modules: where those meet, renderers that smooth edges leave a hairline, and
//! printers print it.

use super::row::Row;
use super::{QrSymbol, check_quiet_zone};
use crate::error::Error;
use crate::leaf::Digits;

/// How symbols are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SvgForm {
    quiet_zone: u8,
    module_um: u32,
}

impl SvgForm {
    /// Images with a quiet zone of 0 to 32 modules and a module of 10 to 10,000 micrometres.
    ///
    /// # Errors
    /// [`Error::Argument`] where a number is out of its bounds.
    pub fn new(quiet_zone: u8, module_um: u32) -> Result<Self, Error> {
        check_quiet_zone(quiet_zone)?;
        if !(10..=10_000).contains(&module_um) {
            return Err(Error::Argument("a module of an SVG has 10 to 10000 micrometres"));
        }
        Ok(Self { quiet_zone, module_um })
    }

    /// The image of a symbol, black on white: SVG 1.1 in ASCII, with its size in millimetres and one unit a module.
    #[must_use]
    pub fn image(&self, symbol: &QrSymbol) -> Vec<u8> {
        let quiet = usize::from(self.quiet_zone);
        let side = symbol.size().saturating_add(quiet.saturating_mul(2));
        let millimetres = millimetres(u32::try_from(side).unwrap_or_default().saturating_mul(self.module_um));
        let mut image = format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="{mm}mm" height="{mm}mm" viewBox="0 0 {side} {side}""#,
                r##" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>"##,
                r#"<path fill-rule="evenodd" d=""#
            ),
            mm = millimetres,
            side = side,
        )
        .into_bytes();
        draw(&symbol.rows, quiet, &mut image);
        image.extend_from_slice(b"\"/></svg>");
        image
    }
}

/// A number of micrometres in millimetres.
fn millimetres(micrometres: u32) -> String {
    let text = format!("{}.{:03}", micrometres / 1000, micrometres % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A corner of an outline: column and row of the grid between the modules.
#[derive(Clone, Copy)]
struct Corner {
    x: i32,
    y: i32,
}

/// Append closed paths which, filled by the even-odd rule, cover what is dark.
///
/// A point of the grid is a corner where an odd number of the four modules around it is dark. On each line of the grid,
/// both ways, the corners stand in pairs, with an edge between the two of a pair: so each corner leads on to one other
/// across and one other down. Where outlines cross they go straight on, which is all the same to the even-odd rule.
fn draw(rows: &[Row<3>], quiet: usize, image: &mut Vec<u8>) {
    let quiet = i32::try_from(quiet).unwrap_or_default();
    let mut corners: Vec<Corner> = Vec::new();
    // The index of the other corner of the pair in the same column.
    let mut down: Vec<usize> = Vec::new();
    let mut open = [None; 192];
    let mut above = Row::LIGHT;
    for (y, row) in (quiet..).zip(rows.iter().copied().chain([Row::LIGHT])) {
        let edges = above ^ row;
        above = row;
        for column in (edges ^ edges.behind(1)).columns() {
            let index = corners.len();
            corners.push(Corner { x: i32::try_from(column).unwrap_or_default().wrapping_add(quiet), y });
            down.push(index);
            let Some(open) = open.get_mut(column) else { continue };
            match open.take() {
                None => *open = Some(index),
                Some(upper) => {
                    for (from, to) in [(upper, index), (index, upper)] {
                        if let Some(place) = down.get_mut(from) {
                            *place = to;
                        }
                    }
                }
            }
        }
    }
    let mut seen = vec![false; corners.len()];
    let mut at = Corner { x: 0, y: 0 };
    for first in (0..corners.len()).step_by(2) {
        if seen.get(first) != Some(&false) {
            continue;
        }
        let Some(&start) = corners.get(first) else { continue };
        image.push(b'm');
        push_number(image, start.x.wrapping_sub(at.x));
        if start.y >= at.y {
            image.push(b' ');
        }
        push_number(image, start.y.wrapping_sub(at.y));
        // After closing a path, the pen stands at its start.
        at = start;
        let (mut index, mut pen) = (first, start);
        loop {
            // In a row the pairs are of an even index and the next one.
            let across = index ^ 1;
            for passed in [index, across] {
                if let Some(seen) = seen.get_mut(passed) {
                    *seen = true;
                }
            }
            let Some(corner) = corners.get(across) else { break };
            image.push(b'h');
            push_number(image, corner.x.wrapping_sub(pen.x));
            let Some(&next) = down.get(across) else { break };
            if next == first {
                break;
            }
            let Some(&lower) = corners.get(next) else { break };
            image.push(b'v');
            push_number(image, lower.y.wrapping_sub(pen.y));
            (index, pen) = (next, lower);
        }
        image.push(b'z');
    }
}

fn push_number(image: &mut Vec<u8>, number: i32) {
    if number < 0 {
        image.push(b'-');
    }
    image.extend_from_slice(Digits::of(number.unsigned_abs()).as_bytes());
}
