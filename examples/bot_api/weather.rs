//! The weather that a bot meets at Telegram: calls that fail, wait, or are granted without the bot's hearing of it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use fastrand::Rng;

/// Shares of sent messages, in a thousand, that meet each kind of trouble.
const TOO_MANY: u32 = 15;
const FAILED: u32 = 15;
const DROPPED: u32 = 10;
const LOST: u32 = 5;
const SLOW: u32 = 10;
/// The same of polls, and of starts.
const POLL_CONFLICT: u32 = 2;
const POLL_FAILED: u32 = 20;
const POLL_REPEATS: u32 = 100;
const BAD_START: u32 = 20;

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is granted.
    Granted,
    /// It is granted, and the connection drops before the bot hears of it.
    Lost,
    /// The connection drops before anything is done.
    Dropped,
    /// 500.
    Failed,
    /// 409: somebody else polls.
    Conflict,
    /// 429, with the seconds to wait.
    TooMany(u64),
}

/// What becomes of a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Poll {
    Good,
    Conflict,
    Failed,
}

/// How long a granted message takes, before Telegram has it and after.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pause {
    pub before: Duration,
    pub after: Duration,
}

/// What happened so far.
#[derive(Debug, Default)]
pub struct Seen {
    pub too_many: usize,
    pub failed: usize,
    pub conflicts: usize,
    pub dropped: usize,
    pub lost: usize,
    pub repeats: usize,
}

/// The weather: fair, or foul by the dice.
#[derive(Default)]
pub struct Weather {
    dice: Option<Rng>,
    /// Chats that may not be written to until then.
    barred: HashMap<i64, Instant>,
    /// The longest that a message takes, but for slow ones.
    latency: Duration,
    pub seen: Seen,
}

impl Weather {
    /// Trouble of all kinds, where a message takes `latency` at most; the same seed throws the same dice.
    pub fn foul(seed: u64, latency: Duration) -> Weather {
        Weather { dice: Some(Rng::with_seed(seed)), latency, ..Weather::default() }
    }

    /// The dice, if there are any.
    pub fn dice(&mut self) -> Option<&mut Rng> {
        self.dice.as_mut()
    }

    /// What becomes of a message to `chat`, and how long that takes if it takes any time.
    pub fn of_a_message(&mut self, chat: i64) -> (Fate, Option<Pause>) {
        let Some(dice) = &mut self.dice else { return (Fate::Granted, None) };
        if let Some(left) = self.barred.get(&chat).and_then(|until| until.checked_duration_since(Instant::now())) {
            self.seen.too_many += 1;
            return (Fate::TooMany(left.as_secs() + 1), None);
        }
        let pause = Pause {
            before: self.latency.mul_f64(dice.f64()) * if one_of(dice, SLOW) { 50 } else { 1 },
            after: self.latency.mul_f64(dice.f64() / 8.0),
        };
        let fate = fate(dice);
        match fate {
            Fate::TooMany(seconds) => {
                self.seen.too_many += 1;
                self.barred.insert(chat, Instant::now() + Duration::from_secs(seconds));
            }
            Fate::Failed => self.seen.failed += 1,
            Fate::Dropped => self.seen.dropped += 1,
            Fate::Lost => self.seen.lost += 1,
            Fate::Granted | Fate::Conflict => {}
        }
        (fate, Some(pause))
    }

    /// What becomes of a poll. A conflict is told to whoever polls when somebody else begins to: the bot then ends, and
    /// whoever watches over it starts it again.
    pub fn of_a_poll(&mut self) -> Poll {
        let Some(dice) = &mut self.dice else { return Poll::Good };
        if one_of(dice, POLL_CONFLICT) {
            self.seen.conflicts += 1;
            return Poll::Conflict;
        }
        if one_of(dice, POLL_FAILED) {
            self.seen.failed += 1;
            return Poll::Failed;
        }
        Poll::Good
    }

    /// Whether updates come once more that were confirmed.
    pub fn repeats(&mut self) -> bool {
        let repeats = self.dice.as_mut().is_some_and(|dice| one_of(dice, POLL_REPEATS));
        self.seen.repeats += usize::from(repeats);
        repeats
    }

    /// Whether a bot that starts finds Telegram out of order.
    pub fn is_bad_start(&mut self) -> bool {
        let is_bad = self.dice.as_mut().is_some_and(|dice| one_of(dice, BAD_START));
        self.seen.failed += usize::from(is_bad);
        is_bad
    }
}

fn fate(dice: &mut Rng) -> Fate {
    let thrown = dice.u32(0..1000);
    let mut edge = 0;
    let kinds = [
        (TOO_MANY, Fate::TooMany(dice.u64(1..=2))),
        (FAILED, Fate::Failed),
        (DROPPED, Fate::Dropped),
        (LOST, Fate::Lost),
    ];
    for (share, fate) in kinds {
        edge += share;
        if thrown < edge {
            return fate;
        }
    }
    Fate::Granted
}

fn one_of(dice: &mut Rng, share: u32) -> bool {
    dice.u32(0..1000) < share
}
