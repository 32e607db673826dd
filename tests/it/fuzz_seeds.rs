//! The seeds of the fuzz targets, each run once: what holds for them holds for the targets' first step.

use std::path::Path;

#[path = "../../fuzz/src/promises.rs"]
mod promises;

/// Runs a target over all of its seeds.
fn run(target: &str, promise: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let seeds: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|seed| seed.unwrap().path()).collect();
    assert!(seeds.len() >= 8, "{} seeds of {target}", seeds.len());
    for seed in seeds {
        println!("{}", seed.display());
        promise(&std::fs::read(&seed).unwrap());
    }
}

#[test]
fn updates() {
    run("update", promises::update);
}

#[test]
fn the_data_of_buttons() {
    run("callback", promises::callback);
}

#[test]
fn files_of_packs() {
    run("pack", promises::pack);
}

#[test]
fn questions() {
    run("question", promises::question);
}
