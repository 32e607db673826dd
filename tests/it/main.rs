//! All integration tests in one binary: one line a module.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod article;
mod chart;
mod cli;
mod conversations;
mod deploy;
mod explain;
mod fuzz_seeds;
mod inbox;
mod journal;
mod languages;
mod library;
mod live;
mod ops;
mod pack;
mod properties;
mod questions;
mod run;
mod store;
mod support;
mod telegram;
mod tidy;
