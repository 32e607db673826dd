//! `run`: the bot on Telegram, from its start to a clean stop.

use std::io;
use std::sync::Arc;

use tokio::runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::failure::Failure;
use super::pack;
use super::settings::Settings;
use crate::app::App;
use crate::store::Sessions;
use crate::telegram;

/// Answers on Telegram until SIGINT or SIGTERM.
///
/// # Errors
/// If there is no token, the pack has faults, the data folder cannot be used, or Telegram cannot be reached.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let token = settings.token.clone().ok_or(Failure::NoToken)?;
    let knowledge = pack::knowledge(settings.knowledge.as_deref())?;
    let app = Arc::new(App::new(knowledge, Sessions::open(&settings.data)?));
    tell(settings, &app);
    let bot = telegram::Settings { token, api_url: settings.api_url.clone(), admins: settings.admins.0.clone() };
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    let served = runtime.block_on(async {
        let stop = Stop::listen().map_err(Failure::Runtime)?;
        Ok(telegram::run(Arc::clone(&app), bot, stop.wait()).await?)
    });
    app.flush()?;
    served
}

fn tell(settings: &Settings, app: &App) {
    let meta = &app.knowledge().pack.meta;
    tracing::info!(pack = meta.title, version = meta.version, data = %settings.data.display(), "starting");
}

/// The signals that end the bot.
struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    fn listen() -> io::Result<Stop> {
        Ok(Stop { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        tracing::info!("stopping");
    }
}
