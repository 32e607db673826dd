//! Bots that share a store serve the same version of the pack.

use std::sync::Arc;

use visitbot::app::App;
use visitbot::replicas::Replica;
use visitbot::store::{Sessions, Store};

use super::{Folder, at};

/// Two bots that share a store and a folder.
fn two(folder: &Folder) -> [(Arc<App>, Replica); 2] {
    let store = Store::in_memory();
    [(); 2].map(|()| {
        let app = Arc::new(App::serving(folder.live(), Sessions::new(store.clone())));
        let replica = Replica::new(Arc::clone(&app), at(0)).expect("a store");
        (app, replica)
    })
}

#[test]
fn a_reload_a_rollback_and_a_taught_line_reach_the_other_bot() {
    let folder = Folder::new();
    let [(here, mut a), (there, mut b)] = two(&folder);
    let first = here.live().version();
    let mut follows = |second: u64| {
        a.look(at(second)).expect("a store");
        b.look(at(second)).expect("a store");
        assert_eq!(here.live().version(), there.live().version(), "second {second}");
        here.live().version()
    };
    assert_eq!(follows(1), first);
    folder.edit("应俄方的邀请", "应普京的邀请，也就是应俄方的邀请");
    here.live().reload(at(2)).expect("taken");
    let second = follows(2);
    assert_ne!(second, first);
    here.live().rollback(1, at(3)).expect("it served before");
    assert_eq!(follows(3), first);
    here.live().reload(at(4)).expect("taken");
    assert_eq!(follows(4), second);
    here.live().learn("visit.host", "东道主是哪位", 42, at(5)).expect("taught");
    let taught = follows(5);
    assert!(taught != second && there.live().learned().len() == 1);
    assert_eq!(follows(6), taught);
}

#[test]
fn what_was_told_before_its_start_no_bot_follows() {
    let folder = Folder::new();
    let [(here, mut a), (there, _)] = two(&folder);
    folder.edit("应俄方的邀请", "应普京的邀请，也就是应俄方的邀请");
    let before = here.live().version();
    here.live().reload(at(1)).expect("taken");
    a.look(at(1)).expect("a store");
    let mut late = Replica::new(Arc::clone(&there), at(2)).expect("a store");
    late.look(at(3)).expect("a store");
    assert_eq!(there.live().version(), before);
}
