//! A device proves that it holds the signing key that its account's newest manifest lists.

use pulse_protocol::frame::{Authenticate, Authenticated};
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::{Context, PeerState};
use crate::mailboxes::MailboxId;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(
    cx: &mut Context,
    request: &Authenticate,
) -> Result<Authenticated, Refusal> {
    match cx.peer.state {
        PeerState::Identified => {}
        PeerState::Anonymous => {
            return Err(refuse(RefusalCode::WrongLane, "this lane has no identity"));
        }
        PeerState::Fresh | PeerState::Device(_) => {
            return Err(refuse(RefusalCode::WrongState, "not now"));
        }
    }
    let directory = &cx.services.directory;
    let account = directory.account(request.account).await.map_err(of_store)?;
    let account = account.ok_or_else(|| {
        refuse(
            RefusalCode::UnknownAccount,
            "this server has no such account",
        )
    })?;
    let listed = account.manifest.device(request.device).ok_or_else(|| {
        refuse(
            RefusalCode::DeviceRemoved,
            "the account does not list this device",
        )
    })?;
    cx.transcript(request.account, request.device)
        .verify(&listed.signing, &request.signature)
        .map_err(|_| {
            refuse(
                RefusalCode::BadSignature,
                "the signature is not of this device on this connection",
            )
        })?;

    let device = MailboxId {
        account: request.account,
        device: request.device,
    };
    let prekeys = directory.prekey_counts(device).await.map_err(of_store)?;
    cx.become_device(device);
    Ok(Authenticated {
        prekeys,
        position: account.manifest.position(),
        manifest_hash: *account.manifest.hash(),
        token_counter: account.token_counter,
    })
}
