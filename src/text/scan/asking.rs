//! Question phrases: which one stands at a place, and in what it wants a number.

use super::Scanner;
use crate::text::language::Kind;
use crate::text::question::Counter;
use crate::text::{is_han, is_letter};

/// What may stand between a question for a number and its unit.
const SCALES: [char; 6] = ['万', '亿', '百', '千', '十', ' '];

/// "Is", as it stands in front of a question word.
const COPULA: char = '是';

/// Characters at most between "how long" and "once".
const ONCE: usize = 4;

impl Scanner<'_> {
    /// The question phrase at byte `at` of a text. "What is it" goes before nothing else: with a thing behind, it asks
    /// which one, and a longer phrase behind "is" asks for itself.
    pub(super) fn asking(&self, text: &str, at: usize) -> Option<(usize, Kind)> {
        let kinds = &self.language.kinds;
        let rest = &text[at..];
        let (len, kind) = kinds.at(rest)?;
        if self.asks_what_it_is(&text[..at], &rest[..len], &rest[len..], kind) {
            return Some((len, Kind::What));
        }
        if kind == Kind::HowLong && self.is_how_often(&rest[len..]) {
            return Some((len, Kind::HowMany));
        }
        let Some(behind) = rest.strip_prefix(COPULA).filter(|_| kind == Kind::Meaning) else {
            return Some((len, kind));
        };
        let longer = kinds.at(behind).is_some_and(|(end, _)| end > len - COPULA.len_utf8());
        if longer {
            return None;
        }
        let next = rest[len..].chars().next().filter(|&c| is_han(c));
        let thing = next.is_some_and(|c| !self.language.stop.contains(c.encode_utf8(&mut [0; 4]) as &str));
        Some((len, if thing { Kind::What } else { kind }))
    }

    /// Whether a phrase for "why" or "where" asks what something is: 主题为何, 意义在哪.
    fn asks_what_it_is(&self, before: &str, phrase: &str, behind: &str, kind: Kind) -> bool {
        let ends = !behind.starts_with(is_letter) || self.language.ending.iter().any(|end| behind.starts_with(end));
        let holds = |words: &[String], found: &dyn Fn(&str) -> bool| words.iter().any(|word| found(word));
        match kind {
            Kind::Why => ends && before.ends_with(is_letter) && holds(&self.language.finally, &|word| word == phrase),
            Kind::Where => ends && holds(&self.language.abstracts, &|word| before.ends_with(word)),
            _ => false,
        }
    }

    /// Whether "how long" asks how often: behind it, and no mark between, stands "once".
    fn is_how_often(&self, behind: &str) -> bool {
        let near = |at: usize| behind[..at].chars().count() <= ONCE && behind[..at].chars().all(is_letter);
        self.language.once.find(behind).is_some_and(|(at, _)| near(at))
    }

    /// The bytes of the unit that belongs to a question for a number: 多少|亿美元, 几|家.
    pub(super) fn unit_behind(&self, kind: Kind, ask: &str, behind: &str) -> usize {
        if kind != Kind::HowMany || !ask.ends_with(['少', '几', '多', '成']) {
            return 0;
        }
        let unit = without_piece(behind).trim_start_matches(SCALES);
        let scale = behind.len() - unit.len();
        let percent = self.language.percent.at(unit);
        // What begins a longer word is no unit: 多少|项目.
        let is_whole = |&(len, ()): &(usize, ())| self.lexicon.alias_at(unit).is_none_or(|(longer, _)| longer <= len);
        let piece = || self.language.counters.at(unit).filter(is_whole);
        let named = percent.or_else(|| self.language.money.at(unit)).or_else(piece);
        scale + named.map_or(0, |(len, ())| len)
    }

    /// What is counted, from the question word on: 多少亿美元, 几家, 百分之几.
    pub(super) fn counter(&self, from_ask: &str) -> Option<Counter> {
        if from_ask.starts_with("百分之") || from_ask.starts_with("几成") {
            return Some(Counter::Percent);
        }
        let rest = ["多少", "几多", "几", "折成", "折合成", "折算成", "换算成"]
            .iter()
            .find_map(|ask| from_ask.strip_prefix(ask))?;
        let rest = without_piece(rest);
        let scaled = rest.starts_with(['万', '亿']);
        let rest = rest.trim_start_matches(SCALES);
        if self.language.percent.at(rest).is_some() {
            return Some(Counter::Percent);
        }
        if self.language.money.at(rest).is_some() {
            return Some(Counter::Money);
        }
        match self.language.counters.at(rest) {
            Some((len, ())) => Some(Counter::Of(rest[..len].to_owned())),
            None if scaled => Some(Counter::Money),
            None => None,
        }
    }
}

/// What stands behind "how many" without the counter in front of a scale: 几个亿 is 几亿.
fn without_piece(behind: &str) -> &str {
    behind.strip_prefix('个').filter(|scale| scale.starts_with(['万', '亿'])).unwrap_or(behind)
}
