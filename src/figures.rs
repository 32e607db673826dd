//! Figures answer by slots: measure and period name the number, whatever the wording; what the article does not give
//! as such is computed from what it gives, and says so.

pub mod compute;
pub mod say;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::Pack;
use crate::knowledge::pack::{Figure, Measure};
use crate::text::language::Language;
use crate::text::lexicon::{Lexicon, WordId};
use crate::text::number::{self, Quantity};
use crate::text::period::Period;
use crate::text::question::{Counter, Question};

/// The figures of a pack, ready to be looked up.
pub struct Figures {
    /// Measures, in the pack's order.
    pub measures: Vec<MeasureInfo>,
    /// Figures, in the pack's order.
    pub figures: Vec<FigureInfo>,
    /// Words that are part of some measure's sign.
    pub sign_words: FxHashSet<WordId>,
    by_id: FxHashMap<String, usize>,
    by_measure: Vec<Vec<usize>>,
    measure_ids: FxHashMap<String, usize>,
    /// Measure and number of each sign, by its first word.
    signs: FxHashMap<WordId, Vec<(usize, usize)>>,
}

/// A measure with its signs as words.
pub struct MeasureInfo {
    /// As written.
    pub written: Measure,
    signs: Vec<Vec<WordId>>,
}

/// A figure with what its text means.
pub struct FigureInfo {
    /// As written.
    pub written: Figure,
    /// Its measure.
    pub measure: usize,
    /// Its period.
    pub period: Option<Period>,
    /// Its plain value and unit.
    pub quantity: Quantity,
}

/// A measure that a question names, with the words by which it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Which measure.
    pub measure: usize,
    /// Its sign.
    pub words: Vec<WordId>,
}

impl Figures {
    /// The figures of a validated pack.
    pub fn new(pack: &Pack, lexicon: &Lexicon) -> Figures {
        let words = |sign: &Vec<String>| sign.iter().filter_map(|id| lexicon.id(id)).collect();
        let measures: Vec<MeasureInfo> = pack
            .measures
            .iter()
            .map(|m| MeasureInfo { written: m.clone(), signs: m.signs.iter().map(words).collect() })
            .collect();
        let measure_ids: FxHashMap<String, usize> = named(measures.iter().map(|m| &m.written.id));
        let figures: Vec<FigureInfo> = pack
            .figures
            .iter()
            .filter_map(|figure| {
                let measure = *measure_ids.get(&figure.measure)?;
                let period = figure.period.as_deref().and_then(Period::parse);
                Some(FigureInfo { written: figure.clone(), measure, period, quantity: quantity(figure) })
            })
            .collect();
        let mut by_measure = vec![Vec::new(); measures.len()];
        figures.iter().enumerate().for_each(|(at, figure)| by_measure[figure.measure].push(at));
        let mut signs: FxHashMap<WordId, Vec<(usize, usize)>> = FxHashMap::default();
        for (at, measure) in measures.iter().enumerate() {
            for (number, sign) in measure.signs.iter().enumerate() {
                sign.first().into_iter().for_each(|&word| signs.entry(word).or_default().push((at, number)));
            }
        }
        let by_id = named(figures.iter().map(|f| &f.written.id));
        let sign_words = measures.iter().flat_map(|m| m.signs.iter().flatten().copied()).collect();
        Figures { measures, figures, sign_words, by_id, by_measure, measure_ids, signs }
    }

    /// The measures of which a question holds some sign, each with its longest.
    pub fn signed(&self, question: &Question) -> Vec<Named> {
        let words: FxHashSet<WordId> = question.words_of_their_own().collect();
        let sign = |&(measure, number): &(usize, usize)| &self.measures[measure].signs[number];
        let begun = words.iter().filter_map(|word| self.signs.get(word)).flatten().copied();
        let mut whole: Vec<(usize, usize)> = begun.filter(|at| sign(at).iter().all(|w| words.contains(w))).collect();
        whole.sort_unstable();
        let mut found: Vec<Named> = Vec::new();
        for at in whole {
            let named = Named { measure: at.0, words: sign(&at).clone() };
            match found.last_mut().filter(|last| last.measure == named.measure) {
                Some(last) if last.words.len() > named.words.len() => {}
                Some(last) => *last = named,
                None => found.push(named),
            }
        }
        found
    }

    /// The measures that a question names, in its order; a sign that is part of a larger one found does not count.
    pub fn named(&self, question: &Question) -> Vec<Named> {
        let found = self.signed(question);
        let order: Vec<WordId> = question.words().collect();
        let within =
            |a: &Named, b: &Named| a.words.len() < b.words.len() && a.words.iter().all(|w| b.words.contains(w));
        let largest: Vec<Named> =
            found.iter().filter(|named| !found.iter().any(|other| within(named, other))).cloned().collect();
        let place = |named: &Named| named.words.iter().filter_map(|w| order.iter().position(|o| o == w)).min();
        let mut largest = largest;
        largest.sort_by_key(place);
        largest
    }

    /// Whether a word alone is a sign of some measure.
    pub fn is_sign(&self, word: WordId) -> bool {
        let lone = |&(measure, number): &(usize, usize)| self.measures[measure].signs[number].len() == 1;
        self.signs.get(&word).is_some_and(|signs| signs.iter().any(lone))
    }

    /// Whether a word alone is a sign of a measure.
    pub fn is_signed_by(&self, measure: usize, word: WordId) -> bool {
        self.measures[measure].signs.iter().any(|sign| sign[..] == [word])
    }

    /// Whether a word is part of some sign of a measure.
    pub fn is_word_of(&self, measure: usize, word: WordId) -> bool {
        self.measures[measure].signs.iter().flatten().any(|&of| of == word)
    }

    /// The figures of a measure.
    pub fn of(&self, measure: usize) -> impl Iterator<Item = &FigureInfo> {
        self.by_measure[measure].iter().map(|&at| &self.figures[at])
    }

    /// The figure of a measure that answers for a period.
    pub fn find(&self, measure: usize, period: Period) -> Option<&FigureInfo> {
        self.of(measure).find(|figure| figure.period.is_none_or(|held| held.answers(period)))
    }

    /// Whether some figure is of a period.
    pub fn tell_of(&self, period: Period) -> bool {
        self.figures.iter().any(|figure| figure.period.is_some_and(|held| held.answers(period)))
    }

    /// The figure with this id.
    pub fn get(&self, id: &str) -> Option<&FigureInfo> {
        self.by_id.get(id).map(|&at| &self.figures[at])
    }

    /// The only measure whose figures an entry tells as its own.
    pub fn told_by(&self, entry: &str) -> Option<usize> {
        let mut own = self.figures.iter().filter(|f| f.written.entry.as_deref() == Some(entry)).map(|f| f.measure);
        let first = own.next()?;
        own.all(|measure| measure == first).then_some(first)
    }

    /// The measure with this id.
    pub fn measure(&self, id: &str) -> Option<usize> {
        self.measure_ids.get(id).copied()
    }

    /// The whole of which a measure is a part.
    pub fn whole_of(&self, part: usize) -> Option<usize> {
        self.measure(self.measures[part].written.part_of.as_deref()?)
    }

    /// Figures whose value a stated number repeats.
    pub fn valued(&self, stated: Quantity) -> impl Iterator<Item = &FigureInfo> {
        self.figures.iter().filter(move |figure| same(figure.quantity, stated))
    }

    /// The only figure whose value a text is.
    pub fn written_as(&self, text: &str) -> Option<&FigureInfo> {
        let (len, stated) = number::at(text, Language::chinese())?;
        let amount = len == text.len() && (stated.scaled || stated.unit != number::Unit::Count);
        let mut found = self.valued(stated).filter(|_| amount);
        found.next().filter(|_| found.next().is_none())
    }

    /// The same, where a bare number may leave out the unit and its scale.
    pub fn known_as(&self, stated: Quantity) -> impl Iterator<Item = &FigureInfo> {
        let bare = stated.unit == number::Unit::Count && !stated.scaled;
        let written = move |figure: &FigureInfo| bare && figure.written.value == stated.value;
        self.figures.iter().filter(move |figure| same(figure.quantity, stated) || written(figure))
    }
}

/// Places by id; of equal ids the first counts.
fn named<'a>(ids: impl Iterator<Item = &'a String>) -> FxHashMap<String, usize> {
    let mut places = FxHashMap::default();
    for (at, id) in ids.enumerate() {
        places.entry(id.clone()).or_insert(at);
    }
    places
}

/// Whether two quantities are the same number of the same thing; a bare number may count anything.
pub fn same(a: Quantity, b: Quantity) -> bool {
    let close = (a.value - b.value).abs() <= 1e-6 * a.value.abs().max(b.value.abs());
    let bare = |q: Quantity| q.unit == number::Unit::Count;
    close && (a.unit == b.unit || bare(b) && b.scaled || bare(a) && bare(b))
}

/// The plain value of a figure, its unit's scale included.
pub fn quantity(figure: &Figure) -> Quantity {
    let written = format!("{}{}", figure.value, figure.unit);
    match number::at(&written, Language::chinese()) {
        Some((_, quantity)) => quantity,
        None => Quantity { value: figure.value, unit: number::Unit::Count, scaled: false },
    }
}

/// What a figure counts.
pub fn counter(figure: &Figure) -> Counter {
    let quantity = quantity(figure);
    match quantity.unit {
        number::Unit::Money => Counter::Money,
        number::Unit::Percent => Counter::Percent,
        number::Unit::Count => Counter::Of(figure.unit.trim_start_matches(['万', '亿', '千']).to_owned()),
    }
}
