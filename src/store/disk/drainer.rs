//! The thread on which changes sink to sled, so that nobody who makes one waits for it: when the log is long, and once a
//! minute. What fails is tried again.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::layers::Layers;
use crate::store::{Outage, StoreError};

/// How long a change stays in the log at most.
const AGED: Duration = Duration::from_secs(60);
/// The pause after what failed.
const PAUSE: Duration = Duration::from_secs(10);

/// The thread; it ends with this.
pub struct Drainer {
    due: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drainer {
    /// Starts it; what an earlier process left sinks at once.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn start(layers: Arc<Layers>) -> std::io::Result<Drainer> {
        let (due, nudges) = sync_channel(1);
        let thread = std::thread::Builder::new().name("store".to_owned()).spawn(move || work(&layers, &nudges))?;
        Ok(Drainer { due: Some(due), thread: Some(thread) })
    }

    /// The log may be due.
    pub fn nudge(&self) {
        // If it is full already, it is nudged already.
        let _ = self.due.as_ref().map(|due| due.try_send(()));
    }

    /// Returns once the thread has ended.
    pub fn stop(&mut self) {
        self.due = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl Drop for Drainer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn work(layers: &Layers, nudges: &Receiver<()>) {
    let outage = Outage::default();
    if layers.log().size() == 0 && !wait(layers, nudges, Duration::ZERO) {
        return;
    }
    loop {
        let pause = match sink(layers) {
            Ok(()) => {
                if outage.ends() {
                    tracing::info!("the database takes changes again");
                }
                Duration::ZERO
            }
            Err(error) => {
                if outage.begins() {
                    tracing::error!(%error, "the database takes no changes; they stay in its log and in memory");
                }
                PAUSE
            }
        };
        if !wait(layers, nudges, pause) {
            return;
        }
    }
}

/// Waits until the log is due or for a minute, at least for `pause`; tells whether there is more to do.
fn wait(layers: &Layers, nudges: &Receiver<()>, pause: Duration) -> bool {
    let begun = Instant::now();
    loop {
        match nudges.recv_timeout(AGED.saturating_sub(begun.elapsed())) {
            Ok(()) if begun.elapsed() < pause || !layers.log().is_due() => {}
            Err(RecvTimeoutError::Disconnected) => return false,
            _ => return true,
        }
    }
}

/// Lets all sink; a panic is an error, since sled may panic on a disk that fails.
///
/// # Errors
/// As [`Layers::sink`].
pub fn sink(layers: &Layers) -> Result<(), StoreError> {
    let panicked = |_| Err(StoreError::Failed("the database panicked".to_owned()));
    std::panic::catch_unwind(AssertUnwindSafe(|| layers.sink())).unwrap_or_else(panicked)
}
