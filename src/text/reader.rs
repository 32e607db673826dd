//! The reader of one version of the knowledge: from what was typed to a [`Question`].

use super::fold::{Folded, fold};
use super::language::Language;
use super::latin::PinyinIndex;
use super::lexicon::Lexicon;
use super::question::Question;
use super::repair;
use super::scan::Scanner;
use super::segment::Segmenter;
use super::spelling::SpellingIndex;

/// Reads questions with one pack's words.
pub struct Reader {
    /// The pack's words.
    pub lexicon: Lexicon,
    segmenter: Segmenter,
    pinyin: PinyinIndex,
    spelling: SpellingIndex,
    year: u16,
}

impl Reader {
    /// A reader that knows the lexicon's words, but none of the questions yet; `year` is the article's.
    pub fn new(lexicon: Lexicon, year: u16) -> Reader {
        let segmenter = Segmenter::new(lexicon.words().map(|(word, _)| word).filter(|w| is_chinese_word(w)));
        Reader { lexicon, segmenter, pinyin: PinyinIndex::default(), spelling: SpellingIndex::default(), year }
    }

    /// Takes the words of the pack's own questions in, with how often each is used, so that misspelt questions are
    /// read as these words.
    pub fn learn(&mut self, uses: &[(String, u32)]) {
        let language = Language::chinese();
        let known = self.lexicon.words().map(|(word, _)| word);
        let mut words: Vec<(&str, u32)> = known.map(|word| (word, 1)).collect();
        words.extend(uses.iter().map(|(word, uses)| (word.as_str(), *uses)));
        words.extend(language.kinds.phrases().map(|word| (word, 3)));
        words.extend(language.stop.iter().map(|word| (word.as_str(), 2)));
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        words.dedup_by(|later, first| later.0 == first.0);
        self.pinyin = PinyinIndex::new(words.iter().copied());
        self.spelling = SpellingIndex::new(words.iter().map(|(word, _)| *word));
    }

    /// Reads what somebody typed.
    pub fn read(&self, typed: &str) -> Question {
        let Folded { text, script } = fold(typed);
        let mut repairs = Vec::new();
        let text = match repair::pinyin(&text, &self.lexicon, &self.pinyin, &self.spelling) {
            Some(repaired) => {
                repairs.extend(repaired.pieces);
                repaired.text
            }
            None => text,
        };
        let mut question = self.scan(&text);
        if let Some(repaired) = repair::words(&question, &self.spelling) {
            repairs.extend(repaired.pieces);
            question = self.scan(&repaired.text);
        }
        Question { script, repairs, ..question }
    }

    /// Reads a question of the pack itself, in which nothing is misspelt.
    pub fn read_clean(&self, written: &str) -> Question {
        let Folded { text, script } = fold(written);
        Question { script, ..self.scan(&text) }
    }

    fn scan(&self, text: &str) -> Question {
        let language = Language::chinese();
        Scanner { lexicon: &self.lexicon, segmenter: &self.segmenter, language, year: self.year }.scan(text)
    }
}

fn is_chinese_word(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(super::is_han)
}
