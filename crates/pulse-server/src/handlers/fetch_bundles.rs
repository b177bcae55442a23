//! Prekey bundles, one for each device asked for. Own devices over the identified lane, others' over the anonymous one.

use pulse_protocol::frame::{Bundles, FetchBundles};
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::{Context, PeerState, account_key};
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(cx: &mut Context, request: FetchBundles) -> Result<Bundles, Refusal> {
    match cx.peer.state {
        PeerState::Anonymous => {}
        _ if cx.device()?.account == request.account => {}
        _ => {
            return Err(refuse(
                RefusalCode::WrongLane,
                "others' bundles are fetched over the anonymous lane",
            ));
        }
    }
    let services = &cx.services;
    services
        .rates
        .check_network(Rate::FetchFromNetwork, &cx.peer.network, cx.now)?;
    let account = services.directory.account(request.account).await;
    if account.map_err(of_store)?.is_none() {
        return Err(refuse(RefusalCode::UnknownRecipient, "no such account"));
    }
    // Whoever drains a stock gets last-resort keys, as from an empty one: never a refusal that would stop others.
    let key = account_key(&request.account);
    let spend = services
        .rates
        .take(Rate::SpendOfRecipient, key, cx.now)
        .is_ok();
    let bundles = services
        .directory
        .take_bundles(request.account, request.devices, spend);
    Ok(Bundles {
        bundles: bundles.await.map_err(of_store)?,
    })
}
