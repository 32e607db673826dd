//! One chat sends hundreds of messages at once while others ask at their ease: how long do those wait?

use std::time::{Duration, Instant};

use tokio::time::interval;

use crate::bot::{Bot, quantile};
use crate::server::Server;
use crate::server::telegram::{Question, Telegram, Texts};
use crate::shown;

/// Whose question waits for the bot to start.
const FIRST: i64 = 1;
const FLOODER: i64 = 7;
const FLOOD: usize = 500;
const OTHERS: usize = 50;
/// Messages a second of all others together, and for how long they come.
const RATE: usize = 100;
const SECONDS: usize = 15;
/// When the flood comes, and how long its effect is looked for.
const AT: usize = 5;
const AFTER: Duration = Duration::from_secs(5);
/// Time for what was asked last.
const LAST: Duration = Duration::from_secs(3);

/// Floods the bot that `start` starts, and prints how long the others waited.
pub async fn tell(texts: &[String], start: impl FnOnce(Server) -> anyhow::Result<Bot>) -> anyhow::Result<()> {
    let server = Server::start(Telegram::default()).await?;
    // It is ready once it has answered somebody.
    server.write(|telegram| telegram.ask_poller(FIRST, &texts[0], Texts::Dropped));
    let _bot = start(server.clone())?;
    anyhow::ensure!(server.wait(LAST, |telegram| telegram.answered == 1).await, "the bot does not answer");
    let mut ticks = interval(Duration::from_secs(1) / RATE as u32);
    let mut flooded = Instant::now();
    for number in 0..RATE * SECONDS {
        ticks.tick().await;
        let text = &texts[number % texts.len()];
        server.write(|telegram| telegram.ask_poller(1000 + (number % OTHERS) as i64, text, Texts::Dropped));
        if number == RATE * AT {
            flooded = Instant::now();
            server.write(|telegram| (0..FLOOD).for_each(|_| telegram.ask_poller(FLOODER, text, Texts::Dropped)));
        }
    }
    server.wait(LAST, |telegram| others(&telegram.questions).all(|question| !question.answers.is_empty())).await;
    server.look(|telegram| {
        let before = |asked: Instant| asked < flooded;
        let meanwhile = |asked: Instant| asked >= flooded && asked < flooded + AFTER;
        println!("{OTHERS} chats that ask {RATE} a second, one that floods with {FLOOD} at once:");
        line("before it", &telegram.questions, before);
        line("in the 5 s after it", &telegram.questions, meanwhile);
        let unanswered = others(&telegram.questions).filter(|question| question.answers.is_empty()).count();
        let answered = telegram.questions.iter().filter(|q| q.chat == FLOODER && !q.answers.is_empty()).count();
        println!("  of the others {unanswered} are not answered; of the flood {answered} are");
    });
    Ok(())
}

fn others(questions: &[Question]) -> impl Iterator<Item = &Question> {
    questions.iter().filter(|question| ![FIRST, FLOODER].contains(&question.chat))
}

fn line(when: &str, questions: &[Question], counts: impl Fn(Instant) -> bool) {
    let counted = others(questions).filter(|question| counts(question.asked));
    let waited = counted.filter_map(|question| Some(question.answers.first()?.at.duration_since(question.asked)));
    let mut waited: Vec<Duration> = waited.collect();
    let [median, p99, longest] = [0.5, 0.99, 1.0].map(|share| shown(quantile(&mut waited, share)));
    println!("  the others {when}: median {median}, p99 {p99}, longest {longest}");
}
