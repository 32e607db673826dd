//! What the bot says, as plain data: the edges turn it into HTML, a terminal's lines or JSON.
//!
//! No markup and no limit of any messenger stands here; texts are Simplified until [`Reply::plain`] or an edge writes
//! them in the reader's script.

mod decided;

pub use self::decided::{Against, CONSIDERED, Considered, Decided, How};
use crate::chart::Chart;
use crate::event::Language;
use crate::text::script::Script;

/// What kind of reply it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The article tells, and this is it.
    Answer,
    /// Two or three questions are close: the bot asks back.
    Clarify,
    /// The article does not tell, or it is no question for this bot.
    Decline,
    /// Nothing is sent.
    Silent,
}

/// What the choices under a reply are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// "Did you mean": the user should pick one; a number or an ordinal picks too.
    DidYouMean,
    /// Questions that go well after this answer, or that are near a question which was declined.
    Next,
    /// Topics to browse; `entry` of a choice is a topic id.
    Topics,
}

/// One question (or topic) to tap.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Choice {
    /// Id of the entry (with [`Offer::Topics`]: of the topic).
    pub entry: String,
    /// The caption, a short question.
    pub question: String,
}

/// A section of the article and the paragraphs in it on which an answer rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The section's short title.
    pub section: String,
    /// Paragraph numbers, ascending.
    pub paragraphs: Vec<u16>,
}

/// Rows of a table: the first column a caption, the second a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Caption and value of each row.
    pub rows: Vec<(String, String)>,
}

/// One reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What kind of reply it is.
    pub verdict: Verdict,
    /// The entry that it names, if any.
    pub entry: Option<String>,
    /// The first line: the fact that was asked for. Empty only if silent.
    pub lead: String,
    /// The lines under it.
    pub body: Vec<String>,
    /// Figures to show as a table under the body.
    pub table: Option<Table>,
    /// The same figures to be drawn, for an edge that shows pictures.
    pub chart: Option<Chart>,
    /// What it rests on, in the order of the article.
    pub sources: Vec<Source>,
    /// What [`Reply::choices`] are.
    pub offer: Offer,
    /// Questions or topics to tap, at most ten.
    pub choices: Vec<Choice>,
    /// How sure the matcher is that `entry` answers, 0 to 1.
    pub confidence: f32,
    /// The script in which the asker writes.
    pub script: Script,
    /// How it was decided.
    pub decided: Decided,
    /// The language of the bot's own phrases, those on buttons too.
    pub language: Language,
}

impl Reply {
    /// A reply of one line that names no entry.
    pub fn line(verdict: Verdict, lead: impl Into<String>) -> Reply {
        Reply {
            verdict,
            entry: None,
            lead: lead.into(),
            body: Vec::new(),
            table: None,
            chart: None,
            sources: Vec::new(),
            offer: Offer::Next,
            choices: Vec::new(),
            confidence: 0.0,
            script: Script::Simplified,
            decided: Decided::default(),
            language: Language::Chinese,
        }
    }

    /// Nothing is sent.
    pub fn silent() -> Reply {
        Reply::line(Verdict::Silent, "")
    }

    /// All paragraph numbers that it rests on.
    pub fn paragraphs(&self) -> Vec<u16> {
        self.sources.iter().flat_map(|s| s.paragraphs.iter().copied()).collect()
    }

    /// What the user reads, without markup, in the asker's script: lead, body, table, the choices of a clarifying
    /// question numbered where the body does not tell them, the source. Choices that are merely offered next are left to the edges.
    pub fn plain(&self) -> String {
        let mut lines = vec![self.lead.clone()];
        lines.extend(self.body.iter().cloned());
        lines.extend(
            self.table.iter().flat_map(|t| &t.rows).map(|(name, value)| format!("{name}{}{value}", self.colon())),
        );
        if self.offer == Offer::DidYouMean && self.body.is_empty() {
            lines.extend(self.choices.iter().enumerate().map(|(i, c)| format!("{} {}", i + 1, c.question)));
        }
        lines.extend(self.source_line());
        lines.retain(|line| !line.is_empty());
        self.script.write(&lines.join("\n")).into_owned()
    }

    /// What stands between name and value of a row, in the language of both.
    pub fn colon(&self) -> &'static str {
        if self.language == Language::Chinese { "：" } else { ": " }
    }

    /// "依据：〈section〉第24段", or `None` if it rests on nothing. In Simplified script.
    pub fn source_line(&self) -> Option<String> {
        let places: Vec<String> = self.sources.iter().map(Source::to_string).collect();
        (!places.is_empty()).then(|| format!("依据：{}", places.join("；")))
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let numbers: Vec<String> = self.paragraphs.iter().map(u16::to_string).collect();
        write!(f, "〈{}〉第{}段", self.section, numbers.join("、"))
    }
}
