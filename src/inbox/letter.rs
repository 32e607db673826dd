//! One thing that arrived, and how it is kept: its number, the starts that it outlasted, its chat, its content.

/// One thing that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its id, the same whenever it is delivered.
    pub id: u64,
    /// The chat that it concerns.
    pub chat: i64,
    /// What it says, as it came.
    pub content: Vec<u8>,
}

/// A letter that came out of a shared inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// What arrived.
    pub letter: Letter,
    /// Whether another bot, or this one before, had it already and did not answer it.
    pub again: bool,
}

/// A letter as it is kept.
pub(super) struct Kept<'a> {
    /// Numbers grow with the time of arrival: microseconds since 1970, or one more than the number before.
    pub number: u64,
    pub starts: u8,
    pub letter: &'a Letter,
}

impl Kept<'_> {
    pub fn to_bytes(&self) -> Vec<u8> {
        let Kept { number, starts, letter } = self;
        [&number.to_be_bytes()[..], &[*starts], &letter.chat.to_be_bytes(), &letter.content].concat()
    }
}

/// Number, starts and letter, `None` if they were written otherwise.
pub(super) fn read(key: &[u8], bytes: &[u8]) -> Option<(u64, u8, Letter)> {
    let id = u64::from_be_bytes(key.try_into().ok()?);
    let (number, rest) = bytes.split_first_chunk()?;
    let (starts, rest) = rest.split_first()?;
    let (chat, content) = rest.split_first_chunk()?;
    let letter = Letter { id, chat: i64::from_be_bytes(*chat), content: content.to_vec() };
    Some((u64::from_be_bytes(*number), *starts, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let letter = Letter { id: 7, chat: -100, content: b"{}".to_vec() };
        let bytes = Kept { number: 1 << 50, starts: 3, letter: &letter }.to_bytes();
        assert_eq!(read(&7_u64.to_be_bytes(), &bytes), Some((1 << 50, 3, letter)));
        assert_eq!(read(&7_u64.to_be_bytes(), &bytes[..16]), None);
        assert_eq!(read(b"7", &bytes), None);
    }
}
