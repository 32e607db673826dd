//! What the dialogue gets to see of an update.

use serde_json::{Value, json};
use teloxide::types::UserId;
use visitbot::event::{Audience, Input};
use visitbot::telegram::incoming::{self, Act, Arrival, Me};

use crate::support::pack;
use crate::support::person::entities;
use crate::support::server::state::chat_of;
use crate::support::server::{BOT_ID, NAME, USERNAME};

fn seen(chat: i64, text: &str) -> Option<(Audience, Input)> {
    let me = Me { id: UserId(BOT_ID as u64), username: USERNAME.to_owned(), name: NAME.to_owned(), sees_all: false };
    let message = json!({"message_id": 1, "date": 1, "chat": chat_of(chat), "text": text, "entities": entities(text),
        "from": {"id": 7, "is_bot": false, "first_name": "某人"}});
    let update: Value = json!({"update_id": 1, "message": message});
    match incoming::read(update, &me, &pack::small())? {
        Arrival::Turn(turn) => {
            assert_eq!((turn.asker.chat, turn.asker.user), (chat.to_string(), "7".to_owned()));
            match turn.act {
                Act::Say(event) => Some((event.audience, event.input)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn text(audience: Audience, text: &str) -> Option<(Audience, Input)> {
    Some((audience, Input::Text(text.to_owned())))
}

#[test]
fn the_bots_name_is_taken_out() {
    let group = |said: String| seen(-5, &said);
    let addressed = |said: &str| text(Audience::Addressed, said);
    assert_eq!(group(format!("@{USERNAME} 贸易额")), addressed("贸易额"));
    assert_eq!(group(format!("@{USERNAME}，贸易额")), addressed("贸易额"));
    assert_eq!(group(format!("𠀀👍 @{USERNAME} 贸易额")), addressed("𠀀👍  贸易额"));
    assert_eq!(group(format!("贸易额 @{USERNAME}")), addressed("贸易额"));
    assert_eq!(group(format!("{NAME}：贸易额")), addressed("贸易额"));
    assert_eq!(group(format!("{} 贸易额", USERNAME.to_uppercase())), addressed("贸易额"));
    assert_eq!(group(format!("@{USERNAME} @{USERNAME} 贸易额")), addressed("贸易额"));
    assert_eq!(seen(7, &format!("@{USERNAME} 贸易额")), text(Audience::Private, "贸易额"));
}

#[test]
fn a_deep_link_opens_its_entry() {
    let entry = |id: &str| Some((Audience::Private, Input::Entry(id.to_owned())));
    assert_eq!(seen(7, "/start trade_total_2024"), entry("trade.total.2024"));
    assert_eq!(seen(7, "/start gone"), text(Audience::Private, "/start"));
    assert_eq!(seen(7, "/start"), text(Audience::Private, "/start"));
}

#[test]
fn entities_that_lie_do_no_harm() {
    let me = Me { id: UserId(BOT_ID as u64), username: USERNAME.to_owned(), name: NAME.to_owned(), sees_all: false };
    for (offset, length) in [(0, 900), (1, 1), (900, 1), (0, 0), (2, u32::MAX)] {
        let message = json!({"message_id": 1, "date": 1, "chat": chat_of(-5), "text": "😀😀",
            "entities": [{"type": "mention", "offset": offset, "length": length}],
            "from": {"id": 7, "is_bot": false, "first_name": "某人"}});
        let read = incoming::read(json!({"update_id": 1, "message": message}), &me, &pack::small());
        assert!(matches!(read, Some(Arrival::Turn(turn)) if !turn.is_awaited()));
    }
}
