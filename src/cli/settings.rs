//! What is needed: the typed arguments resolved, with defaults, and refused where they ask for what is not there.

mod serving;

use std::path::PathBuf;

use url::Url;

pub use self::serving::{PushedTo, Serving};
use super::args::{Admins, Args, Command, Environment, LogFormat};
use super::failure::Failure;
use crate::telegram::{Secret, TelegramError};

/// All that a command needs to know.
#[derive(Debug)]
pub struct Settings {
    /// What to do.
    pub command: Command,
    /// Folder of the pack; `None` is the pack inside the program.
    pub knowledge: Option<PathBuf>,
    /// Whether a bot reloads the pack when its files change.
    pub watch: bool,
    /// Folder of the bot's dialogues.
    pub data: PathBuf,
    /// The address of a Redis in its place.
    pub store: Option<Secret>,
    /// Who may command the bot.
    pub admins: Admins,
    /// Token of the Telegram bot.
    pub token: Option<Secret>,
    /// Another Bot API server.
    pub api_url: Option<Url>,
    /// Where the bot listens, and how updates come.
    pub serving: Serving,
    /// What is logged, as tracing's filters write it.
    pub log: String,
    /// How it is written.
    pub log_format: LogFormat,
}

impl Settings {
    /// The settings that follow from what was typed and from the environment.
    ///
    /// # Errors
    /// If an address is none.
    pub fn resolve(args: Args, environment: Environment) -> Result<Settings, Failure> {
        let options = args.options;
        let bare = if environment.token.is_some() { Command::Run } else { Command::Chat };
        let command = args.command.unwrap_or(bare);
        let api_url = environment.api_url.map(address).transpose()?;
        let serving = match command {
            Command::Run => Serving::resolve(&options, api_url.as_ref())?,
            _ => Serving::default(),
        };
        let quiet = if matches!(command, Command::Run) { "info" } else { "warn" };
        Ok(Settings {
            log: environment.log.unwrap_or_else(|| quiet.to_owned()),
            command,
            knowledge: options.knowledge.filter(|dir| !dir.as_os_str().is_empty()),
            watch: options.watch,
            data: options.data.filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| PathBuf::from("./data")),
            store: options.store.filter(|store| *store != Secret::new("")),
            admins: options.admins.unwrap_or_default(),
            token: environment.token,
            api_url,
            serving,
            log_format: options.log_format.unwrap_or_default(),
        })
    }
}

/// The address of another Bot API server.
fn address(typed: String) -> Result<Url, Failure> {
    Url::parse(&typed).map_err(|_| Failure::Telegram(TelegramError::Address(typed)))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn resolve(typed: &[&str], environment: Environment) -> Result<Settings, Failure> {
        Settings::resolve(Args::parse_from([&["visitbot"], typed].concat()), environment)
    }

    #[test]
    fn a_token_makes_the_bare_call_the_bot() {
        let with_token = || Environment { token: Some(Secret::new("1:a")), ..Environment::default() };
        let bot = resolve(&[], with_token()).unwrap();
        assert_eq!((matches!(bot.command, Command::Run), bot.log.as_str()), (true, "info"));
        assert!(matches!(resolve(&[], Environment::default()).unwrap().command, Command::Chat));
        assert!(matches!(resolve(&["chat"], with_token()).unwrap().command, Command::Chat));
    }

    #[test]
    fn what_is_empty_counts_as_not_given() {
        let settings =
            resolve(&["--knowledge=", "--data=", "--admins=", "--store=", "--listen="], Environment::default())
                .unwrap();
        assert_eq!((settings.knowledge, settings.data, settings.store), (None, PathBuf::from("./data"), None));
    }

    #[test]
    fn admins_are_ids_with_commas_between() {
        let settings = resolve(&["--admins", "1, 22,"], Environment::default()).unwrap();
        assert_eq!(settings.admins, Admins(vec![1, 22]));
    }

    #[test]
    fn no_secret_is_printed() {
        let token = Some(Secret::new("1:hidden"));
        let settings = resolve(&[], Environment { token, ..Environment::default() }).unwrap();
        assert!(!format!("{settings:?}").contains("hidden"));
    }
}
