//! Manners in a group: what its admins set, no answer twice, not too many, coming and going.

use serde_json::{Value, json};

use crate::support::Bot;
use crate::support::server::{BOT_ID, NAME, USERNAME};

pub const GROUP: i64 = -100_123;
const PLAIN: &str = "2024年哈俄双边贸易额是多少？";

/// Makes somebody an admin of the group.
fn promote(bot: &Bot, user: i64) {
    bot.server.with(|telegram| telegram.group_admins.insert((GROUP, user)));
}

#[tokio::test]
async fn a_group_that_wants_it_is_answered_unasked() {
    let mut bot = Bot::shipped().await;
    promote(&bot, 7);
    bot.member(GROUP, 8).says("/watch on");
    bot.member(GROUP, 8).says(PLAIN);
    bot.member(GROUP, 7).says("/watch");
    assert!(bot.reply().await.text().contains("off"));
    bot.member(GROUP, 7).says("/watch on");
    assert!(bot.reply().await.text().contains("打开"));
    bot.member(GROUP, 8).says("今天中午吃什么？");
    let asked = bot.member(GROUP, 8).says(PLAIN);
    let answer = bot.reply().await;
    assert_eq!(answer.quotes(), Some(asked));
    assert!(answer.text().contains("280亿美元"));
    bot.member(GROUP, 7).says("/watch off");
    bot.reply().await;
    bot.member(GROUP, 8).says("今年前八个月的逆差是多少？");
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_admin_without_a_name_commands_and_a_channel_does_not() {
    let mut bot = Bot::shipped().await;
    let group = json!({"id": GROUP, "type": "supergroup", "title": "群"});
    let anonymous =
        json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"});
    let channel = json!({"id": -100_777, "type": "channel", "title": "频道"});
    bot.member(GROUP, 9).with(json!({"from": anonymous, "sender_chat": channel})).says("/quiet 1h");
    bot.member(GROUP, 9).with(json!({"from": anonymous, "sender_chat": group})).says("/watch on");
    assert!(bot.reply().await.text().contains("打开"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_quiet_bot_says_nothing_until_it_may() {
    let mut bot = Bot::shipped().await;
    promote(&bot, 7);
    for absurd in ["/quiet", "/quiet forever", "/quiet 0h", "/quiet 99999999999999999999d"] {
        bot.member(GROUP, 7).says(absurd);
        assert!(bot.reply().await.text().contains("用法"), "{absurd}");
    }
    bot.member(GROUP, 7).says("/quiet 1h");
    assert!(bot.reply().await.text().contains("1h"));
    bot.member(GROUP, 8).says(&format!("@{USERNAME} {PLAIN}"));
    bot.member(GROUP, 7).says("/quiet off");
    assert!(bot.reply().await.text().contains("又在"));
    bot.member(GROUP, 8).says(&format!("@{USERNAME} {PLAIN}"));
    assert!(bot.reply().await.text().contains("280亿美元"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_answer_is_not_given_twice_within_the_hour() {
    let mut bot = Bot::shipped().await;
    bot.member(GROUP, 7).says(&format!("@{USERNAME} {PLAIN}"));
    let first = bot.reply().await;
    let again = bot.member(GROUP, 8).says(&format!("@{USERNAME} 去年哈俄贸易额"));
    let pointer = bot.reply().await;
    assert_eq!(pointer.quotes(), Some(again));
    assert!(pointer.text().contains(&format!("https://t.me/c/123/{}", first.message.unwrap())), "{}", pointer.text());
    bot.member(-55, 7).says(&format!("@{USERNAME} {PLAIN}"));
    let first = bot.reply().await;
    bot.member(-55, 8).says(&format!("@{USERNAME} {PLAIN}"));
    assert_eq!(bot.reply().await.quotes(), first.message);
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn two_hundred_who_ask_at_once_get_fifteen_answers_and_one_notice() {
    let bot = Bot::start().await;
    for user in 0..200 {
        bot.member(GROUP, 1000 + user).says(&format!("@{USERNAME} 说点{user}什么"));
    }
    let calls = bot.finish().await;
    assert_eq!(calls.len(), 16);
    assert_eq!(calls.iter().filter(|call| call.text() == "〔group-budget〕").count(), 1);
}

pub fn place(old: &str, new: &str) -> Value {
    let member = |status: &str| {
        let until = if status == "kicked" { json!({"until_date": 0}) } else { json!({}) };
        let mut member = json!({"status": status, "user": {"id": BOT_ID, "is_bot": true, "first_name": NAME}});
        member.as_object_mut().unwrap().extend(until.as_object().unwrap().clone());
        member
    };
    json!({"chat": {"id": GROUP, "type": "supergroup", "title": "<b>&"}, "date": 1, "old_chat_member": member(old),
        "from": {"id": 7, "is_bot": false, "first_name": "\u{202e}".repeat(255)}, "new_chat_member": member(new)})
}

#[tokio::test]
async fn a_newcomer_greets_once_and_forgets_the_group_when_removed() {
    let mut bot = Bot::shipped().await;
    promote(&bot, 7);
    bot.server.with(|telegram| telegram.chats.insert(GROUP));
    bot.server.with(|telegram| telegram.deliver("my_chat_member", place("left", "member")));
    let greeting = bot.reply().await;
    assert_eq!((greeting.chat(), greeting.quotes()), (GROUP, None));
    assert!(greeting.text().contains('@'));
    bot.member(GROUP, 7).says("/watch on");
    bot.reply().await;
    bot.server.with(|telegram| telegram.deliver("my_chat_member", place("member", "kicked")));
    bot.member(GROUP, 8).says(PLAIN);
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_group_takes_its_settings_along() {
    let mut bot = Bot::shipped().await;
    bot.server.with(|telegram| telegram.group_admins.insert((-55, 7)));
    bot.member(-55, 7).says("/watch on");
    bot.reply().await;
    bot.member(-55, 7).sends(json!({"migrate_to_chat_id": GROUP}));
    bot.server.taken().await;
    let asked = bot.member(GROUP, 8).says(PLAIN);
    let answer = bot.reply().await;
    assert_eq!((answer.chat(), answer.quotes()), (GROUP, Some(asked)));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_group_that_forgets_keeps_what_its_members_asked() {
    let mut bot = Bot::shipped().await;
    promote(&bot, 7);
    bot.member(GROUP, 7).says("/watch on");
    bot.reply().await;
    let group = json!({"id": GROUP, "type": "supergroup", "title": "群"});
    bot.member(GROUP, 9).with(json!({"sender_chat": group})).says("/forget");
    assert!(!bot.reply().await.text().contains('1'), "no group reads how much is kept");
    let asked = bot.member(GROUP, 8).says(PLAIN);
    assert_eq!(bot.reply().await.quotes(), Some(asked), "it is still watched");
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn edits_of_what_was_not_answered_count_as_messages() {
    let bot = Bot::start().await;
    bot.server.with(|telegram| telegram.chats.insert(GROUP));
    for user in 0..40 {
        bot.member(GROUP, 1000 + user).edits(5000 + user, &format!("@{USERNAME} 说点{user}什么"));
    }
    assert_eq!(bot.finish().await.len(), 16);
}

#[tokio::test]
async fn what_was_changed_is_not_pointed_to() {
    let mut bot = Bot::shipped().await;
    let asked = bot.member(GROUP, 7).says(&format!("@{USERNAME} {PLAIN}"));
    bot.reply().await;
    bot.member(GROUP, 7).edits(asked, &format!("@{USERNAME} 今年前八个月的逆差是多少？"));
    assert!(bot.reply().await.text().contains("65亿美元"));
    bot.member(GROUP, 8).says(&format!("@{USERNAME} {PLAIN}"));
    assert!(bot.reply().await.text().contains("280亿美元"));
    assert!(bot.finish().await.is_empty());
}
