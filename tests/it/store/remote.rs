//! Connections to a real Redis: how many there are under load, and what those see who wait for one in vain.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use visitbot::store::{CONNECTIONS, Keep, Store, StoreError, Table};

use super::at;
use crate::support::redis::Redis;

/// Far more than there are connections.
const USERS: usize = 6 * CONNECTIONS;

/// Three seconds for an answer and a new connection, and what a busy machine adds.
const BOUND: Duration = Duration::from_secs(15);

/// What everybody gets who uses the store at the same time, each a key of his own.
fn all_at_once(store: &Store, before: impl FnOnce()) -> Vec<Result<(), StoreError>> {
    let begin = Barrier::new(USERS + 1);
    std::thread::scope(|threads| {
        let one = |user: usize| {
            begin.wait();
            let key = user.to_be_bytes();
            store.put(Table::Sessions, &key, &key, Keep::Always)?;
            assert_eq!(store.get(Table::Sessions, &key, at(0))?, Some(key.to_vec()));
            Ok(())
        };
        let users: Vec<_> = (0..USERS).map(|user| threads.spawn(move || one(user))).collect();
        before();
        begin.wait();
        users.into_iter().map(|user| user.join().unwrap()).collect()
    })
}

#[test]
fn however_many_use_a_slow_redis_at_once_they_share_so_many_connections() {
    let Some(redis) = Redis::start() else { return };
    let store = redis.store();
    let opened = redis.figure("total_connections_received");
    let done = all_at_once(&store, || drop(redis.told("CLIENT PAUSE 500 ALL")));
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    let opened = redis.figure("total_connections_received") - opened;
    // Those who tell the figures and let it pause are clients, too.
    assert!((CONNECTIONS..CONNECTIONS + 3).contains(&opened), "{opened} were opened");
    assert!(redis.figure("connected_clients") <= CONNECTIONS + 1, "none is left beside them");
}

#[test]
fn who_waits_too_long_for_a_connection_sees_an_outage_and_all_goes_on_after_it() {
    let Some(redis) = Redis::start() else { return };
    let store = redis.store();
    all_at_once(&store, || ()).into_iter().for_each(|done| done.unwrap());
    let begun = Instant::now();
    let done = all_at_once(&store, || redis.signal("STOP"));
    assert!(done.iter().all(Result::is_err));
    assert!(begun.elapsed() < BOUND, "{:?}", begun.elapsed());
    let in_vain = |error: &&StoreError| error.to_string().contains("Redis cannot be reached");
    assert!(done.iter().filter_map(|done| done.as_ref().err()).any(|error| in_vain(&error)), "{done:?}");
    redis.signal("CONT");
    while store.check().is_err() {
        std::thread::yield_now();
    }
    all_at_once(&store, || ()).into_iter().for_each(|done| done.unwrap());
    assert!(redis.figure("connected_clients") <= CONNECTIONS + 1);
}
