//! The processes: started, watched, killed when ordered, and started again whatever they died of.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fastrand::Rng;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::Args;
use crate::bot::{Bot, free_port};
use crate::pushes::{PATH, SECRET};
use crate::server::Server;

/// How often a process is looked at.
const LOOK: Duration = Duration::from_millis(20);
const PAUSE: Duration = Duration::from_millis(100);

/// A kill.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// How long after the replica is ready.
    pub after: Duration,
    /// How long after its next start it is killed once more, whether ready or not.
    pub again: Option<Duration>,
}

enum Command {
    Kill(Order),
    Bury,
}

/// What happened.
#[derive(Debug, Default)]
pub struct Record {
    pub kills: Vec<Instant>,
    /// From start to ready.
    pub starts: Vec<Duration>,
    /// How often a process ended unasked.
    pub ended: usize,
    /// Least and most memory of a ready process, in MiB.
    pub resident: Option<(f64, f64)>,
}

/// All processes.
pub struct Fleet {
    /// Where each listens.
    pub ports: Vec<u16>,
    commands: Vec<mpsc::Sender<Command>>,
    record: Arc<Mutex<Record>>,
    lives: JoinSet<anyhow::Result<()>>,
    /// The first that is not buried.
    first: AtomicUsize,
    ordered: AtomicUsize,
}

struct Replica {
    program: PathBuf,
    arguments: Vec<String>,
    server: Server,
    port: u16,
    log: PathBuf,
    record: Arc<Mutex<Record>>,
    client: reqwest::Client,
}

impl Fleet {
    /// Starts the processes, each with its data and its log in `folder`.
    pub fn start(args: &Args, server: &Server, folder: &Path) -> anyhow::Result<Fleet> {
        let program = match &args.bot {
            Some(bot) => bot.clone(),
            None => std::env::current_exe()?.with_file_name("../visitbot"),
        };
        let ports = (0..args.replicas).map(|_| free_port()).collect::<Result<Vec<_>, _>>()?;
        let (record, mut commands, mut lives) = (Arc::default(), Vec::new(), JoinSet::new());
        for (number, port) in ports.iter().copied().enumerate() {
            let replica = Replica {
                program: program.clone(),
                arguments: arguments(args, port, &folder.join(format!("data-{number}"))),
                server: server.clone(),
                port,
                log: folder.join(format!("log-{number}")),
                record: Arc::clone(&record),
                client: reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(2)).build()?,
            };
            let (command, commanded) = mpsc::channel(8);
            commands.push(command);
            lives.spawn(replica.live(commanded));
        }
        Ok(Fleet { ports, commands, record, lives, first: 0.into(), ordered: 0.into() })
    }

    /// Kills done so far.
    pub fn kills(&self) -> usize {
        lock(&self.record).kills.len()
    }

    /// Kills ordered so far.
    pub fn ordered(&self) -> usize {
        self.ordered.load(Ordering::Relaxed)
    }

    /// Orders a kill of some replica that is not buried.
    pub async fn order(&self, order: Order, dice: &mut Rng) {
        self.ordered.fetch_add(1 + usize::from(order.again.is_some()), Ordering::Relaxed);
        let first = self.first.load(Ordering::Relaxed);
        let _ = self.commands[dice.usize(first..self.commands.len())].send(Command::Kill(order)).await;
    }

    /// Kills the first replica for good.
    pub async fn bury(&self) {
        self.first.store(1, Ordering::Relaxed);
        self.ordered.fetch_add(1, Ordering::Relaxed);
        let _ = self.commands[0].send(Command::Bury).await;
    }

    /// Waits until all orders are carried out.
    pub async fn rest(&self) {
        while self.kills() < self.ordered() {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Kills all and tells what happened.
    pub async fn end(mut self) -> anyhow::Result<Record> {
        self.commands.clear();
        while let Some(ended) = self.lives.join_next().await {
            ended??;
        }
        Ok(std::mem::take(&mut *lock(&self.record)))
    }
}

impl Replica {
    async fn live(self, mut commands: mpsc::Receiver<Command>) -> anyhow::Result<()> {
        let mut again: Option<Duration> = None;
        loop {
            let mut bot = Bot::start(&self.program, &self.arguments, &self.server, &self.log)?;
            if let Some(pause) = again.take() {
                tokio::time::sleep(pause).await;
                self.kill(&mut bot);
                continue;
            }
            let Some(took) = bot.ready(&self.client, self.port).await else {
                self.ended(&mut bot).await?;
                continue;
            };
            lock(&self.record).starts.push(took);
            match self.watch(&mut bot, &mut commands).await {
                Some(Some(Command::Kill(order))) => {
                    tokio::time::sleep(order.after).await;
                    self.weigh(&bot);
                    self.kill(&mut bot);
                    again = order.again;
                }
                Some(Some(Command::Bury)) => {
                    self.kill(&mut bot);
                    return Ok(());
                }
                Some(None) => return Ok(()),
                None => self.ended(&mut bot).await?,
            }
        }
    }

    /// The next command, `Some(None)` if none will come; `None` if the process ends by itself.
    async fn watch(&self, bot: &mut Bot, commands: &mut mpsc::Receiver<Command>) -> Option<Option<Command>> {
        loop {
            match tokio::time::timeout(LOOK, commands.recv()).await {
                Ok(command) => return Some(command),
                Err(_) if bot.has_ended() => return None,
                Err(_) => self.weigh(bot),
            }
        }
    }

    fn weigh(&self, bot: &Bot) {
        if let Some(now) = bot.resident() {
            let mut record = lock(&self.record);
            let (least, most) = record.resident.unwrap_or((now, now));
            record.resident = Some((least.min(now), most.max(now)));
        }
    }

    fn kill(&self, bot: &mut Bot) {
        let at = bot.kill();
        lock(&self.record).kills.push(at);
    }

    /// Notes that a process ended unasked.
    async fn ended(&self, bot: &mut Bot) -> anyhow::Result<()> {
        let first = {
            let mut record = lock(&self.record);
            record.ended += 1;
            record.starts.is_empty() && record.ended > 10
        };
        anyhow::ensure!(!first, "the bot does not start; {} tells why", self.log.display());
        bot.kill();
        tokio::time::sleep(PAUSE).await;
        Ok(())
    }
}

fn arguments(args: &Args, port: u16, data: &Path) -> Vec<String> {
    let listen = format!("127.0.0.1:{port}");
    let mut arguments = vec!["run".to_owned(), "--data".to_owned(), data.display().to_string()];
    arguments.extend(["--listen".to_owned(), listen]);
    if let Some(store) = &args.store {
        arguments.extend(["--store".to_owned(), store.clone()]);
    }
    if args.webhook {
        let url = format!("https://bot.example.org{PATH}");
        arguments.extend(["--webhook-url".to_owned(), url, "--webhook-secret".to_owned(), SECRET.to_owned()]);
    }
    arguments
}

fn lock(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}
