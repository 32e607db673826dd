//! Delivery by webhook, as Telegram does it: many connections, each chat in its order, again until it hears 200; in turn to
//! all replicas if they share a store, as a balancer would, else each chat to its own.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fastrand::Rng;
use tokio::sync::Notify;

use crate::server::Server;
use crate::server::telegram::Update;

/// The path of the webhook, and what is shown there.
pub const PATH: &str = "/updates";
pub const SECRET: &str = "shown-at-the-door";
const HEADER: &str = "x-telegram-bot-api-secret-token";

const CONNECTIONS: usize = 40;
const AGAIN: Duration = Duration::from_millis(100);
/// Updates in a thousand that are pushed once more after they were taken.
const REPEATED: u32 = 20;

/// What waits to be pushed.
pub struct Pushes(Arc<Waiting>);

struct Waiting {
    server: Server,
    chats: Mutex<Chats>,
    added: Notify,
    client: reqwest::Client,
    ports: Vec<u16>,
    /// Whose turn it is; `None` if each chat has its own replica.
    turn: Option<AtomicUsize>,
}

struct Chats {
    updates: HashMap<i64, VecDeque<Update>>,
    /// Chats with updates of which none is on its way.
    ready: Vec<i64>,
    dice: Rng,
}

impl Pushes {
    /// Pushes to `ports` from now on.
    pub fn start(server: &Server, ports: &[u16], in_turn: bool, seed: u64) -> Pushes {
        let chats = Chats { updates: HashMap::new(), ready: Vec::new(), dice: Rng::with_seed(seed) };
        let waiting = Arc::new(Waiting {
            server: server.clone(),
            chats: Mutex::new(chats),
            added: Notify::new(),
            client: reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(15)).build().unwrap_or_default(),
            ports: ports.to_vec(),
            turn: in_turn.then(AtomicUsize::default),
        });
        for _ in 0..CONNECTIONS {
            tokio::spawn(Arc::clone(&waiting).push());
        }
        Pushes(waiting)
    }

    /// Adds an update behind those of its chat.
    pub fn add(&self, update: Update) {
        let mut chats = self.0.lock();
        let chat = update.chat;
        if !chats.updates.contains_key(&chat) {
            chats.ready.push(chat);
        }
        chats.updates.entry(chat).or_default().push_back(update);
        self.0.added.notify_one();
    }
}

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, Chats> {
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One connection's work: takes a chat, brings its first update, puts it back.
    async fn push(self: Arc<Self>) {
        loop {
            let Some((update, repeated)) = self.lock().take() else {
                self.added.notified().await;
                continue;
            };
            self.server
                .look(|telegram| telegram.questions[update.question].handed.get_or_insert(Instant::now()).to_owned());
            while !self.bring(&update).await {
                tokio::time::sleep(AGAIN).await;
            }
            if repeated {
                self.bring(&update).await;
                self.server.look(|telegram| telegram.weather.seen.repeats += 1);
            }
            self.lock().done(update.chat);
            self.added.notify_one();
        }
    }

    /// Whether the update was taken.
    async fn bring(&self, update: &Update) -> bool {
        let at = match &self.turn {
            Some(turn) => turn.fetch_add(1, Ordering::Relaxed),
            None => update.chat as usize,
        };
        let port = self.ports[at % self.ports.len()];
        let request = self.client.post(format!("http://127.0.0.1:{port}{PATH}")).header(HEADER, SECRET);
        let answer = request.header("content-type", "application/json").body(update.json.clone()).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }
}

impl Chats {
    /// The first update of some chat, and whether it is to be brought twice. The chat is set aside until it is
    /// [`Chats::done`].
    fn take(&mut self) -> Option<(Update, bool)> {
        if self.ready.is_empty() {
            return None;
        }
        let chat = self.ready.swap_remove(self.dice.usize(0..self.ready.len()));
        let update = self.updates.get_mut(&chat)?.pop_front()?;
        Some((update, self.dice.u32(0..1000) < REPEATED))
    }

    fn done(&mut self, chat: i64) {
        if self.updates.get(&chat).is_some_and(VecDeque::is_empty) {
            self.updates.remove(&chat);
        } else {
            self.ready.push(chat);
        }
    }
}
