//! The real program, called as a user calls it: what it prints where, and its exit codes.

mod eval;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use visitbot::knowledge::wording::KEYS;

/// A folder with a pack of two entries.
pub fn small_pack() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let phrases: String = KEYS.iter().map(|key| format!("{key:?} = \"…\"\n")).collect();
    write(folder.path(), "small.toml", include_str!("cli/small.toml"));
    write(folder.path(), "wording.toml", &format!("[wording]\n{phrases}"));
    folder
}

pub fn visitbot(arguments: &[&str], input: &[u8]) -> Output {
    visitbot_with(arguments, &[], input)
}

pub fn visitbot_with(arguments: &[&str], environment: &[(&str, &str)], input: &[u8]) -> Output {
    let pack = small_pack();
    let mut child = start(arguments, pack.path(), environment);
    let (mut pipe, input) = (child.stdin.take().expect("a pipe"), input.to_owned());
    let writer = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the input is written");
    output
}

pub fn start(arguments: &[&str], pack: &Path, environment: &[(&str, &str)]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_visitbot"));
    command.args(arguments).env_clear().env("VISITBOT_KNOWLEDGE", pack).envs(environment.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
}

pub fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

pub fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn answers(input: &[u8]) -> Vec<Value> {
    let output = visitbot(&["ask", "--json"], input);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    printed(&output).lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

#[test]
fn a_json_line_has_exactly_the_promised_fields() {
    let answers = answers("2024年贸易额是多少\n".as_bytes());
    let [Value::Object(answer)] = &answers[..] else { panic!("{answers:?}") };
    let mut fields: Vec<&str> = answer.keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["confidence", "entry", "micros", "options", "sources", "text", "verdict"]);
    assert!(answer["micros"].is_u64() && answer["sources"].is_array() && answer["options"].is_array());
    assert!((0.0..=1.0).contains(&answer["confidence"].as_f64().expect("a number")));
}

#[test]
fn no_line_is_lost_whatever_it_holds() {
    let long = "贸易".repeat(5_000);
    let lines: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"{\"text\": ".to_vec(),
        b"{\"text\": 7}".to_vec(),
        b"[1, 2]".to_vec(),
        b"null".to_vec(),
        br#"{"text": "\ud800"}"#.to_vec(),
        br#"{"text": "\udc00\ud800x", "chat": 1, "user": 2}"#.to_vec(),
        br#"{"chat": {"a": []}, "text": "x"}"#.to_vec(),
        b"\xff\xfe\x80".to_vec(),
        b"\0\x01\x1b[2J".to_vec(),
        "\u{202e}\u{200f}？！。".into(),
        "😀".repeat(500).into_bytes(),
        long.clone().into_bytes(),
        serde_json::json!({ "text": long }).to_string().into_bytes(),
        "[".repeat(100_000).into_bytes(),
        br#"{"chat": "c", "user": "u", "text": "/help", "group": true}"#.to_vec(),
        b"/nosuchcommand".to_vec(),
        "没有行尾".into(),
    ];
    let answers = answers(&lines.join(&b'\n'));
    assert_eq!(answers.len(), lines.len());
    for (answer, line) in answers.iter().zip(&lines) {
        let silent = answer["verdict"] == "silent";
        let empty = answer["text"] == "";
        assert_eq!(silent, empty, "{answer} for {}", String::from_utf8_lossy(line));
    }
}

#[test]
fn no_input_is_no_output() {
    assert_eq!(answers(b"").len(), 0);
}

#[test]
fn each_answer_is_out_before_the_next_question_is_read() {
    let pack = small_pack();
    let mut child = start(&["ask", "--json"], pack.path(), &[]);
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    for question in ["a\n", "{\"text\": \"b\"}\n"] {
        input.write_all(question.as_bytes()).expect("written");
        let mut line = String::new();
        output.read_line(&mut line).expect("read");
        assert!(line.starts_with('{') && line.ends_with("}\n"), "{line}");
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_question_may_stand_in_the_arguments() {
    let output = visitbot(&["ask", "2024年贸易额是多少"], b"");
    assert_eq!(output.status.code(), Some(0));
    assert!(!printed(&output).trim().is_empty());
    let output = visitbot(&["ask", "--json", ""], b"not read\n");
    assert_eq!(printed(&output).lines().count(), 1);
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let pack = small_pack();
    let mut child = start(&["ask", "--json"], pack.path(), &[]);
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"a\nb\n").expect("written");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), told(&output)), (Some(0), String::new()));
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for arguments in [
        &["--nosuch"][..],
        &["nosuch"],
        &["ask", "--nosuch"],
        &["explain"],
        &["eval", "--min", "101"],
        &["--admins", "1,x", "ask", "a"],
    ] {
        let output = visitbot(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(printed(&output).is_empty());
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in ["run", "chat", "ask", "check", "eval", "explain"] {
        let output = visitbot(&[command, "--help"], b"");
        assert_eq!(output.status.code(), Some(0));
        assert!(printed(&output).contains("visitbot "), "{command}");
        assert!(printed(&output).contains("Example"), "{command}");
    }
}

#[test]
fn explain_opens_with_the_verdict_and_shows_features_on_demand() {
    let told = printed(&visitbot(&["explain", "访问由谁邀请"], b""));
    assert!(told.starts_with("verdict   answer visit.host") && !told.contains("bias"), "{told}");
    let told = printed(&visitbot(&["explain", "--features", "访问由谁邀请"], b""));
    assert!(told.starts_with("verdict   answer visit.host") && told.contains("bias 1.00 ("), "{told}");
}

#[test]
fn a_store_that_is_none_or_out_of_reach_is_told_in_one_sentence_without_its_password() {
    let token = [("TELOXIDE_TOKEN", "7:abc")];
    for (url, words) in [
        ("redis://u:secret@127.0.0.1:1/0", "the store at 127.0.0.1:1 cannot be reached"),
        ("sled://secret", "--store takes redis://"),
    ] {
        let output = visitbot_with(&["run", "--store", url], &token, b"");
        assert_eq!(output.status.code(), Some(1));
        let told = told(&output);
        assert!(told.contains(words) && !told.contains("secret"), "{told}");
        assert_eq!(told.lines().filter(|line| line.starts_with("visitbot:")).count(), 1, "{told}");
    }
    let empty = [("VISITBOT_STORE", ""), ("VISITBOT_WATCH", "0"), ("VISITBOT_DATA", ""), ("VISITBOT_ADMINS", "")];
    assert_eq!(visitbot_with(&["ask", "a"], &empty, b"").status.code(), Some(0));
}

#[test]
fn run_without_a_token_says_where_to_get_one() {
    let output = visitbot(&["run"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("TELOXIDE_TOKEN") && told(&output).contains("@BotFather"), "{}", told(&output));
}

#[test]
fn a_chat_reads_a_pipe_and_ends_with_it() {
    let output = visitbot(&[], "\n2024年贸易额是多少\n".as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(printed(&output).contains("TELOXIDE_TOKEN"));
    assert!(printed(&output).contains("> 2024年贸易额是多少\n"));
    let left = visitbot(&["chat"], "/quit\n2024年贸易额是多少\n".as_bytes());
    assert_eq!(left.status.code(), Some(0));
    assert!(!printed(&left).contains("> 2024年贸易额"));
}

#[test]
fn a_pack_that_is_not_there_is_one_sentence() {
    for command in [&["ask", "a"][..], &["check"], &["eval"], &["chat"]] {
        let output = visitbot(&[&["--knowledge", "/nonexistent/pack"], command].concat(), b"");
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        assert!(told(&output).contains("/nonexistent/pack") && told(&output).lines().count() == 1, "{}", told(&output));
    }
}

#[test]
fn a_pack_with_faults_is_refused_with_their_places() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "bad.toml", "[[section]]\ntitle = \"a\"\nfirst = 1\nlast = 2\nnosuch = 3\n");
    let folder = folder.path().display().to_string();
    for command in [&["check"][..], &["ask", "a"], &["eval"]] {
        let output = visitbot(&[command, &["--knowledge", &folder]].concat(), b"");
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        assert!(told(&output).contains("bad.toml") && told(&output).contains("nosuch"), "{}", told(&output));
    }
}

#[test]
fn check_sums_the_pack_up_and_compares_it_with_the_article() {
    let summary = printed(&visitbot(&["check"], b""));
    assert!(summary.starts_with("No fault: 小包, version 1. 2 entries and 0 gaps in 1 topic,"), "{summary}");
    let folder = tempfile::tempdir().expect("a folder");
    let article = write(folder.path(), "article.txt", "§1 贸易\n[1] 280亿美元。\n[2] 应邀。\n[3] 套话。\n");
    let output = visitbot(&["check", "--article", &article], b"");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(printed(&output).contains("3 paragraphs: 2 covered, 1 idle; 1 figures: 1 found"), "{}", printed(&output));
    let article = write(folder.path(), "article.txt", "§1 贸易\n[1] 281亿美元。\n[2] 应邀。\n[3] 套话。\n[4] 还有。\n");
    let output = visitbot(&["check", "--article", &article], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).ends_with("faults\n") && told(&output).contains("paragraph 4"), "{}", told(&output));
}
