//! The bot's own phrases in the reader's language: which one, that no phrase is left out, and how a translation is checked.

use std::time::UNIX_EPOCH;

use visitbot::dialogue::{Session, step};
use visitbot::event::{Audience, Event, Input, Language, Locale};
use visitbot::knowledge::load::{SourceFile, parse};
use visitbot::knowledge::{source, wording};
use visitbot::reply::Reply;
use visitbot::text::script::Script;

use crate::support::shipped;

/// One person, whose Telegram speaks a language.
struct Person {
    tag: Option<&'static str>,
    session: Session,
}

impl Person {
    fn with(tag: impl Into<Option<&'static str>>) -> Person {
        Person { tag: tag.into(), session: Session::default() }
    }

    fn says(&mut self, text: &str) -> Reply {
        let event = Event::new(Audience::Private, Input::Text(text.to_owned())).read_in(Locale::of_tag(self.tag));
        let turn = step(&shipped::knowledge(), &self.session, &event, UNIX_EPOCH + std::time::Duration::from_secs(9));
        self.session = turn.session;
        turn.reply
    }
}

fn is_han(text: &str) -> bool {
    text.contains(visitbot::text::is_han)
}

#[test]
fn phrases_follow_the_language_that_telegram_tells() {
    for (tag, begins) in [
        ("zh-hans", "你好！我只答"),
        ("zh-hant", "你好！我只答一篇報道"),
        ("zh-TW", "你好！我只答一篇報道"),
        ("en", "Hello!"),
        ("ru-RU", "Здравствуйте!"),
        ("kk", "Сәлеметсіз бе!"),
        ("de", "你好！"),
    ] {
        let said = Person::with(tag).says("/start").plain();
        assert!(said.starts_with(begins), "{tag}: {said}");
        assert!(!said.contains('{'), "{tag}: {said}");
    }
    assert!(Person::with(None).says("/start").plain().starts_with("你好！"));
}

#[test]
fn the_script_that_somebody_writes_counts_more_than_the_one_of_the_menu() {
    let mut person = Person::with("zh-hant");
    assert_eq!(person.says("/help").script, Script::Traditional);
    assert_eq!(person.says("贸易额多少").script, Script::Simplified);
    assert_eq!(person.says("/help").script, Script::Simplified);
}

#[test]
fn a_language_that_was_chosen_stays() {
    let mut person = Person::with("en");
    assert!(person.says("/lang").plain().starts_with("Language: English"));
    for wanted in ["ru", "RU", "русский"] {
        assert!(person.says(&format!("/lang {wanted}")).plain().contains("Русский"));
        assert_eq!(person.says("/privacy").language, Language::Russian);
        person.says("/lang en");
    }
    person.says("/lang kk");
    person.says("/reset");
    assert_eq!(person.says("/lang absurd").language, Language::Kazakh);
    assert_eq!(person.says("/lang zh").language, Language::Chinese);
}

#[test]
fn answers_stay_chinese_and_the_rest_does_not() {
    let mut person = Person::with("ru");
    assert_eq!(person.says("去年贸易额多少").lead, "280亿美元。");
    assert!(person.says("那23年呢").lead.contains("2023年"));
    assert!(person.says("今天天气怎么样啊").lead.starts_with("В статье об этом не сказано"));
    assert!(person.says("?!").lead.starts_with("Я понимаю только текст"));
    assert!(person.says("9").lead.starts_with("Такого варианта"));
    let topics = person.says("/topics");
    assert!(topics.choices.iter().all(|choice| !is_han(&choice.question)), "{:?}", topics.choices);
}

#[test]
fn no_phrase_is_left_in_chinese() {
    let knowledge = shipped::knowledge();
    for language in Language::ALL.into_iter().filter(|language| *language != Language::Chinese) {
        let words = knowledge.wording(language);
        let chinese = |key: &&str| words.say(key) == knowledge.say(key);
        let left: Vec<&str> = wording::translated().filter(chinese).collect();
        assert!(left.is_empty(), "{language:?}: {left:?}");
        assert!(!is_han(words.title()));
    }
}

/// What is said of the shipped pack with a piece of the English file replaced.
fn faults(old: &str, new: &str) -> String {
    let mut files: Vec<SourceFile> = source::builtin();
    let english = files.iter_mut().find(|file| file.name == "wording-en.toml").expect("the English wording");
    assert!(english.text.contains(old), "{old}");
    english.text = english.text.replacen(old, new, 1);
    let faults = parse(&files).expect_err("a fault").0;
    faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_translation_is_checked() {
    for (old, new, said) in [
        ("\nreset = ", "\nrest = ", "the wording `reset` is missing; no wording `rest` is translated"),
        ("{title}", "title", "`start` has other placeholders than the Chinese phrase"),
        ("\nreset = ", "\nsure = \"Sure.\"\nreset = ", "no wording `sure` is translated"),
        ("export = ", "exprt = ", "the measure `export` has no name in en"),
        ("\"亿美元\" = ", "\"万美元\" = ", "the unit `亿美元` has no name in en"),
        ("${} billion", "billion", "the unit `亿美元` has no place for its number"),
        ("decline = \"down\"", "fall = \"down\"", "the trend `decline` has no name in en"),
        ("energy = ", "enrgy = ", "the topic `energy` has no name in en"),
        ("\"January\", ", "", "a year has twelve months"),
        ("language = \"en\"", "language = \"ru\"", "another table translates to ru"),
        ("language = \"en\"", "language = \"zh\"", "Chinese stands in [wording]"),
    ] {
        let told = faults(old, new);
        assert!(told.starts_with(said) || told.ends_with(said), "{old} → {new}: {told}");
    }
}
