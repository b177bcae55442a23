//! Somebody's manifests, after those the asker holds. The own ones over the identified lane, others' over the anonymous one:
//! a device that asked for others by name would tell whom it writes to.

use pulse_protocol::frame::FetchManifest;
use pulse_protocol::manifest::ManifestChain;
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::{Context, PeerState};
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(
    cx: &mut Context,
    request: &FetchManifest,
) -> Result<ManifestChain, Refusal> {
    match cx.peer.state {
        PeerState::Anonymous => {}
        _ if cx.device()?.account == request.account => {}
        _ => {
            return Err(refuse(
                RefusalCode::WrongLane,
                "others' manifests are fetched over the anonymous lane",
            ));
        }
    }
    let services = &cx.services;
    services
        .rates
        .check_network(Rate::FetchFromNetwork, &cx.peer.network, cx.now)?;
    let chain = services.directory.manifests(request.account, request.held);
    chain
        .await
        .map_err(of_store)?
        .ok_or_else(|| refuse(RefusalCode::UnknownRecipient, "no such account"))
}
