//! Where the commands get their knowledge and the pack's own question sets from.

use std::path::Path;
use std::time::SystemTime;

use super::failure::Failure;
use crate::knowledge::load::SourceFile;
use crate::knowledge::{Knowledge, source};
use crate::live::Live;

/// The knowledge in `folder`, or the one inside the program.
///
/// # Errors
/// If the pack cannot be read or has faults.
pub fn knowledge(folder: Option<&Path>) -> Result<Knowledge, Failure> {
    Ok(Knowledge::load(&files(folder)?)?)
}

/// The knowledge in `folder`, which may change later, or the one inside the program.
///
/// # Errors
/// If the pack cannot be read or has faults.
pub fn live(folder: Option<&Path>) -> Result<Live, Failure> {
    match folder {
        Some(folder) => Ok(Live::open(folder, SystemTime::now())?),
        None => Ok(Live::fixed(knowledge(None)?)),
    }
}

/// The files of the pack in `folder`, or of the one inside the program.
///
/// # Errors
/// If they cannot be read.
pub fn files(folder: Option<&Path>) -> Result<Vec<SourceFile>, Failure> {
    Ok(folder.map_or_else(|| Ok(source::builtin()), source::from_dir)?)
}

/// The question sets that travel with the pack.
///
/// # Errors
/// If they cannot be read.
pub fn questions(folder: Option<&Path>) -> Result<Vec<SourceFile>, Failure> {
    Ok(folder.map_or_else(|| Ok(source::builtin_questions()), source::questions_from_dir)?)
}
