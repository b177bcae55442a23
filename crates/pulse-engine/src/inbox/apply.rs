//! What the contents of a message do.

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::manifest::Device;

use super::open::Opened;
use crate::account::Own;
use crate::timeline::{self, Incoming};
use crate::turn::Turn;
use crate::{
    Body, ContactRow, ContactState, Content, ContentError, EngineError, RowKind, contacts,
    counters, outbox, receipts, repair, requests, siblings, typing, unpack,
};

/// Applies everything that one message holds, in its order.
pub(super) fn contents(
    turn: &mut Turn<'_>,
    own: &Own,
    peer: (AccountId, &Device),
    plaintext: &[u8],
) -> Result<Opened, EngineError> {
    let (account, device) = peer;
    if account == own.account {
        return Ok(match siblings::received(turn, own, device, plaintext)? {
            true => Opened::Done,
            false => Opened::Dropped("own device"),
        });
    }
    let contact = turn.tx.contact(account)?;
    if contact.is_some_and(|contact| contact.state == ContactState::Blocked) {
        return Ok(Opened::Dropped("blocked"));
    }
    match unpack(plaintext) {
        Ok(contents) => {
            for bytes in contents {
                content(turn, own, peer, bytes)?;
            }
        }
        Err(error) => {
            let kind = match error {
                ContentError::NewerFormat => RowKind::NeedsNewer,
                _ => RowKind::Unreadable,
            };
            unnamed(turn, own, (account, device.id), kind, plaintext)?;
        }
    }
    if turn.live.caught_up {
        outbox::pump(turn, account)?;
    }
    Ok(Opened::Done)
}

fn content(
    turn: &mut Turn<'_>,
    own: &Own,
    peer: (AccountId, &Device),
    bytes: &[u8],
) -> Result<(), EngineError> {
    let (account, device) = peer;
    let Ok(content) = Content::decode(bytes) else {
        return unnamed(turn, own, (account, device.id), RowKind::Unreadable, bytes);
    };
    let Some(contact) = contact_for(turn, account, &content.body)? else {
        return counters::count(turn, "stranger");
    };
    if requests::has_said_enough(turn, &contact)? {
        return counters::count(turn, "request full");
    }
    let is_accepted = contact.state == ContactState::Accepted;
    match &content.body {
        Body::Text(text) => row(
            turn,
            own,
            peer,
            &contact,
            &content,
            RowKind::Text,
            &text.body,
            bytes,
        ),
        Body::Newer => row(
            turn,
            own,
            peer,
            &contact,
            &content,
            RowKind::NeedsNewer,
            "",
            bytes,
        ),
        Body::Profile(profile) => contacts::learn_profile(turn, account, profile, content.sent_at),
        Body::Introduction(introduction) => {
            contacts::learn_profile(turn, account, &introduction.profile, content.sent_at)
        }
        Body::Receipt(receipt) => receipts::received(turn, account, receipt),
        Body::Typing { active } if is_accepted => {
            typing::heard(turn, account, *active, content.sent_at)
        }
        Body::ResendRequest(request) if is_accepted => {
            repair::requested(turn, account, device, request)
        }
        // A copy is for siblings alone; from anybody else it is nothing.
        Body::Typing { .. } | Body::ResendRequest(_) | Body::SentCopy(_) => Ok(()),
    }
}

/// Who this is to us. A stranger becomes a request by saying something; somebody we added has answered by it.
fn contact_for(
    turn: &mut Turn<'_>,
    account: AccountId,
    body: &Body,
) -> Result<Option<ContactRow>, EngineError> {
    let says_something = matches!(body, Body::Text(_) | Body::Newer | Body::Introduction(_));
    let answers = says_something || matches!(body, Body::Profile(_) | Body::Receipt(_));
    match turn.tx.contact(account)? {
        None if says_something => requests::begin(turn, account),
        Some(contact) if contact.state == ContactState::Added && answers => {
            contacts::answered(turn, contact).map(Some)
        }
        contact => Ok(contact),
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of a row")]
fn row(
    turn: &mut Turn<'_>,
    own: &Own,
    (account, device): (AccountId, &Device),
    contact: &ContactRow,
    content: &Content,
    kind: RowKind,
    text: &str,
    raw: &[u8],
) -> Result<(), EngineError> {
    let (id, sent_at) = (content.id, content.sent_at);
    let incoming = Incoming {
        account,
        device: device.id,
        id,
        sent_at,
        kind,
        text,
        raw,
    };
    match timeline::receive(turn, own, &incoming)? {
        Some(message) => {
            requests::note_said(turn, contact)?;
            if contact.state == ContactState::Accepted {
                typing::received(turn, account, false)?;
            }
            receipts::delivered(turn, account, message)
        }
        None => {
            counters::count(turn, "content known")?;
            // It came again because the sender never heard of it: the receipt was lost with a session.
            receipts::again(turn, own, account, device.id, id)
        }
    }
}

/// A line for what cannot be read. It fills a request like anything else that somebody says.
pub(super) fn unnamed(
    turn: &mut Turn<'_>,
    own: &Own,
    (account, device): (AccountId, DeviceId),
    kind: RowKind,
    raw: &[u8],
) -> Result<(), EngineError> {
    let Some(contact) = turn.tx.contact(account)? else {
        return counters::count(turn, "stranger");
    };
    if requests::has_said_enough(turn, &contact)? {
        return counters::count(turn, "request full");
    }
    let incoming = Incoming::unnamed(turn, account, device, kind, raw);
    match timeline::receive(turn, own, &incoming)? {
        Some(_) => requests::note_said(turn, &contact),
        None => Ok(()),
    }
}
