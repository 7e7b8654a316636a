//! The Python module `_mintcore`: argument checks and error classes around the rest of the crate. The contract is
//! `python/mintcore/_mintcore.pyi`.
//!
//! All work but that of a microsecond (`link.rs`, decoding one code, a path out of a tree) runs detached from the interpreter, on arguments that were copied or
//! are immutable.

use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};

use crate::alphabet::{self, Symbols};
use crate::context::code_text;
use crate::error::Error;
use crate::{BatchId, CompactRange, Context};
use argument::{BATCH_NO, Items, Lot, Number, SEQ, Stored, Text, pairs};

mod agent;
mod argument;
mod export;
mod link;
mod proof;
mod qr;
mod tree;

/// The exception classes. In a module of their own, since the macro writes items that it does not document.
mod exceptions {
    #![allow(missing_docs, reason = "the macro documents the Python class, not the Rust type")]
    use pyo3::exceptions::PyValueError;

    pyo3::create_exception!(mintcore, CodeError, PyValueError, "A text is not a code of this key and context.");
    pyo3::create_exception!(
        mintcore,
        IdentifierError,
        PyValueError,
        "A GTIN, lot, serial, or resolver URL breaks a rule of GS1 or of Hallmint's paths."
    );
    pyo3::create_exception!(mintcore, ProofError, PyValueError, "A proof does not prove what it is to prove.");
    pyo3::create_exception!(mintcore, CellError, PyValueError, "A cell that no column of a file may hold.");
}

/// The one map from errors of the crate to exceptions.
impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        let (exception, reason) = match error {
            Error::Code(code) => (exceptions::CodeError::new_err(message), code.reason()),
            Error::Identifier(identifier) => (exceptions::IdentifierError::new_err(message), identifier.reason()),
            Error::Proof(proof) => (exceptions::ProofError::new_err(message), proof.reason()),
            Error::Argument(_) => return PyValueError::new_err(message),
            Error::Random => return PyOSError::new_err(message),
        };
        Python::attach(|py| match exception.value(py).setattr("reason", reason) {
            Ok(()) => exception,
            Err(failed) => failed,
        })
    }
}

/// Bytes of the crate as bytes of Python.
fn bytes_of(py: Python<'_>, parts: &[Vec<u8>]) -> Vec<Py<PyBytes>> {
    parts.iter().map(|part| PyBytes::new(py, part).unbind()).collect()
}

/// An expanded code key.
#[pyclass(module = "mintcore", frozen)]
struct CodeKey(crate::CodeKey);

#[pymethods]
impl CodeKey {
    #[staticmethod]
    fn from_master(py: Python<'_>, master: &[u8]) -> PyResult<Self> {
        Ok(Self(py.detach(|| crate::CodeKey::from_master(master))?))
    }

    #[staticmethod]
    fn from_derived(py: Python<'_>, derived: &[u8]) -> PyResult<Self> {
        Ok(Self(py.detach(|| crate::CodeKey::from_derived(derived))?))
    }

    fn derived<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.derived())
    }

    fn check_value<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.check_value())
    }

    fn encode(&self, py: Python<'_>, context: Text, batch_no: Number, seq: Number) -> PyResult<String> {
        let (batch_no, seq) = (batch_no.within(BATCH_NO)?, seq.within(SEQ)?);
        Ok(py.detach(|| -> Result<_, Error> {
            Ok(code_text(&self.0.encode(&Context::parse(&context.0)?, batch_no, seq)?))
        })?)
    }

    fn decode(&self, context: Text, code: Text) -> PyResult<(u32, u32)> {
        Ok(self.0.decode(&Context::parse(&context.0)?, &code.0).map_err(Error::from)?)
    }

    fn decode_any(&self, py: Python<'_>, contexts: Items<Text>, code: Text) -> PyResult<Vec<(String, u32, u32)>> {
        Ok(py.detach(|| -> Result<_, Error> {
            let parsed: Vec<Context> =
                contexts.0.iter().map(|text| Context::parse(&text.0)).collect::<Result<_, _>>()?;
            let found = self.0.decode_any(&parsed, &code.0)?.into_iter();
            let named = found.filter_map(|(index, batch_no, seq)| Some((parsed.get(index)?.text(), batch_no, seq)));
            Ok(named.collect())
        })?)
    }

    fn mismatches(
        &self,
        py: Python<'_>,
        context: Text,
        batch_no: Number,
        start: Number,
        codes: Items<Stored>,
    ) -> PyResult<Vec<u32>> {
        let (batch_no, start) = (batch_no.within(BATCH_NO)?, start.within(SEQ)?);
        Ok(py.detach(|| -> Result<_, Error> {
            let codes: Vec<Option<Symbols>> = codes.0.into_iter().map(|Stored(code)| code.ok()).collect();
            self.0.mismatches(&Context::parse(&context.0)?, batch_no, start, &codes)
        })?)
    }
}

/// One processing cycle, encoded.
#[pyclass(module = "mintcore", frozen)]
struct Cycle {
    #[pyo3(get)]
    start: u32,
    #[pyo3(get)]
    count: u32,
    chunks: Vec<Py<PyBytes>>,
    #[pyo3(get)]
    compact_range: Py<PyBytes>,
    #[pyo3(get)]
    block_hashes: Py<PyBytes>,
}

#[pymethods]
impl Cycle {
    #[getter]
    fn chunks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, &self.chunks)
    }
}

/// Encodes the tokens of one batch.
#[pyclass(module = "mintcore", frozen)]
struct BatchEncoder(crate::BatchEncoder);

#[pymethods]
impl BatchEncoder {
    #[new]
    #[pyo3(signature = (key, *, context, batch_no, batch_id, status, lots))]
    fn new(
        py: Python<'_>,
        key: &Bound<'_, CodeKey>,
        context: Text,
        batch_no: Number,
        batch_id: Text,
        status: Number,
        lots: Items<Lot>,
    ) -> PyResult<Self> {
        let key = key.get().0.clone();
        let (batch_no, status) = (batch_no.within(BATCH_NO)?, status.within("status must be 0 to 32767")?);
        Ok(Self(py.detach(|| {
            let (context, batch_id) = (Context::parse(&context.0)?, BatchId::parse(&batch_id.0)?);
            crate::BatchEncoder::new(key, context, batch_no, batch_id, status, &pairs(lots))
        })?))
    }

    fn encode(&self, py: Python<'_>, start: Number, count: Number, compact_range: &[u8]) -> PyResult<Cycle> {
        let start: u32 = start.within(SEQ)?;
        let count = count.within("a cycle has 1 to 20000 units")?;
        let cycle = py.detach(|| {
            let range = CompactRange::from_bytes(compact_range, start.into())?;
            self.0.encode(start, count, &range)
        })?;
        Ok(Cycle {
            start,
            count,
            chunks: bytes_of(py, &cycle.chunks),
            compact_range: PyBytes::new(py, &cycle.range.to_bytes()).unbind(),
            block_hashes: PyBytes::new(py, cycle.blocks.as_flattened()).unbind(),
        })
    }
}

#[pyfunction]
fn identity_path(py: Python<'_>, context: Text, lot: Option<Text>, code: Text) -> PyResult<String> {
    Ok(py.detach(|| -> Result<_, Error> {
        let lot = lot.as_ref().map(|lot| lot.0.as_str());
        Ok(crate::identity_path(&Context::parse(&context.0)?, lot, &code.0)?)
    })?)
}

#[pyfunction]
fn check_gtin(py: Python<'_>, gtin: Text) -> PyResult<()> {
    Ok(py.detach(|| crate::check_gtin(&gtin.0)).map_err(Error::from)?)
}

#[pyfunction]
fn check_lot(py: Python<'_>, lot: Text) -> PyResult<()> {
    Ok(py.detach(|| crate::check_lot(&lot.0)).map_err(Error::from)?)
}

#[pyfunction]
fn normalise_code(py: Python<'_>, text: Text) -> String {
    py.detach(|| alphabet::normalise(&text.0))
}

#[pyfunction]
fn uuid7(py: Python<'_>) -> PyResult<String> {
    Ok(py.detach(crate::uuid::uuid7)?)
}

#[pyfunction]
fn cpu_features(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let features = crate::cpu_features();
    let dict = PyDict::new(py);
    dict.set_item("aes", features.aes)?;
    dict.set_item("sha_ni", features.sha_ni)?;
    Ok(dict)
}

/// The Rust core of Hallmint.
#[pymodule]
fn _mintcore(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("CODE_LENGTH", alphabet::CODE_LENGTH)?;
    module.add("CodeError", module.py().get_type::<exceptions::CodeError>())?;
    module.add("IdentifierError", module.py().get_type::<exceptions::IdentifierError>())?;
    module.add("ProofError", module.py().get_type::<exceptions::ProofError>())?;
    module.add_class::<CodeKey>()?;
    module.add_class::<Cycle>()?;
    module.add_class::<BatchEncoder>()?;
    module.add_class::<agent::Agent>()?;
    module.add_class::<agent::AgentMatcher>()?;
    module.add_function(wrap_pyfunction!(identity_path, module)?)?;
    module.add_function(wrap_pyfunction!(check_gtin, module)?)?;
    module.add_function(wrap_pyfunction!(check_lot, module)?)?;
    module.add_function(wrap_pyfunction!(normalise_code, module)?)?;
    module.add_function(wrap_pyfunction!(agent::classify_agent, module)?)?;
    tree::add(module)?;
    proof::add(module)?;
    link::add(module)?;
    qr::add(module)?;
    export::add(module)?;
    module.add_function(wrap_pyfunction!(uuid7, module)?)?;
    module.add_function(wrap_pyfunction!(cpu_features, module)?)?;
    Ok(())
}
