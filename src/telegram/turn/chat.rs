//! What happens to a chat: the bot comes, goes, or the group gets another id.

use teloxide::types::ChatId;

use super::Desk;
use crate::telegram::incoming::{Target, Turn};

impl Desk {
    /// One short greeting, which tells what the bot sees in the group.
    pub(super) async fn greet(&self, target: &Target) {
        let key = if self.me.sees_all { "greeting-sees-all" } else { "greeting" };
        self.tell(target, key).await;
    }

    pub(super) fn removed(&self, chat: ChatId) {
        let _ = chat;
    }

    pub(super) fn moved(&self, from: ChatId, to: ChatId) {
        let _ = (from, to);
    }

    /// Whether a group's admin is at work: in his own name, or in that of the group.
    pub(super) async fn is_group_admin(&self, turn: &Turn) -> bool {
        let chat = turn.target.chat;
        turn.target.is_group() && (turn.by.id == chat.0 || self.courier.is_admin(chat, turn.by.id).await)
    }
}
