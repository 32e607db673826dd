//! A Bot API server for programs that measure the bot, lean enough to be faster than any bot: it hands out messages and
//! counts what is answered, and has whatever weather it is told to have. The tests' server keeps to Telegram's rules more
//! closely, and is slower.

#[path = "telegram.rs"]
pub mod telegram;
#[path = "weather.rs"]
pub mod weather;

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::Notify;
use tokio::time::Instant;

use self::telegram::{Grant, Telegram};
use self::weather::{Fate, Poll};

/// What the server takes for the bot's token.
pub const TOKEN: &str = "123456:not-a-secret";

/// The server; it ends with the runtime.
#[derive(Clone)]
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
}

struct Shared {
    telegram: Mutex<Telegram>,
    /// Somebody wrote something.
    written: Notify,
    /// Something was answered.
    answered: Notify,
}

#[derive(Deserialize)]
struct GetUpdates {
    #[serde(default)]
    offset: i64,
    limit: Option<usize>,
    #[serde(default)]
    timeout: u64,
}

#[derive(Deserialize)]
struct SendMessage<'a> {
    chat_id: i64,
    #[serde(borrow)]
    text: Cow<'a, str>,
    reply_parameters: Option<ReplyParameters>,
}

#[derive(Deserialize)]
struct ReplyParameters {
    message_id: usize,
}

impl Server {
    /// A server on a free port of this machine.
    pub async fn start(telegram: Telegram) -> std::io::Result<Server> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared =
            Arc::new(Shared { telegram: Mutex::new(telegram), written: Notify::new(), answered: Notify::new() });
        let router = axum::Router::new().fallback(handle).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Server { shared, address })
    }

    /// What a bot takes for Telegram's address.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Looks at what the server knows.
    pub fn look<T>(&self, at: impl FnOnce(&mut Telegram) -> T) -> T {
        at(&mut self.shared.lock())
    }

    /// Lets people write, and wakes whoever waits for it.
    pub fn write<T>(&self, write: impl FnOnce(&mut Telegram) -> T) -> T {
        let written = write(&mut self.shared.lock());
        self.shared.written.notify_waiters();
        written
    }

    /// Waits until `all` holds; false if nothing was answered for as long as `patience`.
    pub async fn wait(&self, patience: Duration, all: impl Fn(&Telegram) -> bool) -> bool {
        loop {
            let answered = self.shared.answered.notified();
            if all(&self.shared.lock()) {
                return true;
            }
            if tokio::time::timeout(patience, answered).await.is_err() {
                return all(&self.shared.lock());
            }
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Telegram> {
        self.telegram.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn handle(State(shared): State<Arc<Shared>>, uri: Uri, body: Bytes) -> Response {
    let method = uri.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    match method.as_str() {
        "getupdates" => get_updates(&shared, &body).await,
        "sendmessage" => send_message(&shared, &body).await,
        "getme" if shared.lock().weather.is_bad_start() => refuse(Fate::Failed),
        "getme" => granted(ME.to_owned()),
        "getwebhookinfo" => granted(r#"{"url":"","has_custom_certificate":false,"pending_update_count":0}"#.to_owned()),
        "editmessagetext" => {
            shared.lock().edits += 1;
            granted("true".to_owned())
        }
        _ => granted("true".to_owned()),
    }
}

const ME: &str = r#"{"id":123456,"is_bot":true,"first_name":"向导","username":"measured_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false,"can_connect_to_business":false,"has_main_web_app":false}"#;

/// Holds the poll open until there is something, its time is over, or somebody else polls.
async fn get_updates(shared: &Shared, body: &[u8]) -> Response {
    let Ok(GetUpdates { offset, limit, timeout }) = serde_json::from_slice(body) else {
        return answer(StatusCode::BAD_REQUEST, r#"{"ok":false,"error_code":400,"description":"Bad Request"}"#.into());
    };
    let end = Instant::now() + Duration::from_secs(timeout);
    let poller = match shared.lock().poll(offset) {
        (poller, Poll::Good) => poller,
        (_, Poll::Conflict) => return refuse(Fate::Conflict),
        (_, Poll::Failed) => return refuse(Fate::Failed),
    };
    shared.written.notify_waiters();
    loop {
        let written = shared.written.notified();
        {
            let mut telegram = shared.lock();
            if telegram.poller != poller {
                return refuse(Fate::Conflict);
            }
            if let Some(batch) = telegram.batch(limit.unwrap_or(100)) {
                return granted(batch);
            }
        }
        if tokio::time::timeout_at(end, written).await.is_err() {
            return granted("[]".to_owned());
        }
    }
}

async fn send_message(shared: &Shared, body: &[u8]) -> Response {
    let Ok(SendMessage { chat_id, text, reply_parameters }) = serde_json::from_slice(body) else {
        return answer(StatusCode::BAD_REQUEST, r#"{"ok":false,"error_code":400,"description":"Bad Request"}"#.into());
    };
    let (fate, pause) = shared.lock().weather.of_a_message(chat_id);
    let pause = match (fate, pause) {
        (Fate::Granted | Fate::Lost, Some(pause)) => pause,
        (Fate::Granted | Fate::Lost, None) => Default::default(),
        (refused, _) => return refuse(refused),
    };
    rest(pause.before).await;
    let question = reply_parameters.map(|reply| reply.message_id);
    let grant = if fate == Fate::Lost { Grant::Unheard } else { Grant::Heard };
    let id = shared.lock().take(chat_id, question, &text, grant);
    shared.answered.notify_waiters();
    if fate == Fate::Lost {
        return refuse(fate);
    }
    rest(pause.after).await;
    let chat = format!(r#"{{"id":{chat_id},"type":"private","first_name":"某人"}}"#);
    granted(format!(r#"{{"message_id":{id},"date":1,"chat":{chat},"text":"…"}}"#))
}

async fn rest(pause: Duration) {
    if !pause.is_zero() {
        tokio::time::sleep(pause).await;
    }
}

fn refuse(fate: Fate) -> Response {
    let (code, description) = match fate {
        Fate::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "Too Many Requests: retry later"),
        Fate::Conflict => (StatusCode::CONFLICT, "Conflict: terminated by other getUpdates request"),
        Fate::Failed => (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
        // The task that serves the connection ends, and the connection with it.
        Fate::Granted | Fate::Lost | Fate::Dropped => std::panic::resume_unwind(Box::new("the connection drops")),
    };
    let more = match fate {
        Fate::TooMany(seconds) => format!(r#","parameters":{{"retry_after":{seconds}}}"#),
        _ => String::new(),
    };
    let number = code.as_u16();
    answer(code, format!(r#"{{"ok":false,"error_code":{number},"description":"{description}"{more}}}"#))
}

fn granted(result: String) -> Response {
    answer(StatusCode::OK, format!(r#"{{"ok":true,"result":{result}}}"#))
}

fn answer(code: StatusCode, body: String) -> Response {
    (code, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
