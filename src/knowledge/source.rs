//! Where a pack comes from: compiled into the binary, or a folder on disk.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::load::SourceFile;
use crate::fnv::fnv1a;

static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/knowledge");

/// A folder that holds no pack, or none that can be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no such folder.
    #[error("there is no folder {0}; give the one that holds the pack's .toml files with --knowledge")]
    Missing(String),
    /// The folder or a file in it cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The folder or file.
        path: String,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The folder has no file of a pack.
    #[error("{0} holds no .toml file, so it is no pack; give the folder that does with --knowledge")]
    Empty(String),
    /// A file is not UTF-8.
    #[error("{path} is not UTF-8 (line {line}); save it as UTF-8")]
    NotUtf8 {
        /// The file.
        path: String,
        /// The first line that is not, from 1.
        line: usize,
    },
}

/// A short name for what these files hold, twelve hexadecimal digits: the same on every machine and wherever the files
/// lie.
pub fn version(files: &[SourceFile]) -> String {
    let bytes = |file: &SourceFile| {
        let name = file_name(Path::new(&file.name));
        [name.as_bytes(), b"\xff", file.text.as_bytes(), b"\xff"].concat()
    };
    format!("{:012x}", fnv1a(files.iter().flat_map(bytes)) >> 16)
}

/// The pack's files compiled into the binary, by name.
pub fn builtin() -> Vec<SourceFile> {
    compiled_in(&BUILTIN, "toml")
}

/// The question sets compiled into the binary, by name.
pub fn builtin_questions() -> Vec<SourceFile> {
    BUILTIN.get_dir("questions").map(|dir| compiled_in(dir, "jsonl")).unwrap_or_default()
}

/// The pack's files in `folder`, by name.
///
/// # Errors
/// If there is no such folder, it or a file cannot be read, it has no `.toml` file, or one is not UTF-8.
pub fn from_dir(folder: &Path) -> Result<Vec<SourceFile>, SourceError> {
    if !folder.is_dir() {
        return Err(SourceError::Missing(folder.display().to_string()));
    }
    let files = read_all(folder, "toml")?;
    if files.is_empty() { Err(SourceError::Empty(folder.display().to_string())) } else { Ok(files) }
}

/// The question sets in the `questions` folder of the pack in `folder`, by name; none if it has no such folder.
///
/// # Errors
/// If that folder or a file in it cannot be read, or a file is not UTF-8.
pub fn questions_from_dir(folder: &Path) -> Result<Vec<SourceFile>, SourceError> {
    let questions = folder.join("questions");
    if questions.is_dir() { read_all(&questions, "jsonl") } else { Ok(Vec::new()) }
}

fn compiled_in(dir: &Dir<'_>, extension: &str) -> Vec<SourceFile> {
    let wanted = dir.files().filter(|file| has_extension(file.path(), extension));
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let mut files: Vec<SourceFile> =
        wanted.map(|file| SourceFile { name: file_name(file.path()), text: text(file.contents()) }).collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

fn read_all(folder: &Path, extension: &str) -> Result<Vec<SourceFile>, SourceError> {
    let unreadable = |reason| SourceError::Unreadable { path: folder.display().to_string(), reason };
    let mut files = Vec::new();
    for item in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = item.map_err(unreadable)?.path();
        if has_extension(&path, extension) && !file_name(&path).starts_with('.') {
            files.push(SourceFile { name: path.display().to_string(), text: read(&path)? });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn read(path: &Path) -> Result<String, SourceError> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|reason| SourceError::Unreadable { path: shown.clone(), reason })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        SourceError::NotUtf8 { path: shown, line: 1 + valid.iter().filter(|&&b| b == b'\n').count() }
    })
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|e| e == extension)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
