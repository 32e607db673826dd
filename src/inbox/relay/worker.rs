//! The threads of the shared inbox: each waits for the lease on its shard, takes over what is left there, and hands on
//! what comes, until the lease is lost or more bots are there to share the work.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use super::{LEAVING, Lease, Relay, SHARDS, WORKING};
use crate::inbox::letter::Letter;
use crate::store::StoreError;
use crate::store::streams::{Entry, Reader};

/// How long a read waits for an entry, and how often a lease is asked for.
const WAIT: Duration = Duration::from_millis(400);
/// How long a worker waits for others to be done, or for Redis to come back.
const PAUSE: Duration = Duration::from_millis(20);
/// For how long a bot counts as at work that does not say so.
const ALIVE: Duration = Duration::from_secs(4);
/// Letters of a shard that are answered at a time, and those that are fetched at once.
const ROOM: usize = 512;
const FETCHED: usize = 64;
/// Times that a letter is handed over: one that ends the program each time must not do so for ever.
const TIMES: u64 = 10;

/// Who works on one shard.
pub struct Worker {
    relay: Arc<Relay>,
    shard: usize,
    out: UnboundedSender<Letter>,
    reader: Option<Reader>,
    /// Whether this shard counts among those that the bot holds.
    counted: bool,
    /// Whether what others left was taken over since the lease was got.
    took_over: bool,
    failing: bool,
}

impl Worker {
    /// Who hands on what comes for `shard` through `out`.
    pub fn new(relay: Arc<Relay>, shard: usize, out: UnboundedSender<Letter>) -> Worker {
        Worker { relay, shard, out, reader: None, counted: false, took_over: false, failing: false }
    }

    /// Works until the bot leaves.
    pub fn run(mut self) {
        while self.relay.phase() != LEAVING {
            match self.step() {
                Ok(()) => self.failing = false,
                Err(error) => {
                    if self.shard == 0 && !std::mem::replace(&mut self.failing, true) {
                        tracing::error!(%error, "the shared inbox fails; it is tried again until it works");
                    }
                    (self.reader, self.took_over) = (None, false);
                    std::thread::sleep(PAUSE);
                }
            }
        }
        self.give_back();
    }

    fn step(&mut self) -> Result<(), StoreError> {
        let share = SHARDS.div_ceil(self.relay.streams.beat(&self.relay.me, ALIVE)?);
        if !self.counts_within(share) {
            return self.make_room();
        }
        match self.relay.lead(self.shard)? {
            Lease::Kept => {}
            Lease::Got => self.took_over = false,
            Lease::Others => {
                self.uncount();
                std::thread::sleep(WAIT);
                return Ok(());
            }
        }
        self.relay.settle_late(self.shard)?;
        if !self.took_over {
            self.take_over()?;
        }
        self.hand_on()
    }

    /// Whether this shard is among so many that the bot holds; counts it if there is room.
    fn counts_within(&mut self, share: usize) -> bool {
        let order = Ordering::SeqCst;
        let held = &self.relay.held;
        if self.counted {
            let too_many = held.fetch_update(order, order, |held| (held > share).then(|| held - 1)).is_ok();
            self.counted = !too_many;
        } else {
            self.counted = held.fetch_update(order, order, |held| (held < share).then(|| held + 1)).is_ok();
        }
        self.counted
    }

    /// Leaves the shard to others, once what was handed over is answered.
    fn make_room(&mut self) -> Result<(), StoreError> {
        let holds = self.relay.holds(self.shard);
        if holds && self.relay.open_in(self.shard) > 0 {
            self.relay.lead(self.shard)?;
            std::thread::sleep(PAUSE);
            return Ok(());
        }
        if holds {
            self.give_back();
        }
        std::thread::sleep(WAIT);
        Ok(())
    }

    fn take_over(&mut self) -> Result<(), StoreError> {
        let name = super::name(self.shard);
        for (times, entry) in self.relay.streams.take_over(&name, &self.relay.me)? {
            if times >= TIMES {
                tracing::error!("a question that was handed over {TIMES} times without an answer is dropped");
                self.relay.streams.settle(&name, &[entry.place])?;
            } else {
                self.hand(entry);
            }
        }
        self.took_over = true;
        Ok(())
    }

    /// Hands on what comes within [`WAIT`].
    fn hand_on(&mut self) -> Result<(), StoreError> {
        let room = ROOM.saturating_sub(self.relay.open_in(self.shard)).min(FETCHED);
        if room == 0 || self.relay.phase() != WORKING {
            std::thread::sleep(PAUSE);
            return Ok(());
        }
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => self.relay.streams.reader(WAIT)?,
        };
        let (name, me) = (super::name(self.shard), &self.relay.me);
        let entries = self.relay.streams.read(&mut reader, &name, me, room, WAIT)?;
        self.reader = Some(reader);
        entries.into_iter().for_each(|entry| self.hand(entry));
        Ok(())
    }

    fn hand(&self, entry: Entry) {
        if let Some(letter) = self.relay.receive(self.shard, entry) {
            // If nobody listens any more the lease ends, and others take it over.
            let _ = self.out.send(letter);
        }
    }

    fn give_back(&mut self) {
        self.took_over = false;
        self.relay.give_back(self.shard);
    }

    fn uncount(&mut self) {
        if std::mem::replace(&mut self.counted, false) {
            self.relay.held.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Holds the lease on fetching updates, if nobody else does, until the bot stops taking them.
pub fn hold_fetching(relay: &Relay) {
    while relay.phase() == WORKING {
        let _ = relay.lead(SHARDS);
        std::thread::sleep(WAIT);
    }
    relay.give_back(SHARDS);
}
