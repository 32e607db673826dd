//! What is done once, at the start: who am I, a webhook or none; at the end, if asked, none again. And, beside the first updates, the menus of commands.

use std::sync::Arc;
use std::time::Duration;

use serde::de::IgnoredAny;
use teloxide::payloads::{
    DeleteWebhook, GetMe, GetWebhookInfo, SetMyCommands, SetMyCommandsSetters, SetWebhook, SetWebhookSetters,
};
use teloxide::types::{BotCommand, BotCommandScope, ChatId, Recipient};

use super::TelegramError;
use super::api::{Api, CallError};
use super::incoming::Me;
use super::poll;
use super::retry::{briefly, patiently};
use super::settings::Updates;
use super::webhook::Webhook;
use crate::event::Language;
use crate::knowledge::Knowledge;

/// The commands of each menu; the wording `command-NAME` describes each.
const PRIVATE: &[&str] = &["help", "topics", "trade", "source", "lang", "reset", "privacy", "forget"];
const GROUP: &[&str] = &["help", "topics", "trade", "source", "privacy"];
const GROUP_ADMINS: &[&str] = &["watch", "quiet"];
const BOT_ADMINS: &[&str] = &["gaps", "learn", "unlearn", "reload", "rollback", "stats", "explain", "export"];

#[derive(serde::Deserialize)]
struct WebhookInfo {
    #[serde(default)]
    url: String,
}

/// Connections that Telegram may hold at a time; it keeps to the order of a chat whatever their number.
const CONNECTIONS: u8 = 40;
/// How long Telegram may take to forget a webhook at the end.
const FORGET: Duration = Duration::from_secs(3);

/// Asks who the bot is, and sees to it that updates come as they shall.
pub async fn make_ready(api: &Api, updates: &Updates) -> Result<Me, TelegramError> {
    let me: Me = api.call(&GetMe::new()).await.map_err(|e| refusal(api, e))?;
    match updates {
        Updates::Pushed(webhook) => set_webhook(api, webhook).await?,
        Updates::Polled => {
            if let Err(error) = free_of_webhook(api).await {
                tracing::warn!(%error, "no word on whether a webhook is set for this bot; if one is, polling will tell");
            }
        }
    }
    Ok(me)
}

/// Tells Telegram where to push updates; those that wait there are kept.
async fn set_webhook(api: &Api, webhook: &Webhook) -> Result<(), TelegramError> {
    let payload = SetWebhook::new(webhook.url.clone())
        .max_connections(CONNECTIONS)
        .allowed_updates(poll::KINDS)
        .secret_token(webhook.secret.reveal());
    briefly::<_, IgnoredAny>(api, &payload).await.map_err(|error| match error {
        CallError::Refused { reason, .. } => TelegramError::WebhookRefused { host: webhook.host(), reason },
        other => refusal(api, other),
    })?;
    tracing::info!(host = webhook.host(), "Telegram pushes updates to the webhook");
    Ok(())
}

/// Tells Telegram to push no more; what waits there is kept.
pub async fn remove_webhook(api: &Api) {
    match tokio::time::timeout(FORGET, briefly::<_, IgnoredAny>(api, &DeleteWebhook::new())).await {
        Ok(Ok(_)) => tracing::info!("the webhook is removed"),
        _ => tracing::warn!("the webhook could not be removed; Telegram goes on trying it"),
    }
}

/// Shows the commands, to each kind of reader those that are his.
pub async fn show_menus(api: Arc<Api>, knowledge: Arc<Knowledge>, admins: Vec<u64>) {
    let everywhere = [
        (BotCommandScope::Default, PRIVATE.to_vec()),
        (BotCommandScope::AllPrivateChats, PRIVATE.to_vec()),
        (BotCommandScope::AllGroupChats, GROUP.to_vec()),
        (BotCommandScope::AllChatAdministrators, [GROUP, GROUP_ADMINS].concat()),
    ];
    let admins = admins.into_iter().filter_map(|id| i64::try_from(id).ok());
    let own = admins.map(|id| {
        let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(id)) };
        (scope, [PRIVATE, BOT_ADMINS].concat())
    });
    for (scope, names) in everywhere.into_iter().chain(own) {
        for language in Language::ALL {
            show_menu(&api, &knowledge, scope.clone(), language, &names).await;
        }
    }
}

/// Shows one menu; the Chinese one is for all who read none of the other languages.
async fn show_menu(api: &Api, knowledge: &Knowledge, scope: BotCommandScope, language: Language, names: &[&str]) {
    let words = knowledge.wording(language);
    let menu = names.iter().map(|name| BotCommand::new(*name, words.say(&format!("command-{name}"))));
    let mut payload = SetMyCommands::new(menu).scope(scope);
    payload.language_code = (language != Language::Chinese).then(|| language.code().to_owned());
    if let Err(error) = patiently::<_, IgnoredAny>(api, &payload).await {
        tracing::warn!(%error, "a menu of commands could not be set; the commands work without it");
    }
}

async fn free_of_webhook(api: &Api) -> Result<(), CallError> {
    let webhook: WebhookInfo = briefly(api, &GetWebhookInfo::new()).await?;
    if webhook.url.is_empty() {
        return Ok(());
    }
    briefly::<_, IgnoredAny>(api, &DeleteWebhook::new()).await?;
    tracing::warn!("a webhook was set for this bot; it is removed, since the bot polls now");
    Ok(())
}

fn refusal(api: &Api, error: CallError) -> TelegramError {
    let host = api.host();
    match error {
        CallError::Token => TelegramError::Token,
        CallError::Unconnected(reason) | CallError::Network(reason) => TelegramError::Unreachable { host, reason },
        other => TelegramError::NotReady { host, reason: other.to_string() },
    }
}
