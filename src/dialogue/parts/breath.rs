//! What is spoken in one breath: a long message without marks, as a telephone writes down what it hears, is cut where
//! spoken clauses begin and end.

use std::borrow::Cow;

use super::{MARKS, is_long};
use crate::text::is_han;
use crate::text::language::{Kind, Language};

/// Characters without a mark from which a message is taken for spoken.
const BREATH: usize = 30;
/// Characters at most between "after all" and the question word that it stresses.
const NEAR: usize = 3;
/// Characters around a question word that belong to what it asks.
const AROUND: usize = 8;
/// Characters that a clause has at least.
const CLAUSE: usize = 3;

/// A folded text with marks where a spoken one has none.
pub fn with_marks(text: &str) -> Cow<'_, str> {
    let long = |stretch: &str| stretch.chars().count() > BREATH;
    let text = if is_long(text) { with_commas(text) } else { Cow::Borrowed(text) };
    if !text.split(MARKS).any(long) {
        return text;
    }
    text.split_inclusive(MARKS).map(|stretch| if long(stretch) { cut(stretch) } else { stretch.to_owned() }).collect()
}

/// A long text in which spaces between Chinese characters are commas: so people type them who are in a hurry.
fn with_commas(text: &str) -> Cow<'_, str> {
    let parts_clauses = |at: usize| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
        before.is_some_and(is_han) && behind.is_some_and(is_han)
    };
    if !text.match_indices(' ').any(|(at, _)| parts_clauses(at)) {
        return Cow::Borrowed(text);
    }
    text.char_indices().map(|(at, c)| if c == ' ' && parts_clauses(at) { ',' } else { c }).collect()
}

/// What stands around the last question word of a long stretch without marks; `None` where there is none.
pub fn core(text: &str) -> Option<&str> {
    let stretch = text.split(MARKS).rfind(|stretch| stretch.chars().count() > BREATH)?;
    let language = Language::chinese();
    let asks = |&(from, _, kind): &(usize, usize, Kind)| {
        !matches!(kind, Kind::Polar | Kind::Choice) && language.indefinite.at(&stretch[from..]).is_none()
    };
    let (from, to, _) = language.kinds.each_in(stretch).filter(asks).last()?;
    let from = stretch[..from].char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = stretch[to..].char_indices().nth(AROUND).map_or(stretch.len(), |(at, _)| to + at);
    Some(&stretch[from..to])
}

fn cut(stretch: &str) -> String {
    let language = Language::chinese();
    let counts = language.clauses.enumerating.iter().filter(|word| stretch.contains(word.as_str())).count() > 1;
    let mut marked = String::with_capacity(stretch.len() + 8);
    let mut rest = stretch;
    while let Some(c) = rest.chars().next() {
        let opens = |word: &String| rest.starts_with(word.as_str());
        if counts && language.clauses.enumerating.iter().any(opens) {
            marked.push(';');
        } else if since_mark(&marked).chars().count() >= CLAUSE && (begins(rest) || turns(since_mark(&marked), rest)) {
            marked.push(',');
        }
        match language.clauses.ends.at(rest) {
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

/// Whether a clause begins here; "after all" before a question word belongs to what stands in front of it.
fn begins(rest: &str) -> bool {
    let language = Language::chinese();
    let Some((length, ())) = language.clauses.begins.at(rest) else { return false };
    let stressed = language.clauses.stressing.iter().any(|word| rest[..length] == **word);
    let near = |at: usize| rest[length..length + at].chars().count() <= NEAR;
    let asks = language.kinds.first_in(&rest[length..]).is_some_and(|(at, ..)| near(at));
    !stressed || !asks
}

/// Whether somebody who has just asked something goes on to another clause: of themselves, or of another year.
fn turns(asked: &str, rest: &str) -> bool {
    let language = Language::chinese();
    let starts = |words: &[String]| words.iter().any(|word| rest.starts_with(word.as_str()));
    let dated = starts(&language.clauses.years);
    if !dated && !starts(&language.clauses.speaking) {
        return false;
    }
    language.kinds.each_in(asked).any(|(_, end, kind)| {
        let plain = !matches!(kind, Kind::Polar | Kind::Choice | Kind::Why | Kind::How);
        plain && (!dated || (end == asked.len() && kind == Kind::HowMany))
    })
}

/// What stands behind the last mark.
fn since_mark(marked: &str) -> &str {
    &marked[marked.rfind(MARKS).map_or(0, |at| at + marked[at..].chars().next().map_or(0, char::len_utf8))..]
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
    fn the_core_of_a_long_stretch_stands_around_its_last_question_word() {
        let spoken = "我外公以前在茶山那一带住过很久他老是念叨着要问问今年红茶卖多少钱我哪里知道呀";
        assert_eq!(core(spoken), Some("要问问今年红茶卖多少钱我哪里知道呀"));
        assert_eq!(core("红茶卖多少钱"), None, "a short question is all core");
    }

    #[test]
    fn who_has_asked_goes_on_in_another_clause() {
        let of_oneself = "前天在茶山上碰见的那个老板究竟叫什么名字我老是记不住他的茶叶呗";
        assert_eq!(with_marks(of_oneself), "前天在茶山上碰见的那个老板究竟叫什么名字,我老是记不住他的茶叶呗");
        let of_a_year = "听说茶叶一年比一年贵了那去年的茶叶一斤卖多少今年的又是什么价钱";
        assert_eq!(with_marks(of_a_year), "听说茶叶一年比一年贵了那去年的茶叶一斤卖多少,今年的又是什么价钱");
    }

    #[test]
    fn what_has_marks_or_is_short_stays() {
        for text in ["然后到底多少钱", "红茶和绿茶都是茶,然后到底哪个更贵,你告诉我"] {
            assert!(matches!(with_marks(text), Cow::Borrowed(same) if same == text));
        }
    }
}
