//! What is wrong with a pack, each fault with its place: for machines `file:line:column: message`, for people the line
//! itself with a mark under the fault and what to do about it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan};

use super::load::SourceFile;

/// One fault in one file.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Which bytes of its text are meant; within one line.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Fault {
    /// A fault at `span` (bytes; what lies behind the end of its first line is left out).
    pub fn new(file: &Arc<SourceFile>, span: Range<usize>, message: impl Into<String>) -> Fault {
        let start = floor(&file.text, span.start);
        let line = file.text[start..].find('\n').map_or(file.text.len(), |at| start + at);
        let end = floor(&file.text, span.end.clamp(start, line));
        Fault { file: Arc::clone(file), span: start..end, message: message.into(), help: None }
    }

    /// The same fault, saying what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Fault {
        self.help = help.into();
        self
    }

    /// Line and column at which it begins, both from 1; columns count characters.
    pub fn place(&self) -> (usize, usize) {
        let (line, column) = self.file.place(self.span.start);
        (line + 1, column + 1)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.place();
        write!(f, "{}:{line}:{column}: {}", self.file.name, self.message)
    }
}

impl std::error::Error for Fault {}

impl Diagnostic for Fault {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&*self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new(None, self.span.start, self.span.len()))))
    }
}

/// Whether a report may use the terminal's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Plain text, for files and pipes.
    Plain,
    /// With the terminal's escape codes.
    Coloured,
}

/// Every fault of a pack, in the order of its files and lines. Shown, it is one line a fault.
#[derive(Debug, Clone)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// The report for people: each fault's line with a mark under it, and what to do.
    pub fn report(&self, paint: Paint) -> String {
        let theme = match paint {
            Paint::Plain => GraphicalTheme::unicode_nocolor(),
            Paint::Coloured => GraphicalTheme::unicode(),
        };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(120);
        let mut report = String::new();
        for fault in &self.0 {
            if handler.render_report(&mut report, fault).is_err() {
                report.push_str(&format!("{fault}\n"));
            }
        }
        report
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Fault::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Faults {}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}
