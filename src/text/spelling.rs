//! Finding the word that was meant: by sound (homophones and near ones) or by spelling (one character wrong, missing,
//! doubled, or two swapped).
//!
//! Spelling uses the deletion neighbourhood (Garbe's SymSpell): a word and a slip of it share a form with one character
//! less. Inside a word edit distance is right; for sentences it never is.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::{is_han, sound};

/// Characters that a Chinese word must have to be found by spelling; shorter ones have too many neighbours.
const SHORTEST_HAN: usize = 3;
/// Letters that a Latin word must have to be found by spelling.
const SHORTEST_LATIN: usize = 5;
/// Characters of the longest word that is found.
const LONGEST: usize = 12;

/// The pack's words by coarse sound and by deletions.
#[derive(Default)]
pub struct SpellingIndex {
    words: Vec<(String, f32)>,
    by_sound: FxHashMap<u64, Vec<u32>>,
    by_deletion: FxHashMap<u64, Vec<u32>>,
    /// Words of two Chinese characters, by these the other way round.
    by_swap: FxHashMap<(char, char), u32>,
    /// The same words, by each of their characters.
    by_half: FxHashMap<char, Vec<u32>>,
}

/// How a piece of text was found to be a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It sounds the same.
    Sound,
    /// It sounds nearly the same.
    NearSound,
    /// Its two characters changed places.
    Swap,
    /// One slip of the fingers apart.
    Slip,
    /// One of its two characters was left out.
    Half,
}

/// A word that a piece of text may stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meant<'a> {
    /// The word.
    pub word: &'a str,
    /// How it was found.
    pub likeness: Likeness,
    /// Natural logarithm of how likely the word is in a question to this pack.
    pub prior: f32,
}

impl SpellingIndex {
    /// An index of words, each with the logarithm of its likelihood; of words that are alike earlier ones win.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, f32)>) -> SpellingIndex {
        let mut index = SpellingIndex::default();
        for (word, prior) in words {
            let at = u32::try_from(index.words.len()).unwrap_or(u32::MAX);
            let chars: Vec<char> = word.chars().collect();
            if let Some(key) = sound_key(&chars).filter(|_| (2..=LONGEST).contains(&chars.len())) {
                index.by_sound.entry(key).or_default().push(at);
            }
            if chars.len() >= shortest(&chars) && chars.len() <= LONGEST {
                for key in deletions(&chars) {
                    index.by_deletion.entry(key).or_default().push(at);
                }
            }
            if let &[first, second] = chars.as_slice()
                && is_han(first)
                && is_han(second)
            {
                index.by_swap.entry((second, first)).or_insert(at);
                index.by_half.entry(first).or_default().push(at);
                index.by_half.entry(second).or_default().push(at);
            }
            index.words.push((word.to_owned(), prior));
        }
        index
    }

    /// A word, other than the piece itself, that sounds like it; one that sounds the same before one that nearly does.
    pub fn by_sound(&self, piece: &[char]) -> Option<Meant<'_>> {
        let found = self.by_sound.get(&sound_key(piece)?)?;
        let same = |word: &str| word.chars().zip(piece).all(|(a, &b)| sound::syllable(a) == sound::syllable(b));
        let other = |at: &&u32| !self.words[**at as usize].0.chars().eq(piece.iter().copied());
        let exact = found.iter().filter(other).find(|&&at| same(&self.words[at as usize].0));
        match exact {
            Some(&at) => Some(self.meant(at, Likeness::Sound)),
            None => found.iter().find(other).map(|&at| self.meant(at, Likeness::NearSound)),
        }
    }

    /// A word of two characters that the piece has the other way round.
    pub fn by_swap(&self, piece: &[char]) -> Option<Meant<'_>> {
        let &[first, second] = piece else { return None };
        self.by_swap.get(&(first, second)).filter(|_| first != second).map(|&at| self.meant(at, Likeness::Swap))
    }

    /// The words of two characters of which one is `half`, the likeliest first.
    pub fn by_half(&self, half: char) -> impl Iterator<Item = Meant<'_>> {
        self.by_half.get(&half).into_iter().flatten().map(|&at| self.meant(at, Likeness::Half))
    }

    /// A word that is one slip away from the piece.
    pub fn by_slip(&self, piece: &[char]) -> Option<Meant<'_>> {
        if piece.len() + 1 < shortest(piece) || piece.len() > LONGEST {
            return None;
        }
        let typed: String = piece.iter().collect();
        let near = |at: &&u32| {
            let word = self.words[**at as usize].0.as_str();
            word != typed && strsim::osa_distance(word, &typed) == 1
        };
        deletions(piece)
            .filter_map(|key| self.by_deletion.get(&key))
            .flatten()
            .find(near)
            .map(|&at| self.meant(at, Likeness::Slip))
    }

    fn meant(&self, at: u32, likeness: Likeness) -> Meant<'_> {
        let (word, prior) = &self.words[at as usize];
        Meant { word, likeness, prior: *prior }
    }
}

fn shortest(chars: &[char]) -> usize {
    if chars.iter().all(|&c| is_han(c)) { SHORTEST_HAN } else { SHORTEST_LATIN }
}

/// A key that pieces of equal coarse sound share; `None` unless all of it is Chinese.
fn sound_key(chars: &[char]) -> Option<u64> {
    let mut hasher = FxHasher::default();
    chars.len().hash(&mut hasher);
    for &c in chars {
        sound::coarse(c)?.hash(&mut hasher);
    }
    Some(hasher.finish())
}

/// Keys of the piece itself and of each form of it with one character less.
fn deletions(chars: &[char]) -> impl Iterator<Item = u64> + '_ {
    (0..=chars.len()).map(|without| {
        let mut hasher = FxHasher::default();
        for (at, c) in chars.iter().enumerate() {
            if at != without {
                c.hash(&mut hasher);
            }
        }
        hasher.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_characters_that_changed_places_are_found() {
        let index = SpellingIndex::new([("逆差", -6.0)]);
        let meant = index.by_swap(&['差', '逆']).map(|meant| (meant.word, meant.likeness));
        assert_eq!(meant, Some(("逆差", Likeness::Swap)));
        assert_eq!(index.by_swap(&['逆', '差']), None);
    }
}
