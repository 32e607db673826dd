//! Two lines of one question, sent one right after the other.

use serde_json::json;

use crate::support::Bot;
use crate::support::html::text_of;
use crate::support::person::NOW;

#[tokio::test]
async fn two_pieces_of_a_question_get_one_answer() {
    let mut bot = Bot::shipped().await;
    let first = bot.user(7).says("2024年");
    let begun = bot.reply().await;
    assert_eq!(begun.quotes(), Some(first));
    bot.user(7).says("哈俄贸易额是多少");
    let answer = bot.reply().await;
    assert_eq!((answer.method.as_str(), answer.message), ("editMessageText", begun.message));
    assert!(text_of(answer.text()).unwrap().starts_with("280亿美元"), "{}", answer.text());
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_line_that_comes_later_is_a_question_of_its_own() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("2024年");
    bot.reply().await;
    bot.user(7).with(json!({"date": *NOW + 2})).says("哈俄贸易额是多少");
    assert_eq!(bot.reply().await.method, "sendMessage");
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn whole_questions_sent_together_are_answered_one_by_one() {
    let mut bot = Bot::shipped().await;
    let asked = ["今天天气怎么样？", "2024年哈俄贸易额是多少", "谁邀请他去的", "你好"].map(|q| bot.user(7).says(q));
    for question in asked {
        let answer = bot.reply().await;
        assert_eq!((answer.method.as_str(), answer.quotes()), ("sendMessage", Some(question)));
    }
    assert!(bot.finish().await.is_empty());
}
