//! Leaves, trees and their paths in the Python module. Hashes come and go as bytes, 32 each, one behind the other.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::argument::{Items, Lot, Number, SEQ, Stored, Text, pairs};
use crate::alphabet::Symbols;
use crate::error::Error;
use crate::{BatchId, CompactRange, Context, Hash};

const START: &str = "start must be 0 to 1048576";
const SIZE: &str = "size must be 0 to 2^64 - 1";
const INDEX: &str = "index must be one of a leaf";

/// Stored codes of a batch, and what their leaves are made of.
struct Rows {
    batch_id: BatchId,
    context: Context,
    lots: Vec<(String, u32)>,
    codes: Vec<Symbols>,
}

impl Rows {
    fn new(batch_id: &Text, context: &Text, lots: Items<Lot>, codes: Items<Stored>) -> Result<Self, Error> {
        Ok(Self {
            batch_id: BatchId::parse(&batch_id.0)?,
            context: Context::parse(&context.0)?,
            lots: pairs(lots),
            codes: codes.0.into_iter().map(|Stored(code)| code).collect::<Result<_, _>>()?,
        })
    }
}

#[pyfunction]
fn extend_range<'py>(
    py: Python<'py>,
    batch_id: Text,
    context: Text,
    lots: Items<Lot>,
    start: Number,
    codes: Items<Stored>,
    compact_range: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    let start: u32 = start.within(START)?;
    let bytes = py.detach(|| -> Result<_, Error> {
        let rows = Rows::new(&batch_id, &context, lots, codes)?;
        let range = CompactRange::from_bytes(compact_range, start.into())?;
        Ok(crate::extend_range(&rows.batch_id, &rows.context, &rows.lots, start, &rows.codes, &range)?.to_bytes())
    })?;
    Ok(PyBytes::new(py, &bytes))
}

#[pyfunction]
fn block_hashes<'py>(
    py: Python<'py>,
    batch_id: Text,
    context: Text,
    lots: Items<Lot>,
    start: Number,
    codes: Items<Stored>,
) -> PyResult<Bound<'py, PyBytes>> {
    let start = start.within(START)?;
    let blocks = py.detach(|| -> Result<_, Error> {
        let rows = Rows::new(&batch_id, &context, lots, codes)?;
        crate::block_hashes(&rows.batch_id, &rows.context, &rows.lots, start, &rows.codes)
    })?;
    Ok(PyBytes::new(py, blocks.as_flattened()))
}

#[pyfunction]
fn leaf_hashes<'py>(
    py: Python<'py>,
    batch_id: Text,
    context: Text,
    lots: Items<Lot>,
    start: Number,
    codes: Items<Stored>,
) -> PyResult<Bound<'py, PyBytes>> {
    let start = start.within(START)?;
    let leaves = py.detach(|| -> Result<_, Error> {
        let rows = Rows::new(&batch_id, &context, lots, codes)?;
        crate::leaf_hashes(&rows.batch_id, &rows.context, &rows.lots, start, &rows.codes)
    })?;
    Ok(PyBytes::new(py, leaves.as_flattened()))
}

#[pyfunction]
fn range_root<'py>(py: Python<'py>, compact_range: &[u8], size: Number) -> PyResult<Bound<'py, PyBytes>> {
    let size = size.within(SIZE)?;
    let root = py.detach(|| CompactRange::from_bytes(compact_range, size).map(|range| range.root()))?;
    Ok(PyBytes::new(py, &root))
}

#[pyfunction]
fn leaf_hash<'py>(py: Python<'py>, batch_id: Text, seq: Number, identity: Text) -> PyResult<Bound<'py, PyBytes>> {
    let seq = seq.within(SEQ)?;
    let leaf = py.detach(|| crate::leaf_hash(&BatchId::parse(&batch_id.0)?, seq, &identity.0))?;
    Ok(PyBytes::new(py, &leaf))
}

/// Hashes one behind the other.
fn hashes(bytes: &[u8]) -> Result<&[Hash], Error> {
    match bytes.as_chunks() {
        (hashes, []) => Ok(hashes),
        _ => Err(Error::Argument("hashes have 32 bytes each")),
    }
}

fn hash(bytes: &[u8]) -> Result<&Hash, Error> {
    bytes.try_into().map_err(|_| Error::Argument("a hash has 32 bytes"))
}

/// All hashes of a tree.
#[pyclass(module = "mintcore", frozen)]
struct HashTree(crate::HashTree);

#[pymethods]
impl HashTree {
    #[new]
    fn new(py: Python<'_>, hashes: &[u8]) -> PyResult<Self> {
        Ok(Self(py.detach(|| self::hashes(hashes).map(crate::HashTree::new))?))
    }

    fn path<'py>(&self, py: Python<'py>, index: Number) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, self.0.path(index.within(INDEX)?)?.as_flattened()))
    }
}

#[pyfunction]
fn inclusion_path<'py>(py: Python<'py>, hashes: &[u8], index: Number) -> PyResult<Bound<'py, PyBytes>> {
    let index = index.within(INDEX)?;
    let path = py.detach(|| crate::inclusion_path(self::hashes(hashes)?, index))?;
    Ok(PyBytes::new(py, path.as_flattened()))
}

#[pyfunction]
fn consistency_path<'py>(py: Python<'py>, hashes: &[u8], old_size: Number) -> PyResult<Bound<'py, PyBytes>> {
    let old_size = old_size.within("old_size must be 1 to the number of leaves")?;
    let path = py.detach(|| crate::consistency_path(self::hashes(hashes)?, old_size))?;
    Ok(PyBytes::new(py, path.as_flattened()))
}

#[pyfunction]
fn verify_inclusion(
    py: Python<'_>,
    leaf: &[u8],
    index: Number,
    size: Number,
    path: &[u8],
    root: &[u8],
) -> PyResult<()> {
    let (index, size) = (index.within("index must be 0 to 2^64 - 1")?, size.within(SIZE)?);
    Ok(py.detach(|| -> Result<_, Error> {
        Ok(crate::verify_inclusion(hash(leaf)?, index, size, hashes(path)?, hash(root)?)?)
    })?)
}

#[pyfunction]
fn verify_consistency(
    py: Python<'_>,
    old_size: Number,
    old_root: &[u8],
    new_size: Number,
    new_root: &[u8],
    path: &[u8],
) -> PyResult<()> {
    let (old_size, new_size) = (old_size.within(SIZE)?, new_size.within(SIZE)?);
    Ok(py.detach(|| -> Result<_, Error> {
        Ok(crate::verify_consistency(old_size, hash(old_root)?, new_size, hash(new_root)?, hashes(path)?)?)
    })?)
}

/// Add all of this to the module.
pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(extend_range, module)?)?;
    module.add_function(wrap_pyfunction!(block_hashes, module)?)?;
    module.add_function(wrap_pyfunction!(leaf_hashes, module)?)?;
    module.add_function(wrap_pyfunction!(range_root, module)?)?;
    module.add_function(wrap_pyfunction!(leaf_hash, module)?)?;
    module.add_class::<HashTree>()?;
    module.add_function(wrap_pyfunction!(inclusion_path, module)?)?;
    module.add_function(wrap_pyfunction!(consistency_path, module)?)?;
    module.add_function(wrap_pyfunction!(verify_inclusion, module)?)?;
    module.add_function(wrap_pyfunction!(verify_consistency, module)?)?;
    Ok(())
}
