//! What became of each question, as a table; and whether all that was promised held.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::bot::quantile;
use crate::people::People;
use crate::replicas::Record;
use crate::server::Server;
use crate::server::telegram::{Answer, Grant, Question, Telegram};

/// How soon a message that was taken must be noted as answered: a kill within that time may make it come again.
const NOTED: Duration = Duration::from_millis(500);
/// MiB that a process may take.
const MEMORY: f64 = 150.0;
/// Lines of a kind that are shown.
const SHOWN: usize = 5;

/// Why an answer came again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    /// A kill fell so long after the answer before; or while that was on its way, and Telegram took it nevertheless.
    Killed {
        kill: Instant,
        after: Option<Duration>,
    },
    /// The bot did not hear that the answer before was taken.
    Unheard,
    Unexplained,
}

impl Again {
    fn after_send(&self) -> Option<Duration> {
        match self {
            Again::Killed { after, .. } => *after,
            Again::Unheard | Again::Unexplained => None,
        }
    }
}

/// Prints the table; tells whether all promises were kept.
pub fn tell(server: &Server, people: &People, record: &Record, took: Duration, folder: &Path) -> bool {
    server.look(|telegram| {
        let lost: Vec<usize> = numbers(&telegram.questions, |question| question.answers.is_empty());
        let again: Vec<(usize, Again)> =
            (0..).zip(&telegram.questions).flat_map(|(n, q)| repeats(n, q, record)).collect();
        let thrice = numbers(&telegram.questions, |q| heard(q) > 2);
        let first = |number: usize| Some(telegram.questions.get(number)?.answers.first()?.text.as_str());
        let forgotten = people.forgotten(first);
        row("questions", telegram.questions.len());
        row("kills", record.kills.len());
        row("minutes", format!("{:.1}", took.as_secs_f64() / 60.0));
        row("lost", lost.len());
        let why = |wanted: fn(&Again) -> bool| again.iter().filter(|(_, why)| wanted(why)).count();
        let killed = why(|why| matches!(why, Again::Killed { .. }));
        row("twice, a kill between send and record", killed);
        row("  a kill", format!("{:.2}", killed as f64 / record.kills.len().max(1) as f64));
        let gaps: Vec<Duration> = again.iter().filter_map(|(_, why)| why.after_send()).collect();
        let gap = |share| milliseconds(quantile(&mut gaps.clone(), share));
        row("  of them on their way when it fell", killed - gaps.len());
        row("  from send to kill, median, longest", format!("{}, {}", gap(0.5), gap(1.0)));
        row("  at one kill, at most", most_at_once(&again));
        row("twice, the answer to a send was lost", why(|why| *why == Again::Unheard));
        row("twice without a reason", why(|why| *why == Again::Unexplained));
        row("thrice, but for lost answers", thrice.len());
        row("turned away", telegram.turned_away);
        row("messages to no question, edits", telegram.stray + telegram.edits);
        row("dialogues, of them forgotten", format!("{}, {}", people.lasts().count(), forgotten.len()));
        times(telegram, record);
        let errors = errors(folder);
        row("errors in the logs", errors.len());
        show("lost", &lost, |n| format!("message {} of chat {}", n + 1, telegram.questions[*n].chat));
        let unexplained: Vec<_> = again.iter().filter(|(_, why)| *why == Again::Unexplained).collect();
        show("twice without a reason", &unexplained, |(n, _)| history(*n, &telegram.questions[*n], record));
        show("thrice", &thrice, |n| history(*n, &telegram.questions[*n], record));
        show("forgotten", &forgotten, |(n, said)| format!("message {}: {said}", n + 1));
        show("errors", &errors, String::clone);
        let most = record.resident.map_or(0.0, |(_, most)| most);
        lost.is_empty()
            && unexplained.is_empty()
            && thrice.is_empty()
            && forgotten.is_empty()
            && telegram.turned_away == 0
            && killed <= record.kills.len()
            && most < MEMORY
    })
}

fn times(telegram: &Telegram, record: &Record) {
    let answered = telegram.questions.iter().filter_map(|q| Some(q.answers.first()?.at.duration_since(q.asked)));
    let mut answered: Vec<Duration> = answered.collect();
    for (name, share) in [("time to answer, median", 0.5), ("  p99", 0.99), ("  longest", 1.0)] {
        row(name, milliseconds(quantile(&mut answered, share)));
    }
    let mut starts = record.starts.clone();
    row("starts; median to ready", format!("{}; {}", starts.len(), milliseconds(quantile(&mut starts, 0.5))));
    row("  longest", milliseconds(quantile(&mut starts, 1.0)));
    row("ended by itself and started again", record.ended);
    let (least, most) = record.resident.unwrap_or_default();
    row("resident, least and most", format!("{least:.0}, {most:.0} MiB"));
    let seen = &telegram.weather.seen;
    row("429, 500, 409", format!("{}, {}, {}", seen.too_many, seen.failed, seen.conflicts));
    row("connections dropped before, after", format!("{}, {}", seen.dropped, seen.lost));
    row("deliveries repeated", seen.repeats);
}

/// Why each answer but the first came.
fn repeats(number: usize, question: &Question, record: &Record) -> Vec<(usize, Again)> {
    question.answers.windows(2).map(|pair| (number, reason(&pair[0], &pair[1], &record.kills))).collect()
}

fn reason(before: &Answer, after: &Answer, kills: &[Instant]) -> Again {
    if before.grant == Grant::Unheard {
        return Again::Unheard;
    }
    // What is on its way when the bot is killed may arrive after it.
    let distance = |kill: &Instant| kill.max(&before.at).duration_since(*kill.min(&before.at));
    let nearest = kills.iter().filter(|kill| **kill < after.at).min_by_key(|kill| distance(kill));
    match nearest.filter(|kill| distance(kill) < NOTED) {
        Some(kill) => Again::Killed { kill: *kill, after: kill.checked_duration_since(before.at) },
        None => Again::Unexplained,
    }
}

/// How many answers came again because of one kill, at most.
fn most_at_once(again: &[(usize, Again)]) -> usize {
    let mut kills: HashMap<Instant, usize> = HashMap::new();
    for (_, why) in again {
        if let Again::Killed { kill, .. } = why {
            *kills.entry(*kill).or_default() += 1;
        }
    }
    kills.into_values().max().unwrap_or_default()
}

fn heard(question: &Question) -> usize {
    question.answers.iter().filter(|answer| answer.grant == Grant::Heard).count()
}

fn numbers(questions: &[Question], wanted: impl Fn(&Question) -> bool) -> Vec<usize> {
    (0..questions.len()).filter(|number| wanted(&questions[*number])).collect()
}

/// When a question was answered, and when the kills fell before that.
fn history(number: usize, question: &Question, record: &Record) -> String {
    let since = |at: &Instant| at.saturating_duration_since(question.asked).as_millis();
    let answers: Vec<u128> = question.answers.iter().map(|answer| since(&answer.at)).collect();
    let last = question.answers.last().map(|answer| answer.at);
    let kills = record.kills.iter().filter(|kill| **kill > question.asked && Some(**kill) < last);
    let kills: Vec<u128> = kills.map(since).collect();
    format!("message {} of chat {}: answered after {answers:?} ms, kills after {kills:?} ms", number + 1, question.chat)
}

/// The bots' lines about errors.
fn errors(folder: &Path) -> Vec<String> {
    let logs = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    let logs = logs.filter(|path| path.is_file()).filter_map(|path| std::fs::read_to_string(path).ok());
    logs.flat_map(|log| log.lines().filter(|line| line.contains("ERROR")).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn show<T>(name: &str, those: &[T], write: impl Fn(&T) -> String) {
    those.iter().take(SHOWN).for_each(|one| println!("{name}: {}", write(one)));
}

fn row(name: &str, value: impl std::fmt::Display) {
    println!("{name:<40} {value}");
}

fn milliseconds(time: Option<Duration>) -> String {
    time.map_or_else(|| "-".to_owned(), |time| format!("{:.1} ms", time.as_secs_f64() * 1e3))
}
