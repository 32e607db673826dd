//! What the Bot API accepts, for the methods that the bot uses: parameters, lengths, shapes.

use serde_json::{Map, Value};

use super::html::text_of;

/// Method, required parameters, optional ones.
const METHODS: [(&str, &[&str], &[&str]); 16] = [
    ("getMe", &[], &[]),
    ("getUpdates", &[], &["offset", "limit", "timeout", "allowed_updates"]),
    ("getWebhookInfo", &[], &[]),
    ("setWebhook", &["url"], WEBHOOK),
    ("deleteWebhook", &[], &["drop_pending_updates"]),
    ("setMyCommands", &["commands"], &["scope", "language_code"]),
    ("sendMessage", &["chat_id", "text"], MESSAGE),
    ("sendPhoto", &["chat_id", "photo"], PHOTO),
    ("sendDocument", &["chat_id", "document"], DOCUMENT),
    ("editMessageText", &["chat_id", "message_id", "text"], EDIT),
    ("editMessageReplyMarkup", &["chat_id", "message_id"], &["reply_markup"]),
    ("deleteMessage", &["chat_id", "message_id"], &[]),
    ("answerCallbackQuery", &["callback_query_id"], &["text", "show_alert", "url", "cache_time"]),
    ("answerInlineQuery", &["inline_query_id", "results"], &["cache_time", "is_personal", "next_offset", "button"]),
    ("sendChatAction", &["chat_id", "action"], &["message_thread_id"]),
    ("getChatMember", &["chat_id", "user_id"], &[]),
];
const WEBHOOK: &[&str] =
    &["certificate", "ip_address", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token"];
const MESSAGE: &[&str] = &[
    "message_thread_id",
    "parse_mode",
    "entities",
    "link_preview_options",
    "disable_notification",
    "protect_content",
    "reply_parameters",
    "reply_markup",
];
const PHOTO: &[&str] = &[
    "message_thread_id",
    "caption",
    "parse_mode",
    "show_caption_above_media",
    "disable_notification",
    "protect_content",
    "reply_parameters",
    "reply_markup",
];
const DOCUMENT: &[&str] = &[
    "message_thread_id",
    "caption",
    "parse_mode",
    "disable_notification",
    "protect_content",
    "reply_parameters",
    "reply_markup",
];
const EDIT: &[&str] = &["parse_mode", "entities", "link_preview_options", "reply_markup"];

/// Whether Telegram would take the call, as far as that does not depend on chats and messages.
pub fn check(method: &str, params: &Map<String, Value>) -> Result<(), String> {
    let (_, required, optional) =
        METHODS.iter().find(|(name, ..)| *name == method).ok_or_else(|| format!("no method {method}"))?;
    if let Some(missing) = required.iter().find(|name| !params.contains_key(**name)) {
        return Err(format!("{missing} is missing"));
    }
    let known = |name: &str| required.contains(&name) || optional.contains(&name);
    if let Some(unknown) = params.keys().find(|name| !known(name)) {
        return Err(format!("no parameter {unknown}"));
    }
    let mode = params.get("parse_mode").and_then(Value::as_str);
    match method {
        "answerCallbackQuery" => length("text", params, None, 0..=200)?,
        "setMyCommands" => commands(&params["commands"])?,
        "setWebhook" => range("max_connections", params, 1..=100).and(secret(params.get("secret_token")))?,
        "answerInlineQuery" => results(&params["results"])?,
        "getUpdates" => range("timeout", params, 0..=50).and(range("limit", params, 1..=100))?,
        _ => length("text", params, mode, 1..=4096).and(length("caption", params, mode, 0..=1024))?,
    }
    params.get("reply_parameters").map_or(Ok(()), reply_parameters)?;
    params.get("reply_markup").map_or(Ok(()), keyboard)
}

fn length(
    name: &str,
    params: &Map<String, Value>,
    mode: Option<&str>,
    allowed: std::ops::RangeInclusive<usize>,
) -> Result<(), String> {
    let Some(text) = params.get(name) else { return Ok(()) };
    let text = text.as_str().ok_or_else(|| format!("{name} is no text"))?;
    let text = match mode {
        Some("HTML") => text_of(text)?,
        Some(mode) => return Err(format!("parse mode {mode} is not checked here")),
        None => text.to_owned(),
    };
    let units = text.trim().encode_utf16().count();
    if allowed.contains(&units) { Ok(()) } else { Err(format!("{name} has {units} UTF-16 units")) }
}

fn range(name: &str, params: &Map<String, Value>, allowed: std::ops::RangeInclusive<u64>) -> Result<(), String> {
    match params.get(name).map(Value::as_u64) {
        None => Ok(()),
        Some(Some(value)) if allowed.contains(&value) => Ok(()),
        Some(value) => Err(format!("{name} is {value:?}")),
    }
}

fn secret(token: Option<&Value>) -> Result<(), String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    match token.map(|token| token.as_str().unwrap_or_default()) {
        Some(token) if !(1..=256).contains(&token.len()) || !token.bytes().all(fits) => {
            Err("a bad secret_token".into())
        }
        _ => Ok(()),
    }
}

fn commands(commands: &Value) -> Result<(), String> {
    for command in commands.as_array().ok_or("commands is no list")? {
        let name = command["command"].as_str().unwrap_or_default();
        let about = command["description"].as_str().unwrap_or_default().chars().count();
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !(1..=32).contains(&name.len()) || !plain || !(1..=256).contains(&about) {
            return Err(format!("a bad command: {command}"));
        }
    }
    Ok(())
}

fn results(results: &Value) -> Result<(), String> {
    let results = results.as_array().ok_or("results is no list")?;
    let mut ids: Vec<&str> = results.iter().map(|result| result["id"].as_str().unwrap_or_default()).collect();
    for result in results {
        let content = result["input_message_content"].as_object().ok_or("a result without content")?;
        let as_message =
            Map::from_iter(content.iter().map(|(key, value)| (key.replace("message_text", "text"), value.clone())));
        length("text", &as_message, content.get("parse_mode").and_then(Value::as_str), 1..=4096)?;
        if result["type"] != "article" || result["title"].as_str().unwrap_or_default().trim().is_empty() {
            return Err(format!("a bad result: {result}"));
        }
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    match count <= 50 && ids.len() == count && ids.iter().all(|id| (1..=64).contains(&id.len())) {
        true => Ok(()),
        false => Err(format!("{count} results with the ids {ids:?}")),
    }
}

fn reply_parameters(value: &Value) -> Result<(), String> {
    let object = value.as_object().ok_or("reply_parameters is no object")?;
    let known = ["message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_position"];
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(unknown) => Err(format!("no {unknown} in reply_parameters")),
        None if object.get("message_id").is_some_and(Value::is_i64) => Ok(()),
        None => Err("reply_parameters without message_id".to_owned()),
    }
}

fn keyboard(markup: &Value) -> Result<(), String> {
    let rows = markup["inline_keyboard"].as_array().ok_or("reply_markup without inline_keyboard")?;
    let buttons: Vec<&Value> = rows.iter().flat_map(|row| row.as_array().into_iter().flatten()).collect();
    if buttons.len() > 100 || rows.iter().any(|row| !(1..=8).contains(&row.as_array().map_or(0, Vec::len))) {
        return Err(format!("{} buttons in {} rows", buttons.len(), rows.len()));
    }
    for button in buttons {
        let data = button["callback_data"].as_str().map(str::len);
        let link = button["url"].as_str().is_some_and(|url| url.starts_with("https://"));
        let caption = button["text"].as_str().unwrap_or_default().trim();
        let keys = button.as_object().map_or(0, Map::len);
        if caption.is_empty() || !(data.is_some_and(|data| (1..=64).contains(&data)) || link) || keys != 2 {
            return Err(format!("a bad button: {button}"));
        }
    }
    Ok(())
}
