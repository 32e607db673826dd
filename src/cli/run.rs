//! `run`: the bot on Telegram, from its start to a clean stop; SIGHUP reloads the pack meanwhile.

mod doors;

use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::failure::Failure;
use super::pack;
use super::settings::Settings;
use crate::app::App;
use crate::live::watch::Watch;
use crate::live::{self, Live};
use crate::store::{Sessions, Store, StoreError};
use crate::telegram::{self, Secret};

/// Answers on Telegram until SIGINT or SIGTERM; a second one ends the program at once, with exit code 1.
///
/// # Errors
/// If there is no token, the pack has faults, the data folder or an address cannot be used, or Telegram cannot be
/// reached.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let token = settings.token.clone().ok_or(Failure::NoToken)?;
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    // Before all that takes time: a signal that nobody listens to kills the program.
    let signals = runtime.block_on(async { Signals::listen() }).map_err(Failure::Runtime)?;
    let live = Arc::new(pack::live(settings.knowledge.as_deref())?);
    let app = Arc::new(App::serving(Arc::clone(&live), Sessions::new(open(settings, &token)?)));
    tell(settings, &app);
    let _watch = settings.watch.then(|| Watch::start(Arc::clone(&live), |told| live::log(&told))).transpose()?;
    let served = runtime.block_on(async {
        tokio::spawn(reload_on(signals.hangup, live));
        let (updates, doors) = doors::open(&settings.serving, &app).await?;
        let (api_url, admins) = (settings.api_url.clone(), settings.admins.0.clone());
        let bot = telegram::Settings { token, api_url, admins, updates };
        let served = telegram::run(Arc::clone(&app), bot, signals.stop.wait()).await;
        doors.close().await;
        Ok(served?)
    });
    app.flush()?;
    served
}

/// Where the bot keeps things. In a Redis that bots share they are told apart by the public part of their tokens.
fn open(settings: &Settings, token: &Secret) -> Result<Store, StoreError> {
    let Some(url) = &settings.store else { return Store::open(&settings.data) };
    let id = token.reveal().split(':').next().unwrap_or_default();
    Store::shared(url.reveal(), &format!("visitbot:{id}"))
}

fn tell(settings: &Settings, app: &App) {
    let meta = &app.knowledge().pack.meta;
    let (version, data) = (app.live().version(), settings.data.display());
    match settings.store {
        Some(_) => tracing::info!(pack = meta.title, version, "starting, with a shared store"),
        None => tracing::info!(pack = meta.title, version, %data, "starting"),
    }
}

/// Reloads the pack at each signal.
async fn reload_on(mut hangup: Signal, live: Arc<Live>) {
    while hangup.recv().await.is_some() {
        let live = Arc::clone(&live);
        let reload = move || live::log(&live.reload(SystemTime::now()));
        if let Err(error) = tokio::task::spawn_blocking(reload).await {
            tracing::error!(%error, "the reload broke off; the pack in force stays");
        }
    }
}

/// What the bot is told from outside.
struct Signals {
    hangup: Signal,
    stop: Stop,
}

impl Signals {
    /// # Panics
    /// Outside a runtime.
    fn listen() -> io::Result<Signals> {
        let [hangup, interrupt, terminate] =
            [SignalKind::hangup(), SignalKind::interrupt(), SignalKind::terminate()].map(signal);
        Ok(Signals { hangup: hangup?, stop: Stop { interrupt: interrupt?, terminate: terminate? } })
    }
}

/// The signals that end the bot.
struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    /// Waits for the first signal; a second one ends the program at once.
    async fn wait(mut self) {
        self.next().await;
        tracing::info!("stopping; a second signal ends it at once");
        tokio::spawn(async move {
            self.next().await;
            tracing::warn!("ended at once; what is not answered is answered after the next start");
            std::process::exit(1);
        });
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
