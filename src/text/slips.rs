//! Slips of the fingers that the neighbourhood alone shows: two characters that changed places, or one typed twice.
//!
//! A slip makes neighbours that no question has; where undoing it leaves only neighbours that some question has, it was
//! one. Words that exist are left alone, and so are numerals.

use rustc_hash::FxHashSet;

use super::is_han;

/// Neighbours that no question has which two changed characters leave at least.
const TORN: usize = 2;
/// Characters of which two in a row are a number.
const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿两";

/// The text with its slips undone, and each piece as typed and as read; `None` if there are none. `pairs` are the
/// characters that questions have side by side, `known` tells what is a word.
pub fn undone(
    text: &str,
    pairs: &FxHashSet<(char, char)>,
    known: &dyn Fn(&str) -> bool,
) -> Option<(String, Vec<(String, String)>)> {
    let mut neighbours = text.chars().zip(text.chars().skip(1));
    if neighbours.all(|(a, b)| !is_han(a) || !is_han(b) || pairs.contains(&(a, b))) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut pieces, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    while at < chars.len() {
        match slip_at(&chars, at, pairs, known).filter(|_| !known(&chars[at..at + 2].iter().collect::<String>())) {
            Some(meant) => {
                pieces.push((chars[at..at + 2].iter().collect(), meant.clone()));
                out.push_str(&meant);
                at += 2;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    (!pieces.is_empty()).then_some((out, pieces))
}

/// What was meant by the two characters from `at` on, if they are a slip.
fn slip_at(chars: &[char], at: usize, pairs: &FxHashSet<(char, char)>, known: &dyn Fn(&str) -> bool) -> Option<String> {
    let (&a, &b) = (chars.get(at)?, chars.get(at + 1)?);
    if !is_han(a) || !is_han(b) || pairs.contains(&(a, b)) {
        return None;
    }
    let before = at.checked_sub(1).map(|at| chars[at]).filter(|&c| is_han(c));
    let after = chars.get(at + 2).copied().filter(|&c| is_han(c));
    let seen = |first: Option<char>, second: Option<char>| first.zip(second).map(|pair| pairs.contains(&pair));
    if a == b {
        // The second one may begin a word.
        let begins = after.is_some_and(|c| known(&String::from_iter([b, c]))) && seen(before, Some(a)) == Some(true);
        let sides = [seen(before, Some(a)), seen(Some(a), after)];
        let fits = sides.iter().all(|side| *side != Some(false)) && sides.contains(&Some(true));
        return (fits && !begins && !NUMERALS.contains(a)).then(|| a.to_string());
    }
    let typed = [seen(before, Some(a)), Some(false), seen(Some(b), after)];
    let torn = typed.iter().filter(|side| **side == Some(false)).count();
    let mended = [seen(before, Some(b)), seen(Some(b), Some(a)), seen(Some(a), after)];
    let fits = torn >= TORN && mended.iter().all(|side| *side != Some(false));
    (fits && ![a, b].iter().any(|&c| NUMERALS.contains(c))).then(|| [b, a].iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> Option<String> {
        let questions = ["从布拉格进口茶叶", "逆差多少钱"];
        let pairs = questions.iter().flat_map(|q| q.chars().zip(q.chars().skip(1))).collect();
        undone(text, &pairs, &|word| word == "钱钱").map(|(text, _)| text)
    }

    #[test]
    fn a_swap_across_a_word_border_is_undone() {
        assert_eq!(mended("从布拉进格口茶叶").as_deref(), Some("从布拉格进口茶叶"));
    }

    #[test]
    fn a_doubled_character_is_single_again() {
        assert_eq!(mended("逆差差多少钱").as_deref(), Some("逆差多少钱"));
        assert_eq!(mended("逆差多少钱钱"), None, "a word stays");
    }

    #[test]
    fn the_first_character_of_the_next_word_stays() {
        let pairs = [('老', '夫'), ('夫', '人')].into_iter().collect();
        assert_eq!(undone("老夫夫人", &pairs, &|word| word == "夫人"), None);
    }

    #[test]
    fn what_is_new_stays() {
        assert_eq!(mended("从布拉格进口逆差"), None);
        assert_eq!(mended("老虎吃茶叶"), None);
    }
}
