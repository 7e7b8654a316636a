//! Lines of a proof file, one after the other.

use crate::error::ProofError;

/// The lines that are left.
#[derive(Debug, Clone)]
pub(super) struct Lines<'text> {
    rest: Option<&'text str>,
    number: usize,
}

impl<'text> Lines<'text> {
    /// The lines of a text in UTF-8 that ends with a line feed and has no other control character below U+0020 (C2SP
    /// signed-note, "Format").
    pub(super) fn of(data: &'text [u8]) -> Result<Self, ProofError> {
        let text = std::str::from_utf8(data).map_err(|error| {
            let before = data.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
            ProofError::Form(before.saturating_add(1))
        })?;
        let bad = |byte: u8| byte < b' ' && byte != b'\n';
        if let Some(at) = text.bytes().position(bad) {
            let before = text.bytes().take(at).filter(|byte| *byte == b'\n').count();
            return Err(ProofError::Form(before.saturating_add(1)));
        }
        let unended = ProofError::Form(text.split('\n').count());
        Ok(Self { rest: Some(text.strip_suffix('\n').ok_or(unended)?), number: 0 })
    }

    /// The next line.
    pub(super) fn next(&mut self) -> Result<&'text str, ProofError> {
        self.number = self.number.saturating_add(1);
        let rest = self.rest.ok_or(self.form())?;
        let (line, rest) = rest.split_once('\n').map_or((rest, None), |(line, rest)| (line, Some(rest)));
        self.rest = rest;
        Ok(line)
    }

    /// The number of the line taken last, from 1.
    pub(super) const fn number(&self) -> usize {
        self.number
    }

    /// That the line taken last is not as it has to be.
    pub(super) const fn form(&self) -> ProofError {
        ProofError::Form(self.number)
    }

    /// Take the next line, and read it.
    pub(super) fn read<Value>(&mut self, read: impl FnOnce(&'text str) -> Option<Value>) -> Result<Value, ProofError> {
        read(self.next()?).ok_or(self.form())
    }

    /// Take the next line, which has this name, a space and a value.
    pub(super) fn field<Value>(
        &mut self,
        name: &str,
        read: impl FnOnce(&'text str) -> Option<Value>,
    ) -> Result<Value, ProofError> {
        self.read(|line| read(line.strip_prefix(name)?.strip_prefix(' ')?))
    }

    /// Whether lines are left, and the next begins with this.
    pub(super) fn starts_with(&self, start: &str) -> bool {
        self.rest.is_some_and(|rest| rest.starts_with(start))
    }

    /// Whether lines are left, and the next is not empty.
    pub(super) fn has_text(&self) -> bool {
        self.rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('\n'))
    }

    /// What is left, without the line feed that ends the text.
    pub(super) fn rest(&self) -> &'text str {
        self.rest.unwrap_or_default()
    }

    /// Whether no lines are left.
    pub(super) const fn ended(&self) -> bool {
        self.rest.is_none()
    }
}
