//! Words by their spelling, as a trie in which `'` stands between syllables.
//!
//! A node is a bit for each letter that goes on from it; its children stand side by side, so that a step is a count of
//! bits (Bagwell's array mapped trie).

use rustc_hash::FxHashMap;

/// Words with their spellings, to make a trie of.
#[derive(Default)]
pub struct Spelt {
    texts: String,
    places: FxHashMap<String, (u32, u32)>,
    spelt: Vec<(String, Word)>,
}

#[derive(Clone, Copy)]
struct Word {
    /// Where it stands in the texts, in bytes.
    text: (u32, u32),
    /// How likely it is (natural logarithm).
    prior: f32,
    /// Whether it is a character that fills in for an unknown word.
    fills: bool,
}

/// The finished trie.
#[derive(Default)]
pub struct Trie {
    nodes: Vec<Node>,
    words: Vec<Word>,
    texts: String,
}

#[derive(Clone, Copy)]
struct Node {
    /// A bit for each letter that goes on.
    letters: u32,
    /// The first of the nodes to which they lead.
    first: u32,
    /// Where its words begin; they end where the next node's begin.
    words: u32,
}

/// The number of a letter among those that spell, in the order in which they sort.
fn bit(letter: u8) -> Option<u32> {
    match letter {
        b'\'' => Some(0),
        b'a'..=b'z' => Some(u32::from(letter - b'a') + 1),
        _ => None,
    }
}

impl Spelt {
    /// Adds a word in a spelling; what is spelt with other letters is left out.
    pub fn add(&mut self, key: String, word: &str, prior: f32, fills: bool) {
        if key.is_empty() || !key.bytes().all(|letter| bit(letter).is_some()) {
            return;
        }
        let text = match self.places.get(word) {
            Some(&place) => place,
            None => {
                let start = self.texts.len() as u32;
                self.texts.push_str(word);
                let place = (start, self.texts.len() as u32);
                self.places.insert(word.to_owned(), place);
                place
            }
        };
        self.spelt.push((key, Word { text, prior, fills }));
    }

    /// The trie, with at most `most` words of one spelling, the likeliest ones.
    pub fn into_trie(self, most: usize) -> Trie {
        let Spelt { texts, mut spelt, .. } = self;
        spelt.sort_by(|a, b| a.0.cmp(&b.0));
        let mut trie = Trie { nodes: Vec::new(), words: Vec::new(), texts };
        // Each range of the sorted spellings shares so many letters; breadth first, so that children stand together.
        let mut ranges = std::collections::VecDeque::from([(0, spelt.len(), 0)]);
        while let Some((mut from, to, depth)) = ranges.pop_front() {
            let ending = spelt[from..to].iter().take_while(|(key, _)| key.len() == depth).count();
            let words = trie.words.len() as u32;
            let kept = trie.likeliest(&spelt[from..from + ending], most);
            trie.words.extend(kept);
            from += ending;
            let mut node = Node { letters: 0, first: (trie.nodes.len() + ranges.len() + 1) as u32, words };
            while from < to {
                let letter = spelt[from].0.as_bytes()[depth];
                let count = spelt[from..to].partition_point(|(key, _)| key.as_bytes()[depth] == letter);
                node.letters |= bit(letter).map_or(0, |bit| 1 << bit);
                ranges.push_back((from, from + count, depth + 1));
                from += count;
            }
            trie.nodes.push(node);
        }
        trie.nodes.push(Node { letters: 0, first: 0, words: trie.words.len() as u32 });
        trie
    }
}

impl Trie {
    /// Where all spellings begin.
    pub const ROOT: u32 = 0;

    /// The node behind `node` and `letter`.
    pub fn next(&self, node: u32, letter: u8) -> Option<u32> {
        let (node, bit) = (self.nodes.get(node as usize)?, bit(letter)?);
        let before = node.letters & ((1 << bit) - 1);
        (node.letters >> bit & 1 == 1).then(|| node.first + before.count_ones())
    }

    /// The words that end at a node, likeliest first: their text, how likely they are, and whether they only fill in.
    pub fn words(&self, node: u32) -> impl Iterator<Item = (&str, f32, bool)> {
        let range = self.nodes.get(node as usize..node as usize + 2).map_or(0..0, |of| of[0].words..of[1].words);
        self.words[range.start as usize..range.end as usize]
            .iter()
            .map(|word| (self.text(word), word.prior, word.fills))
    }

    fn text(&self, word: &Word) -> &str {
        &self.texts[word.text.0 as usize..word.text.1 as usize]
    }

    /// The likeliest of words of one spelling, each once, as it came first; of equals the one that sorts first.
    fn likeliest(&self, words: &[(String, Word)], most: usize) -> Vec<Word> {
        let mut kept: Vec<Word> = Vec::with_capacity(words.len());
        for (_, word) in words {
            if kept.iter().all(|held| held.text != word.text) {
                kept.push(*word);
            }
        }
        kept.sort_by(|a, b| b.prior.total_cmp(&a.prior).then_with(|| self.text(a).cmp(self.text(b))));
        kept.truncate(most);
        kept
    }
}
