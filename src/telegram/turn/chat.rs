//! What happens to a chat: the bot comes, goes, or the group gets another id.

use std::time::SystemTime;

use teloxide::types::ChatId;

use super::Desk;
use crate::store::StoreError;
use crate::telegram::incoming::{Target, Turn};
use crate::telegram::render::Outgoing;

impl Desk {
    /// One short greeting, which tells what the bot sees in the group.
    pub(super) async fn greet(&self, target: &Target) {
        let first = self.app.journal().greets(&target.chat.to_string(), SystemTime::now());
        if !first.unwrap_or(true) {
            return;
        }
        let knowledge = self.app.knowledge();
        let key = if self.me.sees_all { "greeting-sees-all" } else { "greeting" };
        let title = knowledge.wording(target.locale.language).title();
        let line = Outgoing::line(&self.phrase(target.locale, key).replace("{title}", title));
        self.courier.deliver(target, vec![line]).await;
    }

    /// Forgets a chat that the bot is no longer in.
    pub(super) fn removed(&self, chat: ChatId) {
        self.courier.forget(chat);
        warn(chat, self.app.journal().drop_chat(&chat.to_string()));
    }

    /// Takes everything along to the chat's new id.
    pub(super) fn moved(&self, from: ChatId, to: ChatId) {
        self.courier.forget(from);
        let moved = self.app.journal().migrate_chat(&from.to_string(), &to.to_string(), SystemTime::now());
        warn(from, moved);
    }

    /// Whether a group's admin is at work: in his own name, or in that of the group.
    pub(super) async fn is_group_admin(&self, turn: &Turn) -> bool {
        let chat = turn.target.chat;
        turn.target.is_group() && (turn.by.id == chat.0 || self.courier.is_admin(chat, turn.by.id).await)
    }
}

fn warn(chat: ChatId, done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::error!(%chat, %error, "what was kept of a chat could not be changed");
    }
}
