//! The Python module `_mintcore`: a thin binding, described in `python/mintcore/_mintcore.pyi`.
//!
//! Every function copies its arguments out of Python, works with the GIL released, and turns every refusal into a
//! ValueError or one of its two subclasses. Numbers out of range are ValueErrors too, whatever their size.

use pyo3::create_exception;
use pyo3::exceptions::{PyOSError, PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyDict};

use crate::alphabet::{self, CODE_LENGTH, Symbols};
use crate::batch;
use crate::context::{self, Context};
use crate::error::Error;
use crate::leaf::{self, BatchId};
use crate::link;
use crate::merkle;

create_exception!(mintcore, CodeError, PyValueError, "A text is not a code of this key and context; see `reason`.");
create_exception!(mintcore, IdentifierError, PyValueError, "A GTIN, lot or resolver URL breaks a rule; see `reason`.");

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        match error {
            Error::Code(code) => with_reason(CodeError::new_err(code.to_string()), code.reason()),
            Error::Identifier(identifier) => {
                with_reason(IdentifierError::new_err(identifier.to_string()), identifier.reason())
            }
            Error::Argument(message) => PyValueError::new_err(message),
            Error::Random => PyOSError::new_err(error.to_string()),
        }
    }
}

fn with_reason(error: PyErr, reason: &'static str) -> PyErr {
    Python::attach(|py| match error.value(py).setattr("reason", reason) {
        Ok(()) => error,
        Err(other) => other,
    })
}

/// An integer that fits 32 bits without a sign. PyO3 alone would raise OverflowError, which is no ValueError.
struct Number(u32);

impl<'py> FromPyObject<'_, 'py> for Number {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<u32>() {
            Ok(number) => Ok(Self(number)),
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => {
                Err(PyValueError::new_err("a number is out of range"))
            }
            Err(error) => Err(error),
        }
    }
}

type LotList = Vec<(String, Number)>;

fn lots_of(lots: LotList) -> Vec<(String, u32)> {
    lots.into_iter().map(|(lot, Number(quantity))| (lot, quantity)).collect()
}

/// The 16 bytes of a stored code, or none where it has another length.
fn symbols_of(code: &PyBackedStr) -> Option<Symbols> {
    code.as_bytes().try_into().ok()
}

#[pyclass(frozen, module = "mintcore")]
struct CodeKey(crate::CodeKey);

#[pymethods]
impl CodeKey {
    #[staticmethod]
    fn from_master(master: &[u8]) -> PyResult<Self> {
        Ok(Self(crate::CodeKey::from_master(master)?))
    }

    #[staticmethod]
    fn from_derived(derived: &[u8]) -> PyResult<Self> {
        Ok(Self(crate::CodeKey::from_derived(derived)?))
    }

    fn derived(&self) -> &[u8] {
        self.0.derived()
    }

    fn check_value<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.check_value())
    }

    fn encode(&self, py: Python<'_>, context: &str, batch_no: Number, seq: Number) -> PyResult<String> {
        Ok(py.detach(|| {
            let context = Context::parse(context)?;
            Ok::<_, Error>(crate::code::text(&self.0.encode(&context, batch_no.0, seq.0)?))
        })?)
    }

    fn decode(&self, py: Python<'_>, context: &str, code: &str) -> PyResult<(u32, u32)> {
        Ok(py.detach(|| Ok::<_, Error>(self.0.decode(&Context::parse(context)?, code)?))?)
    }

    fn decode_any(&self, py: Python<'_>, contexts: Vec<String>, code: &str) -> PyResult<Vec<(String, u32, u32)>> {
        Ok(py.detach(|| {
            let parsed = contexts.iter().map(|text| Context::parse(text)).collect::<Result<Vec<_>, _>>()?;
            let found = self.0.decode_any(&parsed, code)?;
            let named = found.into_iter().filter_map(|(index, batch_no, seq)| {
                parsed.get(index).map(|context| (context.text(), batch_no, seq))
            });
            Ok::<_, Error>(named.collect())
        })?)
    }

    fn mismatches(
        &self,
        py: Python<'_>,
        context: &str,
        batch_no: Number,
        start: Number,
        codes: Vec<PyBackedStr>,
    ) -> PyResult<Vec<u32>> {
        Ok(py.detach(|| {
            let context = Context::parse(context)?;
            let symbols: Vec<_> = codes.iter().map(symbols_of).collect();
            self.0.mismatches(&context, batch_no.0, start.0, &symbols)
        })?)
    }
}

#[pyclass(frozen, module = "mintcore")]
struct Cycle {
    #[pyo3(get)]
    start: u32,
    #[pyo3(get)]
    count: u32,
    chunks: Vec<Py<PyBytes>>,
    compact_range: Py<PyBytes>,
}

#[pymethods]
impl Cycle {
    #[getter]
    fn chunks(&self, py: Python<'_>) -> Vec<Py<PyBytes>> {
        self.chunks.iter().map(|chunk| chunk.clone_ref(py)).collect()
    }

    #[getter]
    fn compact_range(&self, py: Python<'_>) -> Py<PyBytes> {
        self.compact_range.clone_ref(py)
    }
}

#[pyclass(frozen, module = "mintcore")]
struct BatchEncoder(crate::BatchEncoder);

#[pymethods]
impl BatchEncoder {
    #[new]
    #[pyo3(signature = (key, *, context, batch_no, batch_id, status, lots))]
    fn new(
        key: &CodeKey,
        context: &str,
        batch_no: Number,
        batch_id: &str,
        status: Number,
        lots: LotList,
    ) -> PyResult<Self> {
        let status = i16::try_from(status.0).map_err(|_| Error::Argument("status must be 0 to 32767"))?;
        let context = Context::parse(context)?;
        let batch_id = BatchId::parse(batch_id)?;
        Ok(Self(crate::BatchEncoder::new(key.0.clone(), context, batch_no.0, batch_id, status, &lots_of(lots))?))
    }

    fn encode(&self, py: Python<'_>, start: Number, count: Number, compact_range: &[u8]) -> PyResult<Cycle> {
        let cycle = py.detach(|| {
            let range = merkle::CompactRange::from_bytes(compact_range, u64::from(start.0))?;
            self.0.encode(start.0, count.0, &range)
        })?;
        Ok(Cycle {
            start: cycle.start,
            count: cycle.count,
            chunks: cycle.chunks.iter().map(|chunk| PyBytes::new(py, chunk).unbind()).collect(),
            compact_range: PyBytes::new(py, &cycle.range.to_bytes()).unbind(),
        })
    }
}

#[pyfunction]
fn extend_range<'py>(
    py: Python<'py>,
    batch_id: &str,
    context: &str,
    lots: LotList,
    start: Number,
    codes: Vec<PyBackedStr>,
    compact_range: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    let lots = lots_of(lots);
    let bytes = py.detach(|| {
        let range = merkle::CompactRange::from_bytes(compact_range, u64::from(start.0))?;
        let symbols = codes.iter().map(symbols_of).collect::<Option<Vec<_>>>();
        let symbols = symbols.ok_or(Error::Code(crate::CodeError::Length))?;
        let context = Context::parse(context)?;
        let range = batch::extend_range(&BatchId::parse(batch_id)?, &context, &lots, start.0, &symbols, &range)?;
        Ok::<_, Error>(range.to_bytes())
    })?;
    Ok(PyBytes::new(py, &bytes))
}

#[pyfunction]
fn range_root<'py>(py: Python<'py>, compact_range: &[u8], size: Number) -> PyResult<Bound<'py, PyBytes>> {
    let range = merkle::CompactRange::from_bytes(compact_range, u64::from(size.0))?;
    Ok(PyBytes::new(py, &py.detach(|| range.root())))
}

#[pyfunction]
fn leaf_hash<'py>(py: Python<'py>, batch_id: &str, seq: Number, identity: &str) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, &leaf::leaf_hash(&BatchId::parse(batch_id)?, seq.0, identity)?))
}

#[pyfunction]
#[pyo3(signature = (context, lot, code))]
fn identity_path(context: &str, lot: Option<&str>, code: &str) -> PyResult<String> {
    Ok(context::identity_path(&Context::parse(context)?, lot, code).map_err(Error::from)?)
}

#[pyfunction]
fn check_gtin(gtin: &str) -> PyResult<()> {
    Ok(link::check_gtin(gtin).map_err(Error::from)?)
}

#[pyfunction]
fn check_lot(lot: &str) -> PyResult<()> {
    Ok(link::check_lot(lot).map_err(Error::from)?)
}

#[pyfunction]
fn normalise_code(text: &str) -> String {
    alphabet::normalise(text)
}

#[pyclass(frozen, module = "mintcore")]
struct Link(link::Link);

#[pymethods]
impl Link {
    #[getter]
    fn gtin(&self) -> Option<&str> {
        self.0.gtin.as_deref()
    }

    #[getter]
    fn lot(&self) -> Option<&str> {
        self.0.lot.as_deref()
    }

    #[getter]
    fn serial(&self) -> &str {
        &self.0.serial
    }
}

#[pyfunction]
fn parse_link(url: &str) -> PyResult<Link> {
    Ok(Link(link::parse_link(url).map_err(Error::from)?))
}

#[pyfunction]
fn uuid7() -> PyResult<String> {
    Ok(crate::uuid::uuid7()?)
}

#[pyfunction]
fn cpu_features(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let found = crate::cpu_features();
    let features = PyDict::new(py);
    features.set_item("aes", found.aes)?;
    features.set_item("sha_ni", found.sha_ni)?;
    Ok(features)
}

#[pymodule(name = "_mintcore")]
fn define(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("CODE_LENGTH", CODE_LENGTH)?;
    module.add("CodeError", py.get_type::<CodeError>())?;
    module.add("IdentifierError", py.get_type::<IdentifierError>())?;
    module.add_class::<CodeKey>()?;
    module.add_class::<Cycle>()?;
    module.add_class::<BatchEncoder>()?;
    module.add_class::<Link>()?;
    module.add_function(wrap_pyfunction!(extend_range, module)?)?;
    module.add_function(wrap_pyfunction!(range_root, module)?)?;
    module.add_function(wrap_pyfunction!(leaf_hash, module)?)?;
    module.add_function(wrap_pyfunction!(identity_path, module)?)?;
    module.add_function(wrap_pyfunction!(check_gtin, module)?)?;
    module.add_function(wrap_pyfunction!(check_lot, module)?)?;
    module.add_function(wrap_pyfunction!(normalise_code, module)?)?;
    module.add_function(wrap_pyfunction!(parse_link, module)?)?;
    module.add_function(wrap_pyfunction!(uuid7, module)?)?;
    module.add_function(wrap_pyfunction!(cpu_features, module)?)?;
    Ok(())
}
