//! What admins of the bot do: reload, roll back, look at figures and reasons.

use std::sync::Arc;
use std::time::SystemTime;

use super::Desk;
use crate::app::App;
use crate::chart;
use crate::explain;
use crate::journal::day::Day;
use crate::journal::tallies::Tally;
use crate::live::{self, Live, Refusal};
use crate::store::StoreError;
use crate::telegram::incoming::{Target, Turn};
use crate::telegram::order::Order;

/// Days of which `/stats` tells, unless others are asked for.
const DAYS: u32 = 7;
/// Days that a chart shows.
const CHARTED: usize = 14;

impl Desk {
    /// Carries out a command of an admin's.
    pub(super) async fn command(&self, turn: &Turn, order: Order, argument: &str, now: SystemTime) {
        let target = &turn.target;
        match order {
            Order::Reload => self.change(target, move |live| live.reload(now)).await,
            Order::Rollback => match steps(argument) {
                Some(steps) => self.change(target, move |live| live.rollback(steps, now)).await,
                None => self.versions(target, now).await,
            },
            Order::Gaps => self.gaps(target, now).await,
            Order::Learn => self.learn(turn, argument, now).await,
            Order::Unlearn => self.unlearn(turn, argument, now).await,
            Order::Stats => self.stats(target, argument, now).await,
            Order::Explain => self.explain(target, argument, now).await,
            Order::Export => self.export(target, now).await,
            _ => {}
        }
    }

    /// A change of the knowledge, told in full.
    async fn change<F>(&self, target: &Target, change: F)
    where
        F: FnOnce(&Live) -> Result<live::Change, Refusal> + Send + 'static,
    {
        let outcome = self.blocking(move |app| {
            let outcome = change(app.live());
            live::log(&outcome);
            outcome
        });
        let outcome = outcome.await;
        let knowledge = self.app.knowledge();
        let lines = match &outcome {
            Some(Ok(change)) => change.lines(&knowledge),
            Some(Err(refusal)) => refusal.lines(&knowledge),
            None => vec![knowledge.say("telegram-failed").to_owned()],
        };
        self.tell_lines(target, &lines).await;
    }

    /// Does what takes its time where blocking is allowed; `None` if it panicked.
    pub(super) async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&App) -> T + Send + 'static) -> Option<T> {
        let app = Arc::clone(&self.app);
        tokio::task::spawn_blocking(move || work(&app)).await.ok()
    }

    /// The packs to which one can go back.
    async fn versions(&self, target: &Target, now: SystemTime) {
        let knowledge = self.app.knowledge();
        let history = self.blocking(move |app| app.live().history(now)).await.unwrap_or_default();
        let line = |(steps, served): (usize, &live::Served)| {
            let since = chrono::DateTime::<chrono::Utc>::from(served.since).format("%m-%d %H:%M UTC").to_string();
            let line = knowledge.say("version-line").replace("{steps}", &steps.to_string());
            let line = line.replace("{version}", &served.version).replace("{since}", &since);
            line.replace("{entries}", &served.entries.to_string())
        };
        let mut lines = vec![knowledge.say("version-title").to_owned()];
        lines.extend(history.iter().enumerate().map(line));
        self.tell_lines(target, &lines).await;
    }

    async fn stats(&self, target: &Target, argument: &str, now: SystemTime) {
        let days = argument.parse().unwrap_or(DAYS);
        match self.blocking(move |app| app.journal().stats(days, now)).await {
            Some(Ok(stats)) => {
                let knowledge = self.app.knowledge();
                self.tell_lines(target, &stats.lines(&knowledge)).await;
                if stats.total.questions > 0 {
                    let days = stats.days.iter().rev().take(CHARTED).rev().map(charted).collect();
                    let chart = knowledge.wording(target.locale.language).days(days);
                    self.show(target, chart, target.locale.script).await;
                }
            }
            Some(Err(error)) => self.failed(target, &error).await,
            None => self.tell(target, "telegram-failed").await,
        }
    }

    /// Says that the journal failed.
    pub async fn failed(&self, target: &Target, error: &StoreError) {
        tracing::error!(%error, "the journal cannot be read or written");
        self.tell(target, "telegram-failed").await;
    }

    /// How the replied-to message was decided, or how a question would be.
    async fn explain(&self, target: &Target, question: &str, now: SystemTime) {
        let knowledge = self.app.knowledge();
        if !question.is_empty() {
            let told = explain::explain(&knowledge, question, explain::Detail::Plain).to_string();
            return self.tell_lines(target, &[told]).await;
        }
        let replied = target.replied.as_ref().map(|replied| i64::from(replied.id.0));
        let record = replied.map(|id| self.app.journal().recorded(&target.chat.to_string(), id, now));
        match record {
            Some(Ok(Some(record))) => self.tell_lines(target, &record.lines(&knowledge)).await,
            Some(Err(error)) => self.failed(target, &error).await,
            _ => self.tell(target, "explain-unknown").await,
        }
    }

    async fn export(&self, target: &Target, now: SystemTime) {
        let read = move |app: &App| [app.journal().gaps_csv(now), app.journal().votes_csv(&app.knowledge(), now)];
        let Some(tables) = self.blocking(read).await else { return self.tell(target, "telegram-failed").await };
        for (name, table) in ["gaps.csv", "votes.csv"].into_iter().zip(tables) {
            match table {
                Ok(table) => drop(self.courier.document(target, name, table.into_bytes()).await),
                Err(error) => self.failed(target, &error).await,
            }
        }
    }
}

fn charted((day, tally): &(Day, Tally)) -> chart::Day {
    let counts = [tally.answered, tally.offered, tally.declined, tally.silent];
    chart::Day { name: day.short(), counts: counts.map(|count| u32::try_from(count).unwrap_or(u32::MAX)) }
}

/// The steps to go back: one, if nothing is said of them.
fn steps(argument: &str) -> Option<usize> {
    if argument.is_empty() { Some(1) } else { argument.parse().ok().filter(|&steps| steps > 0) }
}
