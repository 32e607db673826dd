//! What was typed: commands, options and the environment, exactly as given. Nothing else reads the environment.

mod command;

use std::path::PathBuf;

use clap::Parser;
use clap::builder::{FalseyValueParser, OsStringValueParser, TypedValueParser};

pub use self::command::{Ask, Check, Command, Eval, Explain};
use crate::telegram::Secret;

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
    /// Public https address to which Telegram pushes updates, in place of long polling; its path is what is served
    #[arg(long, global = true, value_name = "URL", env = "VISITBOT_WEBHOOK_URL")]
    pub webhook_url: Option<String>,
    /// Secret that Telegram shows at the webhook: letters, digits, _ and -; several replicas need the same one [default:
    /// a random one]
    #[arg(long, global = true, value_name = "SECRET", env = "VISITBOT_WEBHOOK_SECRET", hide_env_values = true)]
    pub webhook_secret: Option<Secret>,
    /// Remove the webhook when the bot stops; else Telegram keeps updates for the next start
    #[arg(long, global = true, env = "VISITBOT_WEBHOOK_DROP", value_parser = FalseyValueParser::new())]
    pub webhook_drop: bool,
    /// Where to listen for the webhook and for /healthz, /readyz and /metrics [default with a webhook: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDR", env = "VISITBOT_LISTEN")]
    pub listen: Option<String>,
    /// Where to listen for /healthz, /readyz and /metrics alone: then --listen serves the webhook only
    #[arg(long, global = true, value_name = "ADDR", env = "VISITBOT_METRICS_LISTEN")]
    pub metrics_listen: Option<String>,
    /// How log lines are written: for people, or an object a line for machines [default: text]
    #[arg(long, global = true, value_name = "FORMAT", env = "VISITBOT_LOG_FORMAT", value_parser = LogFormat::parse)]
    pub log_format: Option<LogFormat>,
    /// A Redis in which the bot keeps all that --data would, redis://[user:password@]host[:port][/database] or, over TLS,
    /// rediss://…: several bots that share it and a token share the work
    #[arg(long, global = true, value_name = "URL", env = "VISITBOT_STORE", hide_env_values = true)]
    pub store: Option<Secret>,
    /// Let the bot reload the pack of --knowledge when its files change (SIGHUP reloads it at any time)
    #[arg(long, global = true, env = "VISITBOT_WATCH", value_parser = FalseyValueParser::new())]
    pub watch: bool,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// A line to read.
    #[default]
    Text,
    /// A JSON object.
    Json,
}

impl LogFormat {
    fn parse(typed: &str) -> Result<LogFormat, String> {
        match typed {
            "" | "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("neither text nor json".to_owned()),
        }
    }
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
