//! What arrived and is not answered yet: in the store before its sender is told, gone once it was answered, so that no
//! kill loses it. Each id is taken in once a day. Knows no messenger: what arrived is bytes that concern a chat.
//!
//! A bot with a store of its own answers what it takes in. Bots that share one hand over what they take in to whichever of
//! them holds the shard of its chat.

mod claims;
mod letter;
mod own;
mod relay;

use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::mpsc::UnboundedReceiver;

pub use self::letter::{Handed, Letter};
use self::own::Own;
use self::relay::Relay;
use crate::store::{Outage, Store, StoreError};

/// The letters that wait.
pub struct Inbox {
    kind: Kind,
    outage: Outage,
}

enum Kind {
    Own(Arc<Own>),
    Relayed(Arc<Relay>),
}

impl Inbox {
    /// The inbox that `store` holds.
    pub fn new(store: Store) -> Inbox {
        let kind = match store.streams() {
            Some(streams) => Kind::Relayed(Arc::new(Relay::new(streams))),
            None => Kind::Own(Arc::new(Own::new(store))),
        };
        Inbox { kind, outage: Outage::default() }
    }

    /// Letters that this bot has neither answered nor dropped.
    pub fn waiting(&self) -> usize {
        match &self.kind {
            Kind::Own(own) => own.waiting(),
            Kind::Relayed(relay) => relay.waiting(),
        }
    }

    /// Letters that are neither answered nor dropped by any bot; may ask the store, and block. Those of this bot if that fails.
    pub fn backlog(&self) -> usize {
        match &self.kind {
            Kind::Own(_) => self.waiting(),
            Kind::Relayed(relay) => relay.backlog().unwrap_or_else(|_| self.waiting()),
        }
    }

    /// Whether the store failed when it was last used.
    pub fn is_failing(&self) -> bool {
        self.outage.lasts()
    }

    /// Keeps the letters; gives the ids of those that were not taken in before. They are kept then, and whoever took them in
    /// is to answer them, unless the inbox is shared: then they come by [`Inbox::handed_over`] to one of those who share it.
    ///
    /// # Errors
    /// If the store fails; then they are to be brought again.
    pub async fn take_in(&self, letters: Vec<Letter>, now: SystemTime) -> Result<Vec<u64>, StoreError> {
        let taken = match &self.kind {
            Kind::Own(own) => own.take_in(letters, now).await,
            Kind::Relayed(relay) => {
                let relay = Arc::clone(relay);
                blocking(move || relay.take_in(&letters)).await
            }
        };
        self.note(taken.as_ref().err());
        taken
    }

    /// What an earlier run left, in the order in which it arrived. To be asked once, before anything is taken in.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn left(&self, now: SystemTime) -> Result<Vec<Letter>, StoreError> {
        let left = match &self.kind {
            Kind::Own(own) => own.left(now).await,
            Kind::Relayed(_) => Ok(Vec::new()),
        };
        self.note(left.as_ref().err());
        left
    }

    /// Takes part in the work of those who share the inbox: what this bot is to answer comes out here, each chat's in its
    /// order. `None` if the inbox is not shared.
    pub fn handed_over(&self) -> Option<UnboundedReceiver<Handed>> {
        match &self.kind {
            Kind::Own(_) => None,
            Kind::Relayed(relay) => Some(Relay::take_part(relay)),
        }
    }

    /// Whether others share the inbox.
    pub fn is_shared(&self) -> bool {
        matches!(self.kind, Kind::Relayed(_))
    }

    /// Whether this bot may fetch updates: of those who share an inbox one at a time.
    pub fn may_fetch(&self) -> bool {
        match &self.kind {
            Kind::Own(_) => true,
            Kind::Relayed(relay) => relay.may_fetch(),
        }
    }

    /// Whether a letter is still this bot's to answer, and was not forgotten. Of those who share an inbox another one may get
    /// it meanwhile; then it counts no longer as handed over here.
    pub fn still_ours(&self, id: u64) -> bool {
        match &self.kind {
            Kind::Own(own) => own.still_ours(id),
            Kind::Relayed(relay) => relay.still_ours(id),
        }
    }

    /// The letter is answered, or needs no answer. No kill takes that back. Tells whether it was forgotten meanwhile: then so
    /// is to be what answering it left.
    pub fn done(&self, id: u64) -> bool {
        match &self.kind {
            Kind::Own(own) => own.done(id).unwrap_or_else(|error| {
                self.note(Some(&error));
                false
            }),
            Kind::Relayed(relay) => relay.done(id),
        }
    }

    /// Drops letters that are not answered, whoever took them in: those of which `is_gone` says so and whose ids are below
    /// `before`. Tells how many they were.
    ///
    /// # Errors
    /// If the store fails; what was dropped by then stays dropped.
    pub async fn forget(
        &self,
        before: u64,
        is_gone: impl Fn(&Letter) -> bool + Send + 'static,
    ) -> Result<usize, StoreError> {
        let is_gone = move |letter: &Letter| letter.id < before && is_gone(letter);
        match &self.kind {
            Kind::Own(own) => {
                let own = Arc::clone(own);
                blocking(move || own.forget(is_gone)).await
            }
            Kind::Relayed(relay) => {
                let relay = Arc::clone(relay);
                blocking(move || relay.forget(is_gone)).await
            }
        }
    }

    /// Takes nothing new over from those who share the inbox; what was handed over is still to be answered.
    pub fn wind_down(&self) {
        if let Kind::Relayed(relay) = &self.kind {
            relay.wind_down();
        }
    }

    /// Leaves what is not answered to those who share the inbox.
    pub async fn leave(&self) {
        if let Kind::Relayed(relay) = &self.kind {
            let relay = Arc::clone(relay);
            let _ = tokio::task::spawn_blocking(move || relay.leave()).await;
        }
    }

    /// Forgets ids that were taken in more than a day ago; to be called from time to time, where blocking is allowed.
    ///
    /// # Errors
    /// If the store fails.
    pub fn forget_claims(&self, now: SystemTime) -> Result<usize, StoreError> {
        match &self.kind {
            Kind::Own(own) => own.forget_claims(now),
            Kind::Relayed(_) => Ok(0),
        }
    }

    /// Tells once that the store fails, and once that it works again.
    fn note(&self, error: Option<&StoreError>) {
        match error {
            Some(error) if self.outage.begins() => {
                tracing::error!(%error, "what arrives can no longer be kept: a kill would lose it");
            }
            None if self.outage.ends() => tracing::info!("what arrives is kept again"),
            _ => {}
        }
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if let Kind::Relayed(relay) = &self.kind {
            relay.abandon();
        }
    }
}

/// Does what may wait for the disk; a panic in it is an error, since a store whose disk is full may panic.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(StoreError::Failed(error.to_string())))
}
