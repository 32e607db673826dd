//! Ids of entries and topics in the little room that Telegram gives: as they are if they fit, else as a hash that is
//! looked up among the ids of the pack.

use crate::fnv::fnv1a;

/// Marks a hash; no id begins with a capital.
const MARK: char = 'H';

/// `id`, or its hash (17 ASCII characters) if it is longer than `room` bytes or holds anything but `a-z 0-9 . -`.
pub fn shorten(id: &str, room: usize) -> String {
    if id.len() <= room && is_plain(id) { id.to_owned() } else { hashed(id) }
}

/// The id among `known` for which [`shorten`] gave `short`.
pub fn find<'a>(short: &str, mut known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    match short.starts_with(MARK) {
        true => known.find(|id| hashed(id) == short),
        false => known.find(|id| *id == short),
    }
}

fn is_plain(id: &str) -> bool {
    id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-')
}

fn hashed(id: &str) -> String {
    format!("{MARK}{:016x}", fnv1a(id.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_odd_ids_are_hashed_and_found_again() {
        let long = "a".repeat(100);
        let ids = ["trade.total.2024", "Topic_X", "中文", &long];
        for id in ids {
            let short = shorten(id, 62);
            assert!(short.len() <= 62 && short.is_ascii());
            assert_eq!(find(&short, ids.into_iter()), Some(id));
        }
        assert_eq!(shorten(ids[0], 62), ids[0]);
        assert_eq!(find("gone", ids.into_iter()), None);
    }
}
