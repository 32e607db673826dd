//! Inline mode: what to send into any chat, as somebody types a question behind the bot's name.

use std::time::SystemTime;

use teloxide::types::ParseMode;
use teloxide::types::{InlineQueryResult, InlineQueryResultArticle, InputMessageContent, InputMessageContentText};

use super::Desk;
use crate::dialogue::commands::show;
use crate::dialogue::suggest::suggestions;
use crate::event::{Audience, Event, Input};
use crate::knowledge::Knowledge;
use crate::reply::{Reply, Verdict};
use crate::telegram::render;
use crate::telegram::short_id::{find, shorten};
use crate::telegram::update::{Chosen, Typed};
use crate::text::fold::fold;
use crate::text::script::Script;

/// Results of a query. Telegram takes 50; nobody reads so many.
const RESULTS: usize = 10;
/// Bytes of a result's id.
const ID: usize = 64;
/// Days that count for what is asked most.
const WEEK: u32 = 7;
/// Characters of the line under a result's title.
const LINE: usize = 120;
/// Seconds for which Telegram may give the same answer to the same words: a correction of the pack is seen soon.
const CACHED: i32 = 60;

impl Desk {
    /// Answers what somebody types.
    pub async fn inline(&self, typed: Typed) {
        let knowledge = self.app.knowledge();
        let replies = match typed.query.trim() {
            "" => self.most_asked(&knowledge),
            query => self.fitting(&knowledge, query),
        };
        let results = replies.iter().filter_map(|reply| self.result(reply)).collect();
        self.courier.answer_inline(typed.id, results, CACHED).await;
    }

    /// Counts a result that was sent.
    pub fn chosen(&self, chosen: &Chosen) {
        let knowledge = self.app.knowledge();
        let known = knowledge.pack.entries.iter().map(|e| e.id.as_str());
        if let Some(entry) = find(&chosen.result_id, known) {
            self.app.journal().count_chosen(entry, SystemTime::now());
        }
    }

    /// What was asked most this week; what the pack shows first, until there is enough of that.
    fn most_asked(&self, knowledge: &Knowledge) -> Vec<Reply> {
        let asked = self.app.journal().most_answered(WEEK, SystemTime::now()).unwrap_or_default();
        let mut ids: Vec<String> = Vec::new();
        for id in asked.into_iter().chain(knowledge.pack.meta.showcase.iter().cloned()) {
            if knowledge.entry(&id).is_some() && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids.iter().take(RESULTS).map(|id| shown(knowledge, id, Script::Simplified)).collect()
    }

    /// The answer first, if there is one; then what is near.
    fn fitting(&self, knowledge: &Knowledge, query: &str) -> Vec<Reply> {
        let event = Event::new(Audience::Private, Input::Text(query.to_owned()));
        let answer = self.app.once(&event, SystemTime::now());
        let first = (answer.verdict == Verdict::Answer && answer.entry.is_some()).then_some(answer);
        let told = first.as_ref().and_then(|reply| reply.entry.clone());
        let script = fold(query).script;
        let near = suggestions(knowledge, query, RESULTS).into_iter().filter(|e| Some(&e.id) != told.as_ref());
        let near = near.map(|entry| shown(knowledge, &entry.id, script));
        first.into_iter().chain(near).take(RESULTS).collect()
    }

    fn result(&self, reply: &Reply) -> Option<InlineQueryResult> {
        let knowledge = self.app.knowledge();
        let entry = knowledge.entry(reply.entry.as_deref()?)?;
        let html = render::messages(&Reply { choices: Vec::new(), ..reply.clone() }, &self.captions(reply.language))
            .into_iter()
            .next()
            .map(|message| message.html)?;
        let content =
            InputMessageContentText::new(html).parse_mode(ParseMode::Html).link_preview_options(render::no_preview());
        let line: String = reply.lead.chars().take(LINE).collect();
        let title = reply.script.write(&entry.question);
        let article = InlineQueryResultArticle::new(shorten(&entry.id, ID), title, InputMessageContent::Text(content))
            .description(reply.script.write(&line));
        Some(InlineQueryResult::Article(article))
    }
}

fn shown(knowledge: &Knowledge, id: &str, script: Script) -> Reply {
    Reply { script, ..show(knowledge, crate::dialogue::Session::default(), id).reply }
}
