//! Commands that are not for the dialogue. Who may not give one learns nothing of it.

use std::time::{Duration, SystemTime};

use super::Desk;
use crate::event::{Audience, Event, Input};
use crate::journal::chats::{LONGEST_QUIET, Watch, quiet_until};
use crate::telegram::incoming::{Target, Turn};
use crate::telegram::order::{Level, Order};
use crate::telegram::render::{self, Outgoing};

impl Desk {
    /// Carries out an order, if who gives it may.
    pub(super) async fn order(&self, turn: &Turn, order: Order, argument: &str, now: SystemTime) {
        let allowed = match order.level() {
            Level::Anyone => true,
            Level::GroupAdmin => !turn.target.is_group() || self.is_group_admin(turn).await,
            Level::BotAdmin => self.admins.contains(&turn.by.id),
        };
        if !allowed {
            tracing::warn!(?order, by = turn.by.id, chat = %turn.target.chat, "an order by somebody who may not give it");
            return self.unknown(turn, now).await;
        }
        let private = order.level() == Level::BotAdmin && order != Order::Explain;
        match order {
            _ if private && turn.target.is_group() => self.tell(&turn.target, "private-only").await,
            Order::Watch | Order::Quiet if !turn.target.is_group() => self.tell(&turn.target, "group-only").await,
            Order::Watch => self.watch(&turn.target, argument, now).await,
            Order::Quiet => self.quiet(&turn.target, argument, now).await,
            Order::Privacy => self.privacy(turn, now).await,
            Order::Forget => self.forget(turn, now).await,
            order => self.command(turn, order, argument, now).await,
        }
    }

    /// As any command that there is not: silence in a group, a hint in private.
    async fn unknown(&self, turn: &Turn, now: SystemTime) {
        if !turn.target.is_group() {
            let unknown = Event::new(Audience::Private, Input::Text("/unknown".to_owned())).read_in(turn.target.locale);
            self.say(turn, unknown, self.app.session(&turn.asker, now), now).await;
        }
    }

    async fn watch(&self, target: &Target, argument: &str, now: SystemTime) {
        let (journal, chat) = (self.app.journal(), target.chat.to_string());
        let wanted = match argument.to_ascii_lowercase().as_str() {
            "on" => Watch::On,
            "off" => Watch::Off,
            _ => {
                let on = journal.chat(&chat, now).unwrap_or_default().watch == Watch::On;
                let usage = self.phrase(target.locale, "watch-usage").replace("{now}", if on { "on" } else { "off" });
                return self.tell_lines(target, &[usage]).await;
            }
        };
        let key = match (journal.set_watch(&chat, wanted, now), wanted) {
            (Err(error), _) => {
                tracing::error!(%error, "a setting could not be kept");
                "telegram-failed"
            }
            (Ok(()), Watch::Off) => "watch-off",
            (Ok(()), Watch::On) if self.me.sees_all => "watch-on",
            (Ok(()), Watch::On) => "watch-blind",
        };
        self.tell(target, key).await;
    }

    async fn quiet(&self, target: &Target, argument: &str, now: SystemTime) {
        let chat = target.chat.to_string();
        if argument.eq_ignore_ascii_case("off") {
            let key = match self.app.journal().set_quiet(&chat, now, now) {
                Ok(()) => "quiet-off",
                Err(_) => "telegram-failed",
            };
            return self.tell(target, key).await;
        }
        let Some(time) = length(argument) else { return self.tell(target, "quiet-usage").await };
        let shown = if time > LONGEST_QUIET { "7d" } else { argument };
        let line = self.phrase(target.locale, "quiet-on").replace("{time}", shown);
        match self.app.journal().set_quiet(&chat, quiet_until(now, time), now) {
            Ok(()) => self.tell_lines(target, &[line]).await,
            Err(_) => self.tell(target, "telegram-failed").await,
        }
    }

    /// What is kept; how much of it is for no group to read.
    async fn privacy(&self, turn: &Turn, now: SystemTime) {
        let (target, knowledge) = (&turn.target, self.app.knowledge());
        let mut lines = vec![self.phrase(target.locale, "privacy")];
        if target.is_group() {
            if self.passes_line(target, now).await {
                self.tell_lines(target, &lines).await;
            }
            return;
        }
        let user = turn.asker.user.clone();
        let kept = self.blocking(move |app| app.journal().kept_of(&user, now)).await;
        lines.extend(kept.and_then(Result::ok).map(|kept| kept.line(knowledge.wording(target.locale.language))));
        self.tell_lines(target, &lines).await;
    }

    /// Deletes what is kept of a person; a group reads only that it is done.
    async fn forget(&self, turn: &Turn, now: SystemTime) {
        let (target, knowledge) = (&turn.target, self.app.knowledge());
        let user = turn.asker.user.clone();
        let line = match self.blocking(move |app| app.journal().forget(&user)).await {
            Some(Ok(_)) if target.is_group() => self.phrase(target.locale, "forgotten"),
            Some(Ok(kept)) => kept.forgotten(knowledge.wording(target.locale.language)),
            failed => {
                let error = failed.and_then(Result::err);
                tracing::error!(?error, "what is kept of a person could not be deleted");
                self.phrase(target.locale, "telegram-failed")
            }
        };
        if self.passes_line(target, now).await {
            self.tell_lines(target, &[line]).await;
        }
    }

    /// Deletes what a turn of somebody left that was under way when they were forgotten, and what came after it.
    pub async fn forget_again(&self, user: String) {
        if !matches!(self.blocking(move |app| app.journal().forget(&user)).await, Some(Ok(_))) {
            tracing::error!("what is kept of a person could not be deleted");
        }
    }

    /// Says lines, the first in bold.
    pub(super) async fn tell_lines(&self, target: &Target, lines: &[String]) {
        let lines: Vec<String> = lines.iter().map(|line| target.locale.script.write(line).into_owned()).collect();
        let messages: Vec<Outgoing> = render::notice(&lines);
        self.courier.deliver(target, messages).await;
    }
}

/// A length of time such as `30m`, `1h`, `2天`; at least a minute.
fn length(typed: &str) -> Option<Duration> {
    let typed = typed.trim();
    let unit_at = typed.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = typed[..unit_at].parse().ok().filter(|&number| number > 0)?;
    let minutes = match typed[unit_at..].trim().to_lowercase().as_str() {
        "m" | "min" | "分" | "分钟" | "分鐘" => 1,
        "h" | "小时" | "小時" | "个小时" => 60,
        "d" | "天" | "日" => 24 * 60,
        _ => return None,
    };
    Some(Duration::from_secs(number.checked_mul(minutes * 60)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_read_or_refused() {
        let hours = |hours: u64| Some(Duration::from_secs(hours * 3600));
        assert_eq!(
            [length("1h"), length("60m"), length(" 1 小时"), length("2天")],
            [hours(1), hours(1), hours(1), hours(48)]
        );
        for absurd in ["", "h", "0m", "-1h", "1", "1y", "99999999999999999999h", "18446744073709551615d"] {
            assert_eq!(length(absurd), None, "{absurd}");
        }
    }
}
