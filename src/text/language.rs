//! What the program knows of Chinese itself, read once from `zh.toml`: question words, function words, units.

mod clauses;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

pub use self::clauses::Clauses;
use super::finder::Finder;
use super::phrases::Phrases;

/// The kinds of question, as bits of a [`Kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Kind {
    When,
    Where,
    Who,
    Why,
    How,
    What,
    Meaning,
    HowMany,
    HowLong,
    HowOld,
    HowFar,
    Named,
    Choice,
    Polar,
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u16);

impl Kinds {
    /// Whether `kind` is in it.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// Puts `kind` in.
    pub fn add(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u16;
    }

    /// What is in either.
    pub fn union(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// What is in it and not in the other.
    pub fn without(self, other: Kinds) -> Kinds {
        Kinds(self.0 & !other.0)
    }

    /// Whether they share a kind.
    pub fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in it.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        ALL_KINDS.into_iter().filter(move |&kind| self.has(kind))
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Kinds {
        let mut set = Kinds::default();
        kinds.into_iter().for_each(|kind| set.add(kind));
        set
    }
}

/// Every kind, in the order of their numbers.
pub const ALL_KINDS: [Kind; 14] = [
    Kind::When,
    Kind::Where,
    Kind::Who,
    Kind::Why,
    Kind::How,
    Kind::What,
    Kind::Meaning,
    Kind::HowMany,
    Kind::HowLong,
    Kind::HowOld,
    Kind::HowFar,
    Kind::Named,
    Kind::Choice,
    Kind::Polar,
];

/// What a question does with figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Operation {
    Difference,
    Ratio,
    Share,
    Sum,
    Average,
    Monthly,
    Base,
    Rest,
    Change,
}

/// What a text that says nothing else asks about the answer before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Follow {
    Why,
    How,
    Who,
    Source,
    Sure,
    More,
}

/// The language's word lists.
pub struct Language {
    /// Question words.
    pub kinds: Phrases<Kind>,
    /// Question words that ask nothing.
    pub indefinite: Phrases<()>,
    /// What a question does with figures.
    pub operations: Phrases<Operation>,
    /// The word in front of another one that means all but that.
    pub outside: String,
    /// Function words.
    pub stop: FxHashSet<String>,
    /// Periods and numerals, as they are typed in pinyin.
    pub spoken: Vec<String>,
    /// Words around a number of which somebody asks what it is.
    pub naming: FxHashSet<String>,
    /// Verbs and nouns of saying and thinking.
    pub viewing: FxHashSet<String>,
    /// Words for the most of something.
    pub superlative: Finder,
    /// Pronouns for persons.
    pub pronouns: Finder,
    /// Words that stand for an organisation or a document that was named before.
    pub things: Finder,
    /// Openings and endings of a question that leans on the one before.
    pub leaning: Vec<String>,
    /// Endings of a clause that goes on with another question.
    pub ending: Vec<String>,
    /// Endings by which somebody wants confirmed what they state.
    pub asserting: Vec<String>,
    /// Words for a person that are said of one sex only.
    pub gendered: Vec<String>,
    /// Openings by which somebody corrects what was understood.
    pub corrections: Vec<String>,
    /// Phrases by which somebody turns to another topic, or back to one.
    pub switches: Finder,
    /// Phrases that ask for the same the other way round.
    pub reversing: Finder,
    /// Units behind a question for a count.
    pub counters: Phrases<()>,
    /// Endings of a question for a number behind which stands what is counted.
    pub counting: Vec<String>,
    /// Openings of such a question that are mostly a few of something,
    pub few: Vec<String>,
    /// and what stands before them where they are not.
    pub having: Vec<String>,
    /// Words that count only behind "which".
    pub classifiers: Phrases<()>,
    /// Units that are not to be had from another count, by line those that serve for one another.
    pub strict_units: Vec<Vec<String>>,
    /// Currencies in which nothing is converted.
    pub foreign: Vec<String>,
    /// Words for money.
    pub money: Phrases<()>,
    /// Words for a share.
    pub percent: Phrases<()>,
    /// How clauses begin, end and go together.
    pub clauses: Clauses,
    /// What is asked about the answer before; `None` for words that may stand around it and add nothing.
    pub follow: Phrases<Option<Follow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kinds: BTreeMap<String, Vec<String>>,
    words: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    operations: BTreeMap<String, Vec<String>>,
    clauses: BTreeMap<String, Vec<String>>,
    follow: BTreeMap<String, Vec<String>>,
}

impl Language {
    /// The Chinese that is compiled into the program.
    pub fn chinese() -> &'static Language {
        static CHINESE: OnceLock<Language> = OnceLock::new();
        CHINESE.get_or_init(|| {
            let written: Written = toml::from_str(include_str!("zh.toml")).unwrap_or_else(|_| Written {
                kinds: BTreeMap::new(),
                words: BTreeMap::new(),
                units: BTreeMap::new(),
                operations: BTreeMap::new(),
                clauses: BTreeMap::new(),
                follow: BTreeMap::new(),
            });
            Language::new(&written)
        })
    }

    fn new(written: &Written) -> Language {
        let list = |table: &BTreeMap<String, Vec<String>>, key: &str| table.get(key).cloned().unwrap_or_default();
        let phrases = |table, key| list(table, key).into_iter().map(|word| (word, ())).collect();
        Language {
            kinds: tagged(&written.kinds),
            indefinite: phrases(&written.words, "indefinite"),
            operations: tagged(&written.operations),
            outside: list(&written.words, "outside").concat(),
            stop: list(&written.words, "stop").into_iter().collect(),
            spoken: list(&written.words, "spoken"),
            naming: list(&written.words, "naming").into_iter().collect(),
            viewing: list(&written.words, "viewing").into_iter().collect(),
            superlative: list(&written.words, "superlative").into(),
            pronouns: list(&written.words, "pronoun").into(),
            things: list(&written.words, "thing").into(),
            leaning: list(&written.words, "leaning"),
            ending: list(&written.words, "ending"),
            asserting: list(&written.words, "asserting"),
            gendered: list(&written.words, "gendered"),
            corrections: list(&written.words, "correction"),
            switches: list(&written.words, "switch").into(),
            reversing: list(&written.words, "reverse").into(),
            counters: list(&written.words, "counter").into_iter().map(|w| (w, ())).collect(),
            counting: list(&written.words, "counting"),
            few: list(&written.words, "few"),
            having: list(&written.words, "having"),
            classifiers: list(&written.words, "classifier").into_iter().map(|w| (w, ())).collect(),
            strict_units: list(&written.units, "strict").iter().map(|line| words_of(line)).collect(),
            foreign: list(&written.units, "foreign"),
            money: list(&written.units, "money").into_iter().map(|w| (w, ())).collect(),
            percent: list(&written.units, "percent").into_iter().map(|w| (w, ())).collect(),
            clauses: Clauses::new(&written.clauses),
            follow: follow(&written.follow),
        }
    }
}

/// The words of a line.
fn words_of(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// What follows an answer, and what may stand around that.
fn follow(table: &BTreeMap<String, Vec<String>>) -> Phrases<Option<Follow>> {
    let empty = table.get("around").into_iter().flatten().map(|word| (word.clone(), None));
    let telling = tagged::<Follow>(table);
    empty.chain(telling.phrases().filter_map(|p| Some((p.to_owned(), Some(telling.get(p)?))))).collect()
}

/// The phrases of a table whose keys are names of `T`.
fn tagged<T: Copy + for<'de> Deserialize<'de>>(table: &BTreeMap<String, Vec<String>>) -> Phrases<T> {
    let named = |key: &str| T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(key)).ok();
    table
        .iter()
        .filter_map(|(key, phrases)| Some((named(key)?, phrases)))
        .flat_map(|(tag, phrases)| phrases.iter().map(move |phrase| (phrase.clone(), tag)))
        .collect()
}
