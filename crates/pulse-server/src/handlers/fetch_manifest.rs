//! Somebody's manifests, after those the asker holds.

use pulse_protocol::frame::FetchManifest;
use pulse_protocol::manifest::ManifestChain;
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::Context;
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(
    cx: &mut Context,
    request: &FetchManifest,
) -> Result<ManifestChain, Refusal> {
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
