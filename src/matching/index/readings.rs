//! Reading everything that a pack asks and answers, on all processors.

use crate::knowledge::Pack;
use crate::text::question::Question;
use crate::text::reader::{Reader, Usage};

/// The readings of a pack's questions and answers, in the order in which they are indexed.
pub struct Readings {
    read: Vec<Question>,
    /// Which of them are questions.
    asked: Vec<bool>,
}

impl Readings {
    /// Reads every question and answer of a pack, on all processors; words of the questions become known.
    pub fn of(pack: &Pack, reader: &mut Reader) -> Readings {
        let entries = pack.entries.iter().map(|e| (&e.question, &e.ask, Some(&e.answer)));
        let gaps = pack.gaps.iter().map(|g| (&g.question, &g.ask, Some(&g.answer)));
        let mut texts: Vec<(&str, bool)> = Vec::new();
        for (question, ask, answer) in entries.chain(gaps) {
            texts.extend(std::iter::once(question).chain(ask).map(|text| (text.as_str(), true)));
            texts.extend(answer.map(|text| (text.as_str(), false)));
        }
        texts.extend(pack.smalltalk.iter().flat_map(|talk| &talk.ask).map(|text| (text.as_str(), true)));
        let mut read = in_parallel(&texts, |(text, _)| {
            let mut question = reader.read_clean(text);
            question.tokens.shrink_to_fit();
            question
        });
        let asked: Vec<bool> = texts.iter().map(|(_, asked)| *asked).collect();
        for (question, _) in read.iter_mut().zip(&asked).filter(|(_, asked)| **asked) {
            question.resolve(|word| Some(reader.lexicon.intern(word)));
        }
        for (answer, _) in read.iter_mut().zip(&asked).filter(|(_, asked)| !**asked) {
            answer.resolve(|word| reader.lexicon.word(word));
        }
        Readings { read, asked }
    }

    /// All readings, questions and answers.
    pub fn all(&self) -> impl Iterator<Item = &Question> {
        self.read.iter()
    }

    /// The readings of the questions, in the order of the index's rows.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.read.iter().zip(&self.asked).filter(|(_, asked)| **asked).map(|(question, _)| question)
    }

    /// What the questions say.
    pub fn usage(&self) -> Usage {
        let mut usage = Usage::default();
        self.questions().for_each(|question| usage.note(question));
        usage
    }
}

/// Maps a list on all processors, in order.
fn in_parallel<T: Sync, U: Send>(list: &[T], map: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = list.len().div_ceil(processors).max(1);
    let map = &map;
    std::thread::scope(|scope| {
        let threads: Vec<_> = list.chunks(share).map(|part| scope.spawn(|| part.iter().map(map).collect())).collect();
        let joined = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|e| std::panic::resume_unwind(e)));
        joined.collect::<Vec<Vec<U>>>().into_iter().flatten().collect()
    })
}
