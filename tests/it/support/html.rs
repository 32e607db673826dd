//! Telegram's HTML, as strictly as Telegram reads it: known tags, properly nested, four entities.

const TAGS: [&str; 14] =
    ["a", "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "tg-spoiler"];

/// The text that is left once the markup is taken out.
pub fn text_of(html: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.as_bytes()[0] {
            b'<' => tag(rest, &mut open)?,
            b'&' => entity(rest, &mut text)?,
            _ => return Err("a bare >".to_owned()),
        };
    }
    text.push_str(rest);
    if open.is_empty() { Ok(text) } else { Err(format!("{open:?} not closed")) }
}

fn tag<'a>(rest: &'a str, open: &mut Vec<&'a str>) -> Result<&'a str, String> {
    let (inside, behind) = rest[1..].split_once('>').ok_or("a tag that does not end")?;
    if let Some(name) = inside.strip_prefix('/') {
        return if open.pop() == Some(name) { Ok(behind) } else { Err(format!("</{name}> out of order")) };
    }
    let (name, attribute) = inside.split_once(' ').unwrap_or((inside, ""));
    let link = attribute.strip_prefix("href=\"https://").is_some_and(|url| url.find('"') == Some(url.len() - 1));
    let fits = match name {
        "a" => link,
        "blockquote" => ["", "expandable"].contains(&attribute),
        _ => attribute.is_empty(),
    };
    let allowed = TAGS.contains(&name) && fits;
    if !allowed {
        return Err(format!("<{inside}> is no tag of Telegram's"));
    }
    if name == "blockquote" && open.contains(&"blockquote") {
        return Err("a blockquote in a blockquote".to_owned());
    }
    open.push(name);
    Ok(behind)
}

fn entity<'a>(rest: &'a str, text: &mut String) -> Result<&'a str, String> {
    for (entity, c) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')] {
        if let Some(behind) = rest.strip_prefix(entity) {
            text.push(c);
            return Ok(behind);
        }
    }
    Err("an & that begins no entity".to_owned())
}

#[test]
fn the_check_itself_is_strict() {
    assert_eq!(text_of("<b>1 &lt; 2</b>\n<blockquote expandable>x</blockquote>").unwrap(), "1 < 2\nx");
    for bad in
        ["<b>x", "<b><i>x</b></i>", "a < b", "a & b", "<u class=\"x\">y</u>", "x > y", "<br>", "</b>", "<a>x</a>"]
    {
        assert!(text_of(bad).is_err(), "{bad}");
    }
}
