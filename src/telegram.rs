//! The Telegram edge, by long polling or a webhook: updates in, events to the app, replies out as messages.
//!
//! poll or webhook → intake (→ update, incoming, inbox) → lanes, one per busy chat → turn → render → send. Only here is
//! Telegram known. The environment is not read here, and no log or error holds the token or what somebody wrote.

mod addressed;
mod api;
pub mod callback;
pub mod deeplink;
pub mod gauges;
pub mod incoming;
mod intake;
mod lanes;
mod limits;
pub mod order;
mod poll;
pub mod render;
mod retry;
mod send;
mod settings;
mod short_id;
mod start;
mod turn;
mod update;
pub mod webhook;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;

use crate::app::App;
use crate::inbox::{Handed, Inbox};
use crate::replicas;
use api::Api;
use intake::{Intake, Unkept};
use send::Courier;
pub use settings::{Secret, Settings, Updates};
use turn::Desk;
use webhook::{AtStop, Refused};

/// How long turns in flight may take once the bot is told to stop.
const LAST_TURNS: Duration = Duration::from_secs(10);
/// How often the journal is written and swept.
const UPKEEP: Duration = Duration::from_secs(60);

/// Why the bot could not start, or had to end.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum TelegramError {
    #[error("the Bot API's address {0} is not an http(s) address; correct TELOXIDE_API_URL")]
    Address(String),
    #[error("the HTTPS client cannot be set up: {0}")]
    Client(String),
    #[error(
        "Telegram does not accept the bot's token; copy it again from @BotFather into TELOXIDE_TOKEN (and see that \
         TELOXIDE_API_URL, if set, is right)"
    )]
    Token,
    #[error("no connection to {host}: {reason}; check the network, the proxy (HTTPS_PROXY) and TELOXIDE_API_URL")]
    Unreachable { host: String, reason: String },
    #[error("{host} did not let the bot start: {reason}; try again later")]
    NotReady { host: String, reason: String },
    #[error(
        "another program is fetching this bot's messages; stop it (a bot has one poller), or get a token of its own \
         from @BotFather"
    )]
    SecondPoller,
    #[error(
        "somebody set a webhook for this bot, so it cannot poll; stop what set it, then start again (the webhook is \
         removed at the start)"
    )]
    WebhookSet,
    #[error(
        "Telegram does not take the webhook at {host}: {reason}; give --webhook-url an https address that can be reached \
         from outside, on port 443, 80, 88 or 8443"
    )]
    WebhookRefused { host: String, reason: String },
}

/// Answers on Telegram until `stop` is ready, then lets turns in flight end (ten seconds at most) and returns. What is
/// not answered by then waits in the app's store for the next run, and so does all of it if this is dropped.
///
/// # Errors
/// If the token is wrong, Telegram cannot be reached at the start, or another program takes the bot's updates. Network
/// trouble later is waited out.
pub async fn run(app: Arc<App>, settings: Settings, stop: impl Future<Output = ()>) -> Result<(), TelegramError> {
    let inbox = Arc::new(Inbox::new(app.journal().store().clone()));
    serve(app, settings, inbox, stop).await
}

/// As [`run`], with an inbox that somebody watches.
///
/// # Errors
/// As [`run`].
pub async fn serve(
    app: Arc<App>,
    settings: Settings,
    inbox: Arc<Inbox>,
    stop: impl Future<Output = ()>,
) -> Result<(), TelegramError> {
    let api = Arc::new(Api::new(&settings, Arc::clone(app.metrics()))?);
    app.metrics().watch(Arc::clone(&inbox));
    let mut stop = std::pin::pin!(stop);
    let me = tokio::select! {
        () = &mut stop => return Ok(()),
        me = start::make_ready(&api, &settings.updates) => me?,
    };
    let mut aside = JoinSet::new();
    aside.spawn(start::show_menus(Arc::clone(&api), app.knowledge(), settings.admins.clone()));
    aside.spawn(keep_up(Arc::clone(&app), Arc::clone(&inbox)));
    if inbox.is_shared() {
        aside.spawn(replicas::keep_together(Arc::clone(&app)));
    }
    tracing::info!(bot = me.username, "answering on Telegram");
    let desk = Arc::new(Desk::new(Arc::clone(&app), Courier::new(Arc::clone(&api)), me.clone(), &settings.admins));
    let unkept = match settings.updates {
        Updates::Polled if !inbox.is_shared() => Unkept::Answer,
        _ => Unkept::Refuse,
    };
    let intake = Arc::new(Intake::new(me, desk, Arc::clone(&inbox), unkept, Arc::clone(&app.metrics().gauges)));
    resume(&intake).await;
    app.readiness().serving();
    if let Some(letters) = inbox.handed_over() {
        aside.spawn(receive(letters, Arc::clone(&intake)));
    }
    let taken = take_until(stop, settings.updates, &api, &intake).await;
    app.readiness().stopping();
    inbox.wind_down();
    let left = intake.finish(LAST_TURNS).await;
    inbox.leave().await;
    aside.shutdown().await;
    if left > 0 {
        tracing::warn!(left, "stopped with questions unanswered; they are answered after the next start");
    }
    match taken? {
        // Another one polls by now, if the work is shared; what comes to it again it knows.
        Left::Unconfirmed(offset) if !inbox.is_shared() && (left == 0 || !inbox.is_failing()) => {
            poll::confirm(&api, offset).await;
        }
        Left::Unconfirmed(_) | Left::Webhook(AtStop::Keep) => {}
        Left::Webhook(AtStop::Remove) => start::remove_webhook(&api).await,
    }
    Ok(())
}

/// What is left to do once no more updates are taken.
enum Left {
    /// This offset is still to be confirmed.
    Unconfirmed(Option<i32>),
    /// The webhook stands.
    Webhook(AtStop),
}

/// Takes updates in until `stop`.
async fn take_until(
    stop: Pin<&mut impl Future<Output = ()>>,
    updates: Updates,
    api: &Api,
    intake: &Intake,
) -> Result<Left, TelegramError> {
    match updates {
        Updates::Polled => poll::until(stop, api, intake).await.map(Left::Unconfirmed),
        Updates::Pushed(webhook) => {
            let take = |updates: Vec<Value>| async { intake.accept(updates).await.map(drop).map_err(|_| Refused) };
            webhook.calls.until(stop, take).await;
            Ok(Left::Webhook(webhook.at_stop))
        }
    }
}

/// Queues what comes out of a shared inbox.
async fn receive(mut letters: UnboundedReceiver<Handed>, intake: Arc<Intake>) {
    while let Some(letter) = letters.recv().await {
        intake.receive(letter);
    }
}

/// Queues what an earlier run left.
async fn resume(intake: &Intake) {
    match intake.resume().await {
        Ok(0) => {}
        Ok(left) => tracing::info!(left, "answering first what the last run left"),
        Err(error) => tracing::error!(%error, "what the last run left cannot be read"),
    }
}

/// Writes what the journal gathered and removes what expired, once a minute.
async fn keep_up(app: Arc<App>, inbox: Arc<Inbox>) {
    let mut minutes = tokio::time::interval(UPKEEP);
    loop {
        minutes.tick().await;
        let (app, inbox) = (Arc::clone(&app), Arc::clone(&inbox));
        let now = SystemTime::now();
        let kept = move || app.journal().keep_up(now).and(inbox.forget_claims(now));
        if let Ok(Err(error)) = tokio::task::spawn_blocking(kept).await {
            tracing::error!(%error, "the journal could not be written");
        }
    }
}
