//! The shipped pack on Telegram: what people read and tap.

use serde_json::Value;

use crate::support::Bot;
use crate::support::html::text_of;
use crate::support::server::{Call, USERNAME};

const GROUP: i64 = -100_123;

fn read(call: &Call) -> String {
    text_of(call.text()).unwrap()
}

/// Caption and data of the buttons.
fn buttons(call: &Call) -> Vec<(String, String)> {
    let rows = call.params.get("reply_markup").and_then(|markup| markup["inline_keyboard"].as_array());
    let all = rows.into_iter().flatten().flat_map(|row| row.as_array().unwrap());
    let text = |button: &Value, key: &str| button[key].as_str().unwrap().to_owned();
    let ours = all.filter(|button| button.get("callback_data").is_some());
    ours.map(|button| (text(button, "text"), text(button, "callback_data"))).collect()
}

fn captions(call: &Call) -> Vec<String> {
    buttons(call).into_iter().map(|(caption, _)| caption).collect()
}

/// The data of the button with this caption.
fn data(call: &Call, caption: &str) -> String {
    let found = buttons(call).into_iter().find(|(c, _)| c == caption);
    found.unwrap_or_else(|| panic!("no {caption} in {:?}", captions(call))).1
}

#[tokio::test]
async fn a_deep_link_shows_its_entry() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("/start trade_total_2024");
    assert!(read(&bot.reply().await).starts_with("280亿美元。\n"));
    bot.user(7).says("/start");
    let welcome = bot.reply().await;
    assert!(read(&welcome).starts_with("你好！"));
    assert_eq!(captions(&welcome).len(), 3);
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_offered_question_is_answered_when_pressed() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("专家怎么说");
    let offer = bot.reply().await;
    let offered = read(&offer);
    assert!(offered.starts_with("你是想问：") && offered.contains("2 阿本怎样看哈俄贸易现状？她认为"), "{offered}");
    let (caption, press) = buttons(&offer).swap_remove(1);
    assert!(caption.starts_with("2 "), "{caption}");
    bot.user(7).presses(offer.message.unwrap(), &press);
    let answer = bot.reply().await;
    assert!(read(&answer).contains("依据："));
    assert_eq!((answer.method.as_str(), answer.message), ("editMessageText", offer.message));
    bot.user(7).says("来源");
    assert!(read(&bot.reply().await).contains(&caption[2..]));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn the_source_button_tells_of_the_answer_above_it() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("今年逆差多少");
    let deficit = bot.reply().await;
    bot.user(7).says("谁邀请托卡耶夫访俄的？");
    bot.reply().await;
    bot.user(7).presses(deficit.message.unwrap(), &data(&deficit, "依据"));
    let source = read(&bot.reply().await);
    assert!(source.contains("赤字") && source.contains("〈双边贸易〉第35段"), "{source}");
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn topics_lead_to_questions_and_these_to_answers() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("/topics");
    let topics = bot.reply().await;
    bot.user(7).presses(topics.message.unwrap(), &data(&topics, "双边贸易"));
    let questions = bot.reply().await;
    assert!(read(&questions).contains("双边贸易"));
    bot.user(7).presses(questions.message.unwrap(), &data(&questions, "2024年哈俄贸易额是多少？"));
    assert!(read(&bot.reply().await).starts_with("280亿美元。"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn the_table_gives_the_figures() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("/trade");
    let table = read(&bot.reply().await);
    let rows =
        ["2024年哈俄双边贸易额：280亿美元", "2025年1—8月哈方对俄出口：53亿美元", "2025年1—8月哈方自俄进口：118亿美元"];
    assert!(rows.iter().all(|row| table.lines().any(|line| line == *row)), "{table}");
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn who_writes_traditional_reads_traditional() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("今年哈俄貿易逆差是多少？");
    let answer = bot.reply().await;
    assert!(read(&answer).contains("65億美元") && read(&answer).contains("依據"), "{}", read(&answer));
    assert!(captions(&answer).contains(&"依據".to_owned()), "{:?}", captions(&answer));
    bot.user(7).presses(answer.message.unwrap(), &data(&answer, "依據"));
    assert!(read(&bot.reply().await).contains("〈雙邊貿易〉第35段"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_edited_question_gets_its_own_answer() {
    let mut bot = Bot::shipped().await;
    let question = bot.user(7).says("2024年哈俄贸易额是多少？");
    let answer = bot.reply().await;
    bot.user(7).edits(question, "2023年哈俄贸易额是多少？");
    let edited = bot.reply().await;
    assert_eq!((edited.method.as_str(), edited.message), ("editMessageText", answer.message));
    assert!(read(&edited).starts_with("文章没有2023年的"), "{}", read(&edited));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_group_hears_the_bot_only_when_it_is_meant() {
    let mut bot = Bot::shipped().await;
    let member = bot.member(GROUP, 7);
    member.says("大家早上好");
    member.says("今晚吃什么？");
    let question = member.says(&format!("@{USERNAME} 今年逆差多少"));
    member.says("哈哈哈");
    let answer = bot.reply().await;
    assert_eq!((answer.chat(), answer.quotes()), (GROUP, Some(question)));
    assert!(read(&answer).starts_with("65亿美元。"));
    let follow_up = bot.member(GROUP, 7).replying_to(&answer).says("为什么");
    let why = bot.reply().await;
    assert_eq!(why.quotes(), Some(follow_up));
    assert!(read(&why).contains("结构失衡"), "{}", read(&why));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn two_people_in_a_group_do_not_share_a_dialogue() {
    let mut bot = Bot::shipped().await;
    bot.member(GROUP, 7).says(&format!("@{USERNAME} 今年逆差多少"));
    bot.reply().await;
    bot.member(GROUP, 8).says(&format!("@{USERNAME} 来源"));
    assert!(!read(&bot.reply().await).contains("赤字"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn whatever_is_sent_the_reply_is_fit_to_send() {
    let mut bot = Bot::shipped().await;
    let hostile = [
        "贸易额".repeat(1365),
        "哈".repeat(4096),
        "😀".repeat(500),
        "？！。，".to_owned(),
        "\u{202e}\u{200f}贸易额\u{202c}多少".to_owned(),
        "<b>贸易额</b> & <script>alert(1)</script>".to_owned(),
        "</b></blockquote>2024年贸易额是多少".to_owned(),
        "&lt;&amp;&#0;".to_owned(),
        "e\u{301}\u{200d}\u{fe0f}".to_owned(),
        "/start <b>&".to_owned(),
        "/nosuch <i>".to_owned(),
    ];
    for text in &hostile {
        let question = bot.user(7).says(text);
        assert_eq!(bot.reply().await.quotes(), Some(question), "{text}");
    }
    assert!(bot.finish().await.is_empty());
}
