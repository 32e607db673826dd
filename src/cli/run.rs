//! `run`: the bot on Telegram, from its start to a clean stop.

use std::io;
use std::sync::Arc;

use tokio::runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::failure::Failure;
use super::pack;
use super::settings::{Secret, Settings};
use crate::app::App;
use crate::store::Sessions;

/// Answers on Telegram until SIGINT or SIGTERM.
///
/// # Errors
/// If there is no token, the pack has faults, the data folder cannot be used, or Telegram cannot be reached.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let token = settings.token.clone().ok_or(Failure::NoToken)?;
    let knowledge = pack::knowledge(settings.knowledge.as_deref())?;
    let app = Arc::new(App::new(knowledge, Sessions::open(&settings.data)?));
    tracing::info!(version = app.knowledge().pack.meta.version, "the pack is loaded");
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    let served = runtime.block_on(async {
        let stop = Stop::listen().map_err(Failure::Runtime)?;
        serve(Arc::clone(&app), token, settings, stop).await
    });
    app.flush()?;
    served
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

async fn serve(app: Arc<App>, token: Secret, settings: &Settings, stop: Stop) -> Result<(), Failure> {
    let _ = (app, token, &settings.api_url, &settings.admins, stop.wait());
    Err(Failure::NotYet("run".to_owned()))
}
