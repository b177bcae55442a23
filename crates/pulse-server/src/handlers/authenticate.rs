//! A device proves that it holds the signing key that its account's newest manifest lists.

use std::sync::Arc;

use pulse_protocol::frame::{Authenticate, Authenticated};
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::{Context, PeerState};
use crate::directory::Account;
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
    let account = directory_account(cx, request).await?;
    let listed = account.manifest.device(request.device);
    let listed = listed.ok_or_else(removed)?;
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
    let prekeys = cx.services.directory.prekey_counts(device).await;
    let prekeys = prekeys.map_err(of_store)?;
    cx.become_device(device);
    // Removed in the meantime? Whoever removed it looked for its connection, and may have looked before this one joined.
    let account = directory_account(cx, request).await?;
    if account.manifest.device(request.device).is_none() {
        cx.leave();
        cx.peer.state = PeerState::Identified;
        return Err(removed());
    }
    Ok(Authenticated {
        prekeys,
        position: account.manifest.position(),
        manifest_hash: *account.manifest.hash(),
        token_counter: account.token_counter,
    })
}

async fn directory_account(cx: &Context, request: &Authenticate) -> Result<Arc<Account>, Refusal> {
    let account = cx.services.directory.account(request.account).await;
    account.map_err(of_store)?.ok_or_else(|| {
        refuse(
            RefusalCode::UnknownAccount,
            "this server has no such account",
        )
    })
}

fn removed() -> Refusal {
    refuse(
        RefusalCode::DeviceRemoved,
        "the account does not list this device",
    )
}
