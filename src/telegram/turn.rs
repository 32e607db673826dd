//! The desk: takes each turn to its end. A turn that panics costs its own answer only.

mod admin;
mod burst;
mod chat;
mod gaps;
mod group;
mod inline;
mod order;
mod press;
mod say;

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use teloxide::types::CallbackQueryId;

use self::burst::Bursts;
use super::incoming::{Act, By, Me, Target, Turn};
use super::render::Outgoing;
use super::send::Courier;
use crate::app::App;
use crate::event::Locale;
use crate::store::Outage;

/// How a turn ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// It is answered, or Telegram refused the answer for good, or there is none.
    ToItsEnd,
    /// The answer could not be brought to Telegram.
    Undelivered,
}

/// Where turns are taken.
pub struct Desk {
    /// What answers.
    pub app: Arc<App>,
    me: Me,
    /// Ids of those who may command the bot.
    admins: HashSet<i64>,
    courier: Courier,
    bursts: Bursts,
    outage: Outage,
}

impl Desk {
    /// A desk at which `app` answers through `courier` in the name of `me`, commanded by `admins`.
    pub fn new(app: Arc<App>, courier: Courier, me: Me, admins: &[u64]) -> Desk {
        let admins = admins.iter().filter_map(|&id| i64::try_from(id).ok()).collect();
        Desk { app, me, admins, courier, bursts: Bursts::default(), outage: Outage::default() }
    }

    /// Takes a turn to its end; a panic in it is logged and answered with an apology.
    pub async fn serve(self: Arc<Self>, turn: Turn) -> Served {
        let (target, awaited) = (turn.target.clone(), turn.is_awaited());
        let gauges = self.courier.gauges();
        if panics(Arc::clone(&self).take(turn)).await {
            tracing::error!(chat = %target.chat, message = ?target.message, "a turn panicked; the bot goes on");
            gauges.panics.one();
            if awaited {
                self.tell(&target, "telegram-failed").await;
            }
        }
        gauges.served.one();
        if !self.courier.gave_up(target.chat) {
            return Served::ToItsEnd;
        }
        gauges.undelivered.one();
        Served::Undelivered
    }

    async fn take(self: Arc<Self>, mut turn: Turn) {
        let now = SystemTime::now();
        let before = self.app.session(&turn.asker, now);
        turn.target.locale = before.reads(now, turn.target.locale);
        match turn.act.clone() {
            Act::Say(event) => self.say(&turn, event, before, now).await,
            Act::Press(button) => self.press(&turn, button, &before, now).await,
            Act::Order(order, argument) => self.order(&turn, order, &argument, now).await,
            Act::Arrived => self.greet(&turn.target).await,
            Act::Removed => self.removed(turn.target.chat),
            Act::Moved(to) => self.moved(turn.target.chat, to),
        }
    }

    /// Whether somebody may command the bot.
    pub fn is_admin(&self, by: By) -> bool {
        self.admins.contains(&by.id)
    }

    /// Whether a turn for which nobody waits is to be taken: group talk only where the group's admins want that.
    pub fn heeds(&self, turn: &Turn) -> bool {
        !matches!(turn.act, Act::Say(_)) || self.speaks_up(&turn.target, SystemTime::now())
    }

    /// Answers the press of a button that means nothing any more.
    pub async fn refuse(self: Arc<Self>, query: CallbackQueryId) {
        self.toast(query, Locale::default(), "button-outdated").await;
    }

    /// Answers a press that is dropped because its chat floods.
    pub async fn put_off(self: Arc<Self>, query: CallbackQueryId) {
        self.toast(query, Locale::default(), "telegram-busy").await;
    }

    /// Says, once a flood, that messages are dropped. A group is told by its own limit.
    pub async fn warn_flood(self: Arc<Self>, target: Target) {
        if !target.is_group() {
            self.tell(&target, "telegram-busy").await;
        }
    }

    async fn toast(&self, query: CallbackQueryId, locale: Locale, key: &str) {
        self.courier.acknowledge(query, Some(self.phrase(locale, key))).await;
    }

    /// Says one of the bot's own phrases.
    async fn tell(&self, target: &Target, key: &str) {
        let line = Outgoing::line(&self.phrase(target.locale, key));
        self.courier.deliver(target, vec![line]).await;
    }

    /// One of the bot's own phrases, as it is read there.
    fn phrase(&self, locale: Locale, key: &str) -> String {
        locale.script.write(self.app.knowledge().wording(locale.language).say(key)).into_owned()
    }
}

/// Does `work` and tells whether it panicked; then it is not gone on with.
async fn panics(work: impl Future<Output = ()>) -> bool {
    let mut work = std::pin::pin!(work);
    let poll = |context: &mut Context<'_>| {
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.map_or(Poll::Ready(true), |polled| polled.map(|()| false))
    };
    std::future::poll_fn(poll).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_noticed_and_goes_no_further() {
        assert!(panics(async { std::panic::resume_unwind(Box::new("for the test")) }).await);
        assert!(!panics(async {}).await);
    }
}
