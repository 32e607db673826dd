//! Entries near to a text, for lists to choose from: nothing is decided, no session is touched.

use super::parts::without_courtesy;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Entry;
use crate::matching::find::find;
use crate::matching::index::Place;
use crate::text::fold::fold;

/// At most `most` entries that a text may ask for, the likeliest first; what its slots put out comes last.
pub fn suggestions<'a>(knowledge: &'a Knowledge, text: &str, most: usize) -> Vec<&'a Entry> {
    let folded = fold(text).text;
    let mut candidates = find(knowledge, &knowledge.reader.read_folded(without_courtesy(&folded))).candidates;
    candidates.sort_by(|(a, out_a), (b, out_b)| {
        out_a.is_some().cmp(&out_b.is_some()).then(b.probability.total_cmp(&a.probability))
    });
    let entry = |target: u32| match knowledge.index.targets[target as usize].place {
        Place::Entry(at) => knowledge.pack.entries.get(at),
        _ => None,
    };
    candidates.iter().filter_map(|(candidate, _)| entry(candidate.target)).take(most).collect()
}
