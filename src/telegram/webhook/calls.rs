//! From many requests to the one intake: requests wait in a short queue, are taken in together, and hear what became
//! of them.

use std::future::Future;
use std::pin::Pin;

use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

use super::Refused;

/// Requests that may wait; as many as Telegram sends at a time.
const WAITING: usize = 40;

type Call = (Value, oneshot::Sender<Result<(), Refused>>);

/// The updates that were pushed, for the one who takes them in. Once it is dropped all are refused.
#[derive(Debug)]
pub struct Calls(mpsc::Receiver<Call>);

/// Two ends: a function that hands an update over and waits until it is taken in, and where it arrives.
pub fn channel() -> (impl Fn(Value) -> Handed + Send + Sync + 'static, Calls) {
    let (calls, received) = mpsc::channel(WAITING);
    let hand_over = move |update| -> Handed {
        let calls: mpsc::Sender<Call> = calls.clone();
        Box::pin(async move {
            let (done, heard) = oneshot::channel();
            calls.send((update, done)).await.map_err(|_| Refused)?;
            heard.await.unwrap_or(Err(Refused))
        })
    };
    (hand_over, Calls(received))
}

/// An update on its way to the intake.
pub type Handed = Pin<Box<dyn Future<Output = Result<(), Refused>> + Send>>;

impl Calls {
    /// Gives what arrives to `take`, in batches, until `stop`; then takes no more. A batch that `take` refuses is
    /// refused to all who sent it.
    pub async fn until<F>(mut self, mut stop: Pin<&mut impl Future<Output = ()>>, mut take: impl FnMut(Vec<Value>) -> F)
    where
        F: Future<Output = Result<(), Refused>>,
    {
        let mut batch = Vec::with_capacity(WAITING);
        loop {
            let received = tokio::select! {
                () = &mut stop => return,
                received = self.0.recv_many(&mut batch, WAITING) => received,
            };
            if received == 0 {
                return stop.await;
            }
            let (updates, waiting): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
            let done = take(updates).await;
            for caller in waiting {
                let _ = caller.send(done);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn who_hands_over_hears_what_became_of_it() {
        let (hand_over, calls) = channel();
        let (end, ended) = oneshot::channel::<()>();
        let taking = tokio::spawn(async move {
            let stop = std::pin::pin!(async { drop(ended.await) });
            let refused = |updates: Vec<Value>| updates.contains(&json!(2));
            calls.until(stop, async |updates| if refused(updates) { Err(Refused) } else { Ok(()) }).await;
        });
        assert_eq!(hand_over(json!(1)).await, Ok(()));
        assert_eq!(hand_over(json!(2)).await, Err(Refused));
        drop(end);
        taking.await.unwrap();
        assert_eq!(hand_over(json!(3)).await, Err(Refused));
    }
}
