//! Proof files in the Python module.

use pyo3::prelude::*;

use super::argument::{Items, Number, Text};
use crate::error::Error;

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
    let wanted = witnesses.within("witnesses must be 0 to the number of witness keys")?;
    Ok(py.detach(|| -> Result<_, Error> {
        let keys: Vec<&str> = witness_keys.0.iter().map(|text| text.0.as_str()).collect();
        Ok(crate::Trust::new(&log_key.0, &keys, wanted)?.verify(proof)?.into())
    })?)
}

/// Add all of this to the module.
pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("MAX_PROOF", crate::MAX_PROOF)?;
    module.add_class::<Verified>()?;
    module.add_function(wrap_pyfunction!(verify_proof, module)?)?;
    Ok(())
}
