//! Images of QR symbols, read back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]
#![allow(clippy::cast_sign_loss, clippy::cast_possible_truncation)]

use mintcore::Error;
use mintcore::qr::{Level, PngForm, QrEncoder, QrSymbol, SvgForm, Verdict, check_x_dimension};
use proptest::prelude::*;

const URL: &str = "https://id.example.com/01/09506000134352/10/LOT-7/21/TJQV3XE78M4S0307";

/// The modules that the path of an image covers, by flipping all that is right of each upright edge.
fn rasterise(path: &str, side: usize) -> Vec<Vec<bool>> {
    let mut pixels = vec![vec![false; side]; side];
    let (mut start, mut pen) = ((0_i32, 0_i32), (0_i32, 0_i32));
    let mut rest = path;
    while let Some(command) = rest.chars().next() {
        rest = &rest[1..];
        let mut number = || {
            rest = rest.strip_prefix(' ').unwrap_or(rest);
            let end = rest.char_indices().find(|&(at, c)| !(c.is_ascii_digit() || at == 0 && c == '-'));
            let (digits, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
            rest = after;
            digits.parse::<i32>().unwrap()
        };
        let before = pen;
        match command {
            'm' => {
                pen = (pen.0 + number(), pen.1 + number());
                start = pen;
                continue;
            }
            'h' => pen.0 += number(),
            'v' => pen.1 += number(),
            'z' => pen = start,
            other => panic!("{other}"),
        }
        assert!(before.0 == pen.0 || before.1 == pen.1, "a slanted edge");
        for y in before.1.min(pen.1)..before.1.max(pen.1) {
            pixels[y as usize][pen.0 as usize..].iter_mut().for_each(|pixel| *pixel = !*pixel);
        }
    }
    pixels
}

fn framed(symbol: &QrSymbol, quiet: usize, scale: usize) -> Vec<Vec<bool>> {
    let side = (symbol.size() + 2 * quiet) * scale;
    let is_dark = |x: usize, y: usize| {
        let place = |at: usize| (at / scale).checked_sub(quiet);
        place(x).zip(place(y)).is_some_and(|(x, y)| symbol.is_dark(x, y))
    };
    (0..side).map(|y| (0..side).map(|x| is_dark(x, y)).collect()).collect()
}

/// The pixels of an image and its dots in a metre; every chunk and check value is looked at.
fn read_png(image: &[u8]) -> (Vec<Vec<bool>>, Option<u32>) {
    let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().unwrap());
    let mut rest = image.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
    let (mut side, mut density, mut pixels, mut kinds) = (0, None, Vec::new(), Vec::new());
    while !rest.is_empty() {
        let length = number(&rest[..4]) as usize;
        let (kind, data) = (&rest[4..8], &rest[8..8 + length]);
        let mut crc = u32::MAX;
        for byte in &rest[4..8 + length] {
            crc ^= u32::from(*byte);
            (0..8).for_each(|_| crc = (crc >> 1) ^ (0xedb8_8320 * (crc & 1)));
        }
        assert_eq!(number(&rest[8 + length..12 + length]), !crc);
        match kind {
            b"IHDR" => {
                side = number(&data[..4]) as usize;
                assert_eq!((number(&data[4..8]) as usize, &data[8..]), (side, &[1, 0, 0, 0, 0][..]));
            }
            b"pHYs" => {
                assert_eq!((&data[..4], data[8]), (&data[4..8], 1));
                density = Some(number(&data[..4]));
            }
            b"IDAT" => pixels = miniz_oxide::inflate::decompress_to_vec_zlib(data).unwrap(),
            _ => assert_eq!((kind, length), (&b"IEND"[..], 0)),
        }
        kinds.push(String::from_utf8(kind.to_vec()).unwrap());
        rest = &rest[12 + length..];
    }
    let physical = density.map(|_| "pHYs");
    assert_eq!(kinds, ["IHDR"].into_iter().chain(physical).chain(["IDAT", "IEND"]).collect::<Vec<_>>());
    let rows = pixels.chunks(1 + side.div_ceil(8)).map(|row| {
        assert_eq!(row[0], 0);
        (0..side).map(|x| row[1 + x / 8] >> (7 - x % 8) & 1 == 0).collect()
    });
    (rows.collect(), density)
}

#[test]
fn images_of_settings() {
    let symbol = QrEncoder::new(Level::M).encode(URL).unwrap();
    let svg = String::from_utf8(SvgForm::new(4, 495).unwrap().image(&symbol)).unwrap();
    assert!(svg.starts_with(concat!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="20.295mm" height="20.295mm" viewBox="0 0 41 41" "#,
        r##"shape-rendering="crispEdges"><rect width="41" height="41" fill="#fff"/><path fill-rule="evenodd" d="m4 4h7v7h"##,
    )));
    assert_eq!(svg.matches("<path").count(), 1);
    assert!(svg.len() < 2_200, "{}", svg.len());
    let png = PngForm::new(4, 8, Some(300)).unwrap().image(&symbol).unwrap();
    assert_eq!(read_png(&png).1, Some(11_811));
    assert!(png.len() < 480, "{}", png.len());
    for (quiet, module) in [(33, 495), (4, 9), (4, 10_001), (4, 0)] {
        assert!(matches!(SvgForm::new(quiet, module), Err(Error::Argument(_))));
    }
    for (quiet, module, dpi) in [(33, 4, None), (4, 0, None), (4, 65, None), (4, 4, Some(0)), (4, 4, Some(9_601))] {
        assert!(matches!(PngForm::new(quiet, module, dpi), Err(Error::Argument(_))));
    }
    assert_eq!(symbol.bitmap().len(), 33 * 5);
}

#[test]
fn sizes_of_a_printed_module() {
    for (size, verdict) in [
        (0, Verdict::TooSmall),
        (395, Verdict::TooSmall),
        (396, Verdict::BelowTarget),
        (494, Verdict::BelowTarget),
        (495, Verdict::Good),
        (990, Verdict::Good),
        (991, Verdict::TooLarge),
    ] {
        let found = check_x_dimension(size);
        assert_eq!((found.verdict, found.minimum_um, found.target_um, found.maximum_um), (verdict, 396, 495, 990));
        assert_eq!(found.quiet_zone, 4);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn images_read_back(
        text in "[ -~]{1,60}|[ -~]{400,600}",
        quiet in 0..6_u8,
        module_px in prop::sample::select(vec![1_u8, 2, 3, 4, 7, 8]),
        dpi in prop::option::of(1..9_600_u16),
    ) {
        let symbol = QrEncoder::new(Level::Q).encode(&text).unwrap();
        let svg = String::from_utf8(SvgForm::new(quiet, 1000).unwrap().image(&symbol)).unwrap();
        let path = svg.split_once(" d=\"").unwrap().1.strip_suffix("\"/></svg>").unwrap();
        prop_assert_eq!(rasterise(path, symbol.size() + 2 * usize::from(quiet)), framed(&symbol, quiet.into(), 1));
        let mut form = PngForm::new(quiet, module_px, dpi).unwrap();
        let png = form.image(&symbol).unwrap();
        prop_assert_eq!(&form.image(&symbol).unwrap(), &png);
        let (pixels, density) = read_png(&png);
        prop_assert_eq!(pixels, framed(&symbol, quiet.into(), module_px.into()));
        prop_assert_eq!(density, dpi.map(|dpi| (f64::from(dpi) / 0.0254).round() as u32));
        let bitmap = symbol.bitmap();
        let rows = bitmap.chunks(symbol.size().div_ceil(8));
        let bits = rows.map(|row| (0..symbol.size()).map(|x| row[x / 8] >> (7 - x % 8) & 1 == 1).collect());
        prop_assert_eq!(bits.collect::<Vec<Vec<bool>>>(), framed(&symbol, 0, 1));
    }
}
