//! What is put around a question and asks nothing: hesitations, emoji, politeness. The lists stand in `manner.toml`.

use std::sync::OnceLock;

use fastrand::Rng;
use serde::Deserialize;

/// The lists.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manner {
    filler: Filler,
    emoji: Emoji,
    polite: Polite,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Filler {
    before: Vec<String>,
    after: Vec<String>,
    closed: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Emoji {
    any: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Polite {
    pairs: Vec<(String, String)>,
}

fn manner() -> &'static Manner {
    static MANNER: OnceLock<Manner> = OnceLock::new();
    MANNER.get_or_init(|| toml::from_str(include_str!("manner.toml")).unwrap_or_default())
}

/// `text` with a filler before it, or at its end before the mark.
pub fn fillers(text: &str, dice: &mut Rng) -> Vec<String> {
    let Filler { before, after, closed } = &manner().filler;
    let (asked, mark) = without_mark(text);
    let opened = before.iter().map(|filler| format!("{filler}{text}"));
    let open = !asked.ends_with(|c| closed.contains(c));
    let ended = after.iter().filter(|_| open).map(|filler| format!("{asked}{filler}{mark}"));
    shuffled(opened.chain(ended).collect(), dice)
}

/// `text` with an emoji before or behind it.
pub fn emoji(text: &str, dice: &mut Rng) -> Vec<String> {
    let any = &manner().emoji.any;
    let around = any.iter().flat_map(|emoji| [format!("{emoji}{text}"), format!("{text}{emoji}")]);
    shuffled(around.collect(), dice)
}

/// `text` with a greeting and thanks.
pub fn polite(text: &str, dice: &mut Rng) -> Vec<String> {
    let asked = without_mark(text).0;
    let kept = manner().polite.pairs.iter().map(|(opening, thanks)| format!("{opening}{asked}{thanks}"));
    shuffled(kept.collect(), dice)
}

/// What is asked and the mark that ends it, if one does.
fn without_mark(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches(['？', '?', '。', '！', '!', ' ']).len())
}

fn shuffled(mut texts: Vec<String>, dice: &mut Rng) -> Vec<String> {
    dice.shuffle(&mut texts);
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        let Manner { filler, emoji, polite } = manner();
        assert!([filler.before.len(), filler.after.len(), emoji.any.len(), polite.pairs.len()].iter().all(|&n| n > 5));
    }

    #[test]
    fn what_is_put_around_leaves_the_question_as_it_is() {
        for around in [fillers, emoji, polite] {
            let texts = around("多少钱？", &mut Rng::with_seed(7));
            assert!(texts.iter().all(|text| text.contains("多少钱") && text != "多少钱？"), "{texts:?}");
        }
        let ended = fillers("多少钱？", &mut Rng::with_seed(7));
        assert!(ended.contains(&"多少钱嘛？".to_owned()), "{ended:?}");
        assert!(fillers("是吗", &mut Rng::with_seed(7)).iter().all(|text| text.ends_with("是吗")));
    }
}
