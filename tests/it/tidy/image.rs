//! What can be said of the container image without building it.

use super::{read, root};

fn instructions(word: &str) -> Vec<String> {
    let dockerfile = read("Dockerfile").text.replace("\\\n", " ");
    let of_it = dockerfile.lines().filter_map(|line| line.strip_prefix(word)?.strip_prefix(' ').map(str::to_owned));
    of_it.collect()
}

/// The paths that are copied from the repository.
fn copied() -> Vec<String> {
    let from_here = instructions("COPY").into_iter().filter(|copy| !copy.contains("--from"));
    let sources = |copy: String| {
        let words: Vec<String> = copy.split_whitespace().filter(|w| !w.starts_with("--")).map(str::to_owned).collect();
        words[..words.len() - 1].to_vec()
    };
    from_here.flat_map(sources).collect()
}

#[test]
fn what_the_image_copies_exists_and_is_not_ignored() {
    let ignored = read(".dockerignore").text;
    for path in copied() {
        assert!(root().join(&path).exists(), "Dockerfile copies {path}, which does not exist");
        let let_in = ignored.lines().any(|line| line.strip_prefix('!').is_some_and(|kept| kept == path));
        assert!(let_in, ".dockerignore keeps {path} out; add a line !{path}");
    }
}

#[test]
fn the_image_gets_all_that_the_manifest_names() {
    let copied = copied();
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml").text).expect("a manifest");
    let benches = manifest.get("bench").and_then(|b| b.as_array()).map_or(0, Vec::len);
    let needed = ["Cargo.toml", "Cargo.lock", "build.rs", "src", "knowledge"].into_iter();
    for path in needed.chain((benches > 0).then_some("benches")) {
        assert!(copied.iter().any(|copied| copied == path), "cargo needs {path}; copy it in the Dockerfile");
    }
    let wanted = manifest["package"]["rust-version"].as_str().expect("a version");
    let from = &instructions("FROM")[0];
    assert!(from.starts_with(&format!("rust:{wanted}-")), "FROM {from}: Cargo.toml asks for Rust {wanted}");
}

#[test]
fn the_image_runs_without_rights_or_secrets() {
    let users = instructions("USER");
    let user = users.last().expect("a USER");
    assert!(!user.starts_with("root") && user != "0" && !user.starts_with("0:"), "the bot must not run as root");
    let variables = instructions("ENV").join(" ");
    assert!(variables.contains("VISITBOT_DATA=/data"), "dialogues belong in the volume: ENV VISITBOT_DATA=/data");
    assert!(instructions("VOLUME").iter().any(|volume| volume.contains("/data")), "declare VOLUME /data");
    assert!(!variables.contains("TOKEN"), "a token is given to docker run, never built in");
    assert!(instructions("ENTRYPOINT")[0].starts_with('['), "in a shell's hands the bot would not get SIGTERM");
}
