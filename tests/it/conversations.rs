//! The conversations in `tests/conversations`, each compared with what the bot says now.
//!
//! `VISITBOT_REWRITE=1 cargo test conversations` writes what the bot says now into the files: read the difference as the
//! person who asked before you keep it. `README.md` beside the files tells how they are written.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use visitbot::dialogue::{Session, step};
use visitbot::event::{Audience, Event, Input};
use visitbot::knowledge::Knowledge;
use visitbot::reply::{Offer, Reply, Verdict};

use crate::support::shipped;

const REWRITE: &str = "VISITBOT_REWRITE";

#[test]
fn conversations_read_as_they_are_written() {
    let knowledge = shipped::knowledge();
    let rewrite = std::env::var(REWRITE).is_ok_and(|value| value == "1");
    let files = chats();
    assert!(!files.is_empty());
    let mut changed = Vec::new();
    for path in files {
        let written = fs::read_to_string(&path).unwrap();
        let told = retold(&knowledge, &written).unwrap_or_else(|fault| panic!("{}:{fault}", path.display()));
        if rewrite && told != written {
            fs::write(&path, &told).unwrap();
        } else if told != written {
            changed.push(format!("{}\n{}", path.display(), difference(&written, &told)));
        }
    }
    assert!(changed.is_empty(), "{}\nIf that is better, keep it with {REWRITE}=1.", changed.join("\n"));
}

/// The files, by name.
fn chats() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let all = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut chats: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|e| e == "chat")).collect();
    chats.sort();
    chats
}

/// The conversation with the replies that the bot gives now, or the first line that is none of a conversation.
fn retold(knowledge: &Knowledge, written: &str) -> Result<String, String> {
    let (mut session, mut now) = (Session::default(), UNIX_EPOCH + Duration::from_secs(1_762_819_200));
    let mut told = String::new();
    let mut lines = (1..).zip(written.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        let fault = |what: &str| format!("{number}: {what}: {line}");
        let (mark, rest) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
        let audience = match mark {
            "<" | " " => continue,
            ">" => Some(Audience::Private),
            "=" => Some(Audience::Overheard),
            _ => None,
        };
        told.push_str(line);
        told.push('\n');
        match (mark, audience) {
            ("" | "#", _) => {}
            ("-", _) => session = Session::default(),
            ("@", _) => now += minutes(rest).ok_or_else(|| fault("no time like `@ 31 min`"))?,
            (_, Some(audience)) => {
                let mut typed = rest.trim_start().to_owned();
                while let Some((_, more)) = lines.next_if(|(_, line)| line.starts_with(' ')) {
                    typed.push('\n');
                    typed.push_str(more.trim_start());
                    told.push_str(more);
                    told.push('\n');
                }
                let text = unescaped(&typed).ok_or_else(|| fault("a bad escape"))?;
                told.push_str(&said(knowledge, &mut session, audience, text, now));
            }
            _ => return Err(fault("a line begins with one of # > < = @ -")),
        }
    }
    Ok(told)
}

/// The reply as the file has it; nothing if the bot keeps silent.
fn said(knowledge: &Knowledge, session: &mut Session, audience: Audience, text: String, now: SystemTime) -> String {
    let turn = step(knowledge, session, &Event::new(audience, Input::Text(text)), now);
    *session = turn.session;
    if turn.reply.verdict == Verdict::Silent {
        return String::new();
    }
    let lines = format!("{}{}", turn.reply.plain(), buttons(&turn.reply));
    format!("< {}\n", lines.replace('\n', "\n  "))
}

/// The questions and topics that can be tapped, in a line of their own; those of "did you mean" stand in the text.
fn buttons(reply: &Reply) -> String {
    if reply.offer == Offer::DidYouMean || reply.choices.is_empty() {
        return String::new();
    }
    let captions: Vec<String> =
        reply.choices.iter().map(|c| format!("[{}]", reply.script.write(&c.question))).collect();
    format!("\n{}", captions.join(" "))
}

fn minutes(written: &str) -> Option<Duration> {
    let minutes: u64 = written.trim().strip_suffix("min")?.trim().parse().ok()?;
    Some(Duration::from_secs(60 * minutes))
}

/// A text with `\u{202e}` for a character and `{哈}×500` for a repetition.
fn unescaped(typed: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = typed;
    while let Some((before, escape)) = rest.split_once("\\u{") {
        let (digits, behind) = escape.split_once('}')?;
        text.push_str(before);
        text.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
        rest = behind;
    }
    text.push_str(rest);
    let Some((before, repeated)) = text.split_once('{') else { return Some(text) };
    let (piece, times) = repeated.split_once("}×")?;
    Some(before.to_owned() + &piece.repeat(times.parse().ok()?))
}

/// The first lines that differ, with what stands before them.
fn difference(written: &str, told: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (written.lines().collect(), told.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let show = |lines: &[&str], mark: &str| -> String {
        lines.iter().skip(same).take(6).map(|line| format!("  {mark} {line}\n")).collect()
    };
    let before = &old[same.saturating_sub(3)..same];
    format!("  line {}:\n    {}\n{}{}", same + 1, before.join("\n    "), show(&old, "-"), show(&new, "+"))
}
