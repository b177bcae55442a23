//! How many of the own device's prekeys are left.

use pulse_protocol::Refusal;
use pulse_protocol::frame::PrekeyCounts;

use crate::context::Context;
use crate::refusals::of_store;

pub(super) async fn handle(cx: &mut Context) -> Result<PrekeyCounts, Refusal> {
    let device = cx.device()?;
    let counts = cx.services.directory.prekey_counts(device);
    counts.await.map_err(of_store)
}
