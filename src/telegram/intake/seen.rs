//! What came lately, in memory: most of what comes twice comes at once, and the store may fail.

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;

/// Update ids remembered: some ten full batches.
const UPDATES: usize = 1024;
/// Albums remembered: their parts arrive together.
const ALBUMS: usize = 64;

/// Updates and albums that came lately.
pub struct Seen {
    /// Updates, by id.
    pub updates: Recent<u64>,
    /// Albums, by id.
    pub albums: Recent<String>,
}

impl Default for Seen {
    fn default() -> Seen {
        Seen { updates: Recent::new(UPDATES), albums: Recent::new(ALBUMS) }
    }
}

/// A set of the last so many keys.
pub struct Recent<K> {
    order: VecDeque<K>,
    known: HashSet<K>,
    room: usize,
}

impl<K: Clone + Eq + Hash> Recent<K> {
    fn new(room: usize) -> Recent<K> {
        Recent { order: VecDeque::new(), known: HashSet::new(), room }
    }

    /// Whether the key is new.
    pub fn insert(&mut self, key: K) -> bool {
        if !self.known.insert(key.clone()) {
            return false;
        }
        self.order.push_back(key);
        if self.order.len() > self.room
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }

    /// Forgets a key.
    pub fn remove(&mut self, key: &K) {
        self.known.remove(key);
        self.order.retain(|known| known != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_and_what_is_removed_is_new_again() {
        let mut recent = Recent::new(2);
        assert!(recent.insert(1) && recent.insert(2) && !recent.insert(1));
        assert!(recent.insert(3) && recent.insert(1));
        recent.remove(&3);
        assert!(recent.insert(3) && !recent.insert(1));
    }
}
