//! What is done once, at the start: who am I, no webhook; and, beside the first updates, the menus of commands.

use std::sync::Arc;

use serde::de::IgnoredAny;
use teloxide::payloads::{DeleteWebhook, GetMe, GetWebhookInfo, SetMyCommands, SetMyCommandsSetters};
use teloxide::types::{BotCommand, BotCommandScope, ChatId, Recipient};

use super::TelegramError;
use super::api::{Api, CallError};
use super::incoming::Me;
use super::retry::{briefly, patiently};
use crate::event::Language;
use crate::knowledge::Knowledge;

/// The commands of each menu; the wording `command-NAME` describes each.
const PRIVATE: &[&str] = &["help", "topics", "trade", "source", "lang", "reset", "privacy", "forget"];
const GROUP: &[&str] = &["help", "topics", "trade", "source", "privacy"];
const GROUP_ADMINS: &[&str] = &["watch", "quiet"];
const BOT_ADMINS: &[&str] = &["gaps", "learn", "unlearn", "reload", "rollback", "stats", "explain", "export"];

#[derive(serde::Deserialize)]
struct Webhook {
    #[serde(default)]
    url: String,
}

/// Asks who the bot is and frees it for polling.
pub async fn make_ready(api: &Api) -> Result<Me, TelegramError> {
    let me: Me = api.call(&GetMe::new()).await.map_err(|e| refusal(api, e))?;
    if let Err(error) = free_of_webhook(api).await {
        tracing::warn!(%error, "no word on whether a webhook is set for this bot; if one is, polling will tell");
    }
    Ok(me)
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
    let webhook: Webhook = briefly(api, &GetWebhookInfo::new()).await?;
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
