//! Delivers messages: quotes the question, edits the answer of an edited question, and gives up only where trying again
//! cannot help. Nothing that somebody wrote is logged.

mod answers;
mod files;
mod members;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerInlineQuery, AnswerInlineQuerySetters, DeleteMessage, EditMessageText,
    EditMessageTextSetters, GetChatMember, SendMessage, SendMessageSetters,
};
use teloxide::types::{
    CallbackQueryId, ChatId, InlineQueryId, InlineQueryResult, MessageId, ParseMode, Recipient, ReplyMarkup,
    ReplyParameters, UserId,
};

use self::answers::Answers;
use self::files::Pictures;
use self::members::Members;
use super::api::{Api, CallError};
use super::gauges::Gauges;
use super::incoming::Target;
use super::render::{Outgoing, no_preview};
use super::retry::{briefly, patiently};

/// Characters that a notice over a button may have.
const TOAST: usize = 200;

/// Brings replies to Telegram.
pub struct Courier {
    api: Arc<Api>,
    answers: Mutex<Answers>,
    members: Mutex<Members>,
    pictures: Mutex<Pictures>,
    /// Chats to which a message could not be brought, though it was not refused.
    unreached: Mutex<HashSet<ChatId>>,
}

/// All that is read of a chat's member.
#[derive(Deserialize)]
struct Member {
    status: String,
}

/// All that is read of a message sent.
#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

impl Courier {
    /// A courier that has not delivered anything yet.
    pub fn new(api: Arc<Api>) -> Courier {
        Courier {
            api,
            answers: Mutex::default(),
            members: Mutex::default(),
            pictures: Mutex::default(),
            unreached: Mutex::default(),
        }
    }

    /// What happens is counted here.
    pub fn gauges(&self) -> &Gauges {
        self.api.gauges()
    }

    /// Whether, since this was last asked, a message to the chat was given up that Telegram did not refuse.
    pub fn gave_up(&self, chat: ChatId) -> bool {
        self.unreached().remove(&chat)
    }

    /// Sends the messages, the first one quoting the question; tells which they are.
    pub async fn deliver(&self, target: &Target, messages: Vec<Outgoing>) -> Vec<MessageId> {
        self.bring(target, Vec::new(), messages).await
    }

    /// Puts the messages in place of the earlier answer to the same question, if there is one still.
    pub async fn replace(&self, target: &Target, messages: Vec<Outgoing>) -> Vec<MessageId> {
        let earlier = target.message.map(|question| self.answers().to(target.chat, question));
        self.bring(target, earlier.unwrap_or_default(), messages).await
    }

    /// Puts the messages in place of the message `id` of the bot's.
    pub async fn turn_into(&self, target: &Target, id: MessageId, messages: Vec<Outgoing>) -> Vec<MessageId> {
        self.bring(target, vec![id], messages).await
    }

    /// Whether it is known which messages answered the question of `target`.
    pub fn answered(&self, target: &Target) -> bool {
        target.message.is_some_and(|question| !self.answers().to(target.chat, question).is_empty())
    }

    /// Forgets what was answered in a chat.
    pub fn forget(&self, chat: ChatId) {
        self.answers().forget(chat);
    }

    /// Answers the press of a button, perhaps with a notice.
    pub async fn acknowledge(&self, query: CallbackQueryId, notice: Option<String>) {
        let mut payload = AnswerCallbackQuery::new(query);
        payload.text = notice.map(|text| text.chars().take(TOAST).collect());
        if let Err(error) = briefly::<_, IgnoredAny>(&self.api, &payload).await {
            tracing::info!(%error, "a pressed button could not be answered");
        }
    }

    /// Answers an inline query; the results may be given again for `cached` seconds.
    pub async fn answer_inline(&self, query: InlineQueryId, results: Vec<InlineQueryResult>, cached: i32) {
        let payload = AnswerInlineQuery::new(query, results).cache_time(cached as u32).is_personal(false);
        if let Err(error) = self.api.call::<_, IgnoredAny>(&payload).await {
            tracing::info!(%error, "an inline query could not be answered");
        }
    }

    /// Whether the user is an admin of the chat; asked anew after a few minutes.
    pub async fn is_admin(&self, chat: ChatId, user: i64) -> bool {
        let Ok(id) = u64::try_from(user).map(UserId) else { return false };
        if let Some(known) = self.members().get(chat, user, Instant::now()) {
            return known;
        }
        let member: Result<Member, CallError> = briefly(&self.api, &GetChatMember::new(chat, id)).await;
        match member {
            Ok(member) => {
                let is_admin = matches!(member.status.as_str(), "creator" | "administrator");
                self.members().remember(chat, user, is_admin, Instant::now());
                is_admin
            }
            Err(error) => {
                tracing::warn!(%chat, %error, "no word on whether somebody is an admin of the group");
                false
            }
        }
    }

    async fn bring(&self, target: &Target, earlier: Vec<MessageId>, messages: Vec<Outgoing>) -> Vec<MessageId> {
        let replacing = !earlier.is_empty();
        let mut earlier = earlier.into_iter();
        let mut sent = Vec::with_capacity(messages.len());
        for message in &messages {
            let quoted = target.message.filter(|_| sent.is_empty());
            let done = match earlier.next() {
                Some(id) => self.edit(target, id, quoted, message).await,
                None => self.send(target, quoted, message).await,
            };
            match done {
                Ok(id) => sent.push(id),
                Err(error) if replacing => {
                    tracing::warn!(chat = %target.chat, %error, "an answer could not be changed");
                    if !error.is_refusal() {
                        self.unreached().insert(target.chat);
                    }
                    return sent;
                }
                Err(error) => {
                    tracing::warn!(chat = %target.chat, %error, "an answer could not be delivered");
                    if !error.is_refusal() {
                        self.unreached().insert(target.chat);
                    }
                    break;
                }
            }
        }
        if messages.is_empty() {
            return sent;
        }
        for surplus in earlier {
            self.delete(target.chat, surplus).await;
        }
        if let Some(question) = target.message {
            self.answers().remember(target.chat, question, sent.clone());
        }
        sent
    }

    async fn send(
        &self,
        target: &Target,
        quoted: Option<MessageId>,
        message: &Outgoing,
    ) -> Result<MessageId, CallError> {
        let mut payload =
            SendMessage::new(target.chat, &message.html).parse_mode(ParseMode::Html).link_preview_options(no_preview());
        payload.message_thread_id = target.thread;
        payload.reply_parameters = quoted.map(|id| ReplyParameters::new(id).allow_sending_without_reply());
        payload.reply_markup = message.keyboard.clone().map(ReplyMarkup::InlineKeyboard);
        let sent = match patiently::<_, Sent>(&self.api, &payload).await {
            Err(CallError::Migrated(chat)) => {
                payload.chat_id = Recipient::Id(chat);
                patiently::<_, Sent>(&self.api, &payload).await
            }
            sent => sent,
        };
        sent.map(|sent| MessageId(sent.message_id))
    }

    /// Edits the message `id`; sends a new one if it is gone.
    async fn edit(
        &self,
        target: &Target,
        id: MessageId,
        quoted: Option<MessageId>,
        message: &Outgoing,
    ) -> Result<MessageId, CallError> {
        let mut payload = EditMessageText::new(target.chat, id, &message.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        payload.reply_markup = message.keyboard.clone();
        match patiently::<_, IgnoredAny>(&self.api, &payload).await {
            Ok(_) => Ok(id),
            Err(CallError::Refused { reason, .. }) if reason.contains("message is not modified") => Ok(id),
            Err(CallError::Refused { code: 400, .. }) => self.send(target, quoted, message).await,
            Err(error) => Err(error),
        }
    }

    async fn delete(&self, chat: ChatId, id: MessageId) {
        if let Err(error) = briefly::<_, IgnoredAny>(&self.api, &DeleteMessage::new(chat, id)).await {
            tracing::info!(%chat, %error, "the rest of an earlier answer could not be deleted");
        }
    }

    fn unreached(&self) -> MutexGuard<'_, HashSet<ChatId>> {
        self.unreached.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn pictures(&self) -> MutexGuard<'_, Pictures> {
        self.pictures.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(|e| e.into_inner())
    }
}
