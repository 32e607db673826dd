//! The numbers in a Chinese text: digits, Roman numerals, and Chinese numerals that count something. Years, months and
//! days are left out, and so are 一 and 两 alone, which are rarely numbers (一体化, 两国).

use std::ops::Range;

const ROMAN: &str = "IVXLCDM";
const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿";
/// What stands behind a Chinese numeral that counts.
const COUNTERS: &str = "次个家届名位项座成倍天种条余多几分小";
/// What stands behind the digits of a date.
const CALENDAR: &str = "年月日";
/// What joins the two ends of a range.
const DASHES: &str = "—–-~～至到";

/// Where the numbers of `text` stand, in bytes.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (run, is_number) = match c {
            '0'..='9' => digits(text, at),
            'A'..='Z' | 'a'..='z' => letters(text, at),
            _ if NUMERALS.contains(c) => numerals(text, at),
            _ => (c.len_utf8(), false),
        };
        if is_number {
            found.push(at..at + run);
        }
        at += run;
    }
    found
}

/// Where `form` stands in `text` as a whole number or word: 28 is not in 280, nor 3 in 2.3.
pub fn occurrences(text: &str, form: &str) -> Vec<Range<usize>> {
    let inside = |c: Option<char>, edge: Option<char>| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.';
        c.is_some_and(plain) && edge.is_some_and(|e| e.is_ascii_alphanumeric())
    };
    let whole = |at: usize| {
        let behind = text[at + form.len()..].trim_start_matches(|c| c == '.' && !form.contains('.'));
        !inside(text[..at].chars().next_back(), form.chars().next())
            && !inside(behind.chars().next(), form.chars().next_back())
    };
    let found = text.match_indices(form).filter(|(at, _)| !form.is_empty() && whole(*at));
    found.map(|(at, _)| at..at + form.len()).collect()
}

fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// Length of the number that begins here, its fraction and thousands included, and whether it is no date.
fn digits(text: &str, at: usize) -> (usize, bool) {
    let rest = &text[at..];
    let mut run = span(rest, |c| c.is_ascii_digit());
    while let Some(fraction) = rest[run..].strip_prefix(['.', ',']) {
        match span(fraction, |c| c.is_ascii_digit()) {
            0 => break,
            more => run += 1 + more,
        }
    }
    let mut behind = rest[run..].trim_start_matches(|c| DASHES.contains(c));
    if behind.len() < rest.len() - run {
        behind = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    (run, !behind.starts_with(|c| CALENDAR.contains(c)))
}

/// Length of the Latin word that begins here, and whether it is a Roman numeral.
fn letters(text: &str, at: usize) -> (usize, bool) {
    let run = span(&text[at..], |c| c.is_ascii_alphanumeric());
    let roman = text[at..at + run].chars().all(|c| ROMAN.contains(c));
    (run, roman && (run > 1 || text[..at].ends_with('第')))
}

/// Length of the Chinese numeral that begins here, and whether it counts something; behind digits it is their unit.
fn numerals(text: &str, at: usize) -> (usize, bool) {
    let run = span(&text[at..], |c| NUMERALS.contains(c));
    let behind = &text[at + run..];
    let counts = behind.starts_with(|c| COUNTERS.contains(c)) && !behind.starts_with("分之");
    let counted = counts || text[..at].ends_with("百分之");
    let unit = text[..at].ends_with(|c: char| c.is_ascii_digit());
    (run, counted && !unit && !matches!(&text[at..at + run], "一" | "两"))
}
