//! What the bot knows: one immutable snapshot, compiled from a pack.

pub mod article;
pub mod fault;
mod lint;
pub mod load;
pub mod pack;
pub mod source;
pub mod wording;

/// A validated pack: every reference in it leads somewhere.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What it is about.
    pub meta: pack::Meta,
    /// What the bot says of itself.
    pub wording: pack::Wording,
    /// Phrases dropped before matching.
    pub fillers: Vec<String>,
    /// Sections of the article, in order.
    pub sections: Vec<pack::Section>,
    /// Topics to browse.
    pub topics: Vec<pack::Topic>,
    /// Paragraphs that state nothing.
    pub idle: Vec<pack::Idle>,
    /// Names and word classes.
    pub terms: Vec<pack::Term>,
    /// What figures measure.
    pub measures: Vec<pack::Measure>,
    /// The numbers.
    pub figures: Vec<pack::Figure>,
    /// The answers.
    pub entries: Vec<pack::Entry>,
    /// What is known not to be told.
    pub gaps: Vec<pack::Gap>,
    /// Friendly replies.
    pub smalltalk: Vec<pack::Smalltalk>,
}

/// One version of what the bot knows.
pub struct Knowledge {
    /// The pack that it was compiled from.
    pub pack: Pack,
}

impl Knowledge {
    /// Compiles a validated pack: lexicon, segmenter, index.
    pub fn compile(pack: Pack) -> Knowledge {
        Knowledge { pack }
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&pack::Entry> {
        self.pack.entries.iter().find(|e| e.id == id)
    }

    /// A phrase of the bot's own wording; the key itself if the pack lacks it (the loader sees to it that it does not).
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.pack.wording.0.get(key).map_or(key, String::as_str)
    }
}
