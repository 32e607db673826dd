//! What can end a command early, each as one sentence that says what to do.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::knowledge::fault::{Faults, Paint};
use crate::knowledge::source::SourceError;
use crate::live::Refusal;
use crate::live::watch::WatchError;
use crate::store::StoreError;
use crate::telegram::TelegramError;

/// Why a command ended with exit code 1.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Bots behind one webhook would each tell Telegram another secret.
    #[error("bots that share a store need the same secret: give each the same --webhook-secret")]
    SharedSecret,
    /// The bot was asked for without a token.
    #[error("TELOXIDE_TOKEN is not set; get a token from @BotFather, then: TELOXIDE_TOKEN=<token> visitbot run")]
    NoToken,
    /// The pack has faults.
    #[error("the pack has {}", counted(.0.0.len(), "fault", "faults"))]
    Faults(#[from] Faults),
    /// The pack is sound in itself, but lacks something; each a line.
    #[error("{}\nvisitbot: the pack has {}", .0.join("\n"), counted(.0.len(), "fault", "faults"))]
    Lacking(Vec<String>),
    /// There is no pack where it should be.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The pack's folder cannot be watched.
    #[error(transparent)]
    Watch(#[from] WatchError),
    /// The pack cannot be taken.
    #[error(transparent)]
    Refused(Refusal),
    /// The sessions cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Telegram cannot be reached, or refuses the bot.
    #[error(transparent)]
    Telegram(#[from] TelegramError),
    /// Telegram would not push to the webhook's address.
    #[error(
        "--webhook-url is no address to which Telegram pushes; give it one such as https://bot.example.org/telegram, \
         on port 443, 80, 88 or 8443"
    )]
    WebhookAddress,
    /// The webhook's path is one of the probes'.
    #[error("--webhook-url has the path {0}, which is the bot's own; give it another one")]
    WebhookPath(String),
    /// Telegram would not take the webhook's secret.
    #[error(
        "--webhook-secret has to be 1 to 256 letters, digits, _ and -; correct it, or leave it out for a random one"
    )]
    WebhookSecret,
    /// There is nothing to listen on.
    #[error("cannot listen on {address}: {reason}; give {option} an address that is free, such as 127.0.0.1:8080")]
    Listen {
        /// The option that names it.
        option: &'static str,
        /// The address.
        address: String,
        /// What the system said.
        reason: io::Error,
    },
    /// The system refuses threads or signals.
    #[error("the system does not let the bot start: {0}")]
    Runtime(io::Error),
    /// A file or folder could not be read.
    #[error("cannot read {}: {reason}; check the path and its permissions", path.display())]
    Unreadable { path: PathBuf, reason: io::Error },
    /// A file could not be written.
    #[error("cannot write {}: {reason}; check the folder and its permissions", path.display())]
    Unwritable { path: PathBuf, reason: io::Error },
    /// Question sets with faults, each a line `file:line: what to do`.
    #[error("{}", .0.join("\n"))]
    Questions(Vec<String>),
    /// There is no question set to score.
    #[error("the pack carries no question sets; name a file: visitbot eval questions.jsonl")]
    NoQuestions,
    /// A file that `--save` did not write.
    #[error("{} is no result of eval --save: {reason}; run eval with --save first", path.display())]
    NoRecord { path: PathBuf, reason: serde_json::Error },
    /// A question set scored less than was asked.
    #[error("{}", .0.join("\n"))]
    BelowMinimum(Vec<String>),
    /// Standard output is closed or full.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        match refusal {
            Refusal::Faults(faults) => Failure::Faults(faults),
            Refusal::Source(reason) => Failure::Source(reason),
            other => Failure::Refused(other),
        }
    }
}

impl Failure {
    /// For `map_err` where `path` was to be read.
    pub fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Failure {
        move |reason| Failure::Unreadable { path: path.to_owned(), reason }
    }

    /// For `map_err` where `path` was to be written.
    pub fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> Failure {
        move |reason| Failure::Unwritable { path: path.to_owned(), reason }
    }

    /// Tells the user and gives the exit code. A reader who closed the pipe has seen enough: no error.
    pub fn report(&self, paint: Paint) -> ExitCode {
        match self {
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Failure::Faults(faults) => eprintln!("{}visitbot: {self}; nothing was changed", faults.report(paint)),
            Failure::Questions(_) | Failure::Lacking(_) => eprintln!("{self}"),
            _ => eprintln!("visitbot: {self}"),
        }
        ExitCode::FAILURE
    }
}

/// A number and what it counts.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
