//! A bot as a child process: started against the server, watched, killed.

use std::ffi::OsStr;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

use super::server::{Server, TOKEN};

/// How often a bot that starts is asked whether it is ready.
const ASKED: Duration = Duration::from_millis(5);

/// The process. Dropped, it is killed.
pub struct Bot {
    child: Child,
    started: Instant,
}

impl Bot {
    /// Starts `program`; what it logs goes to the end of the file `log`.
    pub fn start<A: AsRef<OsStr>>(program: &Path, arguments: &[A], server: &Server, log: &Path) -> anyhow::Result<Bot> {
        let log = File::options().create(true).append(true).open(log)?;
        let child = Command::new(program)
            .args(arguments)
            .envs([("TELOXIDE_TOKEN", TOKEN), ("TELOXIDE_API_URL", &server.url())])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} cannot be started; build it with cargo build --release", program.display()))?;
        Ok(Bot { child, started: Instant::now() })
    }

    /// The time since it was started.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Whether it ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Kills it (SIGKILL) and waits until it is gone; tells when the signal was sent.
    pub fn kill(&mut self) -> Instant {
        let at = Instant::now();
        let _ = self.child.kill();
        let _ = self.child.wait();
        at
    }

    /// The memory that it takes, in MiB; `None` where the system does not tell.
    pub fn resident(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
    }

    /// Waits until it says at `port` that it is ready; tells how long after its start that was, `None` if it ended.
    pub async fn ready(&mut self, client: &reqwest::Client, port: u16) -> Option<Duration> {
        let url = format!("http://127.0.0.1:{port}/readyz");
        loop {
            if client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Some(self.age());
            }
            if self.has_ended() {
                return None;
            }
            tokio::time::sleep(ASKED).await;
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that nobody listens at now.
pub fn free_port() -> std::io::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The value below which `share` of the values lie, `None` if there are none.
pub fn quantile(values: &mut [Duration], share: f64) -> Option<Duration> {
    values.sort_unstable();
    let last = values.len().checked_sub(1)?;
    values.get((last as f64 * share).round() as usize).copied()
}
