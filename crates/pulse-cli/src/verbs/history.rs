//! `pulse history`: a conversation, oldest message first.

use clap::Args;
use pulse_client::{ConversationId, HeldReason, MessageRow, MessageStatus, View};

use super::listen::sentence;
use crate::context::{Context, Reach};
use crate::exit::Failure;
use crate::screen::{Screen, Style};
use crate::{held, json, table, text, time, who};

/// Rows read at once.
const PAGE_ROWS: usize = 1_000;

#[derive(Args)]
pub(crate) struct Arguments {
    /// With whom, by name or id
    who: String,

    /// Only the newest N messages
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Offline).await?;
    let view = client.view();
    let contact = who::resolve(&view, &arguments.who)?;
    let conversation = ConversationId::direct(contact.account);
    let rows = newest(&view, conversation, arguments.limit as usize)?;
    let reason = view.held(conversation)?;
    let screen = context.screen;
    if screen.is_json() {
        return rows
            .iter()
            .try_for_each(|row| screen.object(&json::Message::of(row).held(reason)));
    }
    let name = text::shorten(&text::line(&contact.name), 24);
    if rows.is_empty() {
        return screen.line(format!("No messages with {name} yet."));
    }
    screen.line(human(screen, &rows, &name, reason))
}

/// The newest `limit` rows, oldest first, read in pages.
fn newest(
    view: &View,
    conversation: ConversationId,
    limit: usize,
) -> Result<Vec<MessageRow>, Failure> {
    let mut pages = Vec::new();
    let mut before = None;
    let mut missing = limit;
    while missing > 0 {
        let page = view.history(conversation, missing.min(PAGE_ROWS), before)?;
        let Some(first) = page.first() else { break };
        before = Some(first.id);
        missing -= page.len();
        pages.push(page);
    }
    Ok(pages.into_iter().rev().flatten().collect())
}

fn human(screen: Screen, rows: &[MessageRow], name: &str, reason: Option<HeldReason>) -> String {
    let now = time::now();
    let last_own = rows.iter().rposition(|row| row.outgoing);
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let speaker = if row.outgoing { "You" } else { name };
            vec![
                time::ago(row.sent_at, now),
                speaker.to_owned(),
                sentence(row),
            ]
        })
        .collect();
    let lines = table::aligned(&cells);
    let with_status = |(index, line): (usize, &String)| match status(
        &rows[index],
        last_own == Some(index),
        reason,
    ) {
        Some(status) => format!("{line}  {}", screen.style(Style::Dim, &status)),
        None => line.clone(),
    };
    lines
        .iter()
        .enumerate()
        .map(with_status)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What is worth saying about a message of ours: trouble always, success of the newest only.
fn status(row: &MessageRow, is_last_own: bool, reason: Option<HeldReason>) -> Option<String> {
    match (row.status, reason) {
        (MessageStatus::Pending, Some(reason)) => {
            Some(format!("(queued: {})", held::short(reason)))
        }
        (MessageStatus::Pending, None) => Some("(queued)".to_owned()),
        (MessageStatus::Failed(0), _) => Some("(not sent)".to_owned()),
        (MessageStatus::Failed(code), _) => Some(format!("(refused, code {code})")),
        _ if !is_last_own => None,
        (status, _) => Some(format!("({})", json::status(status))),
    }
}
