//! A Bot API server for one bot: keeps to Telegram's rules, records every call, and fails when told to.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Map, Value, json};
use tokio::time::Instant;
use url::Url;

use super::rules;
use state::{Shared, Telegram};

pub mod state;

pub const TOKEN: &str = "123456:secret-of-the-test";
pub const BOT_ID: i64 = 123_456;
pub const USERNAME: &str = "guide_test_bot";
pub const NAME: &str = "向导";

/// One call that the bot made.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: String,
    pub params: Map<String, Value>,
    /// Whether it was granted.
    pub ok: bool,
    /// The message that was sent or edited.
    pub message: Option<i64>,
}

impl Call {
    pub fn chat(&self) -> i64 {
        self.params["chat_id"].as_i64().unwrap()
    }

    pub fn text(&self) -> &str {
        self.params["text"].as_str().unwrap()
    }

    /// The message that it quotes.
    pub fn quotes(&self) -> Option<i64> {
        self.params.get("reply_parameters").map(|reply| reply["message_id"].as_i64().unwrap())
    }
}

/// How a call fails.
#[derive(Debug, Clone, Copy)]
pub enum Failure {
    /// 429, to be tried again after so many seconds.
    TooMany(u64),
    /// Another status, with this description.
    Status(u16, &'static str),
    /// The group has another id now.
    Moved(i64),
    /// The connection ends without an answer.
    Dropped,
}

/// The server, and what tests ask of it.
#[derive(Clone)]
pub struct Server {
    shared: Arc<Shared>,
    address: std::net::SocketAddr,
}

impl Server {
    pub async fn start() -> Server {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let router = axum::Router::new().fallback(handle).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Server { shared, address }
    }

    pub fn url(&self) -> Url {
        Url::parse(&format!("http://{}/", self.address)).unwrap()
    }

    /// Changes what the server knows and wakes whoever waits for it.
    pub fn with<T>(&self, change: impl FnOnce(&mut Telegram) -> T) -> T {
        self.shared.with(change)
    }

    pub fn fail(&self, method: &str, chat: Option<i64>, failure: Failure) {
        self.with(|telegram| telegram.failures.push((method.to_owned(), chat, failure)));
    }

    pub fn calls(&self) -> Vec<Call> {
        self.with(|telegram| telegram.calls.clone())
    }

    /// Waits for a call at or behind the position `from`.
    pub async fn call(&self, from: usize, wanted: impl Fn(&Call) -> bool) -> (usize, Call) {
        let found =
            |t: &Telegram| t.calls.iter().enumerate().skip(from).find(|(_, c)| wanted(c)).map(|(i, c)| (i, c.clone()));
        self.shared.wait(found).await
    }

    /// Waits until the bot polls.
    pub async fn polled(&self) {
        self.shared.wait(|telegram| telegram.polls.gt(&0).then_some(())).await
    }

    /// Waits until the bot confirmed all updates.
    pub async fn taken(&self) {
        self.shared.wait(|telegram| telegram.updates.is_empty().then_some(())).await
    }

    pub fn assert_no_faults(&self) {
        let (faults, unanswered) = self.with(|telegram| (telegram.faults.clone(), telegram.queries.clone()));
        assert!(faults.is_empty(), "Telegram would have refused: {faults:#?}");
        assert!(unanswered.is_empty(), "buttons left waiting: {unanswered:?}");
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let Some(method) = path.strip_prefix(&format!("/bot{TOKEN}/")).map(str::to_owned) else {
        return refuse(401, "Unauthorized", Map::new());
    };
    let params = params(request).await;
    let chat = params.get("chat_id").and_then(Value::as_i64);
    match shared.with(|telegram| telegram.failure(&method, chat)) {
        Some(failure) => {
            shared.with(|telegram| telegram.record(&method, params, None));
            fail(failure)
        }
        None if method == "getUpdates" => updates(&shared, params).await,
        None => match shared.with(|telegram| telegram.answer(&method, params)) {
            Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
            Err(reason) => refuse(400, &format!("Bad Request: {reason}"), Map::new()),
        },
    }
}

fn fail(failure: Failure) -> Response {
    match failure {
        Failure::TooMany(seconds) => refuse(429, "Too Many Requests", parameters(json!({"retry_after": seconds}))),
        Failure::Moved(chat) => refuse(400, "Bad Request", parameters(json!({"migrate_to_chat_id": chat}))),
        Failure::Status(status, description) => refuse(status, description, Map::new()),
        Failure::Dropped => std::panic::resume_unwind(Box::new("the connection is dropped")),
    }
}

fn parameters(parameters: Value) -> Map<String, Value> {
    Map::from_iter([("parameters".to_owned(), parameters)])
}

fn refuse(status: u16, description: &str, mut body: Map<String, Value>) -> Response {
    body.extend([("ok".into(), false.into()), ("error_code".into(), status.into())]);
    body.insert("description".into(), description.into());
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

/// Holds the poll open until there is an update or its time is over.
async fn updates(shared: &Shared, params: Map<String, Value>) -> Response {
    let number = |name| params.get(name).and_then(Value::as_u64);
    let end = Instant::now() + Duration::from_secs(number("timeout").unwrap_or(0));
    let (offset, limit) = (number("offset").unwrap_or(0), number("limit").unwrap_or(100));
    if let Err(fault) = rules::check("getUpdates", &params) {
        shared.with(|telegram| telegram.faults.push(format!("getUpdates: {fault}")));
    }
    shared.with(|telegram| telegram.polled(offset));
    let some = shared.wait(|telegram| Some(telegram.batch(limit)).filter(|batch| !batch.is_empty()));
    let batch = tokio::time::timeout_at(end, some).await.unwrap_or_default();
    Json(json!({"ok": true, "result": batch})).into_response()
}

/// The parameters of a call, from JSON or from a form, in which all but texts and files is JSON again.
async fn params(request: Request) -> Map<String, Value> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/") {
        let Json(params) = Json::from_request(request, &()).await.unwrap_or_default();
        return params;
    }
    let mut form = Multipart::from_request(request, &()).await.unwrap();
    let mut params = Map::new();
    while let Some(field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        let is_file = field.file_name().is_some();
        let text = String::from_utf8_lossy(&field.bytes().await.unwrap()).into_owned();
        let verbatim = is_file || ["text", "caption", "callback_query_id"].contains(&name.as_str());
        let value = if verbatim { None } else { serde_json::from_str(&text).ok() };
        params.insert(name, value.unwrap_or(Value::String(text)));
    }
    params
}
