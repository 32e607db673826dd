//! Which messages answered which question, so that an edited question edits its answer. The oldest are forgotten.

use std::collections::{BTreeMap, HashMap, VecDeque};

use teloxide::types::{ChatId, MessageId};

/// Questions remembered in a chat, and chats.
const QUESTIONS: usize = 32;
const CHATS: usize = 4096;

/// The answers given lately, chat by chat.
#[derive(Default)]
pub struct Answers {
    chats: HashMap<ChatId, Chat>,
    /// When each chat was last answered in, by the number of the answer.
    order: BTreeMap<u64, ChatId>,
    given: u64,
}

#[derive(Default)]
struct Chat {
    answered: VecDeque<(MessageId, Vec<MessageId>)>,
    /// The number of the last answer.
    last: u64,
}

impl Answers {
    /// The messages that answered `question`, none if it was not answered or is forgotten.
    pub fn to(&self, chat: ChatId, question: MessageId) -> Vec<MessageId> {
        let known = self.chats.get(&chat).and_then(|chat| chat.answered.iter().find(|(id, _)| *id == question));
        known.map(|(_, answers)| answers.clone()).unwrap_or_default()
    }

    /// Forgets a chat.
    pub fn forget(&mut self, chat: ChatId) {
        if let Some(forgotten) = self.chats.remove(&chat) {
            self.order.remove(&forgotten.last);
        }
    }

    /// Remembers that `answers` answered `question`.
    pub fn remember(&mut self, chat: ChatId, question: MessageId, answers: Vec<MessageId>) {
        self.given += 1;
        let known = self.chats.entry(chat).or_default();
        self.order.remove(&std::mem::replace(&mut known.last, self.given));
        self.order.insert(self.given, chat);
        known.answered.retain(|(id, _)| *id != question);
        known.answered.push_back((question, answers));
        if known.answered.len() > QUESTIONS {
            known.answered.pop_front();
        }
        if self.order.len() > CHATS
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.chats.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten() {
        let mut answers = Answers::default();
        let last = QUESTIONS as i32;
        (0..=last).for_each(|n| answers.remember(ChatId(1), MessageId(n), vec![MessageId(n + 1000)]));
        assert_eq!(answers.to(ChatId(1), MessageId(0)), []);
        assert_eq!(answers.to(ChatId(1), MessageId(last)), [MessageId(last + 1000)]);
        (2..CHATS as i64 + 2).for_each(|chat| answers.remember(ChatId(chat), MessageId(1), vec![MessageId(2)]));
        assert_eq!(answers.to(ChatId(1), MessageId(last)), []);
        assert_eq!(answers.to(ChatId(2), MessageId(1)), [MessageId(2)]);
    }
}
