//! One edition of a pack: the text of its files, from which it can be compiled anew at any time.

use std::path::Path;
use std::sync::Arc;

use super::learned;
use super::refusal::Refusal;
use crate::knowledge::Knowledge;
use crate::knowledge::fault::Faults;
use crate::knowledge::load::SourceFile;
use crate::knowledge::source::{self, SourceError};
use crate::scoring::question::Set;
use crate::selftest::{self, Miss};

/// The files of a pack and the question sets that travel with it, each list by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    files: Vec<SourceFile>,
    questions: Vec<SourceFile>,
}

impl Edition {
    /// What is in `folder` now.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(folder: &Path) -> Result<Edition, SourceError> {
        Ok(Edition { files: source::from_dir(folder)?, questions: source::questions_from_dir(folder)? })
    }

    /// A short hash of all that is in it.
    pub fn mark(&self) -> String {
        source::version(&self.files) + &source::version(&self.questions)
    }

    /// The knowledge of it.
    ///
    /// # Errors
    /// All its faults, if it has any.
    pub fn compile(&self) -> Result<Knowledge, Faults> {
        Knowledge::load(&self.files)
    }

    /// Its question sets.
    ///
    /// # Errors
    /// All their faults, if they have any.
    pub fn sets(&self) -> Result<Vec<Set>, Refusal> {
        Set::parse_all(&self.questions).map_err(Refusal::Questions)
    }

    /// Runs the tests of its entries against the knowledge that was compiled of it.
    ///
    /// # Errors
    /// If one fails: every one that does, with its place.
    pub fn pass_own_tests(&self, knowledge: &Knowledge) -> Result<(), Refusal> {
        let missed = selftest::run(knowledge);
        if missed.is_empty() {
            return Ok(());
        }
        let files: Vec<Arc<SourceFile>> = self.files.iter().cloned().map(Arc::new).collect();
        let told = |miss: &Miss| miss.fault(&files).map_or_else(|| miss.message(), |fault| fault.to_string());
        Err(Refusal::Tests(missed.iter().map(told).collect()))
    }

    /// The text of its learned lines; empty if it has none.
    pub fn learned(&self, folder: &Path) -> &str {
        let name = learned::file(folder).display().to_string();
        self.files.iter().find(|file| file.name == name).map_or("", |file| &file.text)
    }

    /// The same with other learned lines.
    pub fn with_learned(&self, folder: &Path, text: String) -> Edition {
        let file = SourceFile { name: learned::file(folder).display().to_string(), text };
        let mut files: Vec<SourceFile> = self.files.iter().filter(|other| other.name != file.name).cloned().collect();
        files.push(file);
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Edition { files, questions: self.questions.clone() }
    }
}
