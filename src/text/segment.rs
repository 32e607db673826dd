//! Cutting Chinese text into words: jieba with the lexicon's words. Nothing else knows jieba.

use jieba_rs::Jieba;

/// A segmenter for one version of the knowledge; a new version builds a new one aside.
pub struct Segmenter(Jieba);

impl Segmenter {
    /// A segmenter that keeps each of `words` (Chinese, at least two characters) in one piece.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Segmenter {
        let mut jieba = Jieba::new();
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

    /// Whether `word` is a word of the dictionary or the lexicon.
    pub fn knows(&self, word: &str) -> bool {
        self.0.has_word(word)
    }
}
