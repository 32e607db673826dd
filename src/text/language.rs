//! What the program knows of Chinese itself, read once from `zh.toml`: question words, function words, units.

mod clauses;
mod kinds;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

pub use self::clauses::Clauses;
pub use self::kinds::{ALL_KINDS, Kind, Kinds};
use super::finder::Finder;
use super::phrases::Phrases;

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
    /// The words in front of what a part is not,
    pub denying: Finder,
    /// and behind it.
    pub parts: Finder,
    /// Function words.
    pub stop: FxHashSet<String>,
    /// Function words without which a question asks the same.
    pub particles: FxHashSet<String>,
    /// Words by which somebody wants to know what comes of it if it goes on like this.
    pub pace: Finder,
    /// Periods and numerals, as they are typed in pinyin.
    pub spoken: Vec<String>,
    /// Words around a number of which somebody asks what it is.
    pub naming: FxHashSet<String>,
    /// Verbs and nouns of saying and thinking.
    pub viewing: FxHashSet<String>,
    /// Verbs by which something comes to a number.
    pub reaching: FxHashSet<String>,
    /// Verbs of saying,
    pub saying: FxHashSet<String>,
    /// and what stands before that of which is said.
    pub on: FxHashSet<String>,
    /// What stands behind "first" where it is one in a row.
    pub ordered: Vec<String>,
    /// What stands before what is left out of what is asked,
    pub besides: Finder,
    /// and behind it.
    pub otherwise: FxHashSet<String>,
    /// Question words that at the end of a clause ask what something is.
    pub finally: Vec<String>,
    /// What is in no place, so that where it is asks what it is.
    pub abstracts: Vec<String>,
    /// What behind "how long" makes it "how often".
    pub once: Finder,
    /// Words for the most of something.
    pub superlative: Finder,
    /// Pronouns for persons.
    pub pronouns: Finder,
    /// Words that stand for an organisation or a document that was named before.
    pub things: Finder,
    /// Words that stand for two persons who were named before.
    pub two: Finder,
    /// Openings of a question that asks nothing but somebody's name.
    pub calling: Vec<String>,
    /// What stands between two names.
    pub and: String,
    /// Openings that stand for a place or a meeting that was spoken of.
    pub there: Vec<String>,
    /// Openings and endings of a question that leans on the one before.
    pub leaning: Vec<String>,
    /// Words with which a question begins that adds something to what was told.
    pub adding: Vec<String>,
    /// Endings of a clause that goes on with another question.
    pub ending: Vec<String>,
    /// Endings by which somebody wants confirmed what they state.
    pub asserting: Vec<String>,
    /// Words for a person that are said of one sex only.
    pub gendered: Vec<String>,
    /// Openings by which somebody corrects what was understood.
    pub corrections: Vec<String>,
    /// Words by which somebody only doubts what they were told.
    pub doubting: Finder,
    /// Words by which somebody wants something else instead, or besides.
    pub wanting: Finder,
    /// Phrases by which somebody turns to another topic, or back to one.
    pub switches: Finder,
    /// The year before the one that was spoken of,
    pub year_before: Finder,
    /// the one after it,
    pub year_after: Finder,
    /// and what stands behind where the same months of it are meant.
    pub same_period: Vec<String>,
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
    /// What stands behind a number of which a part is asked for.
    pub within: Vec<String>,
    /// Words for an amount of money.
    pub amount: FxHashSet<String>,
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
            denying: list(&written.words, "denying").into(),
            parts: list(&written.words, "parts").into(),
            stop: list(&written.words, "stop").into_iter().collect(),
            particles: list(&written.words, "particle").into_iter().collect(),
            pace: list(&written.words, "pace").into(),
            spoken: list(&written.words, "spoken"),
            naming: list(&written.words, "naming").into_iter().collect(),
            viewing: list(&written.words, "viewing").into_iter().collect(),
            reaching: list(&written.words, "reaching").into_iter().collect(),
            saying: list(&written.words, "saying").into_iter().collect(),
            on: list(&written.words, "on").into_iter().collect(),
            ordered: list(&written.words, "ordered"),
            besides: list(&written.words, "besides").into(),
            otherwise: list(&written.words, "else").into_iter().collect(),
            finally: list(&written.words, "finally"),
            abstracts: list(&written.words, "abstract"),
            once: list(&written.words, "once").into(),
            superlative: list(&written.words, "superlative").into(),
            pronouns: list(&written.words, "pronoun").into(),
            things: list(&written.words, "thing").into(),
            two: list(&written.words, "two").into(),
            calling: list(&written.words, "calling"),
            and: list(&written.words, "and").concat(),
            there: list(&written.words, "there"),
            leaning: list(&written.words, "leaning"),
            adding: list(&written.words, "adding"),
            ending: list(&written.words, "ending"),
            asserting: list(&written.words, "asserting"),
            gendered: list(&written.words, "gendered"),
            corrections: list(&written.words, "correction"),
            doubting: list(&written.words, "doubting").into(),
            wanting: list(&written.words, "wanting").into(),
            switches: list(&written.words, "switch").into(),
            year_before: list(&written.words, "year_before").into(),
            year_after: list(&written.words, "year_after").into(),
            same_period: list(&written.words, "same_period"),
            reversing: list(&written.words, "reverse").into(),
            counters: list(&written.words, "counter").into_iter().map(|w| (w, ())).collect(),
            counting: list(&written.words, "counting"),
            few: list(&written.words, "few"),
            having: list(&written.words, "having"),
            classifiers: list(&written.words, "classifier").into_iter().map(|w| (w, ())).collect(),
            strict_units: list(&written.units, "strict").iter().map(|line| words_of(line)).collect(),
            foreign: list(&written.units, "foreign"),
            money: list(&written.units, "money").into_iter().map(|w| (w, ())).collect(),
            within: list(&written.units, "within"),
            amount: list(&written.units, "amount").into_iter().collect(),
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
