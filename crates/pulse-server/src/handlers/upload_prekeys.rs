//! Fresh prekeys of the own device.

use pulse_protocol::frame::{PrekeyCounts, UploadPrekeys};
use pulse_protocol::{Refusal, RefusalCode};

use super::register::check_prekeys;
use crate::context::{Context, device_key};
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(
    cx: &mut Context,
    request: UploadPrekeys,
) -> Result<PrekeyCounts, Refusal> {
    let device = cx.device()?;
    let services = &cx.services;
    services
        .rates
        .check(Rate::Device, device_key(&device), cx.now)?;
    let account = services.directory.account(device.account).await;
    let account = account.map_err(of_store)?;
    let listed = account
        .as_ref()
        .and_then(|account| account.manifest.device(device.device))
        .ok_or_else(|| {
            refuse(
                RefusalCode::DeviceRemoved,
                "the account does not list this device",
            )
        })?;
    check_prekeys(&device, listed, &request.prekeys)?;
    let added = services.directory.add_prekeys(device, request.prekeys);
    added.await.map_err(of_store)
}
