//! Calls to the Bot API: teloxide's payloads as JSON over one client; each failure says what can be done about it.
//!
//! teloxide's own `Bot` is left out: on any 5xx it sleeps ten seconds before it says so, and its errors carry the whole
//! body of an answer and the URL, which holds the token.

mod addresses;
mod slots;

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::multipart::{Form, Part};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::requests::Payload;
use teloxide::types::ChatId;
use tokio::sync::SemaphorePermit;
use url::{Host, Url};

use self::addresses::Addresses;
use self::slots::Slots;
use super::TelegramError;
use super::gauges::Gauges;
use super::settings::{Secret, Settings};
use crate::metrics::{Metrics, Outcome};

const TELEGRAM: &str = "https://api.telegram.org/";
const CONNECT: Duration = Duration::from_secs(10);
/// Beyond the time that a long poll is meant to take.
const ANSWER: Duration = Duration::from_secs(15);
/// How long any other call may take. Who gives up sooner sends a message twice that Telegram was slow to accept.
const SEND: Duration = Duration::from_secs(45);
/// How long a file may take.
const UPLOAD: Duration = Duration::from_secs(60);

/// The Bot API, as one bot sees it.
pub struct Api {
    client: reqwest::Client,
    addresses: Addresses,
    token: Secret,
    metrics: Arc<Metrics>,
    /// For calls that belong to replies, in all chats; who waits to try again takes none.
    slots: Slots,
    gauges: Arc<Gauges>,
}

/// A file that goes with a call.
pub struct Upload {
    /// The parameter that it fills.
    pub field: &'static str,
    /// Its name, with the extension that tells its kind.
    pub name: String,
    /// Its bytes.
    pub content: Arc<[u8]>,
}

/// A call that failed. No variant holds the token, the URL or a body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    #[error("the token is not accepted")]
    Token,
    #[error("another program takes this bot's updates: {0}")]
    Conflict(String),
    #[error("too many calls, to be tried again in {0:?}")]
    TooMany(Duration),
    #[error("the group became supergroup {0}")]
    Migrated(ChatId),
    #[error("refused with {code}: {reason}")]
    Refused { code: u16, reason: String },
    #[error("the server failed with status {0}")]
    Server(u16),
    /// Telegram did not see the call.
    #[error("{0}")]
    Unconnected(String),
    /// Telegram may have seen the call, and may have granted it.
    #[error("{0}")]
    Network(String),
}

impl CallError {
    fn outcome(&self) -> Outcome {
        match self {
            CallError::Token => Outcome::Token,
            CallError::Conflict(_) => Outcome::Conflict,
            CallError::TooMany(_) => Outcome::TooMany,
            CallError::Migrated(_) | CallError::Refused { .. } => Outcome::Refused,
            CallError::Server(_) => Outcome::Server,
            CallError::Unconnected(_) => Outcome::Unconnected,
            CallError::Network(_) => Outcome::Network,
        }
    }

    /// Whether Telegram refused the call for good.
    pub fn is_refusal(&self) -> bool {
        matches!(self, CallError::Refused { .. } | CallError::Migrated(_))
    }
}

#[derive(Deserialize)]
struct Envelope<T> {
    ok: bool,
    error_code: Option<u16>,
    result: Option<T>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<ChatId>,
}

impl Api {
    /// A client for the bot of `settings` that counts its calls; nothing is sent yet.
    pub fn new(settings: &Settings, metrics: Arc<Metrics>) -> Result<Api, TelegramError> {
        let base = match &settings.api_url {
            Some(url) => url.clone(),
            None => Url::parse(TELEGRAM).map_err(|e| TelegramError::Address(e.to_string()))?,
        };
        if base.cannot_be_a_base() || base.host_str().is_none() {
            return Err(TelegramError::Address(base.to_string()));
        }
        let mut builder = reqwest::Client::builder().connect_timeout(CONNECT).tcp_nodelay(true);
        builder = builder.redirect(reqwest::redirect::Policy::none()); // a redirect would tell the token to its target
        if is_loopback(&base) {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|e| TelegramError::Client(e.without_url().to_string()))?;
        let (slots, gauges) = (Slots::default(), Arc::clone(&metrics.gauges));
        let (addresses, token) = (Addresses::new(base, settings.token.clone()), settings.token.clone());
        Ok(Api { client, addresses, token, slots, gauges, metrics })
    }

    /// Where calls are counted.
    pub fn gauges(&self) -> &Gauges {
        &self.gauges
    }

    /// As [`Slots::take`].
    pub async fn slot(&self) -> Option<SemaphorePermit<'_>> {
        self.slots.take().await
    }

    /// The name of the server, for messages.
    pub fn host(&self) -> String {
        self.addresses.host()
    }

    /// Calls the payload's method and reads the result as `T`, which may be less than the method gives.
    pub async fn call<P, T>(&self, payload: &P) -> Result<T, CallError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let body = serde_json::to_vec(payload).map_err(|e| CallError::Network(e.to_string()))?;
        let request = self
            .client
            .post(self.addresses.of(P::NAME))
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .timeout(payload.timeout_hint().map_or(SEND, |held| held + ANSWER))
            .body(body);
        self.answer(P::NAME, request).await
    }

    /// Calls the payload's method with a file beside its fields.
    pub async fn upload<P, T>(&self, payload: &P, file: &Upload) -> Result<T, CallError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let unwritten = |e: serde_json::Error| CallError::Network(e.to_string());
        let mut form = Form::new();
        if let Value::Object(fields) = serde_json::to_value(payload).map_err(unwritten)? {
            for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
                form = form.text(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
        }
        let part = Part::bytes(file.content.to_vec()).file_name(file.name.clone());
        let request =
            self.client.post(self.addresses.of(P::NAME)).timeout(UPLOAD).multipart(form.part(file.field, part));
        self.answer(P::NAME, request).await
    }

    async fn answer<T: DeserializeOwned>(&self, method: &str, request: RequestBuilder) -> Result<T, CallError> {
        let begun = Instant::now();
        let answer = self.fetch(request).await;
        let outcome = answer.as_ref().err().map_or(Outcome::Granted, CallError::outcome);
        self.metrics.called(method, outcome, begun.elapsed());
        if answer.is_ok() {
            self.slots.ended_well();
        }
        answer
    }

    async fn fetch<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, CallError> {
        let response = request.send().await.map_err(|e| self.network(e))?;
        let status = response.status().as_u16();
        let bytes = response.bytes().await.map_err(|e| self.network(e))?;
        read(status, &bytes)
    }

    fn network(&self, error: reqwest::Error) -> CallError {
        let unseen = error.is_connect();
        let error = error.without_url();
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            text = format!("{text}: {inner}");
            cause = inner.source();
        }
        let token = self.token.reveal();
        let text = if token.is_empty() { text } else { text.replace(token, "***") };
        if unseen { CallError::Unconnected(text) } else { CallError::Network(text) }
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn read<T: DeserializeOwned>(status: u16, bytes: &[u8]) -> Result<T, CallError> {
    let envelope: Result<Envelope<T>, _> = serde_json::from_slice(bytes);
    let (status, result, description, parameters) = match envelope {
        Ok(e) if e.ok => (status, e.result, String::new(), None),
        Ok(e) => (e.error_code.unwrap_or(status), None, e.description.unwrap_or_default(), e.parameters),
        Err(_) => (status, None, String::new(), None),
    };
    if let Some(id) = parameters.as_ref().and_then(|p| p.migrate_to_chat_id) {
        return Err(CallError::Migrated(id));
    }
    match status {
        200..=299 => result.ok_or_else(|| CallError::Network("the answer is not the Bot API's".to_owned())),
        401 | 404 => Err(CallError::Token),
        409 => Err(CallError::Conflict(description)),
        429 => {
            let seconds = parameters.and_then(|p| p.retry_after).unwrap_or(1);
            Err(CallError::TooMany(Duration::from_secs(seconds)))
        }
        500..=599 => Err(CallError::Server(status)),
        code => Err(CallError::Refused { code, reason: gist(&description) }),
    }
}

/// The description without its third part, in which Telegram may repeat what was sent.
fn gist(description: &str) -> String {
    description.splitn(3, ": ").take(2).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_tell_what_to_do() {
        let read = |status, body: &str| read::<bool>(status, body.as_bytes());
        assert_eq!(read(200, r#"{"ok":true,"result":true}"#), Ok(true));
        assert_eq!(read(401, r#"{"ok":false,"description":"Unauthorized"}"#), Err(CallError::Token));
        assert_eq!(read(502, "<html>Bad Gateway</html>"), Err(CallError::Server(502)));
        assert!(matches!(read(200, "<html>a hotel's login</html>"), Err(CallError::Network(_))));
        let wait = r#"{"ok":false,"description":"Too Many Requests","parameters":{"retry_after":7}}"#;
        assert_eq!(read(429, wait), Err(CallError::TooMany(Duration::from_secs(7))));
        let moved = r#"{"ok":false,"description":"Bad Request","parameters":{"migrate_to_chat_id":-1005}}"#;
        assert_eq!(read(400, moved), Err(CallError::Migrated(ChatId(-1005))));
    }

    #[test]
    fn a_refusal_does_not_repeat_the_text() {
        let body = r#"{"ok":false,"description":"Bad Request: can't parse entities: near 'my secret'"}"#;
        let reason = "Bad Request: can't parse entities".to_owned();
        assert_eq!(read::<bool>(400, body.as_bytes()), Err(CallError::Refused { code: 400, reason }));
    }

    #[tokio::test]
    async fn no_error_holds_the_token() {
        let api_url = Some(Url::parse("http://127.0.0.1:1/").unwrap());
        let settings = Settings::polling(Secret::new("123:secret\n"), api_url, Vec::new());
        assert!(!format!("{settings:?} {}", settings.token).contains("secret"));
        let metrics = Arc::new(Metrics::new(std::time::SystemTime::now()));
        let api = Api::new(&settings, Arc::clone(&metrics)).unwrap();
        let error = api.call::<_, bool>(&teloxide::payloads::GetMe::new()).await.unwrap_err();
        assert!(matches!(&error, CallError::Unconnected(text) if !text.contains("secret")), "{error}");
        assert!(!metrics.telegram_reached());
    }
}
