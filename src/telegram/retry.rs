//! How long to wait before a call is tried again, and when to stop trying.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::requests::Payload;

use super::api::{Api, CallError};

/// Calls that a failing server or network gets: about half a minute in all.
const TRIES: u32 = 7;
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(16);
/// A longer pause than this, asked for by Telegram, is not worth a late answer.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// Calls until it succeeds, is refused, or [`TRIES`] calls failed. A pause that Telegram asks for is kept and counts
/// as no try; only the caller waits, so only its chat.
pub async fn patiently<P, T>(api: &Api, payload: &P) -> Result<T, CallError>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    persistently(|| api.call(payload)).await
}

/// As [`patiently`], for any kind of call.
pub async fn persistently<T, F>(mut call: impl FnMut() -> F) -> Result<T, CallError>
where
    F: Future<Output = Result<T, CallError>>,
{
    let mut failed = 0;
    loop {
        let error = match call().await {
            Ok(result) => return Ok(result),
            Err(error) => error,
        };
        match error {
            CallError::TooMany(pause) if pause <= LONGEST_PAUSE => tokio::time::sleep(pause).await,
            CallError::Server(_) | CallError::Network(_) if failed + 1 < TRIES => {
                tokio::time::sleep(backoff(failed)).await;
                failed += 1;
            }
            error => return Err(error),
        }
    }
}

/// The wait after the `failed`-th failure in a row (from 0): doubling, with up to a quarter more at random, so that
/// many callers do not come back at once.
pub fn backoff(failed: u32) -> Duration {
    let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(failed)).min(LONGEST_WAIT);
    let random = RandomState::new().hash_one(failed) % 256;
    wait + wait.mul_f64(random as f64 / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit() {
        assert!(backoff(0) >= FIRST_WAIT && backoff(0) < FIRST_WAIT * 2);
        assert!(backoff(3) >= FIRST_WAIT * 8);
        assert!(backoff(u32::MAX) <= LONGEST_WAIT * 5 / 4);
    }
}
