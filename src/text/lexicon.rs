//! The words that a pack knows: names and word classes with their aliases, and every other word of its questions.
//!
//! Each has a [`WordId`]; words of one class share it, so that from here on synonyms are equal.

use rustc_hash::FxHashMap;

use super::phrases::Phrases;
use crate::knowledge::pack::{Role, Term, TermKind};

/// A class of words, or a single word of the pack's questions. Those of terms come first, in the pack's order.
pub type WordId = u32;

/// What is known of a term beyond its words, references resolved.
#[derive(Debug, Clone)]
pub struct TermInfo {
    /// Its id in the pack.
    pub id: String,
    /// How the bot writes it.
    pub name: String,
    /// What it is.
    pub kind: TermKind,
    /// The country that it belongs to.
    pub of: Option<WordId>,
    /// The pronoun of a person, if it tells.
    pub pronoun: Option<String>,
    /// For a verb that relates two parties: how.
    pub role: Option<Role>,
    /// The verb that says the same from the other side.
    pub opposite: Option<WordId>,
}

/// The words of a pack.
pub struct Lexicon {
    terms: Vec<TermInfo>,
    by_id: FxHashMap<String, WordId>,
    words: FxHashMap<String, WordId>,
    aliases: Phrases<WordId>,
    fillers: Phrases<()>,
    count: u32,
}

impl Lexicon {
    /// The lexicon of `terms`; words of questions come in by [`Lexicon::intern`].
    pub fn new(terms: &[Term], fillers: &[String]) -> Lexicon {
        let by_id: FxHashMap<String, WordId> = (0..).zip(terms).map(|(at, term)| (term.id.clone(), at)).collect();
        let id = |name: &Option<String>| name.as_ref().and_then(|n| by_id.get(n).copied());
        let infos = terms
            .iter()
            .map(|term| TermInfo {
                id: term.id.clone(),
                name: term.name.clone(),
                kind: term.kind,
                of: id(&term.of),
                pronoun: term.pronoun.clone(),
                role: term.role,
                opposite: id(&term.opposite),
            })
            .collect();
        let words: FxHashMap<String, WordId> = (0..)
            .zip(terms)
            .flat_map(|(at, term)| spellings(term).map(move |word| (super::fold::fold(word).text, at)))
            .filter(|(word, _)| !word.is_empty())
            .collect();
        Lexicon {
            terms: infos,
            by_id,
            aliases: words.iter().map(|(word, &id)| (word.clone(), id)).collect(),
            words,
            fillers: fillers.iter().map(|f| (super::fold::fold(f).text, ())).collect(),
            count: u32::try_from(terms.len()).unwrap_or(u32::MAX),
        }
    }

    /// The id of a word as folded, if the pack knows it.
    pub fn word(&self, text: &str) -> Option<WordId> {
        self.words.get(text).copied()
    }

    /// The id of a word, which is made known if it is not.
    pub fn intern(&mut self, text: &str) -> WordId {
        if let Some(id) = self.word(text) {
            return id;
        }
        let id = self.count;
        self.words.insert(text.to_owned(), id);
        self.count += 1;
        id
    }

    /// The longest alias of a term with which `text` starts: bytes and word.
    pub fn alias_at(&self, text: &str) -> Option<(usize, WordId)> {
        self.aliases.at(text)
    }

    /// The longest filler with which `text` starts, in bytes.
    pub fn filler_at(&self, text: &str) -> Option<usize> {
        self.fillers.at(text).map(|(len, ())| len)
    }

    /// The fillers, in no order.
    pub fn fillers(&self) -> impl Iterator<Item = &str> {
        self.fillers.phrases()
    }

    /// The verb that says the same from the other side: to buy, for to sell.
    pub fn other_direction(&self, id: WordId) -> Option<WordId> {
        self.term(id).filter(|term| term.role.is_some())?.opposite
    }

    /// The term of a word, or `None` if it is only a word.
    pub fn term(&self, id: WordId) -> Option<&TermInfo> {
        self.terms.get(id as usize)
    }

    /// Whether a text is a term's name or alias.
    pub fn is_term(&self, text: &str) -> bool {
        self.word(text).is_some_and(|id| self.term(id).is_some())
    }

    /// The word of a term id.
    pub fn id(&self, term: &str) -> Option<WordId> {
        self.by_id.get(term).copied()
    }

    /// The term of a word, if it is a name or thing rather than a class of words.
    pub fn thing(&self, id: WordId) -> Option<&TermInfo> {
        self.term(id).filter(|term| term.kind != TermKind::Word)
    }

    /// Every word that is known, in no order.
    pub fn words(&self) -> impl Iterator<Item = (&str, WordId)> {
        self.words.iter().map(|(word, &id)| (word.as_str(), id))
    }

    /// How many ids are in use.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether it knows no word.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

fn spellings(term: &Term) -> impl Iterator<Item = &str> {
    std::iter::once(term.name.as_str()).chain(term.aliases.iter().map(String::as_str))
}
