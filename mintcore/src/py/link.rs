//! Links and EPCs in the Python module.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use super::argument::{Number, Text};
use crate::error::Error;

/// A resolver URL taken apart.
#[pyclass(module = "mintcore", frozen, get_all)]
struct Link {
    gtin: Option<String>,
    lot: Option<String>,
    serial: String,
}

#[pyfunction]
fn parse_link(py: Python<'_>, url: Text) -> PyResult<Link> {
    let crate::Link { gtin, lot, serial } = py.detach(|| crate::parse_link(&url.0)).map_err(Error::from)?;
    Ok(Link { gtin, lot, serial })
}

/// The path of a GS1 Digital Link taken apart.
#[pyclass(module = "mintcore", frozen, get_all, eq, hash)]
#[derive(PartialEq, Eq, Hash)]
struct DigitalLink {
    gtin: Option<String>,
    cpv: Option<String>,
    lot: Option<String>,
    serial: Option<String>,
    tpx: Option<String>,
    path: String,
}

impl From<crate::DigitalLink> for DigitalLink {
    fn from(link: crate::DigitalLink) -> Self {
        let path = link.path();
        let crate::DigitalLink { gtin, cpv, lot, serial, tpx } = link;
        Self { gtin, cpv, lot, serial, tpx, path }
    }
}

// The functions below take less time than giving the GIL away and taking it back.

#[pyfunction]
fn parse_digital_link(path: Text) -> PyResult<DigitalLink> {
    Ok(crate::parse_digital_link(&path.0).map_err(Error::from)?.into())
}

#[pyfunction]
#[pyo3(signature = (gtin, *, cpv=None, lot=None, serial=None, tpx=None))]
fn build_digital_link(
    gtin: Text,
    cpv: Option<Text>,
    lot: Option<Text>,
    serial: Option<Text>,
    tpx: Option<Text>,
) -> PyResult<String> {
    let [cpv, lot, serial, tpx] = [cpv, lot, serial, tpx].map(|value| value.map(|text| text.0));
    let link = crate::DigitalLink::new(&gtin.0, cpv.as_deref(), lot.as_deref(), serial.as_deref(), tpx.as_deref());
    Ok(link.map_err(Error::from)?.path())
}

#[pyfunction]
fn parse_query_attributes(query: Text) -> PyResult<Vec<(String, String)>> {
    Ok(crate::parse_query_attributes(&query.0).map_err(Error::from)?)
}

/// What an EPC says.
#[pyclass(module = "mintcore", frozen, get_all)]
struct Epc {
    scheme: &'static str,
    filter: u8,
    gtin: String,
    serial: String,
    attributes: Vec<(&'static str, String)>,
}

#[pyfunction]
fn decode_epc(epc: &Bound<'_, PyAny>) -> PyResult<Epc> {
    let decoded = if let Ok(bytes) = epc.cast::<PyBytes>() {
        crate::decode_epc(bytes.as_bytes())
    } else if let Ok(text) = epc.cast::<PyString>() {
        crate::decode_epc_segment(&text.to_string_lossy())
    } else {
        return Err(PyTypeError::new_err("expected bytes, or the text of a compressed link"));
    };
    let crate::Epc { scheme, filter, gtin, serial, date } = decoded.map_err(Error::from)?;
    Ok(Epc { scheme: scheme.name(), filter, gtin, serial, attributes: date.into_iter().collect() })
}

#[pyfunction]
fn decode_epc_path(segment: Text) -> PyResult<DigitalLink> {
    let epc = crate::decode_epc_segment(&segment.0).map_err(Error::from)?;
    Ok(crate::DigitalLink::from(epc).into())
}

const PREFIX: &str = "a company prefix has 6 to 12 digits";
const FILTER: &str = "a filter is 0 to 7";

#[pyfunction]
#[pyo3(signature = (gtin, serial, *, company_prefix_length, filter))]
fn encode_sgtin96(
    py: Python<'_>,
    gtin: Text,
    serial: Text,
    company_prefix_length: Number,
    filter: Number,
) -> PyResult<Bound<'_, PyBytes>> {
    let (length, filter) = (company_prefix_length.within(PREFIX)?, filter.within(FILTER)?);
    Ok(PyBytes::new(py, &crate::encode_sgtin96(&gtin.0, &serial.0, length, filter)?))
}

#[pyfunction]
#[pyo3(signature = (gtin, serial, *, company_prefix_length, filter))]
fn encode_sgtin198(
    py: Python<'_>,
    gtin: Text,
    serial: Text,
    company_prefix_length: Number,
    filter: Number,
) -> PyResult<Bound<'_, PyBytes>> {
    let (length, filter) = (company_prefix_length.within(PREFIX)?, filter.within(FILTER)?);
    Ok(PyBytes::new(py, &crate::encode_sgtin198(&gtin.0, &serial.0, length, filter)?))
}

#[pyfunction]
#[pyo3(signature = (gtin, serial, *, filter))]
fn encode_sgtin_plus(py: Python<'_>, gtin: Text, serial: Text, filter: Number) -> PyResult<Bound<'_, PyBytes>> {
    Ok(PyBytes::new(py, &crate::encode_sgtin_plus(&gtin.0, &serial.0, filter.within(FILTER)?)?))
}

/// Add all of this to the module.
pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Link>()?;
    module.add_class::<DigitalLink>()?;
    module.add_class::<Epc>()?;
    module.add_function(wrap_pyfunction!(parse_link, module)?)?;
    module.add_function(wrap_pyfunction!(parse_digital_link, module)?)?;
    module.add_function(wrap_pyfunction!(build_digital_link, module)?)?;
    module.add_function(wrap_pyfunction!(parse_query_attributes, module)?)?;
    module.add_function(wrap_pyfunction!(decode_epc, module)?)?;
    module.add_function(wrap_pyfunction!(decode_epc_path, module)?)?;
    module.add_function(wrap_pyfunction!(encode_sgtin96, module)?)?;
    module.add_function(wrap_pyfunction!(encode_sgtin198, module)?)?;
    module.add_function(wrap_pyfunction!(encode_sgtin_plus, module)?)?;
    Ok(())
}
