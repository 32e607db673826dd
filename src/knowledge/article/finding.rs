//! What can be found when a pack is compared with its article.

/// Something in which the pack and the article differ.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// A line that is no paragraph, section or comment: its number from 1.
    #[error("line {0} of the article begins with none of [number], § and #")]
    Unread(usize),
    /// A number that two paragraphs have.
    #[error("the article has two paragraphs [{0}]")]
    Twice(u16),
    /// The sections of the two hold different paragraphs.
    #[error("the article's sections hold paragraphs {article}; the pack's hold {pack}")]
    Sections {
        /// First to last paragraph of each section of the article.
        article: String,
        /// The same of the pack.
        pack: String,
    },
    /// A paragraph that no entry answers from.
    #[error("no entry rests on paragraph {0}, and it is not listed as [[idle]]")]
    Uncovered(u16),
    /// A paragraph that is said to be idle and is not.
    #[error("paragraph {paragraph} is listed as [[idle]], but `{entry}` rests on it")]
    NotIdle {
        /// The paragraph.
        paragraph: u16,
        /// The first entry that rests on it.
        entry: String,
    },
    /// A paragraph that the article does not have.
    #[error("`{by}` cites paragraph {paragraph}, which the article does not have")]
    NoParagraph {
        /// The entry or figure, or `idle`.
        by: String,
        /// The paragraph.
        paragraph: u16,
    },
    /// A figure whose digits are not in its paragraph.
    #[error("the figure `{figure}` is not in paragraph {paragraph}: there is no {digits} in it")]
    NotPrinted {
        /// The figure.
        figure: String,
        /// Its paragraph.
        paragraph: u16,
        /// What was looked for.
        digits: String,
    },
    /// A number that is no figure.
    #[error("no figure holds the {number} of paragraph {paragraph}")]
    NoFigure {
        /// The paragraph.
        paragraph: u16,
        /// The number as the article writes it.
        number: String,
    },
}
