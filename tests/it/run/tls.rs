//! `visitbot run` over TLS to a real Redis, whose certificate comes from a CA made for the test.

use std::path::Path;
use std::process::Command;

use super::Program;
use crate::cli::told;
use crate::support::person::Person;
use crate::support::redis::{Redis, free_port, skipped};
use crate::support::server::Server;

/// Whether redis-server knows what TLS is. It ends at once, since it is to listen nowhere.
fn redis_has_tls() -> bool {
    let asked = Command::new("redis-server").args(["--port", "0", "--tls-port", "0"]).output();
    asked.is_ok_and(|output| {
        !String::from_utf8_lossy(&output.stdout).contains("Bad directive") && output.stderr.is_empty()
    })
}

/// Makes a key and a certificate of that name in a folder; false if there is no openssl.
fn certify(folder: &Path, name: &str, more: &[&str]) -> bool {
    let mut openssl = Command::new("openssl");
    openssl.current_dir(folder).args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
    openssl.args(["-nodes", "-days", "2", "-subj", &format!("/CN={name}"), "-keyout", &format!("{name}.key")]);
    openssl.args(["-out", &format!("{name}.pem")]).args(more);
    openssl.output().is_ok_and(|made| made.status.success())
}

/// A CA, and what it says of a server at 127.0.0.1.
fn certificates(folder: &Path) -> bool {
    let server = ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "subjectAltName=IP:127.0.0.1"];
    let no_ca = ["-addext", "basicConstraints=critical,CA:FALSE"];
    certify(folder, "ca", &[]) && certify(folder, "server", &[&server[..], &no_ca].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_behind_tls_is_used_if_its_certificate_is_trusted() {
    let folder = tempfile::tempdir().expect("a folder");
    if !redis_has_tls() || !certificates(folder.path()) {
        return skipped("no redis-server with TLS, or no openssl (Debian: apt-get install redis-server openssl)");
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let port = std::cell::Cell::new(0);
    let redis = Redis::with(|| {
        port.set(free_port());
        let files = [("cert", "server.pem"), ("key", "server.key"), ("ca-cert", "ca.pem")];
        let files = files.into_iter().flat_map(|(what, file)| [format!("--tls-{what}-file"), path(file)]);
        let listens =
            ["--tls-port".to_owned(), port.get().to_string(), "--tls-auth-clients".to_owned(), "no".to_owned()];
        listens.into_iter().chain(files).collect()
    });
    let Some(redis) = redis else { return };
    let (server, url) = (Server::start().await, format!("rediss://127.0.0.1:{}", port.get()));
    let run = |trusted: &str| {
        let trusted = [("SSL_CERT_FILE", trusted)];
        Program::with(&server, &["run", "--store", &url], folder.path(), &trusted)
    };
    assert!(certify(folder.path(), "other", &[]));
    let refused = run(&path("other.pem")).end().await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(told(&refused).contains("UnknownIssuer") && told(&refused).contains("SSL_CERT_FILE"), "{}", told(&refused));
    let program = run(&path("ca.pem"));
    Person::new(&server, 7, 7).says("2024年贸易额是多少");
    assert!(program.reply(0).await.1.text().contains("280亿美元"));
    program.signal("TERM");
    let output = program.end().await;
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(redis.told("KEYS *").contains("sessions"), "it is kept there");
    server.assert_no_faults();
}
