//! How much the bot answers, beside a bare teloxide bot that echoes, both on the same server in the same run.
//!
//!     cargo build --release && cargo run --release --example throughput
//!
//! Server and bot share the processors, so what is printed is less than the bot alone could do, for both alike. Nothing is
//! asserted: what is fast depends on the machine.

#[path = "../bot_api/bot.rs"]
mod bot;
mod echo;
mod flood;
mod rush;
#[allow(dead_code, reason = "the weather is fair here")]
#[path = "../bot_api/server.rs"]
mod server;

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use self::bot::{Bot, free_port, quantile};
use self::rush::{Rush, rush};
use self::server::Server;
use self::server::telegram::Telegram;

/// Starts that are timed.
const STARTS: usize = 10;

/// Messages a second of the bot and of a bare echo bot; a flood; time to start.
#[derive(Debug, Parser)]
struct Args {
    /// Messages that wait for each bot
    #[arg(long, default_value_t = 20_000)]
    questions: usize,
    /// Chats from which they come; each may ask forty at once
    #[arg(long, default_value_t = 8_000)]
    chats: usize,
    /// The program [default: visitbot beside this one's folder]
    #[arg(long)]
    bot: Option<PathBuf>,
    /// How often both are measured in turn; the best of each counts, since others may use the machine
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Only the bot with its messages: no echo, no flood, no starts
    #[arg(long)]
    alone: bool,
    /// Be the echo bot
    #[arg(long, hide = true)]
    echo: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if args.echo {
        echo::run().await;
        return Ok(());
    }
    anyhow::ensure!(args.questions < args.chats * 40, "more than forty of a chat are not answered; add --chats");
    let this = std::env::current_exe()?;
    let program = args.bot.clone().unwrap_or_else(|| this.with_file_name("../visitbot"));
    let folder = tempfile::tempdir()?;
    let started = |server: Server, data: &str| {
        let data = folder.path().join(data).display().to_string();
        Bot::start(&program, &["run", "--data", &data], &server, &folder.path().join("log"))
    };
    println!("messages of {} chats          a second   median      p99   resident", args.chats);
    let (mut echoes, mut own) = (0.0_f64, 0.0_f64);
    let texts = rush::texts()?;
    for round in 0..args.rounds {
        if !args.alone {
            let echoing = |server: Server| Bot::start(&this, &["--echo"], &server, &folder.path().join("log"));
            echoes = echoes.max(told("bare teloxide echo", args.questions, rush(&args, &texts, echoing).await?));
        }
        let data = format!("rush-{round}");
        own = own.max(told("visitbot", args.questions, rush(&args, &texts, |server| started(server, &data)).await?));
    }
    if !args.alone {
        println!("visitbot to echo, best of {}    {:.0} %", args.rounds, own / echoes * 100.0);
        flood::tell(&texts, |server| started(server, "flood")).await?;
        starts(&program, folder.path()).await?;
    }
    Ok(())
}

/// Prints a line; gives the messages a second.
fn told(name: &str, questions: usize, rush: Rush) -> f64 {
    let Rush { a_second, mut times, resident } = rush;
    let (median, p99) = (shown(quantile(&mut times, 0.5)), shown(quantile(&mut times, 0.99)));
    println!("{name:<19} {questions:>7}   {a_second:>8.0} {median:>8} {p99:>8} {resident:>6.0} MiB");
    a_second
}

/// Times from start to ready.
async fn starts(program: &std::path::Path, folder: &std::path::Path) -> anyhow::Result<()> {
    let server = Server::start(Telegram::default()).await?;
    let client = reqwest::Client::builder().no_proxy().build()?;
    let data = folder.join("starts").display().to_string();
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let port = free_port()?;
        let listen = format!("127.0.0.1:{port}");
        let mut bot =
            Bot::start(program, &["run", "--data", &data, "--listen", &listen], &server, &folder.join("log"))?;
        times.extend(bot.ready(&client, port).await);
    }
    let (median, longest) = (shown(quantile(&mut times, 0.5)), shown(quantile(&mut times, 1.0)));
    println!("start to ready, {} starts: median {median}, longest {longest}", times.len());
    Ok(())
}

/// A time to read.
fn shown(time: Option<Duration>) -> String {
    time.map_or_else(|| "-".to_owned(), |time| format!("{:.1} ms", time.as_secs_f64() * 1e3))
}
