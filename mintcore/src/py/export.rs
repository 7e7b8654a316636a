//! What packs hold, in the Python module: lines of CSV, EPCs and NDEF messages of many units.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use super::argument::{Item, Items, Number, SEQ, Text};
use super::{bytes_of, exceptions};
use crate::alphabet::{self, Symbols};
use crate::context::Context;
use crate::csv::{self, Block, Column, CsvError, Dialect, EpcKind, LotRange, Serials, Source};
use crate::error::{CodeError, Error};

impl From<CsvError> for PyErr {
    fn from(error: CsvError) -> Self {
        let message = error.to_string();
        let (column, reason) = match error {
            CsvError::Other(other) => return other.into(),
            CsvError::Cell { column, reason } => (column, reason.reason()),
        };
        let exception = exceptions::CellError::new_err(message);
        Python::attach(|py| {
            let value = exception.value(py);
            let set = value.setattr("reason", reason).and_then(|()| value.setattr("column", column));
            set.err().unwrap_or(exception)
        })
    }
}

impl<'py> Item<'py> for Column {
    fn take(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        let (name, Text(source), text) = object.extract::<(Bound<'py, PyString>, Text, Bound<'py, PyString>)>()?;
        // Half a character is refused: it would stand in the file as another one.
        Ok(Self { name: name.to_str()?.to_owned(), source: Source::parse(&source)?, text: text.to_str()?.to_owned() })
    }
}

impl<'py> Item<'py> for LotRange {
    fn take(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        let (first, quantity, Text(code)) = object.extract::<(Number, Number, Text)>()?;
        Ok(Self { first: first.within(SEQ)?, quantity: quantity.within("a lot has 1 to 1048576 units")?, code })
    }
}

/// The number of a status and its name.
struct Status(u8, String);

impl<'py> Item<'py> for Status {
    fn take(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        let (number, Text(name)) = object.extract::<(Number, Text)>()?;
        Ok(Self(number.within("a status is 0 to 255")?, name))
    }
}

/// Codes as bytes, or serials as texts.
enum Codes<'py> {
    Bytes(Bound<'py, PyBytes>),
    Texts(Vec<String>),
}

impl<'py> FromPyObject<'_, 'py> for Codes<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.to_owned()));
        }
        if object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("expected bytes or a sequence of texts"));
        }
        let texts: Items<Text> = object.extract()?;
        Ok(Self::Texts(texts.0.into_iter().map(|text| text.0).collect()))
    }
}

/// The codes of bytes that hold one behind the other.
fn sixteens(bytes: &[u8]) -> Result<&[Symbols], Error> {
    match bytes.as_chunks() {
        (codes, []) => Ok(codes),
        _ => Err(CodeError::Length.into()),
    }
}

fn kind(scheme: &str, prefix_length: Option<u8>, filter: u8) -> Result<EpcKind, Error> {
    match (scheme, prefix_length) {
        ("SGTIN+", prefix_length) => Ok(EpcKind::SgtinPlus { prefix_length, filter }),
        ("SGTIN-96", Some(prefix_length)) => Ok(EpcKind::Sgtin96 { prefix_length, filter }),
        ("SGTIN-96", None) => Err(Error::Argument("an SGTIN-96 needs the length of the company prefix")),
        _ => Err(Error::Argument("an EPC scheme is SGTIN+ or SGTIN-96")),
    }
}

const PREFIX: &str = "a company prefix has 6 to 12 digits";
const FILTER: &str = "a filter is 0 to 7";

/// Makes lines of one form.
#[pyclass(module = "mintcore", frozen)]
struct CsvForm(csv::CsvForm);

#[pymethods]
impl CsvForm {
    #[new]
    #[pyo3(signature = (
        columns, *, delimiter, line_end, quoting, statuses, epc_scheme=None, company_prefix_length=None, filter=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn new(
        columns: Items<Column>,
        delimiter: Text,
        line_end: Text,
        quoting: Text,
        statuses: Items<Status>,
        epc_scheme: Option<Text>,
        company_prefix_length: Option<Number>,
        filter: Option<Number>,
    ) -> PyResult<Self> {
        let [delimiter] = *delimiter.0.as_bytes() else {
            return Err(Error::Argument("a delimiter is a comma, a semicolon, a tab or |").into());
        };
        let has_cr = match line_end.0.as_str() {
            "\r\n" => true,
            "\n" => false,
            _ => return Err(Error::Argument("a line ends with CR LF or with LF").into()),
        };
        let quotes_all = match quoting.0.as_str() {
            "all" => true,
            "minimal" => false,
            _ => return Err(Error::Argument("quoting is minimal or all").into()),
        };
        let prefix_length = company_prefix_length.map(|length| length.within(PREFIX)).transpose()?;
        let filter = filter.map(|filter| filter.within(FILTER)).transpose()?;
        let epc = epc_scheme.map(|scheme| kind(&scheme.0, prefix_length, filter.unwrap_or_default())).transpose()?;
        let statuses: Vec<(u8, String)> = statuses.0.into_iter().map(|Status(number, name)| (number, name)).collect();
        Ok(Self(csv::CsvForm::new(columns.0, Dialect { delimiter, has_cr, quotes_all }, &statuses, epc)?))
    }

    fn header<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.header())
    }

    #[pyo3(signature = (*, context, base_url, lots, start, codes, statuses=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn rows(
        &self,
        py: Python<'_>,
        context: Text,
        base_url: Text,
        lots: Items<LotRange>,
        start: Number,
        codes: Codes<'_>,
        statuses: Option<&[u8]>,
    ) -> PyResult<Vec<Py<PyBytes>>> {
        let start = start.within(SEQ)?;
        let statuses = statuses.unwrap_or_default();
        let (bytes, texts) = match &codes {
            Codes::Bytes(bytes) => (Some(bytes.as_bytes()), &[][..]),
            Codes::Texts(texts) => (None, texts.as_slice()),
        };
        let chunks = py.detach(|| -> Result<_, CsvError> {
            let context = Context::parse(&context.0)?;
            let serials = match bytes {
                Some(bytes) => Serials::Codes(sixteens(bytes)?),
                None => Serials::Any(texts),
            };
            self.0.rows(&Block { context, base_url: &base_url.0, lots: &lots.0, start, serials, statuses })
        })?;
        Ok(bytes_of(py, &chunks))
    }
}

/// Writes the EPCs of one GTIN.
#[pyclass(module = "mintcore", frozen)]
struct EpcForm(crate::EpcForm);

#[pymethods]
impl EpcForm {
    #[new]
    #[pyo3(signature = (gtin, *, scheme, company_prefix_length=None, filter))]
    fn new(gtin: Text, scheme: Text, company_prefix_length: Option<Number>, filter: Number) -> PyResult<Self> {
        let prefix_length = company_prefix_length.map(|length| length.within(PREFIX)).transpose()?;
        Ok(Self(kind(&scheme.0, prefix_length, filter.within(FILTER)?)?.form(&gtin.0)?))
    }

    fn tags(&self, py: Python<'_>, serials: Codes<'_>) -> PyResult<Vec<(String, usize, u16)>> {
        self.each(py, &serials, |form, serial| {
            let tag = form.tag(serial)?;
            let hex: String = tag.epc.iter().map(|byte| format!("{byte:02X}")).collect();
            Ok((hex, tag.epc.len().saturating_mul(8), tag.pc))
        })
    }

    fn uris(&self, py: Python<'_>, serials: Codes<'_>) -> PyResult<Vec<String>> {
        self.each(py, &serials, |form, serial| Ok(form.uri(serial)?))
    }
}

impl EpcForm {
    fn each<T: Send>(
        &self,
        py: Python<'_>,
        serials: &Codes<'_>,
        make: impl Fn(&crate::EpcForm, &str) -> Result<T, Error> + Sync,
    ) -> PyResult<Vec<T>> {
        let form = &self.0;
        let made: Result<Vec<T>, Error> = match serials {
            Codes::Bytes(bytes) => {
                let bytes = bytes.as_bytes();
                py.detach(|| sixteens(bytes)?.iter().map(|code| make(form, alphabet::check(code)?)).collect())
            }
            Codes::Texts(texts) => py.detach(|| texts.iter().map(|serial| make(form, serial)).collect()),
        };
        Ok(made?)
    }
}

#[pyfunction]
fn ndef_messages(py: Python<'_>, uris: Items<Text>) -> PyResult<Vec<Py<PyBytes>>> {
    let messages: Vec<Vec<u8>> =
        py.detach(|| uris.0.iter().map(|uri| crate::encode_ndef_uri(&uri.0)).collect::<Result<_, Error>>())?;
    Ok(bytes_of(py, &messages))
}

/// Add all of this to the module.
pub(super) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("CellError", module.py().get_type::<exceptions::CellError>())?;
    module.add_class::<CsvForm>()?;
    module.add_class::<EpcForm>()?;
    module.add_function(wrap_pyfunction!(ndef_messages, module)?)?;
    Ok(())
}
