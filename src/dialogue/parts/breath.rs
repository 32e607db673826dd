//! What is spoken in one breath: a long message without marks, as a telephone writes down what it hears, is cut where
//! spoken clauses begin and end.

use std::borrow::Cow;

use super::MARKS;
use crate::text::language::Language;

/// Characters without a mark from which a message is taken for spoken.
const BREATH: usize = 30;
/// Characters that a clause has at least.
const CLAUSE: usize = 3;

/// A folded text with marks where a spoken one has none.
pub fn with_marks(text: &str) -> Cow<'_, str> {
    let long = |stretch: &str| stretch.chars().count() > BREATH;
    if !text.split(MARKS).any(long) {
        return Cow::Borrowed(text);
    }
    text.split_inclusive(MARKS).map(|stretch| if long(stretch) { cut(stretch) } else { stretch.to_owned() }).collect()
}

fn cut(stretch: &str) -> String {
    let language = Language::chinese();
    let counts = language.enumerating.iter().filter(|word| stretch.contains(word.as_str())).count() > 1;
    let mut marked = String::with_capacity(stretch.len() + 8);
    let mut rest = stretch;
    while let Some(c) = rest.chars().next() {
        let opens = |word: &String| rest.starts_with(word.as_str());
        if counts && language.enumerating.iter().any(opens) {
            marked.push(';');
        } else if language.begins.at(rest).is_some() && since_mark(&marked) >= CLAUSE {
            marked.push(',');
        }
        match language.ends.at(rest) {
            Some((length, ())) => {
                marked.push_str(&rest[..length]);
                marked.push(',');
                rest = &rest[length..];
            }
            None => {
                marked.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    marked
}

/// Characters behind the last mark.
fn since_mark(marked: &str) -> usize {
    marked.chars().rev().take_while(|c| !MARKS.contains(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_stretch_is_cut_where_spoken_clauses_meet() {
        let spoken = "我昨天去买茶叶的时候听那个老板讲了半天呀然后我没听懂到底红茶和绿茶哪个更贵你告诉我一下";
        let marked = "我昨天去买茶叶的时候听那个老板讲了半天呀,然后我没听懂,到底红茶和绿茶哪个更贵,你告诉我,一下";
        assert_eq!(with_marks(spoken), marked);
        let counted = "我有两个问题想跟你请教第一红茶多少钱一斤第二绿茶在什么地方能够买得到";
        assert_eq!(with_marks(counted), "我有两个问题想跟你请教;第一红茶多少钱一斤;第二绿茶在什么地方能够买得到");
    }

    #[test]
    fn what_has_marks_or_is_short_stays() {
        for text in ["然后到底多少钱", "红茶和绿茶都是茶,然后到底哪个更贵,你告诉我"] {
            assert!(matches!(with_marks(text), Cow::Borrowed(same) if same == text));
        }
    }
}
