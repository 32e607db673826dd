//! From folded text to tokens: periods, fillers, question words, names and numbers by the longest phrase, the rest by
//! the segmenter.

mod asking;

use rustc_hash::FxHashMap;

use super::is_han;
use super::language::{Kind, Language, Operation};
use super::lexicon::Lexicon;
use super::number;
use super::period;
use super::question::{Question, Sense, Token};
use super::segment::Segmenter;

/// Words behind a year that mean all of it.
const WHOLE_YEAR: [&str; 4] = ["全年", "一整年", "整一年", "整年"];

/// How many may be asked for behind "which": 哪一块, 哪两个.
const FEW: [char; 7] = ['一', '两', '二', '三', '四', '五', '六'];

/// What scanning needs to know.
pub struct Scanner<'a> {
    /// The pack's words.
    pub lexicon: &'a Lexicon,
    /// Cuts Chinese.
    pub segmenter: &'a Segmenter,
    /// Chinese itself.
    pub language: &'a Language,
    /// What single words are to Chinese itself and to the pack's fillers.
    pub own_words: &'a OwnWords,
    /// The article's year.
    pub year: u16,
}

/// What words are that belong to no topic: function words, question words, pronouns, fillers.
pub type OwnWords = FxHashMap<String, Sense>;

/// The words of the language and the fillers of a pack; of what a word may be the most telling counts.
pub fn own_words(language: &Language, lexicon: &Lexicon) -> OwnWords {
    let stop = language.stop.iter().map(|word| (word.clone(), Sense::Stop));
    // 几次, 几家: the segmenter keeps the counter with its question word.
    let counts = language.counters.phrases().map(|counter| (format!("几{counter}"), Sense::Ask(Kind::HowMany)));
    let fillers = lexicon.fillers().map(|filler| (filler.to_owned(), Sense::Filler));
    let kinds = language.kinds.phrases().filter_map(|p| Some((p.to_owned(), Sense::Ask(language.kinds.get(p)?))));
    let pronouns = language.pronouns.words().map(|word| (word.to_owned(), Sense::Pronoun));
    stop.chain(counts).chain(fillers).chain(kinds).chain(pronouns).collect()
}

impl Scanner<'_> {
    /// Reads folded text into a question; the script and the repairs are the caller's to add.
    pub fn scan(&self, text: &str) -> Question {
        // Half the characters begin a token at most, as a rule.
        let tokens = Vec::with_capacity(text.len() / 5 + 2);
        let mut question = Question { text: text.to_owned(), tokens, ..Question::default() };
        let (mut at, mut pending) = (0, 0);
        while at < text.len() {
            if let Some((len, sense)) = self.special(text, at) {
                self.words(&mut question, text, (pending, at));
                self.push(&mut question, (at, at + len), sense);
                at += len;
                pending = at;
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        self.words(&mut question, text, (pending, text.len()));
        self.note_operations(&mut question);
        question
    }

    /// What starts at byte `at` and is no matter for the segmenter.
    fn special(&self, text: &str, at: usize) -> Option<(usize, Sense)> {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let alias = self.lexicon.alias_at(rest).filter(|&(len, _)| !self.cuts_a_year(&rest[..len], rest));
        let alias_len = alias.map_or(0, |(len, _)| len);
        if let Some((len, period)) = period::at(rest, self.year).filter(|&(len, _)| len > alias_len) {
            return Some((len, Sense::Period(period)));
        }
        if let Some(len) =
            self.lexicon.filler_at(rest).filter(|&len| len > alias_len && !self.begins_within(&rest[..len], rest))
        {
            return Some((len, Sense::Filler));
        }
        if let Some((len, ())) = self.language.indefinite.at(rest).filter(|&(len, ())| len > alias_len) {
            return Some((len, Sense::Stop));
        }
        let several = |len: usize| rest[..len].chars().nth(1).is_some();
        if let Some((len, kind)) = self.asking(text, at).filter(|&(len, _)| len >= alias_len && several(len)) {
            return Some((len + self.unit_behind(kind, &rest[..len], &rest[len..]), Sense::Ask(kind)));
        }
        if let Some(behind) = rest.strip_prefix('几')
            && let len @ 1.. = self.unit_behind(Kind::HowMany, "几", behind)
            && len + '几'.len_utf8() > alias_len
        {
            return Some(('几'.len_utf8() + len, Sense::Ask(Kind::HowMany)));
        }
        if let Some(behind) = rest.strip_prefix('哪').map(|behind| behind.strip_prefix(FEW).unwrap_or(behind))
            && let Some((len, ())) = self.language.counters.at(behind).or_else(|| self.language.classifiers.at(behind))
            && rest.len() - behind.len() + len > alias_len
        {
            return Some((rest.len() - behind.len() + len, Sense::Ask(Kind::What)));
        }
        if !is_han(first) && !first.is_alphanumeric() {
            return Some((first.len_utf8(), Sense::Mark));
        }
        if let Some((len, id)) = alias.filter(|&(len, _)| !is_han(first) || rest[..len].chars().count() >= 3) {
            return Some((len, Sense::Word(id)));
        }
        if let Some(found) = self.ordinal(rest) {
            return Some(found);
        }
        if (alias_len == 0 || !several(alias_len))
            && let Some((len, quantity)) = number::at(rest, self.language)
            && (first.is_ascii_digit() || counts(&rest[len..], quantity, self.language))
        {
            return Some((len, Sense::Number(quantity)));
        }
        latin_run(rest).map(|len| (len, self.word_sense(&rest[..len])))
    }

    /// Whether a longer word of the pack begins within a filler, and ends behind it: 当|中间人.
    fn begins_within(&self, filler: &str, rest: &str) -> bool {
        let longer = |len: usize, at: usize| at + len > filler.len() && rest[at..at + len].chars().nth(2).is_some();
        let later = filler.char_indices().skip(1).map(|(at, _)| at);
        later.filter_map(|at| Some((self.lexicon.alias_at(&rest[at..])?.0, at))).any(|(len, at)| longer(len, at))
    }

    /// Whether a phrase ends with a year of which all is meant: "than last | year in all" is not "year on year".
    fn cuts_a_year(&self, phrase: &str, rest: &str) -> bool {
        let whole = WHOLE_YEAR.iter().any(|word| rest[phrase.len()..].starts_with(word));
        let year = |at: usize| period::at(&phrase[at..], self.year).is_some_and(|(len, _)| at + len == phrase.len());
        whole && phrase.char_indices().skip(1).any(|(at, _)| year(at))
    }

    fn ordinal(&self, rest: &str) -> Option<(usize, Sense)> {
        let tail = rest.strip_prefix('第')?;
        let (len, quantity) = number::at(tail, self.language)?;
        let value = (1.0..=999.0).contains(&quantity.value).then_some(quantity.value as u16)?;
        Some((rest.len() - tail.len() + len, Sense::Ordinal(value)))
    }

    /// Cuts the Chinese between two bytes into words.
    fn words(&self, question: &mut Question, text: &str, (from, to): (usize, usize)) {
        if from >= to {
            return;
        }
        let mut at = from;
        for word in self.segmenter.cut(&text[from..to]) {
            let range = (at, at + word.len());
            at = range.1;
            match self.compound(word) {
                Some(head) => {
                    let middle = range.0 + head;
                    self.push(question, (range.0, middle), self.word_sense(&word[..head]));
                    self.push(question, (middle, range.1), self.word_sense(&word[head..]));
                }
                None => self.push(question, range, self.word_sense(word)),
            }
        }
    }

    /// Where a word of the dictionary falls into two of the lexicon's: 合作项目 is 合作 and 项目.
    fn compound(&self, word: &str) -> Option<usize> {
        let term = |part: &str| self.lexicon.is_term(part);
        let several = |part: &str| part.chars().nth(1).is_some();
        if word.chars().nth(3).is_none() || term(word) {
            return None;
        }
        word.char_indices()
            .map(|(at, _)| at)
            .skip(2)
            .find(|&at| several(&word[at..]) && term(&word[..at]) && term(&word[at..]))
    }

    /// What a single word is.
    fn word_sense(&self, word: &str) -> Sense {
        let own = self.own_words.get(word).copied();
        match own.filter(|sense| *sense != Sense::Stop) {
            Some(sense) => sense,
            None => match self.lexicon.word(word) {
                Some(id) if self.lexicon.term(id).is_some() => Sense::Word(id),
                _ if own.is_some() => Sense::Stop,
                Some(id) => Sense::Word(id),
                None => Sense::Unknown,
            },
        }
    }

    fn push(&self, question: &mut Question, range: (usize, usize), mut sense: Sense) {
        if let Sense::Ask(kind) = sense {
            question.kinds.add(kind);
            // Which city is where, and more: a country does not answer it.
            if kind == Kind::City {
                question.kinds.add(Kind::Where);
                sense = Sense::Ask(Kind::Where);
            }
            if kind == Kind::HowMany && question.counter.is_none() {
                question.counter = self.counter(&question.text[range.0..]);
            }
        }
        question.tokens.push(Token { range, sense });
    }

    /// The word by which a text speaks of the part that something is not: 不是它的那部分.
    fn other_part(&self, text: &str) -> Option<(usize, usize)> {
        let (at, len) = self.language.denying.find(text)?;
        let part = self.language.parts.find(&text[at + len..]);
        part.map(|_| (at, at + len))
    }

    fn note_operations(&self, question: &mut Question) {
        let text = question.text.as_str();
        let (mut found, mut ranges) = (Vec::new(), Vec::new());
        for (from, to, operation) in self.language.operations.each_in(text) {
            // "Less than in the same period" compares; it does not ask for that period.
            let compares = operation == Operation::Base && text[..from].ends_with(['比', '较', '同', '跟', '与']);
            // "Deficit" ends like "how much less" begins; a word is no operation.
            let within = |token: &&Token| token.range.0 < from && from < token.range.1;
            let of_a_word = question.tokens.iter().find(within).is_some_and(|t| matches!(t.sense, Sense::Word(_)));
            let cut = self.cuts_a_year(&text[from..to], &text[from..]);
            if !compares && !of_a_word && !cut {
                if !found.contains(&operation) {
                    found.push(operation);
                }
                ranges.push((from, to));
            }
        }
        let outside = question.tokens.windows(2).filter(|pair| {
            question.text_of(&pair[0]) == self.language.outside && matches!(pair[1].sense, Sense::Word(_))
        });
        let outside: Vec<(usize, usize)> = outside.map(|pair| pair[0].range).chain(self.other_part(text)).collect();
        if !outside.is_empty() && !found.contains(&Operation::Rest) {
            found.push(Operation::Rest);
        }
        ranges.extend(outside);
        (question.operations, question.operating) = (found, ranges);
    }
}

/// Whether a Chinese numeral is an amount: it has a scale or a unit, or a counter follows.
fn counts(rest: &str, quantity: number::Quantity, language: &Language) -> bool {
    quantity.scaled
        || quantity.unit != number::Unit::Count
        || quantity.value > 10.0
        || rest.starts_with(['多', '余', '几'])
        || language.counters.at(rest).is_some()
}

/// The bytes of a run of Latin, Cyrillic or other letters and digits.
fn latin_run(text: &str) -> Option<usize> {
    let len: usize = text.chars().take_while(|&c| !is_han(c) && c.is_alphanumeric()).map(char::len_utf8).sum();
    (len > 0).then_some(len)
}
