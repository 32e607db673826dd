//! What holds for every input: of each fuzz target a function that panics if it does not. `tests/it/fuzz_seeds.rs` calls
//! them with the seeds.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use visitbot::dialogue::{Session, step};
use visitbot::event::{Audience, Event, Input};
use visitbot::knowledge::fault::Paint;
use visitbot::knowledge::load::{SourceFile, parse};
use visitbot::knowledge::{Knowledge, Pack, source};
use visitbot::reply::Verdict;
use visitbot::telegram::callback::{Button, Gap, Thumb};
use visitbot::telegram::incoming::{self, Arrival, Me};

/// Messages of a dialogue that are read.
const TURNS: usize = 4;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| match Knowledge::load(&source::builtin()) {
    Ok(knowledge) => knowledge,
    Err(faults) => unreachable!("the pack that is compiled in has faults: {faults}"),
});

/// Files of a pack without fault.
static LIBRARY: LazyLock<Vec<SourceFile>> = LazyLock::new(|| {
    let files = [
        ("entries.toml", include_str!("../../tests/packs/library/entries.toml")),
        ("figures.toml", include_str!("../../tests/packs/library/figures.toml")),
        ("lexicon.toml", include_str!("../../tests/packs/library/lexicon.toml")),
        ("pack.toml", include_str!("../../tests/packs/library/pack.toml")),
        ("smalltalk.toml", include_str!("../../tests/packs/library/smalltalk.toml")),
        ("wording.toml", include_str!("../../tests/packs/library/wording.toml")),
    ];
    files.map(|(name, text)| SourceFile { name: name.to_owned(), text: text.to_owned() }).into()
});

/// The JSON of an update: reading it does not panic, and a turn belongs to a chat of that update.
pub fn update(bytes: &[u8]) {
    let Ok(update) = serde_json::from_slice::<Value>(bytes) else { return };
    let me = json!({"id": 123_456, "username": "guide_test_bot", "first_name": "向导"});
    let Ok(me) = serde_json::from_value::<Me>(me) else { unreachable!("it is the bot itself") };
    let places = ["/message", "/edited_message", "/callback_query/message", "/my_chat_member"];
    let chats = places.map(|place| update.pointer(&format!("{place}/chat/id")).and_then(Value::as_i64));
    if let Some(Arrival::Turn(turn)) = incoming::read(update, &me, &KNOWLEDGE.pack) {
        assert!(chats.contains(&Some(turn.target.chat.0)), "a turn in {} of {chats:?}", turn.target.chat);
        assert_eq!(turn.asker.chat, turn.target.chat.to_string(), "the asker's chat");
        assert!(!turn.asker.user.is_empty(), "a turn of nobody");
    }
}

/// The data of a button: parsing does not panic, and what it stands for is written and read again as it was. So is any
/// button of the pack, chosen by the bytes.
pub fn callback(bytes: &[u8]) {
    let pack = &KNOWLEDGE.pack;
    let read = std::str::from_utf8(bytes).ok().and_then(|data| Button::parse(data, pack));
    for button in read.into_iter().chain(chosen(bytes, pack)) {
        let data = button.encode();
        assert!((1..=64).contains(&data.len()) && data.is_ascii(), "{button:?} is {data:?}");
        assert_eq!(Button::parse(&data, pack), Some(button), "{data:?}");
    }
}

fn chosen(bytes: &[u8], pack: &Pack) -> Option<Button> {
    let [kind, entry, other, rest @ ..] = bytes else { return None };
    let at = usize::from(*entry) << 8 | usize::from(*other);
    let id = |at: usize| pack.entries[at % pack.entries.len()].id.clone();
    let gap = || pack.gaps[at % pack.gaps.len()].id.clone();
    let miss: String = rest.iter().take(16).map(|byte| char::from(b'a' + byte % 26)).collect();
    let miss = if miss.is_empty() { "a".to_owned() } else { miss };
    Some(match kind % 13 {
        0 => Button::Entry(id(at)),
        1 => Button::Pick(id(at)),
        2 => Button::NoneOfThese,
        3 => Button::Topic(pack.topics[at % pack.topics.len()].id.clone()),
        4 => Button::Source(None),
        5 => Button::Source(Some(id(at))),
        6 => Button::Vote(id(at), Thumb::Up),
        7 => Button::Vote(id(at), Thumb::Down),
        8 => Button::TellMe(miss),
        9 => Button::Gap(miss, Gap::Teach(if rest.len() > 16 { gap() } else { id(at) })),
        10 => Button::Gap(miss, Gap::TypeId),
        11 => Button::Gap(miss, Gap::Outside),
        _ => Button::Gap(miss, Gap::Later),
    })
}

/// The text of a pack's file, alone and beside a whole pack: parsing does not panic, every fault has its place in a
/// file, and a pack without fault can be put in force.
pub fn pack(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let file = SourceFile { name: "fuzz.toml".to_owned(), text: text.to_owned() };
    for beside in [&[][..], &LIBRARY] {
        let files: Vec<SourceFile> = beside.iter().chain([&file]).cloned().collect();
        match parse(&files) {
            Ok(pack) => drop(Knowledge::compile(pack)),
            Err(faults) => {
                assert!(!faults.0.is_empty(), "refused without a fault");
                for fault in &faults.0 {
                    let (line, column) = fault.place();
                    let lines = fault.file.text.split('\n').count();
                    assert!((1..=lines).contains(&line) && column >= 1, "{fault} of {lines} lines");
                    assert!(fault.file.text.get(fault.span.clone()).is_some(), "{fault}: {:?}", fault.span);
                    assert!(!fault.message.is_empty(), "a fault without words at {line}:{column}");
                }
                assert!(!faults.report(Paint::Plain).is_empty(), "a report without a word");
            }
        }
    }
}

/// What somebody writes, a message a line: no reply panics, the same dialogue has the same replies, and whatever is said
/// says something.
pub fn question(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (mut session, now) = (Session::default(), noon());
    for line in text.split('\n').take(TURNS) {
        for audience in [Audience::Overheard, Audience::Addressed, Audience::Private] {
            let event = Event::new(audience, Input::Text(line.to_owned()));
            let turn = step(&KNOWLEDGE, &session, &event, now);
            let again = step(&KNOWLEDGE, &session, &event, now);
            assert_eq!(turn.reply, again.reply, "{line:?} has two replies");
            assert_eq!(turn.reply.verdict == Verdict::Silent, turn.reply.lead.is_empty(), "{line:?}: {:?}", turn.reply);
            assert!((0.0..=1.0).contains(&turn.reply.confidence), "{line:?}: {}", turn.reply.confidence);
            if audience == Audience::Private {
                session = turn.session;
            }
        }
    }
}

/// Some time; the dialogue is told what time it is.
fn noon() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_764_000_000)
}
