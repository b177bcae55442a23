//! The hash of the token that contacts show.

use pulse_protocol::frame::{DeliveryTokenSet, SetDeliveryToken};
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::{Context, device_key};
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};
use crate::store::StoreError;

pub(super) async fn handle(
    cx: &mut Context,
    request: &SetDeliveryToken,
) -> Result<DeliveryTokenSet, Refusal> {
    let device = cx.device()?;
    let services = &cx.services;
    services
        .rates
        .check(Rate::Device, device_key(&device), cx.now)?;
    let directory = &services.directory;
    let set = directory.set_delivery_token(device, request.hash, request.counter);
    set.await.map_err(|error| match error {
        StoreError::Unknown => refuse(
            RefusalCode::DeviceRemoved,
            "the account does not list this device",
        ),
        error => of_store(error),
    })?;
    Ok(DeliveryTokenSet)
}
