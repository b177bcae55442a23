//! `pulse conversations`: the list of conversations, newest first.

use clap::Args;
use pulse_client::{ConversationRow, Page, Timestamp, View};

use crate::context::{Context, Reach};
use crate::exit::Failure;
use crate::screen::Style;
use crate::{json, table, text, time};

#[derive(Args)]
pub(crate) struct Arguments {
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Offline).await?;
    let view = client.view();
    let rows = view.conversations(Page::first(arguments.limit))?;
    let screen = context.screen;
    let mut names = Vec::with_capacity(rows.len());
    for row in &rows {
        names.push(name(&view, row)?);
    }
    if screen.is_json() {
        let mut both = rows.iter().zip(&names);
        return both.try_for_each(|(row, name)| screen.object(&json::Conversation::of(row, name)));
    }
    if rows.is_empty() {
        return screen.line("No conversations yet. Begin one with `pulse send WHO TEXT`.");
    }
    let now = time::now();
    let mut cells = Vec::with_capacity(rows.len());
    for (row, name) in rows.iter().zip(&names) {
        cells.push(line(&view, row, name, now)?);
    }
    for (line, row) in table::aligned(&cells).iter().zip(&rows) {
        let line = if row.unread > 0 {
            screen.style(Style::Bold, line)
        } else {
            line.clone()
        };
        screen.line(line)?;
    }
    Ok(())
}

fn name(view: &View, row: &ConversationRow) -> Result<String, Failure> {
    let contact = match row.id.account() {
        Some(account) => view.contact(account)?,
        None => None,
    };
    Ok(contact.map_or_else(|| row.id.to_string(), |contact| contact.name))
}

fn line(
    view: &View,
    row: &ConversationRow,
    name: &str,
    now: Timestamp,
) -> Result<Vec<String>, Failure> {
    let unread = if row.unread > 0 {
        format!("{} new", row.unread)
    } else {
        String::new()
    };
    let last = match row.last_message {
        Some(id) => view.message(id)?,
        None => None,
    };
    let preview = last.map_or_else(String::new, |message| {
        let speaker = if message.outgoing { "You: " } else { "" };
        format!("{speaker}{}", text::one_line(&message.text))
    });
    Ok(vec![
        text::shorten(&text::line(name), 32),
        unread,
        time::ago(row.last_at, now),
        text::shorten(&preview, 48),
    ])
}
