//! The tables of the store and how their keys are put together.

/// What a value is about; each sort has a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Dialogues, by chat and user.
    Sessions,
    /// Who found which answer good or bad, by entry and user.
    Votes,
    /// How many did, by entry.
    VoteCounts,
    /// Questions that found no answer, by the id of their text.
    Misses,
    /// What is not kept as a miss again, by the id of its text.
    OutOfScope,
    /// How each message of the bot was decided, by chat and message.
    Records,
    /// What happened on a day, by day.
    Tallies,
    /// What was set for a chat, by chat.
    Chats,
    /// Which message last gave an answer, by chat and entry.
    Said,
    /// What was lately sent into a chat, by chat.
    Sending,
    /// What arrived and is not answered yet, by id.
    Inbox,
    /// Ids that were taken in, by half day and id.
    Claims,
    /// How much was lately asked, by person and by chat, where several bots count it together.
    Limits,
    /// What bots that share a store tell each other, by subject.
    Told,
}

impl Table {
    /// All of them.
    pub const ALL: [Table; 14] = [
        Table::Sessions,
        Table::Votes,
        Table::VoteCounts,
        Table::Misses,
        Table::OutOfScope,
        Table::Records,
        Table::Tallies,
        Table::Chats,
        Table::Said,
        Table::Sending,
        Table::Inbox,
        Table::Claims,
        Table::Limits,
        Table::Told,
    ];

    /// Its name where it is kept; never changed, since it stands on disk.
    pub fn name(self) -> &'static str {
        match self {
            Table::Sessions => "sessions",
            Table::Votes => "votes",
            Table::VoteCounts => "vote-counts",
            Table::Misses => "misses",
            Table::OutOfScope => "out-of-scope",
            Table::Records => "records",
            Table::Tallies => "tallies",
            Table::Chats => "chats",
            Table::Said => "said",
            Table::Sending => "sending",
            Table::Inbox => "inbox",
            Table::Claims => "claims",
            Table::Limits => "limits",
            Table::Told => "told",
        }
    }

    /// Its place in [`Table::ALL`].
    pub(super) fn place(self) -> usize {
        self as usize
    }
}

/// A key of several parts, a zero byte between them.
pub fn key(parts: &[&str]) -> Vec<u8> {
    parts.join("\0").into_bytes()
}

/// What all keys begin with whose first part is `first` and which have a second one.
pub fn under(first: &str) -> Vec<u8> {
    key(&[first, ""])
}

/// The text behind the last zero byte of a key.
pub fn last_part(key: &[u8]) -> Option<&str> {
    let at = key.iter().rposition(|byte| *byte == 0)?;
    std::str::from_utf8(&key[at + 1..]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_listed_in_its_place_under_a_name_of_its_own() {
        assert!(Table::ALL.iter().enumerate().all(|(at, table)| table.place() == at));
        let mut names = Table::ALL.map(Table::name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn keys_of_one_chat_are_not_those_of_another() {
        assert!(key(&["1", "7"]).starts_with(&under("1")) && !key(&["10", "7"]).starts_with(&under("1")));
        assert_eq!(last_part(&key(&["1", "7"])), Some("7"));
        assert_eq!(last_part(b"1"), None);
    }
}
