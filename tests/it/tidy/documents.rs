//! Documents that cannot drift: the code map names the modules down to the second storey, the README every option and only files that exist.

use std::collections::BTreeSet;

use super::{program, read, report, root};

/// Lines of ARCHITECTURE.md.
const ARCHITECTURE: usize = 120;
/// Storeys of modules that the code map names; below them a module's own doc tells.
const STOREYS: usize = 2;

#[test]
fn the_architecture_is_short() {
    let lines = read("ARCHITECTURE.md").text.lines().count();
    assert!(lines <= ARCHITECTURE, "ARCHITECTURE.md has {lines} lines; cut it to {ARCHITECTURE}");
}

#[test]
fn the_code_map_names_the_modules_and_no_other() {
    let named = code_map(&read("ARCHITECTURE.md").text);
    let modules = program().into_iter().map(|file| module(&file.path));
    let there: BTreeSet<String> = modules.filter(|name| name.matches('/').count() < STOREYS).collect();
    let unnamed = there.difference(&named).map(|name| match name.rsplit_once('/') {
        Some((parent, child)) => format!("{name} is not named: add `{child}` to the line of `{parent}`"),
        None => format!("{name} is not named: add a line \"- `{name}`: what it is for\""),
    });
    let gone = named.difference(&there).map(|name| format!("{name} is named, but there is no src/{name}.rs"));
    report("ARCHITECTURE.md's code map is the truth:", &unnamed.chain(gone).collect::<Vec<_>>());
}

fn module(path: &str) -> String {
    path.trim_start_matches("src/").trim_end_matches(".rs").to_owned()
}

/// The modules under "## Code map": a line opens with `- ` and a module in backticks; other names in backticks, on it
/// and on the indented lines below it, are the module's children.
fn code_map(text: &str) -> BTreeSet<String> {
    let section = text.split("\n## ").find(|section| section.starts_with("Code map")).expect("a code map");
    let (mut named, mut parent) = (BTreeSet::new(), String::new());
    for line in section.lines().filter(|line| line.starts_with("- `") || line.starts_with("  ")) {
        let mut names = line.split('`').skip(1).step_by(2);
        if line.starts_with("- ") {
            parent = names.next().unwrap_or_default().to_owned();
            named.insert(parent.clone());
        }
        named.extend(names.map(|child| format!("{parent}/{child}")));
    }
    named
}

#[test]
fn the_code_map_is_read_as_it_is_written() {
    let text =
        "# A\n\n## Code map\n\nwords\n\n- `a`: one; `b` two,\n  `c` three\n- `a/b`: `d`\n\n## Next\n\n- `no`: no\n";
    let named: Vec<String> = code_map(text).into_iter().collect();
    assert_eq!(named, ["a", "a/b", "a/b/d", "a/c"]);
}

#[test]
fn the_readme_names_every_option() {
    let (readme, options) = (read("README.md").text, read("src/cli/args.rs").text);
    let variables = options.split("env = \"").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: Vec<String> = ["TELOXIDE_TOKEN", "TELOXIDE_API_URL"]
        .into_iter()
        .chain(variables)
        .filter(|name| !readme.contains(name))
        .map(|name| format!("{name}: add it to the table of options"))
        .collect();
    report("The README names every option of src/cli/args.rs:", &missing);
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut complaints = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md"] {
        for target in read(document).text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if !target.is_empty() && !target.contains("://") && !root().join(target).exists() {
                complaints.push(format!("{document}: there is no {target}"));
            }
        }
    }
    report("Links lead to files that exist:", &complaints);
}
