//! Lines of standard input, whatever bytes they hold.

use std::borrow::Cow;
use std::io::BufRead;
use std::path::Path;

use super::failure::Failure;

/// The next line, kept in `bytes`; `None` at the end. Bytes that are no UTF-8 become U+FFFD.
///
/// # Errors
/// If the input cannot be read.
pub fn next_line<'b>(input: &mut impl BufRead, bytes: &'b mut Vec<u8>) -> Result<Option<Cow<'b, str>>, Failure> {
    bytes.clear();
    let read = input.read_until(b'\n', bytes).map_err(Failure::unreadable(Path::new("standard input")))?;
    Ok((read > 0).then(|| text(bytes)))
}

/// The line without its end and the mark with which some editors begin a file.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    String::from_utf8_lossy(bytes.strip_suffix(b"\r").unwrap_or(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_marks_and_broken_bytes_are_cleaned() {
        assert_eq!(text(b"\xef\xbb\xbfa\r\n"), "a");
        assert_eq!(text(b"a\xff\n"), "a\u{fffd}");
        assert_eq!(text(b"\n"), "");
    }

    #[test]
    fn the_last_line_needs_no_end_and_an_empty_line_is_one() {
        let (mut input, mut bytes) = (&b"a\n\nb"[..], Vec::new());
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input, &mut bytes).unwrap() {
            lines.push(line.into_owned());
        }
        assert_eq!(lines, ["a", "", "b"]);
    }
}
