//! Latin letters in a question: aliases (Putin, AI, state visit), and pinyin, which is read as the pack's own words.

use rustc_hash::FxHashMap;

use super::is_han;
use super::sound;

/// Letters of the longest word that is looked for in pinyin.
const LONGEST: usize = 42;

/// The pack's words by their pinyin letters, as a trie.
#[derive(Default)]
pub struct PinyinIndex {
    /// Next node by node and letter; node 0 is the root.
    next: FxHashMap<(u32, u8), u32>,
    /// The word that ends at a node, and how likely it is (natural logarithm).
    words: FxHashMap<u32, (String, f32)>,
    nodes: u32,
}

impl PinyinIndex {
    /// An index of Chinese words, each with the logarithm of its likelihood.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, f32)>) -> PinyinIndex {
        let mut index = PinyinIndex::default();
        for (word, prior) in words {
            if word.chars().all(is_han) {
                for spelt in spellings(word) {
                    index.add(&spelt, word, prior);
                }
            }
        }
        index
    }

    fn add(&mut self, spelt: &str, word: &str, prior: f32) {
        if spelt.is_empty() || spelt.len() > LONGEST {
            return;
        }
        let mut node = 0;
        for letter in spelt.bytes() {
            let fresh = self.nodes + 1;
            node = *self.next.entry((node, letter)).or_insert(fresh);
            self.nodes = self.nodes.max(node);
        }
        // Of homophones the commoner is read; of equals the one that sorts first, so that order never matters.
        let better = |(old, held): &(String, f32)| prior > *held || (prior == *held && word < old.as_str());
        if self.words.get(&node).is_none_or(better) {
            self.words.insert(node, (word.to_owned(), prior));
        }
    }

    /// Reads `letters` (pinyin without spaces) as the likeliest words. `None` if some of it is no word.
    pub fn decode(&self, letters: &str) -> Option<String> {
        let bytes = letters.as_bytes();
        let mut best: Vec<Option<(f32, usize, &str)>> = vec![None; bytes.len() + 1];
        best[0] = Some((0.0, 0, ""));
        for start in 0..bytes.len() {
            let Some((cost, ..)) = best[start] else { continue };
            let mut node = 0;
            for (offset, &letter) in bytes[start..].iter().enumerate().take(LONGEST) {
                let Some(&following) = self.next.get(&(node, letter)) else { break };
                node = following;
                let Some((word, prior)) = self.words.get(&node) else { continue };
                let total = cost - prior;
                let end = start + offset + 1;
                if best[end].is_none_or(|(held, ..)| total < held) {
                    best[end] = Some((total, start, word));
                }
            }
        }
        let (mut at, mut words) = (bytes.len(), Vec::new());
        while at > 0 {
            let (_, start, word) = best[at]?;
            words.push(word);
            at = start;
        }
        Some(words.into_iter().rev().collect())
    }
}

/// The ways to spell a Chinese word in pinyin letters, at most four.
fn spellings(word: &str) -> Vec<String> {
    let mut spelt = vec![String::new()];
    for c in word.chars() {
        let readings = sound::syllables(c);
        spelt =
            spelt.iter().flat_map(|head| readings.iter().map(move |tail| format!("{head}{tail}"))).take(4).collect();
    }
    spelt
}
