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
    /// The word that ends at a node, and how common it is.
    words: FxHashMap<u32, (String, f32)>,
    nodes: u32,
}

impl PinyinIndex {
    /// An index of Chinese words, each with how often the pack uses it.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, u32)>) -> PinyinIndex {
        let mut index = PinyinIndex::default();
        for (word, uses) in words {
            if word.chars().all(is_han) {
                for spelt in spellings(word) {
                    index.add(&spelt, word, uses);
                }
            }
        }
        index
    }

    fn add(&mut self, spelt: &str, word: &str, uses: u32) {
        if spelt.is_empty() || spelt.len() > LONGEST {
            return;
        }
        let mut node = 0;
        for letter in spelt.bytes() {
            let fresh = self.nodes + 1;
            node = *self.next.entry((node, letter)).or_insert(fresh);
            self.nodes = self.nodes.max(node);
        }
        let weight = (1.0 + uses as f32).ln();
        // Of homophones the commoner is read; of equals the one that sorts first, so that order never matters.
        let better = |(old, held): &(String, f32)| weight > *held || (weight == *held && word < old.as_str());
        if self.words.get(&node).is_none_or(better) {
            self.words.insert(node, (word.to_owned(), weight));
        }
    }

    /// Reads `letters` (pinyin without spaces) as words: the fewest, of these the commonest. `None` if some of it is
    /// no word.
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
                let Some((word, weight)) = self.words.get(&node) else { continue };
                let single = word.chars().nth(1).is_none();
                let total = cost + if single { 1.6 } else { 1.0 } - 0.04 * weight;
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
