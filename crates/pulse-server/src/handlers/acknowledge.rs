//! Lets go of what the device has stored. Never answered.

use pulse_protocol::frame::Acknowledge;
use pulse_protocol::{Refusal, RefusalCode};

use crate::context::Context;
use crate::refusals::refuse;
use crate::store::Pending;

pub(super) fn handle(
    cx: &mut Context,
    request: &Acknowledge,
) -> Result<Option<Pending<()>>, Refusal> {
    let device = cx.device()?;
    let delivery = cx
        .peer
        .delivery
        .as_mut()
        .ok_or_else(|| refuse(RefusalCode::WrongState, "attach first"))?;
    let through = delivery.acknowledge(request);
    let mailboxes = &cx.services.mailboxes;
    let today = cx.now.day();
    let incarnation = request.incarnation;
    Ok(through.map(|through| mailboxes.acknowledge(device, incarnation, through, today)))
}
