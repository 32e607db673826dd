//! Letters that go with a person who wants to be forgotten, or with a chat that the bot is no longer in.

use crate::inbox::{Inbox, Letter};
use crate::store::StoreError;
use crate::telegram::incoming::{Act, Turn};
use crate::telegram::order::Order;
use crate::telegram::update;

/// Whose letters are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// What somebody wrote or pressed, in whatever chat.
    Writer(i64),
    /// What anybody wrote or pressed in a chat.
    Chat(i64),
}

/// Drops the letters that go with what `turn` is about, which the letter `id` brought: those that came before it.
pub async fn letters(inbox: &Inbox, id: u64, turn: &Turn) -> Result<(), StoreError> {
    let whose = match turn.act {
        Act::Order(Order::Forget, _) => Whose::Writer(turn.by.id),
        Act::Removed => Whose::Chat(turn.target.chat.0),
        _ => return Ok(()),
    };
    inbox.forget(id, move |letter| whose.wrote(letter)).await.map(drop)
}

impl Whose {
    /// Whether a letter is theirs. What happened to a chat itself is nobody's.
    fn wrote(self, letter: &Letter) -> bool {
        let update = serde_json::from_slice(&letter.content).unwrap_or_default();
        let writer = update::writer(&update);
        match self {
            Whose::Writer(id) => writer == Some(id),
            Whose::Chat(chat) => letter.chat == chat && writer.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn whose(update: Value) -> [bool; 3] {
        let letter = Letter { id: 1, chat: -7, content: update.to_string().into_bytes() };
        [Whose::Writer(7), Whose::Writer(-100), Whose::Chat(-7)].map(|whose| whose.wrote(&letter))
    }

    #[test]
    fn a_letter_is_whose_who_wrote_or_pressed_and_what_happened_to_a_chat_is_nobodys() {
        let from = json!({"id": 7});
        for kind in ["message", "edited_message", "callback_query"] {
            assert_eq!(whose(json!({kind: {"from": from, "text": "x"}})), [true, false, true], "{kind}");
        }
        assert_eq!(whose(json!({"message": {"from": from, "sender_chat": {"id": -100}}})), [false, true, true]);
        assert_eq!(whose(json!({"message": {"from": {"id": 8}}})), [false, false, true]);
        for nobodys in [
            json!({"my_chat_member": {"from": from}}),
            json!({"message": {"from": from, "migrate_to_chat_id": -8}}),
            json!({}),
        ] {
            assert_eq!(whose(nobodys), [false; 3]);
        }
    }
}
