//! Arguments as they come from Python. No value of any type panics: what is out of bounds is a `ValueError`, also where it
//! does not fit a machine word or is no valid text; what is of another type is a `TypeError`.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PySequence, PyString};

use crate::alphabet::{self, Symbols};
use crate::error::Error;

/// A whole number; `None` where it is negative or has more than 64 bits.
pub(super) struct Number(Option<u64>);

impl<'py> FromPyObject<'_, 'py> for Number {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<u64>() {
            Ok(number) => Ok(Self(Some(number))),
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => Ok(Self(None)),
            Err(error) => Err(error),
        }
    }
}

impl Number {
    pub(super) const ZERO: Self = Self(Some(0));

    /// The number as `T`, or an argument error with this message. Tighter bounds are checked where they are defined.
    pub(super) fn within<T: TryFrom<u64>>(self, message: &'static str) -> Result<T, Error> {
        self.0.and_then(|number| T::try_from(number).ok()).ok_or(Error::Argument(message))
    }
}

pub(super) const BATCH_NO: &str = "batch_no must be 1 to 2147483647";
pub(super) const SEQ: &str = "seq must be 0 to 1048575";

/// A text. Lone surrogates become U+FFFD, which no rule of this crate lets through.
pub(super) struct Text(pub(super) String);

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(object.cast::<PyString>()?.to_string_lossy().into_owned()))
    }
}

/// The items of a sequence that is no text and has at most 2^20, the units of a batch.
pub(super) struct Items<T>(pub(super) Vec<T>);

impl<'py, T: Item<'py>> FromPyObject<'_, 'py> for Items<T> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        const MOST: usize = 1 << 20;
        if object.is_instance_of::<PyString>() || object.is_instance_of::<PyBytes>() {
            return Err(PyTypeError::new_err("expected a sequence, not one text"));
        }
        let length = object.cast::<PySequence>()?.len()?;
        let mut items = Vec::with_capacity(length.min(MOST));
        for item in object.try_iter()? {
            // Counted here: a sequence may change, or lie about its length.
            if items.len() >= MOST {
                return Err(PyValueError::new_err("at most 1048576 items"));
            }
            items.push(T::take(&item?)?);
        }
        Ok(Self(items))
    }
}

/// What a sequence may hold.
pub(super) trait Item<'py>: Sized {
    fn take(object: &Bound<'py, PyAny>) -> PyResult<Self>;
}

/// A stored code: its symbols, looked at later, or the error of a wrong length.
pub(super) struct Stored(pub(super) Result<Symbols, crate::CodeError>);

impl<'py> Item<'py> for Stored {
    fn take(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(Self(alphabet::sixteen(&object.cast::<PyString>()?.to_string_lossy())))
    }
}

impl<'py> Item<'py> for Text {
    fn take(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        object.extract()
    }
}

/// A lot code and its quantity.
pub(super) struct Lot(String, u32);

impl<'py> Item<'py> for Lot {
    fn take(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        let (Text(lot), quantity) = object.extract::<(Text, Number)>()?;
        Ok(Self(lot, quantity.within("a lot has 1 to 1048576 units")?))
    }
}

pub(super) fn pairs(lots: Items<Lot>) -> Vec<(String, u32)> {
    lots.0.into_iter().map(|Lot(lot, quantity)| (lot, quantity)).collect()
}
