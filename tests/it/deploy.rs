//! What stands in `deploy/`, as far as it can be checked without the engines: it can be read, names only options,
//! variables, metrics, ports and paths that exist, and gives the bot no more rights than it needs.

mod dashboard;
mod unit;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use visitbot::probes;
use yaml_rust2::{Yaml, YamlLoader};

use crate::cli::{printed, told, visitbot, visitbot_with};

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
}

fn yaml(name: &str) -> Vec<Yaml> {
    YamlLoader::load_from_str(&read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Words that begin with `prefix` and go on with characters that `goes_on` accepts.
fn words(text: &str, prefix: &str, goes_on: impl Fn(char) -> bool) -> BTreeSet<String> {
    let found = text.match_indices(prefix).map(|(at, _)| {
        let rest = text[at + prefix.len()..].chars().take_while(|c| goes_on(*c)).collect::<String>();
        format!("{prefix}{rest}")
    });
    found.collect()
}

/// Checks that `visitbot run` would start with these variables but for the token.
fn starts_with(environment: &[(&str, &str)]) {
    let without: Vec<(&str, &str)> =
        environment.iter().copied().filter(|(name, _)| *name != "TELOXIDE_TOKEN").collect();
    let output = visitbot_with(&["run"], &without, b"");
    assert!(told(&output).starts_with("visitbot: TELOXIDE_TOKEN is not set"), "{without:?}: {}", told(&output));
}

/// The port of an address.
fn port(address: &str) -> i64 {
    address.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("no port in {address}"))
}

fn text(yaml: &Yaml) -> &str {
    yaml.as_str().unwrap_or_else(|| panic!("no text: {yaml:?}"))
}

#[test]
fn every_variable_and_option_is_one_of_the_programs() {
    let help = printed(&visitbot(&["run", "--help"], b"")) + &printed(&visitbot(&["--help"], b""));
    for name in ["visitbot.service", "visitbot.env", "compose.yaml", "kubernetes.yaml"] {
        let file = read(name);
        let variables = ["VISITBOT_", "TELOXIDE_"].map(|p| words(&file, p, |c| c.is_ascii_uppercase() || c == '_'));
        for variable in variables.iter().flatten() {
            let known = ["=", "]"].iter().any(|end| help.contains(&format!("[env: {variable}{end}")))
                || help.contains(&format!("  {variable} "));
            assert!(known, "{name} names {variable}, which the program does not know");
        }
        let ours = |line: &&str| line.contains("visitbot ") || line.contains("args:") && !line.contains("--appendonly");
        let commands = file.lines().filter(ours);
        for line in commands.filter(|line| !line.contains("docker ") && !line.contains("systemctl ")) {
            for option in words(line, "--", |c| c.is_ascii_lowercase() || c == '-') {
                assert!(help.contains(&option), "{name} names {option}, which the program does not know");
            }
        }
    }
}

#[test]
fn the_compose_file_probes_what_it_publishes() {
    let file = &yaml("compose.yaml")[0];
    let bot = &file["services"]["bot"];
    let environment: Vec<(&str, &str)> =
        bot["environment"].as_hash().expect("a map").iter().map(|(key, value)| (text(key), text(value))).collect();
    let plain: Vec<(&str, &str)> = environment.iter().copied().filter(|(_, value)| !value.contains("${")).collect();
    starts_with(&plain);
    let value = |name| environment.iter().find(|(key, _)| *key == name).unwrap_or_else(|| panic!("no {name}")).1;
    let listen = port(value("VISITBOT_LISTEN"));
    assert_eq!(port(text(&bot["ports"][0])), listen);
    let probe = text(&bot["healthcheck"]["test"][3]);
    assert!(
        probe.contains(&format!("/dev/tcp/127.0.0.1/{listen}")) && probe.contains(&format!("GET {} ", probes::READY))
    );
    assert!(value("TELOXIDE_TOKEN").starts_with("${TELOXIDE_TOKEN"), "the token is not written down");
    let redis = &file["services"]["redis"];
    let (volume, path) = text(&redis["volumes"][0]).split_once(':').expect("a mount");
    assert!(file["volumes"].as_hash().expect("volumes").contains_key(&Yaml::String(volume.to_owned())), "{volume}");
    assert_eq!(path, "/data");
    let store = url::Url::parse(value("VISITBOT_STORE")).expect("an address");
    assert_eq!((store.scheme(), store.host_str()), ("redis", Some("redis")), "the service's name");
    assert!(!bot["depends_on"]["redis"].is_badvalue() && text(&redis["command"]).contains("--appendonly yes"));
    assert_eq!(bot["read_only"].as_bool(), Some(true));
}

#[test]
fn the_probe_of_the_compose_file_tells_ready_from_not_ready() {
    let file = &yaml("compose.yaml")[0];
    let script = text(&file["services"]["bot"]["healthcheck"]["test"][3]);
    for (status, healthy) in [("200 OK", true), ("503 Service Unavailable", false)] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port().to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("somebody");
            let asked = BufReader::new(stream.try_clone().expect("a stream")).lines();
            let asked: Vec<String> = asked.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").as_bytes()).expect("written");
            asked
        });
        let probe = std::process::Command::new("bash").args(["-c", &script.replace("8080", &port)]).status();
        assert_eq!(probe.expect("bash").success(), healthy, "{status}");
        assert!(server.join().expect("answered")[0].starts_with(&format!("GET {} ", probes::READY)));
    }
}

/// The first document of a kind.
fn kind<'a>(documents: &'a [Yaml], kind: &str) -> &'a Yaml {
    documents.iter().find(|doc| doc["kind"].as_str() == Some(kind)).unwrap_or_else(|| panic!("no {kind}"))
}

#[test]
fn the_replicas_share_the_redis_that_stands_beside_them() {
    let documents = yaml("kubernetes.yaml");
    let secret = &kind(&documents, "Secret")["stringData"];
    let store = url::Url::parse(text(&secret["store"])).expect("an address");
    assert_eq!(store.password(), secret["redis-password"].as_str());
    let service = documents.iter().rfind(|doc| doc["kind"].as_str() == Some("Service")).expect("a service");
    assert_eq!(store.host_str(), service["metadata"]["name"].as_str());
    assert_eq!(store.port().map(i64::from), service["spec"]["ports"][0]["port"].as_i64());
    let redis = &kind(&documents, "StatefulSet")["spec"];
    assert_eq!(service["spec"]["selector"], redis["template"]["metadata"]["labels"]);
    let container = &redis["template"]["spec"]["containers"][0];
    assert_eq!(Some(text(&container["ports"][0]["name"])), service["spec"]["ports"][0]["targetPort"].as_str());
    let arguments: Vec<&str> = container["args"].as_vec().expect("a list").iter().map(text).collect();
    assert!(arguments.windows(2).any(|pair| pair == ["--appendonly", "yes"]), "{arguments:?}");
    assert_eq!(redis["volumeClaimTemplates"][0]["metadata"]["name"], container["volumeMounts"][0]["name"]);
}

#[test]
fn the_replicas_are_probed_where_they_listen() {
    let documents = yaml("kubernetes.yaml");
    let deployment = &kind(&documents, "Deployment")["spec"];
    assert_eq!(deployment["replicas"].as_i64(), Some(3));
    let container = &deployment["template"]["spec"]["containers"][0];
    let variables = container["env"].as_vec().expect("a list");
    let plain: Vec<(&str, &str)> =
        variables.iter().filter_map(|v| Some((text(&v["name"]), v["value"].as_str()?))).collect();
    starts_with(&plain);
    let value = |name| plain.iter().find(|(key, _)| *key == name).unwrap_or_else(|| panic!("no {name}")).1;
    let port_of = |name| {
        let ports = container["ports"].as_vec().expect("a list").iter();
        ports.clone().find(|port| text(&port["name"]) == name).and_then(|port| port["containerPort"].as_i64())
    };
    assert_eq!(port_of("webhook"), Some(port(value("VISITBOT_LISTEN"))));
    assert_eq!(port_of("metrics"), Some(port(value("VISITBOT_METRICS_LISTEN"))));
    for (probe, path) in [("livenessProbe", probes::ALIVE), ("readinessProbe", probes::READY)] {
        let get = &container[probe]["httpGet"];
        assert_eq!((text(&get["path"]), text(&get["port"])), (path, "metrics"), "{probe}");
    }
    let scrape = &deployment["template"]["metadata"]["annotations"];
    assert_eq!(text(&scrape["prometheus.io/path"]), probes::METRICS);
    assert_eq!(Some(port(text(&scrape["prometheus.io/port"]))), port_of("metrics"));
    assert_eq!(container["securityContext"]["readOnlyRootFilesystem"].as_bool(), Some(true));
}

#[test]
fn what_comes_to_the_webhooks_address_reaches_the_replicas() {
    let documents = yaml("kubernetes.yaml");
    let template = &kind(&documents, "Deployment")["spec"]["template"];
    let variables = template["spec"]["containers"][0]["env"].as_vec().expect("a list");
    let url = variables.iter().find(|v| text(&v["name"]) == "VISITBOT_WEBHOOK_URL").expect("a webhook");
    let url = url::Url::parse(text(&url["value"])).expect("an address");
    let rule = &kind(&documents, "Ingress")["spec"]["rules"][0];
    let path = &rule["http"]["paths"][0];
    assert_eq!((Some(text(&rule["host"])), text(&path["path"])), (url.host_str(), url.path()));
    let service = kind(&documents, "Service");
    assert_eq!(text(&path["backend"]["service"]["name"]), text(&service["metadata"]["name"]));
    assert_eq!(path["backend"]["service"]["port"]["name"], service["spec"]["ports"][0]["name"]);
    assert_eq!(text(&service["spec"]["ports"][0]["targetPort"]), "webhook");
    assert_eq!(service["spec"]["selector"], template["metadata"]["labels"]);
    let secret = &kind(&documents, "Secret")["stringData"];
    for reference in variables.iter().map(|v| &v["valueFrom"]["secretKeyRef"]).filter(|r| !r.is_badvalue()) {
        assert!(!secret[text(&reference["key"])].is_badvalue(), "{reference:?} is not in the Secret");
    }
    let given = text(&secret["webhook-secret"]);
    assert!(visitbot::telegram::Secret::new(given).fits_webhook(), "Telegram would not take {given}");
}
