//! What an NFC tag holds of a unit: an NDEF message with one URI record.
//!
//! NFC Forum, NFC Data Exchange Format (NDEF) 1.0, clause 3.2, and URI Record Type Definition 1.0, clause 3.2.

use crate::error::Error;

/// The most bytes of a URI: more than any tag of a consumer product holds.
const MAX_URI: usize = 8_192;

/// Starts of URIs that one byte stands for, the longer ones first: URI RTD, table 3.
const PREFIXES: [(&[u8], u8); 4] = [(b"https://www.", 2), (b"http://www.", 1), (b"https://", 4), (b"http://", 3)];

/// A record that begins and ends the message, of a well-known type, with a length of one byte (`SR`) or of four.
const SHORT: u8 = 0xd1;
const LONG: u8 = 0xc1;

/// The message of a URI: its only record, of type `U`. The form is the short one where the payload, an identifier code and
/// the rest of the URI, has at most 255 bytes.
///
/// # Errors
/// [`Error::Argument`] for a URI that is empty, longer than 8,192 bytes, or has other than visible ASCII characters.
pub fn encode_ndef_uri(uri: &str) -> Result<Vec<u8>, Error> {
    if !(1..=MAX_URI).contains(&uri.len()) || !uri.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::Argument("a URI of an NFC tag has 1 to 8192 visible ASCII characters"));
    }
    let (head, rest) = message(uri.as_bytes(), 0);
    Ok([&head, rest].concat())
}

/// All of a message before the rest of its URI, and that rest. `more` bytes are to follow the URI.
pub(crate) fn message(uri: &[u8], more: usize) -> (Vec<u8>, &[u8]) {
    let known = PREFIXES.iter().find_map(|&(prefix, code)| Some((code, uri.strip_prefix(prefix)?)));
    let (code, rest) = known.unwrap_or((0, uri));
    let length = rest.len().saturating_add(more).saturating_add(1);
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    let head = match u8::try_from(length) {
        Ok(length) => vec![SHORT, 1, length, b'U', code],
        Err(_) => [&[LONG, 1][..], &length.to_be_bytes(), &[b'U', code]].concat(),
    };
    (head, rest)
}
