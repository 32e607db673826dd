//! Admins at work: teaching by taps, reloading, rolling back, figures and reasons. Everybody else knows no such command.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::server::Call;
use crate::support::{ADMIN, Bot};

const QUESTION: &str = "那俩邻居去年到底做了多大的生意往来啊喵";

/// The data of the button with a caption that begins so.
fn button(call: &Call, caption: &str) -> String {
    let rows = call.params["reply_markup"]["inline_keyboard"].as_array().unwrap().clone();
    let buttons = rows.iter().flat_map(|row| row.as_array().unwrap().clone());
    let found = buttons.clone().find(|b| b["text"].as_str().unwrap().starts_with(caption));
    let found = found.unwrap_or_else(|| panic!("no {caption} in {:?}", buttons.collect::<Vec<_>>()));
    found["callback_data"].as_str().unwrap().to_owned()
}

/// A small pack on disk.
fn pack(folder: &Path) {
    fs::write(folder.join("pack.toml"), include_str!("pack.toml")).unwrap();
    fs::write(folder.join("wording.toml"), include_str!("../../../knowledge/wording.toml")).unwrap();
}

#[tokio::test]
async fn a_declined_question_is_taught_by_two_taps() {
    let folder = tempfile::tempdir().unwrap();
    pack(folder.path());
    let mut bot = Bot::reading(folder.path()).await;
    let asked = bot.user(7).says("鲸鱼一天吃几顿");
    let declined = bot.reply().await;
    let query = bot.user(7).presses_under(asked, "鲸鱼一天吃几顿", &declined, &button(&declined, "🔔"));
    assert!(!query.is_empty());
    bot.user(ADMIN as i64).says("/gaps");
    let gap = bot.reply().await;
    assert!(gap.text().contains("鲸鱼一天吃几顿"), "{}", gap.text());
    bot.user(ADMIN as i64).presses(gap.message.unwrap(), &button(&gap, "鲸鱼吃多少"));
    let late = bot.reply().await;
    assert_eq!((late.chat(), late.quotes()), (7, Some(asked)));
    assert!(late.text().contains("四吨"), "{}", late.text());
    assert!(bot.reply().await.text().contains("学会了"));
    bot.user(8).says("鲸鱼一天吃几顿");
    assert!(bot.reply().await.text().contains("依据："));
    assert!(fs::read_to_string(folder.path().join("learned.toml")).unwrap().contains("鲸鱼一天吃几顿"));
    bot.user(ADMIN as i64).says("/unlearn");
    assert!(bot.reply().await.text().contains("收回了"));
    bot.user(8).says("鲸鱼一天吃几顿");
    assert!(!bot.reply().await.text().contains("依据："));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_pack_with_a_fault_never_replaces_one_that_works() {
    let folder = tempfile::tempdir().unwrap();
    pack(folder.path());
    let mut bot = Bot::reading(folder.path()).await;
    let good = fs::read_to_string(folder.path().join("pack.toml")).unwrap();
    let broken =
        good.replace("topic = \"whales\"\nquestion = \"鲸鱼多重？\"", "topic = \"wales\"\nquestion = \"鲸鱼多重？\"");
    fs::write(folder.path().join("pack.toml"), broken).unwrap();
    bot.user(ADMIN as i64).says("/reload");
    let refused = bot.reply().await;
    assert!(refused.text().contains("没有换") && refused.text().contains("pack.toml:"), "{}", refused.text());
    bot.user(7).says("鲸鱼吃多少？");
    assert!(bot.reply().await.text().contains("四吨"));
    fs::write(folder.path().join("pack.toml"), good.replace("四吨", "五吨")).unwrap();
    bot.user(ADMIN as i64).says("/reload");
    assert!(bot.reply().await.text().contains("换好了"));
    bot.user(7).says("鲸鱼吃多少？");
    assert!(bot.reply().await.text().contains("五吨"));
    bot.user(ADMIN as i64).says("/rollback");
    assert!(bot.reply().await.text().contains("退回去了"));
    bot.user(7).says("鲸鱼吃多少？");
    assert!(bot.reply().await.text().contains("四吨"));
    for absurd in ["/rollback 9", "/rollback x", "/rollback -1", "/rollback 99999999999999999999"] {
        bot.user(ADMIN as i64).says(absurd);
        bot.reply().await;
    }
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn who_is_no_admin_meets_an_unknown_command() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("/nonsense");
    let unknown = bot.reply().await.text().to_owned();
    for order in ["/reload", "/rollback 1", "/gaps", "/learn a b", "/unlearn", "/stats", "/explain", "/export"] {
        bot.user(7).says(order);
        assert_eq!(bot.reply().await.text(), unknown, "{order}");
        bot.member(-100_123, 7).says(order);
    }
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn votes_are_counted_once_a_person_and_can_be_changed() {
    let mut bot = Bot::shipped().await;
    let asked = bot.user(7).says("2024年哈俄贸易额是多少");
    let answer = bot.reply().await;
    let question = "2024年哈俄贸易额是多少";
    for (thumb, thanks) in [("👍", "谢谢"), ("👎", "记下"), ("👎", "收回"), ("👎", "记下")] {
        let query = bot.user(7).presses_under(asked, question, &answer, &button(&answer, thumb));
        let (_, toast) =
            bot.server.call(0, |c| c.method == "answerCallbackQuery" && c.params["callback_query_id"] == query).await;
        assert!(toast.text().contains(thanks), "{}", toast.text());
    }
    bot.user(ADMIN as i64).says("/gaps");
    let gap = bot.reply().await;
    assert!(gap.text().contains("2024年哈俄贸易额是多少"), "{}", gap.text());
    bot.user(ADMIN as i64).says("/stats");
    let stats = bot.reply().await;
    assert!(stats.text().contains('1'), "{}", stats.text());
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn any_answer_is_explained_without_a_word_of_the_asker() {
    let mut bot = Bot::shipped().await;
    bot.member(-100_123, 7).says(&format!("@{} {QUESTION}", crate::support::server::USERNAME));
    let answer = bot.reply().await;
    bot.member(-100_123, ADMIN as i64).replying_to(&answer).says("/explain");
    let why = bot.reply().await;
    assert!(!why.text().contains("邻居") && why.text().lines().count() > 2, "{}", why.text());
    bot.user(ADMIN as i64).says("/explain");
    bot.reply().await;
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn gaps_and_votes_are_exported_as_tables() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("=cmd|' /C calc'!A0 是什么");
    bot.reply().await;
    bot.user(ADMIN as i64).says("/export");
    let gaps = bot.called("sendDocument").await;
    assert!(gaps.params["document"].as_str().unwrap().starts_with('\u{feff}'));
    assert!(!gaps.params["document"].as_str().unwrap().contains("\n=cmd"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_person_is_told_what_is_kept_and_can_have_it_deleted() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("鲸鱼一天吃几顿");
    bot.reply().await;
    bot.user(7).says("/privacy");
    assert!(bot.reply().await.text().contains("/forget"));
    bot.user(7).says("/forget");
    bot.reply().await;
    bot.user(ADMIN as i64).says("/gaps");
    assert!(!bot.reply().await.text().contains("鲸鱼"));
    bot.member(-100_123, 7).with(json!({"message_thread_id": 42, "is_topic_message": true})).says("/forget");
    assert_eq!(bot.reply().await.params["message_thread_id"], 42);
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn buttons_of_admins_do_nothing_for_others_and_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    pack(folder.path());
    let mut bot = Bot::reading(folder.path()).await;
    bot.user(7).says("鲸鱼一天吃几顿");
    bot.reply().await;
    bot.user(ADMIN as i64).says("/gaps");
    let gap = bot.reply().await;
    let teach = button(&gap, "鲸鱼吃多少");
    let query = bot.user(7).presses(gap.message.unwrap(), &teach);
    let toast = |c: &Call| c.method == "answerCallbackQuery" && c.params["callback_query_id"] == query;
    assert!(bot.server.call(0, toast).await.1.text().contains("过期"));
    bot.user(ADMIN as i64).presses(gap.message.unwrap(), &teach);
    assert!(bot.reply().await.text().contains("学会了"));
    bot.user(ADMIN as i64).presses(gap.message.unwrap(), &teach);
    assert!(bot.reply().await.text().contains("处理过"));
    let taught = fs::read_to_string(folder.path().join("learned.toml")).unwrap();
    assert_eq!(taught.matches("鲸鱼一天吃几顿").count(), 1);
    assert!(bot.finish().await.is_empty());
}
