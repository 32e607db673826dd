//! Tables in Redis, which several bots share. All keys of a table have one hash tag, so that a cluster keeps them in one
//! slot: a hash of its values, and a sorted set of its keys for what is asked in their order.

mod pool;
pub mod streams;

use std::sync::Arc;

use redis::{Commands, Script, ScriptInvocation, cmd};

use self::pool::Repeat;
pub use self::pool::{CONNECTIONS, Pool};
use self::streams::Streams;
use super::engine::{Change, Engine, Pair};
use super::{StoreError, Table};

/// The tables of one bot.
pub struct Remote {
    pool: Arc<Pool>,
    /// What its keys begin with.
    space: String,
    put: Script,
    remove: Script,
    swap: Script,
    page: Script,
}

impl Remote {
    /// The tables at `url`, `redis://[user:password@]host[:port][/database]` or `rediss://…` for TLS, that belong to `space`.
    ///
    /// # Errors
    /// If the address is none, or nobody answers there.
    pub fn open(url: &str, space: &str) -> Result<Remote, StoreError> {
        let pool = Arc::new(Pool::open(url)?);
        Ok(Remote {
            pool,
            space: space.to_owned(),
            put: Script::new(include_str!("remote/put.lua")),
            remove: Script::new(include_str!("remote/remove.lua")),
            swap: Script::new(include_str!("remote/swap.lua")),
            page: Script::new(include_str!("remote/page.lua")),
        })
    }

    fn values(&self, table: Table) -> String {
        format!("{{{}:{}}}:values", self.space, table.name())
    }

    fn keys(&self, table: Table) -> String {
        format!("{{{}:{}}}:keys", self.space, table.name())
    }

    /// A script that changes one key of a table. (A transaction has an answer a command, and may wait for each.)
    fn change<'a>(&self, script: &'a Script, table: Table, key: &[u8]) -> ScriptInvocation<'a> {
        let mut change = script.key(self.values(table));
        change.key(self.keys(table)).arg(key);
        change
    }
}

impl Engine for Remote {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.pool.with(Repeat::Harmless, |redis| redis.hget(self.values(table), key))
    }

    fn put(&self, table: Table, key: &[u8], value: Vec<u8>) -> Result<(), StoreError> {
        let mut put = self.change(&self.put, table, key);
        put.arg(value);
        self.pool.with(Repeat::Harmless, |redis| put.invoke(redis))
    }

    fn remove(&self, table: Table, key: &[u8]) -> Result<bool, StoreError> {
        let remove = self.change(&self.remove, table, key);
        self.pool.with(Repeat::Harmful, |redis| remove.invoke(redis))
    }

    fn update(&self, table: Table, key: &[u8], change: &mut Change<'_>) -> Result<(), StoreError> {
        loop {
            let old = self.get(table, key)?;
            let new = change(old.as_deref());
            if old == new {
                return Ok(());
            }
            let mut swap = self.change(&self.swap, table, key);
            for side in [&old, &new] {
                swap.arg(u8::from(side.is_some())).arg(side.as_deref().unwrap_or_default());
            }
            if self.pool.with(Repeat::Harmful, |redis| swap.invoke(redis))? {
                return Ok(());
            }
        }
    }

    fn page(&self, table: Table, prefix: &[u8], after: Option<&[u8]>, most: usize) -> Result<Vec<Pair>, StoreError> {
        let from = match after {
            Some(after) => [b"(", after].concat(),
            None => [b"[", prefix].concat(),
        };
        let to = behind(prefix).map_or(b"+".to_vec(), |end| [b"(", &end[..]].concat());
        let mut page = self.page.key(self.keys(table));
        page.key(self.values(table)).arg(from).arg(to).arg(most);
        let (keys, values): (Vec<Vec<u8>>, Vec<Option<Vec<u8>>>) =
            self.pool.with(Repeat::Harmless, |redis| page.invoke(redis))?;
        Ok(keys.into_iter().zip(values.into_iter().map(Option::unwrap_or_default)).collect())
    }

    /// Redis has it once it answered; how safe it is there is a matter of its own settings.
    fn flush(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Bytes that the tables take in Redis's memory, as Redis estimates them.
    fn size_on_disk(&self) -> Result<u64, StoreError> {
        let mut bytes = 0;
        for table in Table::ALL {
            for key in [self.values(table), self.keys(table)] {
                let taken: Option<u64> =
                    self.pool.with(Repeat::Harmless, |redis| cmd("MEMORY").arg("USAGE").arg(&key).query(redis))?;
                bytes += taken.unwrap_or_default();
            }
        }
        Ok(bytes)
    }

    fn streams(&self) -> Option<Streams> {
        Some(Streams::new(Arc::clone(&self.pool), &self.space))
    }
}

/// The first key behind all that begin with `prefix`; `None` if there is none.
fn behind(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte < u8::MAX)?;
    let mut end = prefix[..=last].to_vec();
    end[last] += 1;
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_behind_a_prefix() {
        assert_eq!(behind(b"1\0").as_deref(), Some(&b"1\x01"[..]));
        assert_eq!(behind(b"a\xff\xff").as_deref(), Some(&b"b"[..]));
        assert_eq!((behind(b""), behind(b"\xff")), (None, None));
    }
}
