//! Layers: each outside thing is known in one place, and the core does nothing but compute.

use super::{File, everything, holds_word, program, report};

/// A word of code, the modules that may use it, and what the others do instead.
type Rule = (&'static str, &'static [&'static str], &'static str);

const KNOWN_IN_ONE_PLACE: [Rule; 11] = [
    ("teloxide", &["telegram"], "turn it into an event or a reply under src/telegram"),
    ("sled", &["store"], "call the store (crate::store)"),
    ("use redis", &["store/remote"], "call the store (crate::store)"),
    ("jieba_rs", &["text/segment"], "call the segmenter (crate::text::segment)"),
    ("resvg", &["chart"], "draw with crate::chart"),
    ("strsim", &["text/spelling", "knowledge/lint"], "a distance serves inside a word only: ask the speller"),
    ("axum", &["telegram/webhook", "probes", "cli/run"], "give a router there what it needs"),
    ("subtle", &["telegram/webhook"], "secrets are compared there only"),
    ("notify", &["live/watch"], "only the watch listens to the disk: start one (crate::live::watch)"),
    ("std::env", &["cli/args"], "read it in src/cli/args.rs and pass it as an argument"),
    ("env::var", &["cli/args"], "read it in src/cli/args.rs and pass it as an argument"),
];

const PURE: [&str; 8] = ["text", "matching", "dialogue", "figures", "reply", "event", "explain", "chart"];

/// What is below the edges though it reads, writes or keeps.
const BELOW: [&str; 4] = ["knowledge", "live", "scoring", "selftest"];

const IMPURE: [(&str, &str); 13] = [
    ("SystemTime::now", "take the time as an argument"),
    ("Instant", "take the time as an argument, or measure at the edge"),
    ("async", "keep it a plain function; the edge may await"),
    ("await", "keep it a plain function; the edge may await"),
    ("tokio", "keep it a plain function; the edge may await"),
    ("fs", "take the content as an argument"),
    ("std::io", "return a value; the edge reads and writes"),
    ("std::net", "only src/telegram talks to the network"),
    ("std::process", "return a value; the edge decides how the program ends"),
    ("println", "return a value; the edge prints"),
    ("eprintln", "return a value; the edge prints"),
    ("tracing", "return a value; the edge logs"),
    ("rand", "take the seed as an argument"),
];

#[test]
fn an_outside_thing_is_known_in_one_place() {
    let mut complaints = Vec::new();
    for file in program() {
        for (word, homes, instead) in KNOWN_IN_ONE_PLACE {
            if !homes.iter().any(|home| file.is_under(home)) {
                complaints.extend(uses(&file, word).map(|place| format!("{place}: {word} — {instead}")));
            }
        }
    }
    report("Each outside thing is known in one place (see ARCHITECTURE.md, invariants):", &complaints);
}

#[test]
fn the_core_only_computes() {
    let mut complaints = Vec::new();
    for file in program().iter().filter(|file| PURE.iter().any(|module| file.is_under(module))) {
        for (word, instead) in IMPURE {
            complaints.extend(uses(file, word).map(|place| format!("{place}: {word} — {instead}")));
        }
    }
    report("The core does no IO and knows no clock:", &complaints);
}

#[test]
fn the_core_does_not_know_its_edges() {
    let mut complaints = Vec::new();
    for file in program().iter().filter(|file| PURE.iter().chain(&BELOW).any(|module| file.is_under(module))) {
        for edge in ["crate::app", "crate::cli", "crate::store", "crate::telegram"] {
            complaints.extend(uses(file, edge).map(|place| format!("{place}: {edge} — pass what is needed down")));
        }
    }
    report("The core is called by the edges and never calls them:", &complaints);
}

#[test]
fn modules_are_named_after_what_they_are() {
    let vague = ["mod", "util", "utils", "helper", "helpers", "common", "manager", "misc", "shared"];
    let mut complaints = Vec::new();
    for file in everything() {
        let mut parts = file.path.trim_end_matches(".rs").split('/');
        if parts.any(|part| vague.contains(&part) || part.ends_with("_manager") || part.ends_with("_utils")) {
            complaints.push(format!("{}: use foo.rs beside foo/, and name it after the one thing it holds", file.path));
        }
    }
    report("A module is named after what it is:", &complaints);
}

fn uses<'a>(file: &'a File, word: &'a str) -> impl Iterator<Item = String> + 'a {
    file.code().filter(move |(_, line)| holds_word(line, word)).map(|(at, _)| format!("{}:{at}", file.path))
}
