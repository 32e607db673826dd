//! What the bot knows: one immutable snapshot, compiled from a pack.

pub mod article;
pub mod fault;
mod lint;
pub mod load;
pub mod pack;
pub mod source;
pub mod wording;

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use crate::figures::Figures;
use crate::matching::index::{Index, Place, Readings, RowId};
use crate::text::fold::fold;
use crate::text::is_letter;
use crate::text::lexicon::{Lexicon, WordId};
use crate::text::reader::Reader;
use crate::text::segment::Dictionary;

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
    places: FxHashMap<String, Place>,
    /// The last of the ways to ask whose letters and digits have this key.
    exact: FxHashMap<u64, RowId>,
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
        drop(readings);
        reader.learn(lesson);
        let figures = Figures::new(&pack, &reader.lexicon);
        let entries = pack.entries.iter().enumerate().map(|(at, e)| (e.id.clone(), Place::Entry(at)));
        let gaps = pack.gaps.iter().enumerate().map(|(at, g)| (g.id.clone(), Place::Gap(at)));
        let places = entries.chain(gaps).collect();
        let exact = (0..).zip(&index.written).map(|(row, written)| (key(&fold(written).text), row)).collect();
        Knowledge { pack, reader, index, figures, parties, year, places, exact }
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
            Ok(Knowledge::with(dictionary.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), pack))
        })
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

    /// A phrase of the bot's own wording; the key itself if the pack lacks it (the loader sees to it that it does not).
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.pack.wording.0.get(key).map_or(key, String::as_str)
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
