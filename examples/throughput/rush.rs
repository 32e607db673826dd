//! All at once: thousands of messages wait when the bot comes, and it answers as fast as it can.

use std::time::{Duration, Instant};

use visitbot::dialogue::is_piece;
use visitbot::knowledge::{Knowledge, source};
use visitbot::scoring::question::Set;

use crate::Args;
use crate::bot::Bot;
use crate::server::Server;
use crate::server::telegram::{Telegram, Texts};

/// Time without any answer after which no more are expected.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a bot did.
pub struct Rush {
    /// Messages a second, from the first that was handed out to the last answer.
    pub a_second: f64,
    /// From handing a message out to its answer.
    pub times: Vec<Duration>,
    /// MiB at the end.
    pub resident: f64,
}

/// Lets the bot that `start` starts answer all that waits for it.
pub async fn rush(
    args: &Args,
    texts: &[String],
    start: impl FnOnce(Server) -> anyhow::Result<Bot>,
) -> anyhow::Result<Rush> {
    let server = Server::start(Telegram::default()).await?;
    server.write(|telegram| {
        for number in 0..args.questions {
            telegram.ask_poller(1000 + (number % args.chats) as i64, &texts[number % texts.len()], Texts::Dropped);
        }
    });
    let bot = start(server.clone())?;
    let all = server.wait(PATIENCE, |telegram| telegram.answered == telegram.questions.len()).await;
    let resident = bot.resident().unwrap_or_default();
    drop(bot);
    let done = server.look(|telegram| {
        let asked = telegram.questions.iter();
        asked.filter_map(|question| Some((question.handed?, question.answers.first()?.at))).collect::<Vec<_>>()
    });
    anyhow::ensure!(all, "of {} messages it answered {}", args.questions, done.len());
    let first: Option<Instant> = done.iter().map(|(handed, _)| *handed).min();
    let last = done.iter().map(|(_, answered)| *answered).max();
    let took = first.zip(last).map_or(f64::NAN, |(first, last)| last.duration_since(first).as_secs_f64());
    let times = done.iter().map(|(handed, answered)| answered.duration_since(*handed)).collect();
    Ok(Rush { a_second: done.len() as f64 / took, times, resident })
}

/// The pack's own questions, but for pieces of them: a line that follows within a second is read together with those.
pub fn texts() -> anyhow::Result<Vec<String>> {
    let knowledge = Knowledge::load(&source::builtin()).map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let sets = Set::parse_all(&source::builtin_questions()).map_err(|faults| anyhow::anyhow!(faults.join("\n")))?;
    let questions = sets.into_iter().flat_map(|set| set.questions);
    let first = questions.filter_map(|question| question.turns.into_iter().next());
    Ok(first.filter(|text| !is_piece(&knowledge, text)).collect())
}
