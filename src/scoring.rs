//! How good the replies are: labelled questions asked of a pack, each in a dialogue of its own, and judged.
//!
//! `eval` shows what comes of it to people; a reload compares two packs by it.

pub mod judge;
pub mod question;
pub mod tally;
pub mod trial;

use std::time::SystemTime;

use crate::dialogue::{self, Session};
use crate::event::{Audience, Event, Input};
use crate::knowledge::Knowledge;
use crate::reply::Reply;

/// The reply to a text that somebody sends in private, with nothing before it.
pub fn alone(knowledge: &Knowledge, text: &str, now: SystemTime) -> Reply {
    let event = Event::new(Audience::Private, Input::Text(text.to_owned()));
    dialogue::step(knowledge, &Session::default(), &event, now).reply
}
