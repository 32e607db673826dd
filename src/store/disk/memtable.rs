//! Changes in memory, above what they change: the newest in a table that grows, those that are being put into sled in a
//! frozen one below it. The upper one counts; a removal hides what lies below.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use sled::IVec;

use crate::store::Table;

/// One change: `None` for a key that was removed.
pub type Row = (Table, IVec, Option<IVec>);
/// A row without its table.
pub type Pair = (IVec, Option<IVec>);

/// What was changed last for each key.
#[derive(Default)]
pub struct Memtable {
    tables: [BTreeMap<IVec, Option<IVec>>; Table::ALL.len()],
}

impl Memtable {
    /// Sets a row over an older one of its key.
    pub fn set(&mut self, (table, key, value): Row) {
        self.tables[table.place()].insert(key, value);
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(BTreeMap::is_empty)
    }

    /// All rows, table by table, in the order of their keys.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        let of = |table: Table| self.tables[table.place()].iter().map(move |(key, value)| (table, key, value));
        Table::ALL.into_iter().flat_map(of).map(|(table, key, value)| (table, key.clone(), value.clone()))
    }

    fn from(&self, table: Table, start: Bound<&[u8]>) -> impl Iterator<Item = Pair> {
        let range = self.tables[table.place()].range::<[u8], _>((start, Bound::Unbounded));
        range.map(|(key, value)| (key.clone(), value.clone()))
    }
}

/// The changes that are not surely in sled yet.
#[derive(Default)]
pub struct Memtables {
    new: Memtable,
    frozen: Arc<Memtable>,
}

impl Memtables {
    /// Changes that are frozen from the beginning.
    pub fn starting_with(frozen: Memtable) -> Memtables {
        Memtables { new: Memtable::default(), frozen: Arc::new(frozen) }
    }

    /// What was last changed for a key, `None` if nothing was.
    pub fn get(&self, table: Table, key: &[u8]) -> Option<&Option<IVec>> {
        let [new, frozen] = [&self.new, &self.frozen].map(|rows| &rows.tables[table.place()]);
        new.get(key).or_else(|| frozen.get(key))
    }

    /// Makes a change.
    pub fn set(&mut self, row: Row) {
        self.new.set(row);
    }

    /// The changes under `prefix` from `start` on, in the order of their keys, up to the one that sets the `most`th value.
    pub fn page(&self, table: Table, prefix: &[u8], start: Bound<&[u8]>, most: usize) -> Vec<Pair> {
        let (mut page, mut values) = (Vec::new(), 0);
        for pair in over(self.new.from(table, start), self.frozen.from(table, start)) {
            if values == most || !pair.0.starts_with(prefix) {
                break;
            }
            values += usize::from(pair.1.is_some());
            page.push(pair);
        }
        page
    }

    /// What is being put into sled.
    pub fn frozen(&self) -> &Arc<Memtable> {
        &self.frozen
    }

    /// Freezes what is new, in the place of what was frozen and is in sled by now.
    pub fn freeze(&mut self) {
        self.frozen = Arc::new(std::mem::take(&mut self.new));
    }

    /// Forgets what was frozen; gives it, since it takes time to drop.
    pub fn thaw(&mut self) -> Arc<Memtable> {
        std::mem::take(&mut self.frozen)
    }
}

/// The pairs of two tables in the order of their keys; for a key that both have, the upper one's.
pub fn over(
    upper: impl IntoIterator<Item = Pair>,
    lower: impl IntoIterator<Item = Pair>,
) -> impl Iterator<Item = Pair> {
    let (mut upper, mut lower) = (upper.into_iter().peekable(), lower.into_iter().peekable());
    std::iter::from_fn(move || match (upper.peek(), lower.peek()) {
        (Some((high, _)), Some((low, _))) if low < high => lower.next(),
        (Some((high, _)), Some((low, _))) => {
            let hidden = high == low;
            hidden.then(|| lower.next());
            upper.next()
        }
        (Some(_), None) => upper.next(),
        (None, _) => lower.next(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = Table::Sessions;

    fn row(key: &str, value: Option<&str>) -> Row {
        (TABLE, key.into(), value.map(IVec::from))
    }

    /// `a` to `d` frozen, then `b` removed, `c` changed, `bb` and `x` new.
    fn two() -> Memtables {
        let mut tables = Memtables::default();
        ["a", "b", "c", "d"].into_iter().for_each(|key| tables.set(row(key, Some("old"))));
        tables.freeze();
        tables.set(row("b", None));
        [("c", "new"), ("x", "new"), ("bb", "new")]
            .into_iter()
            .for_each(|(key, value)| tables.set(row(key, Some(value))));
        tables
    }

    fn page(tables: &Memtables, prefix: &str, start: Bound<&[u8]>, most: usize) -> String {
        let shown = |(key, value): Pair| {
            let text = |bytes: &IVec| String::from_utf8(bytes.to_vec()).unwrap();
            format!("{}={}", text(&key), value.as_ref().map_or("-".to_owned(), text))
        };
        tables.page(TABLE, prefix.as_bytes(), start, most).into_iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_new_counts_before_what_is_frozen() {
        let mut tables = two();
        let get = |tables: &Memtables, key: &str| tables.get(TABLE, key.as_bytes()).cloned();
        assert_eq!(get(&tables, "a"), Some(Some("old".into())));
        assert_eq!((get(&tables, "b"), get(&tables, "c")), (Some(None), Some(Some("new".into()))));
        assert_eq!(get(&tables, "e"), None);
        assert_eq!(tables.get(Table::Votes, b"a"), None);
        assert_eq!(tables.thaw().rows().count(), 4);
        assert!(tables.frozen().is_empty());
        assert_eq!(get(&tables, "a"), None);
    }

    #[test]
    fn a_page_goes_over_both_in_order_to_its_last_value() {
        let (tables, all) = (two(), Bound::Included(&b""[..]));
        assert_eq!(page(&tables, "", all, 9), "a=old b=- bb=new c=new d=old x=new");
        assert_eq!(page(&tables, "", all, 2), "a=old b=- bb=new");
        assert_eq!(page(&tables, "", Bound::Excluded(b"bb"), 2), "c=new d=old");
        assert_eq!(page(&tables, "b", Bound::Included(b"b"), 9), "b=- bb=new");
        assert_eq!(page(&tables, "", all, 0), "");
    }
}
