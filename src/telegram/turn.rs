//! One turn: the app decides, the reply is rendered and delivered. A turn that panics costs its own answer only.

use std::sync::Arc;
use std::time::SystemTime;

use teloxide::types::CallbackQueryId;
use tokio::task::JoinSet;

use super::incoming::{Cause, Target, Turn};
use super::render::{self, Outgoing};
use super::send::Courier;
use crate::app::App;

/// Where turns are taken.
pub struct Desk {
    /// What answers.
    pub app: Arc<App>,
    courier: Courier,
}

impl Desk {
    /// A desk at which `app` answers through `courier`.
    pub fn new(app: Arc<App>, courier: Courier) -> Desk {
        Desk { app, courier }
    }

    /// Takes a turn to its end; a panic in it is logged and answered with an apology.
    pub async fn serve(self: Arc<Self>, turn: Turn) {
        let target = turn.target.clone();
        if panics(Arc::clone(&self).answer(turn)).await {
            tracing::error!(chat = %target.chat, message = %target.message, "a turn panicked; the bot goes on");
            self.tell(&target, "telegram-failed").await;
        }
    }

    async fn answer(self: Arc<Self>, turn: Turn) {
        if let Cause::Press(query) = &turn.cause {
            self.courier.acknowledge(query.clone(), None).await;
        }
        let reply = self.app.turn_or_forget(&turn.asker, &turn.event, SystemTime::now());
        tracing::debug!(chat = turn.asker.chat, verdict = ?reply.verdict, entry = reply.entry, "a turn");
        let messages = render::messages(&reply, self.app.knowledge().say("button-source"));
        match turn.cause {
            Cause::Edit => self.courier.replace(&turn.target, messages).await,
            Cause::Message | Cause::Press(_) => self.courier.deliver(&turn.target, messages).await,
        }
    }

    /// Answers the press of a button that means nothing any more.
    pub async fn refuse(self: Arc<Self>, query: CallbackQueryId) {
        self.toast(query, "button-outdated").await;
    }

    /// Answers a press that is dropped because its chat floods.
    pub async fn put_off(self: Arc<Self>, query: CallbackQueryId) {
        self.toast(query, "telegram-busy").await;
    }

    /// Says, once a flood, that messages are dropped.
    pub async fn warn_flood(self: Arc<Self>, target: Target) {
        self.tell(&target, "telegram-busy").await;
    }

    async fn toast(&self, query: CallbackQueryId, key: &str) {
        let text = self.app.knowledge().say(key).to_owned();
        self.courier.acknowledge(query, Some(text)).await;
    }

    async fn tell(&self, target: &Target, key: &str) {
        let line = Outgoing::line(self.app.knowledge().say(key));
        self.courier.deliver(target, vec![line]).await;
    }
}

/// Does `work` in a task of its own and tells whether it panicked. The task ends with this future.
async fn panics(work: impl Future<Output = ()> + Send + 'static) -> bool {
    let mut task = JoinSet::new();
    task.spawn(work);
    matches!(task.join_next().await, Some(Err(error)) if error.is_panic())
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
