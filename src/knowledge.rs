//! What the bot knows: one immutable snapshot, compiled from a pack.

pub mod article;
pub mod fault;
mod lint;
pub mod load;
pub mod pack;
pub mod source;
pub mod wording;
pub mod words;

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use crate::event::Language;
use crate::figures::Figures;
use crate::matching::index::{Index, Place, Readings, RowId, TargetId};
use crate::text::fold::fold;
use crate::text::is_letter;
use crate::text::lexicon::{Lexicon, WordId};
use crate::text::question::Question;
use crate::text::reader::Reader;
use crate::text::segment::Dictionary;

/// A validated pack: every reference in it leads somewhere.
#[derive(Debug, Clone)]
pub struct Pack {
    /// What it is about.
    pub meta: pack::Meta,
    /// What the bot says of itself.
    pub wording: pack::Wording,
    /// The same in other languages.
    pub translations: Vec<pack::Translation>,
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
    /// Reads questions with the pack's words.
    pub reader: Reader,
    /// Every way to ask.
    pub index: Index,
    /// The numbers.
    pub figures: Figures,
    /// Words of the parties that every question may name.
    pub parties: Vec<WordId>,
    /// Year of the article.
    pub year: u16,
    /// Short hash of the files that it was compiled from; the pack's own version if from none.
    pub version: String,
    places: FxHashMap<String, Place>,
    /// The last of the ways to ask whose letters and digits have this key.
    exact: FxHashMap<u64, RowId>,
    /// What alone has ways to ask with this sense.
    senses: FxHashMap<u64, Option<TargetId>>,
}

impl Knowledge {
    /// Compiles a validated pack: lexicon, segmenter, index. Takes about 250 ms on one processor, nearly half of it the
    /// segmenter's dictionary.
    pub fn compile(pack: Pack) -> Knowledge {
        Knowledge::with(Dictionary::load(), pack)
    }

    fn with(dictionary: Dictionary, pack: Pack) -> Knowledge {
        let year = pack.meta.published.get(..4).and_then(|y| y.parse().ok()).unwrap_or(0);
        let lexicon = Lexicon::new(&pack.terms, &pack.fillers);
        let parties: Vec<WordId> = pack.meta.parties.iter().filter_map(|id| lexicon.id(id)).collect();
        let mut reader = Reader::new(lexicon, dictionary, year, parties.clone());
        let readings = Readings::of(&pack, &mut reader);
        let (index, lesson) = std::thread::scope(|scope| {
            let lesson = scope.spawn(|| reader.lesson(readings.usage()));
            let index = Index::new(&pack, &readings, &reader.lexicon);
            (index, lesson.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let mut senses: FxHashMap<u64, Option<TargetId>> = FxHashMap::default();
        for (row, question) in index.rows.iter().zip(readings.questions()) {
            let Some(sense) = question.sense() else { continue };
            let alone = senses.entry(sense).or_insert(Some(row.target));
            *alone = alone.filter(|target| *target == row.target);
        }
        drop(readings);
        reader.learn(lesson);
        let figures = Figures::new(&pack, &reader.lexicon);
        let entries = pack.entries.iter().enumerate().map(|(at, e)| (e.id.clone(), Place::Entry(at)));
        let gaps = pack.gaps.iter().enumerate().map(|(at, g)| (g.id.clone(), Place::Gap(at)));
        let places = entries.chain(gaps).collect();
        let exact = (0..).zip(&index.written).map(|(row, written)| (key(&fold(written).text), row)).collect();
        let version = pack.meta.version.clone();
        Knowledge { pack, reader, index, figures, parties, year, version, places, exact, senses }
    }

    /// Parses and compiles a pack; the dictionary and the tables that are made on first use are loaded beside that.
    ///
    /// # Errors
    /// All its faults, if it has any.
    pub fn load(files: &[load::SourceFile]) -> Result<Knowledge, fault::Faults> {
        std::thread::scope(|scope| {
            let dictionary = scope.spawn(Dictionary::load);
            scope.spawn(crate::text::warm_up);
            let pack = load::parse(files)?;
            let dictionary = dictionary.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok(Knowledge { version: source::version(files), ..Knowledge::with(dictionary, pack) })
        })
    }

    /// Where the entry or gap with this id stands in the pack.
    pub fn place_of(&self, id: &str) -> Option<Place> {
        self.places.get(id).copied()
    }

    /// The id of an entry or gap that is spelt much like this one.
    pub fn nearest_id(&self, id: &str) -> Option<&str> {
        lint::nearest(id, self.places.keys().map(String::as_str))
    }

    /// The id of what stands at a place.
    pub fn id_at(&self, place: Place) -> Option<&str> {
        let id = match place {
            Place::Entry(at) => &self.pack.entries.get(at)?.id,
            Place::Gap(at) => &self.pack.gaps.get(at)?.id,
            Place::Smalltalk(at) => &self.pack.smalltalk.get(at)?.id,
        };
        Some(id)
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&pack::Entry> {
        match self.places.get(id)? {
            Place::Entry(at) => self.pack.entries.get(*at),
            _ => None,
        }
    }

    /// What has a folded text, marks and spaces aside, as one of its ways to ask, word for word.
    pub fn exactly(&self, folded: &str) -> Option<Place> {
        let row = *self.exact.get(&key(folded))? as usize;
        let written = fold(&self.index.written[row]).text;
        let same = bare(&written).eq(bare(folded));
        same.then(|| self.index.targets[self.index.rows[row].target as usize].place)
    }

    /// What alone has a way to ask that says the same as a question, in whatever words.
    pub fn in_sense(&self, question: &Question) -> Option<Place> {
        let target = (*self.senses.get(&question.sense()?)?)?;
        Some(self.index.targets[target as usize].place)
    }

    /// Where the index holds the target of an entry: entries come first, in the pack's order.
    pub fn target_of(&self, id: &str) -> Option<usize> {
        match self.places.get(id)? {
            Place::Entry(at) => Some(*at),
            _ => None,
        }
    }

    /// The section that holds a paragraph.
    pub fn section(&self, paragraph: u16) -> Option<&pack::Section> {
        let next = self.pack.sections.partition_point(|s| s.first <= paragraph);
        self.pack.sections[..next].last().filter(|s| paragraph <= s.last)
    }

    /// How the bot writes a term, by its id.
    pub fn term_name(&self, id: &str) -> Option<String> {
        let lexicon = &self.reader.lexicon;
        lexicon.term(lexicon.id(id)?).map(|term| term.name.clone())
    }

    /// A phrase of the bot's own wording, in the pack's words or the usual ones; the key itself if there are none (the
    /// loader sees to it that there are).
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.pack
            .wording
            .0
            .get(key)
            .map(String::as_str)
            .or_else(|| wording::usual(Language::Chinese, key))
            .unwrap_or(key)
    }
}

/// A text without marks and spaces.
fn bare(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| is_letter(c))
}

/// A key that texts share which differ in marks and spaces alone.
fn key(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    bare(text).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}
