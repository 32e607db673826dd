//! Who does it to whom: a verb between two parties, as far as the words' order tells.
//!
//! A person or an organisation stands for its country. Directions that the pack itself uses are its world; a question
//! that turns one of them round asks for something that the article does not tell.

use rustc_hash::FxHashSet;

use super::language::Kind;
use super::lexicon::{Lexicon, WordId};
use super::question::{Question, Sense, Token};
use crate::knowledge::pack::{Role, TermKind};

/// A verb and its two parties, from the one that acts (or gives) to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Relation {
    /// The verb; of two opposite verbs the outward one.
    pub verb: WordId,
    /// The party that acts.
    pub from: WordId,
    /// The other party.
    pub to: WordId,
}

impl Relation {
    /// The same verb the other way round.
    pub fn reversed(self) -> Relation {
        Relation { from: self.to, to: self.from, ..self }
    }
}

/// Words for what is bought and sold.
const GOODS: [&str; 4] = ["货", "商品", "产品", "东西"];

/// The relations of a question whose parties are both named. A party behind 对, 向 or 从 is the other side even before
/// the verb. `counts` tells which tokens may be the verb.
pub fn relations(question: &Question, lexicon: &Lexicon, counts: impl Fn(usize) -> bool) -> Vec<Relation> {
    verbs(question, lexicon)
        .filter(|&(at, ..)| counts(at))
        .filter_map(|(at, verb, role)| {
            let (actor, other) = sides(question, lexicon, at);
            let (actor, other) = (actor?, other?);
            let opposite = lexicon.term(verb).and_then(|term| term.opposite).unwrap_or(verb);
            Some(match role {
                Role::Outward => Relation { verb, from: actor, to: other },
                Role::Inward => Relation { verb: opposite, from: other, to: actor },
            })
        })
        .filter(|relation| relation.from != relation.to)
        .collect()
}

/// Tells a flow between two parties from the first one's side: what the other sells it is what it buys. `parties` are
/// those two; verbs without an opposite stay.
pub fn from_home(question: &mut Question, lexicon: &Lexicon, parties: &[WordId]) {
    let &[home, partner, ..] = parties else { return };
    let turned: Vec<(usize, WordId)> = verbs(question, lexicon)
        .filter(|&(at, _, role)| role == Role::Outward || !is_of_goods(question, lexicon, at))
        .filter_map(|(at, verb, _)| {
            let opposite = lexicon.term(verb).and_then(|term| term.opposite)?;
            let (actor, other) = sides(question, lexicon, at);
            let theirs = actor == Some(partner) && other.is_none_or(|other| other == home);
            (theirs || (actor.is_none() && other == Some(home))).then_some((at, opposite))
        })
        .collect();
    for (at, opposite) in turned {
        question.tokens[at].sense = Sense::Word(opposite);
    }
}

/// Whether the verb at token `at` is said of somebody's goods: whose goods are bought does not buy them.
fn is_of_goods(question: &Question, lexicon: &Lexicon, at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| &question.tokens[at]);
    let of = before(1).is_some_and(|token| question.text_of(token) == "的");
    let goods = before(2).is_some_and(|token| matches!(token.sense, Sense::Word(id) if party(lexicon, id).is_none()));
    let whose = before(3).is_some_and(|token| matches!(token.sense, Sense::Word(id) if party(lexicon, id).is_some()));
    of && goods && whose
}

/// The verbs that relate two parties: token, word, role.
fn verbs<'a>(question: &'a Question, lexicon: &'a Lexicon) -> impl Iterator<Item = (usize, WordId, Role)> + 'a {
    question.tokens.iter().enumerate().filter_map(|(at, token)| match token.sense {
        Sense::Word(id) => lexicon.term(id).and_then(|term| term.role).map(|role| (at, id, role)),
        _ => None,
    })
}

/// The party that acts and the other one, as seen from the verb at token `at`, both in its clause.
fn sides(question: &Question, lexicon: &Lexicon, at: usize) -> (Option<WordId>, Option<WordId>) {
    let (mut actor, mut other, mut of_goods) = (None, None, false);
    let goods = |token: &Token| GOODS.iter().any(|word| question.text_of(token).starts_with(word));
    let ends = |token: &Token| token.sense == Sense::Mark && question.text_of(token) != " ";
    let from = question.tokens[..at].iter().rposition(ends).map_or(0, |mark| mark + 1);
    let to = question.tokens[at..].iter().position(ends).map_or(question.tokens.len(), |mark| at + mark);
    for (place, token) in question.tokens.iter().enumerate().take(to).skip(from) {
        let Sense::Word(word) = token.sense else { continue };
        let Some(party) = party(lexicon, word) else { continue };
        if place < at && !led_by_preposition(question, place) && !is_reached(question, lexicon, place) {
            // "Their goods, which ones do we buy": whose goods they are is not who buys them.
            if actor.is_some() && place + 1 == at && of_goods {
                other = actor.replace(party);
            }
            actor = actor.or(Some(party));
            of_goods = question.tokens.get(place + 1).is_some_and(goods);
        } else {
            other = other.or(Some(party));
        }
    }
    (actor, other)
}

/// Whether the party at token `place` is what a verb like "sell to" reaches: of the next verb, too, it is the other side.
fn is_reached(question: &Question, lexicon: &Lexicon, place: usize) -> bool {
    let verb = |token: &&Token| matches!(token.sense, Sense::Word(id) if lexicon.other_direction(id).is_some());
    let before = place.checked_sub(1).map(|at| &question.tokens[at]).filter(verb);
    before.is_some_and(|token| question.text_of(token).ends_with(['向', '给', '往', '自', '到']))
}

/// The country for which a word stands: itself, or that of a person or organisation.
fn party(lexicon: &Lexicon, word: WordId) -> Option<WordId> {
    let term = lexicon.thing(word)?;
    match term.kind {
        TermKind::Country => Some(word),
        TermKind::Person => term.of,
        _ => None,
    }
}

/// Whether the party at token `place` stands behind a preposition: it is the other side.
pub fn led_by_preposition(question: &Question, place: usize) -> bool {
    let before = place.checked_sub(1).map(|at| question.text_of(&question.tokens[at]));
    before.is_some_and(|text| ["对", "向", "给", "往", "从", "自", "朝", "跟", "由", "到"].contains(&text))
}

/// Whether a question asks to whom somebody does what the pack never has them do, though it tells of others who do.
pub fn never_acts(question: &Question, lexicon: &Lexicon, world: &FxHashSet<Relation>) -> bool {
    let mut found = verbs(question, lexicon).filter_map(|(at, verb, role)| {
        let asks = |token: &Token| matches!(token.sense, Sense::Ask(Kind::Who | Kind::Where | Kind::What));
        let (before, behind) = (&question.tokens[..at], &question.tokens[at + 1..]);
        let passive = |token: &Token| question.text_of(token).starts_with(['被', '由', '应', '受', '获', '让']);
        let active = role == Role::Outward && !question.tokens[..=at].iter().any(passive);
        let open = behind.iter().any(asks) && !before.iter().any(asks);
        let (actor, other) = sides(question, lexicon, at);
        actor.filter(|_| active && open && other.is_none()).map(|actor| (verb, actor))
    });
    found.any(|(verb, actor)| {
        let acts = |relation: &&Relation| relation.verb == verb;
        world.iter().any(|relation| acts(&relation)) && !world.iter().filter(acts).any(|r| r.from == actor)
    })
}

/// Whether somebody is to do to one party what the pack has them do only to others.
pub fn does_to_another(relations: &[Relation], world: &FxHashSet<Relation>) -> bool {
    let same = |a: &Relation, b: &Relation| a.verb == b.verb && a.from == b.from;
    let strange = |relation: &Relation| !world.contains(relation) && world.iter().any(|told| same(told, relation));
    relations.iter().any(strange)
}

/// Whether the pack tells a relation only the other way round.
pub fn turned_round(relations: &[Relation], world: &FxHashSet<Relation>) -> bool {
    relations.iter().any(|relation| !world.contains(relation) && world.contains(&relation.reversed()))
}
