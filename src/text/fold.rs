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
    let mut out = String::with_capacity(text.len().min(4 * MOST_CHARACTERS));
    let mut script = Script::Simplified;
    let (mut kept, mut gap, mut telling) = (0, false, false);
    let mut flag = None;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if kept + usize::from(gap) >= MOST_CHARACTERS {
            break;
        }
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
        if gap {
            out.push(' ');
            gap = false;
            kept += 1;
        }
        let plain = simplified(c);
        telling |= is_simplified_only(c);
        if plain.is_some() && !SHARED.contains(&c) {
            script = Script::Traditional;
            telling = true;
        }
        out.push(punctuation(plain.unwrap_or(c)));
        kept += 1;
    }
    Folded { text: out.trim().to_owned(), script, telling }
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
