//! The phrases that a pack must give; translations of them are tested in `languages`.

use super::{GOOD, KEYS, faults, file, parse, wording};

#[test]
fn wording_that_nobody_says_is_told() {
    let mut strange = wording();
    strange.text.push_str("hallo = \"…\"\n");
    let line = strange.text.lines().count();
    let said = faults(parse(&[file("good.toml", GOOD), strange]));
    assert_eq!(said, format!("wording.toml:{line}:1: unknown wording `hallo`"));
}

#[test]
fn wording_that_is_missing_is_told() {
    let said = parse(&[file("good.toml", GOOD), file("w.toml", "[wording]\n")]);
    let told = said.map_or_else(|faults| faults.0.len(), |_| 0);
    assert_eq!(told, KEYS.len());
}
