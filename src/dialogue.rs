//! The dialogue: from a session and an event to the next session and a reply. Pure; the time is an argument.

use std::time::SystemTime;

use crate::event::Event;
use crate::knowledge::Knowledge;
use crate::reply::{Reply, Verdict};

/// Where a dialogue with one person stands.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Session {}

/// What a step leads to.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The session to keep.
    pub session: Session,
    /// What to send.
    pub reply: Reply,
}

/// One step of the dialogue.
pub fn step(_knowledge: &Knowledge, session: &Session, _event: &Event, _now: SystemTime) -> Turn {
    Turn { session: session.clone(), reply: Reply::line(Verdict::Decline, "…") }
}
