//! The command line: what was typed becomes what is needed, one command runs, and an error becomes one clear sentence.
//!
//! Exit codes: 0 all is well, 1 faults or an error, 2 wrong usage. What was asked for goes to standard output, all else
//! to standard error.

mod args;
mod ask;
mod chat;
mod check;
mod eval;
mod explain;
mod failure;
mod input;
mod pack;
mod run;
mod settings;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use self::args::{Args, Command, Environment, LogFormat};
use self::chat::Keyboard;
use self::failure::Failure;
use self::settings::Settings;
use crate::app::App;
use crate::knowledge::fault::Paint;
use crate::store::Sessions;

/// Runs the program as it was called.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let environment = Environment::read();
    let paint = if environment.colour && io::stderr().is_terminal() { Paint::Coloured } else { Paint::Plain };
    let done = Settings::resolve(args, environment).and_then(|settings| {
        log_to_stderr(&settings.log, settings.log_format, paint);
        run(&settings)
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(paint),
    }
}

fn run(settings: &Settings) -> Result<(), Failure> {
    let (stdin, mut out) = (io::stdin().lock(), BufWriter::new(io::stdout().lock()));
    match &settings.command {
        Command::Run => run::run(settings)?,
        Command::Chat => {
            let keyboard = if stdin.is_terminal() { Keyboard::Person } else { Keyboard::Script };
            chat::run(terminal_app(settings)?, stdin, keyboard, &mut out)?;
        }
        Command::Ask(wanted) => ask::run(terminal_app(settings)?, wanted, stdin, &mut out)?,
        Command::Check(wanted) => check::run(settings, wanted, &mut out)?,
        Command::Eval(wanted) => eval::run(settings, wanted, &mut out)?,
        Command::Explain(wanted) => explain::run(settings, wanted, &mut out)?,
    }
    Ok(out.flush()?)
}

/// An app whose dialogues last as long as the run. It is never taken down: that would only hold up the last answer.
fn terminal_app(settings: &Settings) -> Result<&'static App, Failure> {
    let app = App::new(pack::knowledge(settings.knowledge.as_deref())?, Sessions::in_memory());
    Ok(Box::leak(Box::new(app)))
}

fn log_to_stderr(filter: &str, format: LogFormat, paint: Paint) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let set = match format {
        LogFormat::Text => tracing::subscriber::set_global_default(lines.with_ansi(paint == Paint::Coloured).finish()),
        LogFormat::Json => tracing::subscriber::set_global_default(lines.json().flatten_event(true).finish()),
    };
    if set.is_err() {
        tracing::debug!("a subscriber is already set");
    }
}
