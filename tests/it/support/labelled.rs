//! Labelled question sets, asked of any pack and judged as the sets' README says.

use std::time::{Duration, UNIX_EPOCH};

use fancy_regex::Regex;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use visitbot::dialogue::{Session, step};
use visitbot::event::{Audience, Event, Input};
use visitbot::knowledge::Knowledge;
use visitbot::knowledge::load::SourceFile;
use visitbot::reply::{Reply, Verdict};

/// The reply to the last of these turns.
pub fn told(knowledge: &Knowledge, turns: &[&str], audience: Audience) -> Reply {
    let (mut session, mut last) = (Session::default(), Reply::silent());
    for text in turns {
        let event = Event::new(audience, Input::Text((*text).to_owned()));
        let turn = step(knowledge, &session, &event, UNIX_EPOCH + Duration::from_secs(1));
        (session, last) = (turn.session, turn.reply);
    }
    last
}

/// How a set went.
pub struct Score {
    /// Percent answered right.
    pub right: f32,
    /// Percent answered confidently with something else.
    pub wrong: f32,
    /// What was not right, a line each.
    pub failed: Vec<String>,
}

impl Score {
    /// Asks every question of the sets.
    pub fn of(knowledge: &Knowledge, sets: &[SourceFile]) -> Score {
        let lines = sets.iter().flat_map(|set| set.text.lines());
        let questions: Vec<Labelled> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
        let (mut right, mut wrong, mut failed) = (0.0, 0.0, Vec::new());
        for question in &questions {
            match question.judged(knowledge) {
                (Some(share), _) => right += share,
                (None, verdict) => {
                    wrong += if verdict == Verdict::Answer { 1.0 } else { 0.0 };
                    failed.push(format!("{} {verdict:?} {}", question.id, question.turns.join(" / ")));
                }
            }
        }
        let percent = |count: f32| 100.0 * count / questions.len() as f32;
        Score { right: percent(right), wrong: percent(wrong), failed }
    }

    /// Fails unless so many percent are right at least, and so many wrong at most.
    #[track_caller]
    pub fn reaches(&self, right: f32, wrong: f32) {
        assert!(self.right >= right, "{} % right:\n{}", self.right, self.failed.join("\n"));
        assert!(self.wrong <= wrong, "{} % wrong:\n{}", self.wrong, self.failed.join("\n"));
    }
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expect {
    Answer,
    Decline,
    Silent,
}

/// A line of a question set.
#[derive(Deserialize)]
struct Labelled {
    id: String,
    register: String,
    turns: Vec<String>,
    expect: Expect,
    must: Vec<String>,
    must_not: Vec<String>,
}

impl Labelled {
    /// How right the reply is, if it is at all, and its verdict.
    fn judged(&self, knowledge: &Knowledge) -> (Option<f32>, Verdict) {
        let group = self.expect == Expect::Silent || self.register == "chatter";
        let turns: Vec<&str> = self.turns.iter().map(String::as_str).collect();
        let reply = told(knowledge, &turns, if group { Audience::Overheard } else { Audience::Private });
        let said: String = reply.plain().nfkc().filter(|c| !c.is_whitespace()).collect();
        let found = |pattern: &String| Regex::new(pattern).unwrap().is_match(&said).unwrap();
        let right = match (self.expect, reply.verdict) {
            (Expect::Answer, _) if self.must.iter().all(found) && !self.must_not.iter().any(found) => Some(1.0),
            (Expect::Decline, Verdict::Decline) | (Expect::Silent, Verdict::Silent) => Some(1.0),
            (Expect::Decline, Verdict::Clarify) => Some(0.5),
            _ => None,
        };
        (right, reply.verdict)
    }
}
