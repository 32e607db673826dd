//! A long message is asked in parts: sentences that ask stand out, the rest tells on the way.

mod breath;
mod joint;

pub use self::breath::{core, with_marks};
pub use self::joint::of_one;
use crate::text::is_letter;
use crate::text::language::{Kind, Language};

/// Characters up to which a message is read as one question.
const SHORT: usize = 36;
/// Characters that a clause must have to be a question of its own.
const CLAUSE: usize = 11;
/// Most questions that are answered in one message.
const MOST: usize = 3;

/// Whether a message may be more than one question.
fn is_long(text: &str) -> bool {
    text.chars().count() > SHORT
}

/// A message cut into pieces, some of which ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Sentences, and clauses of long ones, in order.
    pub pieces: Vec<String>,
    /// Which of them ask, in order; never empty.
    pub asking: Vec<usize>,
}

impl Parts {
    /// A message that is one question.
    pub fn whole(text: &str) -> Parts {
        Parts { pieces: vec![text.to_owned()], asking: vec![0] }
    }
}

/// The pieces of a folded text; one only if it is short or nothing in it asks.
pub fn parts(text: &str) -> Parts {
    let mut parts = Parts { pieces: Vec::new(), asking: Vec::new() };
    for sentence in sentences(text) {
        for (clause, asks) in clauses(sentence) {
            if asks && parts.asking.len() < MOST {
                parts.asking.push(parts.pieces.len());
            }
            parts.pieces.push(clause);
        }
    }
    let short = !is_long(text);
    if parts.asking.is_empty() || (parts.asking.len() == 1 && short) { Parts::whole(text) } else { parts }
}

/// Two or three short questions that stand in one sentence, with what is told between them put to the one that follows;
/// empty if there are not several.
pub fn halves(text: &str) -> Vec<String> {
    let marked = joint::with_joints(text);
    let text = marked.as_ref();
    if is_long(text) || pieces(text.trim_end_matches(|c: char| !is_letter(c))).nth(1).is_none() {
        return Vec::new();
    }
    let (mut found, mut told) = (Vec::new(), String::new());
    for clause in pieces(text).filter(|clause| clause.contains(is_letter)) {
        told.push_str(clause);
        let goes_on = !found.is_empty() && Language::chinese().ending.iter().any(|end| clause.ends_with(end.as_str()));
        if asks(clause) || goes_on {
            found.push(untied(&std::mem::take(&mut told)).to_owned());
        } else {
            told.push(',');
        }
    }
    if told.contains(is_letter) || !(2..=MOST).contains(&found.len()) { Vec::new() } else { found }
}

/// A text cut at what stands between two short questions; a point in a number is none of that.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let in_number = move |at: usize| digit(text[..at].chars().next_back()) && digit(text[at + 1..].chars().next());
    let ends =
        text.match_indices(BETWEEN).map(|(at, _)| at).filter(move |&at| !text[at..].starts_with('.') || !in_number(at));
    let mut from = 0;
    ends.chain([text.len()]).map(move |end| {
        let piece = &text[from..end];
        from = (end + 1).min(text.len());
        piece
    })
}

/// What stands between two short questions.
const BETWEEN: [char; 6] = [',', '?', ';', '!', '.', ' '];

/// What ends a clause.
const MARKS: [char; 9] = [',', '.', '!', '?', ';', ':', ' ', '~', '…'];

/// A folded text without the clauses at its ends that only greet, excuse or thank; all of it if there is nothing else.
pub fn without_courtesy(text: &str) -> &str {
    let courteous = |clause: &str| Language::chinese().clauses.courtesies.contains(clause.trim_matches(MARKS));
    let says = |text: &str| text.contains(is_letter) && !courteous(text);
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once(MARKS).filter(|(clause, rest)| courteous(clause) && says(rest)) {
        rest = behind.trim_start_matches(MARKS);
    }
    while let Some((before, clause)) = rest.trim_end_matches(MARKS).rsplit_once(MARKS)
        && courteous(clause)
        && says(before)
    {
        let mark = rest[before.len()..].chars().next().map_or(0, char::len_utf8);
        rest = rest[..before.len() + mark].trim_end_matches([',', ' ', ':']);
    }
    rest
}

/// A question without the word that ties it to the one before, or numbers it; "and who else" keeps it.
pub fn untied(piece: &str) -> &str {
    let language = Language::chinese();
    let numbered = language.clauses.enumerating.iter().find_map(|word| piece.strip_prefix(word.as_str()));
    let piece = numbered.filter(|rest| !counts(rest)).unwrap_or(piece);
    let behind = |word: &String| piece.strip_prefix(word.as_str()).map(|rest| rest.trim_start_matches([',', ' ']));
    let rest = language.clauses.ties.iter().find_map(behind).unwrap_or(piece);
    if language.kinds.at(rest).is_some() || !rest.contains(is_letter) { piece } else { rest }
}

/// Whether a text begins with a word by which things are counted: the second summit, not the second question.
fn counts(text: &str) -> bool {
    let language = Language::chinese();
    language.counters.at(text).is_some() || language.classifiers.at(text).is_some()
}

/// Sentences, also cut where a second question is announced.
fn sentences(text: &str) -> Vec<String> {
    let mut cut = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let opens = |word: &&String| text[at..].starts_with(word.as_str());
        if at > 0 && text[..at].ends_with([',', ' ']) && Language::chinese().clauses.splits.iter().any(|w| opens(&w)) {
            cut.push('\n');
        }
        let decimal = c == '.' && text[at + 1..].starts_with(|d: char| d.is_ascii_digit());
        cut.push(if matches!(c, '!' | ';' | '…') || (c == '.' && !decimal) { '\n' } else { c });
        if c == '?' {
            cut.push('\n');
        }
    }
    let tidy = |s: &str| s.trim_matches([' ', ',']).to_owned();
    cut.split('\n').map(tidy).filter(|s| s.chars().any(is_letter)).collect()
}

/// Whether a piece of text asks something: a question mark or a question word; a bare "not" or "or" is none.
fn asks(text: &str) -> bool {
    if text.contains('?') {
        return true;
    }
    let language = Language::chinese();
    language.kinds.each_in(text).any(|(from, to, kind)| {
        let (before, word, rest) = (&text[..from], &text[from..to], &text[to..]);
        if language.indefinite.at(&text[from..]).is_some() {
            return false;
        }
        let weak = matches!(kind, Kind::Polar | Kind::Choice);
        let told = word == "嘛" && goes_on_about_oneself(text);
        let closes = weak && !told && !rest.chars().any(is_letter) && !matches!(word, "不" | "没" | "没有" | "吧");
        let chooses = kind == Kind::Choice && (before.ends_with('了') || before.contains('是'));
        closes
            || chooses
            || (!weak && word != "何")
            || (weak && matches!(word, "有没有" | "是不是" | "会不会" | "能不能" | "是否"))
    })
}

/// The clauses of a sentence, each with whether it asks; those that tell, and those of a few characters, belong to the
/// clause before.
fn clauses(sentence: String) -> Vec<(String, bool)> {
    let short = !is_long(&sentence);
    let mut found: Vec<(String, bool)> = Vec::new();
    for clause in sentence.split(',') {
        let asking = asks(clause);
        match found.last_mut() {
            // Who has asked and then tells of themselves asks that no more.
            Some((_, asked)) if *asked && !asking && goes_on_about_oneself(clause) => {
                found.push((clause.to_owned(), false));
            }
            // What is tied to a question asks for itself, however short.
            Some((_, true)) if asking && untied(clause) != clause => found.push((clause.to_owned(), true)),
            // Who has told of themselves comes to the point.
            Some((before, false)) if goes_on_about_oneself(before) && clause.chars().count() >= CLAUSE => {
                found.push((clause.to_owned(), asking));
            }
            // A few words more belong to the clause before, whether they ask or not.
            Some((before, asked)) if (!*asked && !asking) || clause.chars().count() < CLAUSE => {
                before.push(',');
                before.push_str(clause);
                *asked |= asking;
            }
            _ => found.push((clause.to_owned(), asking)),
        }
    }
    // A sentence may ask only as a whole; a short one falls apart only if two of its clauses ask.
    let asking = found.iter().filter(|(_, asks)| *asks).count();
    if asking > usize::from(short) { found } else { vec![(sentence.clone(), asks(&sentence))] }
}

fn goes_on_about_oneself(clause: &str) -> bool {
    Language::chinese().clauses.speaking.iter().any(|word| clause.starts_with(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_short_questions_are_halves_and_what_is_told_goes_with_the_next() {
        assert_eq!(halves("茶叶多少钱,在哪买"), ["茶叶多少钱", "在哪买"]);
        assert_eq!(halves("他去了茶山,买了啥,花了多少"), ["他去了茶山,买了啥", "花了多少"]);
        assert_eq!(halves("茶叶多少钱?今年呢?"), ["茶叶多少钱", "今年呢"]);
        assert_eq!(halves("茶价跌了5.7%对吧,少了几块"), ["茶价跌了5.7%对吧", "少了几块"]);
        for whole in ["茶叶多少钱", "谁都喜欢,茶叶多少钱", "茶叶多少钱,谢谢", "哪个多,红茶还是绿茶"]
        {
            assert!(halves(whole).is_empty(), "{whole}");
        }
    }

    #[test]
    fn courtesies_around_a_question_are_left_out() {
        assert_eq!(without_courtesy("老师好,请教一下,茶叶多少钱,辛苦了"), "茶叶多少钱");
        assert_eq!(without_courtesy("您好,茶叶多少钱?谢谢您!"), "茶叶多少钱?");
        assert_eq!(without_courtesy("你好,谢谢!"), "你好,谢谢!", "nothing else stays as it is");
        assert_eq!(without_courtesy("3.5吨?"), "3.5吨?");
    }
}
