//! What the edge is told by the configuration: the token, where the Bot API is, and how updates come from there.

use std::fmt;

use url::Url;

use super::webhook::Webhook;

/// How to reach the Bot API.
#[derive(Debug)]
pub struct Settings {
    /// The bot's token.
    pub token: Secret,
    /// Another Bot API server; Telegram's own if none.
    pub api_url: Option<Url>,
    /// Ids of the users who may command the bot.
    pub admins: Vec<u64>,
    /// How updates come.
    pub updates: Updates,
}

/// How updates come from Telegram.
#[derive(Debug)]
pub enum Updates {
    /// The bot asks for them, by long polling.
    Polled,
    /// Telegram pushes them.
    Pushed(Webhook),
}

impl Settings {
    /// Settings of a bot that polls.
    pub fn polling(token: Secret, api_url: Option<Url>, admins: Vec<u64>) -> Settings {
        Settings { token, api_url, admins, updates: Updates::Polled }
    }
}

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text`, without the white space that copying leaves around it.
    pub fn new(text: &str) -> Secret {
        Secret(text.trim().to_owned())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Secret {
        Secret::new(&text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
