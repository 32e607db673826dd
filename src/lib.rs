//! visitbot answers, in Chinese, what people ask about one article, from a curated pack.
//!
//! The modules stand in the order in which a message passes them: telegram (or cli) turns what arrived into an
//! [`event::Event`]; [`app`] takes one snapshot of [`knowledge`] and the asker's session from [`store`]; [`dialogue`]
//! decides the turn, reading the question with [`text`], finding the answer with matching and figures; the
//! [`reply::Reply`] goes back as plain data and only the edge gives it a shape.

pub mod app;
pub mod chart;
pub mod cli;
pub mod dialogue;
pub mod event;
pub mod explain;
pub mod figures;
pub mod fnv;
pub mod inbox;
pub mod journal;
pub mod knowledge;
pub mod live;
pub mod matching;
pub mod metrics;
pub mod probes;
pub mod readiness;
pub mod replicas;
pub mod reply;
pub mod scoring;
pub mod selftest;
pub mod store;
pub mod telegram;
pub mod text;
