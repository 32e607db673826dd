//! Folding: one spelling for what is typed in many, so that everything behind it compares plain characters.
//!
//! NFKC, lower case, Simplified script, no emoji, no control characters, single spaces. Folding twice is folding once.

use unicode_normalization::UnicodeNormalization;

use super::script::{Script, is_simplified_only, simplified};

/// Characters of a text that are read; what is beyond them is no question any more.
pub const MOST_CHARACTERS: usize = 600;

/// A folded text and the script in which it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Traditional if any character of it is written so only there.
    pub script: Script,
    /// Whether any character tells the script: many are the same in both.
    pub telling: bool,
}

/// Folds `text`, of which at most [`MOST_CHARACTERS`] characters are kept.
pub fn fold(text: &str) -> Folded {
    // Nearly all that is typed needs no tables: Chinese, ASCII, and ASCII in full width.
    if text.chars().all(is_plain) { fold_chars(text, text.chars().map(narrow)) } else { fold_chars(text, text.nfkc()) }
}

/// Whether a character's compatibility form is itself or, in full width, its ASCII form, and never joins another one.
fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}' | '、' | '。' | '《' | '》' | '“' | '”' | '—' | '·')
}

/// The ASCII form of a full-width character.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn fold_chars(text: &str, chars: impl Iterator<Item = char>) -> Folded {
    let mut out = String::with_capacity(text.len().min(4 * MOST_CHARACTERS));
    let mut script = Script::Simplified;
    let (mut kept, mut gap, mut telling) = (0, false, false);
    let mut flag = None;
    for c in chars.flat_map(lower) {
        if kept + usize::from(gap) >= MOST_CHARACTERS {
            break;
        }
        let ideograph = matches!(c, '\u{4E00}'..='\u{9FFF}');
        if !ideograph {
            // A flag is two regional indicators; it is read as the country's letters.
            if let Some(letter) = regional_letter(c) {
                match flag.take() {
                    None => flag = Some(letter),
                    Some(first) => {
                        out.extend([' ', first, letter, ' ']);
                        kept += 4;
                    }
                }
                continue;
            }
            if c.is_whitespace() {
                gap = !out.is_empty() && !out.ends_with(' ');
                continue;
            }
            if is_noise(c) {
                continue;
            }
        }
        if gap {
            out.push(' ');
            gap = false;
            kept += 1;
        }
        let c = meant_by(c);
        let plain = simplified(c);
        telling |= is_simplified_only(c);
        if plain.is_some() && !SHARED.contains(&c) {
            script = Script::Traditional;
            telling = true;
        }
        out.push(plain.unwrap_or(if ideograph { c } else { punctuation(c) }));
        kept += 1;
    }
    Folded { text: respelt(out.trim()), script, telling }
}

/// Words that everybody writes otherwise, in one spelling: Hong Kong's, and those of scanned and of playful text.
const RESPELT: [(&str, &str); 7] = [
    ("甚么", "什么"),
    ("什幺", "什么"),
    ("怎幺", "怎么"),
    ("这幺", "这么"),
    ("那幺", "那么"),
    ("肿么", "怎么"),
    ("木有", "没有"),
];

fn respelt(text: &str) -> String {
    if !text.contains(['甚', '幺', '肿', '木']) {
        return text.to_owned();
    }
    RESPELT.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant))
}

/// The lower-case form; Chinese has none.
fn lower(c: char) -> impl Iterator<Item = char> {
    // ASCII has one form, too; the tables are for other scripts.
    let plain = c.is_ascii() || super::is_han(c);
    let cased = (!plain).then(|| c.to_lowercase());
    plain.then_some(c.to_ascii_lowercase()).into_iter().chain(cased.into_iter().flatten())
}

/// What is meant by a character with which hardly anything is written, and which looks like another one.
fn meant_by(c: char) -> char {
    match c {
        '囗' => '口',
        '肓' => '育',
        '巿' => '市',
        '戸' => '户',
        '亇' => '个',
        '夲' => '本',
        '釆' => '采',
        '岀' => '出',
        '囯' => '国',
        _ => c,
    }
}

fn regional_letter(c: char) -> Option<char> {
    let offset = u32::from(c).checked_sub(0x1F1E6).filter(|offset| *offset < 26)?;
    char::from_u32(u32::from('a') + offset)
}

/// Traditional characters that are also typed, as they are, by people who write Simplified.
const SHARED: [char; 6] = ['乾', '著', '瞭', '於', '后', '裏'];

/// What no question needs: controls, joiners, emoji and their parts, private use.
fn is_noise(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFFD}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{20E3}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2460}'..='\u{24FF}'
            | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}' | '\u{2B00}'..='\u{2BFF}' | '\u{E000}'..='\u{F8FF}'
            | '\u{1F000}'..='\u{1FAFF}' | '\u{E0000}'..='\u{10FFFF}' | '*' | '_' | '`' | '#')
}

/// One form of the marks that end or join.
fn punctuation(c: char) -> char {
    match c {
        '。' => '.',
        '，' | '、' => ',',
        '—' | '–' | '〜' | '～' | '−' | '‐' | '‑' | '―' => '-',
        '·' | '•' | '・' | '‧' | '∙' => '·',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_writes_otherwise_gets_one_spelling() {
        for (typed, meant) in
            [("談了甚麼", "谈了什么"), ("肿么回事", "怎么回事"), ("木有了", "没有了"), ("幸甚", "幸甚")]
        {
            assert_eq!(fold(typed).text, meant);
            assert_eq!(fold(meant).text, meant);
        }
    }
}
