//! Groups: silence, unless the bot is meant.

use serde_json::json;

use crate::support::Bot;
use crate::support::server::{BOT_ID, NAME, USERNAME};

const GROUP: i64 = -100_123;

#[tokio::test]
async fn what_is_not_meant_for_the_bot_is_not_answered() {
    let bot = Bot::start().await;
    let member = bot.member(GROUP, 7);
    member.says("2024年贸易额是多少？");
    member.says("/help@another_bot");
    member.says("/ban 某人");
    member.says("@another_bot 你好");
    member.says(&format!("@{USERNAME}_too 你好"));
    member.says(&format!("@{USERNAME}"));
    member.says(&format!("{NAME}们都来了"));
    member.sends(json!({"sticker": {"file_id": "1", "file_unique_id": "1", "file_size": 1, "width": 1, "height": 1,
        "type": "regular", "is_animated": false, "is_video": false}}));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_mention_a_name_and_a_command_are_answered() {
    let mut bot = Bot::start().await;
    let member = bot.member(GROUP, 7);
    let asked = [
        member.says(&format!("👍👍 请问 @{USERNAME} 贸易额是多少")),
        member.says(&format!("@{} 贸易额", USERNAME.to_uppercase())),
        member.says(&format!("{NAME}，贸易额是多少")),
        member.says("/trade"),
        member.says(&format!("/anything@{USERNAME}")),
        member.sends(json!({"photo": [], "caption": format!("@{USERNAME} 这是什么"),
            "caption_entities": [{"type": "mention", "offset": 0, "length": USERNAME.len() + 1}]})),
        member.sends(json!({"text": "向导 谁去了", "entities": [{"type": "text_mention", "offset": 0, "length": 2,
            "user": {"id": BOT_ID, "is_bot": true, "first_name": NAME}}]})),
    ];
    for message in asked {
        let answer = bot.reply().await;
        assert_eq!((answer.chat(), answer.quotes()), (GROUP, Some(message)));
    }
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_reply_to_the_bot_is_answered() {
    let mut bot = Bot::start().await;
    bot.member(GROUP, 7).says("/trade");
    let first = bot.reply().await;
    let question = bot.member(GROUP, 8).replying_to(&first).says("那2023年呢");
    assert_eq!(bot.reply().await.quotes(), Some(question));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_answer_stays_in_its_topic() {
    let mut bot = Bot::start().await;
    bot.member(GROUP, 7).with(json!({"message_thread_id": 42, "is_topic_message": true})).says("/trade");
    assert_eq!(bot.reply().await.params["message_thread_id"], 42);
    bot.member(GROUP, 7).with(json!({"message_thread_id": 43})).says("/trade");
    assert!(!bot.reply().await.params.contains_key("message_thread_id"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn bots_and_channels_are_not_answered_but_hidden_admins_are() {
    let mut bot = Bot::start().await;
    let bots = json!({"id": 9, "is_bot": true, "first_name": "另一个"});
    bot.member(GROUP, 9).with(json!({"from": bots})).says("/trade");
    let group = json!({"id": GROUP, "type": "supergroup", "title": "群"});
    bot.member(GROUP, 9).with(json!({"is_automatic_forward": true, "sender_chat": group})).says("/trade");
    let admin = bot.member(GROUP, 9).with(json!({"from": bots, "sender_chat": group})).says("/trade");
    assert_eq!(bot.reply().await.quotes(), Some(admin));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_bare_mention_in_reply_to_somebody_asks_what_he_asked() {
    let mut bot = Bot::start().await;
    let replied = json!({"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "supergroup", "title": "群"},
        "from": {"id": 8, "is_bot": false, "first_name": "某人"}, "text": "还有呢？"});
    let pointing = json!({"reply_to_message": replied});
    let asked = bot.member(GROUP, 7).with(pointing.clone()).says(&format!("@{USERNAME} ↑"));
    let answer = bot.reply().await;
    assert_eq!(answer.quotes(), Some(asked));
    assert!(answer.text().contains("没有了"), "{}", answer.text());
    bot.member(GROUP, 7).with(pointing).says(&format!("@{USERNAME} 贸易额是多少？"));
    assert!(bot.reply().await.text().contains("很多"));
    assert!(bot.finish().await.is_empty());
}
