//! The commands and what each was given.

use std::path::PathBuf;

use clap::Subcommand;

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The Telegram bot, by long polling or a webhook; stops on SIGINT and SIGTERM
    #[command(after_help = RUN)]
    Run,
    /// A chat in the terminal; /quit or Ctrl-D ends it
    #[command(after_help = "Example:\n  visitbot chat --knowledge ./knowledge")]
    Chat,
    /// One answer; without a question one for each line of standard input
    #[command(after_help = ASK)]
    Ask(Ask),
    /// Lints the pack: every fault with its file, line and column
    #[command(after_help = "Example:\n  visitbot check --knowledge ./knowledge --article article.txt")]
    Check(Check),
    /// Scores question sets: a table by register and the failures
    #[command(after_help = EVAL)]
    Eval(Eval),
    /// How a question was understood, why it got its answer, and why nothing else won
    #[command(after_help = EXPLAIN)]
    Explain(Explain),
}

const RUN: &str = "\
With --listen it tells GET /healthz (alive), /readyz (200, or 503 with the reasons) and /metrics (Prometheus). A webhook
needs somebody before it who speaks TLS: Telegram pushes to https only, on port 443, 80, 88 or 8443.

Examples:
  TELOXIDE_TOKEN=123:abc visitbot run --data /var/lib/visitbot
  visitbot run --listen 127.0.0.1:8080
  visitbot run --webhook-url https://bot.example.org/telegram --listen 127.0.0.1:8080 --metrics-listen 127.0.0.1:9090";

const ASK: &str = "\
With --json each line is plain text or {\"chat\": \"c1\", \"user\": \"u1\", \"text\": \"...\", \"group\": false}.
Lines with the same chat and user share a dialogue; all others stand alone. \"group\": true means: overheard in a group.

Examples:
  visitbot ask 2024年贸易额是多少
  echo 2024年贸易额是多少 | visitbot ask --json";

const EXPLAIN: &str = "\
The verdict comes first; then how the question was read, and what was likeliest, best first: by which line of the pack,
what it lacks, and its points. With 0 points it is as likely as that nothing of the pack fits; each point more makes it
2.7 times as likely.

Examples:
  visitbot explain 去年的进口额
  visitbot explain --features 核电站谁来建";

const EVAL: &str = "\
Examples:
  visitbot eval
  visitbot eval questions/dev.jsonl --failures 5 --min 88
  visitbot eval --save before.json && visitbot eval --against before.json
  visitbot eval --reliability --failures 0
  visitbot eval --stress --seed 7 --all";

/// What `ask` was given.
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// The question
    pub question: Vec<String>,
    /// Answers as JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

/// What `check` was given.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The numbered article: proves that each paragraph is covered and each figure stands in its paragraph
    #[arg(long, value_name = "FILE")]
    pub article: Option<PathBuf>,
}

/// What `explain` was given.
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The question
    #[arg(required = true)]
    pub question: Vec<String>,
    /// Show the features of each candidate with their weights, too, as the matcher adds them up
    #[arg(long)]
    pub features: bool,
}

/// What `eval` was given.
#[derive(Debug, clap::Args)]
pub struct Eval {
    /// Question sets, JSON lines; without one those of the pack
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How many failures of each file to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub failures: usize,
    /// Show every failure
    #[arg(long, conflicts_with = "failures")]
    pub all: bool,
    /// Keep the results in FILE
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Show what was gained and lost since the results in FILE
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// Exit 1 if a file, with --stress a kind of damage, has less than PERCENT right
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub min: Option<f64>,
    /// Show how far the confidence of answers can be trusted: what share of them is right, by confidence
    #[arg(long)]
    pub reliability: bool,
    /// Ask what comes out right again with typos, pinyin, politeness and the like in it: a table by kind of damage
    #[arg(long)]
    pub stress: bool,
    /// Which damage --stress does: the same number, the same damage
    #[arg(long, value_name = "N", default_value_t = 1, requires = "stress")]
    pub seed: u64,
}

fn percent(typed: &str) -> Result<f64, String> {
    let number: f64 = typed.trim_end_matches('%').parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=100.0).contains(&number) { Ok(number) } else { Err("not between 0 and 100".to_owned()) }
}
