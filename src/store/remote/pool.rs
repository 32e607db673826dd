//! Connections to Redis: a bounded number of them, kept for the next use, for which callers wait in the order in which they
//! came. While Redis cannot be reached nobody waits for it again and again.

mod slots;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::{Client, Connection, ConnectionAddr, RedisError, RedisResult};
use tokio::runtime::{Handle, RuntimeFlavor};

use self::slots::{Slot, Slots};
use crate::store::StoreError;

/// How long a connection may take to come about, and an answer over it.
const CONNECT: Duration = Duration::from_secs(1);
const ANSWER: Duration = Duration::from_secs(2);
/// For how long Redis counts as out of reach, once it was.
const DOWN: Duration = Duration::from_millis(250);
/// Connections that one bot has open at most, beside the one a shard over which its inbox is read. Redis does one thing at a
/// time: more of them would only wait there instead of here.
pub const CONNECTIONS: usize = 32;

/// What becomes of a request that is made twice because its connection broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// The same as of one.
    Harmless,
    /// Another thing: better an error.
    Harmful,
}

/// Connections to one Redis.
pub struct Pool {
    client: Client,
    slots: Slots<Connection>,
    down: Mutex<Option<Instant>>,
}

impl From<RedisError> for StoreError {
    fn from(error: RedisError) -> StoreError {
        StoreError::Failed(format!("Redis: {error}"))
    }
}

impl Pool {
    /// Connections to the Redis at `url`, of which one is made now.
    ///
    /// # Errors
    /// If the address is none, or nobody answers there. The error does not hold the password.
    pub fn open(url: &str) -> Result<Pool, StoreError> {
        let client = Client::open(url).map_err(|error| StoreError::Address(error.to_string()))?;
        let address = client.get_connection_info().addr().clone();
        let pool = Pool { client, slots: Slots::new(CONNECTIONS), down: Mutex::default() };
        let ping = |redis: &mut Connection| redis::cmd("PING").query(redis);
        pool.with::<()>(Repeat::Harmless, ping).map_err(|error| StoreError::Unreachable {
            address: address.to_string(),
            reason: error.to_string(),
            remedy: match address {
                ConnectionAddr::TcpTls { .. } => "name a file with the CA of its certificate in SSL_CERT_FILE",
                _ => "start Redis there",
            },
        })?;
        Ok(pool)
    }

    /// Does `work` over a connection, once one of them is free; may block, and lets the other tasks of an async caller go on
    /// meanwhile.
    ///
    /// # Errors
    /// If Redis cannot be reached or refuses, or so many wait for it that no connection gets free in time.
    pub fn with<T>(
        &self,
        repeat: Repeat,
        mut work: impl FnMut(&mut Connection) -> RedisResult<T>,
    ) -> Result<T, StoreError> {
        waiting(|| {
            let mut slot = self.slot()?;
            let was_open = slot.content.is_some();
            let mut done = self.over(&mut slot, &mut work)?;
            if done.is_err() && slot.content.is_none() {
                // Those beside it broke, too.
                self.slots.clear();
                if repeat == Repeat::Harmless && was_open {
                    done = self.over(&mut slot, &mut work)?;
                }
            }
            Ok(done?)
        })
    }

    /// Does `work` over the connection of a slot, and makes one if there is none; one that breaks is closed.
    fn over<T>(
        &self,
        slot: &mut Slot<'_, Connection>,
        work: &mut impl FnMut(&mut Connection) -> RedisResult<T>,
    ) -> Result<RedisResult<T>, StoreError> {
        let mut connection = slot.content.take().map_or_else(|| self.connect(ANSWER), Ok)?;
        let done = work(&mut connection);
        if !done.as_ref().is_err_and(broke) {
            slot.content = Some(connection);
        }
        Ok(done)
    }

    /// A slot for a connection. Who waits in vain takes Redis for out of reach.
    fn slot(&self) -> Result<Slot<'_, Connection>, StoreError> {
        let patience = if self.is_down() { Duration::ZERO } else { ANSWER };
        self.slots.take(patience).ok_or_else(|| {
            *self.down() = Some(Instant::now());
            out_of_reach()
        })
    }

    /// A connection of one's own, over which an answer may take so long. It is none of those that are bounded: who waits for
    /// what arrives would keep one from all others.
    ///
    /// # Errors
    /// If Redis cannot be reached.
    pub fn connect(&self, answer: Duration) -> Result<Connection, StoreError> {
        if self.is_down() {
            return Err(out_of_reach());
        }
        let connected = self.client.get_connection_with_timeout(CONNECT);
        *self.down() = connected.is_err().then(Instant::now);
        let connection = connected?;
        connection.set_read_timeout(Some(answer))?;
        connection.set_write_timeout(Some(answer))?;
        Ok(connection)
    }

    fn down(&self) -> MutexGuard<'_, Option<Instant>> {
        self.down.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_down(&self) -> bool {
        self.down().is_some_and(|since| since.elapsed() < DOWN)
    }
}

fn out_of_reach() -> StoreError {
    StoreError::Failed("Redis cannot be reached".to_owned())
}

/// Whether the connection is of no use any more; one to a Redis that may no longer write leads to the wrong one.
fn broke(error: &RedisError) -> bool {
    error.is_io_error() || error.is_unrecoverable_error() || error.code() == Some("READONLY")
}

/// Does what blocks. On a runtime of many threads another one takes over the tasks of this one.
fn waiting<T>(work: impl FnOnce() -> T) -> T {
    let many = Handle::try_current().is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    if many { tokio::task::block_in_place(work) } else { work() }
}
