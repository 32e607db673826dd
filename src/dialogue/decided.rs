//! Notes how a question was decided: the likeliest candidates and the sorts of its slots, none of its words.

use std::borrow::Cow;

use crate::explain::words;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::TermKind;
use crate::matching::find::{Finding, Verdict};
use crate::matching::index::{Place, TargetId};
use crate::matching::veto::Veto;
use crate::reply::{Against, CONSIDERED, Considered, Decided, How};
use crate::text::question::{Question, Sense};

/// By the figures that the slots of a question name.
pub fn by_figures(knowledge: &Knowledge, question: &Question) -> Decided {
    Decided { how: How::Figures, considered: Vec::new(), slots: slots(knowledge, question) }
}

/// By what was found for a question.
pub fn by_finding(knowledge: &Knowledge, question: &Question, finding: &Finding) -> Decided {
    let considered = finding.candidates.iter().take(CONSIDERED).map(|(candidate, veto)| Considered {
        entry: id(knowledge, candidate.target).to_owned(),
        belief: candidate.probability,
        against: veto.as_ref().map(against),
    });
    let how = match &finding.verdict {
        Verdict::Answer(candidate, _) => match knowledge.index.targets[candidate.target as usize].place {
            Place::Entry(_) => How::Likeness,
            Place::Gap(_) => How::Gap,
            Place::Smalltalk(_) => How::Smalltalk,
        },
        Verdict::Clarify(_) | Verdict::Nothing(_) => How::Likeness,
    };
    Decided { how, considered: considered.collect(), slots: slots(knowledge, question) }
}

fn id(knowledge: &Knowledge, target: TargetId) -> &str {
    match knowledge.index.targets[target as usize].place {
        Place::Entry(at) => &knowledge.pack.entries[at].id,
        Place::Gap(at) => &knowledge.pack.gaps[at].id,
        Place::Smalltalk(at) => &knowledge.pack.smalltalk[at].id,
    }
}

fn against(veto: &Veto) -> Against {
    match veto {
        Veto::Period(_) => Against::Period,
        Veto::Thing(_) | Veto::View(_) => Against::Thing,
        Veto::Kind(_) | Veto::Rank | Veto::Ordinal(_) | Veto::Said => Against::Kind,
        Veto::Counter(_) | Veto::Stated | Veto::PartOf => Against::Counter,
        Veto::Role | Veto::Direction => Against::Role,
    }
}

fn slots(knowledge: &Knowledge, question: &Question) -> Vec<Cow<'static, str>> {
    let lexicon = &knowledge.reader.lexicon;
    let mut slots: Vec<Cow<'static, str>> = question.kinds.iter().map(|kind| words::kind(kind).into()).collect();
    for token in &question.tokens {
        let slot = match token.sense {
            Sense::Word(id) => lexicon.thing(id).and_then(|term| sort(term.kind)),
            Sense::Period(_) => Some("period"),
            Sense::Number(_) => Some("number"),
            Sense::Ordinal(_) => Some("ordinal"),
            _ => None,
        };
        slots.extend(slot.filter(|slot| !slots.iter().any(|held| held == slot)).map(Cow::Borrowed));
    }
    slots
}

fn sort(kind: TermKind) -> Option<&'static str> {
    match kind {
        TermKind::Person => Some("person"),
        TermKind::Country => Some("country"),
        TermKind::Place => Some("place"),
        TermKind::Organisation => Some("organisation"),
        TermKind::Document => Some("document"),
        TermKind::Event => Some("event"),
        TermKind::Good => Some("good"),
        TermKind::Language => Some("language"),
        TermKind::Word => None,
    }
}
