//! The program holds no word of an article: what it knows of people, places and goods stands in the pack.

use serde::Deserialize;

use super::{File, program, read, report};

#[derive(Deserialize)]
struct Lexicon {
    term: Vec<Term>,
}

#[derive(Deserialize)]
struct Term {
    id: String,
    kind: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// Kinds of term that a program may know: word classes are plain Chinese, and languages are what it reads and writes.
const GENERAL: [&str; 2] = ["word", "language"];

#[test]
fn the_program_holds_no_name_of_the_article() {
    let lexicon: Lexicon = toml::from_str(&read("knowledge/lexicon.toml").text).expect("a lexicon");
    let mut files = program();
    files.push(read("src/text/zh.toml"));
    let lines: Vec<(String, &str)> = files.iter().flat_map(chinese_lines).collect();
    let mut complaints = Vec::new();
    for term in lexicon.term.iter().filter(|term| !GENERAL.contains(&term.kind.as_str())) {
        for name in std::iter::once(&term.name).chain(&term.aliases).filter(|name| is_chinese(name)) {
            let held = lines.iter().filter(|(_, line)| line.contains(name.as_str()));
            complaints.extend(held.map(|(place, _)| format!("{place}: {name} ({} {})", term.kind, term.id)));
        }
    }
    report("src/ holds no name of the article, so that another pack is another bot; move it to the pack:", &complaints);
}

/// Lines of a file that hold a Chinese character, each with its place.
fn chinese_lines(file: &File) -> impl Iterator<Item = (String, &str)> {
    let chinese = file.lines().filter(|(_, line)| line.contains(visitbot::text::is_han));
    chinese.map(|(at, line)| (format!("{}:{at}", file.path), line))
}

/// Two characters or more; single ones are part of too many other words, and so are Latin abbreviations.
fn is_chinese(name: &str) -> bool {
    name.chars().nth(1).is_some() && name.contains(visitbot::text::is_han)
}
