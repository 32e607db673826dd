//! Kills the bot again and again under load, in foul weather, and counts what became of each question.
//!
//!     cargo build --release && cargo run --release --example chaos
//!
//! A server of this program stands for Telegram. It answers 429, 500 and now and then 409, drops connections before and
//! after it has taken a message, is slow, mixes chats and delivers updates again. Exits with 1 if a question is lost,
//! answered more often than kills and lost answers explain, or answered as if the dialogue before it had not been.

#[path = "../bot_api/bot.rs"]
mod bot;
mod people;
mod pushes;
mod replicas;
#[path = "../bot_api/server.rs"]
mod server;
mod verdict;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use fastrand::Rng;
use tokio::time::{Instant, MissedTickBehavior, interval};

use self::people::People;
use self::pushes::Pushes;
use self::replicas::{Fleet, Order};
use self::server::Server;
use self::server::telegram::{Telegram, Texts};
use self::server::weather::Weather;

/// Kills in a hundred that are followed by one more while the bot starts.
const AGAIN: u32 = 10;
/// Kills that may be due before people wait with their questions.
const DUE: usize = 2;
/// Time without any answer after which no more are expected.
const PATIENCE: Duration = Duration::from_secs(60);
const TOLD: Duration = Duration::from_secs(10);

/// Kills the bot under load and checks that no question is lost.
#[derive(Debug, Parser)]
struct Args {
    /// Questions asked
    #[arg(long, default_value_t = 20_000)]
    questions: usize,
    /// SIGKILLs, at random moments
    #[arg(long, default_value_t = 200)]
    kills: usize,
    /// Private chats that ask, in turn; every fourth holds dialogues
    #[arg(long, default_value_t = 1000)]
    chats: usize,
    /// Questions a second
    #[arg(long, default_value_t = 100)]
    rate: usize,
    /// Milliseconds that Telegram may take for a message; what is on its way when a kill falls comes twice
    #[arg(long, default_value_t = 5)]
    latency: u64,
    /// The same seed throws the same dice
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The program [default: visitbot beside this one's folder]
    #[arg(long)]
    bot: Option<PathBuf>,
    /// Passed on to the bot
    #[arg(long, value_name = "URL")]
    store: Option<String>,
    /// Deliver by webhook, not by polling
    #[arg(long)]
    webhook: bool,
    /// Processes, behind a webhook; without --store each chat has its own
    #[arg(long, default_value_t = 1)]
    replicas: usize,
    /// After half of the questions the first replica is killed for good
    #[arg(long, requires = "store")]
    bury: bool,
    /// No trouble but the kills
    #[arg(long)]
    fair: bool,
    /// Where data and logs are kept [default: a temporary folder, removed if all went well]
    #[arg(long)]
    folder: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    anyhow::ensure!(args.webhook || args.replicas == 1, "polling is for one process; add --webhook");
    anyhow::ensure!(!args.bury || args.replicas > 1, "somebody must be left; add --replicas 2");
    let temporary = tempfile::tempdir()?;
    let folder = args.folder.clone().unwrap_or_else(|| temporary.path().to_owned());
    std::fs::create_dir_all(&folder)?;
    let people = People::new(args.chats, args.seed)?;
    let foul = || Weather::foul(args.seed, Duration::from_millis(args.latency));
    let weather = if args.fair { Weather::default() } else { foul() };
    let server = Server::start(Telegram::new(weather, people.excuses())).await?;
    let fleet = Fleet::start(&args, &server, &folder)?;
    let pushes = args.webhook.then(|| Pushes::start(&server, &fleet.ports, args.store.is_some(), args.seed));
    let begun = Instant::now();
    let people = ask(&args, &server, &fleet, pushes.as_ref(), people).await;
    fleet.rest().await;
    server.wait(PATIENCE, |telegram| telegram.answered == telegram.questions.len()).await;
    let record = fleet.end().await?;
    let kept = verdict::tell(&server, &people, &record, begun.elapsed(), &folder);
    if !kept {
        println!("data and logs: {}", temporary.keep().display());
    }
    Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Lets people ask all their questions, at a steady rate, and orders the kills meanwhile.
async fn ask(args: &Args, server: &Server, fleet: &Fleet, pushes: Option<&Pushes>, mut people: People) -> People {
    let mut dice = Rng::with_seed(args.seed);
    let mut ticks = interval(Duration::from_secs(1) / args.rate as u32);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut told = Instant::now();
    for number in 0..args.questions {
        ticks.tick().await;
        let (chat, text, texts) = people.next(number);
        match pushes {
            None => server.write(|telegram| telegram.ask_poller(chat, &text, texts)),
            Some(pushes) => pushes.add(server.look(|telegram| telegram.ask(chat, &text, texts))),
        }
        if args.bury && number == args.questions / 2 {
            fleet.bury().await;
        }
        while fleet.ordered() < args.kills * (number + 1) / args.questions {
            let again = (fleet.ordered() + 2 <= args.kills && dice.u32(0..100) < AGAIN).then(|| below(&mut dice, 400));
            fleet.order(Order { after: below(&mut dice, 300), again }, &mut dice).await;
        }
        while fleet.kills() + DUE * args.replicas < fleet.ordered() {
            tokio::time::sleep(Duration::from_millis(10)).await;
            ticks.reset();
        }
        if told.elapsed() > TOLD {
            told = Instant::now();
            let answered = server.look(|telegram| telegram.answered);
            eprintln!("{} asked, {answered} answered, {} kills", number + 1, fleet.kills());
        }
    }
    people
}

fn below(dice: &mut Rng, milliseconds: u64) -> Duration {
    Duration::from_micros(dice.u64(0..milliseconds * 1000))
}
