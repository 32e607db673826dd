//! Corrections of what was asked: "not this year, the last", "the total is what I want, not the deficit".

use super::says_something;
use crate::text::language::Language;

/// Characters between a clause's beginning and what it asks for or turns down: 我问的是…, 我说的不是….
const LEADING: [char; 8] = ['我', '问', '的', '是', '说', '要', '嘅', '系'];

/// Of those, the ones by which somebody says what they want.
const WANTING: [char; 3] = ['问', '是', '要'];

/// What a correction asks for instead, and what it turns down.
#[derive(Debug, PartialEq)]
pub struct Correction<'a> {
    /// What is asked for: one clause or several.
    pub instead: &'a str,
    /// What was not meant, if it is named.
    pub not_meant: Option<&'a str>,
}

/// A folded text read as a correction: 不是今年,去年的; 不对,我问的是进口; 我要的是总额,不是逆差.
pub fn corrected(text: &str) -> Option<Correction<'_>> {
    let (rest, last) = without_last_denial(text);
    let leading = rest.trim_start_matches(LEADING);
    // "Is it not" asks: the verb before it is no lead.
    let begins = rest.trim_start_matches(|c| c != '是' && LEADING.contains(&c));
    let Some(turned_down) = denied(rest).or_else(|| denied(begins)) else {
        // Who says what they want and then what not.
        let wants = rest[..rest.len() - leading.len()].contains(WANTING);
        let instead = Some(leading).filter(|_| last.is_some() && wants);
        return Some(Correction { instead: says_something(instead?)?, not_meant: last });
    };
    let (first, instead) = turned_down.split_once(',').map_or((None, turned_down), |(first, rest)| (Some(first), rest));
    let instead = says_something(instead.trim_start_matches(LEADING))?;
    Some(Correction { instead, not_meant: last.or(first).and_then(says_something) })
}

/// What stands behind the word by which a text turns something down at its beginning.
fn denied(text: &str) -> Option<&str> {
    Language::chinese().corrections.iter().find_map(|word| text.strip_prefix(word.as_str()))
}

/// A text cut before the last clause if that only says what is not meant: a question is none such.
fn without_last_denial(text: &str) -> (&str, Option<&str>) {
    let cut = text.rsplit_once(',').and_then(|(before, last)| Some((before, last.strip_prefix("不是")?)));
    // In one breath only behind "what I want is"; "is it not" asks.
    let wants = |before: &str| before[..before.len() - before.trim_start_matches(LEADING).len()].ends_with('是');
    let in_one = || text.rsplit_once("不是").filter(|(before, _)| wants(before) && !before.ends_with('是'));
    match cut.or_else(in_one) {
        Some((before, last)) if says_something(before.trim_matches(LEADING)).is_some() && !asks(last) => {
            (before.trim_end_matches(','), Some(last))
        }
        _ => (text, None),
    }
}

/// Whether a clause may ask whether something is not so.
fn asks(clause: &str) -> bool {
    clause.ends_with(['吗', '么', '吧', '嘛', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_says_what_is_meant_and_what_not() {
        for (text, instead, not_meant) in [
            ("不是今年,去年的", "去年的", Some("今年")),
            ("不对,我问的是进口", "进口", None),
            ("不是进口", "进口", None),
            ("不是逆差,是总额", "总额", Some("逆差")),
            ("不是哈,我要的是总额,不是逆差", "总额", Some("逆差")),
            ("我要的是总额,不是逆差", "总额", Some("逆差")),
            ("我问的不是逆差,是总额", "总额", Some("逆差")),
            ("我说的是总额不是逆差", "总额", Some("逆差")),
        ] {
            assert_eq!(corrected(text), Some(Correction { instead, not_meant }), "{text}");
        }
    }

    #[test]
    fn a_question_whether_something_is_not_so_corrects_nothing() {
        for text in [
            "总额是多少",
            "我想问他是不是会说俄语",
            "我问的是他是不是会说俄语",
            "我觉得这事,不是真的",
            "我记得是五月,不是吗",
            "他去的是海边,不是山里吧",
            "是不是逆差",
            "他说的不是俄语",
        ] {
            assert_eq!(corrected(text), None, "{text}");
        }
    }
}
