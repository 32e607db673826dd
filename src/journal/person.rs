//! One person: what is kept of somebody, and forgetting it, in all chats.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Journal;
use super::misses::{AskedBy, Asker, Miss};
use crate::knowledge::words::Words;
use crate::store::{StoreError, Table, last_part, under};

/// How many things are kept of a person, or were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Dialogues.
    pub sessions: usize,
    /// Votes that are known to be theirs.
    pub votes: usize,
    /// Questions without an answer that they asked.
    pub misses: usize,
    /// Records of how replies were decided, and of answers, in the private chat with them.
    pub records: usize,
}

impl Kept {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Kept::default()
    }

    /// What is kept, in a sentence for that person.
    pub fn line(&self, words: Words<'_>) -> String {
        self.said(words, "privacy-kept", "privacy-nothing")
    }

    /// What was forgotten, in a sentence for that person.
    pub fn forgotten(&self, words: Words<'_>) -> String {
        self.said(words, "privacy-forgotten", "privacy-nothing")
    }

    fn said(&self, words: Words<'_>, some: &str, none: &str) -> String {
        let numbers = [
            ("{sessions}", self.sessions),
            ("{votes}", self.votes),
            ("{misses}", self.misses),
            ("{records}", self.records),
        ];
        let key = if self.is_empty() { none } else { some };
        let phrase = words.say(key).to_owned();
        numbers.iter().fold(phrase, |text, (name, number)| text.replace(name, &number.to_string()))
    }
}

/// Whether a key of two parts belongs to a person: to the private chat with them, which has their id, or as its last part.
fn is_of(key: &[u8], user: &str) -> bool {
    has_private_chat(user) && key.starts_with(&under(user)) || last_part(key) == Some(user)
}

fn is_theirs(by: &AskedBy, user: &str) -> bool {
    by.user == user || has_private_chat(user) && by.chat == user
}

/// A group or channel in whose name somebody writes has a negative id, which is that of its own chat: what all others
/// said there is not theirs.
fn has_private_chat(user: &str) -> bool {
    !user.starts_with('-')
}

/// A moment at which nothing has expired: what waits to be swept is forgotten, too.
const BEFORE_ALL: SystemTime = UNIX_EPOCH;

impl Journal {
    /// How much is kept of a person now.
    ///
    /// # Errors
    /// If the store fails.
    pub fn kept_of(&self, user: &str, now: SystemTime) -> Result<Kept, StoreError> {
        let count = |table, prefix: &[u8]| {
            let own = |pair: &Result<(Vec<u8>, _), StoreError>| pair.as_ref().is_ok_and(|(key, _)| is_of(key, user));
            self.store.scan(table, prefix, now).filter(own).count()
        };
        let misses = self.misses(now)?;
        let private = under(user);
        Ok(Kept {
            sessions: count(Table::Sessions, b""),
            votes: count(Table::Votes, b""),
            misses: misses.iter().filter(|(_, miss)| miss.askers.iter().any(|a| is_theirs(&a.by, user))).count(),
            records: match has_private_chat(user) {
                true => count(Table::Records, &private) + count(Table::Said, &private),
                false => 0,
            },
        })
    }

    /// Forgets a person in all chats: dialogues, whose votes they are (they still count), that they asked what found no
    /// answer (the text, too, if nobody else asked it), records of the private chat. Tells how many things were deleted.
    ///
    /// # Errors
    /// If the store fails; what was deleted by then stays deleted.
    pub fn forget(&self, user: &str) -> Result<Kept, StoreError> {
        let records = if has_private_chat(user) { self.forget_private_chat(user)? } else { 0 };
        self.remove_keys_of(Table::Limits, user)?;
        Ok(Kept {
            sessions: self.remove_keys_of(Table::Sessions, user)?,
            votes: self.remove_keys_of(Table::Votes, user)?,
            misses: self.forget_askers(|by| is_theirs(by, user))?,
            records,
        })
    }

    /// Forgets how replies in the private chat with a person were decided, and its settings.
    fn forget_private_chat(&self, user: &str) -> Result<usize, StoreError> {
        let private = under(user);
        let records = self.store.clear_prefix(Table::Records, &private)?;
        let said = self.store.clear_prefix(Table::Said, &private)?;
        self.store.remove(Table::Chats, user.as_bytes())?;
        self.store.remove(Table::Sending, user.as_bytes())?;
        Ok(records + said)
    }

    /// Takes askers out of all misses; a miss that none of them asked is dropped, and so is what cannot be read, since nobody can
    /// tell whose it is. Tells how many misses it concerned.
    pub(super) fn forget_askers(&self, is_forgotten: impl Fn(&AskedBy) -> bool) -> Result<usize, StoreError> {
        let mut concerned = 0;
        for key in self.store.keys(Table::Misses, b"")? {
            let Some(miss) = self.store.read::<Miss>(Table::Misses, &key, BEFORE_ALL)? else {
                self.store.remove(Table::Misses, &key)?;
                continue;
            };
            if !miss.askers.iter().any(|asker| is_forgotten(&asker.by)) {
                continue;
            }
            concerned += 1;
            self.store.change(Table::Misses, &key, BEFORE_ALL, miss.keep(), |miss: Option<Miss>| {
                let mut miss = miss?;
                miss.askers.retain(|asker| !is_forgotten(&asker.by));
                miss.typed.clone_from(&miss.folded);
                miss.askers.iter().any(Asker::asked).then_some(miss)
            })?;
        }
        Ok(concerned)
    }

    fn remove_keys_of(&self, table: Table, user: &str) -> Result<usize, StoreError> {
        let mut removed = 0;
        for key in self.store.keys(table, b"")?.iter().filter(|key| is_of(key, user)) {
            removed += usize::from(self.store.remove(table, key)?);
        }
        Ok(removed)
    }
}
