//! Two questions that a word joins: "where is it, and by the way what is it about", "its place and its topics".

use std::borrow::Cow;

use super::MARKS;
use crate::text::is_letter;
use crate::text::language::Language;

/// Characters of either of two things that are asked of one.
const ASPECT: std::ops::RangeInclusive<usize> = 2..=10;
/// Between what is asked about and what of it.
const OF: char = '的';

/// A short folded text with a mark in front of each word that joins a second question to the first.
pub fn with_joints(text: &str) -> Cow<'_, str> {
    let language = Language::chinese();
    let joint = |at: usize| {
        let (length, ()) = language.clauses.joints.at(&text[at..])?;
        let asks_on = language.kinds.at(&text[at + length..]).is_some();
        (at > 0 && !asks_on && !text[..at].ends_with(MARKS)).then_some(at)
    };
    let found: Vec<usize> = text.char_indices().filter_map(|(at, _)| joint(at)).collect();
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut marked = text.to_owned();
    found.iter().rev().for_each(|&at| marked.insert(at, ','));
    Cow::Owned(marked)
}

/// What two questions a text stands for that asks for two things of one; empty if it does not.
pub fn of_one(text: &str) -> Vec<String> {
    let language = Language::chinese();
    let text = text.trim_end_matches(|c: char| !is_letter(c));
    let each = language.clauses.each.iter().any(|word| text.contains(word.as_str()));
    let words = language.clauses.pairing.iter().chain(language.clauses.comparing.iter().filter(|_| each));
    let is_part = |upto: &str| language.clauses.bound.iter().any(|longer| upto.ends_with(longer.as_str()));
    let place = |word: &str| text.find(word).map(|at| (at, word.len())).filter(|(at, len)| !is_part(&text[..at + len]));
    let first = words.filter_map(|word| place(word)).min_by_key(|&(at, length)| (at, usize::MAX - length));
    let Some((at, length)) = first else { return Vec::new() };
    let (left, right) = (&text[..at], text[at + length..].trim_start_matches('其'));
    let Some((about, aspect)) = left.rsplit_once(OF) else { return Vec::new() };
    let fits = |aspect: &str| ASPECT.contains(&aspect.chars().count()) && !aspect.contains(MARKS);
    let other =
        language.clauses.each.iter().find_map(|word| right.split_once(word.as_str())).map_or(right, |(other, _)| other);
    if !fits(aspect) || !fits(other) || right.contains(OF) || about.ends_with(MARKS) {
        return Vec::new();
    }
    vec![left.to_owned(), format!("{about}{OF}{other}")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joint_is_marked_where_a_second_question_begins() {
        assert_eq!(with_joints("茶叶在哪买顺便问下多少钱"), "茶叶在哪买,顺便问下多少钱");
        for whole in ["茶叶有红的还有什么", "顺便问下茶叶多少钱", "茶叶多少钱,顺便问下在哪买"]
        {
            assert!(matches!(with_joints(whole), Cow::Borrowed(_)), "{whole}");
        }
    }

    #[test]
    fn two_things_of_one_are_two_questions() {
        assert_eq!(of_one("红茶的产地及价格。"), ["红茶的产地", "红茶的价格"]);
        assert_eq!(of_one("红茶的产地与价格分别是什么"), ["红茶的产地", "红茶的价格"]);
        for whole in ["红茶及绿茶的产地", "红茶的产地与价格", "茶叶的产地涉及哪里", "茶叶多少钱"]
        {
            assert!(of_one(whole).is_empty(), "{whole}");
        }
    }
}
