//! What operators and their machines ask over HTTP: is the bot alive, is it ready, what did it count. No word of a
//! question and no secret stands in any of the answers.

mod memory;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;

use crate::app::App;
use crate::metrics::page::{self, Standing};

/// The path that tells that the bot is alive.
pub const ALIVE: &str = "/healthz";
/// The path that tells whether it is ready.
pub const READY: &str = "/readyz";
/// The path of the metrics.
pub const METRICS: &str = "/metrics";

/// All of them, GET and HEAD only.
pub fn router(app: Arc<App>) -> Router {
    let alive = || async { "alive\n" };
    Router::new().route(ALIVE, get(alive)).route(READY, get(ready)).route(METRICS, get(metrics)).with_state(app)
}

/// 200, or 503 with the reasons, one a line.
async fn ready(State(app): State<Arc<App>>) -> (StatusCode, String) {
    match blocking(move || faults(&app)).await {
        Ok(faults) if faults.is_empty() => (StatusCode::OK, "ready\n".to_owned()),
        Ok(faults) => (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", faults.join("\n"))),
        Err(status) => (status, String::new()),
    }
}

async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    let page = blocking(move || page::write(app.metrics(), &standing(&app))).await?;
    Ok::<_, StatusCode>(([(header::CONTENT_TYPE, page::CONTENT_TYPE)], page))
}

fn faults(app: &App) -> Vec<String> {
    app.readiness().faults(app.metrics(), app.store(), Instant::now())
}

fn standing(app: &App) -> Standing {
    Standing {
        build: env!("CARGO_PKG_VERSION"),
        pack: app.live().version(),
        reloads: app.live().reloads(),
        ready: faults(app).is_empty(),
        store: app.store().size_on_disk().ok(),
        found: app.store().found(),
        resident: memory::resident(),
    }
}

/// Does what reads or writes the disk where blocking is allowed.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StatusCode> {
    tokio::task::spawn_blocking(work).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
