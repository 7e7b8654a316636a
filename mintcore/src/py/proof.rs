//! Proof files in the Python module.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::argument::{Items, Number, Text};
use crate::error::Error;

const WANTED: &str = "witnesses must be 0 to the number of witness keys";

/// What a proof proves.
#[pyclass(module = "mintcore", frozen, get_all, eq, hash)]
#[derive(PartialEq, Eq, Hash)]
struct Verified {
    batch_id: String,
    seq: u32,
    identity: String,
    quantity: u32,
    product: String,
    minted: String,
    origin: String,
    index: u64,
    size: u64,
    witnesses: Vec<(String, u64)>,
}

impl From<crate::Verified> for Verified {
    fn from(verified: crate::Verified) -> Self {
        let crate::Verified { batch_id, seq, identity, quantity, product, minted, origin, index, size, witnesses } =
            verified;
        Self { batch_id, seq, identity, quantity, product, minted, origin, index, size, witnesses }
    }
}

#[pyfunction]
#[pyo3(signature = (proof, log_key, *, witness_keys=Items(Vec::new()), witnesses=Number::ZERO))]
fn verify_proof(
    py: Python<'_>,
    proof: &[u8],
    log_key: Text,
    witness_keys: Items<Text>,
    witnesses: Number,
) -> PyResult<Verified> {
    let wanted = witnesses.within(WANTED)?;
    Ok(py.detach(|| -> Result<_, Error> {
        let keys: Vec<&str> = witness_keys.0.iter().map(|text| text.0.as_str()).collect();
        Ok(crate::Trust::new(&log_key.0, &keys, wanted)?.verify(proof)?.into())
    })?)
}

/// The head of a log, as its checkpoint says.
#[pyclass(module = "mintcore", frozen, eq, hash)]
#[derive(PartialEq, Eq, Hash)]
struct Head {
    #[pyo3(get)]
    origin: String,
    #[pyo3(get)]
    size: u64,
    root: [u8; 32],
    #[pyo3(get)]
    witnesses: Vec<(String, u64)>,
}

#[pymethods]
impl Head {
    #[getter]
    fn root<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.root)
    }
}

#[pyfunction]
#[pyo3(signature = (note, log_key, *, witness_keys=Items(Vec::new()), witnesses=Number::ZERO))]
fn verify_checkpoint(note: &[u8], log_key: Text, witness_keys: Items<Text>, witnesses: Number) -> PyResult<Head> {
    let wanted = witnesses.within(WANTED)?;
    let keys: Vec<&str> = witness_keys.0.iter().map(|text| text.0.as_str()).collect();
    let trust = crate::Trust::new(&log_key.0, &keys, wanted)?;
    let crate::Head { origin, size, root, witnesses } = trust.verify_checkpoint(note).map_err(Error::from)?;
    Ok(Head { origin, size, root, witnesses })
}

#[pyfunction]
#[pyo3(signature = (entry, proof, log_key, *, witness_keys=Items(Vec::new()), witnesses=Number::ZERO))]
fn verify_entry_proof(
    py: Python<'_>,
    entry: &[u8],
    proof: &[u8],
    log_key: Text,
    witness_keys: Items<Text>,
    witnesses: Number,
) -> PyResult<(u64, Head)> {
    let wanted = witnesses.within(WANTED)?;
    Ok(py.detach(|| -> Result<_, Error> {
        let keys: Vec<&str> = witness_keys.0.iter().map(|text| text.0.as_str()).collect();
        let (index, head) = crate::Trust::new(&log_key.0, &keys, wanted)?.verify_entry(entry, proof)?;
        let crate::Head { origin, size, root, witnesses } = head;
        Ok((index, Head { origin, size, root, witnesses }))
    })?)
}

/// Add all of this to the module.
pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("MAX_PROOF", crate::MAX_PROOF)?;
    module.add_class::<Verified>()?;
    module.add_class::<Head>()?;
    module.add_function(wrap_pyfunction!(verify_proof, module)?)?;
    module.add_function(wrap_pyfunction!(verify_checkpoint, module)?)?;
    module.add_function(wrap_pyfunction!(verify_entry_proof, module)?)?;
    Ok(())
}
