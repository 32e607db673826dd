//! The dashboard asks only for metrics that the bot has.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use visitbot::inbox::Inbox;
use visitbot::metrics::page::{self, Standing};
use visitbot::metrics::{Metrics, Outcome};
use visitbot::store::{Found, Store};

use super::{read, words};
use crate::support::exposition;

/// All that `/metrics` may hold.
fn names() -> BTreeSet<String> {
    let metrics = Metrics::new(SystemTime::UNIX_EPOCH);
    metrics.called("SendMessage", Outcome::Granted, Duration::ZERO);
    metrics.watch(Arc::new(Inbox::new(Store::in_memory())));
    let (pack, store, resident) = ("1".to_owned(), Some(1), Some(1));
    let standing = Standing { build: "1", pack, reloads: (0, 0), ready: true, store, found: Found::Sound, resident };
    let samples = exposition::read(&page::write(&metrics, &standing));
    samples.keys().map(|key| key.split('{').next().unwrap_or_default().to_owned()).collect()
}

fn dashboard() -> Value {
    serde_json::from_str(&read("grafana.json")).expect("JSON")
}

fn panels(dashboard: &Value) -> &Vec<Value> {
    dashboard["panels"].as_array().expect("panels")
}

#[test]
fn every_metric_on_the_dashboard_exists_and_every_one_is_shown() {
    let (names, dashboard) = (names(), dashboard());
    let targets = panels(&dashboard).iter().flat_map(|panel| panel["targets"].as_array().expect("targets"));
    let asked: String =
        targets.map(|target| target["expr"].as_str().expect("an expression").to_owned() + " ").collect();
    let named = |prefix| words(&asked, prefix, |c| c.is_ascii_lowercase() || c == '_');
    let asked: BTreeSet<String> = ["visitbot_", "process_"].into_iter().flat_map(named).collect();
    assert!(asked.is_subset(&names), "no such metric: {:?}", asked.difference(&names));
    let parts = |name: &&String| !name.ends_with("_sum") && !name.ends_with("_count");
    let hidden: Vec<&String> = names.difference(&asked).filter(parts).collect();
    assert!(hidden.is_empty(), "the dashboard does not show {hidden:?}");
}

#[test]
fn labels_on_the_dashboard_are_those_of_the_metrics() {
    let dashboard = dashboard();
    for target in panels(&dashboard).iter().flat_map(|panel| panel["targets"].as_array().expect("targets")) {
        let (expr, legend) = (target["expr"].as_str().expect("text"), target["legendFormat"].as_str().expect("text"));
        for label in legend.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()) {
            let kept = label == "instance"
                || expr.split(" by (").skip(1).any(|by| by.split(')').next().is_some_and(|by| by.contains(label)));
            assert!(kept, "{legend} names {label}, which {expr} does not keep");
        }
        assert_eq!(expr.matches('(').count(), expr.matches(')').count(), "{expr}");
    }
}

#[test]
fn panels_have_ids_of_their_own_and_do_not_lie_on_each_other() {
    let dashboard = dashboard();
    let ids: BTreeSet<i64> = panels(&dashboard).iter().filter_map(|panel| panel["id"].as_i64()).collect();
    assert_eq!(ids.len(), panels(&dashboard).len());
    let mut cells = BTreeSet::new();
    for panel in panels(&dashboard) {
        let [x, y, w, h] = ["x", "y", "w", "h"].map(|side| panel["gridPos"][side].as_u64().expect("a number"));
        assert!(x + w <= 24, "{} is off the page", panel["title"]);
        for cell in (x..x + w).flat_map(|x| (y..y + h).map(move |y| (x, y))) {
            assert!(cells.insert(cell), "{} lies on another panel", panel["title"]);
        }
    }
}
