//! `learned.toml`: the ways to ask that admins taught, one table each. What people wrote into it by hand stays.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_spanned::Spanned;
use toml::Value;

use super::Which;
use super::refusal::Refusal;
use crate::knowledge::pack::{self, Learned};
use crate::knowledge::source::SourceError;

const NAME: &str = "learned.toml";

/// The head of a new file.
const HEAD: &str =
    "# What admins taught the running bot: each line is one more way to ask for the entry that it names.\n";

/// The file in the folder of a pack.
pub fn file(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// What the file holds; nothing if there is none.
///
/// # Errors
/// If it is there and cannot be read.
pub fn read(path: &Path) -> Result<String, Refusal> {
    match fs::read_to_string(path) {
        Err(reason) if reason.kind() != io::ErrorKind::NotFound => {
            Err(SourceError::Unreadable { path: path.display().to_string(), reason }.into())
        }
        text => Ok(text.unwrap_or_default()),
    }
}

/// The lines in a text that was checked.
pub fn lines(text: &str) -> Vec<Spanned<Learned>> {
    toml::from_str::<pack::File>(text).map(|file| file.learned).unwrap_or_default()
}

/// The text with another line at its end.
pub fn append(text: &str, line: &Learned) -> String {
    let text = if text.trim().is_empty() { HEAD } else { text };
    let quoted = |text: &str| Value::String(text.to_owned()).to_string();
    let (entry, ask, at) = (quoted(&line.entry), quoted(&line.ask), quoted(&line.at));
    format!("{}\n\n[[learned]]\nentry = {entry}\nask = {ask}\nby = {}\nat = {at}\n", text.trim_end(), line.by)
}

/// The line that is meant and the text without it, from its head to the next one's.
pub fn without(text: &str, which: Which<'_>, by: u64) -> Option<(Learned, String)> {
    let lines = lines(text);
    let meant = |line: &Learned| match which {
        Which::Last => line.by == by,
        Which::Ask(ask) => bare(&line.ask) == bare(ask),
    };
    let at = lines.iter().rposition(|line| meant(line.get_ref()))?;
    let start = lines[at].span().start;
    let end = lines.get(at + 1).map_or(text.len(), |next| next.span().start);
    let rest = format!("{}{}", &text[..start], &text[end..]);
    Some((lines[at].get_ref().clone(), rest.trim_end().to_owned() + "\n"))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Replaces the file as a whole: whoever reads it, also after a crash, sees the old text or the new one.
///
/// # Errors
/// If the disk refuses; the old file stays.
pub fn write(path: &Path, text: &str) -> Result<(), Refusal> {
    let beside = path.with_file_name(format!(".{NAME}.new"));
    let written = replace(path, &beside, text);
    written.map_err(|reason| {
        let _ = fs::remove_file(&beside);
        Refusal::Unwritable { path: path.display().to_string(), reason }
    })
}

fn replace(path: &Path, beside: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(text.as_bytes())?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()?;
    fs::rename(beside, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
