//! A record of the log: the length of its body (4 bytes), its sum (8), and the body: length of the table's name (1), name,
//! length of the key (4), key, and a 1 before the value, or a 0 where a key was removed.

use std::io::Read;

use super::memtable::Row;
use crate::fnv::fnv1a;
use crate::store::Table;

/// Bytes of a record before its body.
const HEAD: usize = 4 + 8;

/// Appends the record of a row.
pub fn write(buffer: &mut Vec<u8>, (table, key, value): &Row) {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
    let (start, name) = (buffer.len(), table.name());
    buffer.extend([0; HEAD]);
    buffer.push(name.len() as u8);
    buffer.extend(name.as_bytes());
    buffer.extend(length(key));
    buffer.extend(&key[..]);
    buffer.push(u8::from(value.is_some()));
    buffer.extend(value.as_deref().unwrap_or_default());
    let (head, body) = buffer[start..].split_at_mut(HEAD);
    head[..4].copy_from_slice(&length(body));
    head[4..].copy_from_slice(&sum(body).to_be_bytes());
}

/// Tells a record from one that was cut short: a word at a time, since a message is many bytes.
pub fn sum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks();
    let step = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let sum = words.iter().map(|word| u64::from_be_bytes(*word)).fold(bytes.len() as u64, step);
    rest.iter().copied().map(u64::from).fold(sum, step)
}

/// The sum of earlier versions.
pub fn bytewise(bytes: &[u8]) -> u64 {
    fnv1a(bytes.iter().copied())
}

/// The records in some bytes, up to the first that is not whole by its sum.
pub struct Records<'a>(pub &'a [u8], pub fn(&[u8]) -> u64);

impl Iterator for Records<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let mut rest = self.0;
        let mut head = [0; HEAD];
        rest.read_exact(&mut head).ok()?;
        let (length, sum) = head.split_first_chunk()?;
        let (body, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        if (self.1)(body).to_be_bytes() != sum {
            return None;
        }
        self.0 = rest;
        read(body)
    }
}

fn read(body: &[u8]) -> Option<Row> {
    let (length, rest) = body.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(*length))?;
    let table = Table::ALL.into_iter().find(|table| table.name().as_bytes() == name)?;
    let (length, rest) = rest.split_first_chunk()?;
    let (key, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    let (tag, value) = rest.split_first()?;
    Some((table, key.into(), (*tag == 1).then(|| value.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> (Vec<u8>, [Row; 2], usize) {
        let rows = [(Table::Sessions, b"a".into(), Some(b"1".into())), (Table::Claims, b"bb".into(), None)];
        let mut bytes = Vec::new();
        write(&mut bytes, &rows[0]);
        let first = bytes.len();
        write(&mut bytes, &rows[1]);
        (bytes, rows, first)
    }

    #[test]
    fn what_is_cut_short_or_spoilt_ends_the_reading() {
        let (bytes, rows, first) = both();
        assert!(Records(&bytes, sum).eq(rows.clone()));
        for cut in first..bytes.len() {
            assert!(Records(&bytes[..cut], sum).eq(rows[..1].to_vec()), "cut at {cut}");
        }
        for bit in HEAD * 8..first * 8 {
            let mut spoilt = bytes.clone();
            spoilt[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Records(&spoilt, sum).count(), 0, "bit {bit}");
        }
        assert_eq!(Records(&[0; 100], sum).count(), 0, "what a loss of power leaves empty");
    }

    #[test]
    fn the_sum_stays_what_it_is() {
        assert_eq!([sum(b""), sum(b"a")], [0, 12_730_883_952_469_127_125]);
        assert_eq!(sum(b"changes are kept"), 17_039_670_983_299_211_140);
    }
}
