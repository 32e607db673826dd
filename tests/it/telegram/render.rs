//! Replies as Telegram messages: always valid, whatever the text.

use proptest::prelude::*;
use visitbot::reply::{Choice, Offer, Reply, Source, Table, Verdict};
use visitbot::telegram::render::{self, Captions, LIMIT, Outgoing};

use crate::support::html::text_of;
use crate::support::rules;

fn answer() -> Reply {
    let mut reply = Reply::line(Verdict::Answer, "2024年：280亿美元 <b>");
    reply.entry = Some("trade.total.2024".to_owned());
    reply.body = vec!["目标 & 差距".to_owned()];
    reply.table =
        Some(Table { rows: vec![("出口".to_owned(), "1".to_owned()), ("进口".to_owned(), "2".to_owned())] });
    reply.sources = vec![Source { section: "访问议题".to_owned(), paragraphs: vec![24] }];
    reply.choices = ["进口呢", "出口呢", "一个长得放不进半行的问题是什么样"]
        .map(|q| Choice { entry: "trade.total.2024".to_owned(), question: q.to_owned() })
        .to_vec();
    reply
}

fn captions_of(source: &str) -> Captions {
    let (source, share) = (source.to_owned(), "分享".to_owned());
    let (none_of_these, tell_me) = ("都不是".to_owned(), "告诉我".to_owned());
    Captions { source, share, none_of_these, tell_me, username: "guide_test_bot".to_owned(), miss: None, before: None }
}

fn captions(message: &Outgoing) -> Vec<Vec<String>> {
    let rows = message.keyboard.iter().flat_map(|keyboard| &keyboard.inline_keyboard);
    rows.map(|row| row.iter().map(|button| button.text.clone()).collect()).collect()
}

#[test]
fn an_answer_shows_the_fact_first_and_its_source_last() {
    let messages = render::messages(&answer(), &captions_of("依据"));
    let html = "<b>2024年：280亿美元 &lt;b&gt;</b>\n目标 &amp; 差距\n出口：<b>1</b>\n进口：<b>2</b>\n\
                <blockquote expandable>依据：〈访问议题〉第24段</blockquote>";
    assert_eq!(messages[0].html, html);
    let rows = [vec!["进口呢", "出口呢"], vec!["一个长得放不进半行的问题是什么样"], vec!["依据", "👍", "👎", "分享"]];
    assert_eq!(captions(&messages[0]), rows);
}

#[test]
fn offers_are_numbered_and_topics_stand_in_pairs() {
    let mut reply = Reply { offer: Offer::DidYouMean, sources: Vec::new(), ..answer() };
    assert_eq!(captions(&render::messages(&reply, &captions_of("依据"))[0])[1], ["2 出口呢"]);
    assert_eq!(captions(&render::messages(&reply, &captions_of("依据"))[0])[3], ["都不是"]);
    reply = Reply { offer: Offer::Topics, entry: None, ..reply };
    assert_eq!(captions(&render::messages(&reply, &captions_of("依据"))[0]).len(), 2);
}

#[test]
fn silence_is_no_message() {
    assert_eq!(render::messages(&Reply::silent(), &captions_of("依据")), []);
}

/// Text that is likely to break something.
fn hostile() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "<b>",
        "</b>",
        "&amp;",
        "&",
        "<",
        ">",
        "\"",
        "\0",
        "\n",
        " ",
        "\u{200b}",
        "\u{202e}",
        "😀",
        "👨‍👩‍👧",
        "字。",
        "。",
        "e\u{301}",
        "𠀀",
        "<a href='x'>",
        "<!--",
        "]]>",
        "\u{feff}",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(bits.clone(), 0..40).prop_map(|bits| bits.concat()),
        (bits, 1..3000_usize).prop_map(|(bit, times)| bit.repeat(times)),
    ]
}

prop_compose! {
    fn reply()(
        lead in hostile(),
        body in prop::collection::vec(hostile(), 0..4),
        rows in prop::collection::vec((hostile(), hostile()), 0..4),
        section in hostile(),
        choices in prop::collection::vec((hostile(), hostile()), 0..10),
        offer in prop::sample::select(vec![Offer::DidYouMean, Offer::Next, Offer::Topics]),
    ) -> Reply {
        Reply {
            body,
            table: Some(Table { rows }),
            sources: vec![Source { section, paragraphs: vec![1, 2] }],
            choices: choices.into_iter().map(|(entry, question)| Choice { entry, question }).collect(),
            offer,
            ..Reply::line(Verdict::Answer, lead)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_text_telegram_takes_it(reply in reply()) {
        for message in render::messages(&reply, &captions_of("依据")) {
            let text = text_of(&message.html).map_err(TestCaseError::fail)?;
            let units = text.encode_utf16().count();
            prop_assert!((1..=LIMIT).contains(&units) && !text.trim().is_empty());
            let mut call = serde_json::json!({"chat_id": 1, "text": message.html, "parse_mode": "HTML"});
            if let Some(keyboard) = message.keyboard {
                call["reply_markup"] = serde_json::to_value(keyboard).unwrap();
            }
            rules::check("sendMessage", call.as_object().unwrap()).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn no_word_is_lost(lead in hostile()) {
        let reply = Reply::line(Verdict::Answer, lead.as_str());
        let shown: String = render::messages(&reply, &captions_of("")).iter().map(|m| text_of(&m.html).unwrap()).collect();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&shown), letters(&lead));
    }
}
