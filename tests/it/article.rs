//! What a pack says is compared with the article that it is about.

use visitbot::knowledge::Pack;
use visitbot::knowledge::article::check;
use visitbot::knowledge::load::{SourceFile, parse};
use visitbot::knowledge::wording::KEYS;

const ARTICLE: &str = "# a comment
§1 开头
[1] 2024年贸易额达280亿美元，两国一体化。
[2] 套话。

§2 结尾
[3] 2025年1—8月降5.7%，逾十次通话，第XII峰会，企业2.3万家。
";

const FIGURES: &[(&str, &str, u16)] = &[
    ("total", "value = 280", 1),
    ("change", "value = -5.7", 3),
    ("calls", "value = 10\nprinted = \"十\"", 3),
    ("summit", "value = 12\nprinted = \"XII\"", 3),
    ("firms", "value = 2.3", 3),
];

/// A pack about the article, with `old` replaced by `new` in its text.
fn pack(old: &str, new: &str) -> Pack {
    let mut text = "[pack]\ntitle = \"x\"\npublished = \"2025-11-11\"\nversion = \"1\"\n\
        [[section]]\ntitle = \"开头\"\nfirst = 1\nlast = 2\n[[section]]\ntitle = \"结尾\"\nfirst = 3\nlast = 3\n\
        [[topic]]\nid = \"t\"\nname = \"x\"\n[[idle]]\nparagraph = 2\nwhy = \"x\"\n\
        [[entry]]\nid = \"e\"\ntopic = \"t\"\nquestion = \"谁\"\nanswer = \"他\"\nparagraphs = [1, 3]\n"
        .to_owned();
    for (id, value, paragraph) in FIGURES {
        text += &format!("[[measure]]\nid = \"{id}\"\nname = \"x\"\nsigns = []\n");
        text +=
            &format!("[[figure]]\nid = \"{id}\"\nmeasure = \"{id}\"\n{value}\nunit = \"\"\nparagraph = {paragraph}\n");
    }
    text += "[wording]\n";
    text.extend(KEYS.iter().map(|key| format!("{key:?} = \"…\"\n")));
    assert!(text.contains(old), "{old}");
    let file = SourceFile { name: "a.toml".to_owned(), text: text.replacen(old, new, 1) };
    parse(&[file]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn findings(pack: &Pack, article: &str) -> Vec<String> {
    check(pack, article).findings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_pack_that_covers_its_article_is_proven() {
    let coverage = check(&pack("", ""), ARTICLE);
    assert_eq!(coverage.to_string(), "3 paragraphs: 2 covered, 1 idle; 5 figures: 5 found; 5 numbers; 0 findings");
}

#[test]
fn what_the_pack_gets_wrong_is_found() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "paragraphs = [1, 3]",
            "paragraphs = [1]",
            &["no entry rests on paragraph 3, and it is not listed as [[idle]]"],
        ),
        ("paragraphs = [1, 3]", "paragraphs = [1, 2, 3]", &["paragraph 2 is listed as [[idle]], but `e` rests on it"]),
        (
            "value = 2.3",
            "value = 3",
            &[
                "the figure `firms` is not in paragraph 3: there is no 3 in it",
                "no figure holds the 2.3 of paragraph 3",
            ],
        ),
        (
            "value = 280",
            "value = 28",
            &[
                "the figure `total` is not in paragraph 1: there is no 28 in it",
                "no figure holds the 280 of paragraph 1",
            ],
        ),
        (
            "printed = \"十\"",
            "",
            &[
                "the figure `calls` is not in paragraph 3: there is no 10 in it",
                "no figure holds the 十 of paragraph 3",
            ],
        ),
        ("value = 2.3", "value = 2.3\nchange = -9", &["the figure `firms` is not in paragraph 3: there is no 9 in it"]),
    ];
    for (old, new, expected) in cases {
        assert_eq!(findings(&pack(old, new), ARTICLE), *expected, "{new}");
    }
}

#[test]
fn sections_that_do_not_fit_are_found() {
    let mut pack = pack("", "");
    pack.sections[0].last = 1;
    pack.sections[1].first = 2;
    let expected = "the article's sections hold paragraphs 1 to 2, 3 to 3; the pack's hold 1 to 1, 2 to 3";
    assert_eq!(findings(&pack, ARTICLE), [expected]);
}

#[test]
fn what_the_article_lacks_is_found() {
    let article = ARTICLE.replace("[3] ", "[4] ");
    let found = findings(&pack("", ""), &article);
    assert!(found.contains(&"`e` cites paragraph 3, which the article does not have".to_owned()), "{found:?}");
    assert!(found.contains(&"`firms` cites paragraph 3, which the article does not have".to_owned()), "{found:?}");
    assert!(!found.iter().any(|f| f.contains("there is no")), "{found:?}");
}

#[test]
fn an_article_that_cannot_be_read_is_told() {
    let found = findings(&pack("", ""), &format!("{ARTICLE}没有号码\n[2] 再一次\n"));
    assert_eq!(
        found[..2],
        ["line 8 of the article begins with none of [number], § and #", "the article has two paragraphs [2]"]
    );
}

#[test]
fn numbers_are_told_from_words_and_dates() {
    let cases: &[(&str, &[&str])] = &[
        ("2024年，2025年1—8月，5月3日，1-8月，2024—2025年", &[]),
        ("两国一体化，再一次，统一，万斯，进一步，第二方向", &[]),
        ("超480亿美元、逾170个、2.3万家、70%、40分钟、第80届", &["480", "170", "2.3", "70", "40", "80"]),
        ("十次、十多家、三个、百分之五、两百名", &["十", "十", "三", "五", "两百"]),
        ("第XII峰会、第V届、KazakhExport、CIS、XII", &["XII", "V", "XII"]),
        ("1,200家，２８０亿，1—8个", &["1,200", "280", "1", "8"]),
    ];
    let none = Pack { figures: vec![], ..pack("", "") };
    for (text, expected) in cases {
        let found = findings(&none, &format!("[1] {text}\n[2] 套话。\n[3] 套话。"));
        let numbers: Vec<String> = expected.iter().map(|n| format!("no figure holds the {n} of paragraph 1")).collect();
        assert_eq!(found, numbers, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_article_panics(text in r"(\[[0-9]{1,6}\]|§|#)?[0-9.,—年月第十IVX百分之 \PC]{0,40}") {
        check(&pack("", ""), &text);
        check(&pack("", ""), &format!("[1] {text}"));
    }
}
