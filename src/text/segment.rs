//! Cutting Chinese text into words: jieba with the lexicon's words. Nothing else knows jieba.

use jieba_rs::Jieba;

/// Sum of the counts of jieba's dictionary.
const DICTIONARY_TOTAL: f32 = 60_101_967.0;

/// The words of Chinese at large; loading them takes about 110 ms.
pub struct Dictionary(Jieba);

impl Dictionary {
    /// Loads the dictionary.
    pub fn load() -> Dictionary {
        Dictionary(Jieba::new())
    }
}

/// A segmenter for one version of the knowledge; a new version builds a new one aside.
pub struct Segmenter(Jieba);

impl Segmenter {
    /// A segmenter that keeps each of `words` (Chinese, at least two characters) in one piece.
    pub fn new<'a>(dictionary: Dictionary, words: impl IntoIterator<Item = &'a str>) -> Segmenter {
        let Dictionary(mut jieba) = dictionary;
        for word in words {
            jieba.add_word(word, None, None);
        }
        Segmenter(jieba)
    }

    /// The words of `text` in order; joined they are `text` again. Unknown names fall into characters, which the
    /// repair by sound wants.
    pub fn cut<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.cut(text, false).into_iter().map(|token| token.word)
    }

    /// How likely a word is in Chinese at large (natural logarithm), by the dictionary's counts.
    pub fn likelihood(&self, word: &str) -> f32 {
        (self.0.suggest_freq(word) as f32 / DICTIONARY_TOTAL).ln()
    }

    /// The characters that the dictionary has as words, each with its likelihood in Chinese at large (natural logarithm).
    pub fn characters(&self) -> impl Iterator<Item = (char, f32)> + '_ {
        let known = |&c: &char| self.knows(c.encode_utf8(&mut [0; 4]));
        ('\u{4E00}'..='\u{9FFF}').filter(known).map(|c| (c, self.likelihood(c.encode_utf8(&mut [0; 4]))))
    }

    /// Whether `word` is a word of the dictionary or the lexicon.
    pub fn knows(&self, word: &str) -> bool {
        self.0.has_word(word)
    }
}
