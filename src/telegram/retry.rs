//! How long to wait before a call is tried again, and when to stop trying.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::requests::Payload;

use super::api::{Api, CallError, Upload};

/// How long trouble is waited out where an answer is of use only at once.
const BRIEFLY: Duration = Duration::from_secs(30);
/// How long it is waited out for the sake of a reply; Telegram keeps questions for as long.
const PATIENTLY: Duration = Duration::from_secs(24 * 60 * 60);
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(16);

/// Calls until it succeeds, is refused for good, or a day is over; a pause that Telegram asks for is kept to the second.
/// Only the caller waits, so only its chat.
pub async fn patiently<P, T>(api: &Api, payload: &P) -> Result<T, CallError>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    again(api, PATIENTLY, || api.call(payload)).await
}

/// As [`patiently`], for half a minute.
pub async fn briefly<P, T>(api: &Api, payload: &P) -> Result<T, CallError>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    again(api, BRIEFLY, || api.call(payload)).await
}

/// As [`patiently`], with a file.
pub async fn upload<P, T>(api: &Api, payload: &P, file: &Upload) -> Result<T, CallError>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    again(api, PATIENTLY, || api.upload(payload, file)).await
}

async fn again<T, F>(api: &Api, patience: Duration, call: impl Fn() -> F) -> Result<T, CallError>
where
    F: Future<Output = Result<T, CallError>>,
{
    let begun = Instant::now();
    let mut failed = 0;
    loop {
        let result = {
            let _slot = api.slot().await;
            call().await
        };
        api.gauges().calls.of(&result).one();
        let Err(error) = result else { return result };
        let wait = match &error {
            CallError::TooMany(pause) => *pause,
            CallError::Server(_) | CallError::Unconnected(_) | CallError::Network(_) => {
                failed += 1;
                backoff(failed - 1)
            }
            _ => return Err(error),
        };
        if begun.elapsed() + wait > patience {
            return Err(error);
        }
        tokio::time::sleep(wait).await;
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
