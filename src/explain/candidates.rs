//! The candidates: by which line of the pack each was found, what it lacks, and what its points are made of.

use super::words::{self, percent, reason};
use super::{Detail, Part};
use crate::knowledge::Knowledge;
use crate::matching::features::{NAMES, group};
use crate::matching::find::Verdict;
use crate::matching::score::{Candidate, weights};
use crate::matching::veto::Veto;
use crate::text::fold::fold;
use crate::text::question::Sense;

/// Candidates that are shown of one question, of one of several, and of one that the figures decide.
const SHOWN: (usize, usize, usize) = (4, 2, 2);
/// Groups of features that are told of each at most, those that moved it most.
const TELLING: usize = 3;
/// Points from which a group is worth telling.
const WORTH: f32 = 0.2;
/// Words besides those asked that are named at most.
const BESIDES: usize = 3;
/// Column at which what is told of a candidate begins.
const INDENT: &str = "          ";

type Weighed = (Candidate, Option<Veto>);

impl Part<'_> {
    /// The candidates, the one that was decided on first; `parts` is how many questions the text has.
    pub(super) fn candidates(&self, detail: Detail, parts: usize) -> Vec<String> {
        let ranked = self.ranked();
        let Some((best, _)) = ranked.first() else { return Vec::new() };
        let shown = match (&self.by_slots, parts) {
            (Some(_), _) => SHOWN.2,
            (None, 1) => SHOWN.0,
            (None, _) => SHOWN.1,
        };
        let mut lines = Vec::new();
        for (rank, (candidate, veto)) in ranked.iter().take(shown).enumerate() {
            let row = &self.knowledge.index.written[candidate.row as usize];
            let sure = percent(candidate.probability);
            lines.push(format!("{:>7}. {}, {sure}, by its line “{row}”", rank + 1, self.name(candidate)));
            let rival = (rank > 0).then_some(best);
            lines.push(format!("{INDENT}{}", self.facts(candidate, veto.as_ref(), rival.is_some())));
            lines.push(format!("{INDENT}{}", points(candidate, rival)));
            lines.extend((detail == Detail::Features).then(|| format!("{INDENT}{}", features(candidate))));
        }
        lines
    }

    /// What the verdict is about, else the likeliest candidate.
    pub(super) fn decided(&self) -> Option<&Weighed> {
        let all = &self.finding.candidates;
        let target = match &self.finding.verdict {
            Verdict::Answer(candidate, _) | Verdict::Nothing(Some((candidate, _))) => Some(candidate.target),
            Verdict::Clarify(several) => several.first().map(|c| c.target),
            Verdict::Nothing(None) => all.iter().find(|(_, veto)| veto.is_none()).map(|(c, _)| c.target),
        };
        all.iter().find(|(c, _)| Some(c.target) == target).or(all.first())
    }

    fn ranked(&self) -> Vec<&Weighed> {
        let decided = self.decided().map(|(c, _)| c.target);
        let mut ranked: Vec<&Weighed> = self.finding.candidates.iter().collect();
        ranked.sort_by(|(a, _), (b, _)| {
            let first = |c: &Candidate| Some(c.target) != decided;
            first(a).cmp(&first(b)).then(b.probability.total_cmp(&a.probability))
        });
        ranked
    }

    /// What speaks against a candidate, in words; of a rival also what its line asks besides.
    fn facts(&self, candidate: &Candidate, veto: Option<&Veto>, rival: bool) -> String {
        let target = self.target(candidate);
        let out = veto.map(|veto| format!("OUT: {}", reason(self.knowledge, veto)));
        let lacked = self.lacked_by(target);
        let row = self.knowledge.index.words_of(candidate.row);
        let mut only_elsewhere = self.lacked_where(|id| row.contains(&id));
        only_elsewhere.retain(|word| !lacked.contains(word));
        let absent: Vec<&str> = self.question.kinds.without(target.kinds).iter().map(words::kind).collect();
        let besides = if rival { self.besides(candidate) } else { Vec::new() };
        let whole = (lacked.is_empty() && only_elsewhere.is_empty()).then(|| "has every word of it".to_owned());
        let listed = |opening: &str, words: &str| (!words.is_empty()).then(|| format!("{opening} {words}"));
        let facts = [
            out,
            whole,
            listed("nowhere says", &lacked.join(", ")),
            listed("not in this line:", &only_elsewhere.join(", ")),
            listed("no line of it asks", &absent.join(", ")),
            listed("its line has besides:", &besides.join(", ")),
        ];
        facts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// Words, periods and numbers of a candidate's line that the question does not have.
    fn besides(&self, candidate: &Candidate) -> Vec<String> {
        let Knowledge { reader, index, parties, .. } = self.knowledge;
        let row = reader.read_clean(&fold(&index.written[candidate.row as usize]).text);
        let more = row.tokens.iter().filter(|token| match token.sense {
            Sense::Word(id) => !self.joined.words().any(|word| word == id) && !parties.contains(&id),
            Sense::Ordinal(_) | Sense::Number(_) | Sense::Period(_) => {
                !self.joined.tokens.iter().any(|asked| asked.sense == token.sense)
            }
            _ => false,
        });
        more.take(BESIDES).map(|token| row.text_of(token).to_owned()).collect()
    }
}

/// Of the best candidate its points, of a rival by how many it is behind, and which groups of features they come from.
fn points(candidate: &Candidate, best: Option<&Candidate>) -> String {
    let own = group::sums(&candidate.features, weights());
    let (opening, parts) = match best {
        None => (format!("{:+.1} points", candidate.score), own),
        Some(best) => {
            let held = group::sums(&best.features, weights());
            let by = best.score - candidate.score;
            let opening = if by >= 0.0 { format!("behind by {by:.1}") } else { format!("ahead by {:.1}", -by) };
            (opening, std::array::from_fn(|at| own[at] - held[at]))
        }
    };
    let mut parts: Vec<(&str, f32)> = group::ALL.iter().map(|group| group.label()).zip(parts).collect();
    parts.retain(|(_, points)| points.abs() >= WORTH);
    parts.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
    let told: Vec<String> = parts.iter().take(TELLING).map(|(label, points)| format!("{label} {points:+.1}")).collect();
    if told.is_empty() { opening } else { format!("{opening}: {}", told.join(", ")) }
}

/// Every feature that moved a candidate, as value and points.
fn features(candidate: &Candidate) -> String {
    let all = NAMES.iter().zip(candidate.features.iter().zip(weights()));
    let moved = all.filter(|(_, (x, _))| **x != 0.0);
    let told: Vec<String> = moved.map(|(name, (x, weight))| format!("{name} {x:.2} ({:+.1})", x * weight)).collect();
    told.join(", ")
}
