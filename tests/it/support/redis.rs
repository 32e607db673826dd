//! A real redis-server on a free port, which ends with its handle. Tests that need one are skipped where there is none.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use visitbot::store::Store;

/// A server of its own, whose data outlasts [`Redis::kill`].
pub struct Redis {
    child: Child,
    port: u16,
    folder: TempDir,
    more: Vec<String>,
}

impl Redis {
    /// Starts one and waits until it answers; `None`, with a line on standard error, if redis-server is not installed.
    pub fn start() -> Option<Redis> {
        Redis::with(Vec::new)
    }

    /// As [`Redis::start`], with these arguments, which are made anew for each port that is tried.
    pub fn with(more: impl Fn() -> Vec<String>) -> Option<Redis> {
        for _ in 0..20 {
            let (folder, port, more) = (tempfile::tempdir().unwrap(), free_port(), more());
            let Some(child) = spawn(port, &folder, &more) else {
                skipped("no redis-server (Debian: apt-get install redis-server)");
                return None;
            };
            let mut redis = Redis { child, port, folder, more };
            if redis.answers() {
                return Some(redis);
            }
        }
        panic!("redis-server does not start");
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// A store in it, as one bot has it.
    pub fn store(&self) -> Store {
        Store::shared(&self.url(), "test").unwrap()
    }

    /// What it answers to a command, as it is sent.
    pub fn told(&self, command: &str) -> String {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(connection, "{command}\r\nQUIT\r\n").unwrap();
        let mut told = String::new();
        connection.read_to_string(&mut told).unwrap();
        told
    }

    /// The text or number that a command gives, `None` if it gives nothing.
    pub fn value(&self, command: &str) -> Option<String> {
        let told = self.told(command);
        let mut lines = told.lines();
        match lines.next()?.split_at(1) {
            ("$", "-1") => None,
            ("$", _) => lines.next().map(str::to_owned),
            (_, value) => Some(value.to_owned()),
        }
    }

    /// A figure that it tells of itself, such as `connected_clients`.
    pub fn figure(&self, name: &str) -> usize {
        let told = self.told("INFO");
        let figure = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        figure.expect(name).parse().unwrap()
    }

    /// Lets it stand still, or go on: `STOP` or `CONT`.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Ends it as a kill does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again at the same address, with what it had on disk.
    pub fn restart(&mut self) {
        self.child = spawn(self.port, &self.folder, &self.more).unwrap();
        assert!(self.answers(), "it starts again");
    }

    /// Waits until it answers; false if it ended before, as it does when its port is taken.
    fn answers(&mut self) -> bool {
        while self.child.try_wait().unwrap().is_none() {
            if Store::shared(&self.url(), "test").is_ok() {
                return true;
            }
            std::thread::yield_now();
        }
        false
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Says why a test is skipped, past what the test harness holds back.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

fn spawn(port: u16, folder: &TempDir, more: &[String]) -> Option<Child> {
    let mut command = Command::new("redis-server");
    command.args([
        "--port",
        &port.to_string(),
        "--bind",
        "127.0.0.1",
        "--appendonly",
        "yes",
        "--appendfsync",
        "always",
    ]);
    command.args(["--save", ""]).arg("--dir").arg(folder.path()).args(more);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()
}
