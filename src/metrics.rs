//! What is counted while the bot runs, for operators: numbers only, never who asked or what. Written out by [`page`].
//!
//! Every label takes its value from a list that stands here, so the number of series is bounded whatever arrives.

mod counts;
mod histogram;
pub mod page;

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use self::counts::{Counts, Label};
use self::histogram::Histogram;
use crate::reply::Verdict;

const KINDS: Label = Label {
    name: "kind",
    values: &[
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "inline_query",
        "chosen_inline_result",
        "other",
    ],
};
const VERDICTS: Label = Label { name: "verdict", values: &["answer", "clarify", "decline", "silent"] };
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
const OUTCOMES: Label =
    Label { name: "result", values: &["ok", "too_many", "refused", "server", "network", "conflict", "token"] };
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
    updates: Counts<1>,
    repeated: AtomicU64,
    turns: Counts<1>,
    deciding: Histogram,
    waiting: AtomicI64,
    dropped: AtomicU64,
    panics: AtomicU64,
    calls: Counts<2>,
    sending: Histogram,
    pushes: Counts<1>,
    reached: AtomicBool,
    /// Below 0 as long as nobody has set it.
    inbox: AtomicI64,
}

impl Metrics {
    /// Counters at 0, of a bot that started at `now`.
    pub fn new(now: SystemTime) -> Metrics {
        Metrics {
            started: now,
            updates: Counts::new([KINDS]),
            repeated: AtomicU64::new(0),
            turns: Counts::new([VERDICTS]),
            deciding: Histogram::new(DECIDING),
            waiting: AtomicI64::new(0),
            dropped: AtomicU64::new(0),
            panics: AtomicU64::new(0),
            calls: Counts::new([METHODS, OUTCOMES]),
            sending: Histogram::new(CALLING),
            pushes: Counts::new([PUSHES]),
            reached: AtomicBool::new(false),
            inbox: AtomicI64::new(-1),
        }
    }

    /// An update arrived, of a kind as the Bot API names it.
    pub fn update(&self, kind: &str) {
        self.updates.add([kind]);
    }

    /// An update had arrived before and is passed over.
    pub fn update_repeated(&self) {
        add(&self.repeated);
    }

    /// A turn was decided.
    pub fn decided(&self, verdict: Verdict, took: Duration) {
        self.turns.add([match verdict {
            Verdict::Answer => "answer",
            Verdict::Clarify => "clarify",
            Verdict::Decline => "decline",
            Verdict::Silent => "silent",
        }]);
        self.deciding.observe(took);
    }

    /// A turn waits in its chat's queue from now on.
    pub fn turn_queued(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    /// A turn that was queued came to its end.
    pub fn turn_ended(&self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }

    /// A turn found its chat's queue full.
    pub fn turn_dropped(&self) {
        add(&self.dropped);
    }

    /// A turn panicked.
    pub fn turn_panicked(&self) {
        add(&self.panics);
    }

    /// A call to Telegram of a method, as teloxide names its type, ended.
    pub fn called(&self, method: &str, outcome: Outcome, took: Duration) {
        let result = match outcome {
            Outcome::Granted => "ok",
            Outcome::TooMany => "too_many",
            Outcome::Refused => "refused",
            Outcome::Server => "server",
            Outcome::Network => "network",
            Outcome::Conflict => "conflict",
            Outcome::Token => "token",
        };
        self.calls.add([method, result]);
        if method.starts_with("Send") || method.starts_with("Edit") {
            self.sending.observe(took);
        }
        match outcome {
            Outcome::Server | Outcome::Network if method == "GetUpdates" => {
                self.reached.store(false, Ordering::Relaxed)
            }
            Outcome::Server | Outcome::Network => {}
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

    /// How many updates are kept until they are answered; not written out before it is known.
    pub fn set_inbox(&self, updates: u64) {
        self.inbox.store(i64::try_from(updates).unwrap_or(i64::MAX), Ordering::Relaxed);
    }
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
