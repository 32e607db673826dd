//! Months of a year: by number, by English name, halves and quarters.

use crate::text::number;

/// 1-8月, 一到八月, 1月至8月, 前8个月, 头八个月, 后四个月, 8月.
pub fn months_at(text: &str) -> Option<(usize, (u8, u8))> {
    if let Some(rest) = text.strip_prefix(['前', '首']).or_else(|| text.strip_prefix("头")) {
        let (len, to) = month_number(rest)?;
        let tail = rest[len..].strip_prefix('个').unwrap_or(&rest[len..]);
        let tail = tail.strip_prefix('月').or_else(|| tail.strip_prefix("月份"))?;
        return Some((text.len() - tail.len(), (1, to)));
    }
    // The last four of a year, and what is left of it, run to its end.
    if let Some(rest) = ["最后", "剩下的", "剩下", "剩余", "后"].iter().find_map(|word| text.strip_prefix(word))
    {
        let (len, count) = month_number(rest)?;
        let tail = rest[len..].strip_prefix("个月")?;
        return (count < 12).then_some((text.len() - tail.len(), (13 - count, 12)));
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
    let (used, value) = number::at(&text[..len], crate::text::language::Language::chinese())?;
    (used == len && (1.0..=12.0).contains(&value.value)).then_some((len, value.value as u8))
}

/// From one month to another, by their English names: jan-aug, january to august.
pub fn named_months_at(text: &str) -> Option<(usize, (u8, u8))> {
    let (len, from) = month_name(text)?;
    let rest = text[len..].trim_start();
    let joined = ["to", "-", "~", "till", "until", "到", "至"].iter().find_map(|join| rest.strip_prefix(join))?;
    let end = joined.trim_start();
    let (last, to) = month_name(end)?;
    (from < to).then_some((text.len() - end.len() + last, (from, to)))
}

/// An English month, whole or as its first three letters.
fn month_name(text: &str) -> Option<(usize, u8)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let len = text.bytes().take_while(u8::is_ascii_lowercase).count();
    let named = |name: &&str| text[..len] == **name || (len == 3 && text[..len] == name[..3]);
    (1..).zip(&MONTHS).find(|(_, name)| named(name)).map(|(month, _)| (len, month))
}

/// Halves and quarters of a year.
pub fn half_at(text: &str) -> Option<(usize, (u8, u8))> {
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
