//! Reloads the pack when its files change on disk. The folder's parent is watched too, for a folder that is replaced as
//! a whole; editors and scripts write in bursts, so the disk has to be quiet before it is read.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Change, Live, Refusal};

/// How long the disk has to be quiet.
const QUIET: Duration = Duration::from_millis(500);
/// After how long without quiet the disk is read all the same.
const RESTLESS: Duration = Duration::from_secs(5);

/// Why a folder cannot be watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The pack comes from no folder.
    #[error("the pack inside the program never changes; name a folder with --knowledge, or leave --watch out")]
    CompiledIn,
    /// The system refuses.
    #[error("cannot watch {path}: {reason}; leave --watch out, and send SIGHUP to reload")]
    Refused {
        /// The folder.
        path: String,
        /// What the system said.
        reason: notify::Error,
    },
}

/// What the disk told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stir {
    /// Something in the folder changed.
    Files,
    /// The folder itself may be another one.
    Folder,
    /// Nobody wants to know any more.
    End,
}

/// A watch on the pack's folder, until it is dropped.
#[must_use = "the folder is watched for as long as this is kept"]
pub struct Watch(Sender<Stir>);

impl Watch {
    /// Watches the folder of `live` and reloads when what is in it has changed; `told` hears how each reload ended.
    ///
    /// # Errors
    /// If there is no folder, or the system does not let it be watched.
    pub fn start(
        live: Arc<Live>,
        mut told: impl FnMut(Result<Change, Refusal>) + Send + 'static,
    ) -> Result<Watch, WatchError> {
        let path = live.path().ok_or(WatchError::CompiledIn)?;
        let refused = |reason| WatchError::Refused { path: path.display().to_string(), reason };
        let folder = std::path::absolute(path).map_err(|error| refused(notify::Error::io(error)))?;
        let (stir, stirs) = channel();
        let mut watcher = watcher(&folder, stir.clone()).map_err(refused)?;
        thread::spawn(move || {
            while let Some(stir) = settled(&stirs) {
                if stir == Stir::Folder {
                    watch_again(&mut watcher, &folder);
                }
                if let Some(outcome) = live.catch_up(SystemTime::now()).transpose() {
                    told(outcome);
                }
            }
        });
        Ok(Watch(stir))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.send(Stir::End);
    }
}

fn watcher(folder: &Path, stirs: Sender<Stir>) -> notify::Result<RecommendedWatcher> {
    let watched: PathBuf = folder.to_owned();
    let mut watcher = notify::recommended_watcher(move |event| {
        if let Some(stir) = meaning(&event, &watched) {
            let _ = stirs.send(stir);
        }
    })?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    if let Some(parent) = folder.parent() {
        watcher.watch(parent, RecursiveMode::NonRecursive)?;
    }
    Ok(watcher)
}

/// What an event means for the folder. Reading it is an event as well, which a reload must not hear.
fn meaning(event: &notify::Result<Event>, folder: &Path) -> Option<Stir> {
    match event {
        Err(_) => Some(Stir::Folder),
        Ok(event) if event.kind.is_access() => None,
        Ok(event) if event.paths.iter().any(|path| path == folder) => Some(Stir::Folder),
        Ok(event) => event.paths.iter().any(|path| path.starts_with(folder)).then_some(Stir::Files),
    }
}

/// A folder that is gone for now comes back with an event of its parent.
fn watch_again(watcher: &mut RecommendedWatcher, folder: &Path) {
    let _ = watcher.unwatch(folder);
    if let Err(error) = watcher.watch(folder, RecursiveMode::Recursive) {
        tracing::debug!(%error, "the pack's folder is not there to watch");
    }
}

/// Waits for an event and then for quiet: the most that was told meanwhile, or nothing at the end.
fn settled(stirs: &Receiver<Stir>) -> Option<Stir> {
    let first = stirs.recv().ok()?;
    let end = Instant::now() + RESTLESS;
    let more = std::iter::from_fn(|| stirs.recv_timeout(QUIET).ok().filter(|_| Instant::now() < end));
    let most = more.fold(first, Stir::max);
    (most != Stir::End).then_some(most)
}

#[cfg(test)]
mod tests {
    use notify::EventKind;
    use notify::event::{AccessKind, CreateKind};

    use super::*;

    fn means(kind: EventKind, path: &str) -> Option<Stir> {
        meaning(&Ok(Event::new(kind).add_path(path.into())), Path::new("/packs/one"))
    }

    #[test]
    fn only_what_is_written_in_the_folder_stirs() {
        let created = EventKind::Create(CreateKind::Any);
        assert_eq!(means(created, "/packs/one/trade.toml"), Some(Stir::Files));
        assert_eq!(means(created, "/packs/one"), Some(Stir::Folder));
        assert_eq!(means(created, "/packs/one.bak"), None);
        assert_eq!(means(EventKind::Access(AccessKind::Any), "/packs/one/trade.toml"), None);
    }

    #[test]
    fn a_burst_is_one_stir_and_the_end_is_the_end() {
        let (stir, stirs) = channel();
        [Stir::Files, Stir::Folder, Stir::Files].into_iter().for_each(|told| stir.send(told).unwrap());
        assert_eq!(settled(&stirs), Some(Stir::Folder));
        [Stir::Files, Stir::End].into_iter().for_each(|told| stir.send(told).unwrap());
        assert_eq!(settled(&stirs), None);
    }
}
