//! Inline mode: answers to send into any chat.

use serde_json::{Value, json};

use crate::support::Bot;
use crate::support::html::text_of;

fn types(bot: &Bot, id: &str, query: &str) {
    let from = json!({"id": 7, "is_bot": false, "first_name": "某人"});
    let typed = json!({"id": id, "from": from, "query": query, "offset": "", "chat_type": "sender"});
    bot.server.with(|telegram| telegram.deliver("inline_query", typed));
}

async fn results(bot: &Bot, id: &str) -> Vec<Value> {
    let (_, call) = bot.server.call(0, |c| c.method == "answerInlineQuery" && c.params["inline_query_id"] == id).await;
    assert!(call.params["cache_time"].as_u64().is_some_and(|seconds| seconds > 0));
    call.params["results"].as_array().unwrap().clone()
}

fn says(result: &Value) -> String {
    text_of(result["input_message_content"]["message_text"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_question_gives_its_answer_first_and_what_is_near() {
    let bot = Bot::shipped().await;
    types(&bot, "a", "2024年哈俄贸易额是多少");
    let found = results(&bot, "a").await;
    assert!(says(&found[0]).starts_with("280亿美元") && says(&found[0]).contains("第24段"), "{}", says(&found[0]));
    assert!((2..=50).contains(&found.len()));
    types(&bot, "b", "2024年哈俄貿易額");
    assert!(says(&results(&bot, "b").await[0]).contains("280億美元"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_empty_query_gives_what_is_asked_most_and_nonsense_nothing_wrong() {
    let bot = Bot::shipped().await;
    types(&bot, "a", " ");
    assert!(results(&bot, "a").await.len() >= 3);
    types(&bot, "b", "<b>&\u{202e}😀");
    results(&bot, "b").await;
    assert!(bot.finish().await.is_empty());
}
