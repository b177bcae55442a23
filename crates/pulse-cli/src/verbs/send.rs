//! `pulse send`: sends a message and waits until the server has it.

use std::pin::pin;
use std::time::Duration;

use clap::Args;
use pulse_client::{
    Client, ClientError, CommandError, ConversationId, HeldReason, LaneState, MessageId,
    MessageStatus, Status,
};
use tokio::time::timeout;

use crate::arguments::seconds;
use crate::context::{Context, OnSignal, Reach};
use crate::exit::{Exit, Failure};
use crate::screen::Style;
use crate::{held, json, progress, prompt, text, trouble, who};

#[derive(Args)]
pub(crate) struct Arguments {
    /// To whom, by name or id
    who: String,

    /// What to say; without it, or with `-`, it is read from standard input
    text: Option<String>,

    /// How long to wait for the server; the message stays queued after that
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    timeout: Duration,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let message = message_text(arguments.text, context).await?;
    let client = context.open(Reach::Online).await?;
    let contact = who::resolve(&client.view(), &arguments.who)?;
    let conversation = ConversationId::direct(contact.account);
    let id = client.send_text(conversation, &message).await?;
    context.on_signal(OnSignal::Queued);
    let waiting = async {
        let mut sending = pin!(waited(client.wait_sent(id, arguments.timeout)));
        let trouble = tokio::select! {
            waited = &mut sending => return Ok(waited),
            failure = trouble::arises(&client) => failure,
        };
        if !may_leave_nevertheless(&client).await? {
            return Err(trouble);
        }
        // What others are told needs no word of who we are: the server may take it, whatever it says of this device.
        use MessageStatus::{Delivered, Pending, Read, Sent};
        match timeout(TROUBLE_PATIENCE, sending).await {
            Ok(Ok(Pending)) | Err(_) => Err(trouble),
            Ok(Ok(left @ (Sent | Delivered | Read))) => {
                let note = format!("The message left; but {}.", trouble.what);
                context.screen.note(&note);
                Ok(Ok(left))
            }
            Ok(waited) => Ok(waited),
        }
    };
    let waited = progress::during(context.screen, &client, "Sending", waiting).await;
    let reason = client.view().held(conversation)?;
    show(context, &client, id, &contact.name, reason)?;
    let waited = match waited {
        Ok(Ok(MessageStatus::Pending)) if reason.is_none() && !arguments.timeout.is_zero() => {
            let status = client.status().await?;
            let refused = trouble::passing(&status).or_else(|| put_off(&status, conversation));
            // Not sent once more: it goes out by itself.
            let refused = refused.map(|refused| refused.with_hint(QUEUED_HINT));
            refused.map_or(Ok(Ok(MessageStatus::Pending)), Err)
        }
        waited => waited,
    };
    match (waited, reason) {
        (Ok(waited), _) => judge(waited, arguments.timeout, reason, &contact.name),
        (Err(_), Some(reason)) => Err(held_by(reason, &contact.name)),
        (Err(trouble), None) => Err(queued_for(trouble)),
    }
}

/// Whether what is sent can leave although the connection that says who we are is of no use.
async fn may_leave_nevertheless(client: &Client) -> Result<bool, Failure> {
    let anonymous = client.status().await?.anonymous;
    Ok(matches!(
        anonymous,
        LaneState::Connecting | LaneState::Connected
    ))
}

/// How long the other connection is waited for when the one that says who we are is of no use.
const TROUBLE_PATIENCE: Duration = Duration::from_secs(3);

const QUEUED_HINT: &str =
    "It is queued and goes out by itself the next time: `pulse sync` or `pulse listen`.";

/// What the server says of messages to them that it does not take now.
fn put_off(status: &Status, conversation: ConversationId) -> Option<Failure> {
    let put_off = status.put_off.as_ref();
    let put_off = put_off.filter(|put_off| put_off.conversation == conversation);
    put_off.map(|put_off| CommandError::Refused(put_off.refusal.clone()).into())
}

/// The message waits for the end of what is said here.
fn queued_for(trouble: Failure) -> Failure {
    Failure {
        exit: Exit::Queued,
        what: format!("the message waits: {}", trouble.what),
        ..trouble
    }
}

fn held_by(reason: HeldReason, name: &str) -> Failure {
    Failure::new(Exit::Queued, held::what(reason, name)).with_hint(held::hint(reason))
}

async fn message_text(text: Option<String>, context: &Context) -> Result<String, Failure> {
    match text {
        Some(text) if text != "-" => Ok(text),
        _ => {
            if context.terminal.input {
                context
                    .screen
                    .note("Write your message; Ctrl-D on an empty line sends it.");
            }
            prompt::everything().await
        }
    }
}

/// The wait's outcome as a failure to report, when it is one.
async fn waited(
    waiting: impl Future<Output = Result<MessageStatus, ClientError>>,
) -> Result<MessageStatus, ClientError> {
    match waiting.await {
        // It is stored either way, and goes out when the server is back.
        Err(ClientError::Unreachable { .. } | ClientError::TimedOut) => Ok(MessageStatus::Pending),
        result => result,
    }
}

fn show(
    context: &Context,
    client: &Client,
    id: MessageId,
    name: &str,
    reason: Option<HeldReason>,
) -> Result<(), Failure> {
    let row = client
        .view()
        .message(id)?
        .ok_or_else(|| Failure::new(Exit::Bug, "the message was stored and is not in the store"))?;
    let screen = context.screen;
    match row.status {
        MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Read => {
            screen.show(&json::Message::of(&row), || {
                let done = screen.style(Style::Green, "Sent");
                format!("{done} to {}.", text::line(name))
            })
        }
        _ if screen.is_json() => screen.object(&json::Message::of(&row).held(reason)),
        _ => Ok(()),
    }
}

fn judge(
    waited: Result<MessageStatus, ClientError>,
    patience: Duration,
    reason: Option<HeldReason>,
    name: &str,
) -> Result<(), Failure> {
    let status = waited?;
    if let (MessageStatus::Pending, Some(reason)) = (status, reason) {
        return Err(held_by(reason, name));
    }
    match status {
        MessageStatus::Pending => Err(Failure::new(
            Exit::Queued,
            match patience {
                Duration::ZERO => "the message is written, and was not waited for",
                _ => "the server did not take the message in time",
            },
        )
        .with_hint(QUEUED_HINT)),
        MessageStatus::Failed(code) => {
            let mut failure = Failure::new(
                Exit::Refused,
                format!("the message was refused (code {code})"),
            );
            failure.refusal = Some(code);
            Err(failure.with_hint("It is kept in the history as failed."))
        }
        _ => Ok(()),
    }
}
