//! Which messages answered which question, so that an edited question edits its answer. The oldest are forgotten.

use std::collections::{HashMap, VecDeque};

use teloxide::types::{ChatId, MessageId};

/// Questions remembered in a chat, and chats.
const QUESTIONS: usize = 32;
const CHATS: usize = 4096;

/// The answers given lately, chat by chat.
#[derive(Default)]
pub struct Answers {
    chats: HashMap<ChatId, VecDeque<(MessageId, Vec<MessageId>)>>,
    order: VecDeque<ChatId>,
}

impl Answers {
    /// The messages that answered `question`, none if it was not answered or is forgotten.
    pub fn to(&self, chat: ChatId, question: MessageId) -> Vec<MessageId> {
        let known = self.chats.get(&chat).and_then(|list| list.iter().find(|(id, _)| *id == question));
        known.map(|(_, answers)| answers.clone()).unwrap_or_default()
    }

    /// Forgets a chat.
    pub fn forget(&mut self, chat: ChatId) {
        self.chats.remove(&chat);
        self.order.retain(|known| *known != chat);
    }

    /// Remembers that `answers` answered `question`.
    pub fn remember(&mut self, chat: ChatId, question: MessageId, answers: Vec<MessageId>) {
        if self.order.back() != Some(&chat) {
            self.order.retain(|known| *known != chat);
            self.order.push_back(chat);
        }
        if self.order.len() > CHATS
            && let Some(oldest) = self.order.pop_front()
        {
            self.chats.remove(&oldest);
        }
        let list = self.chats.entry(chat).or_default();
        list.retain(|(id, _)| *id != question);
        list.push_back((question, answers));
        if list.len() > QUESTIONS {
            list.pop_front();
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
