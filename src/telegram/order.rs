//! Commands that are not for the dialogue: settings of a group, what is kept of a person, and what admins do.

/// A command for the edge. What follows its name is read by whoever carries it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `/watch on|off`: answer plain questions of the group that are not addressed to the bot.
    Watch,
    /// `/quiet 1h`: say nothing in the group for a while.
    Quiet,
    /// `/privacy`: what is kept of the person who asks.
    Privacy,
    /// `/forget`: delete it.
    Forget,
    /// `/reload`: read the pack from disk again.
    Reload,
    /// `/rollback N`: back to an earlier pack.
    Rollback,
    /// `/gaps`: unanswered questions.
    Gaps,
    /// `/learn MISS ENTRY`, or `/learn ENTRY QUESTION`: one more way to ask.
    Learn,
    /// `/unlearn QUESTION`: takes one back.
    Unlearn,
    /// `/stats DAYS`: how the bot is used.
    Stats,
    /// `/explain` in reply to the bot, or with a question.
    Explain,
    /// `/export`: gaps and votes as tables.
    Export,
}

/// Who may give an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Anybody.
    Anyone,
    /// An admin of the group in which it is given.
    GroupAdmin,
    /// An admin of the bot, by the configuration.
    BotAdmin,
}

/// Every order by its name.
pub const ORDERS: [(&str, Order); 12] = [
    ("watch", Order::Watch),
    ("quiet", Order::Quiet),
    ("privacy", Order::Privacy),
    ("forget", Order::Forget),
    ("reload", Order::Reload),
    ("rollback", Order::Rollback),
    ("gaps", Order::Gaps),
    ("learn", Order::Learn),
    ("unlearn", Order::Unlearn),
    ("stats", Order::Stats),
    ("explain", Order::Explain),
    ("export", Order::Export),
];

impl Order {
    /// The order that a text gives, with what follows its name; `None` if it gives none.
    pub fn parse(text: &str) -> Option<(Order, String)> {
        let rest = text.trim_start().strip_prefix('/')?;
        let (head, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let name = head.split('@').next()?;
        let (_, order) = ORDERS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some((order, argument.trim().to_owned()))
    }

    /// Who may give it.
    pub fn level(self) -> Level {
        match self {
            Order::Privacy | Order::Forget => Level::Anyone,
            Order::Watch | Order::Quiet => Level::GroupAdmin,
            _ => Level::BotAdmin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_with_what_follows() {
        assert_eq!(Order::parse("/Watch@a_bot  on "), Some((Order::Watch, "on".to_owned())));
        assert_eq!(Order::parse("/stats"), Some((Order::Stats, String::new())));
        assert_eq!(Order::parse("/learn\ntrade.total 贸易额"), Some((Order::Learn, "trade.total 贸易额".to_owned())));
        assert_eq!(Order::parse("/trade"), None);
        assert_eq!(Order::parse("watch on"), None);
    }
}
