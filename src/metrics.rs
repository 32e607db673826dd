//! What is counted while the bot runs, for operators: numbers only, never who asked or what. Written out by [`page`].
//!
//! Every label takes its value from a list that stands here, so the number of series is bounded whatever arrives.

mod counts;
mod histogram;
pub mod page;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use self::counts::{Counts, Label};
use self::histogram::Histogram;
use crate::inbox::Inbox;
use crate::telegram::gauges::Gauges;

const METHODS: Label = Label {
    name: "method",
    values: &[
        "sendMessage",
        "editMessageText",
        "sendPhoto",
        "sendDocument",
        "editMessageReplyMarkup",
        "deleteMessage",
        "answerCallbackQuery",
        "answerInlineQuery",
        "getUpdates",
        "other",
    ],
};
const OUTCOMES: Label = Label {
    name: "result",
    values: &["ok", "too_many", "refused", "server", "unconnected", "network", "conflict", "token"],
};
const PUSHES: Label = Label {
    name: "result",
    values: &["taken", "unreadable", "not_taken", "no_secret", "wrong_method", "too_large", "broken_off"],
};

/// Upper ends of the times of deciding, in seconds.
const DECIDING: &[f64] = &[0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5];
/// Upper ends of the times of one call to Telegram, in seconds.
const CALLING: &[f64] = &[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// How a call to Telegram ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was granted.
    Granted,
    /// 429: too many calls.
    TooMany,
    /// It was refused otherwise.
    Refused,
    /// The server failed.
    Server,
    /// There was no connection: Telegram did not see it.
    Unconnected,
    /// There was no answer.
    Network,
    /// Another program takes the bot's updates.
    Conflict,
    /// The token is not accepted.
    Token,
}

/// What became of a request to the webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Push {
    /// The update is taken in.
    Taken,
    /// It is no JSON.
    Unreadable,
    /// It could not be taken in; Telegram sends it again.
    NotTaken,
    /// Without the secret, or with a wrong one.
    NoSecret,
    /// No POST.
    WrongMethod,
    /// The body is larger than any update.
    TooLarge,
    /// The body did not arrive as a whole, or too slowly.
    BrokenOff,
}

/// All counters of one bot.
pub struct Metrics {
    started: SystemTime,
    /// What happens at Telegram's edge.
    pub gauges: Arc<Gauges>,
    deciding: Histogram,
    calls: Counts<2>,
    sending: Histogram,
    pushes: Counts<1>,
    reached: AtomicBool,
    inbox: OnceLock<Arc<Inbox>>,
}

impl Metrics {
    /// Counters at 0, of a bot that started at `now`.
    pub fn new(now: SystemTime) -> Metrics {
        Metrics {
            started: now,
            gauges: Arc::default(),
            deciding: Histogram::new(DECIDING),
            calls: Counts::new([METHODS, OUTCOMES]),
            sending: Histogram::new(CALLING),
            pushes: Counts::new([PUSHES]),
            reached: AtomicBool::new(false),
            inbox: OnceLock::new(),
        }
    }

    /// A text was decided.
    pub fn decided(&self, took: Duration) {
        self.deciding.observe(took);
    }

    /// A call to Telegram of a method, as teloxide names its type, ended.
    pub fn called(&self, method: &str, outcome: Outcome, took: Duration) {
        let result = match outcome {
            Outcome::Granted => "ok",
            Outcome::TooMany => "too_many",
            Outcome::Refused => "refused",
            Outcome::Server => "server",
            Outcome::Unconnected => "unconnected",
            Outcome::Network => "network",
            Outcome::Conflict => "conflict",
            Outcome::Token => "token",
        };
        self.calls.add([method, result]);
        if method.starts_with("Send") || method.starts_with("Edit") {
            self.sending.observe(took);
        }
        match outcome {
            Outcome::Server | Outcome::Unconnected | Outcome::Network if method == "GetUpdates" => {
                self.reached.store(false, Ordering::Relaxed)
            }
            Outcome::Server | Outcome::Unconnected | Outcome::Network => {}
            _ => self.reached.store(true, Ordering::Relaxed),
        }
    }

    /// Whether Telegram answered the last time that it was asked for updates or for anything after that.
    pub fn telegram_reached(&self) -> bool {
        self.reached.load(Ordering::Relaxed)
    }

    /// The webhook was asked for something.
    pub fn pushed(&self, push: Push) {
        self.pushes.add([match push {
            Push::Taken => "taken",
            Push::Unreadable => "unreadable",
            Push::NotTaken => "not_taken",
            Push::NoSecret => "no_secret",
            Push::WrongMethod => "wrong_method",
            Push::TooLarge => "too_large",
            Push::BrokenOff => "broken_off",
        }]);
    }

    /// Counts what waits in this inbox from now on.
    pub fn watch(&self, inbox: Arc<Inbox>) {
        let _ = self.inbox.set(inbox);
    }
}
