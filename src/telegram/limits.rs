//! How much one person, or one chat, may ask: generous for people, tight for machines. Kept in memory.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};

use teloxide::types::ChatId;

/// What one person may ask at once, and how often then: one question a second.
const PERSON: Rate = Rate { at_once: 40.0, a_second: 1.0 };
/// The same for all of a chat together.
const CHAT: Rate = Rate { at_once: 120.0, a_second: 3.0 };
/// Time between two notices that somebody asks too much.
const NOTICE: Duration = Duration::from_secs(60);
/// People and chats remembered at a time.
const KEPT: usize = 10_000;

/// Whether something is to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// It is.
    Within,
    /// It is not, and the chat should be told once, now.
    Notice,
    /// It is not, and the chat was told.
    Silence,
}

/// How much everybody asked lately.
#[derive(Default)]
pub struct Limits {
    people: Buckets<i64>,
    chats: Buckets<ChatId>,
    told: HashMap<ChatId, Instant>,
}

impl Limits {
    /// Counts what `person` asks in `chat`.
    pub fn ask(&mut self, chat: ChatId, person: i64, now: Instant) -> Limit {
        if self.people.take(person, PERSON, now) && self.chats.take(chat, CHAT, now) {
            return Limit::Within;
        }
        match self.notice(chat, now) {
            true => Limit::Notice,
            false => Limit::Silence,
        }
    }

    /// Whether a chat is to be told now that it asks too much; then it was not within the last minute.
    pub fn notice(&mut self, chat: ChatId, now: Instant) -> bool {
        let recent = |then: &Instant| now.saturating_duration_since(*then) < NOTICE;
        if self.told.len() >= KEPT {
            self.told.retain(|_, then| recent(then));
            clear_if_full(&mut self.told);
        }
        // Who goes on and on is not told again: the time counts from the last thing that was refused.
        !self.told.insert(chat, now).is_some_and(|then| recent(&then))
    }
}

#[derive(Clone, Copy)]
struct Rate {
    at_once: f64,
    a_second: f64,
}

struct Buckets<K>(HashMap<K, (f64, Instant)>);

impl<K> Default for Buckets<K> {
    fn default() -> Buckets<K> {
        Buckets(HashMap::new())
    }
}

impl<K: Eq + Hash> Buckets<K> {
    /// Takes one out of the bucket of `key`, if one is left.
    fn take(&mut self, key: K, rate: Rate, now: Instant) -> bool {
        let filled = |(left, then): (f64, Instant)| {
            let more = now.saturating_duration_since(then).as_secs_f64() * rate.a_second;
            (left + more).min(rate.at_once)
        };
        if self.0.len() >= KEPT {
            self.0.retain(|_, bucket| filled(*bucket) < rate.at_once);
            clear_if_full(&mut self.0);
        }
        let left = self.0.get(&key).map_or(rate.at_once, |bucket| filled(*bucket));
        let granted = left >= 1.0;
        self.0.insert(key, (if granted { left - 1.0 } else { left }, now));
        granted
    }
}

/// With thousands at work at once a few may ask more than they should, rather than each having to be looked at often.
fn clear_if_full<K, V>(map: &mut HashMap<K, V>) {
    if map.len() > KEPT / 2 {
        map.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ChatId = ChatId(1);
    const B: ChatId = ChatId(2);

    fn asks(limits: &mut Limits, times: usize, chat: ChatId, person: i64, now: Instant) -> Vec<Limit> {
        (0..times).map(|_| limits.ask(chat, person, now)).collect()
    }

    #[test]
    fn who_asks_too_much_is_told_once_and_may_go_on_later() {
        let (mut limits, now) = (Limits::default(), Instant::now());
        let room = PERSON.at_once as usize;
        let asked = asks(&mut limits, room + 3, A, 7, now);
        assert!(asked[..room].iter().all(|limit| *limit == Limit::Within));
        assert_eq!(asked[room..], [Limit::Notice, Limit::Silence, Limit::Silence]);
        assert_eq!(limits.ask(A, 8, now), Limit::Within);
        assert_eq!(limits.ask(B, 7, now), Limit::Notice, "in another chat it is the same person");
        let later = now + Duration::from_secs(2);
        assert_eq!(asks(&mut limits, 3, A, 7, later), [Limit::Within, Limit::Within, Limit::Silence]);
    }

    #[test]
    fn a_chat_of_many_has_its_own_limit() {
        let (mut limits, now) = (Limits::default(), Instant::now());
        let asked: Vec<Limit> = (0..CHAT.at_once as i64 + 2).map(|person| limits.ask(A, person, now)).collect();
        assert_eq!(asked[asked.len() - 2..], [Limit::Notice, Limit::Silence]);
        assert_eq!(limits.ask(B, 1, now), Limit::Within);
    }

    #[test]
    fn what_is_remembered_does_not_pile_up() {
        let (mut limits, now) = (Limits::default(), Instant::now());
        for person in 0..3 * KEPT as i64 {
            limits.ask(ChatId(person), person, now + Duration::from_secs(person as u64 / 1000));
            limits.notice(ChatId(person), now + Duration::from_secs(person as u64 / 10));
        }
        assert!(limits.people.0.len() <= KEPT && limits.chats.0.len() <= KEPT && limits.told.len() <= KEPT);
    }
}
