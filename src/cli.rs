//! The command line: what was typed becomes what is needed, one command runs, and an error becomes one clear sentence.
//!
//! Exit codes: 0 all is well, 1 faults or an error, 2 wrong usage. What was asked for goes to standard output, all else
//! to standard error.

mod args;
mod ask;
mod eval;
mod failure;
mod pack;
mod settings;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use self::args::{Args, Command, Environment};
use self::failure::Failure;
use self::settings::Settings;
use crate::app::App;
use crate::store::Sessions;

/// Runs the program as it was called.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let done = Settings::resolve(args, Environment::read()).and_then(|settings| {
        log_to_stderr(&settings);
        run(&settings)
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(settings: &Settings) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match &settings.command {
        Command::Ask(wanted) => ask::run(&terminal_app(settings)?, wanted, io::stdin().lock(), &mut out)?,
        Command::Eval(wanted) => eval::run(settings, wanted, &mut out)?,
        _ => return Err(Failure::NotYet("this command".to_owned())),
    }
    Ok(out.flush()?)
}

/// An app whose dialogues last as long as the run.
fn terminal_app(settings: &Settings) -> Result<App, Failure> {
    Ok(App::new(pack::load(settings.knowledge.as_deref())?, Sessions::in_memory()))
}

fn log_to_stderr(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("warn"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).finish();
    if tracing::subscriber::set_global_default(subscriber).is_err() {
        tracing::debug!("a subscriber is already set");
    }
}
