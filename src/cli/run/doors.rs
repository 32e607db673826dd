//! The sockets of a running bot: the webhook's and the probes', together or apart.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::cli::failure::Failure;
use crate::cli::settings::{PushedTo, Serving};
use crate::probes;
use crate::telegram::webhook::{self, Webhook};
use crate::telegram::{Secret, Updates};

/// How long requests in flight may take at the end.
const LAST_REQUESTS: Duration = Duration::from_secs(2);

/// The open sockets.
pub struct Doors {
    serving: JoinSet<std::io::Result<()>>,
    close: watch::Sender<()>,
}

/// Listens where it was asked for, and tells how updates come.
///
/// # Errors
/// If an address is none, or taken; if there are no random numbers for a secret.
pub async fn open(serving: &Serving, app: &Arc<App>) -> Result<(Updates, Doors), Failure> {
    let mut doors = Doors { serving: JoinSet::new(), close: watch::Sender::new(()) };
    let apart = serving.metrics_listen.as_deref();
    let mut main = match apart {
        Some(_) => Router::new(),
        None => probes::router(Arc::clone(app)),
    };
    if let Some(address) = apart {
        doors.add("--metrics-listen", address, probes::router(Arc::clone(app))).await?;
    }
    let mut updates = Updates::Polled;
    if let Some(pushed_to) = &serving.webhook {
        (main, updates) = with_webhook(main, pushed_to, app)?;
    }
    match (&serving.listen, &updates) {
        (Some(address), Updates::Polled) if apart.is_some() => {
            tracing::warn!(address, "nothing listens here: no webhook is set, and --metrics-listen has the rest");
        }
        (Some(address), _) => doors.add("--listen", address, main).await?,
        (None, _) => {}
    }
    Ok((updates, doors))
}

fn with_webhook(router: Router, pushed_to: &PushedTo, app: &App) -> Result<(Router, Updates), Failure> {
    let secret = pushed_to.secret.clone().map_or_else(Secret::random, Ok).map_err(Failure::Runtime)?;
    let (hand_over, calls) = webhook::channel();
    let metrics = Arc::clone(app.metrics());
    let router = webhook::add(router, &pushed_to.url, secret.clone(), metrics, hand_over);
    let (url, at_stop) = (pushed_to.url.clone(), pushed_to.at_stop);
    Ok((router, Updates::Pushed(Webhook { url, secret, at_stop, calls })))
}

impl Doors {
    async fn add(&mut self, option: &'static str, address: &str, router: Router) -> Result<(), Failure> {
        let refused = |reason| Failure::Listen { option, address: address.to_owned(), reason };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        tracing::info!(%address, "listening");
        let mut close = self.close.subscribe();
        let closed = async move { drop(close.changed().await) };
        self.serving.spawn(axum::serve(listener, router).with_graceful_shutdown(closed).into_future());
        Ok(())
    }

    /// Lets requests in flight end, and closes.
    pub async fn close(mut self) {
        drop(self.close);
        let ended = async { while self.serving.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_REQUESTS, ended).await.is_err() {
            tracing::warn!("somebody kept a connection open at the end");
        }
    }
}
