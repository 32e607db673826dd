//! One queue and one task for each busy chat: order within a chat, none between chats. A lane ends when it is empty.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use teloxide::types::ChatId;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// Jobs that may wait in one chat. Telegram lets a bot send a group 20 messages a minute: more is a flood.
pub const ROOM: usize = 20;

type Work<J> = Box<dyn Fn(J) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// The lanes of all busy chats.
pub struct Lanes<J> {
    shared: Arc<Shared<J>>,
}

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed<J> {
    /// It will be done.
    Queued,
    /// It is dropped: the chat floods, and this is the first job dropped in this flood.
    FirstDropped(J),
    /// It is dropped, as others before it.
    Dropped(J),
}

struct Shared<J> {
    lanes: Mutex<HashMap<ChatId, Lane<J>>>,
    work: Work<J>,
    emptied: Notify,
}

struct Lane<J> {
    waiting: VecDeque<J>,
    flooded: bool,
    task: AbortHandle,
}

impl<J: Send + 'static> Lanes<J> {
    /// Lanes that do `work` for each job. A job that panics would end its lane, so `work` catches its own.
    pub fn new<F>(work: impl Fn(J) -> F + Send + Sync + 'static) -> Lanes<J>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let work: Work<J> = Box::new(move |job| Box::pin(work(job)));
        Lanes { shared: Arc::new(Shared { lanes: Mutex::default(), work, emptied: Notify::new() }) }
    }

    /// Puts a job behind those of its chat.
    pub fn push(&self, chat: ChatId, job: J) -> Pushed<J> {
        self.place(chat, job, |lane, job| {
            if lane.waiting.len() < ROOM {
                lane.waiting.push_back(job);
                return Pushed::Queued;
            }
            match std::mem::replace(&mut lane.flooded, true) {
                true => Pushed::Dropped(job),
                false => Pushed::FirstDropped(job),
            }
        })
    }

    /// As [`Lanes::push`], whether there is room or not: what an earlier run let in, and what must not be dropped.
    pub fn readmit(&self, chat: ChatId, job: J) {
        self.place(chat, job, |lane, job| {
            lane.waiting.push_back(job);
            Pushed::Queued
        });
    }

    /// Puts a job before those that wait in its chat, whether there is room or not.
    pub fn interject(&self, chat: ChatId, job: J) {
        self.place(chat, job, |lane, job| {
            lane.waiting.push_front(job);
            Pushed::Queued
        });
    }

    /// Puts a job into the lane of its chat as `queue` says, or begins a lane with it.
    fn place(&self, chat: ChatId, job: J, queue: impl FnOnce(&mut Lane<J>, J) -> Pushed<J>) -> Pushed<J> {
        let mut lanes = self.shared.lock();
        if let Some(lane) = lanes.get_mut(&chat) {
            return queue(lane, job);
        }
        let task = tokio::spawn(Arc::clone(&self.shared).run(chat, job)).abort_handle();
        lanes.insert(chat, Lane { waiting: VecDeque::new(), flooded: false, task });
        Pushed::Queued
    }

    /// Waits until all is done, at most for `limit`; ends what is left and tells how many jobs that were.
    pub async fn finish(&self, limit: Duration) -> usize {
        let all_done = async {
            loop {
                let emptied = self.shared.emptied.notified();
                if self.shared.lock().is_empty() {
                    break;
                }
                emptied.await;
            }
        };
        let _ = tokio::time::timeout(limit, all_done).await;
        let lanes = std::mem::take(&mut *self.shared.lock());
        lanes.values().for_each(|lane| lane.task.abort());
        lanes.values().map(|lane| lane.waiting.len() + 1).sum()
    }
}

/// Without its lanes nobody can wait for a job: it ends at once.
impl<J> Drop for Lanes<J> {
    fn drop(&mut self) {
        let lanes = std::mem::take(&mut *self.shared.lock());
        lanes.values().for_each(|lane| lane.task.abort());
    }
}

impl<J> Shared<J> {
    fn lock(&self) -> MutexGuard<'_, HashMap<ChatId, Lane<J>>> {
        self.lanes.lock().unwrap_or_else(|e| e.into_inner())
    }
}

impl<J: Send + 'static> Shared<J> {
    async fn run(self: Arc<Self>, chat: ChatId, first: J) {
        let mut next = Some(first);
        while let Some(job) = next {
            (self.work)(job).await;
            next = self.next(chat);
        }
    }

    /// The next job of the chat; without one the lane ends, under the same lock, so that no push is lost.
    fn next(&self, chat: ChatId) -> Option<J> {
        let mut lanes = self.lock();
        let job = lanes.get_mut(&chat).and_then(|lane| lane.waiting.pop_front());
        if job.is_none() {
            lanes.remove(&chat);
            self.emptied.notify_waiters();
        }
        job
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::{Semaphore, mpsc};

    const A: ChatId = ChatId(1);
    const B: ChatId = ChatId(2);

    type Job = (ChatId, usize);

    /// Lanes that report each job, those of chat A only as the gate lets them through.
    fn gated() -> (Lanes<Job>, Arc<Semaphore>, mpsc::UnboundedReceiver<Job>) {
        let gate = Arc::new(Semaphore::new(0));
        let (done, seen) = mpsc::unbounded_channel();
        let passed = Arc::clone(&gate);
        let lanes = Lanes::new(move |(chat, n)| {
            let (gate, done) = (Arc::clone(&passed), done.clone());
            async move {
                if chat == A {
                    gate.acquire().await.unwrap().forget();
                }
                done.send((chat, n)).unwrap();
            }
        });
        (lanes, gate, seen)
    }

    #[tokio::test]
    async fn a_flood_in_one_chat_holds_up_no_other() {
        let (lanes, gate, mut seen) = gated();
        let pushed: Vec<Pushed<Job>> = (0..ROOM + 3).map(|n| lanes.push(A, (A, n))).collect();
        assert_eq!(pushed[..=ROOM], [Pushed::Queued; ROOM + 1]);
        assert_eq!(pushed[ROOM + 1..], [Pushed::FirstDropped((A, ROOM + 1)), Pushed::Dropped((A, ROOM + 2))]);
        lanes.push(B, (B, 0));
        assert_eq!(seen.recv().await, Some((B, 0)));
        gate.add_permits(100);
        for n in 0..=ROOM {
            assert_eq!(seen.recv().await, Some((A, n)));
        }
        assert_eq!(lanes.finish(Duration::from_secs(5)).await, 0);
    }

    #[tokio::test]
    async fn a_word_between_comes_next_and_what_was_let_in_before_needs_no_room() {
        let (lanes, gate, mut seen) = gated();
        (0..2 * ROOM).for_each(|n| lanes.readmit(A, (A, n)));
        assert_eq!(lanes.push(A, (A, 1000)), Pushed::FirstDropped((A, 1000)));
        lanes.interject(A, (A, 2000));
        gate.add_permits(100);
        assert_eq!([seen.recv().await, seen.recv().await], [Some((A, 0)), Some((A, 2000))]);
        assert_eq!(lanes.finish(Duration::from_secs(5)).await, 0);
    }

    #[tokio::test]
    async fn without_the_lanes_all_work_ends() {
        let (lanes, gate, mut seen) = gated();
        lanes.push(A, (A, 0));
        lanes.push(A, (A, 1));
        drop(lanes);
        gate.add_permits(100);
        assert_eq!(seen.recv().await, None);
    }

    #[tokio::test]
    async fn finishing_ends_what_takes_too_long() {
        let (lanes, _gate, _seen) = gated();
        lanes.push(A, (A, 0));
        lanes.push(A, (A, 1));
        assert_eq!(lanes.finish(Duration::from_millis(1)).await, 2);
    }
}
