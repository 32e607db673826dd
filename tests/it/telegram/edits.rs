//! Questions that are changed after they were answered.

use crate::support::Bot;

#[tokio::test]
async fn an_edited_question_edits_its_answer() {
    let mut bot = Bot::start().await;
    let question = bot.user(7).says("贸易额");
    let answer = bot.reply().await;
    bot.server.with(|telegram| telegram.messages.insert((7, answer.message.unwrap()), "an earlier answer".into()));
    bot.user(7).edits(question, "出口额");
    let edited = bot.reply().await;
    assert_eq!((edited.method.as_str(), edited.message), ("editMessageText", answer.message));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_no_failure() {
    let mut bot = Bot::start().await;
    let question = bot.user(7).says("贸易额");
    bot.reply().await;
    bot.user(7).edits(question, "贸易额？");
    let calls = bot.finish().await;
    assert_eq!(calls.iter().map(|call| call.method.as_str()).collect::<Vec<_>>(), ["editMessageText"]);
}

#[tokio::test]
async fn an_answer_that_is_gone_is_sent_again() {
    let mut bot = Bot::start().await;
    let question = bot.user(7).says("贸易额");
    bot.reply().await;
    bot.server.with(|telegram| telegram.messages.clear());
    bot.user(7).edits(question, "出口额");
    let again = bot.reply().await;
    assert_eq!((again.method.as_str(), again.quotes()), ("sendMessage", Some(question)));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_question_answered_before_a_restart_gets_a_new_answer() {
    let mut bot = Bot::start().await;
    bot.server.with(|telegram| telegram.chats.insert(7));
    bot.user(7).edits(1, "贸易额");
    assert_eq!(bot.reply().await.method, "sendMessage");
    assert!(bot.finish().await.is_empty());
}
