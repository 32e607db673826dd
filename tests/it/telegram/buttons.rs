//! Pressed buttons and deep links.

use visitbot::telegram::callback::{Button, Gap, Thumb};
use visitbot::telegram::deeplink;

use crate::support::{Bot, pack};

const LONG: &str = "an.entry.whose-id.is-so-long-that-neither-a-button-nor-a-deep-link.can-hold-it";

#[tokio::test]
async fn a_press_is_answered_and_acknowledged() {
    let mut bot = Bot::start().await;
    bot.user(7).says("贸易额");
    let offer = bot.reply().await.message.unwrap();
    let query = bot.user(7).presses(offer, &Button::Entry("trade.total.2024".to_owned()).encode());
    assert_eq!(bot.reply().await.quotes(), Some(offer));
    let acknowledged = bot.called("answerCallbackQuery").await;
    assert_eq!(acknowledged.params["callback_query_id"], query);
    assert!(!acknowledged.params.contains_key("text"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_button_of_another_time_gets_a_notice() {
    for data in ["1e:an.entry.that.is.gone", "0e:trade.total.2024", "", "汉", "1t:gone"] {
        let bot = Bot::start().await;
        bot.member(-100_123, 7).presses(3, data);
        assert_eq!(bot.called("answerCallbackQuery").await.params["text"], "〔button-outdated〕");
        assert!(bot.finish().await.is_empty());
    }
}

#[test]
fn every_button_survives_the_way_to_telegram_and_back() {
    let pack = pack::small();
    let id = "trade.total.2024".to_owned();
    let miss = "0123456789abcdef".to_owned();
    let buttons = [
        Button::Entry(id.clone()),
        Button::Entry(LONG.to_owned()),
        Button::Pick(LONG.to_owned()),
        Button::NoneOfThese,
        Button::Topic("trade".to_owned()),
        Button::Source(Some(id.clone())),
        Button::Source(None),
        Button::Vote(id.clone(), Thumb::Up),
        Button::Vote(LONG.to_owned(), Thumb::Down),
        Button::TellMe(miss.clone()),
        Button::Gap(miss.clone(), Gap::Teach(id)),
        Button::Gap(miss.clone(), Gap::Teach(LONG.to_owned())),
        Button::Gap(miss.clone(), Gap::TypeId),
        Button::Gap(miss.clone(), Gap::Outside),
        Button::Gap(miss, Gap::Later),
    ];
    for button in buttons {
        let data = button.encode();
        assert!((1..=64).contains(&data.len()), "{data}");
        assert_eq!(Button::parse(&data, &pack), Some(button));
    }
}

#[test]
fn every_entry_has_a_deep_link() {
    let pack = pack::small();
    for entry in &pack.entries {
        let payload = deeplink::encode(&entry.id);
        assert!(payload.len() <= 64 && payload.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'));
        assert_eq!(deeplink::entry(&payload, &pack).as_deref(), Some(entry.id.as_str()));
    }
    assert_eq!(deeplink::entry("nonsense", &pack), None);
}
