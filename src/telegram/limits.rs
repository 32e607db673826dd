//! How much one person, or one chat, may ask: generous for people, tight for machines. Kept in memory, or where several bots
//! share a store, there.

use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use teloxide::types::ChatId;

use crate::store::{Keep, Store, Table, key};

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
    buckets: HashMap<Of, Bucket>,
    /// Where buckets are kept that other bots draw from, too.
    shared: Option<Store>,
    told: HashMap<ChatId, Instant>,
}

/// Whose a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Of {
    Person(i64),
    Chat(ChatId),
}

#[derive(Clone, Copy)]
struct Rate {
    at_once: f64,
    a_second: f64,
}

/// A token bucket: what was left in it, and when.
#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: SystemTime,
}

impl Limits {
    /// Limits that all bots which share `store` keep together.
    pub fn shared(store: Store) -> Limits {
        Limits { shared: Some(store), ..Limits::default() }
    }

    /// Counts what `person` asks in `chat`.
    pub fn ask(&mut self, chat: ChatId, person: i64, now: SystemTime) -> Limit {
        // In a private chat the person's limit is the tighter one.
        if self.take(Of::Person(person), now) && (chat.0 == person || self.take(Of::Chat(chat), now)) {
            return Limit::Within;
        }
        match self.notice(chat, Instant::now()) {
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

    /// Takes one out of a bucket, if one is left.
    fn take(&mut self, of: Of, now: SystemTime) -> bool {
        if self.buckets.len() >= KEPT {
            self.buckets.retain(|of, bucket| bucket.filled(of.rate(), now) < of.rate().at_once);
            clear_if_full(&mut self.buckets);
        }
        if let Some(store) = &self.shared {
            // Whoever was refused there is refused here, until there may be one again.
            if self.buckets.get(&of).is_some_and(|bucket| bucket.filled(of.rate(), now) < 1.0) {
                return false;
            }
            let granted = take_there(store, of, now);
            match granted {
                true => drop(self.buckets.remove(&of)),
                false => drop(self.buckets.insert(of, Bucket { left: 0.0, at: now })),
            }
            return granted;
        }
        let (bucket, granted) = taken(self.buckets.get(&of).copied(), of.rate(), now);
        self.buckets.insert(of, bucket);
        granted
    }
}

/// As [`Limits::take`], out of a bucket that others draw from. A store that fails refuses nobody.
fn take_there(store: &Store, of: Of, now: SystemTime) -> bool {
    let keep = Keep::Until(now + Duration::from_secs_f64(of.rate().at_once / of.rate().a_second));
    let mut granted = true;
    let asked = store.update(Table::Limits, &of.key(), now, keep, |old| {
        let bucket;
        (bucket, granted) = taken(old.and_then(Bucket::read), of.rate(), now);
        Some(bucket.to_bytes())
    });
    asked.is_err() || granted
}

/// The bucket after one was taken out of it, and whether there was one.
fn taken(bucket: Option<Bucket>, rate: Rate, now: SystemTime) -> (Bucket, bool) {
    let left = bucket.map_or(rate.at_once, |bucket| bucket.filled(rate, now));
    let granted = left >= 1.0;
    (Bucket { left: if granted { left - 1.0 } else { left }, at: now }, granted)
}

impl Of {
    fn rate(self) -> Rate {
        match self {
            Of::Person(_) => PERSON,
            Of::Chat(_) => CHAT,
        }
    }

    fn key(self) -> Vec<u8> {
        match self {
            Of::Person(id) => key(&["person", &id.to_string()]),
            Of::Chat(chat) => key(&["chat", &chat.to_string()]),
        }
    }
}

impl Bucket {
    /// What is in it by now.
    fn filled(self, rate: Rate, now: SystemTime) -> f64 {
        let more = now.duration_since(self.at).unwrap_or_default().as_secs_f64() * rate.a_second;
        (self.left + more).min(rate.at_once)
    }

    fn read(bytes: &[u8]) -> Option<Bucket> {
        let (left, rest) = bytes.split_first_chunk()?;
        let at = UNIX_EPOCH + Duration::from_micros(u64::from_be_bytes(rest.try_into().ok()?));
        Some(Bucket { left: f64::from_be_bytes(*left), at })
    }

    fn to_bytes(self) -> Vec<u8> {
        let micros = self.at.duration_since(UNIX_EPOCH).unwrap_or_default().as_micros() as u64;
        [self.left.to_be_bytes(), micros.to_be_bytes()].concat()
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

    fn asks(limits: &mut Limits, times: usize, chat: ChatId, person: i64, now: SystemTime) -> Vec<Limit> {
        (0..times).map(|_| limits.ask(chat, person, now)).collect()
    }

    #[test]
    fn who_asks_too_much_is_told_once_and_may_go_on_later() {
        let (mut limits, now) = (Limits::default(), UNIX_EPOCH);
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
    fn who_share_a_store_share_what_may_be_asked() {
        let (store, now) = (Store::in_memory(), UNIX_EPOCH);
        let [mut here, mut there] = [(); 2].map(|()| Limits::shared(store.clone()));
        let half = PERSON.at_once as usize / 2;
        assert!(asks(&mut here, half, A, 7, now).iter().all(|limit| *limit == Limit::Within));
        assert_eq!(asks(&mut there, half + 1, B, 7, now)[half - 1..], [Limit::Within, Limit::Notice]);
        let later = now + Duration::from_secs(1);
        assert_eq!([here.ask(A, 7, later), there.ask(B, 7, later)], [Limit::Within, Limit::Silence]);
    }

    #[test]
    fn a_chat_of_many_has_its_own_limit() {
        let (mut limits, now) = (Limits::default(), UNIX_EPOCH);
        let asked: Vec<Limit> = (0..CHAT.at_once as i64 + 2).map(|n| limits.ask(A, 100 + n, now)).collect();
        assert_eq!(asked[asked.len() - 2..], [Limit::Notice, Limit::Silence]);
        assert_eq!(limits.ask(B, 1, now), Limit::Within);
    }

    #[test]
    fn what_is_remembered_does_not_pile_up() {
        let (mut limits, now) = (Limits::default(), Instant::now());
        for person in 0..3 * KEPT as i64 {
            limits.ask(ChatId(person), person, UNIX_EPOCH + Duration::from_secs(person as u64 / 1000));
            limits.notice(ChatId(person), now + Duration::from_secs(person as u64 / 10));
        }
        assert!(limits.buckets.len() <= KEPT && limits.told.len() <= KEPT);
    }
}
