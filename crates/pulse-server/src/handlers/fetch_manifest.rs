//! Somebody's manifests, after those the asker holds. The own ones over the identified lane, others' over the anonymous one:
//! a device that asked for others by name would tell whom it writes to.

use pulse_protocol::frame::FetchManifest;
use pulse_protocol::manifest::ManifestChain;
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::Context;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(
    cx: &mut Context,
    request: &FetchManifest,
) -> Result<ManifestChain, Refusal> {
    cx.check_fetch(&request.account)?;
    let chain = cx
        .services
        .directory
        .manifests(request.account, request.held);
    chain
        .await
        .map_err(of_store)?
        .ok_or_else(|| refuse(RefusalCode::UnknownRecipient, "no such account"))
}
