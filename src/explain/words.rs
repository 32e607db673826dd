//! The words in which an explanation speaks: of kinds of question, units, reasons and shares.

use crate::knowledge::Knowledge;
use crate::matching::veto::Veto;
use crate::text::language::Kind;
use crate::text::lexicon::WordId;
use crate::text::question::Counter;

/// Added before rounding down, so that what is written as a whole percentage stays one.
const ROUNDING: f32 = 1e-3;

/// A probability in whole percent, rounded down: what is below a threshold never reads as if it reached it.
pub fn percent(probability: f32) -> String {
    let whole = (100.0 * probability + ROUNDING).floor();
    if whole < 1.0 { "under 1 %".to_owned() } else { format!("{whole:.0} %") }
}

/// What a kind of question asks.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::When => "when",
        Kind::City => "in which city",
        Kind::Where => "where",
        Kind::Who => "who",
        Kind::Why => "why",
        Kind::How => "how",
        Kind::What => "what",
        Kind::Meaning => "what it means",
        Kind::HowMany => "how many",
        Kind::HowLong => "how long",
        Kind::HowOld => "how old",
        Kind::HowFar => "how far",
        Kind::Named => "what it is called",
        Kind::Choice => "which of them",
        Kind::Polar => "whether",
    }
}

/// In what a number is asked for.
pub fn counter(counter: &Counter) -> &str {
    match counter {
        Counter::Money => "money",
        Counter::Percent => "percent",
        Counter::Of(unit) => unit,
    }
}

/// Why a slot puts a candidate out.
pub fn reason(knowledge: &Knowledge, veto: &Veto) -> String {
    match veto {
        Veto::Period(period) => format!("it tells nothing of {period}"),
        Veto::Thing(id) => format!("it does not speak of {}", word(knowledge, *id)),
        Veto::Kind(asked) => format!("it does not tell {}", kind(*asked)),
        Veto::Counter(asked) => format!("it gives no number in {}", counter(asked)),
        Veto::Role => "who does it to whom is the other way round".to_owned(),
        Veto::View(id) => format!("it is no view of {}", word(knowledge, *id)),
        Veto::Rank => "it does not tell which is the most".to_owned(),
        Veto::Stated => "it tells no number beside the one that is stated".to_owned(),
        Veto::PartOf => "it does not tell the number of which a part is asked for, or not that part".to_owned(),
        Veto::Said => "it does not tell what was said".to_owned(),
        Veto::Ordinal(number) => format!("it tells of another one than no. {number}"),
        Veto::Direction => "it tells of the opposite direction, or of none".to_owned(),
    }
}

/// A known word: the name of its term, or the word itself.
pub fn word(knowledge: &Knowledge, id: WordId) -> &str {
    let lexicon = &knowledge.reader.lexicon;
    let plain = || lexicon.words().find(|(_, held)| *held == id).map(|(text, _)| text);
    lexicon.term(id).map(|term| term.name.as_str()).or_else(plain).unwrap_or("?")
}
