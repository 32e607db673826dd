//! Periods of time in a question: a year, months of a year, or words that mean one from the article's date on.
//!
//! Works on folded text; the article's year is an argument.

mod months;

use self::months::{half_at, months_at, named_months_at};
use super::number;

/// A year, or some months of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Period {
    /// The year; 0 if only months were named.
    pub year: u16,
    /// First and last month, if it is less than the year.
    pub months: Option<(u8, u8)>,
}

impl Period {
    /// A whole year.
    pub fn year(year: u16) -> Period {
        Period { year, months: None }
    }

    /// Reads the pack's form: `2024` or `2025-01..2025-08`.
    pub fn parse(written: &str) -> Option<Period> {
        let part = |s: &str| -> Option<(u16, u8)> {
            let (year, month) = s.split_once('-')?;
            Some((year.parse().ok()?, month.parse().ok().filter(|m| (1..=12).contains(m))?))
        };
        match written.split_once("..") {
            None => written.parse().ok().filter(|y| (1900..2200).contains(y)).map(Period::year),
            Some((first, last)) => {
                let ((year, from), (same, to)) = (part(first)?, part(last)?);
                (year == same && from <= to).then_some(Period { year, months: Some((from, to)) })
            }
        }
    }

    /// Whether a figure of the period `self` answers a question for `asked`: the same months, or the question names
    /// only the year (or only the months) that the figure belongs to.
    pub fn answers(self, asked: Period) -> bool {
        let year_fits = asked.year == 0 || asked.year == self.year;
        year_fits && (asked.months.is_none() || asked.months == self.months)
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.year > 0 {
            write!(f, "{}年", self.year)?;
        }
        match self.months {
            None => Ok(()),
            Some((from, to)) if from == to => write!(f, "{from}月"),
            Some((from, to)) => write!(f, "{from}—{to}月"),
        }
    }
}

/// The period at the start of `text`: its length in bytes and what it is. `this_year` is the article's.
pub fn at(text: &str, this_year: u16) -> Option<(usize, Period)> {
    if !text.starts_with(may_start) {
        return None;
    }
    if let Some((len, months)) = named_months_at(text) {
        let rest = text[len..].trim_start();
        let year = year_at(rest, this_year).map(|(more, year)| (text.len() - rest.len() + more, year));
        let (len, year) = year.unwrap_or((len, 0));
        return Some((len, Period { year, months: Some(months) }));
    }
    let (mut len, mut year) = year_at(text, this_year).unwrap_or((0, 0));
    let rest = text[len..].trim_start_matches(['的', ' ', '头']);
    let months = months_at(rest).or_else(|| half_at(rest).filter(|_| year > 0));
    if let Some((month_len, months)) = months {
        len = text.len() - rest.len() + month_len;
        if year == 0 && months.0 == 1 {
            year = 0;
        }
        return Some((len, Period { year, months: Some(months) }));
    }
    (year > 0).then_some((len, Period::year(year)))
}

/// Whether a period may begin with this character.
fn may_start(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '零'
            | '〇'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '大'
            | '前'
            | '去'
            | '上'
            | '旧'
            | '今'
            | '本'
            | '这'
            | '当'
            | '明'
            | '下'
            | '后'
            | '出'
            | '首'
            | '最'
            | '剩'
            | '头'
            | '截'
            | '到'
            | 'l'
            | 't'
            | 'n'
            | 'j'
            | 'f'
            | 'm'
            | 'a'
            | 's'
            | 'o'
            | 'd'
    )
}

/// 九十年代, 90年代: the decade's first year stands for it, so that it is never taken for the article's.
fn decade_at(text: &str) -> Option<(usize, u16)> {
    let (len, number) = number::at(text, super::language::Language::chinese())?;
    let decade = number.value as u16;
    let rest = text[len..].strip_prefix("年代").filter(|_| (10..=90).contains(&decade) && decade.is_multiple_of(10))?;
    Some((text.len() - rest.len(), 1900 + decade))
}

fn year_at(text: &str, this_year: u16) -> Option<(usize, u16)> {
    if let Some(found) = decade_at(text) {
        return Some(found);
    }
    const RELATIVE: [(&str, i16); 17] = [
        ("大前年", -3),
        ("前年", -2),
        ("去年", -1),
        ("上一年", -1),
        ("上年", -1),
        ("旧年", -1),
        ("今年", 0),
        ("本年", 0),
        ("这一年", 0),
        ("当年", 0),
        ("明年", 1),
        ("下一年", 1),
        ("后年", 2),
        ("出年", 1),
        ("last year", -1),
        ("this year", 0),
        ("next year", 1),
    ];
    // "The same period of last year" is a base to compare with, not a period that was asked for.
    let is_base = |word: &str, shift: i16| shift == -1 && text[word.len()..].starts_with("同期");
    let relative = RELATIVE.iter().find(|(word, shift)| text.starts_with(word) && !is_base(word, *shift));
    if let Some((word, shift)) = relative {
        return Some((word.len(), this_year.saturating_add_signed(*shift)));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (len, value) = match digits {
        0 => han_year(text)?,
        2 | 4 => (digits, text[..digits].parse::<u16>().ok()?),
        _ => return None,
    };
    let rest = &text[len..];
    let marked = rest.strip_prefix('年').filter(|r| !r.starts_with(['代', '级'])).is_some();
    match value {
        0..=99 if marked && len == digits || value < 100 && marked && digits == 0 => {
            Some((len + '年'.len_utf8(), 2000 + value))
        }
        1900..=2199 if marked => Some((len + '年'.len_utf8(), value)),
        1900..=2199 if !starts_a_count(rest) => Some((len, value)),
        _ => None,
    }
}

/// 二零二四, 二〇二四, 两千零二十四, or 二四 in front of 年.
fn han_year(text: &str) -> Option<(usize, u16)> {
    let run = text.chars().take_while(|c| "零〇一二三四五六七八九".contains(*c)).count();
    if !matches!(run, 2 | 4) {
        return None;
    }
    let value = text.chars().take(run).fold(0, |sum, c| {
        let digit = "零一二三四五六七八九".chars().position(|d| d == c).unwrap_or(0);
        sum * 10 + u16::try_from(digit).unwrap_or(0)
    });
    Some((text.chars().take(run).map(char::len_utf8).sum(), value))
}

fn starts_a_count(rest: &str) -> bool {
    rest.starts_with(['亿', '万', '个', '多', '家', '项', '.', ',', '%', '元', '美', '余', '名', '人'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_from_the_articles_year() {
        let eight = Some((1, 8));
        for (text, year, months) in [
            ("2024年", 2024, None),
            ("24年", 2024, None),
            ("二零二四年", 2024, None),
            ("去年", 2024, None),
            ("今年1-8月", 2025, eight),
            ("2025年1-8月", 2025, eight),
            ("今年前八个月", 2025, eight),
            ("今年头8个月", 2025, eight),
            ("一到八月", 0, eight),
            ("1月至8月", 0, eight),
            ("今年上半年", 2025, Some((1, 6))),
            ("2023", 2023, None),
            ("九十年代", 1990, None),
            ("到8月底", 0, eight),
            ("今年剩下的四个月", 2025, Some((9, 12))),
            ("后3个月", 0, Some((10, 12))),
            ("jan-aug", 0, eight),
            ("january to august 2025", 2025, eight),
        ] {
            let (len, period) = at(text, 2025).unwrap_or_else(|| panic!("{text} is a period"));
            assert_eq!((len, period), (text.len(), Period { year, months }), "{text}");
        }
        assert_eq!(at("280亿", 2025), None);
        assert_eq!(at("去年同期", 2025), None);
        assert_eq!(at("2025个", 2025), None);
    }
}
