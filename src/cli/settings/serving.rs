//! Where a running bot listens, and whether it polls or is pushed to.

use url::Url;

use crate::cli::args::Options;
use crate::cli::failure::Failure;
use crate::probes;
use crate::telegram::Secret;
use crate::telegram::webhook::AtStop;

/// Where a webhook listens unless it is said.
const LISTEN: &str = "127.0.0.1:8080";
/// Ports to which Telegram pushes; a Bot API server of one's own pushes to any.
const PORTS: [u16; 4] = [443, 80, 88, 8443];

/// Where the bot listens, and how updates come.
#[derive(Debug, Default)]
pub struct Serving {
    /// Where the webhook and the probes listen.
    pub listen: Option<String>,
    /// Where the probes listen alone.
    pub metrics_listen: Option<String>,
    /// Where Telegram pushes to; `None` is polling.
    pub webhook: Option<PushedTo>,
}

/// Where Telegram pushes to.
#[derive(Debug)]
pub struct PushedTo {
    /// The address that Telegram is told.
    pub url: Url,
    /// What Telegram shows there; `None` is a random one.
    pub secret: Option<Secret>,
    /// What becomes of it at the end.
    pub at_stop: AtStop,
}

impl Serving {
    /// What follows from the options, with another Bot API server at `api_url`.
    ///
    /// # Errors
    /// If Telegram would not take the webhook's address or secret.
    pub fn resolve(options: &Options, api_url: Option<&Url>) -> Result<Serving, Failure> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let webhook = given(&options.webhook_url).map(|url| webhook(&url, options, api_url)).transpose()?;
        let default = webhook.as_ref().map(|_| LISTEN.to_owned());
        let listen = given(&options.listen).or(default);
        Ok(Serving { listen, metrics_listen: given(&options.metrics_listen), webhook })
    }
}

fn webhook(typed: &str, options: &Options, api_url: Option<&Url>) -> Result<PushedTo, Failure> {
    let url = Url::parse(typed.trim()).ok().filter(|url| url.has_host());
    let pushed_to = |url: &Url| match api_url {
        Some(_) => ["http", "https"].contains(&url.scheme()),
        None => url.scheme() == "https" && url.port_or_known_default().is_some_and(|port| PORTS.contains(&port)),
    };
    let url = url.filter(pushed_to).ok_or(Failure::WebhookAddress)?;
    if [probes::ALIVE, probes::READY, probes::METRICS].contains(&url.path()) {
        return Err(Failure::WebhookPath(url.path().to_owned()));
    }
    let secret = options.webhook_secret.clone().filter(|secret| *secret != Secret::new(""));
    if secret.as_ref().is_some_and(|secret| !secret.fits_webhook()) {
        return Err(Failure::WebhookSecret);
    }
    let shared = options.store.as_ref().is_some_and(|store| *store != Secret::new(""));
    if secret.is_none() && shared {
        return Err(Failure::SharedSecret);
    }
    let at_stop = if options.webhook_drop { AtStop::Remove } else { AtStop::Keep };
    Ok(PushedTo { url, secret, at_stop })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::Args;

    fn resolve(typed: &[&str], api_url: Option<&str>) -> Result<Serving, Failure> {
        let options = Args::parse_from([&["visitbot"], typed].concat()).options;
        Serving::resolve(&options, api_url.map(|url| Url::parse(url).unwrap()).as_ref())
    }

    #[test]
    fn a_webhook_listens_at_home_unless_told_otherwise() {
        let serving = resolve(&["--webhook-url", "https://h/telegram", "--listen="], None).unwrap();
        assert_eq!(serving.listen.as_deref(), Some(LISTEN));
        let webhook = serving.webhook.unwrap();
        assert_eq!((webhook.url.path(), webhook.secret, webhook.at_stop), ("/telegram", None, AtStop::Keep));
        let told = resolve(&["--webhook-url=https://h", "--listen=0.0.0.0:80", "--webhook-drop"], None).unwrap();
        assert_eq!(told.listen.as_deref(), Some("0.0.0.0:80"));
        assert_eq!(told.webhook.unwrap().at_stop, AtStop::Remove);
        assert_eq!(resolve(&[], None).unwrap().listen, None);
    }

    #[test]
    fn what_telegram_would_not_take_is_refused_before_it_is_asked() {
        for bad in ["h", "http://h/", "https://h:8080/", "ftp://h", "mailto:a@b"] {
            assert!(matches!(resolve(&["--webhook-url", bad], None), Err(Failure::WebhookAddress)), "{bad}");
        }
        assert!(resolve(&["--webhook-url", "http://h:8080/"], Some("http://127.0.0.1:8081")).is_ok());
        let probe = resolve(&["--webhook-url", "https://h/metrics"], None);
        assert!(matches!(probe, Err(Failure::WebhookPath(_))));
        let secret = resolve(&["--webhook-url", "https://h/", "--webhook-secret", "not fit!"], None).unwrap_err();
        let shared = ["--webhook-url", "https://h/", "--store", "redis://r"];
        assert!(matches!(resolve(&shared, None), Err(Failure::SharedSecret)));
        assert!(resolve(&[&shared[..], &["--webhook-secret", "fits"]].concat(), None).is_ok());
        assert!(matches!(secret, Failure::WebhookSecret) && !secret.to_string().contains("not fit"));
    }
}
