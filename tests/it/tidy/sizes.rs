//! Sizes: files and functions that can be read in one go, a doc at the head, few ordinary comments.

use super::{everything, report};

/// Lines of a file.
const FILE: usize = 300;
/// Lines of a function, from its `fn` to its closing brace.
const FUNCTION: usize = 60;
/// Lines of a module doc.
const DOC: std::ops::RangeInclusive<usize> = 1..=8;
/// Ordinary comments among the lines of a file, in percent; two are always free.
const COMMENTS: usize = 6;

#[test]
fn files_are_short() {
    let long = everything().into_iter().filter(|file| file.text.lines().count() > FILE);
    let complaint = |file: super::File| {
        format!("{}: {} lines; split it by what it holds into foo.rs and foo/", file.path, file.text.lines().count())
    };
    report(&format!("A file has at most {FILE} lines:"), &long.map(complaint).collect::<Vec<_>>());
}

#[test]
fn every_file_opens_with_its_doc() {
    let mut complaints = Vec::new();
    for file in everything() {
        let doc = file.text.lines().take_while(|line| line.starts_with("//!")).count();
        if !DOC.contains(&doc) {
            complaints.push(format!("{}: {doc} lines of //!; say what it is for and what it leaves out", file.path));
        }
    }
    report("Every file opens with a //! doc of 1 to 8 lines:", &complaints);
}

#[test]
fn functions_are_short() {
    let mut complaints = Vec::new();
    for file in everything() {
        let lines: Vec<&str> = file.text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| opens_function(line)) {
            let length = length(&lines[at..]);
            if length > FUNCTION {
                let name = line.trim().trim_end_matches('{');
                complaints.push(format!("{}:{}: {length} lines: {name}", file.path, at + 1));
            }
        }
    }
    report(&format!("A function has at most {FUNCTION} lines; give a step of it a name:"), &complaints);
}

#[test]
fn comments_are_few() {
    let mut complaints = Vec::new();
    for file in everything() {
        let (lines, comments) = (file.text.lines().count(), file.text.lines().filter(|line| is_comment(line)).count());
        if comments > 2 && comments * 100 > COMMENTS * lines {
            complaints.push(format!("{}: {comments} of {lines} lines; let names say it", file.path));
        }
    }
    report(&format!("Ordinary comments are at most {COMMENTS} % of a file:"), &complaints);
}

fn opens_function(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let qualifies = |word: &&str| ["const", "async", "unsafe", "pub"].iter().any(|q| word.starts_with(q));
    words.find(|word| !qualifies(word)) == Some("fn")
}

/// Lines of the function that opens `lines`: rustfmt closes it with a brace in its own column.
fn length(lines: &[&str]) -> usize {
    let indent = lines[0].len() - lines[0].trim_start().len();
    let closes = |line: &str| line.trim_end() == format!("{}}}", " ".repeat(indent));
    if lines[0].ends_with('}') || lines[0].ends_with(';') {
        return 1;
    }
    lines.iter().position(|line| closes(line)).map_or(lines.len(), |at| at + 1)
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") && !line.starts_with("///") && !line.starts_with("//!")
}

#[test]
fn the_counting_is_right() {
    let text = "    pub(super) async fn f(\n        a: u8,\n    ) -> u8 {\n        a\n    }\n}";
    let lines: Vec<&str> = text.lines().collect();
    assert!(opens_function(lines[0]) && !opens_function("    let f = fn_of(a);") && !opens_function("// fn f() {"));
    assert_eq!((length(&lines), length(&["fn f() {}"])), (5, 1));
    assert!(is_comment("  // why") && !is_comment("  /// what") && !is_comment("let a = 1; // one"));
}
