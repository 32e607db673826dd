//! What was set for a chat and what was lately answered in it; dropping a chat, and moving it to another id.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::Journal;
use crate::store::{Keep, StoreError, Table, key, seconds, under};

/// For how long an answer is not repeated in a group.
pub const SAID_FOR: Duration = Duration::from_secs(60 * 60);

/// Whether the bot speaks up in a group without being addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Watch {
    /// It does not.
    #[default]
    Off,
    /// It does, over a higher bar.
    On,
}

/// What was set for a chat.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChatSettings {
    /// Whether the bot speaks up.
    pub watch: Watch,
    /// Seconds since 1970 until which it does not; 0 if it was not asked to be quiet.
    pub quiet_until: u64,
    /// Whether it introduced itself.
    pub greeted: bool,
}

impl ChatSettings {
    /// Whether the bot was asked to be quiet.
    pub fn is_quiet(&self, now: SystemTime) -> bool {
        self.quiet_until > seconds(now)
    }

    /// Whether it speaks up now without being addressed.
    pub fn speaks_up(&self, now: SystemTime) -> bool {
        self.watch == Watch::On && !self.is_quiet(now)
    }
}

/// An answer that was given in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The message that gave it.
    pub message: i64,
    /// Seconds since 1970.
    pub since: u64,
}

impl Journal {
    /// What was set for a chat.
    ///
    /// # Errors
    /// If the store fails.
    pub fn chat(&self, chat: &str, now: SystemTime) -> Result<ChatSettings, StoreError> {
        Ok(self.store.read(Table::Chats, chat.as_bytes(), now)?.unwrap_or_default())
    }

    /// Turns speaking up on or off.
    ///
    /// # Errors
    /// If the store fails.
    pub fn set_watch(&self, chat: &str, watch: Watch, now: SystemTime) -> Result<(), StoreError> {
        self.set(chat, now, |settings| settings.watch = watch)
    }

    /// Does not speak up until then; a moment that is past ends the silence.
    ///
    /// # Errors
    /// If the store fails.
    pub fn set_quiet(&self, chat: &str, until: SystemTime, now: SystemTime) -> Result<(), StoreError> {
        self.set(chat, now, |settings| settings.quiet_until = seconds(until))
    }

    /// Whether the bot should introduce itself: `true` the first time that it is asked for a chat.
    ///
    /// # Errors
    /// If the store fails.
    pub fn greets(&self, chat: &str, now: SystemTime) -> Result<bool, StoreError> {
        let mut first = false;
        self.set(chat, now, |settings| first = !std::mem::replace(&mut settings.greeted, true))?;
        Ok(first)
    }

    fn set(&self, chat: &str, now: SystemTime, mut set: impl FnMut(&mut ChatSettings)) -> Result<(), StoreError> {
        self.store.change(Table::Chats, chat.as_bytes(), now, Keep::Always, |old: Option<ChatSettings>| {
            let mut settings = old.unwrap_or_default();
            set(&mut settings);
            Some(settings)
        })
    }

    /// Notes that a message gave an answer in a chat.
    ///
    /// # Errors
    /// If the store fails.
    pub fn note_said(&self, chat: &str, entry: &str, message: i64, now: SystemTime) -> Result<(), StoreError> {
        let said = Said { message, since: seconds(now) };
        self.store.write(Table::Said, &key(&[chat, entry]), &said, Keep::Until(now + SAID_FOR))
    }

    /// Notes that these messages give another answer now than the one that they gave.
    ///
    /// # Errors
    /// If the store fails.
    pub fn unsay(&self, chat: &str, messages: &[i64], now: SystemTime) -> Result<(), StoreError> {
        for (key, said) in self.store.all::<Said>(Table::Said, &under(chat), now)? {
            if messages.contains(&said.message) {
                self.store.remove(Table::Said, &key)?;
            }
        }
        Ok(())
    }

    /// The message that gave this answer in this chat within the hour.
    ///
    /// # Errors
    /// If the store fails.
    pub fn said(&self, chat: &str, entry: &str, now: SystemTime) -> Result<Option<Said>, StoreError> {
        self.store.read(Table::Said, &key(&[chat, entry]), now)
    }

    /// Drops all that is kept of a chat: dialogues, settings, records, and who asked what there. To be called when the
    /// bot is removed or blocked.
    ///
    /// # Errors
    /// If the store fails; what was dropped by then stays dropped.
    pub fn drop_chat(&self, chat: &str) -> Result<(), StoreError> {
        for table in [Table::Sessions, Table::Records, Table::Said] {
            self.store.clear_prefix(table, &under(chat))?;
        }
        for table in [Table::Chats, Table::Sending] {
            self.store.remove(table, chat.as_bytes())?;
        }
        self.forget_askers(|by| by.chat == chat)?;
        Ok(())
    }

    /// Moves what is kept of a chat to another id, when a group becomes a supergroup: settings, dialogues, and who asked
    /// what there. Records and answers within the hour go by message ids, which mean other messages there; they are
    /// dropped, and a late answer quotes nothing.
    ///
    /// # Errors
    /// If the store fails; what was moved by then stays moved, so that it can be tried again.
    pub fn migrate_chat(&self, from: &str, to: &str, now: SystemTime) -> Result<(), StoreError> {
        if let Some(settings) = self.store.read::<ChatSettings>(Table::Chats, from.as_bytes(), now)? {
            self.store.write(Table::Chats, to.as_bytes(), &settings, Keep::Always)?;
        }
        self.store.move_prefix(Table::Sessions, &under(from), &under(to))?;
        for (id, _) in self.misses(now)?.iter().filter(|(_, miss)| miss.askers.iter().any(|a| a.by.chat == from)) {
            self.change_miss(id, now, |mut miss| {
                for asker in miss.askers.iter_mut().filter(|asker| asker.by.chat == from) {
                    to.clone_into(&mut asker.by.chat);
                    (asker.by.message, asker.by.thread) = (None, None);
                }
                Some(miss)
            })?;
        }
        self.drop_chat(from)
    }
}

/// How long a chat may ask the bot to be quiet: a week.
pub const LONGEST_QUIET: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The moment until which the bot is quiet.
pub fn quiet_until(now: SystemTime, asked: Duration) -> SystemTime {
    now.checked_add(asked.min(LONGEST_QUIET)).unwrap_or(UNIX_EPOCH)
}
