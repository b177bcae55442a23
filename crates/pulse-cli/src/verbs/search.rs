//! `pulse search`: messages that hold some words, oldest first.

use std::collections::BTreeMap;

use clap::Args;
use pulse_client::{
    ContactState, ConversationId, MessageRow, Search, SearchQuery, SearchQueryError, View,
};

use super::listen::sentence;
use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure};
use crate::{json, table, text, time, who};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The words: all of them, in any order, each the beginning of a word; capitals and accents do not matter
    text: String,

    /// Only in the conversation with this contact, by name or id
    #[arg(long = "in", value_name = "WHO")]
    within: Option<String>,

    /// Only the newest N messages that hold them
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let query = SearchQuery::new(&arguments.text)?;
    let client = context.open(Reach::Offline).await?;
    let view = client.view();
    let within = match &arguments.within {
        Some(who) => Some(ConversationId::direct(who::resolve(&view, who)?.account)),
        None => None,
    };
    let search = match within {
        Some(conversation) => Search::within(query, conversation),
        None => Search::new(query),
    };
    let mut found = Found::default();
    found.take(&view, search, arguments.limit as usize)?;
    let screen = context.screen;
    if screen.is_json() {
        for row in &found.rows {
            let reason = view.held(row.conversation)?;
            screen.object(&json::Message::of(row).held(reason))?;
        }
        return Ok(());
    }
    if found.rows.is_empty() {
        return screen.line("No messages found.");
    }
    screen.line(found.human(within.is_none()))
}

/// What was found, and who it was written with.
#[derive(Default)]
struct Found {
    rows: Vec<MessageRow>,
    /// The names of conversations, none for those that are not shown.
    names: BTreeMap<ConversationId, Option<String>>,
}

impl Found {
    /// The newest `limit` rows, oldest first. What strangers wrote waits for an answer, here as for `listen`, unless they are asked for.
    fn take(&mut self, view: &View, mut search: Search, limit: usize) -> Result<(), Failure> {
        let is_asked_for = search.conversation().is_some();
        while !search.is_over() && self.rows.len() < limit {
            for row in view.search(&mut search, limit - self.rows.len())? {
                let name = match self.names.get(&row.conversation) {
                    Some(name) => name,
                    None => {
                        let name = name(view, row.conversation, is_asked_for)?;
                        self.names.entry(row.conversation).or_insert(name)
                    }
                };
                if name.is_some() {
                    self.rows.push(row);
                }
            }
        }
        self.rows.reverse();
        Ok(())
    }

    fn human(&self, names_everybody: bool) -> String {
        let now = time::now();
        let line = |row: &MessageRow| {
            let name = self.names.get(&row.conversation);
            let name = name.and_then(Option::as_deref).unwrap_or_default();
            let speaker = match (row.outgoing, names_everybody) {
                (true, true) => format!("You to {name}"),
                (true, false) => "You".to_owned(),
                (false, _) => name.to_owned(),
            };
            vec![time::ago(row.sent_at, now), speaker, sentence(row)]
        };
        let cells: Vec<_> = self.rows.iter().map(line).collect();
        table::aligned(&cells).join("\n")
    }
}

/// Whose messages are shown only to who asks for them.
fn is_hidden(state: ContactState) -> bool {
    matches!(state, ContactState::Requested | ContactState::Blocked)
}

/// Who a conversation is with, as it is shown; `None` when it is not shown unasked.
fn name(
    view: &View,
    conversation: ConversationId,
    is_asked_for: bool,
) -> Result<Option<String>, Failure> {
    let contact = match conversation.account() {
        Some(account) => view.contact(account)?,
        None => None,
    };
    Ok(contact
        .filter(|contact| is_asked_for || !is_hidden(contact.state))
        .map(|contact| text::shorten(&text::line(&contact.name), 24)))
}

impl From<SearchQueryError> for Failure {
    fn from(error: SearchQueryError) -> Self {
        Failure::new(Exit::Data, error)
    }
}
