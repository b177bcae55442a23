//! A device proves that it holds the signing key that its account's newest manifest lists.

use std::sync::Arc;

use pulse_protocol::frame::{Authenticate, Authenticated};
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::{Context, PeerState};
use crate::directory::Account;
use crate::mailboxes::MailboxId;
use crate::rate_limit::Rate;
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
    let Some(listed) = account.manifest.device(request.device) else {
        return Err(removed(cx, request).await);
    };
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
        return Err(removed(cx, request).await);
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

/// The list that no longer names the device goes along, for our word alone proves nothing to it. Anybody may have that list, and it counts
/// like any other fetch of it.
async fn removed(cx: &Context, request: &Authenticate) -> Refusal {
    let refusal = refuse(
        RefusalCode::DeviceRemoved,
        "the account does not list this device",
    );
    let rates = &cx.services.rates;
    let counted = rates.check_network(Rate::FetchFromNetwork, &cx.peer.network, cx.now);
    if counted.is_err() {
        return refusal;
    }
    let device = MailboxId {
        account: request.account,
        device: request.device,
    };
    let chain = cx.services.directory.removal(device).await;
    Refusal {
        manifests: chain.ok().flatten(),
        ..refusal
    }
}
