//! `visitbot run`: the real program as a bot, against a fake Bot API server, from its start to a signal.

mod kills;
mod shares;
mod tls;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::time::timeout;

use crate::cli::{small_pack, start, told};
use crate::support::person::Person;
use crate::support::server::{Call, Failure, Server, TOKEN};

/// Far more than any wait in a test takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program as a bot.
pub struct Program {
    pub server: Server,
    pub child: Child,
    pack: TempDir,
}

impl Program {
    pub fn start(server: &Server, arguments: &[&str], data: &Path) -> Program {
        Program::with(server, arguments, data, &[])
    }

    /// The program as a bot, with more in its environment.
    pub fn with(server: &Server, arguments: &[&str], data: &Path, more: &[(&str, &str)]) -> Program {
        let (pack, url, data) = (small_pack(), server.url().to_string(), data.display().to_string());
        let environment = [("TELOXIDE_TOKEN", TOKEN), ("TELOXIDE_API_URL", &url), ("VISITBOT_DATA", &data)];
        let child = start(arguments, pack.path(), &[&environment, more].concat());
        Program { server: server.clone(), child, pack }
    }

    /// The program as a bot whose files cannot grow beyond so many bytes, as if the disk were full then.
    pub fn cramped(server: &Server, bytes: u64, data: &Path) -> Program {
        let (pack, url, data) = (small_pack(), server.url().to_string(), data.display().to_string());
        let environment = [("TELOXIDE_TOKEN", TOKEN), ("TELOXIDE_API_URL", &url), ("VISITBOT_DATA", &data)];
        let script = format!("trap '' XFSZ; ulimit -S -f {}; exec \"$0\" run", bytes / 512);
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_visitbot")]).envs(environment);
        command.env("VISITBOT_KNOWLEDGE", pack.path()).stderr(Stdio::piped());
        Program { server: server.clone(), child: command.spawn().expect("a shell"), pack }
    }

    /// Lets its files grow again, as if there were room on the disk.
    pub fn relieve(&self) {
        let relief =
            Command::new("prlimit").args(["--fsize=unlimited:", "--pid", &self.child.id().to_string()]).status();
        assert!(relief.expect("prlimit, of util-linux").success());
    }

    pub async fn reply(&self, from: usize) -> (usize, Call) {
        let sent = self.server.call(from, |call| call.ok && call.method == "sendMessage");
        timeout(PATIENCE, sent).await.expect("a reply")
    }

    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
    }

    /// Changes the pack's number for 2024.
    pub fn edit(&self, old: &str, new: &str) {
        let path = self.pack.path().join("small.toml");
        let text = std::fs::read_to_string(&path).expect("read");
        std::fs::write(path, text.replace(old, new)).expect("written");
    }

    /// What it said until it ended.
    pub async fn end(self) -> Output {
        let ended = tokio::task::spawn_blocking(|| self.child.wait_with_output().expect("it ends"));
        timeout(PATIENCE, ended).await.expect("the end").expect("joined")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_alone_makes_it_the_bot_until_a_signal_comes() {
    for signal in ["TERM", "INT"] {
        let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
        let program = Program::start(&server, &[], &data.path().join("data"));
        Person::new(&server, 7, 7).says("2024年贸易额是多少");
        let (_, reply) = program.reply(0).await;
        assert!(reply.text().contains("280亿美元"), "{}", reply.text());
        program.signal(signal);
        let output = program.end().await;
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        assert!(!told(&output).contains("secret-of-the-test") && !told(&output).contains("贸易额是多少"));
        server.assert_no_faults();
    }
}

/// Reads what a program logs until a line holds `words`.
pub async fn logged(mut log: BufReader<ChildStderr>, words: &'static str) -> BufReader<ChildStderr> {
    let read = tokio::task::spawn_blocking(move || {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert!(log.read_line(&mut line).expect("a log") > 0, "the log ended without {words}");
        }
        log
    });
    timeout(PATIENCE, read).await.expect(words).expect("joined")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hangup_and_a_watched_change_reload_the_pack() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let mut program = Program::start(&server, &["run", "--watch"], data.path());
    let log = BufReader::new(program.child.stderr.take().expect("a pipe"));
    let log = logged(log, "answering on Telegram").await;
    program.edit("value = 280", "value = 290");
    let log = logged(log, "reloaded the pack").await;
    Person::new(&server, 7, 7).says("2024年贸易额是多少");
    let (at, reply) = program.reply(0).await;
    assert!(reply.text().contains("290亿美元"), "{}", reply.text());
    program.signal("HUP");
    let log = logged(log, "the pack on disk is the one in force").await;
    program.edit("value = 290", "value = ");
    let log = logged(log, "small.toml:").await;
    Person::new(&server, 7, 7).says("2024年贸易额是多少");
    let (_, reply) = program.reply(at + 1).await;
    assert!(reply.text().contains("290亿美元"), "{}", reply.text());
    program.signal("TERM");
    logged(log, "stopping").await;
    assert_eq!(program.end().await.status.code(), Some(0));
    server.assert_no_faults();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_to_stop_is_heeded_while_it_starts() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let knowledge = small_pack();
    let pipe = knowledge.path().join("small.toml");
    let pack = std::fs::read(&pipe).expect("read");
    std::fs::remove_file(&pipe).expect("removed");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let folder = ("VISITBOT_KNOWLEDGE", knowledge.path().to_str().expect("a path"));
    let program = Program::with(&server, &["run"], data.path(), &[folder]);
    // Opened once it reads its pack.
    let mut writer = std::fs::OpenOptions::new().write(true).open(&pipe).expect("a pipe");
    program.signal("TERM");
    writer.write_all(&pack).expect("a reader");
    drop(writer);
    let output = program.end().await;
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn a_pack_inside_the_program_cannot_be_watched() {
    let data = tempfile::tempdir().expect("a folder");
    let environment = [("TELOXIDE_TOKEN", TOKEN), ("VISITBOT_DATA", data.path().to_str().expect("a path"))];
    let child = start(&["run", "--watch"], Path::new(""), &environment);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    let last = told(&output).lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("visitbot: ") && last.contains("--knowledge"), "{}", told(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_in_use_or_not_writable_is_one_sentence() {
    let (server, folder) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let data = folder.path().join("data");
    let first = Program::start(&server, &["run"], &data);
    timeout(PATIENCE, server.polled()).await.expect("it polls");
    let second = Program::start(&server, &["run"], &data).end().await;
    assert_eq!(second.status.code(), Some(1));
    assert!(told(&second).contains("--data") && told(&second).lines().count() == 1, "{}", told(&second));
    first.signal("TERM");
    assert_eq!(first.end().await.status.code(), Some(0));
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").expect("written");
    let third = Program::start(&server, &["run"], &file.join("data")).end().await;
    assert_eq!(third.status.code(), Some(1));
    assert!(told(&third).contains("--data") && told(&third).lines().count() == 1, "{}", told(&third));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_telegram_refuses_is_one_sentence_without_the_token() {
    let (server, folder) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    server.fail("getMe", None, Failure::Status(401, "Unauthorized"));
    let output = Program::start(&server, &["run"], folder.path()).end().await;
    assert_eq!(output.status.code(), Some(1));
    let last = told(&output).lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("visitbot: ") && last.contains("@BotFather"), "{}", told(&output));
    assert!(!told(&output).contains("secret-of-the-test"));
}

#[test]
fn an_address_that_is_none_is_one_sentence() {
    let pack = small_pack();
    let child = start(&["run"], pack.path(), &[("TELOXIDE_TOKEN", TOKEN), ("TELOXIDE_API_URL", "no address")]);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("TELOXIDE_API_URL") && told(&output).lines().count() == 1, "{}", told(&output));
}
