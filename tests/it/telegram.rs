//! The Telegram edge against a fake Bot API server.

mod buttons;
mod content;
mod edits;
mod groups;
mod incoming;
mod private;
mod render;
mod trouble;
