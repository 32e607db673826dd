//! The figures of the pack as a table and a chart: all, or those that somebody's words name.

mod picture;

use super::session::Session;
use super::{Turn, compose};
use crate::figures::FigureInfo;
use crate::knowledge::Knowledge;
use crate::knowledge::words::Words;
use crate::reply::{Reply, Table, Verdict};
use crate::text::fold::fold;
use crate::text::is_han;
use crate::text::period::Period;

/// Letters and Chinese characters from which a word may name a measure by a part of its name.
const TELLING: usize = 4;
const TELLING_HAN: usize = 2;

/// Shows the figures that `typed` names; all of them if it names none, and then says so.
pub fn show(knowledge: &Knowledge, session: Session, typed: Option<&str>) -> Turn {
    let words = knowledge.wording(session.language);
    let (table, chart) = (listed(knowledge, &knowledge.pack.meta.table), listed(knowledge, &knowledge.pack.meta.chart));
    let wanted = typed.map(|typed| Wanted::read(knowledge, words, typed));
    let fits = |figure: &&FigureInfo| wanted.as_ref().is_none_or(|wanted| wanted.names(figure));
    let found = table.iter().chain(&chart).copied().any(|figure| fits(&figure));
    let keep = |figures: Vec<_>| figures.into_iter().filter(|figure| !found || fits(figure)).collect::<Vec<_>>();
    let (table, chart) = (keep(table), keep(chart));
    let mut reply = Reply::line(Verdict::Answer, words.say("table"));
    if let Some(typed) = typed.filter(|_| !found) {
        reply.lead = words.say("trade-none").replace("{words}", &shortened(typed));
    }
    reply.table = Some(Table { rows: table.iter().map(|f| (words.row(f), words.figure(&f.written))).collect() });
    reply.chart = picture::of(knowledge, words, &chart);
    let paragraphs: Vec<u16> = table.iter().map(|f| f.written.paragraph).collect();
    reply.sources = compose::sources(knowledge, &paragraphs);
    Turn { session, reply }
}

fn listed<'k>(knowledge: &'k Knowledge, ids: &[String]) -> Vec<&'k FigureInfo> {
    ids.iter().filter_map(|id| knowledge.figures.get(id)).collect()
}

/// What was typed, fit to be quoted in a line.
fn shortened(typed: &str) -> String {
    let most = 40;
    let plain: String = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &plain[..at]),
        None => plain,
    }
}

/// The measures and periods that somebody's words name.
struct Wanted {
    measures: Vec<usize>,
    periods: Vec<Period>,
}

impl Wanted {
    fn read(knowledge: &Knowledge, words: Words<'_>, typed: &str) -> Wanted {
        let question = knowledge.reader.read(typed);
        let mut measures: Vec<usize> = knowledge.figures.named(&question).iter().map(|named| named.measure).collect();
        if measures.is_empty() {
            measures = named_in_part(knowledge, words, typed);
        }
        Wanted { measures, periods: question.periods().collect() }
    }

    /// Whether a figure is meant. What belongs to no period is meant only if its measure is named.
    fn names(&self, figure: &FigureInfo) -> bool {
        let period = |held: Period| self.periods.is_empty() || self.periods.iter().any(|asked| held.answers(*asked));
        let measure = self.measures.contains(&figure.measure);
        let open = self.measures.is_empty() && !self.periods.is_empty();
        figure.period.map_or(measure, |held| (measure || open) && period(held))
    }
}

/// The measures of which some word is a part of the name, in the reader's language.
fn named_in_part(knowledge: &Knowledge, words: Words<'_>, typed: &str) -> Vec<usize> {
    let typed = fold(typed).text;
    let least = |word: &str| if word.contains(is_han) { TELLING_HAN } else { TELLING };
    let telling: Vec<&str> = typed.split_whitespace().filter(|word| word.chars().count() >= least(word)).collect();
    let named = |measure: &usize| {
        let name = words.measure(*measure).to_lowercase();
        telling.iter().any(|word| name.contains(word))
    };
    (0..knowledge.figures.measures.len()).filter(named).collect()
}
