//! Whether a reply is right, exactly as the question sets' README says.

use fancy_regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::question::{Expect, Question};
use crate::reply::Verdict;

/// What a reply comes to. Every reply is exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As expected.
    Right,
    /// Answered with something else, or answered where nothing should have been said.
    Wrong,
    /// Asked back where the article tells.
    AskedBack,
    /// Asked back where it should have declined: half right.
    HalfRight,
    /// Declined, or kept silent, where more was expected.
    Declined,
}

/// A judged reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What it comes to.
    pub outcome: Outcome,
    /// Patterns of `must` that it lacks.
    pub missing: Vec<String>,
    /// Patterns of `must_not` that it holds.
    pub forbidden: Vec<String>,
}

/// Judges the reply to the last turn of `question`.
pub fn judge(question: &Question, verdict: Verdict, text: &str) -> Judgement {
    let said: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let (missing, forbidden) = match question.expect {
        Expect::Answer => (those(&question.must, &said, false), those(&question.must_not, &said, true)),
        Expect::Decline | Expect::Silent => (Vec::new(), Vec::new()),
    };
    let holds = missing.is_empty() && forbidden.is_empty();
    let outcome = match (question.expect, verdict) {
        (Expect::Answer, _) if holds => Outcome::Right,
        (Expect::Decline, Verdict::Decline) | (Expect::Silent, Verdict::Silent) => Outcome::Right,
        (Expect::Silent, _) | (_, Verdict::Answer) => Outcome::Wrong,
        (Expect::Decline, Verdict::Clarify) => Outcome::HalfRight,
        (Expect::Answer, Verdict::Clarify) => Outcome::AskedBack,
        (_, Verdict::Decline | Verdict::Silent) => Outcome::Declined,
    };
    Judgement { outcome, missing, forbidden }
}

/// The patterns that are found in `said`, or those that are not. A search that gives up has found nothing.
fn those(patterns: &[Regex], said: &str, found: bool) -> Vec<String> {
    let wanted = patterns.iter().filter(|p| p.is_match(said).unwrap_or(false) == found);
    wanted.map(|p| p.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(expect: Expect, must: &[&str], must_not: &[&str]) -> Question {
        let compile = |patterns: &[&str]| patterns.iter().map(|p| Regex::new(p).unwrap()).collect();
        Question {
            id: "t-1".into(),
            register: "number".into(),
            turns: vec!["?".into()],
            expect,
            must: compile(must),
            must_not: compile(must_not),
            undamaged: None,
        }
    }

    fn outcome(question: &Question, verdict: Verdict, text: &str) -> Outcome {
        judge(question, verdict, text).outcome
    }

    #[test]
    fn the_text_is_folded_and_its_spaces_dropped() {
        let asked = question(Expect::Answer, &[r"(?<![\d.])280亿", "(?i:kazakhexport)"], &[]);
        assert_eq!(outcome(&asked, Verdict::Answer, "２８０ 亿美元\nＫａｚａｋｈ\u{3000}Export"), Outcome::Right);
        assert_eq!(outcome(&asked, Verdict::Answer, "1280亿，KazakhExport"), Outcome::Wrong);
    }

    #[test]
    fn an_answer_needs_every_must_and_no_must_not() {
        let asked = question(Expect::Answer, &["一", "二"], &["三"]);
        assert_eq!(outcome(&asked, Verdict::Answer, "一二"), Outcome::Right);
        let judged = judge(&asked, Verdict::Answer, "一三");
        assert_eq!((judged.missing, judged.forbidden), (vec!["二".to_owned()], vec!["三".to_owned()]));
        assert_eq!(judged.outcome, Outcome::Wrong);
        assert_eq!(outcome(&asked, Verdict::Clarify, "一"), Outcome::AskedBack);
        assert_eq!(outcome(&asked, Verdict::Decline, "一"), Outcome::Declined);
        assert_eq!(outcome(&asked, Verdict::Decline, "一二"), Outcome::Right, "the facts count, not the verdict");
    }

    #[test]
    fn a_decline_is_judged_by_its_verdict() {
        let asked = question(Expect::Decline, &[], &[]);
        assert_eq!(outcome(&asked, Verdict::Decline, "没有"), Outcome::Right);
        assert_eq!(outcome(&asked, Verdict::Clarify, "?"), Outcome::HalfRight);
        assert_eq!(outcome(&asked, Verdict::Answer, "280"), Outcome::Wrong);
        assert_eq!(outcome(&asked, Verdict::Silent, ""), Outcome::Declined);
    }

    #[test]
    fn silence_is_broken_by_anything() {
        let asked = question(Expect::Silent, &[], &[]);
        assert_eq!(outcome(&asked, Verdict::Silent, ""), Outcome::Right);
        for verdict in [Verdict::Answer, Verdict::Clarify, Verdict::Decline] {
            assert_eq!(outcome(&asked, verdict, "嗯"), Outcome::Wrong);
        }
    }
}
