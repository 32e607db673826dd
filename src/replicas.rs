//! Bots that share a store tell each other which version of the pack is in force: a reload, a taught line or a rollback at
//! one of them reaches all. Each reads its own folder, so they need the same one, or copies of it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::live;
use crate::store::{Keep, StoreError, Table, seconds};

/// How often they look.
const PAUSE: Duration = Duration::from_millis(500);
/// Under what it is told.
const PACK: &[u8] = b"pack";

/// What was told last: a version, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Word {
    version: String,
    at: u64,
}

/// One of the bots that share a store.
pub struct Replica {
    app: Arc<App>,
    /// The version that was in force here when it last looked.
    mine: String,
    /// The word that it last read or gave. What was told before its start is not followed: it has just read its folder.
    told: Option<Word>,
}

impl Replica {
    /// The bot that `app` is.
    ///
    /// # Errors
    /// If the store fails.
    pub fn new(app: Arc<App>, now: SystemTime) -> Result<Replica, StoreError> {
        let (mine, told) = (app.live().version(), app.store().read::<Word>(Table::Told, PACK, now)?);
        if let Some(theirs) = told.as_ref().map(|word| &word.version).filter(|theirs| **theirs != mine) {
            tracing::warn!(
                mine,
                theirs,
                "the other bots were told of another pack; reload one of them to have the same"
            );
        }
        Ok(Replica { app, mine, told })
    }

    /// Tells the others what changed here, or follows what one of them told; may take a second, and blocks.
    ///
    /// # Errors
    /// If the store fails.
    pub fn look(&mut self, now: SystemTime) -> Result<(), StoreError> {
        let version = self.app.live().version();
        if version != self.mine {
            let word = Word { version: version.clone(), at: seconds(now) };
            self.app.store().write(Table::Told, PACK, &word, Keep::Always)?;
            (self.mine, self.told) = (version, Some(word));
            return Ok(());
        }
        let told: Option<Word> = self.app.store().read(Table::Told, PACK, now)?;
        if let Some(word) = told.filter(|word| Some(word) != self.told.as_ref()) {
            self.follow(&word.version, now);
            self.told = Some(word);
        }
        Ok(())
    }

    fn follow(&mut self, version: &str, now: SystemTime) {
        if version != self.mine {
            tracing::info!(version, "another bot changed its pack; following");
            live::log(&self.app.live().follow(version, now));
            self.mine = self.app.live().version();
        }
        if version != self.mine {
            let mine = &self.mine;
            tracing::error!(mine, theirs = version, "this bot's folder holds another pack than the one that was told");
        }
    }
}

/// Keeps the bot together with those that share its store, until it is dropped.
pub async fn keep_together(app: Arc<App>) {
    let mut replica = None;
    let mut looks = tokio::time::interval(PAUSE);
    loop {
        looks.tick().await;
        let app = Arc::clone(&app);
        let look = move || {
            let now = SystemTime::now();
            let mut replica = replica.take().map_or_else(|| Replica::new(app, now), Ok)?;
            // A store that fails is told by those who need it more.
            let _ = replica.look(now);
            Ok::<_, StoreError>(replica)
        };
        replica = tokio::task::spawn_blocking(look).await.ok().and_then(Result::ok);
    }
}
