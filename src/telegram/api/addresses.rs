//! Where each method is called, put together once: what no error and no log line may hold.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use url::Url;

use crate::telegram::settings::Secret;

/// The addresses of one bot's methods.
pub struct Addresses {
    base: Url,
    token: Secret,
    known: Mutex<HashMap<&'static str, Url>>,
}

impl Addresses {
    /// The addresses below `base` of the bot that `token` names.
    pub fn new(base: Url, token: Secret) -> Addresses {
        Addresses { base, token, known: Mutex::default() }
    }

    /// The name of the server, for messages.
    pub fn host(&self) -> String {
        self.base.host_str().unwrap_or_default().to_owned()
    }

    /// The address of a method, as teloxide names the type of its payload.
    pub fn of(&self, method: &'static str) -> Url {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(method).or_insert_with(|| self.made(method)).clone()
    }

    fn made(&self, method: &str) -> Url {
        let mut url = self.base.clone();
        let mut name = method.to_owned();
        name[..1].make_ascii_lowercase(); // teloxide names the types, `GetMe`
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(&format!("bot{}", self.token.reveal())).push(&name);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_has_one_address() {
        let base = Url::parse("http://127.0.0.1:1/api/").unwrap();
        let addresses = Addresses::new(base, Secret::new("1:a"));
        assert_eq!(addresses.of("SendMessage").as_str(), "http://127.0.0.1:1/api/bot1:a/sendMessage");
        assert_eq!(addresses.of("SendMessage"), addresses.of("SendMessage"));
        assert_eq!(addresses.of("GetMe").path(), "/api/bot1:a/getMe");
    }
}
