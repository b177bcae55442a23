//! `pulse listen`: shows messages as they arrive, beginning with those that wait.
//!
//! What waits is what nobody here has seen: it may have been fetched by any `pulse` of this home. A message that was
//! shown counts as seen, and the sender's `history` says "read".

mod backlog;
mod shown;

use std::collections::BTreeMap;
use std::time::Duration;

use clap::Args;
use pulse_client::{
    Client, ClientError, Command, ConnectionState, ContactChange, ContactRow, ContactState,
    ConversationId, Event, EventStream, Lane, MessageId, MessageRow, Notice, RowKind, View,
};
use tokio::time::{Instant, timeout, timeout_at};

use crate::arguments::seconds;
use crate::context::{Context, OnSignal, Reach};
use crate::exit::{Exit, Failure};
use crate::screen::Style;
use crate::{json, signals, text, time, trouble};
use shown::Shown;

/// Messages that come closer together than this are marked as seen together.
const BURST: Duration = Duration::from_millis(30);

#[derive(Args)]
pub(crate) struct Arguments {
    /// End after this many messages
    #[arg(long, value_name = "N")]
    count: Option<u64>,

    /// End after this time; when --count is not reached by then, exit with 75
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,

    /// Begin with everything stored after this message, seen or not
    #[arg(long, value_name = "ID")]
    since: Option<MessageId>,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let deadline = arguments.timeout.map(|timeout| Instant::now() + timeout);
    context.on_signal(OnSignal::Done);
    let client = context.open(Reach::Online).await?;
    // Listening begins before the look at what is stored, so that nothing falls in between.
    let events = client.events();
    let mut listener = Listener {
        context,
        view: client.view(),
        client,
        events,
        shown: Shown::default(),
        unmarked: BTreeMap::new(),
        remaining: arguments.count,
        is_told_offline: false,
    };
    if context.terminal.output {
        context.screen.note("Listening. Ctrl-C ends it.");
    }
    let mut followed = listener.begin(arguments.since);
    let mut is_ended = false;
    if followed.is_ok() {
        followed = tokio::select! {
            followed = listener.follow(deadline) => followed,
            () = context.ending() => {
                is_ended = true;
                Ok(())
            }
            () = signals::nobody_reads() => {
                is_ended = true;
                Ok(())
            }
        };
    }
    let marked = listener.mark_seen().await;
    followed.and(marked)?;
    match listener.remaining {
        Some(1..) if deadline.is_some() && !is_ended => {
            let what = "not as many messages came in time as --count asked for";
            Err(Failure::new(Exit::Queued, what))
        }
        _ => Ok(()),
    }
}

struct Listener<'a> {
    context: &'a Context,
    client: Client,
    view: View,
    events: EventStream,
    shown: Shown,
    /// The newest shown message of each conversation that is not marked as seen yet.
    unmarked: BTreeMap<ConversationId, MessageId>,
    remaining: Option<u64>,
    is_told_offline: bool,
}

impl Listener<'_> {
    /// What is stored and waits: messages, and people who want to write.
    fn begin(&mut self, since: Option<MessageId>) -> Result<(), Failure> {
        for contact in self.view.contacts()? {
            if contact.state == ContactState::Requested {
                self.show_request(&contact)?;
            }
        }
        match since {
            Some(id) => {
                let mut pages = backlog::after(&self.view, id)?;
                while let Some(page) = pages.next_page(&self.view)? {
                    self.show_all(&page)?;
                }
                Ok(())
            }
            None => self.show_unseen(),
        }
    }

    fn show_unseen(&mut self) -> Result<(), Failure> {
        let rows = backlog::unseen(&self.view)?;
        self.show_all(&rows)
    }

    fn show_all(&mut self, rows: &[MessageRow]) -> Result<(), Failure> {
        rows.iter().try_for_each(|row| self.show(row))
    }

    /// Until enough messages came or the time is up; a home that this process lost is a failure.
    async fn follow(&mut self, deadline: Option<Instant>) -> Result<(), Failure> {
        while !self.is_done() {
            let event = if self.unmarked.is_empty() {
                match deadline {
                    Some(deadline) => timeout_at(deadline, self.events.next()).await.ok(),
                    None => Some(self.events.next().await),
                }
            } else {
                match timeout(BURST, self.events.next()).await {
                    Ok(event) => Some(event),
                    Err(_quiet) => {
                        self.mark_seen().await?;
                        continue;
                    }
                }
            };
            match event {
                Some(Some(event)) => self.hear(event).await?,
                // The client has ended by itself.
                Some(None) => return Err(self.client.lost().unwrap_or(ClientError::Closed).into()),
                // The time is over.
                None => return Ok(()),
            }
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn hear(&mut self, event: Event) -> Result<(), Failure> {
        match event {
            Event::MessageAdded { row } => self.show(&row),
            Event::ContactChanged {
                account,
                change: ContactChange::Requested,
            } => match self.view.contact(account)? {
                Some(contact) => self.show_request(&contact),
                None => Ok(()),
            },
            // They may have written while they waited.
            Event::ContactChanged {
                change: ContactChange::Accepted,
                ..
            }
            | Event::Resync => self.show_unseen(),
            Event::Connection {
                lane: Lane::Identified,
                state,
            } => self.tell_connection(&state).await,
            event => {
                if let Some(alarm) = self.alarm(&event)? {
                    self.context.screen.note(&text::lines(&alarm));
                }
                Ok(())
            }
        }
    }

    /// Silence with a server is no news, without one it is no connection: people and log files are told the difference.
    /// A server that will never let us in is not waited for.
    async fn tell_connection(&mut self, state: &ConnectionState) -> Result<(), Failure> {
        let screen = self.context.screen;
        if *state != ConnectionState::Connected
            && let Some(failure) = trouble::lasting(&self.client.status().await?)
        {
            return Err(failure);
        }
        match state {
            ConnectionState::Connected if self.is_told_offline => {
                self.is_told_offline = false;
                screen.note("The server is back.");
            }
            ConnectionState::Offline if !self.is_told_offline => {
                self.is_told_offline = true;
                let what = match trouble::passing(&self.client.status().await?) {
                    Some(refused) => format!("Not connected: {}", text::line(&refused.what)),
                    None => "The server does not answer".to_owned(),
                };
                screen.note(&format!(
                    "{what}. Waiting for it; what is stored here is shown."
                ));
            }
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, row: &MessageRow) -> Result<(), Failure> {
        if row.outgoing || self.is_done() || self.shown.contains(&row.id) {
            return Ok(());
        }
        let contact = match row.conversation.account() {
            Some(account) => self.view.contact(account)?,
            None => None,
        };
        let waits_for_consent = contact.as_ref().is_some_and(|contact| {
            matches!(
                contact.state,
                ContactState::Requested | ContactState::Blocked
            )
        });
        if waits_for_consent {
            return Ok(());
        }
        let screen = self.context.screen;
        screen.show(&json::Message::of(row), || {
            let name = contact.map_or_else(|| row.sender.to_string(), |contact| contact.name);
            let name = screen.style(Style::Bold, &text::line(&name));
            let when = time::ago(row.sent_at, time::now());
            format!("{when}  {name}  {}", sentence(row))
        })?;
        self.shown.insert(row.id);
        self.unmarked.insert(row.conversation, row.id);
        if let Some(remaining) = &mut self.remaining {
            *remaining = remaining.saturating_sub(1);
        }
        Ok(())
    }

    fn show_request(&self, contact: &ContactRow) -> Result<(), Failure> {
        let screen = self.context.screen;
        screen.show(&json::Request::of(contact), || {
            let name = screen.style(Style::Bold, &text::line(&contact.name));
            format!(
                "{name} wants to write to you. Let them in: pulse contact accept {}",
                contact.account
            )
        })
    }

    /// What happened to the account or to somebody's devices, in a sentence.
    fn alarm(&self, event: &Event) -> Result<Option<String>, Failure> {
        Ok(Some(match event {
            Event::OwnDeviceUnknown { .. } => "Another device was added to your account. If that was \
                not you, somebody has your recovery phrase."
                .to_owned(),
            Event::OwnDevicesForked => "Somebody was shown another list of your devices than the one \
                this device knows. Somebody may have your recovery phrase. If the server shows it, nothing is sent \
                until they agree."
                .to_owned(),
            Event::OwnDevicesAgree => "The server shows the list of your devices that this device knows again: what \
                waited goes out."
                .to_owned(),
            Event::OwnDeviceRemoved => "This device was removed from your account: the list of its devices, \
                which your keys have signed, does not name it any more."
                .to_owned(),
            Event::StoreProblem { problem } => {
                format!("{problem}; new messages stay on the server until this is mended")
            }
            Event::Notice(notice @ Notice::ContactCloned { account }) => {
                let name = self.view.contact(*account)?.map(|contact| contact.name);
                format!("{}: {notice}", name.unwrap_or_else(|| account.to_string()))
            }
            Event::Notice(notice) => notice.to_string(),
            _ => return Ok(None),
        }))
    }

    async fn mark_seen(&mut self) -> Result<(), Failure> {
        while let Some((&conversation, &through)) = self.unmarked.first_key_value() {
            self.client
                .command(Command::MarkRead {
                    conversation,
                    through,
                })
                .await?;
            // Only now: a signal in between finds it still to be marked.
            self.unmarked.remove(&conversation);
        }
        Ok(())
    }

    fn is_done(&self) -> bool {
        self.remaining == Some(0)
    }
}

/// A row's text, or what stands in its place.
pub(super) fn sentence(row: &MessageRow) -> String {
    match row.kind {
        RowKind::Text | RowKind::Notice => text::lines(&row.text).replace('\n', "\n    "),
        RowKind::Unreadable => "(a message arrived that could not be read)".to_owned(),
        RowKind::NeedsNewer => "(a message that needs a newer Pulse)".to_owned(),
        RowKind::Conflict => "(a message that arrived in two versions)".to_owned(),
    }
}
