//! Counters by label, a cell for each combination of the values that a label may have.

use std::sync::atomic::{AtomicU64, Ordering};

/// A label and all its values; what is none of them counts as the last one.
#[derive(Debug, Clone, Copy)]
pub struct Label {
    /// Its name.
    pub name: &'static str,
    /// Its values.
    pub values: &'static [&'static str],
}

/// Counters with `N` labels.
pub struct Counts<const N: usize> {
    labels: [Label; N],
    cells: Vec<AtomicU64>,
}

impl<const N: usize> Counts<N> {
    /// Counters at 0.
    pub fn new(labels: [Label; N]) -> Counts<N> {
        let cells = labels.iter().map(|label| label.values.len()).product();
        Counts { labels, cells: (0..cells).map(|_| AtomicU64::new(0)).collect() }
    }

    /// Adds one to the cell of these values, in whatever case.
    pub fn add(&self, values: [&str; N]) {
        let cell = self.labels.iter().zip(values).fold(0, |cell, (label, value)| {
            let at = label.values.iter().position(|known| known.eq_ignore_ascii_case(value));
            cell * label.values.len() + at.unwrap_or(label.values.len() - 1)
        });
        self.cells[cell].fetch_add(1, Ordering::Relaxed);
    }

    /// Each cell's labels with its count. Where there are several labels, most combinations never occur: those at 0 are
    /// left out.
    pub fn cells(&self) -> impl Iterator<Item = ([(&'static str, &'static str); N], u64)> + '_ {
        let counted = self.cells.iter().enumerate().map(|(cell, count)| (cell, count.load(Ordering::Relaxed)));
        counted.filter(|(_, count)| N == 1 || *count > 0).map(|(cell, count)| (self.labels_of(cell), count))
    }

    fn labels_of(&self, mut cell: usize) -> [(&'static str, &'static str); N] {
        let mut labels = self.labels.map(|label| (label.name, ""));
        for (at, label) in self.labels.iter().enumerate().rev() {
            labels[at].1 = label.values[cell % label.values.len()];
            cell /= label.values.len();
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Label = Label { name: "a", values: &["x", "y", "other"] };
    const B: Label = Label { name: "b", values: &["1", "2"] };

    #[test]
    fn each_combination_has_its_cell_and_what_is_unknown_is_the_last() {
        let counts = Counts::new([A, B]);
        [["X", "2"], ["y", "1"], ["z", "1"], ["other", "1"]].into_iter().for_each(|values| counts.add(values));
        let cells: Vec<_> = counts.cells().map(|([(_, a), (_, b)], count)| (a, b, count)).collect();
        assert_eq!(cells, [("x", "2", 1), ("y", "1", 1), ("other", "1", 2)]);
        assert_eq!(Counts::new([A]).cells().count(), 3);
    }
}
