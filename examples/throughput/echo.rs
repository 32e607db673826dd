//! The bare bot: teloxide's dispatcher as its documents show it, long polling, one handler that says the text again.

use teloxide::prelude::*;
use teloxide::types::ReplyParameters;

/// Echoes until it is killed.
pub async fn run() {
    Dispatcher::builder(Bot::from_env(), Update::filter_message().endpoint(echo)).build().dispatch().await;
}

/// Quotes the message, as visitbot does: by that the server knows which one is answered.
async fn echo(bot: Bot, message: Message) -> ResponseResult<()> {
    if let Some(text) = message.text() {
        bot.send_message(message.chat.id, text).reply_parameters(ReplyParameters::new(message.id)).await?;
    }
    Ok(())
}
