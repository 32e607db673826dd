//! The project's own rules as tests: who may know what, sizes, words, documents. Each complaint says what to do.

mod documents;
mod image;
mod layers;
mod sizes;
mod words;

use std::path::{Path, PathBuf};

/// A text file of the repository.
struct File {
    /// Its path from the root, with slashes.
    path: String,
    text: String,
}

impl File {
    /// Lines with their numbers, from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    /// As [`File::lines`], without comments. A `//` inside a string ends the line too, so a rule may miss a line but
    /// never blames a comment.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().map(|(at, line)| (at, line.split("//").next().unwrap_or_default()))
    }

    /// Whether it is the module `name` of `src` or stands below it.
    fn is_under(&self, name: &str) -> bool {
        let inside = self.path.strip_prefix("src/").and_then(|path| path.strip_prefix(name));
        inside.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> File {
    let text = std::fs::read_to_string(root().join(path));
    File { path: path.to_owned(), text: text.unwrap_or_else(|error| panic!("{path} cannot be read: {error}")) }
}

/// The Rust files of the program.
fn program() -> Vec<File> {
    rust_files(&["src"])
}

/// All Rust files.
fn everything() -> Vec<File> {
    let mut files = rust_files(&["src", "tests", "benches", "examples"]);
    files.push(read("build.rs"));
    files
}

fn rust_files(folders: &[&str]) -> Vec<File> {
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| collect(&root().join(folder), &mut paths));
    paths.sort();
    let shown = |path: PathBuf| path.strip_prefix(root()).expect("below the root").display().to_string();
    let files: Vec<File> = paths.into_iter().map(|path| read(&shown(path).replace('\\', "/"))).collect();
    assert!(!files.is_empty(), "no Rust file in {folders:?}");
    files
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for item in std::fs::read_dir(folder).expect("a folder") {
        let path = item.expect("an item").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Whether `text` holds `word` with no letter, digit or underscore at either side.
fn holds_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(joins) && !text[at + word.len()..].starts_with(joins))
}

/// Fails with all complaints, if there are any.
#[track_caller]
fn report(rule: &str, complaints: &[String]) {
    assert!(complaints.is_empty(), "{rule}\n  {}\n", complaints.join("\n  "));
}
