//! An answer to "did you mean": by number, by ordinal, or by words of one of the options.

use super::session::Session;
use crate::knowledge::Knowledge;
use crate::text::language::Language;
use crate::text::number;

/// The entry that a folded text picks from what was offered, if it does.
pub fn picked(knowledge: &Knowledge, session: &Session, text: &str) -> Option<String> {
    if session.offered.is_empty() {
        return None;
    }
    if let Some(number) = bare_number(text) {
        return session.offered.get(number.checked_sub(1)?).cloned();
    }
    by_words(knowledge, session, text)
}

/// Whether a folded text turns all options down.
pub fn none_of_these(session: &Session, text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    !session.offered.is_empty()
        && ["都不是", "不是", "都不对", "没有", "没有我想问的", "都不是我想问的"].contains(&bare)
}

/// Whether a folded text is nothing but a number, as if it picked one of several options.
pub fn is_bare_number(text: &str) -> bool {
    bare_number(text).is_some()
}

/// A text that is nothing but a number: 2, 二, 第二个, 选2, 2号.
fn bare_number(text: &str) -> Option<usize> {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let rest = bare.trim_start_matches(['选', '第', '要', '问', '是']);
    let (len, quantity) = number::at(rest, Language::chinese())?;
    let tail = rest[len..].trim_end_matches(['个', '项', '条', '号', '吧', '的', '题']);
    (tail.is_empty() && (1.0..=9.0).contains(&quantity.value)).then_some(quantity.value as usize)
}

/// The only option whose caption holds all characters of a short text.
fn by_words(knowledge: &Knowledge, session: &Session, text: &str) -> Option<String> {
    let wanted: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if !(2..=6).contains(&wanted.len()) {
        return None;
    }
    let holds = |id: &&String| {
        let folded = knowledge.entry(id).map(|e| crate::text::fold::fold(&e.question).text).unwrap_or_default();
        wanted.iter().all(|c| folded.contains(*c))
    };
    let mut found = session.offered.iter().filter(holds);
    let first = found.next()?;
    found.next().is_none().then(|| first.clone())
}
