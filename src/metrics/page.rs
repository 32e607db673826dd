//! The metrics as a page in Prometheus' text format, version 0.0.4.

use std::fmt::{Display, Write};
use std::time::UNIX_EPOCH;

use super::Metrics;
use super::counts::Counts;
use super::histogram::Histogram;
use crate::store::Found;
use crate::telegram::gauges::{Count, Gauges};

/// The content type of a page.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What is asked for when the page is made, not counted on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Version of the program.
    pub build: &'static str,
    /// Version of the pack in force.
    pub pack: String,
    /// Packs that were put in force while the bot ran, or found to be in force already, and packs refused.
    pub reloads: (u64, u64),
    /// Whether the bot is ready.
    pub ready: bool,
    /// Bytes that the store takes on disk, if that is known.
    pub store: Option<u64>,
    /// Whether the store was sound at the start.
    pub found: Found,
    /// Bytes of memory that are resident, if the system tells.
    pub resident: Option<u64>,
}

/// All metrics.
pub fn write(metrics: &Metrics, standing: &Standing) -> String {
    let mut page = Page::default();
    told_by_standing(&mut page, standing);
    let started = metrics.started.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    page.gauge("process_start_time_seconds", "When the bot started, in seconds since 1970.", started);
    told_by_gauges(&mut page, &metrics.gauges);
    page.histogram("visitbot_decide_seconds", "From a text to its reply, without sending.", &metrics.deciding);
    page.counts("visitbot_calls_total", "Calls to Telegram, by how they ended.", &metrics.calls);
    page.histogram("visitbot_send_seconds", "One call that sends or edits a message.", &metrics.sending);
    page.counts("visitbot_webhook_requests_total", "Requests to the webhook.", &metrics.pushes);
    let reached = u8::from(metrics.telegram_reached());
    page.gauge("visitbot_telegram_reached", "1 if Telegram answered when last asked for updates.", reached);
    if let Some(inbox) = metrics.inbox.get() {
        page.gauge("visitbot_inbox_updates", "Updates kept until they are answered.", inbox.backlog());
    }
    page.text
}

fn told_by_gauges(page: &mut Page, gauges: &Gauges) {
    let updates = &gauges.updates;
    let kinds = [
        ("message", &updates.messages),
        ("edited_message", &updates.edits),
        ("callback_query", &updates.presses),
        ("my_chat_member", &updates.places),
        ("inline_query", &updates.inline),
        ("chosen_inline_result", &updates.chosen),
        ("other", &updates.others),
    ];
    page.labelled("visitbot_updates_total", "Updates that arrived, repeated ones too.", "kind", &kinds);
    let replies = &gauges.replies;
    let verdicts = [
        ("answer", &replies.answers),
        ("clarify", &replies.clarifications),
        ("decline", &replies.declined),
        ("silent", &replies.silent),
    ];
    page.labelled("visitbot_turns_total", "Steps of dialogues, by what they came to.", "verdict", &verdicts);
    for (name, help, count) in [
        ("visitbot_updates_repeated_total", "Updates that had arrived before and were passed over.", &gauges.repeated),
        ("visitbot_turns_resumed_total", "Turns that an earlier run left.", &gauges.resumed),
        ("visitbot_turns_dropped_total", "Turns dropped since their chat's queue was full.", &gauges.dropped),
        ("visitbot_turns_limited_total", "Turns dropped since somebody does too much.", &gauges.limited),
        ("visitbot_turns_panicked_total", "Turns that broke off with an apology.", &gauges.panics),
        ("visitbot_turns_undelivered_total", "Turns whose reply could not be brought.", &gauges.undelivered),
        ("visitbot_put_aside_total", "Inline queries and presses that found too many others.", &gauges.put_aside),
        ("visitbot_unkept_total", "Times that the store failed when updates were to be kept.", &gauges.unkept),
    ] {
        page.counter(name, help, count.get());
    }
    let waiting = (gauges.queued.get() + gauges.resumed.get()).saturating_sub(gauges.served.get());
    page.gauge("visitbot_turns_waiting", "Turns in the queues of their chats, those being taken too.", waiting);
}

fn told_by_standing(page: &mut Page, standing: &Standing) {
    page.family("visitbot_build_info", "gauge", "The program's version.");
    page.sample("visitbot_build_info", &[("version", standing.build)], 1);
    page.family("visitbot_pack_info", "gauge", "The version of the pack in force.");
    page.sample("visitbot_pack_info", &[("version", &standing.pack)], 1);
    page.family("visitbot_reloads_total", "counter", "Packs taken, or refused, while the bot ran.");
    page.sample("visitbot_reloads_total", &[("result", "ok")], standing.reloads.0);
    page.sample("visitbot_reloads_total", &[("result", "refused")], standing.reloads.1);
    page.gauge("visitbot_ready", "1 if the bot is ready, see /readyz.", u8::from(standing.ready));
    let moved = u8::from(standing.found == Found::Broken);
    page.gauge("visitbot_store_moved_aside", "1 if a broken store was moved aside at the start.", moved);
    if let Some(bytes) = standing.store {
        page.gauge("visitbot_store_bytes", "Bytes that the store takes on disk; 0 in memory.", bytes);
    }
    if let Some(bytes) = standing.resident {
        page.gauge("process_resident_memory_bytes", "Bytes of memory that are resident.", bytes);
    }
}

/// A page that is being written.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, "gauge", help);
        self.sample(name, &[], value);
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, "counter", help);
        self.sample(name, &[], value);
    }

    fn labelled(&mut self, name: &str, help: &str, label: &str, counts: &[(&str, &Count)]) {
        self.family(name, "counter", help);
        for (value, count) in counts {
            self.sample(name, &[(label, *value)], count.get());
        }
    }

    fn counts<const N: usize>(&mut self, name: &str, help: &str, counts: &Counts<N>) {
        self.family(name, "counter", help);
        for (labels, count) in counts.cells() {
            self.sample(name, &labels, count);
        }
    }

    fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) {
        self.family(name, "histogram", help);
        let cumulative = histogram.cumulative();
        for (end, count) in &cumulative {
            let end = end.map_or_else(|| "+Inf".to_owned(), |end| end.to_string());
            self.sample(&format!("{name}_bucket"), &[("le", &end)], count);
        }
        self.sample(&format!("{name}_sum"), &[], histogram.sum());
        self.sample(&format!("{name}_count"), &[], cumulative.last().map_or(0, |(_, all)| *all));
    }

    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let pairs: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
        let labels = if pairs.is_empty() { String::new() } else { format!("{{{}}}", pairs.join(",")) };
        let _ = writeln!(self.text, "{name}{labels} {value}");
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_label_is_escaped() {
        let mut page = Page::default();
        page.sample("a", &[("b", "x\"\\\ny"), ("c", "z")], 1);
        assert_eq!(page.text, "a{b=\"x\\\"\\\\\\ny\",c=\"z\"} 1\n");
    }
}
