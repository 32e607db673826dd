//! A long message is asked in parts: sentences that ask stand out, the rest tells on the way.

use crate::text::language::{Kind, Language};

/// Characters up to which a message is read as one question.
const SHORT: usize = 36;
/// Most questions that are answered in one message.
const MOST: usize = 3;

/// One question of a message and what was told around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The question.
    pub question: String,
    /// The rest of its sentence and of the message.
    pub around: String,
}

/// The questions of a folded text, in order; the whole text if it is short or nothing in it asks.
pub fn parts(text: &str) -> Vec<Part> {
    let whole = || vec![Part { question: text.to_owned(), around: String::new() }];
    let sentences = sentences(text);
    let asking: Vec<&String> = sentences.iter().filter(|s| asks(s)).collect();
    let short = text.chars().count() <= SHORT;
    if asking.is_empty() || (asking.len() == 1 && short) {
        return whole();
    }
    let mut parts = Vec::new();
    for sentence in asking {
        let (questions, aside) = clauses(sentence);
        for question in &questions {
            let others = sentences.iter().filter(|s| *s != sentence).map(String::as_str);
            let near = questions.iter().filter(|q| *q != question).map(String::as_str);
            let around: Vec<&str> =
                std::iter::once(aside.as_str()).chain(near).chain(others).filter(|s| !s.is_empty()).collect();
            parts.push(Part { question: question.clone(), around: around.join(",") });
        }
    }
    parts.truncate(MOST);
    parts
}

/// Sentences, also cut where a second question is announced.
fn sentences(text: &str) -> Vec<String> {
    let mut cut = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let opens = |word: &&String| text[at..].starts_with(word.as_str());
        if at > 0 && text[..at].ends_with([',', ' ']) && Language::chinese().splits.iter().any(|w| opens(&w)) {
            cut.push('\n');
        }
        let decimal = c == '.' && text[at + 1..].starts_with(|d: char| d.is_ascii_digit());
        cut.push(if matches!(c, '!' | ';' | '…') || (c == '.' && !decimal) { '\n' } else { c });
        if c == '?' {
            cut.push('\n');
        }
    }
    let tidy = |s: &str| s.trim_matches([' ', ',']).to_owned();
    cut.split('\n').map(tidy).filter(|s| s.chars().any(char::is_alphanumeric)).collect()
}

/// Whether a piece of text asks something: a question mark or a question word; a bare "not" or "or" is none.
fn asks(text: &str) -> bool {
    if text.contains('?') {
        return true;
    }
    let kinds = &Language::chinese().kinds;
    let mut at = 0;
    while let Some((start, len, kind)) = kinds.first_in(&text[at..]) {
        let word = &text[at + start..at + start + len];
        let rest = &text[at + start + len..];
        let weak = matches!(kind, Kind::Polar | Kind::Choice);
        let closes = weak && !rest.chars().any(char::is_alphanumeric) && !matches!(word, "不" | "没" | "没有" | "吧");
        if closes
            || (!weak && word != "何")
            || (weak && matches!(word, "有没有" | "是不是" | "会不会" | "能不能" | "是否"))
        {
            return true;
        }
        at += start + len;
    }
    false
}

/// The clauses of a sentence that ask, and those that do not. A short sentence stays whole.
fn clauses(sentence: &str) -> (Vec<String>, String) {
    let whole = || (vec![sentence.to_owned()], String::new());
    if sentence.chars().count() <= SHORT {
        return whole();
    }
    let (asking, telling): (Vec<&str>, Vec<&str>) = sentence.split(',').partition(|clause| asks(clause));
    if asking.is_empty() { whole() } else { (asking.into_iter().map(str::to_owned).collect(), telling.join(",")) }
}
