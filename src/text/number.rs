//! Numbers as people type them: 280亿, 二百八十亿, 2万3千, 五点七, 28 billion, 七成, 百分之五.
//!
//! Works on folded text. Values are plain (280亿 is 2.8e10); what is counted is told apart by [`Unit`].

use super::language::Language;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Money of any currency.
    Money,
    /// Hundredths.
    Percent,
    /// Anything else that has a counter, or nothing.
    Count,
}

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// Its plain value.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
    /// Whether it was written with 万, 亿 or the like, so that it is an amount even without a unit.
    pub scaled: bool,
}

/// The number at the start of `text`: its length in bytes, unit included, and its value. `None` if none starts there.
pub fn at(text: &str, language: &Language) -> Option<(usize, Quantity)> {
    let first = text.chars().next()?;
    if !first.is_ascii_digit() && digit_of(first).is_none() && !matches!(first, '十' | '百') {
        return None;
    }
    if let Some(rest) = text.strip_prefix("百分之") {
        let (len, value, _) = numeral(rest)?;
        return Some((text.len() - rest.len() + len, Quantity { value, unit: Unit::Percent, scaled: false }));
    }
    let (len, value, scaled) = numeral(text)?;
    let rest = &text[len..];
    if let Some(tail) = rest.strip_prefix('成').filter(|t| !t.starts_with(['功', '果', '立', '为', '员', '品']))
    {
        return Some((text.len() - tail.len(), Quantity { value: value * 10.0, unit: Unit::Percent, scaled: false }));
    }
    let gap = rest.len() - rest.trim_start().len();
    let found = |table: &super::phrases::Phrases<()>| table.at(&rest[gap..]).map(|(l, ())| len + gap + l);
    if let Some(end) = found(&language.percent) {
        return Some((end, Quantity { value, unit: Unit::Percent, scaled: false }));
    }
    if let Some(end) = found(&language.money) {
        return Some((end, Quantity { value, unit: Unit::Money, scaled }));
    }
    Some((len, Quantity { value, unit: Unit::Count, scaled }))
}

/// The numeral at the start of `text`: bytes, value, and whether it has a scale word.
fn numeral(text: &str) -> Option<(usize, f64, bool)> {
    if text.starts_with(|c: char| c.is_ascii_digit()) { western(text) } else { chinese(text) }
}

/// Digits with an optional fraction, thousands separators and scale words: `2.3万`, `23,000`, `2万3千`, `28 billion`.
fn western(text: &str) -> Option<(usize, f64, bool)> {
    let (mut at, mut total, mut scaled) = (0, 0.0, false);
    loop {
        let (len, value) = digits(&text[at..])?;
        at += len;
        let Some((scale_len, scale)) = scale(&text[at..]) else { return Some((at, total + value, scaled)) };
        at += scale_len;
        scaled = true;
        // A scale behind another one multiplies what stands before it: 3千亿, 2万3千.
        let (more_len, more) = scale_run(&text[at..]);
        at += more_len;
        total += value * scale * more;
        if !text[at..].starts_with(|c: char| c.is_ascii_digit()) || scale < 1e3 {
            return Some((at, total, scaled));
        }
    }
}

fn scale_run(text: &str) -> (usize, f64) {
    match scale(text) {
        Some((len, value)) if value >= 1e4 => (len, value),
        _ => (0, 1.0),
    }
}

fn digits(text: &str) -> Option<(usize, f64)> {
    let mut end = 0;
    let bytes = text.as_bytes();
    while let Some(&b) = bytes.get(end) {
        let digit_next = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match b {
            b'0'..=b'9' => end += 1,
            b'.' if digit_next && end > 0 => end += 1,
            b',' if end > 0 && thousands(&bytes[end..]) => end += 1,
            _ => break,
        }
    }
    let clean: String = text[..end].chars().filter(|&c| c != ',').collect();
    clean.parse().ok().filter(|v: &f64| v.is_finite()).map(|value| (end, value))
}

/// Whether `,` is followed by exactly three digits.
fn thousands(rest: &[u8]) -> bool {
    rest.len() >= 4 && rest[1..4].iter().all(u8::is_ascii_digit) && !rest.get(4).is_some_and(u8::is_ascii_digit)
}

fn scale(text: &str) -> Option<(usize, f64)> {
    const HAN: [(&str, f64); 8] = [
        ("万亿", 1e12),
        ("千亿", 1e11),
        ("百亿", 1e10),
        ("十亿", 1e9),
        ("亿", 1e8),
        ("千万", 1e7),
        ("万", 1e4),
        ("千", 1e3),
    ];
    const LATIN: [(&str, f64); 6] =
        [("billion", 1e9), ("million", 1e6), ("thousand", 1e3), ("bln", 1e9), ("bn", 1e9), ("b", 1e9)];
    if let Some((word, value)) = HAN.iter().find(|(word, _)| text.starts_with(word)) {
        return Some((word.len(), *value));
    }
    let trimmed = text.trim_start();
    let gap = text.len() - trimmed.len();
    let ends = |len: usize| !trimmed[len..].starts_with(|c: char| c.is_ascii_alphanumeric());
    LATIN.iter().find(|(word, _)| trimmed.starts_with(word) && ends(word.len())).map(|(word, v)| (gap + word.len(), *v))
}

/// A numeral in Chinese digits: 二百八十亿, 两万三, 五点七, 二〇二四.
fn chinese(text: &str) -> Option<(usize, f64, bool)> {
    let (mut total, mut section, mut digit) = (0.0, 0.0, None::<f64>);
    let (mut end, mut last_unit, mut scaled, mut run) = (0, 1.0, false, String::new());
    let mut chars = text.char_indices().peekable();
    while let Some(&(at, c)) = chars.peek() {
        if let Some(d) = digit_of(c) {
            run.push(char::from(b'0' + d as u8));
            digit = Some(d);
        } else if let Some(unit) = unit_of(c) {
            if at == 0 && unit != 10.0 {
                break;
            }
            run.clear();
            scaled |= unit >= 1e4;
            if unit >= 1e4 {
                total = if unit > last_unit && total > 0.0 && unit >= 1e8 {
                    (total + section + digit.unwrap_or(0.0)) * unit
                } else {
                    total + (section + digit.unwrap_or(0.0)).max(1.0) * unit
                };
                section = 0.0;
            } else {
                section += digit.unwrap_or(1.0) * unit;
            }
            (digit, last_unit) = (None, unit);
        } else if c == '点' && digit.is_some() {
            let tail = &text[at + c.len_utf8()..];
            let Some((len, fraction)) = fraction(tail) else { break };
            end = at + c.len_utf8() + len;
            let whole = total + section + digit.unwrap_or(0.0) + fraction;
            return Some(match scale(&text[end..]) {
                Some((l, s)) => (end + l, whole * s, true),
                None => (end, whole, false),
            });
        } else {
            break;
        }
        end = at + c.len_utf8();
        chars.next();
    }
    if end == 0 {
        return None;
    }
    // A bare run of digits is read digit by digit (二〇二四); a digit behind 万 stands for the next lower unit (两万三).
    if run.chars().count() >= 2 && last_unit == 1.0 {
        return run.parse().ok().map(|v| (end, v, false));
    }
    let tail = digit.unwrap_or(0.0) * if last_unit >= 100.0 && run.len() == 1 { last_unit / 10.0 } else { 1.0 };
    Some((end, total + section + tail, scaled))
}

fn fraction(text: &str) -> Option<(usize, f64)> {
    let run: String = text.chars().map_while(digit_of).map(|d| char::from(b'0' + d as u8)).collect();
    let bytes = text.chars().take(run.len()).map(char::len_utf8).sum();
    (!run.is_empty()).then(|| format!("0.{run}").parse().ok()).flatten().map(|value| (bytes, value))
}

fn digit_of(c: char) -> Option<f64> {
    Some(match c {
        '零' | '〇' => 0.0,
        '一' => 1.0,
        '二' | '两' | '俩' => 2.0,
        '三' => 3.0,
        '四' => 4.0,
        '五' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        _ => return None,
    })
}

fn unit_of(c: char) -> Option<f64> {
    match c {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1e3),
        '万' => Some(1e4),
        '亿' => Some(1e8),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let read = |text: &str| at(text, Language::chinese()).map(|(len, q)| (len == text.len(), q.value, q.unit));
        for (text, value, unit) in [
            ("280亿美元", 280e8, Unit::Money),
            ("二百八十亿美元", 280e8, Unit::Money),
            ("两百八十亿", 280e8, Unit::Count),
            ("28 billion", 28e9, Unit::Count),
            ("28bn usd", 28e9, Unit::Money),
            ("2万3千", 23e3, Unit::Count),
            ("两万三", 23e3, Unit::Count),
            ("2.3万", 23e3, Unit::Count),
            ("23,000", 23e3, Unit::Count),
            ("五点七%", 5.7, Unit::Percent),
            ("百分之七十", 70.0, Unit::Percent),
            ("七成", 70.0, Unit::Percent),
            ("5.7%", 5.7, Unit::Percent),
            ("一百七十", 170.0, Unit::Count),
            ("十二", 12.0, Unit::Count),
            ("二〇二四", 2024.0, Unit::Count),
            ("三百亿刀", 300e8, Unit::Money),
            ("1万亿", 1e12, Unit::Count),
        ] {
            let (whole, got, counted) = read(text).unwrap_or_else(|| panic!("{text} is a number"));
            assert!(
                whole && (got - value).abs() < 1e-6 * value && counted == unit,
                "{text}: {got} {counted:?} {whole}"
            );
        }
        assert_eq!(read("万一"), None);
        assert_eq!(read("亿美元"), None);
    }
}
