//! Prometheus' text format, read as strictly as Prometheus reads it, and as its linter would like it.

use std::collections::{BTreeMap, BTreeSet};

/// The samples of a page: name with labels, as they stand there, and value.
pub type Samples = BTreeMap<String, f64>;

/// Reads a page; fails with the line that breaks a rule.
pub fn read(page: &str) -> Samples {
    let (mut samples, mut families, mut family) = (Samples::new(), BTreeSet::new(), (String::new(), String::new()));
    assert!(page.ends_with('\n'), "the last line does not end");
    for line in page.lines() {
        if let Some(about) = line.strip_prefix("# HELP ") {
            let (name, help) = about.split_once(' ').unwrap_or_else(|| panic!("no help: {line}"));
            assert!(is_name(name) && !help.is_empty() && families.insert(name.to_owned()), "{line}");
            family = (name.to_owned(), String::new());
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert!(name == family.0 && ["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert_eq!(name.ends_with("_total"), kind == "counter", "{line}");
            family.1 = kind.to_owned();
        } else {
            let (key, value) = line.rsplit_once(' ').unwrap();
            assert!(is_of(key, &family), "{line} below {family:?}");
            labels(key);
            let value = value.parse().unwrap_or_else(|_| panic!("no number: {line}"));
            assert!(samples.insert(key.to_owned(), value).is_none(), "twice: {line}");
        }
    }
    histograms(&samples);
    samples
}

fn is_of(key: &str, (family, kind): &(String, String)) -> bool {
    let name = key.split('{').next().unwrap();
    match kind.as_str() {
        "histogram" => ["_bucket", "_sum", "_count"].iter().any(|end| name == format!("{family}{end}")),
        _ => name == family,
    }
}

fn is_name(name: &str) -> bool {
    let first = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    first && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Checks the labels of a sample: `name="value"`, commas between.
fn labels(key: &str) {
    let Some((_, rest)) = key.split_once('{') else { return };
    let inside = rest.strip_suffix('}').unwrap_or_else(|| panic!("labels that do not end: {key}"));
    for pair in inside.split("\",") {
        let (name, value) = pair.split_once("=\"").unwrap_or_else(|| panic!("no label: {key}"));
        assert!(is_name(name) && !value.trim_end_matches('"').contains(['"', '\n']), "{key}");
    }
}

/// Checks that each histogram's counts rise up to `+Inf`, which counts all.
fn histograms(samples: &Samples) {
    for (key, all) in samples.iter().filter(|(key, _)| key.contains("le=\"+Inf\"")) {
        let name = key.split("_bucket").next().unwrap();
        assert_eq!(samples[&format!("{name}_count")], *all, "{name}");
        let bucket = format!("{name}_bucket{{le=\"");
        let ends = samples.iter().filter_map(|(key, count)| Some((key.strip_prefix(&bucket)?, *count)));
        let mut ends: Vec<(f64, f64)> = ends
            .map(|(end, count)| (end.trim_end_matches("\"}").replace("+Inf", "inf").parse().unwrap(), count))
            .collect();
        ends.sort_by(|one, other| one.0.total_cmp(&other.0));
        assert!(ends.windows(2).all(|pair| pair[0].1 <= pair[1].1) && ends.len() > 2, "{name}: {ends:?}");
    }
}

#[test]
fn the_check_itself_is_strict() {
    let page = "# HELP a_total x\n# TYPE a_total counter\na_total{b=\"c\"} 1\n";
    assert_eq!(read(page)["a_total{b=\"c\"}"], 1.0);
    for bad in [
        "a_total 1\n",
        "# HELP a x\n# TYPE a counter\na 1\n",
        "# HELP a x\n# TYPE a gauge\na 1\na 2\n",
        "# HELP a x\n# TYPE a gauge\na{b=1} 1\n",
        "# HELP a x\n# TYPE a gauge\na one\n",
        "# HELP a x\n# TYPE a gauge\na 1",
    ] {
        assert!(std::panic::catch_unwind(|| read(bad)).is_err(), "{bad}");
    }
}
