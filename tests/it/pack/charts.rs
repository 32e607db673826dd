//! The figures of which a pack makes its chart.

use super::{FIGURE, GOOD, faults, file, parse, wording};

#[test]
fn a_chart_has_one_scale_and_a_period_for_each_bar() {
    let chart = "chart = [\"trade.total.2024\", \"f\"]";
    let pack = GOOD.replacen("table = [\"trade.total.2024\"]", chart, 1)
        + "\n[[measure]]\nid = \"m\"\nname = \"x\"\nsigns = []\n";
    let figure = FIGURE.replace("\"trade\"", "\"m\"");
    let said = |figure: &str| faults(parse(&[file("good.toml", &pack), wording(), file("figure.toml", figure)]));
    assert_eq!(said(&figure), "good.toml:9:30: `f` is in 个, the chart's first figure in 亿美元");
    assert_eq!(said(&figure.replace("id = \"f\"", "id = \"g\"")), "good.toml:9:30: there is no figure `f`");
    let periodless = figure.replace("\"个\"", "\"亿美元\"");
    assert_eq!(said(&periodless), "good.toml:9:30: `f` has no period and is no target");
}
