//! How a question was decided, for people who curate the pack: what was read, what was found, what put it out.
//!
//! A wrong answer is traced in three hops: the verdict names the candidate, the candidate its row and features, the row
//! is a line of the pack.

use std::fmt::{self, Display, Formatter};

use crate::dialogue::Session;
use crate::dialogue::understand::{AskedFor, Leaning, by_slots, questions};
use crate::knowledge::Knowledge;
use crate::matching::features::NAMES;
use crate::matching::find::{ANSWER, CLARIFY, Finding, Verdict, asked, find_asked};
use crate::matching::index::Place;
use crate::matching::profile::Profile;
use crate::matching::score::{Candidate, weights};
use crate::matching::veto::Veto;
use crate::reply::Reply;
use crate::text::fold::fold;
use crate::text::question::{Question, Sense, Token};

/// Candidates that are shown.
const SHOWN: usize = 5;
/// Features that are shown of each, those that moved the score most.
const TELLING: usize = 6;

/// An explanation, to be printed.
pub struct Explanation<'a> {
    knowledge: &'a Knowledge,
    folded: String,
    parts: Vec<Part>,
}

/// One question of the text.
struct Part {
    question: Question,
    by_slots: Option<Reply>,
    finding: Finding,
}

/// Explains how a text is decided that leans on nothing before it.
pub fn explain<'a>(knowledge: &'a Knowledge, typed: &str) -> Explanation<'a> {
    let folded = fold(typed).text;
    let part = |asked_for: AskedFor| {
        let leaning = Leaning::around(&asked_for);
        let (question, emphasis) = leaning.join(&asked_for.own);
        let Knowledge { reader, index, parties, .. } = knowledge;
        let profile = Profile::new(&question, &emphasis, &reader.lexicon, index, parties);
        let about = asked(knowledge, &question, &profile, &emphasis);
        let by_slots = by_slots(knowledge, &asked_for.own, &about, &leaning);
        let finding = find_asked(knowledge, &about, &|_| 0.0);
        Part { by_slots, finding, question: asked_for.own.clone() }
    };
    let parts = questions(knowledge, &Session::default(), &folded).into_iter().map(part).collect();
    Explanation { knowledge, folded, parts }
}

impl Display for Explanation<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "folded    {}", self.folded)?;
        for part in &self.parts {
            self.reading(f, &part.question)?;
            if let Some(reply) = &part.by_slots {
                writeln!(f, "figures   the slots name a figure: {}", reply.lead)?;
            }
            for (rank, (candidate, veto)) in part.finding.candidates.iter().take(SHOWN).enumerate() {
                self.candidate(f, rank + 1, candidate, veto.as_ref())?;
            }
            writeln!(f, "verdict   {}", self.verdict(part))?;
        }
        Ok(())
    }
}

impl Explanation<'_> {
    fn reading(&self, f: &mut Formatter<'_>, question: &Question) -> fmt::Result {
        for (typed, read) in &question.repairs {
            writeln!(f, "repaired  {typed} → {read}")?;
        }
        let tokens: Vec<String> = question.tokens.iter().filter_map(|t| self.token(question, t)).collect();
        writeln!(f, "tokens    {}", tokens.join("  "))?;
        let kinds: Vec<String> = question.kinds.iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
        let counter = question.counter.as_ref().map(|c| format!(", counted in {c:?}")).unwrap_or_default();
        writeln!(
            f,
            "asks      {}{counter}",
            if kinds.is_empty() { "nothing by its form".into() } else { kinds.join(", ") }
        )?;
        let periods: Vec<String> = question.periods().map(|p| p.to_string()).collect();
        let measures = self.knowledge.figures.named(question);
        let names: Vec<&str> =
            measures.iter().map(|n| self.knowledge.figures.measures[n.measure].written.name.as_str()).collect();
        writeln!(f, "slots     period: {}; measure: {}", or_none(&periods.join(", ")), or_none(&names.join(", ")))
    }

    fn token(&self, question: &Question, token: &Token) -> Option<String> {
        let text = question.text_of(token);
        match token.sense {
            Sense::Word(id) => {
                let term = self.knowledge.reader.lexicon.term(id).map(|term| format!("={}", term.id));
                Some(format!("{text}{}", term.unwrap_or_default()))
            }
            Sense::Unknown => Some(format!("{text}?")),
            Sense::Ask(kind) => Some(format!("{text}=ask:{}", format!("{kind:?}").to_lowercase())),
            Sense::Period(period) => Some(format!("{text}={period}")),
            Sense::Number(number) => Some(format!("{text}={}", number.value)),
            Sense::Ordinal(number) => Some(format!("{text}=no. {number}")),
            Sense::Pronoun => Some(format!("{text}=pronoun")),
            Sense::Stop | Sense::Filler | Sense::Mark => None,
        }
    }

    fn candidate(&self, f: &mut Formatter<'_>, rank: usize, c: &Candidate, veto: Option<&Veto>) -> fmt::Result {
        let row = &self.knowledge.index.written[c.row as usize];
        write!(f, "{rank:>7}.  {:>5.1}%  {}  by “{row}”", 100.0 * c.probability, self.name(c))?;
        match veto {
            Some(veto) => writeln!(f, "  OUT: {}", self.reason(veto))?,
            None => writeln!(f)?,
        }
        let mut moved: Vec<(f32, &str, f32)> =
            NAMES.iter().zip(c.features).zip(weights()).map(|((name, x), w)| (x * w, *name, x)).skip(1).collect();
        moved.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        let told: Vec<String> =
            moved.iter().take(TELLING).map(|(moved, name, x)| format!("{name} {x:.2} ({moved:+.1})")).collect();
        writeln!(f, "          {}", told.join(", "))
    }

    /// The id of what a candidate leads to.
    fn name(&self, candidate: &Candidate) -> &str {
        let pack = &self.knowledge.pack;
        match self.knowledge.index.targets[candidate.target as usize].place {
            Place::Entry(at) => &pack.entries[at].id,
            Place::Gap(at) => &pack.gaps[at].id,
            Place::Smalltalk(at) => &pack.smalltalk[at].id,
        }
    }

    fn reason(&self, veto: &Veto) -> String {
        match veto {
            Veto::Period(period) => format!("it tells nothing about {period}"),
            Veto::Thing(id) => {
                let name = self.knowledge.reader.lexicon.term(*id).map_or("this", |term| term.name.as_str());
                format!("it does not speak of {name}")
            }
            Veto::Kind(kind) => format!("it does not answer “{}”", format!("{kind:?}").to_lowercase()),
            Veto::Counter(counter) => format!("it gives no number in {counter:?}"),
            Veto::Role => "who does it to whom is the other way round".to_owned(),
        }
    }

    fn verdict(&self, part: &Part) -> String {
        if let Some(reply) = &part.by_slots {
            return format!("{:?} by slots, whatever the candidates", reply.verdict).to_lowercase();
        }
        match &part.finding.verdict {
            Verdict::Answer(c, _) => {
                format!(
                    "answer {}: with its kin {:.1}%, needed {:.0}%",
                    self.name(c),
                    100.0 * c.probability,
                    100.0 * ANSWER
                )
            }
            Verdict::Clarify(several) => {
                let names: Vec<&str> = several.iter().map(|c| self.name(c)).collect();
                format!("ask back between {}: together over {:.0}%", names.join(", "), 100.0 * CLARIFY)
            }
            Verdict::Nothing(Some((c, veto))) => format!("decline: {} is out, {}", self.name(c), self.reason(veto)),
            Verdict::Nothing(None) => format!("decline: no candidate reaches {:.0}%", 100.0 * ANSWER),
        }
    }
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
