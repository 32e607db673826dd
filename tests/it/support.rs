//! The real bot, run in process against a fake Bot API server, and people who talk to it.
//!
//! Every wait is for something that the server is told; [`Bot::finish`] stops the bot and fails on any call that
//! Telegram would have refused.

pub mod exposition;
pub mod html;
pub mod http;
pub mod labelled;
pub mod pack;
pub mod person;
pub mod redis;
pub mod rules;
pub mod server;
pub mod shipped;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::Url;
use visitbot::app::App;
use visitbot::inbox::Inbox;
use visitbot::knowledge::Knowledge;
use visitbot::live::Live;
use visitbot::probes;
use visitbot::store::{Sessions, Store};
use visitbot::telegram::gauges::Gauges;
use visitbot::telegram::webhook::{self, AtStop, Webhook};
use visitbot::telegram::{self, Secret, Settings, TelegramError, Updates};

use person::Person;
use server::{Call, Failure, Server, TOKEN};

/// The admin of every bot that is run here.
pub const ADMIN: u64 = 42;

/// Far more than any wait in a test takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What Telegram shows at the webhook of every bot that is run here.
pub const SECRET: &str = "secret-of-the-webhook";

pub struct Bot {
    pub server: Server,
    pub inbox: Arc<Inbox>,
    pub gauges: Arc<Gauges>,
    run: JoinHandle<Result<(), TelegramError>>,
    stop: oneshot::Sender<()>,
    read: usize,
}

impl Bot {
    /// A bot that polls and knows the small pack.
    pub async fn start() -> Bot {
        Bot::knowing(Knowledge::compile(pack::small())).await
    }

    /// A bot that polls and knows what is shipped.
    pub async fn shipped() -> Bot {
        Bot::knowing(shipped::knowledge()).await
    }

    /// A bot that polls and reads its pack from a folder.
    pub async fn reading(folder: &Path) -> Bot {
        Bot::living(Live::open(folder, SystemTime::now()).unwrap()).await
    }

    async fn knowing(knowledge: impl Into<Arc<Knowledge>>) -> Bot {
        Bot::living(Live::fixed(knowledge)).await
    }

    async fn living(live: Live) -> Bot {
        let server = Server::start().await;
        let mut bot = Bot::with(server, live);
        tokio::select! {
            ended = &mut bot.run => panic!("ended at once with {ended:?}"),
            () = bot.server.polled() => {}
        }
        bot
    }

    /// A bot on a server that was prepared before.
    pub fn on(server: Server) -> Bot {
        Bot::with(server, Live::fixed(Knowledge::compile(pack::small())))
    }

    /// A bot on a server that was prepared before, which keeps things in `store`.
    pub fn keeping(server: Server, store: Store) -> Bot {
        Bot::over(server, Live::fixed(Knowledge::compile(pack::small())), store)
    }

    fn with(server: Server, live: Live) -> Bot {
        Bot::over(server, live, Store::in_memory())
    }

    fn over(server: Server, live: Live, store: Store) -> Bot {
        let settings = Settings::polling(Secret::new(TOKEN), Some(server.url()), vec![ADMIN]);
        Bot::run(server, Arc::new(App::serving(Arc::new(live), Sessions::new(store))), settings)
    }

    /// A bot to which updates are pushed, and the address of its webhook; the probes are there, too.
    pub async fn pushed(server: Server, at_stop: AtStop) -> (Bot, Url) {
        Bot::pushed_over(server, at_stop, Store::in_memory()).await
    }

    /// As [`Bot::pushed`], with things kept in `store`.
    pub async fn pushed_over(server: Server, at_stop: AtStop, store: Store) -> (Bot, Url) {
        let app = Arc::new(App::new(Knowledge::compile(pack::small()), Sessions::new(store)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/telegram", listener.local_addr().unwrap())).unwrap();
        let ((hand_over, calls), secret) = (webhook::channel(), Secret::new(SECRET));
        let probes = probes::router(Arc::clone(&app));
        let router = webhook::add(probes, &url, secret.clone(), Arc::clone(app.metrics()), hand_over);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let updates = Updates::Pushed(Webhook { url: url.clone(), secret, at_stop, calls });
        let polling = Settings::polling(Secret::new(TOKEN), Some(server.url()), vec![ADMIN]);
        (Bot::run(server, app, Settings { updates, ..polling }), url)
    }

    fn run(server: Server, app: Arc<App>, settings: Settings) -> Bot {
        let inbox = Arc::new(Inbox::new(app.store().clone()));
        let gauges: Arc<Gauges> = Arc::clone(&app.metrics().gauges);
        let (stop, stopped) = oneshot::channel::<()>();
        let run = tokio::spawn(telegram::serve(app, settings, Arc::clone(&inbox), async {
            let _ = stopped.await;
        }));
        Bot { server, inbox, gauges, run, stop, read: 0 }
    }

    /// Ends the bot as a kill would: nothing is finished.
    pub async fn kill(self) -> Server {
        self.run.abort();
        assert!(self.run.await.is_err_and(|end| end.is_cancelled()), "it runs until it is killed");
        self.server
    }

    /// Somebody in a private chat.
    pub fn user(&self, id: i64) -> Person<'_> {
        Person::new(&self.server, id, id)
    }

    /// Somebody in a group.
    pub fn member(&self, group: i64, id: i64) -> Person<'_> {
        Person::new(&self.server, group, id)
    }

    /// The next message sent or edited with success.
    pub async fn reply(&mut self) -> Call {
        let is_reply = |call: &Call| call.ok && ["sendMessage", "editMessageText"].contains(&call.method.as_str());
        let faults = || format!("a reply; faults: {:#?}", self.server.with(|telegram| telegram.faults.clone()));
        let found = tokio::time::timeout(PATIENCE, self.server.call(self.read, is_reply)).await;
        let (at, call) = found.unwrap_or_else(|_| panic!("waited in vain for {}", faults()));
        self.read = at + 1;
        call
    }

    /// The first call of a method.
    pub async fn called(&self, method: &str) -> Call {
        within(method, self.server.call(0, |call| call.ok && call.method == method)).await.1
    }

    /// Lets the next call of a method fail, in one chat or wherever it comes.
    pub fn fail(&self, method: &str, chat: Option<i64>, failure: Failure) {
        self.server.fail(method, chat, failure);
    }

    /// Stops the bot once it took every update, checks that it kept to the rules, and gives all it sent or edited that
    /// [`Bot::reply`] did not.
    pub async fn finish(self) -> Vec<Call> {
        within("all updates to be taken", self.server.taken()).await;
        self.end().await
    }

    /// As [`Bot::finish`], but at once.
    pub async fn end(self) -> Vec<Call> {
        let _ = self.stop.send(());
        within("the end", self.run).await.unwrap().unwrap();
        self.server.assert_no_faults();
        let calls = self.server.calls().split_off(self.read);
        calls.into_iter().filter(|call| call.method == "sendMessage" || call.method == "editMessageText").collect()
    }

    /// The error with which the bot ends by itself.
    pub async fn error(self) -> TelegramError {
        let ended = within("the bot to give up", self.run).await.unwrap();
        self.server.assert_no_faults();
        ended.unwrap_err()
    }
}

pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited in vain for {what}"),
    }
}
