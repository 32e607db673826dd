//! The reader of one version of the knowledge: from what was typed to a [`Question`].

use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::{Folded, fold};
use super::language::{Kind, Language};
use super::latin::PinyinIndex;
use super::lexicon::{Lexicon, WordId};
use super::question::{Question, Sense};
use super::repair::{self, Repaired};
use super::roles;
use super::scan::{OwnWords, Scanner, own_words};
use super::segment::{Dictionary, Segmenter};
use super::slips;
use super::spelling::SpellingIndex;
use crate::knowledge::pack::TermKind;

/// Uses of a word that the lexicon lists and no question of the pack has.
const SELDOM: f32 = 0.3;
/// Likelihood of a word that the pack does not have (natural logarithm).
const NEVER: f32 = -30.0;
/// How much likelier a name must be than a plain word to be read in a misspelt piece (natural logarithm).
const NAME: f32 = 1.5;
/// How much likelier than in Chinese at large what opens a question that leans on another one is in a question (natural
/// logarithm).
const OPENING: f32 = 1.5;
/// The least likelihood of a question word, period or other phrase of the language in a question (natural logarithm).
const ASKING: f32 = -8.5;

/// What the questions of a pack say: how often each word is used, and which characters stand side by side.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    words: FxHashMap<String, u32>,
    pairs: FxHashSet<(char, char)>,
}

impl Usage {
    /// Notes a question.
    pub fn note(&mut self, question: &Question) {
        for token in question.tokens.iter().filter(|token| matches!(token.sense, Sense::Word(_) | Sense::Unknown)) {
            *self.words.entry(question.text_of(token).to_owned()).or_default() += 1;
        }
        self.pairs.extend(question.text.chars().zip(question.text.chars().skip(1)));
    }
}

/// A word with how likely it is (natural logarithms).
struct Prior<'a> {
    word: &'a str,
    /// In the pack's questions.
    own: f32,
    /// In Chinese at large.
    general: f32,
}

impl Prior<'_> {
    /// How likely it is in a question: half from the pack, half from Chinese at large.
    fn mixed(&self) -> f32 {
        (0.5 * self.own.exp() + 0.5 * self.general.exp()).ln()
    }
}

/// Reads questions with one pack's words.
pub struct Reader {
    /// The pack's words.
    pub lexicon: Lexicon,
    segmenter: Segmenter,
    own_words: OwnWords,
    lesson: Lesson,
    year: u16,
    parties: Vec<WordId>,
}

/// What the questions of a pack teach its reader.
#[derive(Default)]
pub struct Lesson {
    pinyin: PinyinIndex,
    spelling: SpellingIndex,
    /// How likely each word is, in the pack's questions or in Chinese at large.
    likely: FxHashMap<String, f32>,
    pairs: FxHashSet<(char, char)>,
}

impl Reader {
    /// A reader that knows the lexicon's words, but none of the questions yet; `year` is the article's, flows between the
    /// first two of `parties` are told from the first one's side.
    pub fn new(lexicon: Lexicon, dictionary: Dictionary, year: u16, parties: Vec<WordId>) -> Reader {
        let known = lexicon.words().map(|(word, _)| word).filter(|word| is_chinese_word(word));
        // By two characters somebody computes in words that no dictionary has: 摊到.
        let computing = Language::chinese().operations.phrases().filter(|word| word.chars().count() == 2);
        let segmenter = Segmenter::new(dictionary, known.chain(computing.filter(|word| is_chinese_word(word))));
        let own_words = own_words(Language::chinese(), &lexicon);
        Reader { lexicon, segmenter, own_words, lesson: Lesson::default(), year, parties }
    }

    /// What the pack's own questions teach: their words, with how often each is used, so that misspelt questions are
    /// read as these words, and what is written as there is not taken for misspelt.
    pub fn lesson(&self, usage: Usage) -> Lesson {
        let mut words: FxHashMap<&str, f32> = self.lexicon.words().map(|(word, _)| (word, SELDOM)).collect();
        words.extend(usage.words.iter().map(|(word, uses)| (word.as_str(), SELDOM + *uses as f32)));
        let total: f32 = words.values().sum::<f32>().max(1.0);
        let general = |word: &str| self.segmenter.likelihood(word);
        let mut priors: Vec<Prior<'_>> = words
            .iter()
            .map(|(&word, &uses)| Prior { word, own: (uses / total).ln(), general: general(word) })
            .collect();
        priors.sort_unstable_by(|a, b| b.own.total_cmp(&a.own).then(a.word.cmp(b.word)));
        let (spelling, pinyin) = (self.spelling_of(&priors, &words), self.pinyin_of(&priors, &words));
        let likely = priors.into_iter().map(|prior| (prior.word.to_owned(), prior.own.max(prior.general))).collect();
        Lesson { pinyin, spelling, likely, pairs: usage.pairs }
    }

    /// Takes in what the questions teach.
    pub fn learn(&mut self, lesson: Lesson) {
        self.lesson = lesson;
    }

    /// The index of what is misspelt: the pack's words, names only if nothing else is likely, and the language's phrases.
    fn spelling_of(&self, priors: &[Prior<'_>], words: &FxHashMap<&str, f32>) -> SpellingIndex {
        let language = Language::chinese();
        let name = |word: &str| self.lexicon.word(word).is_some_and(|id| self.lexicon.thing(id).is_some());
        let shy = |known: &Prior<'_>| if name(known.word) { known.own - NAME } else { known.own };
        let mut meant: Vec<(&str, f32)> = priors.iter().map(|known| (known.word, shy(known))).collect();
        let asked = language.kinds.phrases().chain(language.operations.phrases());
        let phrases = asked.chain(language.spoken.iter().map(String::as_str));
        let plain =
            phrases.filter(|word| is_chinese_word(word) && !word.starts_with('几') && !words.contains_key(word));
        meant.extend(plain.map(|word| (word, ASKING)));
        meant.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        SpellingIndex::new(meant)
    }

    /// The index of what is typed in pinyin: the pack's words and the language's own. What is common in Chinese is
    /// likelier than what only the pack says often.
    fn pinyin_of(&self, priors: &[Prior<'_>], words: &FxHashMap<&str, f32>) -> PinyinIndex {
        let language = Language::chinese();
        let mut spelt: Vec<(&str, f32)> = priors.iter().map(|known| (known.word, known.mixed())).collect();
        let foreign = |word| Prior { word, own: NEVER, general: self.segmenter.likelihood(word) }.mixed();
        let functions = language.stop.iter().map(String::as_str).chain(language.pronouns.words());
        let counted = language.counters.phrases().chain(language.money.phrases()).chain(language.percent.phrases());
        let plain = functions.chain(counted).filter(|word| !words.contains_key(word));
        let opens = |word: &str| if language.leaning.iter().any(|opening| opening == word) { OPENING } else { 0.0 };
        spelt.extend(plain.map(|word| (word, foreign(word) + opens(word))));
        let told = language.operations.phrases().chain(language.spoken.iter().map(String::as_str));
        spelt.extend(told.chain(language.kinds.phrases()).map(|word| {
            let least = if word.chars().nth(1).is_some() { ASKING } else { NEVER };
            (word, foreign(word).max(least))
        }));
        PinyinIndex::new(spelt, self.segmenter.characters())
    }

    /// How likely a word is that stands in a text (natural logarithm).
    fn likelihood(&self, word: &str) -> f32 {
        self.lesson.likely.get(word).copied().unwrap_or_else(|| self.segmenter.likelihood(word))
    }

    /// Reads what somebody typed.
    pub fn read(&self, typed: &str) -> Question {
        let Folded { text, script, .. } = fold(typed);
        Question { script, ..self.read_folded(&text) }
    }

    /// Reads a text that is folded already; the script is the caller's to know.
    pub fn read_folded(&self, text: &str) -> Question {
        let mut repairs = Vec::new();
        let text = match self.without_pinyin(text) {
            Some(repaired) => {
                repairs.extend(repaired.pieces);
                repaired.text
            }
            None => text.to_owned(),
        };
        let mut question = self.scan(&text);
        if let Some((text, pieces)) =
            slips::undone(&question.text, &self.lesson.pairs, &|word| self.segmenter.knows(word))
        {
            repairs.extend(pieces);
            question = self.scan(&text);
        }
        if let Some(repaired) = repair::words(
            &question,
            &self.lesson.spelling,
            &self.lesson.pairs,
            &|word| self.likelihood(word),
            &|word| self.lexicon.is_term(word),
        ) {
            repairs.extend(repaired.pieces);
            question = self.scan(&repaired.text);
        }
        Question { repairs, ..question }
    }

    /// A folded text with the pinyin in it read as Chinese; `None` if there is none.
    pub fn without_pinyin(&self, folded: &str) -> Option<Repaired> {
        repair::pinyin(folded, &self.lexicon, &self.lesson.pinyin, &self.lesson.spelling, &self.lesson.pairs)
    }

    /// Reads a question of the pack itself, in which nothing is misspelt.
    pub fn read_clean(&self, written: &str) -> Question {
        let Folded { text, script, .. } = fold(written);
        Question { script, ..self.scan(&text) }
    }

    fn scan(&self, text: &str) -> Question {
        let language = Language::chinese();
        let Reader { lexicon, segmenter, own_words, year, .. } = self;
        let scanner = Scanner { lexicon, segmenter, language, own_words, year: *year };
        let mut question = scanner.scan(text);
        roles::from_home(&mut question, &self.lexicon, &self.parties);
        self.ask_age(&mut question);
        question
    }

    /// "How big" of nobody but a person asks for an age.
    fn ask_age(&self, question: &mut Question) {
        let person = |sense: Sense| match sense {
            Sense::Pronoun => true,
            Sense::Word(id) => self.lexicon.thing(id).is_some_and(|term| term.kind == TermKind::Person),
            _ => false,
        };
        let content =
            |sense: Sense| matches!(sense, Sense::Word(_) | Sense::Unknown | Sense::Pronoun | Sense::Number(_));
        let only_persons = question.tokens.iter().filter(|t| content(t.sense)).all(|t| person(t.sense));
        let named = question.tokens.iter().any(|t| person(t.sense));
        let big = question.tokens.iter().any(|t| question.text_of(t).starts_with("多大"));
        if named && only_persons && big {
            question.kinds = [Kind::HowOld].into_iter().collect();
        }
    }
}

fn is_chinese_word(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(super::is_han)
}
