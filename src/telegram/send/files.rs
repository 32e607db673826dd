//! Pictures and tables: a picture that Telegram has already is named by the id it gave, not sent again.

use std::collections::HashMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use teloxide::payloads::SendChatAction;
use teloxide::requests::Payload;
use teloxide::types::{ChatAction, ChatId, Message, MessageId, ReplyParameters, ThreadId};

use super::{Courier, Target};
use crate::telegram::api::{CallError, Upload};
use crate::telegram::retry::{patiently, upload};

/// Ids of pictures kept: a few packs' worth.
const KEPT: usize = 64;

/// The ids that Telegram gave to pictures, by what the picture shows.
#[derive(Default)]
pub struct Pictures(HashMap<String, String>);

/// Where a file goes, with the file's id if Telegram has it.
#[derive(Serialize)]
struct SendPhoto {
    #[serde(flatten)]
    place: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
}

#[derive(Serialize)]
struct SendDocument {
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize, Clone)]
struct Place {
    chat_id: ChatId,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_thread_id: Option<ThreadId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_parameters: Option<ReplyParameters>,
    #[serde(skip_serializing_if = "String::is_empty")]
    caption: String,
}

impl Payload for SendPhoto {
    type Output = Message;
    const NAME: &'static str = "SendPhoto";
}

impl Payload for SendDocument {
    type Output = Message;
    const NAME: &'static str = "SendDocument";
}

#[derive(Deserialize)]
struct SentPhoto {
    message_id: i32,
    #[serde(default)]
    photo: Vec<Size>,
}

#[derive(Deserialize)]
struct Size {
    file_id: String,
}

impl Courier {
    /// Sends the picture known as `key`, which is drawn only if Telegram does not have it; says meanwhile that a picture
    /// is on its way.
    pub async fn picture<D>(&self, target: &Target, key: &str, caption: &str, draw: D) -> Option<MessageId>
    where
        D: FnOnce() -> Option<Vec<u8>> + Send + 'static,
    {
        let place = place(target, caption);
        let known = self.pictures().0.get(key).cloned();
        if let Some(id) = known {
            let payload = SendPhoto { place: place.clone(), photo: Some(id) };
            match patiently::<_, SentPhoto>(&self.api, &payload).await {
                Ok(sent) => return Some(MessageId(sent.message_id)),
                Err(error) => tracing::info!(%error, "a picture that Telegram had is sent anew"),
            }
        }
        let mut action = SendChatAction::new(target.chat, ChatAction::UploadPhoto);
        action.message_thread_id = target.thread;
        let _ = self.api.call::<_, IgnoredAny>(&action).await;
        let png = tokio::task::spawn_blocking(draw).await.ok().flatten()?;
        let file = Upload { field: "photo", name: "chart.png".to_owned(), content: png.into() };
        self.sent(target, self.post_picture(SendPhoto { place, photo: None }, file, key).await)
    }

    /// Sends a file.
    pub async fn document(&self, target: &Target, name: &str, content: Vec<u8>) -> Option<MessageId> {
        let payload = SendDocument { place: place(target, "") };
        let file = Upload { field: "document", name: name.to_owned(), content: content.into() };
        let sent = upload(&self.api, &payload, &file).await;
        self.sent(target, sent)
    }

    async fn post_picture(&self, payload: SendPhoto, file: Upload, key: &str) -> Result<SentPhoto, CallError> {
        let sent: SentPhoto = upload(&self.api, &payload, &file).await?;
        if let Some(largest) = sent.photo.last() {
            let mut pictures = self.pictures();
            if pictures.0.len() >= KEPT {
                pictures.0.clear();
            }
            pictures.0.insert(key.to_owned(), largest.file_id.clone());
        }
        Ok(sent)
    }

    fn sent(&self, target: &Target, sent: Result<SentPhoto, CallError>) -> Option<MessageId> {
        match sent {
            Ok(sent) => Some(MessageId(sent.message_id)),
            Err(error) => {
                tracing::warn!(chat = %target.chat, %error, "a file could not be delivered");
                None
            }
        }
    }
}

fn place(target: &Target, caption: &str) -> Place {
    Place {
        chat_id: target.chat,
        message_thread_id: target.thread,
        reply_parameters: target.message.map(|id| ReplyParameters::new(id).allow_sending_without_reply()),
        caption: caption.to_owned(),
    }
}
