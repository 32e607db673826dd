//! Lines of styled text, cut into pages that Telegram takes; a tag never spans a cut, since each piece has its own.

use super::LIMIT;

/// How a run of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Bold,
    /// A quotation that opens on a tap.
    Quote,
}

/// One line: runs of text, none of which holds a line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(Vec<(Style, String)>);

impl Line {
    /// A line of one run.
    pub fn of(style: Style, text: &str) -> Line {
        Line(vec![(style, clean(text))])
    }

    /// The line with another run behind.
    pub fn and(mut self, style: Style, text: &str) -> Line {
        self.0.push((style, clean(text)));
        self
    }

    fn units(&self) -> usize {
        self.0.iter().map(|(_, text)| units(text)).sum()
    }

    fn is_blank(&self) -> bool {
        self.0.iter().all(|(_, text)| text.chars().all(is_invisible))
    }

    /// The line as lines that fit, cut only if it does not.
    fn fitting(self) -> Vec<Line> {
        match self.units() > LIMIT {
            true => self.0.into_iter().flat_map(|(style, text)| pieces(style, &text)).collect(),
            false => vec![self],
        }
    }

    fn write(&self, html: &mut String) {
        for (style, text) in &self.0 {
            let (open, close) = match style {
                Style::Plain => ("", ""),
                Style::Bold => ("<b>", "</b>"),
                Style::Quote => ("<blockquote expandable>", "</blockquote>"),
            };
            html.push_str(open);
            escape(text, html);
            html.push_str(close);
        }
    }
}

/// The lines as pages of HTML, each 1 to [`LIMIT`] UTF-16 units without its tags; blank lines are left out.
pub fn pages(lines: Vec<Line>) -> Vec<String> {
    let mut pages = Vec::new();
    let (mut page, mut used) = (String::new(), 0);
    for line in lines.into_iter().flat_map(Line::fitting).filter(|line| !line.is_blank()) {
        let units = line.units();
        if used > 0 && used + 1 + units > LIMIT {
            pages.push(std::mem::take(&mut page));
            used = 0;
        }
        if used > 0 {
            page.push('\n');
            used += 1;
        }
        line.write(&mut page);
        used += units;
    }
    if used > 0 {
        pages.push(page);
    }
    pages
}

fn pieces(style: Style, mut text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    while !text.is_empty() {
        let (piece, rest) = text.split_at(cut(text));
        lines.push(Line(vec![(style, piece.to_owned())]));
        text = rest;
    }
    lines
}

/// Where to cut: as far as fits, back to the last end of a sentence if that keeps at least half.
fn cut(text: &str) -> usize {
    let (mut end, mut sentence, mut units) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > LIMIT {
            break;
        }
        end = at + c.len_utf8();
        if matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';') {
            sentence = end;
        }
    }
    if end < text.len() && sentence * 2 >= end { sentence } else { end }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Control characters, which Telegram refuses or drops, become spaces.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Nothing to see: a message of these alone is refused as empty.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || matches!(c, '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_the_end_of_a_sentence() {
        let sentence = format!("{}。", "字".repeat(99));
        let pages = pages(vec![Line::of(Style::Bold, &sentence.repeat(50))]);
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[0], format!("<b>{}</b>", sentence.repeat(40)));
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        let pages = pages(vec![Line::of(Style::Plain, &format!("a{}", "😀".repeat(LIMIT)))]);
        assert_eq!(pages.len(), 3);
        assert!(pages.iter().all(|page| units(page) <= LIMIT && page.ends_with('😀')));
    }

    #[test]
    fn nothing_to_see_gives_no_page() {
        let lines = ["", " \u{3000}", "\u{200b}\u{feff}\0"].map(|text| Line::of(Style::Bold, text));
        assert_eq!(pages(lines.to_vec()), Vec::<String>::new());
    }
}
