//! What was typed: commands, options and the environment, exactly as given. Nothing else reads the environment.

use std::path::PathBuf;

use clap::builder::{FalseyValueParser, OsStringValueParser, TypedValueParser};
use clap::{Parser, Subcommand};

use super::settings::Secret;

const BARE: &str = "\
Without a command: the Telegram bot if TELOXIDE_TOKEN is set, else a chat in the terminal.

Environment only:
  TELOXIDE_TOKEN    token of the Telegram bot, from @BotFather
  TELOXIDE_API_URL  another Bot API server
  RUST_LOG          what is logged to standard error (warn; info for the bot)
  NO_COLOR          no colours in reports

Examples:
  visitbot
  visitbot ask 2024年贸易额是多少
  TELOXIDE_TOKEN=123:abc visitbot run --data /var/lib/visitbot";

/// Answers, in Chinese, what people ask about one article.
#[derive(Debug, Parser)]
#[command(name = "visitbot", version, after_help = BARE)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub options: Options,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Options {
    /// Folder of the pack; without it the pack inside the program
    #[arg(long, global = true, value_name = "DIR", env = "VISITBOT_KNOWLEDGE", value_parser = path())]
    pub knowledge: Option<PathBuf>,
    /// Folder in which the bot keeps its dialogues [default: ./data]
    #[arg(long, global = true, value_name = "DIR", env = "VISITBOT_DATA", value_parser = path())]
    pub data: Option<PathBuf>,
    /// Telegram ids of the admins, with commas between
    #[arg(long, global = true, value_name = "IDS", env = "VISITBOT_ADMINS", value_parser = Admins::parse)]
    pub admins: Option<Admins>,
    /// Public address of a webhook, in place of long polling (not in this build yet)
    #[arg(long, global = true, value_name = "URL", env = "VISITBOT_WEBHOOK_URL")]
    pub webhook_url: Option<String>,
    /// Secret that Telegram shows at the webhook (not in this build yet)
    #[arg(long, global = true, value_name = "SECRET", env = "VISITBOT_WEBHOOK_SECRET", hide_env_values = true)]
    pub webhook_secret: Option<Secret>,
    /// Where the webhook and the health checks listen (not in this build yet)
    #[arg(long, global = true, value_name = "ADDR", env = "VISITBOT_LISTEN")]
    pub listen: Option<String>,
    /// A store that several bots share, redis://... (not in this build yet)
    #[arg(long, global = true, value_name = "URL", env = "VISITBOT_STORE", hide_env_values = true)]
    pub store: Option<Secret>,
    /// Reload the pack when its files change (not in this build yet)
    #[arg(long, global = true, env = "VISITBOT_WATCH", value_parser = FalseyValueParser::new())]
    pub watch: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The Telegram bot, by long polling; stops on SIGINT and SIGTERM
    #[command(after_help = "Example:\n  TELOXIDE_TOKEN=123:abc visitbot run --data /var/lib/visitbot")]
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
    /// How a question was understood and why it got its answer
    #[command(after_help = "Example:\n  visitbot explain 去年的进口额")]
    Explain {
        /// The question
        #[arg(required = true)]
        question: Vec<String>,
    },
}

const ASK: &str = "\
With --json each line is plain text or {\"chat\": \"c1\", \"user\": \"u1\", \"text\": \"...\", \"group\": false}.
Lines with the same chat and user share a dialogue; all others stand alone. \"group\": true means: overheard in a group.

Examples:
  visitbot ask 2024年贸易额是多少
  echo 2024年贸易额是多少 | visitbot ask --json";

const EVAL: &str = "\
Examples:
  visitbot eval
  visitbot eval questions/dev.jsonl --failures 5 --min 88
  visitbot eval --save before.json && visitbot eval --against before.json";

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
    /// Exit 1 if a file has less than PERCENT right
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub min: Option<f64>,
}

/// Telegram ids of those who may command the bot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Admins(pub Vec<u64>);

impl Admins {
    fn parse(typed: &str) -> Result<Admins, String> {
        let ids = typed.split(',').map(str::trim).filter(|id| !id.is_empty());
        let numbers = ids.map(|id| id.parse().map_err(|_| format!("'{id}' is not a numeric Telegram id")));
        Ok(Admins(numbers.collect::<Result<_, _>>()?))
    }
}

/// What only the environment may say.
#[derive(Debug, Default)]
pub struct Environment {
    pub token: Option<Secret>,
    pub api_url: Option<String>,
    pub log: Option<String>,
    pub colour: bool,
}

impl Environment {
    /// The environment of this process; a variable that is empty counts as not set.
    pub fn read() -> Environment {
        let variable = |name| std::env::var(name).ok().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        Environment {
            token: variable("TELOXIDE_TOKEN").map(Secret::from),
            api_url: variable("TELOXIDE_API_URL"),
            log: variable("RUST_LOG"),
            colour: variable("NO_COLOR").is_none(),
        }
    }
}

fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

fn percent(typed: &str) -> Result<f64, String> {
    let number: f64 = typed.trim_end_matches('%').parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=100.0).contains(&number) { Ok(number) } else { Err("not between 0 and 100".to_owned()) }
}
