//! What this bot has in hand: letters that were handed over to it and are not settled, and how far each is.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::inbox::letter::Letter;
use crate::store::streams::Entry;

/// The letters, by id.
#[derive(Default)]
pub struct Hand(Mutex<HashMap<u64, Held>>);

/// A letter that was handed over here.
struct Held {
    shard: usize,
    place: String,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is being answered.
    Open,
    /// It was being answered when the lease was lost. It is open again if it is found unsettled now that the lease is back.
    Unsure,
    /// It is answered, and Redis does not know that yet.
    Done,
}

impl Hand {
    /// Takes an entry as a letter to be answered here, unless it is already.
    pub fn take(&self, shard: usize, entry: Entry) -> Option<Letter> {
        let Entry { place, id, chat, content } = entry;
        let mut letters = self.letters();
        if let Some(held) = letters.get_mut(&id) {
            if held.state == State::Unsure {
                held.state = State::Open;
            }
            return None;
        }
        letters.insert(id, Held { shard, place, state: State::Open });
        Some(Letter { id, chat, content })
    }

    /// The shard of a letter that is to be answered here. Any other one is let go: who gets the lease next, be it this bot
    /// again, is handed it anew.
    pub fn shard(&self, id: u64, holds: impl Fn(usize) -> bool) -> Option<usize> {
        let mut letters = self.letters();
        let ours = letters.get(&id).filter(|held| held.state != State::Unsure && holds(held.shard));
        let shard = ours.map(|held| held.shard);
        if shard.is_none() {
            letters.remove(&id);
        }
        shard
    }

    /// Notes that a letter is answered; gives its shard and its place, `None` if that was noted or it is not in hand.
    pub fn close(&self, id: u64) -> Option<(usize, String)> {
        let mut letters = self.letters();
        let held = letters.get_mut(&id).filter(|held| held.state != State::Done)?;
        held.state = State::Done;
        Some((held.shard, held.place.clone()))
    }

    /// Lets go of letters that are settled.
    pub fn settled(&self, ids: impl IntoIterator<Item = u64>) {
        let mut letters = self.letters();
        ids.into_iter().for_each(|id| drop(letters.remove(&id)));
    }

    /// Whether a letter is in hand.
    pub fn has(&self, id: u64) -> bool {
        self.letters().contains_key(&id)
    }

    /// Letters that are being answered.
    pub fn open(&self) -> usize {
        self.letters().values().filter(|held| held.state == State::Open).count()
    }

    /// Letters of a shard that are being answered.
    pub fn open_in(&self, shard: usize) -> usize {
        self.letters().values().filter(|held| held.shard == shard && held.state == State::Open).count()
    }

    /// Ids and places of a shard's letters that are answered and not settled.
    pub fn late_in(&self, shard: usize) -> Vec<(u64, String)> {
        let letters = self.letters();
        let late = letters.iter().filter(|(_, held)| held.shard == shard && held.state == State::Done);
        late.map(|(id, held)| (*id, held.place.clone())).collect()
    }

    /// Takes nothing of a shard for this bot's to answer until it is found unsettled.
    pub fn doubt(&self, shard: usize) {
        for held in self.letters().values_mut().filter(|held| held.shard == shard && held.state == State::Open) {
            held.state = State::Unsure;
        }
    }

    /// Lets go of what was not found unsettled, since others answered it.
    pub fn let_go(&self, shard: usize) {
        self.letters().retain(|_, held| held.shard != shard || held.state != State::Unsure);
    }

    fn letters(&self) -> MutexGuard<'_, HashMap<u64, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(hand: &Hand, id: u64) -> Option<u64> {
        let entry = Entry { place: format!("{id}-0"), id, chat: 1, content: Vec::new() };
        hand.take(2, entry).map(|letter| letter.id)
    }

    #[test]
    fn a_letter_is_handed_over_once_until_it_is_let_go() {
        let hand = Hand::default();
        assert_eq!([take(&hand, 7), take(&hand, 7), take(&hand, 8)], [Some(7), None, Some(8)]);
        assert_eq!(hand.shard(7, |shard| shard == 2), Some(2));
        assert_eq!(hand.shard(7, |_| false), None, "the lease is lost");
        assert_eq!((take(&hand, 7), hand.open_in(2), hand.open_in(3)), (Some(7), 2, 0));
    }

    #[test]
    fn what_is_in_doubt_is_ours_again_only_if_it_is_found_unsettled() {
        let hand = Hand::default();
        for id in 6..10 {
            take(&hand, id);
        }
        hand.close(6);
        hand.doubt(2);
        assert_eq!((hand.open(), hand.shard(7, |_| true), take(&hand, 8)), (0, None, None));
        hand.let_go(2);
        assert_eq!((hand.open(), hand.shard(8, |_| true), hand.has(9)), (1, Some(2), false));
        assert_eq!(hand.late_in(2), [(6, "6-0".to_owned())], "what was answered is still to be settled");
    }

    #[test]
    fn an_answer_counts_once_in_doubt_too() {
        let hand = Hand::default();
        take(&hand, 7);
        hand.doubt(2);
        assert_eq!((hand.close(7), hand.close(7)), (Some((2, "7-0".to_owned())), None));
        hand.settled([7]);
        assert!(!hand.has(7) && hand.late_in(2).is_empty());
    }
}
