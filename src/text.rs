//! Reading a question: folding, script, numbers and periods, segmentation, sound. Pure: no IO, no clock, cannot fail.

pub mod counted;
pub mod finder;
pub mod fold;
pub mod language;
pub mod latin;
pub mod lexicon;
pub mod number;
pub mod period;
pub mod phrases;
pub mod question;
pub mod reader;
pub mod repair;
pub mod roles;
pub mod scan;
pub mod script;
pub mod segment;
pub mod slips;
pub mod sound;
pub mod spelling;
pub mod views;

/// Whether `c` is a Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// Whether `c` is a letter or digit of any script; quick for Chinese, which the tables of Unicode have last.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_alphanumeric()
}

/// Builds the tables that are made on first use, so that no first question waits for them.
pub fn warm_up() {
    script::Script::Traditional.write("");
    sound::is_pinyin("a");
    sound::coarse('一');
    script::simplified('一');
    script::is_simplified_only('一');
}
