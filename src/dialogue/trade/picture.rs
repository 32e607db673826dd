//! From figures to the plain data of a chart: a panel for each period, each bar in its role, what is computed marked.

use crate::chart::{Bar, Chart, Goal, Measures, Panel, Role};
use crate::figures::FigureInfo;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Measure;
use crate::knowledge::words::Words;
use crate::text::period::Period;

/// The chart of these figures, or `None` if nothing in it would be a bar.
pub fn of(knowledge: &Knowledge, words: Words<'_>, figures: &[&FigureInfo]) -> Option<Chart> {
    let drawing = Drawing { knowledge, words, figures };
    let mut periods: Vec<Period> = Vec::new();
    for period in figures.iter().filter_map(|figure| figure.period) {
        if !periods.contains(&period) {
            periods.push(period);
        }
    }
    let whole_year = periods.iter().rfind(|period| period.months.is_none()).copied();
    let panel = |&period: &Period| drawing.panel(period, whole_year == Some(period));
    let panels: Vec<Panel> = periods.iter().map(panel).collect();
    let notes = drawing.notes(&panels);
    let title = words.say("chart-title").to_owned();
    (!panels.is_empty()).then_some(Chart::Measures(Measures { title, panels, notes }))
}

struct Drawing<'a> {
    knowledge: &'a Knowledge,
    words: Words<'a>,
    figures: &'a [&'a FigureInfo],
}

impl Drawing<'_> {
    fn panel(&self, period: Period, is_latest_year: bool) -> Panel {
        let within: Vec<&FigureInfo> = self.figures.iter().copied().filter(|f| f.period == Some(period)).collect();
        let mut bars: Vec<Bar> = Vec::new();
        for figure in &within {
            let role = self.role(self.measure(figure), &bars);
            let label = self.words.figure(&figure.written);
            let span = self.span(figure, &within);
            bars.push(Bar {
                figure: Some(figure.written.id.clone()),
                name: self.name(figure.measure),
                span,
                label,
                role,
            });
        }
        bars.extend(self.computed(&within));
        bars.sort_by_key(|bar| bar.role == Role::Balance);
        Panel {
            heading: self.words.period(Some(period)),
            remark: within.iter().find_map(|figure| self.change(figure)).unwrap_or_default(),
            bars,
            goal: within.iter().filter(|_| is_latest_year).find_map(|figure| self.goal(figure)),
        }
    }

    fn measure(&self, figure: &FigureInfo) -> &Measure {
        &self.knowledge.figures.measures[figure.measure].written
    }

    fn name(&self, measure: usize) -> String {
        self.words.measure(measure).to_owned()
    }

    fn role(&self, measure: &Measure, before: &[Bar]) -> Role {
        let parts = before.iter().filter(|bar| matches!(bar.role, Role::Part(_))).count();
        match measure {
            balance if !balance.difference_of.is_empty() => Role::Balance,
            part if part.part_of.is_some() => Role::Part(parts),
            _ => Role::Whole,
        }
    }

    /// From 0 to the value; a balance lies between its two parts, if they are drawn.
    fn span(&self, figure: &FigureInfo, within: &[&FigureInfo]) -> (f64, f64) {
        match self.parts(&self.measure(figure).difference_of, within) {
            Some((first, second)) => (first.written.value, second.written.value),
            None => (0.0, figure.written.value.abs()),
        }
    }

    fn parts<'f>(&self, ids: &[String], within: &[&'f FigureInfo]) -> Option<(&'f FigureInfo, &'f FigureInfo)> {
        let of = |id: &String| within.iter().copied().find(|figure| self.measure(figure).id == *id);
        let [first, second] = ids else { return None };
        Some((of(first)?, of(second)?))
    }

    /// A balance that the pack does not give for a period in which it gives both parts.
    fn computed(&self, within: &[&FigureInfo]) -> Option<Bar> {
        let measures = self.knowledge.figures.measures.iter().enumerate();
        let period = within.first().and_then(|figure| figure.period);
        let lacking = |at: usize| self.knowledge.figures.of(at).all(|figure| figure.period != period);
        let (at, (first, second)) = measures
            .filter(|(at, _)| lacking(*at))
            .find_map(|(at, measure)| Some((at, self.parts(&measure.written.difference_of, within)?)))?;
        let (a, b) = (first.written.value, second.written.value);
        let size = self.words.amount((a - b).abs(), &first.written.unit);
        let label = self.words.say("computed").replace("{value}", &size);
        Some(Bar { figure: None, name: self.name(at), span: (a, b), label, role: Role::Balance })
    }

    fn change(&self, figure: &FigureInfo) -> Option<String> {
        let change = figure.written.change?;
        let sign = if change < 0.0 { '−' } else { '+' };
        let change = format!("{sign}{}%", self.words.number(change.abs()));
        let phrase = self.words.say("chart-change").replace("{change}", &change);
        Some(phrase.replace("{measure}", self.words.measure(figure.measure)))
    }

    fn goal(&self, figure: &FigureInfo) -> Option<Goal> {
        let id = &self.measure(figure).id;
        let all = self.knowledge.pack.meta.chart.iter().filter_map(|id| self.knowledge.figures.get(id));
        let target = all.into_iter().find(|other| self.measure(other).target_of.as_ref() == Some(id))?;
        let (have, want, unit) = (figure.written.value, target.written.value, &figure.written.unit);
        let key = if have < want { "chart-goal-short" } else { "chart-goal-met" };
        let gap = self.words.amount((want - have).abs(), unit);
        let label = self.words.say(key).replace("{goal}", &self.words.figure(&target.written)).replace("{gap}", &gap);
        Some(Goal { value: want, label })
    }

    fn notes(&self, panels: &[Panel]) -> Vec<String> {
        let mut paragraphs: Vec<u16> = self.figures.iter().map(|figure| figure.written.paragraph).collect();
        paragraphs.sort_unstable();
        paragraphs.dedup();
        let comma = self.words.say("chart-comma");
        let numbers = paragraphs.iter().map(u16::to_string).collect::<Vec<_>>().join(comma);
        let source = self.words.say("chart-source").replace("{title}", self.words.title());
        let source = source.replace("{date}", &self.knowledge.pack.meta.published).replace("{paragraphs}", &numbers);
        let computes = panels.iter().any(|p| p.goal.is_some() || p.bars.iter().any(|bar| bar.figure.is_none()));
        std::iter::once(source).chain(computes.then(|| self.words.say("chart-computed").to_owned())).collect()
    }
}
