//! A chat with one person.

use serde_json::{Value, json};

use crate::support::server::{Call, Failure, Server};
use crate::support::{ADMIN, Bot};

#[tokio::test]
async fn a_question_is_answered_quoting_it() {
    let mut bot = Bot::start().await;
    let question = bot.user(7).says("2024年贸易额多少");
    let answer = bot.reply().await;
    assert_eq!((answer.chat(), answer.quotes()), (7, Some(question)));
    assert_eq!(answer.params["parse_mode"], "HTML");
    assert_eq!(answer.params["link_preview_options"], json!({"is_disabled": true}));
    assert_eq!(answer.params["reply_parameters"]["allow_sending_without_reply"], true);
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn everybody_sees_the_commands_that_are_his() {
    let bot = Bot::start().await;
    let scope = |wanted: Value| move |call: &Call| call.method == "setMyCommands" && call.params["scope"] == wanted;
    let menu = async |wanted: Value| {
        let (_, call) = bot.server.call(0, scope(wanted)).await;
        let commands = call.params["commands"].as_array().unwrap().clone();
        commands.iter().map(|c| c["command"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let people = menu(json!({"type": "all_private_chats"})).await;
    assert!(people.contains(&"forget".to_owned()) && !people.contains(&"reload".to_owned()));
    let group = menu(json!({"type": "all_group_chats"})).await;
    assert!(group.contains(&"trade".to_owned()) && !group.contains(&"watch".to_owned()));
    assert!(menu(json!({"type": "all_chat_administrators"})).await.contains(&"watch".to_owned()));
    assert!(menu(json!({"type": "chat", "chat_id": ADMIN})).await.contains(&"reload".to_owned()));
    bot.finish().await;
}

#[tokio::test]
async fn questions_asked_while_the_bot_was_away_are_answered() {
    let server = Server::start().await;
    let mut bot = Bot::on(server);
    let questions = [bot.user(7).says("一"), bot.user(7).says("二")];
    for question in questions {
        assert_eq!(bot.reply().await.quotes(), Some(question));
    }
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn what_has_no_words_gets_a_line() {
    let mut bot = Bot::start().await;
    let file = json!({"file_id": "1", "file_unique_id": "1", "file_size": 1, "width": 1, "height": 1});
    let sticker = json!({"file_id": "1", "file_unique_id": "1", "file_size": 1, "width": 1, "height": 1, "type": "regular",
        "is_animated": false, "is_video": false});
    let sent = [
        bot.user(7).sends(json!({"sticker": sticker})),
        bot.user(7).sends(json!({"photo": [file]})),
        bot.user(7).says(" "),
    ];
    for message in sent {
        assert_eq!(bot.reply().await.quotes(), Some(message));
    }
    bot.user(7).sends(json!({"pinned_message": bot.user(7).message(1, json!({"text": "x"}))}));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_album_without_words_gets_one_line() {
    let mut bot = Bot::start().await;
    let file = json!({"file_id": "1", "file_unique_id": "1", "file_size": 1, "width": 1, "height": 1});
    let parts = [(); 3].map(|()| bot.user(7).sends(json!({"photo": [file.clone()], "media_group_id": "a"})));
    assert_eq!(bot.reply().await.quotes(), Some(parts[0]));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_repeated_update_is_answered_once() {
    let mut bot = Bot::start().await;
    bot.server.with(|telegram| {
        telegram.chats.insert(7);
        telegram.deliver(
            "message",
            json!({"message_id": 1, "date": 1, "text": "x", "from": {"id": 7, "is_bot": false,
            "first_name": "x"}, "chat": {"id": 7, "type": "private", "first_name": "x"}}),
        );
        let again = telegram.updates[0].clone();
        telegram.updates.push_back(again);
    });
    assert_eq!(bot.reply().await.quotes(), Some(1));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_update_of_an_unknown_kind_is_passed_over() {
    let mut bot = Bot::start().await;
    bot.server.with(|telegram| telegram.deliver("something_new", json!({"x": 1})));
    bot.server.with(|telegram| telegram.deliver("message", json!({"message_id": "no number"})));
    let question =
        bot.user(7).sends(json!({"text": "明天", "entities": [{"type": "date_time", "offset": 0, "length": 2}]}));
    assert_eq!(bot.reply().await.quotes(), Some(question));
    bot.fail("getUpdates", None, Failure::Dropped);
    assert!(bot.finish().await.is_empty());
}
