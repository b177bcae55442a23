//! Fresh prekeys of the own device.

use pulse_protocol::frame::{PrekeyCounts, UploadPrekeys};
use pulse_protocol::{Refusal, RefusalCode};

use super::register::check_prekeys;
use crate::context::{Context, device_key};
use crate::limits::PREKEYS_PER_TOKEN;
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(
    cx: &mut Context,
    request: UploadPrekeys,
) -> Result<PrekeyCounts, Refusal> {
    let device = cx.device()?;
    let services = &cx.services;
    // Each costs a signature's verification and up to 1.7 kB of disk.
    let count = u32::try_from(request.prekeys.len()).unwrap_or(u32::MAX);
    let tokens = 1 + count / PREKEYS_PER_TOKEN;
    let key = device_key(&device);
    services
        .rates
        .check_many(Rate::Device, key, tokens, cx.now)?;
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
