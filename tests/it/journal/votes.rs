//! Votes: one a person and answer, changeable, taken back by the same press, counted.

use std::time::Duration;

use visitbot::journal::Journal;
use visitbot::journal::votes::{KEPT, Vote, Votes};
use visitbot::store::Store;

use super::{DAY, at, by, gap, gaps, journals};

fn press(journal: &Journal, user: &str, vote: Vote) -> Option<Vote> {
    journal.vote("energy.nuclear", user, vote, None, at(0)).unwrap()
}

#[test]
fn a_vote_can_be_changed_and_taken_back() {
    let (_folder, journals) = journals();
    for journal in journals {
        let votes = || journal.votes_on("energy.nuclear", at(0)).unwrap();
        assert_eq!(press(&journal, "7", Vote::Up), Some(Vote::Up));
        assert_eq!(press(&journal, "8", Vote::Up), Some(Vote::Up));
        assert_eq!(votes(), Votes { up: 2, down: 0 });
        assert_eq!(press(&journal, "7", Vote::Down), Some(Vote::Down));
        assert_eq!(votes(), Votes { up: 1, down: 1 });
        assert_eq!(press(&journal, "7", Vote::Down), None);
        assert_eq!(votes(), Votes { up: 1, down: 0 });
        assert_eq!(journal.votes_on("another", at(0)).unwrap(), Votes::default());
        assert_eq!(journal.all_votes(at(0)).unwrap(), [("energy.nuclear".to_owned(), Votes { up: 1, down: 0 })]);
    }
}

#[test]
fn presses_at_once_are_all_counted() {
    let (_folder, journals) = journals();
    for journal in journals {
        let many = |user: &'static str| {
            let journal = &journal;
            move || (0..101).for_each(|_| _ = press(journal, user, Vote::Down))
        };
        std::thread::scope(|scope| ["1", "2", "3", "3"].into_iter().for_each(|user| drop(scope.spawn(many(user)))));
        assert_eq!(journal.votes_on("energy.nuclear", at(0)).unwrap(), Votes { up: 0, down: 2 });
    }
}

#[test]
fn a_vote_against_makes_a_miss_while_it_stands() {
    let (_folder, journals) = journals();
    for journal in journals {
        let vote =
            |vote| journal.vote("energy.nuclear", "8", vote, Some(("核电站几时完工", &by("7", 1))), at(0)).unwrap();
        vote(Vote::Up);
        assert_eq!(gaps(&journal, at(0)), []);
        vote(Vote::Down);
        assert_eq!(gaps(&journal, at(0)), [gap("核电站几时完工", 1)]);
        assert_eq!(journal.gaps(at(0), 1).unwrap()[0].voted_down, 1);
        vote(Vote::Down);
        assert_eq!(gaps(&journal, at(0)), []);
    }
}

#[test]
fn a_vote_that_is_taken_back_leaves_what_was_declined_before() {
    let (_folder, journals) = journals();
    for journal in journals {
        super::declined(&journal, "核电站几时完工", &by("7", 1), at(0));
        let vote =
            |vote| journal.vote("energy.nuclear", "8", vote, Some(("核电站几时完工", &by("7", 2))), at(0)).unwrap();
        vote(Vote::Down);
        assert_eq!(gaps(&journal, at(0)), [gap("核电站几时完工", 2)]);
        vote(Vote::Up);
        assert_eq!(gaps(&journal, at(0)), [gap("核电站几时完工", 1)]);
    }
}

#[test]
fn whose_a_vote_was_is_forgotten_but_it_counts() {
    let (_folder, journals) = journals();
    for journal in journals {
        press(&journal, "7", Vote::Up);
        let later = at(KEPT * DAY);
        journal.keep_up(later).unwrap();
        assert_eq!(journal.kept_of("7", later).unwrap().votes, 0);
        assert_eq!(journal.votes_on("energy.nuclear", later).unwrap(), Votes { up: 1, down: 0 });
    }
}

#[test]
fn votes_outlive_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Journal::new(Store::open(&folder.path().join("data")).unwrap());
    let journal = open();
    press(&journal, "7", Vote::Up);
    journal.flush(at(0)).unwrap();
    drop(journal);
    let journal = open();
    assert_eq!(press(&journal, "7", Vote::Up), None, "the same press again takes it back");
    assert_eq!(journal.tally(visitbot::journal::day::Day::of(at(0)), at(0)).unwrap().up, 1);
    assert_eq!(journal.stats(1, at(0) + Duration::from_secs(1)).unwrap().total.up, 1);
}
