//! Commands that are not for the dialogue. Who may not give one learns nothing of it.

use super::Desk;
use crate::event::{Audience, Event, Input};
use crate::telegram::incoming::Turn;
use crate::telegram::order::{Level, Order};

impl Desk {
    /// Carries out an order, if who gives it may.
    pub(super) async fn order(&self, turn: &Turn, order: Order, argument: &str) {
        let allowed = match order.level() {
            Level::Anyone => true,
            Level::GroupAdmin => self.is_group_admin(turn).await,
            Level::BotAdmin => self.admins.contains(&turn.by.id),
        };
        if !allowed {
            tracing::warn!(?order, by = turn.by.id, chat = %turn.target.chat, "an order by somebody who may not give it");
            return self.unknown(turn).await;
        }
        self.carry_out(turn, order, argument).await;
    }

    /// As any command that there is not: silence in a group, a hint in private.
    async fn unknown(&self, turn: &Turn) {
        if !turn.target.is_group() {
            let unknown = Event { audience: Audience::Private, input: Input::Text("/unknown".to_owned()) };
            self.say(turn, unknown).await;
        }
    }

    async fn carry_out(&self, turn: &Turn, order: Order, argument: &str) {
        let _ = (turn, order, argument);
    }
}
