//! Plain HTTP, as operators and Telegram speak it with the bot.

use reqwest::{Client, Method, Response};
use url::Url;
use visitbot::telegram::webhook::HEADER;

fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

/// Another path of the same server.
pub fn beside(url: &Url, path: &str) -> Url {
    url.join(path).unwrap()
}

/// Status and body of a GET.
pub async fn get(url: &Url) -> (u16, String) {
    let response = client().get(url.clone()).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// A request with a body and perhaps a secret.
pub async fn send(method: Method, url: &Url, secret: Option<&str>, body: impl Into<reqwest::Body>) -> Response {
    let request = client().request(method, url.clone()).body(body);
    let request = secret.into_iter().fold(request, |request, secret| request.header(HEADER, secret));
    request.send().await.unwrap()
}

/// The status with which a body is taken.
pub async fn post(url: &Url, secret: Option<&str>, body: impl Into<reqwest::Body>) -> u16 {
    send(Method::POST, url, secret, body).await.status().as_u16()
}
