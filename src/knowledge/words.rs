//! What the bot says of itself in the language of who reads it: phrases, names of measures and topics, amounts, periods.
//! A pack without that language says it in Chinese.

use super::pack::{Figure, Topic, Translation};
use super::{Knowledge, wording};
use crate::chart::{Chart, Day, Days};
use crate::event::Language;
use crate::figures::{FigureInfo, say};
use crate::text::period::Period;

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Words<'k> {
    knowledge: &'k Knowledge,
    translation: Option<&'k Translation>,
}

impl Knowledge {
    /// The bot's own words in a language.
    pub fn wording(&self, language: Language) -> Words<'_> {
        let translation = self.pack.translations.iter().find(|translation| translation.language == language);
        Words { knowledge: self, translation }
    }
}

impl<'k> Words<'k> {
    /// A phrase; in Chinese if this language has none for it.
    pub fn say<'a>(self, key: &'a str) -> &'a str
    where
        'k: 'a,
    {
        let Some(translation) = self.translation else { return self.knowledge.say(key) };
        let own = translation.wording.get_ref().0.get(key).map(String::as_str);
        own.or_else(|| wording::usual(translation.language, key)).unwrap_or_else(|| self.knowledge.say(key))
    }

    /// The article's title.
    pub fn title(self) -> &'k str {
        self.translation.map_or(&self.knowledge.pack.meta.title, |t| &t.title)
    }

    /// The name of a topic.
    pub fn topic(self, topic: &'k Topic) -> &'k str {
        self.translation.and_then(|t| t.topics.get(&topic.id)).unwrap_or(&topic.name)
    }

    /// The name of a measure.
    pub fn measure(self, measure: usize) -> &'k str {
        let written = &self.knowledge.figures.measures[measure].written;
        self.translation.and_then(|t| t.measures.get(&written.id)).unwrap_or(&written.name)
    }

    /// A period; empty if there is none.
    pub fn period(self, period: Option<Period>) -> String {
        let Some(period) = period else { return String::new() };
        let Some(translation) = self.translation else { return period.to_string() };
        let year = period.year.to_string();
        let name = |month: u8| translation.months.get(usize::from(month) - 1).map_or("", String::as_str);
        let months = match period.months {
            None => return translation.year.replace("{year}", &year),
            Some((from, to)) if from == to => name(from).to_owned(),
            Some((from, to)) => format!("{}–{}", name(from), name(to)),
        };
        translation.months_of_year.replace("{months}", &months).replace("{year}", &year)
    }

    /// What a figure says: number, unit and, where it has one, the way it goes.
    pub fn figure(self, figure: &Figure) -> String {
        let value = match &figure.say {
            Some(_) => say::figure(figure),
            None => self.amount(figure.value, &figure.unit),
        };
        let Some(trend) = &figure.trend else { return value };
        match self.translation.and_then(|t| t.trends.get(trend)) {
            Some(trend) => format!("{trend} {value}"),
            None => format!("{}{value}", self.term(trend)),
        }
    }

    fn term(self, id: &str) -> &'k str {
        let lexicon = &self.knowledge.reader.lexicon;
        lexicon.id(id).and_then(|word| lexicon.term(word)).map_or("", |term| &term.name)
    }

    /// A number with its unit.
    pub fn amount(self, value: f64, unit: &str) -> String {
        match self.translation.and_then(|t| t.units.get(unit)) {
            Some(own) => own.say.replacen("{}", &self.number(value * own.scale), 1),
            None => format!("{}{unit}", self.number(value)),
        }
    }

    /// A number with the mark between whole and tenths that this language uses.
    pub fn number(self, value: f64) -> String {
        let number = say::number(value);
        self.translation.map_or_else(|| number.clone(), |t| number.replace('.', &t.decimal))
    }

    /// The chart of what the bot did on these days, the earliest first.
    pub fn days(self, days: Vec<Day>) -> Chart {
        let kinds = ["days-answered", "days-offered", "days-declined", "days-silent"];
        let kinds = kinds.map(|key| self.say(key).to_owned());
        Chart::Days(Days { title: self.say("days-title").to_owned(), kinds, days })
    }

    /// Period and measure of a figure, as the head of a row.
    pub fn row(self, figure: &FigureInfo) -> String {
        let (name, period) = (self.measure(figure.measure), self.period(figure.period));
        match self.translation {
            Some(_) if !period.is_empty() => format!("{name}, {period}"),
            _ => format!("{period}{name}"),
        }
    }
}
