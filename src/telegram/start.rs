//! What is done once, before the first update: who am I, no webhook, the menu of commands.

use serde::de::IgnoredAny;
use teloxide::payloads::{DeleteWebhook, GetMe, GetWebhookInfo, SetMyCommands};
use teloxide::types::{BotCommand, User};

use super::TelegramError;
use super::api::{Api, CallError};
use super::incoming::Me;
use super::retry::patiently;
use crate::knowledge::Knowledge;

/// The commands of the menu; the wording `command-NAME` describes each.
const MENU: [&str; 6] = ["help", "topics", "trade", "source", "reset", "privacy"];

#[derive(serde::Deserialize)]
struct Webhook {
    #[serde(default)]
    url: String,
}

/// Asks who the bot is, frees it for polling and shows its commands.
pub async fn make_ready(api: &Api, knowledge: &Knowledge) -> Result<Me, TelegramError> {
    let user: User = api.call(&GetMe::new()).await.map_err(|e| refusal(api, e))?;
    if let Err(error) = free_of_webhook(api).await {
        tracing::warn!(%error, "no word on whether a webhook is set for this bot; if one is, polling will tell");
    }
    let menu = MENU.map(|name| BotCommand::new(name, knowledge.say(&format!("command-{name}"))));
    if let Err(error) = patiently::<_, IgnoredAny>(api, &SetMyCommands::new(menu)).await {
        tracing::warn!(%error, "the menu of commands could not be set; the commands work without it");
    }
    Ok(Me::from(user))
}

async fn free_of_webhook(api: &Api) -> Result<(), CallError> {
    let webhook: Webhook = patiently(api, &GetWebhookInfo::new()).await?;
    if webhook.url.is_empty() {
        return Ok(());
    }
    patiently::<_, IgnoredAny>(api, &DeleteWebhook::new()).await?;
    tracing::warn!("a webhook was set for this bot; it is removed, since the bot polls now");
    Ok(())
}

fn refusal(api: &Api, error: CallError) -> TelegramError {
    let host = api.host();
    match error {
        CallError::Token => TelegramError::Token,
        CallError::Network(reason) => TelegramError::Unreachable { host, reason },
        other => TelegramError::NotReady { host, reason: other.to_string() },
    }
}
