//! QR symbols in the Python module: many to a call.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::argument::{Items, Number, Text};
use super::bytes_of;
use crate::error::Error;
use crate::qr::{self, Level, PngForm, QrEncoder, SvgForm};

const QUIET_ZONE: &str = "a quiet zone has 0 to 32 modules";

/// A symbol without its modules.
#[pyclass(module = "mintcore", frozen, get_all, eq)]
#[derive(PartialEq, Eq)]
struct QrSymbol {
    version: u8,
    size_modules: usize,
    mask: u8,
}

/// Make the symbols of texts and something of each.
fn each<T>(
    texts: &Items<Text>,
    level: &Text,
    mut make: impl FnMut(&qr::QrSymbol) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut encoder = QrEncoder::new(Level::parse(&level.0)?);
    texts.0.iter().map(|text| make(&encoder.encode(&text.0)?)).collect()
}

#[pyfunction]
fn qr_symbol(py: Python<'_>, text: Text, level: Text) -> PyResult<QrSymbol> {
    let symbol = py.detach(|| QrEncoder::new(Level::parse(&level.0)?).encode(&text.0))?;
    Ok(QrSymbol { version: symbol.version(), size_modules: symbol.size(), mask: symbol.mask() })
}

#[pyfunction]
#[pyo3(signature = (texts, *, level, quiet_zone, module_um))]
fn qr_svgs(
    py: Python<'_>,
    texts: Items<Text>,
    level: Text,
    quiet_zone: Number,
    module_um: Number,
) -> PyResult<Vec<Py<PyBytes>>> {
    let (quiet_zone, module_um) =
        (quiet_zone.within(QUIET_ZONE)?, module_um.within("a module of an SVG has 10 to 10000 micrometres")?);
    let images = py.detach(|| {
        let form = SvgForm::new(quiet_zone, module_um)?;
        each(&texts, &level, |symbol| Ok(form.image(symbol)))
    })?;
    Ok(bytes_of(py, &images))
}

#[pyfunction]
#[pyo3(signature = (texts, *, level, quiet_zone, module_px, dpi=None))]
fn qr_pngs(
    py: Python<'_>,
    texts: Items<Text>,
    level: Text,
    quiet_zone: Number,
    module_px: Number,
    dpi: Option<Number>,
) -> PyResult<Vec<Py<PyBytes>>> {
    let (quiet_zone, module_px) =
        (quiet_zone.within(QUIET_ZONE)?, module_px.within("a module of a PNG has 1 to 64 pixels")?);
    let dpi = dpi.map(|dpi| dpi.within("a PNG has 1 to 9600 dots an inch")).transpose()?;
    let images = py.detach(|| {
        let mut form = PngForm::new(quiet_zone, module_px, dpi)?;
        each(&texts, &level, |symbol| form.image(symbol))
    })?;
    Ok(bytes_of(py, &images))
}

#[pyfunction]
#[pyo3(signature = (texts, *, level))]
fn qr_bitmaps(py: Python<'_>, texts: Items<Text>, level: Text) -> PyResult<Vec<(usize, Py<PyBytes>)>> {
    let made = py.detach(|| each(&texts, &level, |symbol| Ok((symbol.size(), symbol.bitmap()))))?;
    Ok(made.into_iter().map(|(size, rows)| (size, PyBytes::new(py, &rows).unbind())).collect())
}

/// The size of a printed module against GS1's bounds.
#[pyclass(module = "mintcore", frozen, get_all, eq)]
#[derive(PartialEq, Eq)]
struct XDimension {
    verdict: &'static str,
    minimum_um: u32,
    target_um: u32,
    maximum_um: u32,
    quiet_zone: u8,
}

#[pyfunction]
fn check_x_dimension(module_um: Number) -> PyResult<XDimension> {
    let found = qr::check_x_dimension(module_um.within("a size in micrometres is 0 to 2^32 - 1")?);
    let qr::Dimension { verdict, minimum_um, target_um, maximum_um, quiet_zone } = found;
    Ok(XDimension { verdict: verdict.name(), minimum_um, target_um, maximum_um, quiet_zone })
}

/// Add all of this to the module.
pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<QrSymbol>()?;
    module.add_class::<XDimension>()?;
    module.add_function(wrap_pyfunction!(qr_symbol, module)?)?;
    module.add_function(wrap_pyfunction!(qr_svgs, module)?)?;
    module.add_function(wrap_pyfunction!(qr_pngs, module)?)?;
    module.add_function(wrap_pyfunction!(qr_bitmaps, module)?)?;
    module.add_function(wrap_pyfunction!(check_x_dimension, module)?)?;
    Ok(())
}
