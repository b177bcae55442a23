//! The other devices of our own account: what one says to somebody, all show.
//!
//! A copy travels as a submission of its own over the identified lane, where the server lets a device write to its siblings.

use pulse_crypto::keys::AccountId;
use pulse_protocol::manifest::Device;

use crate::account::Own;
use crate::timeline::{self, Copied};
use crate::turn::Turn;
use crate::{Body, Content, ContentId, EngineError, SentCopy, devices, outbox, repair, unpack};

/// Whether the account has devices besides this one.
pub(crate) fn exist(turn: &mut Turn<'_>, own: &Own) -> Result<bool, EngineError> {
    let held = devices::held(turn, own.account)?;
    Ok(held.is_some_and(|held| {
        held.manifest
            .devices()
            .iter()
            .any(|device| device.id != own.device)
    }))
}

/// Queues a copy of what was just said to somebody.
pub(crate) fn copy(
    turn: &mut Turn<'_>,
    own: &Own,
    account: AccountId,
    content: &[u8],
) -> Result<(), EngineError> {
    if !exist(turn, own)? {
        return Ok(());
    }
    let body = Body::SentCopy(SentCopy {
        account,
        content: content.to_vec(),
    });
    let copy = Content {
        id: ContentId::random(turn.rng),
        sent_at: turn.now,
        body,
    };
    outbox::enqueue(turn, own.account, &copy, None)?;
    outbox::pump(turn, own.account)
}

/// What another device of ours says. False: it is nothing that one's own device would say.
pub(crate) fn received(
    turn: &mut Turn<'_>,
    own: &Own,
    device: &Device,
    plaintext: &[u8],
) -> Result<bool, EngineError> {
    let Ok(contents) = unpack(plaintext) else {
        return Ok(false);
    };
    for bytes in contents {
        match Content::decode(bytes).map(|content| content.body) {
            Ok(Body::SentCopy(copy)) => show(turn, own, device, &copy)?,
            Ok(Body::ResendRequest(request)) => {
                repair::requested(turn, own.account, device, &request)?;
            }
            _ => {}
        }
    }
    Ok(true)
}

fn show(
    turn: &mut Turn<'_>,
    own: &Own,
    device: &Device,
    copy: &SentCopy,
) -> Result<(), EngineError> {
    let Ok(content) = Content::decode(&copy.content) else {
        return Ok(());
    };
    let Body::Text(text) = &content.body else {
        return Ok(());
    };
    let copied = Copied {
        device: device.id,
        to: copy.account,
        id: content.id,
        sent_at: content.sent_at,
        text: &text.body,
        raw: &copy.content,
    };
    timeline::copied(turn, own, &copied)
}
