//! How alike two short texts are, and which of many belong together.
//!
//! Dice over the characters' pairs: twice the shared ones by all (Dice, 1945). Numbers tell questions apart that are
//! otherwise the same, so texts with other digits are never alike.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::fnv::fnv1a;

/// Dice coefficient from which two texts ask much the same: one word of a short question put otherwise, not two.
pub const ALIKE: f32 = 0.6;

/// Taken off before rounding up, so that a whole number stays one.
const ROUNDING: f32 = 1e-3;

/// A text as it is compared: no text any more, but hashes of its pairs of characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Hashes of each pair of neighbouring letters and digits, ascending, each once; of a lone character itself.
    pairs: Vec<u32>,
    /// A hash of its digits in their order.
    digits: u32,
}

impl Shape {
    /// The shape of a folded text.
    pub fn of(folded: &str) -> Shape {
        let bare: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
        let width = bare.len().clamp(1, 2);
        let mut pairs: Vec<u32> = bare.windows(width).map(|pair| short_hash(pair.iter().copied())).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Shape { pairs, digits: short_hash(folded.chars().filter(char::is_ascii_digit)) }
    }

    /// Whether two texts ask much the same.
    pub fn is_like(&self, other: &Shape) -> bool {
        let shared = || self.pairs.iter().filter(|pair| other.pairs.binary_search(pair).is_ok()).count();
        self.digits == other.digits && dice(shared(), self.pairs.len() + other.pairs.len()) >= ALIKE
    }

    /// Its pairs, the rarest first, but for so many of the frequent ones that whoever shares only those is not alike:
    /// of n pairs two alike texts share at least `ALIKE` / (2 - `ALIKE`) n.
    fn telling(&self, frequency: &HashMap<u32, usize>) -> Vec<u32> {
        let mut pairs = self.pairs.clone();
        pairs.sort_by_key(|pair| (frequency.get(pair), *pair));
        let least_shared = (ALIKE / (2.0 - ALIKE) * pairs.len() as f32 - ROUNDING).ceil() as usize;
        pairs.truncate((pairs.len() + 1).saturating_sub(least_shared));
        pairs
    }
}

/// The Dice coefficient of two sets, 0 to 1: how many members they share, and how many they have together.
pub fn dice(shared: usize, both: usize) -> f32 {
    if both == 0 { 0.0 } else { 2.0 * shared as f32 / both as f32 }
}

/// The places of `shapes` in groups: two that are alike are in one group, and so are those that are alike to either.
/// Groups, and the places in each, stand in the order of their first. Only texts that share a rare pair are compared.
pub fn grouped(shapes: &[Shape]) -> Vec<Vec<usize>> {
    let mut frequency: HashMap<u32, usize> = HashMap::new();
    shapes.iter().flat_map(|shape| &shape.pairs).for_each(|pair| *frequency.entry(*pair).or_default() += 1);
    let mut leader: Vec<usize> = (0..shapes.len()).collect();
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, shape) in shapes.iter().enumerate() {
        for pair in shape.telling(&frequency) {
            let holders = holders.entry(pair).or_default();
            for before in holders.iter() {
                let (a, b) = (find(&mut leader, at), find(&mut leader, *before));
                if a != b && shape.is_like(&shapes[*before]) {
                    leader[a.max(b)] = a.min(b);
                }
            }
            holders.push(at);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); shapes.len()];
    for at in 0..shapes.len() {
        groups[find(&mut leader, at)].push(at);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The first of the group of `at`; the way there is shortened.
fn find(leader: &mut [usize], mut at: usize) -> usize {
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}

/// A stable id of a folded text, 16 ASCII characters; marks and spaces do not matter.
pub fn id(folded: &str) -> String {
    format!("{:016x}", hash(folded.chars().filter(|c| c.is_alphanumeric())))
}

fn short_hash(chars: impl Iterator<Item = char>) -> u32 {
    let long = hash(chars);
    (long ^ (long >> 32)) as u32
}

fn hash(chars: impl Iterator<Item = char>) -> u64 {
    fnv1a(chars.flat_map(|c| u32::from(c).to_le_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> bool {
        assert_eq!(Shape::of(a).is_like(&Shape::of(b)), Shape::of(b).is_like(&Shape::of(a)));
        Shape::of(a).is_like(&Shape::of(b))
    }

    #[test]
    fn a_word_more_is_alike_another_year_is_not() {
        assert!(alike("贸易额是多少", "贸易额多少?"));
        assert!(alike("饭", "饭!"));
        assert!(!alike("2023年贸易额是多少", "2024年贸易额是多少"));
        assert!(!alike("张三是谁", "李四是谁"));
        assert!(!alike("", "") && !alike("饭", "吃饭"));
    }

    #[test]
    fn dice_counts_characters_not_bytes() {
        assert!((dice(2, "贸易额".chars().count() - 1 + "贸易额多".chars().count() - 1) - 0.8).abs() < f32::EPSILON);
        assert_eq!(dice(0, 0), 0.0);
    }

    #[test]
    fn groups_join_what_is_alike_over_a_third() {
        let texts = ["天气怎么样", "中饭吃什么", "今天天气怎么样", "今天天气怎样", "中饭吃什么呢"];
        let shapes: Vec<Shape> = texts.iter().map(|text| Shape::of(text)).collect();
        assert!(!shapes[0].is_like(&shapes[3]));
        assert_eq!(grouped(&shapes), [vec![0, 2, 3], vec![1, 4]]);
    }

    #[test]
    fn ids_fit_a_button_and_ignore_marks() {
        assert_eq!(id("贸易 额?"), id("贸易额"));
        assert_ne!(id("贸易额"), id("额贸易"));
        assert_eq!(id("贸易额").len(), 16);
    }
}
