//! One line of input: plain text, or a JSON object that names a chat, a user and a text. Every line is one or the other.

use serde_json::{Map, Value};

use crate::app::Asker;

/// What a line asks.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose dialogue it belongs to; `None` if it stands alone.
    pub asker: Option<Asker>,
    /// The text.
    pub text: String,
    /// Whether it was overheard in a group.
    pub group: bool,
}

impl Line {
    /// A line that is taken as text, whatever it holds.
    pub fn plain(typed: &str) -> Line {
        Line { asker: None, text: typed.to_owned(), group: false }
    }

    /// A line that may be an object; one that is not valid is text.
    pub fn parse(typed: &str) -> Line {
        object(typed).as_ref().and_then(Line::from_object).unwrap_or_else(|| Line::plain(typed))
    }

    fn from_object(object: &Map<String, Value>) -> Option<Line> {
        let text = object.get("text")?.as_str()?.to_owned();
        let (chat, user) = (name(object.get("chat"))?, name(object.get("user"))?);
        let asker = match (chat, user) {
            (None, None) => None,
            (chat, user) => Some(Asker { chat: chat.unwrap_or_default(), user: user.unwrap_or_default() }),
        };
        let group = match object.get("group") {
            None | Some(Value::Null) => false,
            Some(group) => group.as_bool()?,
        };
        Some(Line { asker, text, group })
    }
}

/// A chat's or user's name, which may be a number or left out; `None` if it is something else.
fn name(value: Option<&Value>) -> Option<Option<String>> {
    match value {
        None | Some(Value::Null) => Some(None),
        Some(Value::String(name)) => Some(Some(name.clone())),
        Some(Value::Number(number)) => Some(Some(number.to_string())),
        Some(_) => None,
    }
}

fn object(typed: &str) -> Option<Map<String, Value>> {
    if !typed.trim_start().starts_with('{') {
        return None;
    }
    serde_json::from_str(typed).or_else(|_| serde_json::from_str(&without_lone_surrogates(typed))).ok()
}

/// JSON in which each `\ud800`-like escape that lacks its other half is `\ufffd`, as lossy decoders have it.
fn without_lone_surrogates(json: &str) -> String {
    let mut clean = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        clean.push_str(before);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                clean.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            (Some(_), _) => 6,
            (None, _) => escape.char_indices().nth(2).map_or(escape.len(), |(end, _)| end),
        };
        let (whole, after) = escape.split_at(length);
        clean.push_str(whole);
        rest = after;
    }
    clean + rest
}

/// The UTF-16 unit that a `\u` with four hexadecimal digits at the beginning of `text` stands for.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_names_its_dialogue() {
        let line = Line::parse(r#"{"chat": 7, "user": "u1", "text": "进口呢", "group": true}"#);
        let asker = Asker { chat: "7".into(), user: "u1".into() };
        assert_eq!(line, Line { asker: Some(asker), text: "进口呢".into(), group: true });
    }

    #[test]
    fn what_is_no_such_object_is_text() {
        for typed in
            ["", "{", "[]", "7", r#"{"chat": "c"}"#, r#"{"text": 7}"#, r#"{"text": "a", "group": "yes"}"#, "{}"]
        {
            assert_eq!(Line::parse(typed), Line::plain(typed));
        }
    }

    #[test]
    fn a_lone_surrogate_is_replaced_and_a_pair_kept() {
        assert_eq!(Line::parse(r#"{"text": "a\ud800b\\ud800\ud83d\ude00\udc00"}"#).text, "a\u{fffd}b\\ud800😀\u{fffd}");
        assert_eq!(Line::parse(r#"{"text": "a\ud8"}"#).text, r#"{"text": "a\ud8"}"#);
        assert_eq!(Line::parse(r#"{"text": "\ud800\"\ud800"}"#).text, "\u{fffd}\"\u{fffd}");
    }
}
