//! Places in a file, and the piece of a line around a fault: the lines of a pack are long, so only its surroundings are
//! shown.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::SourceFile;

/// Characters shown before and behind a fault.
const AROUND: usize = 24;

impl SourceFile {
    /// Line and column of a byte of the text, both from 0; columns count characters.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(at)];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count(), before[start..].chars().count())
    }

    /// The bytes from [`AROUND`] characters before `from` to as many behind `to`, within their line.
    fn around(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let line = self.text[..from].rfind('\n').map_or(0, |newline| newline + 1);
        let before = self.text[line..from].char_indices().rev().nth(AROUND - 1).map_or(line, |(at, _)| line + at);
        let behind = self.text[to..].char_indices().find(|&(at, c)| c == '\n' || at > 3 * AROUND);
        before..behind.map_or(self.text.len(), |(at, _)| to + at)
    }
}

impl SourceCode for SourceFile {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (from, to) = (span.offset(), span.offset() + span.len());
        if self.text.get(from..to).is_none() {
            return Err(MietteError::OutOfBounds);
        }
        let shown = self.around(from, to);
        let (line, column) = self.place(from);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            &self.text.as_bytes()[shown.clone()],
            (shown.start, shown.len()).into(),
            line,
            column,
            1,
        )))
    }
}
