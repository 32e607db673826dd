//! The webhook: Telegram pushes each update as a POST. 200 only once it is taken in; what is not, Telegram sends again.
//!
//! Who does not know the secret is sent away before a byte of the body is read. What no retry can mend (a body that is
//! no JSON) is answered 200 all the same, or Telegram would hold back all that comes after it.

mod calls;
mod secret;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use subtle::ConstantTimeEq;
use url::Url;

pub use self::calls::{Calls, channel};
use super::settings::Secret;
use crate::metrics::{Metrics, Push};

/// The header in which Telegram shows the secret.
pub const HEADER: &str = "x-telegram-bot-api-secret-token";
/// Bytes of a body. Telegram's updates are far smaller.
pub const LARGEST: usize = 1024 * 1024;
/// How long a body may take to arrive, and then its update to be taken in.
const SLOWEST: Duration = Duration::from_secs(10);

/// An update was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// Where Telegram pushes updates to, and how they come from there.
#[derive(Debug)]
pub struct Webhook {
    /// The address that Telegram is told.
    pub url: Url,
    /// What Telegram shows there.
    pub secret: Secret,
    /// What becomes of it at the end.
    pub at_stop: AtStop,
    /// The updates, from [`channel`].
    pub calls: Calls,
}

impl Webhook {
    /// The host of its address, for messages: some keep a secret in the path.
    pub(super) fn host(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }
}

/// What becomes of the webhook when the bot stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtStop {
    /// It stays: Telegram keeps updates for the next start, and other replicas go on.
    Keep,
    /// Telegram is told to forget it.
    Remove,
}

/// What is known at the webhook's door.
struct Door<T> {
    path: String,
    secret: Secret,
    metrics: Arc<Metrics>,
    take: T,
}

/// Adds the webhook to `router`, at the path of `url`: each update that comes with the secret goes to `take`.
pub fn add<T, F>(router: Router, url: &Url, secret: Secret, metrics: Arc<Metrics>, take: T) -> Router
where
    T: Fn(Value) -> F + Send + Sync + 'static,
    F: Future<Output = Result<(), Refused>> + Send + 'static,
{
    let door = Arc::new(Door { path: url.path().to_owned(), secret, metrics, take });
    // A fallback, since in axum's routes a path may mean more than it says.
    router.fallback(move |request: Request| {
        let door = Arc::clone(&door);
        async move { door.answer(request).await }
    })
}

impl<T, F> Door<T>
where
    T: Fn(Value) -> F,
    F: Future<Output = Result<(), Refused>>,
{
    async fn answer(&self, request: Request) -> Response {
        if request.uri().path() != self.path {
            return StatusCode::NOT_FOUND.into_response();
        }
        let push = self.let_in(request).await;
        self.metrics.pushed(push);
        match push {
            Push::Taken | Push::Unreadable => StatusCode::OK.into_response(),
            Push::NotTaken => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Push::NoSecret => StatusCode::UNAUTHORIZED.into_response(),
            Push::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")]).into_response(),
            Push::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, [(header::CONNECTION, "close")]).into_response(),
            Push::BrokenOff => StatusCode::BAD_REQUEST.into_response(),
        }
    }

    async fn let_in(&self, request: Request) -> Push {
        if request.method() != Method::POST {
            return Push::WrongMethod;
        }
        if !self.knows_secret(request.headers()) {
            return Push::NoSecret;
        }
        if announced(request.headers()).is_some_and(|bytes| bytes > LARGEST) {
            return Push::TooLarge;
        }
        let body = match tokio::time::timeout(SLOWEST, to_bytes(request.into_body(), LARGEST)).await {
            Ok(Ok(body)) => body,
            Ok(Err(error)) if is_too_large(&error) => return Push::TooLarge,
            Ok(Err(_)) | Err(_) => return Push::BrokenOff,
        };
        let Ok(update) = serde_json::from_slice(&body) else {
            tracing::warn!(bytes = body.len(), "what came to the webhook is no JSON and is passed over");
            return Push::Unreadable;
        };
        match tokio::time::timeout(SLOWEST, (self.take)(update)).await {
            Ok(Ok(())) => Push::Taken,
            Ok(Err(Refused)) | Err(_) => Push::NotTaken,
        }
    }

    /// Takes as long for a secret that is nearly right as for one that is not.
    fn knows_secret(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(HEADER).map(|value| value.as_bytes());
        shown.is_some_and(|shown| bool::from(shown.ct_eq(self.secret.reveal().as_bytes())))
    }
}

/// The bytes that the body will have, as its sender says.
fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.to_string().contains("length limit exceeded") {
            return true;
        }
        cause = error.source();
    }
    false
}
