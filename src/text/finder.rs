//! Which characters words begin with, as bits, so that most places of a text are passed with one look; and finding any
//! word of a list in a text.

/// The ideographs that are tabled, behind ASCII.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;
/// Characters of ASCII.
const ASCII: u32 = 0x80;
/// Tabled characters by 64.
const WORDS: usize = ((ASCII + LAST - FIRST + 1) as usize).div_ceil(64);

/// The characters with which some words begin.
#[derive(Debug, Clone)]
pub struct Starts {
    bits: Box<[u64]>,
    /// Whether a word begins with a character that is not tabled; then any such one may begin it.
    beyond: bool,
}

impl Starts {
    /// The first characters of `words`.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Starts {
        let mut starts = Starts { bits: vec![0; WORDS].into(), beyond: false };
        for first in words.into_iter().filter_map(|word| word.chars().next()) {
            match place(first) {
                Some((word, bit)) => starts.bits[word] |= bit,
                None => starts.beyond = true,
            }
        }
        starts
    }

    /// Whether a word may begin with `c`; if not, none does.
    #[inline]
    pub fn may(&self, c: char) -> bool {
        place(c).map_or(self.beyond, |(word, bit)| self.bits[word] & bit != 0)
    }
}

/// Where the bit of a character stands, if it is tabled.
fn place(c: char) -> Option<(usize, u64)> {
    let at = match u32::from(c) {
        c @ 0..ASCII => c,
        c @ FIRST..=LAST => c - FIRST + ASCII,
        _ => return None,
    };
    Some((at as usize / 64, 1 << (at % 64)))
}

/// Words of which one is looked for in a text, the first of the list before the others.
#[derive(Debug, Clone)]
pub struct Finder {
    words: Vec<String>,
    starts: Starts,
}

impl Finder {
    /// The first word of the list that stands anywhere in `text`: its place and length in bytes.
    pub fn find(&self, text: &str) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (at, _) in text.char_indices().filter(|&(_, c)| self.starts.may(c)) {
            let rest = &text.as_bytes()[at..];
            let earlier = best.map_or(self.words.len(), |(word, _)| word);
            let found = self.words[..earlier].iter().position(|word| rest.starts_with(word.as_bytes()));
            best = found.map(|word| (word, at)).or(best);
        }
        best.map(|(word, at)| (at, self.words[word].len()))
    }

    /// The words, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

impl From<Vec<String>> for Finder {
    fn from(words: Vec<String>) -> Finder {
        let starts = Starts::of(words.iter().map(String::as_str));
        Finder { words, starts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_of_the_list_is_found_wherever_it_stands() {
        let finder = Finder::from(["回到", "再说", "ok"].map(str::to_owned).to_vec());
        assert_eq!(finder.find("再说回到茶"), Some((6, 6)));
        assert_eq!(finder.find("ok,再说"), Some((3, 6)));
        assert_eq!(finder.find("回声"), None);
    }

    #[test]
    fn what_is_not_tabled_may_begin_a_word_only_if_some_word_does() {
        let (plain, beyond) = (Starts::of(["茶", "a"]), Starts::of(["〇号"]));
        assert!(plain.may('茶') && plain.may('a') && !plain.may('吨') && !plain.may('〇') && !plain.may('é'));
        assert!(beyond.may('〇') && !beyond.may('茶'));
    }
}
