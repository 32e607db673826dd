//! Periods of time in a question: a year, months of a year, or words that mean one from the article's date on.
//!
//! Works on folded text; the article's year is an argument.

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
            | '头'
            | '截'
            | '到'
            | 'l'
            | 't'
            | 'n'
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

/// 1-8月, 一到八月, 1月至8月, 前8个月, 头八个月, 8月.
fn months_at(text: &str) -> Option<(usize, (u8, u8))> {
    if let Some(rest) = text.strip_prefix(['前', '首']).or_else(|| text.strip_prefix("头")) {
        let (len, to) = month_number(rest)?;
        let tail = rest[len..].strip_prefix('个').unwrap_or(&rest[len..]);
        let tail = tail.strip_prefix('月').or_else(|| tail.strip_prefix("月份"))?;
        return Some((text.len() - tail.len(), (1, to)));
    }
    // "Up to August": figures of a running year are given from January on.
    let until = ["截止到", "截至", "截止", "到"].iter().find_map(|word| text.strip_prefix(word));
    if let Some((tail, (len, to))) = until.and_then(|tail| month_number(tail).map(|found| (tail, found))) {
        let end = tail[len..].strip_prefix('月')?.trim_start_matches(['底', '末', '份']);
        return Some((text.len() - end.len(), (1, to)));
    }
    let (len, from) = month_number(text)?;
    let rest = &text[len..];
    if let Some(tail) = rest.strip_prefix("个月") {
        // Eight months without "the first": from January on, as figures of a running year are given.
        return (from > 1).then_some((text.len() - tail.len(), (1, from)));
    }
    let joined = rest.strip_prefix('月').unwrap_or(rest);
    if let Some(tail) = joined.trim_start().strip_prefix(['-', '至', '到', '~'])
        && let Some((l, to)) = month_number(tail.trim_start())
        && let Some(end) = tail.trim_start()[l..].strip_prefix('月')
    {
        let end = end.strip_prefix('份').unwrap_or(end);
        return (from <= to).then_some((text.len() - end.len(), (from, to)));
    }
    let tail = rest.strip_prefix('月')?;
    Some((text.len() - tail.strip_prefix('份').unwrap_or(tail).len(), (from, from)))
}

fn month_number(text: &str) -> Option<(usize, u8)> {
    let len = match text.bytes().take_while(u8::is_ascii_digit).count() {
        0 => text.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).map(char::len_utf8).sum(),
        n => n,
    };
    if len == 0 {
        return None;
    }
    let (used, value) = number::at(&text[..len], super::language::Language::chinese())?;
    (used == len && (1.0..=12.0).contains(&value.value)).then_some((len, value.value as u8))
}

/// Halves and quarters of a year.
fn half_at(text: &str) -> Option<(usize, (u8, u8))> {
    const PARTS: [(&str, (u8, u8)); 10] = [
        ("上半年", (1, 6)),
        ("下半年", (7, 12)),
        ("一季度", (1, 3)),
        ("第一季度", (1, 3)),
        ("二季度", (4, 6)),
        ("第二季度", (4, 6)),
        ("三季度", (7, 9)),
        ("第三季度", (7, 9)),
        ("四季度", (10, 12)),
        ("第四季度", (10, 12)),
    ];
    PARTS.iter().find(|(word, _)| text.starts_with(word)).map(|(word, months)| (word.len(), *months))
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
        ] {
            let (len, period) = at(text, 2025).unwrap_or_else(|| panic!("{text} is a period"));
            assert_eq!((len, period), (text.len(), Period { year, months }), "{text}");
        }
        assert_eq!(at("280亿", 2025), None);
        assert_eq!(at("去年同期", 2025), None);
        assert_eq!(at("2025个", 2025), None);
    }
}
