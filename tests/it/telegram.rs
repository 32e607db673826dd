//! The Telegram edge against a fake Bot API server.

mod admins;
mod bursts;
mod buttons;
mod charts;
mod content;
mod durable;
mod edits;
mod forget;
mod groups;
mod incoming;
mod inline;
mod manners;
mod private;
mod render;
mod replicas;
mod trouble;
mod webhook;
