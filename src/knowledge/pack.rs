//! The pack as it is written: one type a table, exactly the keys that the files may hold.
//!
//! Nothing is resolved here; [`super::load`] checks the references and [`super::Knowledge`] is what the bot works with.

mod figure;
mod learned;
mod translation;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_spanned::Spanned;

pub use self::figure::{Figure, FigureKind, Measure};
pub use self::learned::Learned;
pub use self::translation::{Translation, UnitName};

/// One file of the pack; any file may hold any of the tables. `Spanned` gives each table's byte range in its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// `[pack]`, in exactly one file.
    pub pack: Option<Spanned<Meta>>,
    /// `[wording]`, in exactly one file.
    pub wording: Option<Spanned<Wording>>,
    /// `[[translation]]`: the bot's own phrases in another language, one table a language.
    #[serde(default)]
    pub translation: Vec<Spanned<Translation>>,
    /// `[filler]`: phrases dropped before matching.
    pub filler: Option<Spanned<Filler>>,
    /// `[[section]]`
    #[serde(default)]
    pub section: Vec<Spanned<Section>>,
    /// `[[topic]]`
    #[serde(default)]
    pub topic: Vec<Spanned<Topic>>,
    /// `[[idle]]`
    #[serde(default)]
    pub idle: Vec<Spanned<Idle>>,
    /// `[[term]]`
    #[serde(default)]
    pub term: Vec<Spanned<Term>>,
    /// `[[measure]]`
    #[serde(default)]
    pub measure: Vec<Spanned<Measure>>,
    /// `[[figure]]`
    #[serde(default)]
    pub figure: Vec<Spanned<Figure>>,
    /// `[[entry]]`
    #[serde(default)]
    pub entry: Vec<Spanned<Entry>>,
    /// `[[gap]]`
    #[serde(default)]
    pub gap: Vec<Spanned<Gap>>,
    /// `[[smalltalk]]`
    #[serde(default)]
    pub smalltalk: Vec<Spanned<Smalltalk>>,
    /// `[[learned]]`
    #[serde(default)]
    pub learned: Vec<Spanned<Learned>>,
}

/// What the pack is about.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Title of the article, in our words.
    pub title: String,
    /// Day of publication, `2025-11-11`: what "last year" and "this year" refer to.
    pub published: String,
    /// Version of the pack, for logs and diffs.
    pub version: String,
    /// Term id of the person meant by "he" and "the president" when nobody was named.
    pub protagonist: Option<String>,
    /// Term ids of the parties that any question may name without narrowing it; the first is the side from which
    /// exports and imports are counted, the second the other side.
    #[serde(default)]
    pub parties: Vec<String>,
    /// Entry ids offered when nothing fits.
    #[serde(default)]
    pub showcase: Vec<String>,
    /// Figure ids in the order in which `/trade` shows them.
    #[serde(default)]
    pub table: Vec<String>,
    /// Figure ids in the order in which the chart of `/trade` draws them, all in one unit: wholes, their parts, what two
    /// parts differ by, and the target of a whole. No chart if left out.
    #[serde(default)]
    pub chart: Vec<String>,
}

/// A section of the article.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Short title.
    pub title: String,
    /// Number of its first paragraph.
    pub first: u16,
    /// Number of its last paragraph.
    pub last: u16,
}

/// A topic to browse.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Short ascii id.
    pub id: String,
    /// Caption of its button.
    pub name: String,
}

/// A paragraph that states nothing to ask about.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idle {
    /// Its number.
    pub paragraph: u16,
    /// Why no entry rests on it.
    pub why: String,
}

/// What kind of thing a term is. All but `Word` are slots, which an entry must know to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum TermKind {
    Person,
    Country,
    Place,
    Organisation,
    Document,
    Event,
    Good,
    Language,
    Word,
}

/// A name, or a class of words that mean the same in a question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Short ascii id.
    pub id: String,
    /// What it is.
    pub kind: TermKind,
    /// How the bot writes it.
    pub name: String,
    /// How people type it, in Simplified script; Latin in any case.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Term id of the country that it belongs to.
    pub of: Option<String>,
    /// The pronoun of a person, where it tells "he" from "she".
    pub pronoun: Option<String>,
    /// For a verb of a relation: which of its sides is the actor's.
    pub role: Option<Role>,
    /// Term id of the verb that says the same from the other side (export, import).
    pub opposite: Option<String>,
}

/// How a verb relates two parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The one before it does something to the one behind it (visits, invites, sells to).
    Outward,
    /// The one before it receives from the one behind it (buys from).
    Inward,
}

/// Phrases dropped before matching.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filler {
    /// The phrases, Simplified.
    pub words: Vec<String>,
}

/// One fact that can be asked for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Dotted ascii id, stable: it is in deep links.
    pub id: String,
    /// Topic id.
    pub topic: String,
    /// The canonical question, shown on buttons.
    pub question: String,
    /// Other ways to ask.
    #[serde(default)]
    pub ask: Vec<String>,
    /// The answer; its first sentence tells the asked fact; `{figure-id}` stands for a number.
    pub answer: String,
    /// Paragraphs of the article on which it rests.
    pub paragraphs: Vec<u16>,
    /// Term id of the person whose view it is.
    pub speaker: Option<String>,
    /// Term ids of the very fact told; another thing of that kind in a question is a false premise.
    #[serde(default)]
    pub fact: Vec<String>,
    /// Entry ids offered next.
    #[serde(default)]
    pub related: Vec<String>,
    /// Entry ids that answer "why?" after this one.
    #[serde(default)]
    pub why: Vec<String>,
    /// Entry ids that answer "how?" or "what to do?" after this one.
    #[serde(default)]
    pub how: Vec<String>,
    /// Entry ids of the parts of a list, in order.
    #[serde(default)]
    pub items: Vec<String>,
    /// Questions that this entry must win.
    #[serde(default)]
    pub must_match: Vec<String>,
    /// Questions that must not get this answer.
    #[serde(default)]
    pub must_not_match: Vec<String>,
}

impl Entry {
    /// The first sentence of its answer, the fact that it is asked for; figures stand in it by their ids.
    pub fn lead(&self) -> &str {
        self.answer.split_inclusive('。').next().unwrap_or_default()
    }
}

/// Something that people ask and the article does not tell.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Dotted ascii id.
    pub id: String,
    /// Topic id.
    pub topic: String,
    /// The canonical question.
    pub question: String,
    /// Other ways to ask.
    #[serde(default)]
    pub ask: Vec<String>,
    /// What is missing and what there is instead.
    pub answer: String,
    /// Entry ids to offer.
    #[serde(default)]
    pub near: Vec<String>,
}

/// A friendly reply to what is no question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smalltalk {
    /// Short ascii id.
    pub id: String,
    /// What people say.
    pub ask: Vec<String>,
    /// What the bot says.
    pub reply: String,
}

/// What the bot says of itself; the keys are listed in [`super::wording`].
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Wording(pub BTreeMap<String, String>);
