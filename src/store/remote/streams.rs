//! What arrives for bots that share a Redis: a stream a shard of chats, read by one bot at a time, which holds the
//! shard's lease. All keys of a shard have one hash tag, so that a cluster keeps them in one slot.

use std::sync::Arc;
use std::time::Duration;

use redis::streams::{StreamId, StreamRangeReply, StreamReadReply};
use redis::{Commands, Connection, RedisResult, Script, cmd, from_redis_value_ref};

use super::pool::{Pool, Repeat};
use crate::store::StoreError;

/// The consumer group of each stream.
const GROUP: &str = "bots";
/// How long an answer may take beyond the time that is waited for an entry.
const GRACE: Duration = Duration::from_secs(2);

/// Entries that [`Streams::page`] gives at most.
pub const PAGE: usize = 256;

/// A connection over which streams are read.
pub struct Reader(Connection);

/// Something in a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub place: String,
    /// Its id, the same whenever it is delivered.
    pub id: u64,
    /// The chat that it concerns.
    pub chat: i64,
    /// What it says.
    pub content: Vec<u8>,
}

/// Whether what a consumer read itself is wanted, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// It is.
    Wanted,
    /// It is not: it is being answered.
    Known,
}

/// The streams of one bot, and the leases on them.
pub struct Streams {
    pool: Arc<Pool>,
    space: String,
    add: Script,
    lead: Script,
    leave: Script,
    beat: Script,
    adopt: Script,
    settle: Script,
    forget: Script,
}

impl Streams {
    pub(super) fn new(pool: Arc<Pool>, space: &str) -> Streams {
        let script = |code| Script::new(code);
        Streams {
            pool,
            space: space.to_owned(),
            add: script(include_str!("add.lua")),
            lead: script(include_str!("lead.lua")),
            leave: script(include_str!("leave.lua")),
            beat: script(include_str!("beat.lua")),
            adopt: script(include_str!("adopt.lua")),
            settle: script(include_str!("settle.lua")),
            forget: script(include_str!("forget.lua")),
        }
    }

    fn key(&self, shard: &str, rest: &str) -> String {
        format!("{{{}:inbox:{shard}}}:{rest}", self.space)
    }

    /// Adds entries, in their order, unless their ids came within the time for which an id is claimed; gives the ids that
    /// were added.
    ///
    /// # Errors
    /// If Redis fails; then it is not known which of them were added, but none will be twice.
    pub fn add(&self, shard: &str, letters: &[(u64, i64, &[u8])], claim: Duration) -> Result<Vec<u64>, StoreError> {
        let mut add = self.add.key(self.key(shard, "stream"));
        add.arg(claim.as_secs());
        for (id, chat, content) in letters {
            add.key(self.key(shard, &format!("claim:{id}"))).arg(id).arg(chat).arg(*content);
        }
        self.pool.with(Repeat::Harmful, |redis| add.invoke(redis))
    }

    /// Takes the lease on something, or holds it for longer; tells whether it is `me` who holds it then.
    ///
    /// # Errors
    /// If Redis fails.
    pub fn lead(&self, shard: &str, me: &str, lease: Duration) -> Result<bool, StoreError> {
        let mut lead = self.lead.key(self.key(shard, "owner"));
        lead.arg(me).arg(lease.as_millis() as u64);
        self.pool.with(Repeat::Harmless, |redis| lead.invoke(redis))
    }

    /// Gives the lease back, if `me` holds it.
    ///
    /// # Errors
    /// If Redis fails; then it ends by itself.
    pub fn leave(&self, shard: &str, me: &str) -> Result<(), StoreError> {
        let mut leave = self.leave.key(self.key(shard, "owner"));
        leave.arg(me);
        self.pool.with(Repeat::Harmless, |redis| leave.invoke(redis))
    }

    /// Says that `me` is at work; tells how many are, who said so within `alive`.
    ///
    /// # Errors
    /// If Redis fails.
    pub fn beat(&self, me: &str, alive: Duration) -> Result<usize, StoreError> {
        let mut beat = self.beat.key(self.beats());
        beat.arg(me).arg(alive.as_millis() as u64);
        self.pool.with(Repeat::Harmless, |redis| beat.invoke(redis))
    }

    /// Says that `me` goes.
    ///
    /// # Errors
    /// If Redis fails; then it is noticed later.
    pub fn sign_off(&self, me: &str) -> Result<(), StoreError> {
        self.pool.with(Repeat::Harmless, |redis| redis.zrem(self.beats(), me))
    }

    fn beats(&self) -> String {
        format!("{{{}:replicas}}:beats", self.space)
    }

    /// Makes the stream, if it is not there yet.
    ///
    /// # Errors
    /// If Redis fails.
    pub fn make(&self, shard: &str) -> Result<(), StoreError> {
        self.pool.with(Repeat::Harmless, |redis| {
            let made: RedisResult<()> = redis.xgroup_create_mkstream(self.key(shard, "stream"), GROUP, "0");
            made.or_else(|error| if error.code() == Some("BUSYGROUP") { Ok(()) } else { Err(error) })
        })
    }

    /// Takes over what others read from the stream and did not settle, in its order, with how often each entry was read
    /// before; what `me` read itself, too, if that is wanted. To be called by who holds the lease.
    ///
    /// # Errors
    /// If Redis fails.
    pub fn take_over(&self, shard: &str, me: &str, own: Own) -> Result<Vec<(u64, Entry)>, StoreError> {
        let mut adopt = self.adopt.key(self.key(shard, "stream"));
        adopt.arg(GROUP).arg(me).arg(u8::from(own == Own::Wanted));
        let taken: Vec<(String, u64, u64, i64, Vec<u8>)> =
            self.pool.with(Repeat::Harmless, |redis| adopt.invoke(redis))?;
        let entry = |(place, times, id, chat, content)| (times, Entry { place, id, chat, content });
        let mut entries: Vec<(u64, Entry)> = taken.into_iter().map(entry).collect();
        entries.sort_by_key(|(_, entry)| order(&entry.place));
        Ok(entries)
    }

    /// One for [`Streams::read`] that waits so long.
    ///
    /// # Errors
    /// If Redis cannot be reached.
    pub fn reader(&self, wait: Duration) -> Result<Reader, StoreError> {
        self.pool.connect(wait + GRACE).map(Reader)
    }

    /// The next entries that nobody has read, at most so many; waits for the first, at most for `wait`.
    ///
    /// # Errors
    /// If Redis fails.
    pub fn read(
        &self,
        reader: &mut Reader,
        shard: &str,
        me: &str,
        most: usize,
        wait: Duration,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut read = cmd("XREADGROUP");
        read.arg("GROUP").arg(GROUP).arg(me).arg("COUNT").arg(most).arg("BLOCK").arg(wait.as_millis() as u64);
        let reply: Option<StreamReadReply> =
            read.arg("STREAMS").arg(self.key(shard, "stream")).arg(">").query(&mut reader.0)?;
        Ok(reply.iter().flat_map(|reply| &reply.keys).flat_map(|key| &key.ids).filter_map(entry).collect())
    }

    /// Takes entries, by id and place, out of a stream for good; gives the ids of those that had been forgotten.
    ///
    /// # Errors
    /// If Redis fails; then they are to be settled again.
    pub fn settle(&self, shard: &str, entries: &[(u64, String)]) -> Result<Vec<u64>, StoreError> {
        let mut settle = self.settle.key(self.key(shard, "stream"));
        settle.key(self.key(shard, "forgotten")).arg(GROUP);
        for (id, place) in entries {
            settle.arg(id).arg(place);
        }
        self.pool.with(Repeat::Harmless, |redis| settle.invoke(redis))
    }

    /// Takes entries, by id and place, out of a stream unanswered; gives how many were there. Who has read one already can
    /// ask about it for `noted`.
    ///
    /// # Errors
    /// If Redis fails.
    pub fn forget(&self, shard: &str, entries: &[(u64, String)], noted: Duration) -> Result<usize, StoreError> {
        let mut forget = self.forget.key(self.key(shard, "stream"));
        forget.key(self.key(shard, "forgotten")).arg(GROUP).arg(noted.as_secs());
        for (id, place) in entries {
            forget.arg(id).arg(place);
        }
        self.pool.with(Repeat::Harmless, |redis| forget.invoke(redis))
    }

    /// Whether an entry that was read was forgotten then.
    ///
    /// # Errors
    /// If Redis fails.
    pub fn is_forgotten(&self, shard: &str, id: u64) -> Result<bool, StoreError> {
        self.pool.with(Repeat::Harmless, |redis| redis.sismember(self.key(shard, "forgotten"), id))
    }

    /// The first entries behind a place that are not settled, at most [`PAGE`].
    ///
    /// # Errors
    /// If Redis fails.
    pub fn page(&self, shard: &str, after: Option<&str>) -> Result<Vec<Entry>, StoreError> {
        let (stream, from) = (self.key(shard, "stream"), after.map_or("-".to_owned(), |after| format!("({after}")));
        let page: StreamRangeReply =
            self.pool.with(Repeat::Harmless, |redis| redis.xrange_count(&stream, &from, "+", PAGE))?;
        Ok(page.ids.iter().filter_map(entry).collect())
    }

    /// Entries of a stream that are not settled.
    ///
    /// # Errors
    /// If Redis fails.
    pub fn length(&self, shard: &str) -> Result<usize, StoreError> {
        self.pool.with(Repeat::Harmless, |redis| redis.xlen(self.key(shard, "stream")))
    }
}

/// Where a place stands among others: milliseconds and a number.
fn order(place: &str) -> (u64, u64) {
    let (time, number) = place.split_once('-').unwrap_or((place, ""));
    (time.parse().unwrap_or(u64::MAX), number.parse().unwrap_or(u64::MAX))
}

/// What stands in a stream, `None` if it was written otherwise.
fn entry(from: &StreamId) -> Option<Entry> {
    let bytes = |name: &str| from_redis_value_ref::<Vec<u8>>(from.map.get(name)?).ok();
    let number = |name: &str| String::from_utf8(bytes(name)?).ok();
    Some(Entry {
        place: from.id.clone(),
        id: number("id")?.parse().ok()?,
        chat: number("chat")?.parse().ok()?,
        content: bytes("content")?,
    })
}
