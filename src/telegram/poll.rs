//! The polling loop: fetches updates, hands them to the intake, which keeps them, and only then tells Telegram that they arrived.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use serde::de::IgnoredAny;
use serde_json::Value;
use teloxide::payloads::{GetUpdates, GetUpdatesSetters};
use teloxide::types::AllowedUpdate;

use super::TelegramError;
use super::api::{Api, CallError};
use super::intake::Intake;
use super::retry::backoff;
use super::update;

/// Seconds for which Telegram holds a poll open.
const POLL: u32 = 25;
/// A server that cannot hold a poll open answers sooner than this, and is not asked again before.
const EARLY: Duration = Duration::from_millis(100);
/// The pause before it is asked again whether updates can be fetched and kept.
const ASIDE: Duration = Duration::from_millis(200);
/// What Telegram's refusal names if a webhook is set.
const WEBHOOK: &str = "webhook";
/// How long the last confirmation may take.
const CONFIRM: Duration = Duration::from_secs(3);
/// The kinds of update that the bot asks for.
pub const KINDS: [AllowedUpdate; 6] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
    AllowedUpdate::InlineQuery,
    AllowedUpdate::ChosenInlineResult,
];

/// Polls until `stop`; returns the offset that is still to be confirmed.
///
/// # Errors
/// If the token is withdrawn or somebody else takes the updates. Other trouble is waited out.
pub async fn until(
    mut stop: Pin<&mut impl Future<Output = ()>>,
    api: &Api,
    intake: &Intake,
) -> Result<Option<i32>, TelegramError> {
    let mut offset = None;
    let mut outage = Outage { failed: 0 };
    loop {
        if !intake.may_fetch() {
            tokio::select! {
                () = &mut stop => return Ok(offset),
                () = tokio::time::sleep(ASIDE) => continue,
            }
        }
        let (request, asked) = (outage.shorten(request(offset)), Instant::now());
        let fetched = tokio::select! {
            () = &mut stop => return Ok(offset),
            fetched = api.call::<_, Vec<Value>>(&request) => fetched,
        };
        let wait = match fetched {
            Ok(updates) => {
                outage.end();
                let early = updates.is_empty() && asked.elapsed() < EARLY;
                let last = updates.iter().filter_map(update::id).max();
                match intake.accept(updates).await {
                    Ok(_) => {
                        offset = last.map(next).or(offset);
                        if early { EARLY } else { Duration::ZERO }
                    }
                    // They are asked for again once they can be kept.
                    Err(_) => ASIDE,
                }
            }
            // Two of those who share the work may poll for a moment, when one takes over from another.
            Err(CallError::Conflict(reason)) if intake.is_shared() && !reason.contains(WEBHOOK) => {
                outage.wait(CallError::Conflict(reason))
            }
            Err(error) => outage.wait(fatal(error)?),
        };
        tokio::select! {
            () = &mut stop => return Ok(offset),
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Confirms what was handed over by the last poll, so that it does not come again after a restart.
pub async fn confirm(api: &Api, offset: Option<i32>) {
    let Some(offset) = offset else { return };
    let request = request(Some(offset)).timeout(0).limit(1);
    match tokio::time::timeout(CONFIRM, api.call::<_, IgnoredAny>(&request)).await {
        Ok(Ok(_)) => {}
        _ => tracing::warn!("the last updates could not be confirmed; Telegram will send them again"),
    }
}

fn request(offset: Option<i32>) -> GetUpdates {
    let request = GetUpdates::new().timeout(POLL).allowed_updates(KINDS);
    match offset {
        Some(offset) => request.offset(offset),
        None => request,
    }
}

fn next(id: u32) -> i32 {
    i32::try_from(id).unwrap_or(i32::MAX).saturating_add(1)
}

/// The error again if waiting may help.
fn fatal(error: CallError) -> Result<CallError, TelegramError> {
    match error {
        CallError::Token => Err(TelegramError::Token),
        CallError::Conflict(reason) if reason.contains(WEBHOOK) => Err(TelegramError::WebhookSet),
        CallError::Conflict(_) => Err(TelegramError::SecondPoller),
        other => Ok(other),
    }
}

/// A time without updates, told in the log once at its start and once at its end.
struct Outage {
    failed: u32,
}

impl Outage {
    /// After a failure the next poll is not held open, so that the end of the outage is known at once.
    fn shorten(&self, request: GetUpdates) -> GetUpdates {
        if self.failed > 0 { request.timeout(0) } else { request }
    }

    fn wait(&mut self, error: CallError) -> Duration {
        if self.failed == 0 {
            tracing::warn!(%error, "no updates from Telegram; trying again until it works");
        }
        let wait = match error {
            CallError::TooMany(pause) => pause,
            _ => backoff(self.failed),
        };
        self.failed = self.failed.saturating_add(1);
        wait
    }

    fn end(&mut self) {
        if self.failed > 0 {
            tracing::info!(tries = self.failed, "updates from Telegram again");
        }
        self.failed = 0;
    }
}
