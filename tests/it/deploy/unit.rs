//! The systemd unit: its settings are the program's, and it gives the bot no more than it needs.

use super::{read, starts_with};
use crate::cli::told;

/// Section, name and value of each setting; `#` begins a comment.
fn settings(text: &str) -> Vec<(String, String, String)> {
    let (mut section, mut settings) = (String::new(), Vec::new());
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name.to_owned();
        } else {
            let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("no setting: {line}"));
            settings.push((section.clone(), name.to_owned(), value.to_owned()));
        }
    }
    settings
}

fn unit() -> Vec<(String, String, String)> {
    settings(&read("visitbot.service"))
}

fn values(name: &str) -> Vec<String> {
    unit().into_iter().filter(|(_, known, _)| known == name).map(|(_, _, value)| value).collect()
}

#[test]
fn every_setting_stands_in_the_section_that_reads_it() {
    for (section, name, _) in unit() {
        let expected = match name.as_str() {
            "Description" | "Wants" | "After" | "StartLimitIntervalSec" => "Unit",
            "WantedBy" => "Install",
            _ => "Service",
        };
        assert_eq!(section, expected, "{name}");
    }
}

#[test]
fn the_program_takes_the_environment_of_the_unit() {
    let environment = values("Environment");
    let mut variables: Vec<(&str, &str)> = environment.iter().map(|v| v.split_once('=').expect("NAME=value")).collect();
    starts_with(&variables);
    let file = read("visitbot.env").replace('#', "");
    let more = file.lines().filter(|line| line.starts_with("VISITBOT_") && !line.contains("KNOWLEDGE"));
    variables.extend(more.map(|line| line.split_once('=').expect("NAME=value")));
    assert!(variables.len() > environment.len() + 1);
    starts_with(&variables);
    let data = variables.iter().find(|(name, _)| *name == "VISITBOT_DATA").expect("a folder").1;
    assert_eq!(data, format!("/var/lib/{}", values("StateDirectory")[0]));
    assert_eq!(values("EnvironmentFile"), ["/etc/visitbot/visitbot.env"]);
    assert!(!read("visitbot.service").contains("TELOXIDE_TOKEN="), "the token stands in a file of its own");
}

#[test]
fn the_unit_starts_stops_and_reloads_as_the_program_does() {
    assert_eq!(values("ExecStart"), ["/usr/local/bin/visitbot run"]);
    assert!(values("ExecReload")[0].contains("-HUP"));
    let stop: u32 = values("TimeoutStopSec")[0].parse().expect("seconds");
    assert!(stop > 10, "turns in flight get ten seconds");
    let help = crate::cli::visitbot(&["run", "--help"], b"");
    assert_eq!(help.status.code(), Some(0), "{}", told(&help));
}

#[test]
fn the_unit_gives_the_bot_no_more_than_it_needs() {
    for name in [
        "DynamicUser",
        "NoNewPrivileges",
        "ProtectHome",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectKernelModules",
        "ProtectKernelTunables",
        "ProtectControlGroups",
        "RestrictNamespaces",
        "RestrictSUIDSGID",
        "LockPersonality",
        "MemoryDenyWriteExecute",
    ] {
        assert_eq!(values(name), ["yes"], "{name}");
    }
    assert_eq!((values("ProtectSystem"), values("CapabilityBoundingSet")), (vec!["strict".into()], vec!["".into()]));
    let families = values("RestrictAddressFamilies");
    assert!(["AF_INET", "AF_INET6"].iter().all(|family| families[0].split(' ').any(|known| known == *family)));
}
