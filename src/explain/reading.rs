//! What a question was read as.

use super::{Line, Part, words};
use crate::knowledge::Knowledge;
use crate::matching::index::Target;
use crate::text::lexicon::WordId;
use crate::text::question::{Sense, Token};

impl Part<'_> {
    /// Its words, what it asks for, and what the pack does not know of it.
    pub(super) fn reading(&self) -> Vec<Line> {
        let question = &self.question;
        let read: Vec<String> = question.tokens.iter().filter_map(|token| self.token(token)).collect();
        let mended: Vec<String> = question.repairs.iter().map(|(typed, read)| format!("{typed} → {read}")).collect();
        let mended = if mended.is_empty() { String::new() } else { format!("; mended: {}", mended.join(", ")) };
        let mut lines = vec![("read as", format!("{}{mended}", read.join(" · "))), ("asks", self.asked())];
        let strange = self.strange();
        if !strange.is_empty() {
            lines.push(("unknown", format!("{}: no line of the pack has it", strange.join(", "))));
        }
        lines
    }

    fn token(&self, token: &Token) -> Option<String> {
        let text = self.question.text_of(token);
        let meant = match token.sense {
            Sense::Stop | Sense::Filler | Sense::Mark => return None,
            Sense::Word(id) => self.knowledge.reader.lexicon.term(id).map(|term| term.name.clone()),
            Sense::Period(period) => Some(period.to_string()),
            Sense::Number(number) => Some(number.value.to_string()),
            Sense::Ordinal(number) => Some(format!("no. {number}")),
            Sense::Unknown | Sense::Ask(_) | Sense::Pronoun => None,
        };
        let meant = meant.filter(|meant| meant != text).map(|meant| format!("={meant}"));
        Some(format!("{text}{}", meant.unwrap_or_default()))
    }

    fn asked(&self) -> String {
        let kinds: Vec<&str> = self.question.kinds.iter().map(words::kind).collect();
        let counter = self.question.counter.as_ref().map(|c| format!(" (in {})", words::counter(c)));
        let kinds = if kinds.is_empty() { "nothing by its form".to_owned() } else { kinds.join(", ") };
        let (periods, measures) = (self.periods(), self.measures());
        let slot = |name: &str, filled: &str| {
            if filled.is_empty() { String::new() } else { format!("; {name} {filled}") }
        };
        format!("{kinds}{}{}{}", counter.unwrap_or_default(), slot("period", &periods), slot("measure", &measures))
    }

    /// Its periods, or those told around it.
    pub(super) fn periods(&self) -> String {
        let own = self.question.periods();
        let mut told: Vec<String> = own.map(|period| period.to_string()).collect();
        if told.is_empty() {
            told = self.joined.periods().map(|period| period.to_string()).collect();
        }
        told.dedup();
        told.join(", ")
    }

    /// The measures that it names.
    pub(super) fn measures(&self) -> String {
        let figures = &self.knowledge.figures;
        let name = |measure: usize| figures.measures[measure].written.name.as_str();
        let named: Vec<&str> = figures.named(&self.question).iter().map(|named| name(named.measure)).collect();
        named.join(", ")
    }

    /// Words that the pack does not know.
    pub(super) fn strange(&self) -> Vec<&str> {
        self.words_where(|_| true)
    }

    /// Words that nothing of a target holds.
    pub(super) fn lacked_by(&self, target: &Target) -> Vec<&str> {
        self.lacked_where(|id| target.words.contains(&id))
    }

    /// Words that are not `held`; parties that every question may name are left out.
    pub(super) fn lacked_where(&self, held: impl Fn(WordId) -> bool) -> Vec<&str> {
        self.words_where(|id| held(id) || self.knowledge.parties.contains(&id))
    }

    /// Its words, each once, but for those known ones that are `told`. Unknown single characters may be strays.
    fn words_where(&self, told: impl Fn(WordId) -> bool) -> Vec<&str> {
        let Knowledge { reader, index, .. } = self.knowledge;
        let known = |id| index.word(id).is_some() || reader.lexicon.term(id).is_some();
        let wanted = |token: &&Token| match token.sense {
            Sense::Word(id) => !known(id) || !told(id),
            Sense::Unknown => self.question.text_of(token).chars().nth(1).is_some(),
            _ => false,
        };
        let mut found: Vec<&str> = Vec::new();
        for text in self.question.tokens.iter().filter(wanted).map(|token| self.question.text_of(token)) {
            if !found.contains(&text) {
                found.push(text);
            }
        }
        found
    }
}
