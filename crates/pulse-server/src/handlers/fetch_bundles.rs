//! Prekey bundles, one for each device asked for. Own devices over the identified lane, others' over the anonymous one.

use pulse_protocol::frame::{Bundles, FetchBundles};
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::{Context, account_key};
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(cx: &mut Context, request: FetchBundles) -> Result<Bundles, Refusal> {
    cx.check_fetch(&request.account)?;
    let services = &cx.services;
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
