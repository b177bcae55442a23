//! Telling senders that their messages arrived and were seen.
//!
//! Receipts wait in `Room::Receipts` under `account ‖ kind ‖ message id` and leave together with whatever leaves next for
//! that account. Only accepted contacts get any; what a stranger is to be told waits until they are let in.

use pulse_crypto::keys::{AccountId, DeviceId};

use crate::account::Own;
use crate::engine::CommandResult;
use crate::limits::RECEIPT_MESSAGES_MAX;
use crate::turn::{Turn, key};
use crate::{
    Body, CommandError, CommandOutput, ContactState, Content, ContentId, ConversationId,
    EngineError, Event, MessageId, MessageStatus, Receipt, ReceiptKind, Room, outbox, privacy,
    timeline, unread_marks,
};

const KINDS: [ReceiptKind; 2] = [ReceiptKind::Delivered, ReceiptKind::Read];

/// A message of theirs is stored here. Whoever is not let in yet is told once they are, whatever was read before that.
pub(crate) fn delivered(
    turn: &mut Turn<'_>,
    account: AccountId,
    message: MessageId,
) -> Result<(), EngineError> {
    add(turn, account, ReceiptKind::Delivered, message)
}

/// A message of theirs came once more.
pub(crate) fn again(
    turn: &mut Turn<'_>,
    own: &Own,
    account: AccountId,
    device: DeviceId,
    content: ContentId,
) -> Result<(), EngineError> {
    let message = MessageId::of(account, device, own.account, account, content);
    match turn.tx.contact(account)? {
        Some(contact) if contact.state == ContactState::Accepted => {
            delivered(turn, account, message)
        }
        _ => Ok(()),
    }
}

fn add(
    turn: &mut Turn<'_>,
    account: AccountId,
    kind: ReceiptKind,
    message: MessageId,
) -> Result<(), EngineError> {
    turn.tx
        .put(Room::Receipts, &receipt_key(account, kind, message), &[1])?;
    match is_told(turn, account)? {
        true => outbox::activate(turn, account),
        false => Ok(()),
    }
}

fn is_told(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    let contact = turn.tx.contact(account)?;
    Ok(contact.is_some_and(|contact| contact.state == ContactState::Accepted))
}

/// Turns what waits into contents at the end of the queue. While a backlog is being read, it goes on collecting.
pub(crate) fn flush(turn: &mut Turn<'_>, own: &Own, account: AccountId) -> Result<(), EngineError> {
    if account == own.account || !is_told(turn, account)? {
        return Ok(());
    }
    for kind in KINDS {
        let prefix = prefix(account, kind);
        let waiting = turn
            .tx
            .scan(Room::Receipts, &prefix, None, RECEIPT_MESSAGES_MAX)?;
        let is_told = kind == ReceiptKind::Delivered
            || (!waiting.is_empty() && privacy::load(turn.tx)?.read_receipts);
        let mut messages = Vec::with_capacity(waiting.len());
        for (key, _) in waiting {
            let id = key.get(prefix.len()..).and_then(|id| id.try_into().ok());
            messages.push(MessageId::from_bytes(
                id.ok_or(EngineError::Record("receipt"))?,
            ));
            turn.erase(Room::Receipts, &key)?;
        }
        if is_told && !messages.is_empty() {
            let body = Body::Receipt(Receipt { kind, messages });
            let content = Content {
                id: ContentId::random(turn.rng),
                sent_at: turn.now,
                body,
            };
            outbox::enqueue(turn, account, &content, None)?;
        }
    }
    Ok(())
}

/// Nothing is told to this account any more.
pub(crate) fn drop_pending(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    for kind in KINDS {
        loop {
            let waiting = turn.tx.scan(
                Room::Receipts,
                &prefix(account, kind),
                None,
                RECEIPT_MESSAGES_MAX,
            )?;
            if waiting.is_empty() {
                break;
            }
            for (key, _) in waiting {
                turn.erase(Room::Receipts, &key)?;
            }
        }
    }
    Ok(())
}

/// A contact tells how far our messages got. What it says about messages that are not ours is ignored.
pub(crate) fn received(
    turn: &mut Turn<'_>,
    account: AccountId,
    receipt: &Receipt,
) -> Result<(), EngineError> {
    // Whoever does not tell what they have read is not shown it of others either; that it arrived is true all the same.
    let status = match receipt.kind {
        ReceiptKind::Read if privacy::load(turn.tx)?.read_receipts => MessageStatus::Read,
        ReceiptKind::Delivered | ReceiptKind::Read => MessageStatus::Delivered,
    };
    for message in &receipt.messages {
        let is_ours = turn
            .tx
            .message(*message)?
            .is_some_and(|row| row.outgoing && row.conversation == ConversationId::direct(account));
        if is_ours {
            timeline::advance_status(turn, *message, status)?;
        }
    }
    Ok(())
}

/// `MarkRead`: everything up to a message was seen.
pub(crate) fn mark_read(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    through: MessageId,
) -> Result<CommandResult, EngineError> {
    let Some(row) = turn
        .tx
        .message(through)?
        .filter(|row| row.conversation == conversation)
    else {
        return Ok(Err(CommandError::UnknownMessage));
    };
    let account = conversation.account();
    let contact = match account {
        Some(account) => turn.tx.contact(account)?,
        None => None,
    };
    let is_told = contact.is_some_and(|contact| {
        matches!(
            contact.state,
            ContactState::Requested | ContactState::Accepted
        )
    }) && privacy::load(turn.tx)?.read_receipts;
    let mut seen = 0;
    loop {
        let place = (row.sort_at, row.content_id);
        let unseen = turn.tx.unseen(conversation, place, RECEIPT_MESSAGES_MAX)?;
        if unseen.is_empty() {
            break;
        }
        for message in unseen {
            timeline::set_status(turn, message, MessageStatus::Seen)?;
            seen += 1;
            if let (true, Some(account)) = (is_told, account) {
                add(turn, account, ReceiptKind::Read, message)?;
            }
        }
    }
    if let Some(mut summary) = turn.tx.conversation(conversation)? {
        summary.unread = summary.unread.saturating_sub(seen);
        summary.read_through = Some(through);
        turn.tx.put_conversation(&summary)?;
        turn.tell(Event::ConversationChanged { conversation });
    }
    unread_marks::forget(turn, conversation)?;
    if let Some(account) = account {
        outbox::pump(turn, account)?;
    }
    Ok(Ok(CommandOutput::None))
}

fn prefix(account: AccountId, kind: ReceiptKind) -> Vec<u8> {
    let kind = match kind {
        ReceiptKind::Delivered => 1,
        ReceiptKind::Read => 2,
    };
    key(&[account.as_bytes(), &[kind]])
}

fn receipt_key(account: AccountId, kind: ReceiptKind, message: MessageId) -> Vec<u8> {
    key(&[&prefix(account, kind), message.as_bytes()])
}
