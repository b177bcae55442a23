//! Conversations as people read them: which row, where in the order, how far it got.
//!
//! The order is `(sort_at, content id)` with `sort_at = max(sent_at, that sender device's previous row + 1)`: what one device
//! said stays in the order in which it said it, whatever its clock did.

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_crypto::{hash, labels};
use pulse_protocol::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Own;
use crate::engine::CommandResult;
use crate::limits::{SENT_AT_AHEAD_MAX, SORT_AHEAD_MAX, TEXT_BYTES_MAX};
use crate::turn::{Record, Turn, key};
use crate::{
    Body, CommandError, CommandOutput, ContactState, Content, ContentId, ConversationId,
    EngineError, Event, IdentityState, MessageId, MessageRow, MessageStatus, Room, RowKind, Text,
    contacts, outbox, siblings, tokens,
};

/// `SendText`: the row, the queue, the echo.
pub(crate) fn send_text(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    id: ContentId,
    text: &str,
) -> Result<CommandResult, EngineError> {
    let Some(own) = turn.registered()? else {
        return Ok(Err(CommandError::NotRegistered));
    };
    let Some(account) = conversation.account() else {
        return Ok(Err(CommandError::UnknownContact));
    };
    let message = MessageId::of(own.account, own.device, own.account, account, id);
    if turn.tx.message(message)?.is_some() || turn.tx.was_removed(message)? {
        return Ok(Ok(CommandOutput::Message { id: message }));
    }
    if let Err(error) = may_write(turn, account)? {
        return Ok(Err(error));
    }
    if text.trim().is_empty() {
        return Ok(Err(CommandError::EmptyText));
    }
    if text.len() > TEXT_BYTES_MAX {
        return Ok(Err(CommandError::TextTooLong {
            max: TEXT_BYTES_MAX as u32,
        }));
    }
    let sort_at = next_sort_at(turn, conversation, own.account, own.device, turn.now)?;
    // The others order by what we say: a clock that stood still or went back must not shuffle our own words.
    let sent_at = Timestamp::from_millis(sort_at);
    let content = Content {
        id,
        sent_at,
        body: Body::Text(Text {
            body: text.to_owned(),
        }),
    };
    let raw = content
        .encode()
        .map_err(|_| EngineError::Bug("a checked text that does not encode"))?;
    let row = MessageRow {
        id: message,
        conversation,
        sender: own.account,
        sender_device: own.device,
        content_id: id,
        kind: RowKind::Text,
        text: text.to_owned(),
        raw: raw.to_vec(),
        sent_at,
        received_at: turn.now,
        sort_at,
        status: MessageStatus::Pending,
        outgoing: true,
    };
    add(turn, &row)?;
    tokens::offer_profile(turn, account)?;
    outbox::enqueue(turn, account, &content, Some(message))?;
    outbox::pump(turn, account)?;
    siblings::copy(turn, &own, account, &row.raw)?;
    Ok(Ok(CommandOutput::Message { id: message }))
}

fn may_write(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Result<(), CommandError>, EngineError> {
    let Some(contact) = turn.tx.contact(account)? else {
        return Ok(Err(CommandError::UnknownContact));
    };
    Ok(match (contact.state, contact.identity) {
        (ContactState::Requested, _) => Err(CommandError::NotAccepted),
        (ContactState::Blocked, _) => Err(CommandError::Blocked),
        (_, IdentityState::Forked) => Err(CommandError::IdentityChanged),
        (ContactState::Added | ContactState::Accepted, _) => Ok(()),
    })
}

/// `RetryMessage`: a failed message waits again, at the end.
pub(crate) fn retry(turn: &mut Turn<'_>, message: MessageId) -> Result<CommandResult, EngineError> {
    let Some(row) = turn.tx.message(message)?.filter(|row| row.outgoing) else {
        return Ok(Err(CommandError::UnknownMessage));
    };
    let (MessageStatus::Failed(_), Some(account)) = (row.status, row.conversation.account()) else {
        return Ok(Err(CommandError::NotFailed));
    };
    if let Err(error) = may_write(turn, account)? {
        return Ok(Err(error));
    }
    set_status(turn, message, MessageStatus::Pending)?;
    tokens::offer_profile(turn, account)?;
    let queued = outbox::Queued {
        content: row.raw,
        message: Some(message),
        expires: None,
        resent: 0,
    };
    outbox::enqueue_bytes(turn, account, queued)?;
    outbox::pump(turn, account)?;
    Ok(Ok(CommandOutput::Message { id: message }))
}

/// Something of a peer's that a row shows.
pub(crate) struct Incoming<'a> {
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
    pub(crate) id: ContentId,
    pub(crate) sent_at: Timestamp,
    pub(crate) kind: RowKind,
    pub(crate) text: &'a str,
    pub(crate) raw: &'a [u8],
}

impl<'a> Incoming<'a> {
    /// Bytes that are no content this version can name: the row is named by their hash.
    pub(crate) fn unnamed(
        turn: &Turn<'_>,
        account: AccountId,
        device: DeviceId,
        kind: RowKind,
        raw: &'a [u8],
    ) -> Incoming<'a> {
        let id = ContentId::from_bytes(first_16(&hash::labelled(labels::UNNAMED_CONTENT, &[raw])));
        Incoming {
            account,
            device,
            id,
            sent_at: turn.now,
            kind,
            text: "",
            raw,
        }
    }
}

/// Stores a row of a peer's. `None`: it was stored before.
pub(crate) fn receive(
    turn: &mut Turn<'_>,
    own: &Own,
    incoming: &Incoming<'_>,
) -> Result<Option<MessageId>, EngineError> {
    let Incoming {
        account,
        device,
        id,
        ..
    } = *incoming;
    let message = MessageId::of(account, device, own.account, account, id);
    let known = turn.tx.message(message)?;
    match known {
        None if turn.tx.was_removed(message)? => Ok(None),
        None => store(turn, incoming, message, incoming.kind),
        Some(row) if row.raw == incoming.raw => Ok(None),
        // The first one wins. The other is shown as what it is, under an id of its own.
        Some(_) => {
            let parts: [&[u8]; 2] = [id.as_bytes(), incoming.raw];
            let other = hash::labelled(labels::CONFLICTING_CONTENT, &parts);
            let other = ContentId::from_bytes(first_16(&other));
            let other = MessageId::of(account, device, own.account, account, other);
            match turn.tx.message(other)? {
                Some(_) => Ok(None),
                None if turn.tx.was_removed(other)? => Ok(None),
                None => store(turn, incoming, other, RowKind::Conflict),
            }
        }
    }
}

fn store(
    turn: &mut Turn<'_>,
    incoming: &Incoming<'_>,
    message: MessageId,
    kind: RowKind,
) -> Result<Option<MessageId>, EngineError> {
    let conversation = ConversationId::direct(incoming.account);
    let sent_at = incoming.sent_at.min(turn.now.plus(SENT_AT_AHEAD_MAX));
    let sort_at = next_sort_at(
        turn,
        conversation,
        incoming.account,
        incoming.device,
        sent_at,
    )?;
    let row = MessageRow {
        id: message,
        conversation,
        sender: incoming.account,
        sender_device: incoming.device,
        content_id: incoming.id,
        kind,
        text: incoming.text.to_owned(),
        raw: incoming.raw.to_vec(),
        sent_at,
        received_at: turn.now,
        sort_at,
        status: MessageStatus::Received,
        outgoing: false,
    };
    add(turn, &row)?;
    Ok(Some(message))
}

/// What another device of ours said to somebody.
pub(crate) struct Copied<'a> {
    pub(crate) device: DeviceId,
    pub(crate) to: AccountId,
    pub(crate) id: ContentId,
    pub(crate) sent_at: Timestamp,
    pub(crate) text: &'a str,
    pub(crate) raw: &'a [u8],
}

/// Stores the row of a copy, unless it is known.
pub(crate) fn copied(
    turn: &mut Turn<'_>,
    own: &Own,
    copied: &Copied<'_>,
) -> Result<(), EngineError> {
    let Copied {
        device,
        to,
        id,
        sent_at,
        text,
        raw,
    } = *copied;
    let message = MessageId::of(own.account, device, own.account, to, id);
    let is_known = turn.tx.message(message)?.is_some() || turn.tx.was_removed(message)?;
    if to == own.account || is_known {
        return Ok(());
    }
    let conversation = ConversationId::direct(to);
    let sent_at = sent_at.min(turn.now.plus(SENT_AT_AHEAD_MAX));
    let sort_at = next_sort_at(turn, conversation, own.account, device, sent_at)?;
    let row = MessageRow {
        id: message,
        conversation,
        sender: own.account,
        sender_device: device,
        content_id: id,
        kind: RowKind::Text,
        text: text.to_owned(),
        raw: raw.to_vec(),
        sent_at,
        received_at: turn.now,
        sort_at,
        status: MessageStatus::Sent,
        outgoing: true,
    };
    add(turn, &row)
}

fn next_sort_at(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    sender: AccountId,
    device: DeviceId,
    sent_at: Timestamp,
) -> Result<u64, EngineError> {
    let previous = turn.tx.last_sort_at(conversation, sender, device)?;
    let after = |previous: Option<u64>| {
        let after = previous.map_or(0, |previous| previous.saturating_add(1));
        sent_at.as_millis().max(after)
    };
    let latest = turn.now.plus(SORT_AHEAD_MAX).as_millis();
    if previous.is_none_or(|previous| previous <= latest) {
        return Ok(after(previous));
    }
    // A row of a time when the clock was wrong. What follows does not follow it, and keeps its own order.
    let key = place_key(conversation, sender, device);
    let Place(place) = turn.load(Room::Settings, &key)?.unwrap_or_default();
    let place = after(Some(place).filter(|place| *place <= latest));
    turn.save(Room::Settings, &key, &Place(place))?;
    Ok(place)
}

/// Where a sender device's last row stands, beside those of a wrong clock. Kept only while there are such.
#[derive(Default, Serialize, Deserialize)]
struct Place(u64);

impl Record for Place {
    const NAME: &'static str = "place";
}

fn place_key(conversation: ConversationId, sender: AccountId, device: DeviceId) -> Vec<u8> {
    key(&[
        b"place",
        conversation.as_bytes(),
        sender.as_bytes(),
        &device.to_be_bytes(),
    ])
}

fn add(turn: &mut Turn<'_>, row: &MessageRow) -> Result<(), EngineError> {
    if !turn.tx.insert_message(row)? {
        return Ok(());
    }
    if let Some(account) = row.conversation.account() {
        contacts::ensure_conversation(turn, account)?;
    }
    if let Some(mut summary) = turn.tx.conversation(row.conversation)? {
        if summary.last_message.is_none() || row.sort_at >= summary.last_at.as_millis() {
            summary.last_message = Some(row.id);
            summary.last_at = Timestamp::from_millis(row.sort_at);
        }
        summary.unread = summary.unread.saturating_add(u32::from(!row.outgoing));
        turn.tx.put_conversation(&summary)?;
    }
    turn.tell(Event::MessageAdded { row: row.clone() });
    turn.tell(Event::ConversationChanged {
        conversation: row.conversation,
    });
    Ok(())
}

/// Moves a row's status, and tells.
pub(crate) fn set_status(
    turn: &mut Turn<'_>,
    message: MessageId,
    status: MessageStatus,
) -> Result<(), EngineError> {
    let Some(row) = turn.tx.message(message)? else {
        return Ok(());
    };
    if row.status != status {
        turn.tx.set_message_status(message, status)?;
        turn.tell(Event::MessageChanged {
            id: message,
            conversation: row.conversation,
            status,
        });
    }
    Ok(())
}

/// Moves an outgoing row's status forward; a receipt may overtake the server's answer, and nothing goes back.
pub(crate) fn advance_status(
    turn: &mut Turn<'_>,
    message: MessageId,
    status: MessageStatus,
) -> Result<(), EngineError> {
    let Some(row) = turn.tx.message(message)? else {
        return Ok(());
    };
    match rank(status) > rank(row.status) {
        true => set_status(turn, message, status),
        false => Ok(()),
    }
}

const fn rank(status: MessageStatus) -> u8 {
    match status {
        MessageStatus::Failed(_) | MessageStatus::Pending => 0,
        MessageStatus::Sent => 1,
        MessageStatus::Delivered => 2,
        MessageStatus::Read => 3,
        MessageStatus::Received | MessageStatus::Seen => 4,
    }
}

fn first_16(digest: &[u8; 32]) -> [u8; 16] {
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    first
}
