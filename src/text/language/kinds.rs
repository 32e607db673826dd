//! The kinds of question: what somebody wants to know, as its words tell.

use serde::Deserialize;

/// The kinds of question, as bits of a [`Kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Kind {
    When,
    City,
    Where,
    Who,
    Why,
    How,
    What,
    Meaning,
    HowMany,
    HowLong,
    HowOld,
    HowFar,
    Named,
    Choice,
    Polar,
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u16);

impl Kinds {
    /// Whether `kind` is in it.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// Puts `kind` in.
    pub fn add(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u16;
    }

    /// What is in either.
    pub fn union(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// What is in it and not in the other.
    pub fn without(self, other: Kinds) -> Kinds {
        Kinds(self.0 & !other.0)
    }

    /// Whether they share a kind.
    pub fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in it.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        ALL_KINDS.into_iter().filter(move |&kind| self.has(kind))
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Kinds {
        let mut set = Kinds::default();
        kinds.into_iter().for_each(|kind| set.add(kind));
        set
    }
}

/// Every kind, in the order of their numbers.
pub const ALL_KINDS: [Kind; 15] = [
    Kind::When,
    Kind::City,
    Kind::Where,
    Kind::Who,
    Kind::Why,
    Kind::How,
    Kind::What,
    Kind::Meaning,
    Kind::HowMany,
    Kind::HowLong,
    Kind::HowOld,
    Kind::HowFar,
    Kind::Named,
    Kind::Choice,
    Kind::Polar,
];
