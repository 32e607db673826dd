//! Delivers messages: quotes the question, edits the answer of an edited question, and gives up only where trying again
//! cannot help. Nothing that somebody wrote is logged.

mod answers;

use std::sync::{Arc, Mutex, MutexGuard};

use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::payloads::{
    AnswerCallbackQuery, DeleteMessage, EditMessageText, EditMessageTextSetters, SendMessage, SendMessageSetters,
};
use teloxide::types::{
    CallbackQueryId, ChatId, LinkPreviewOptions, MessageId, ParseMode, Recipient, ReplyMarkup, ReplyParameters,
};

use self::answers::Answers;
use super::api::{Api, CallError};
use super::incoming::Target;
use super::render::Outgoing;
use super::retry::patiently;

/// Characters that a notice over a button may have.
const TOAST: usize = 200;

/// Brings replies to Telegram.
pub struct Courier {
    api: Arc<Api>,
    answers: Mutex<Answers>,
}

/// All that is read of a message sent.
#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

impl Courier {
    /// A courier that has not delivered anything yet.
    pub fn new(api: Arc<Api>) -> Courier {
        Courier { api, answers: Mutex::default() }
    }

    /// Sends the messages, the first one quoting the question.
    pub async fn deliver(&self, target: &Target, messages: Vec<Outgoing>) {
        self.bring(target, Vec::new(), messages).await;
    }

    /// Puts the messages in place of the earlier answer to the same question, if there is one still.
    pub async fn replace(&self, target: &Target, messages: Vec<Outgoing>) {
        let earlier = self.answers().to(target.chat, target.message);
        self.bring(target, earlier, messages).await;
    }

    /// Answers the press of a button, perhaps with a notice.
    pub async fn acknowledge(&self, query: CallbackQueryId, notice: Option<String>) {
        let mut payload = AnswerCallbackQuery::new(query);
        payload.text = notice.map(|text| text.chars().take(TOAST).collect());
        if let Err(error) = patiently::<_, IgnoredAny>(&self.api, &payload).await {
            tracing::info!(%error, "a pressed button could not be answered");
        }
    }

    async fn bring(&self, target: &Target, earlier: Vec<MessageId>, messages: Vec<Outgoing>) {
        if messages.is_empty() {
            return;
        }
        let mut earlier = earlier.into_iter();
        let mut sent = Vec::with_capacity(messages.len());
        for message in messages {
            let quoted = sent.is_empty().then_some(target.message);
            let done = match earlier.next() {
                Some(id) => self.edit(target, id, quoted, &message).await,
                None => self.send(target, quoted, &message).await,
            };
            match done {
                Ok(id) => sent.push(id),
                Err(error) => {
                    tracing::warn!(chat = %target.chat, %error, "an answer could not be delivered");
                    break;
                }
            }
        }
        for surplus in earlier {
            self.delete(target.chat, surplus).await;
        }
        self.answers().remember(target.chat, target.message, sent);
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
        if let Err(error) = patiently::<_, IgnoredAny>(&self.api, &DeleteMessage::new(chat, id)).await {
            tracing::info!(%chat, %error, "the rest of an earlier answer could not be deleted");
        }
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(|e| e.into_inner())
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
