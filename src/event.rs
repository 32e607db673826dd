//! What reaches the dialogue: a text, a command or a pressed button, and how it was addressed.
//!
//! Plain data; no edge's types and no markup stand here.

mod locale;

pub use self::locale::{Language, Locale};

/// One thing that a user did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// How the bot came to see it.
    pub audience: Audience,
    /// What was done.
    pub input: Input,
    /// The language in which the edge knows the reader to read.
    pub locale: Locale,
}

impl Event {
    /// An event of somebody whose language nobody knows.
    pub fn new(audience: Audience, input: Input) -> Event {
        Event { audience, input, locale: Locale::default() }
    }

    /// The same event of somebody who reads this.
    #[must_use]
    pub fn read_in(self, locale: Locale) -> Event {
        Event { locale, ..self }
    }
}

/// How the bot came to see a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A chat with the bot alone.
    Private,
    /// A group, in which the message is meant for the bot (mention, reply, command, its name).
    Addressed,
    /// A group, in which the message is not meant for the bot.
    Overheard,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A text as typed, a command (`/help`) included; mentions of the bot already taken out.
    Text(String),
    /// An entry chosen by a button or a deep link: its id.
    Entry(String),
    /// A topic chosen by a button: its id.
    Topic(String),
    /// The button that asks for the source of the last answer.
    Source,
    /// The button under an answer that asks for the source of that very answer: the entry's id.
    SourceOf(String),
    /// The button that turns down all that was offered.
    NoneOfThese,
    /// Something without a text: a sticker, a voice message, a photo without caption.
    Wordless,
}

/// A command of the bot, parsed from `/name@bot argument`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `/start`, perhaps with the entry id of a deep link.
    Start(Option<String>),
    /// `/help`: what the bot can do, with examples.
    Help,
    /// `/topics`: browse by topic.
    Topics,
    /// `/trade`: the figures as a table and a chart; with words those that they name.
    Trade(Option<String>),
    /// `/source`: what the last answer rests on.
    Source,
    /// `/reset`: forget this dialogue.
    Reset,
    /// `/privacy`: what is kept.
    Privacy,
    /// `/lang`: the language of the bot's own phrases, or which there are.
    Lang(Option<String>),
    /// A command that the bot does not have: its name.
    Unknown(String),
}

impl Command {
    /// The command that a text carries, or `None` if the text is none. The name's case and a `@bot` behind it do not
    /// matter; whether that bot is this one is the edge's business.
    pub fn parse(text: &str) -> Option<Command> {
        let rest = text.trim_start().strip_prefix('/')?;
        let (head, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let name = head.split('@').next().unwrap_or(head).to_ascii_lowercase();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        let argument = Some(argument.trim().to_owned()).filter(|a| !a.is_empty());
        Some(match name.as_str() {
            "start" => Command::Start(argument),
            "help" => Command::Help,
            "topics" => Command::Topics,
            "trade" => Command::Trade(argument),
            "source" => Command::Source,
            "reset" => Command::Reset,
            "privacy" => Command::Privacy,
            "lang" => Command::Lang(argument),
            _ => Command::Unknown(name),
        })
    }
}
