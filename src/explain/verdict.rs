//! The verdict in one sentence, and what would change it.

use super::words::{self, percent, reason};
use super::{Line, Part};
use crate::matching::find::{ANSWER, CLARIFY, OFFER, Verdict};
use crate::matching::index::Place;
use crate::matching::score::Candidate;
use crate::matching::veto::Veto;
use crate::reply::{Reply, Verdict as Said};

/// Kin that add less than this to the best candidate are not worth a word.
const TELLING: f32 = 0.01;

impl Part<'_> {
    /// What was decided and, unless it is an answer, what it would take for one.
    pub(super) fn decision(&self) -> Vec<Line> {
        if let Some(reply) = &self.by_slots {
            return vec![("verdict", self.by_figures(reply)), ("says", reply.lead.clone())];
        }
        let (verdict, mend) = match &self.finding.verdict {
            Verdict::Answer(candidate, _) => (self.answer(candidate), None),
            Verdict::Clarify(several) => (self.several(several), Some(several_mended())),
            Verdict::Nothing(Some((candidate, veto))) => (self.out(candidate, veto), Some(self.veto_mended(veto))),
            Verdict::Nothing(None) => (self.nothing(), Some(self.nothing_mended())),
        };
        let mut lines = vec![("verdict", verdict)];
        lines.extend(mend.map(|mend| ("to mend", mend)));
        lines
    }

    fn by_figures(&self, reply: &Reply) -> String {
        let said = match reply.verdict {
            Said::Answer => "answer",
            Said::Clarify => "ask back",
            Said::Decline | Said::Silent => "decline",
        };
        let (measures, periods) = (self.measures(), self.periods());
        let by = match (measures.is_empty(), periods.is_empty()) {
            (true, _) => "by a number that is one of the figures".to_owned(),
            (false, true) => format!("by figures: measure {measures}, no period named"),
            (false, false) => format!("by figures: measure {measures}, period {periods}"),
        };
        format!("{said} {by}; the lines below are not asked")
    }

    fn answer(&self, candidate: &Candidate) -> String {
        let name = self.name(candidate);
        let verb = match self.target(candidate).place {
            Place::Entry(_) => "answer",
            Place::Gap(_) => "decline by",
            Place::Smalltalk(_) => "reply",
        };
        if self.knowledge.exactly(&self.joined.text) == Some(self.target(candidate).place) {
            return format!("{verb} {name}: the pack has this word for word");
        }
        let alone = self.finding.candidates.iter().find(|(c, _)| c.target == candidate.target);
        let alone = alone.map_or(candidate.probability, |(c, _)| c.probability);
        let same = self.knowledge.in_sense(&self.joined) == Some(self.target(candidate).place);
        if same && alone < ANSWER {
            return format!("{verb} {name}, {} sure: the pack has this in other words", percent(candidate.probability));
        }
        let kin = match self.target(candidate).place {
            Place::Entry(_) => "entries on the same paragraphs",
            Place::Gap(_) => "other gaps",
            Place::Smalltalk(_) => "other small talk",
        };
        let with = candidate.probability - alone >= TELLING;
        let with = if with { format!(": {} its own, the rest {kin}", percent(alone)) } else { String::new() };
        let around = self.joined.tokens.len() > self.question.tokens.len();
        let guess = self
            .finding
            .guess(&self.joined, around)
            .filter(|_| matches!(self.target(candidate).place, Place::Entry(_)));
        let guess = guess.map_or(String::new(), |guess| format!("; but a guess, so it is offered: {}", guess.why));
        format!("{verb} {name}, {} sure ({} needed){with}{guess}", percent(candidate.probability), percent(ANSWER))
    }

    fn several(&self, several: &[Candidate]) -> String {
        let names: Vec<String> =
            several.iter().map(|c| format!("{} ({})", self.name(c), percent(c.probability))).collect();
        let together: f32 = several.iter().map(|c| c.probability).sum();
        let sure = format!("together {} ({} needed)", percent(together), percent(CLARIFY));
        format!("ask back, none is likely enough alone: {}; {sure}", names.join(", "))
    }

    fn out(&self, candidate: &Candidate, veto: &Veto) -> String {
        let (name, reason) = (self.name(candidate), reason(self.knowledge, veto));
        format!("decline: likeliest is {name}, {}, but {reason}", percent(candidate.probability))
    }

    fn veto_mended(&self, veto: &Veto) -> String {
        let told = match veto {
            Veto::Period(period) => format!("a figure of {period}"),
            Veto::Thing(id) => format!("{} to its answer or to two of its lines", words::word(self.knowledge, *id)),
            Veto::Kind(kind) => format!("a line that asks {} to the entry that tells it", words::kind(*kind)),
            Veto::Counter(counter) => format!("a line that asks for {}", words::counter(counter)),
            Veto::View(id) => format!("a line that asks what {} says", words::word(self.knowledge, *id)),
            Veto::Ordinal(number) => format!("a line that asks for no. {number}"),
            Veto::Rank => "a line that asks for the most".to_owned(),
            Veto::Stated | Veto::PartOf => "a figure of what is asked for".to_owned(),
            Veto::Said => "a line that asks what was said".to_owned(),
            Veto::Role | Veto::Direction => "a line that says who does it to whom".to_owned(),
        };
        format!("if the article tells it, add {told}; if not, a gap can say so")
    }

    fn nothing(&self) -> String {
        let Some((best, veto)) = self.decided() else {
            return "decline: no line of the pack shares a word or character with it".to_owned();
        };
        let out = veto.as_ref().map(|veto| format!(", and {}", reason(self.knowledge, veto))).unwrap_or_default();
        let (name, sure) = (self.name(best), percent(best.probability));
        format!("decline: no line comes near; best is {name}, {sure} ({} needed){out}", percent(ANSWER))
    }

    fn nothing_mended(&self) -> String {
        let lacked = self.decided().map_or_else(|| self.strange(), |(best, _)| self.lacked_by(self.target(best)));
        let near = self.finding.candidates.iter().filter(|(c, _)| c.probability >= OFFER).count();
        match (lacked.as_slice(), near) {
            ([], 2..) => {
                "several are about as likely; add this way to ask to the one that is meant, or a gap".to_owned()
            }
            ([], _) => "add this way to ask to the entry that is meant, or a gap".to_owned(),
            ([one], _) => format!("{one} is in none of its lines; add a way to ask with it where it is told, or a gap"),
            (all, _) => {
                let all = all.join(", ");
                format!("{all} are in none of its lines; add a way to ask with them where it is told, or a gap")
            }
        }
    }
}

fn several_mended() -> String {
    "if one of them is meant, add this way to ask to it".to_owned()
}
