//! Begins delivery.

use pulse_protocol::frame::{Attach, Attached};
use pulse_protocol::{Incarnation, Refusal, RefusalCode};

use crate::context::Context;
use crate::delivery::Delivery;
use crate::refusals::{of_store, refuse};

pub(super) async fn handle(cx: &mut Context, request: &Attach) -> Result<Attached, Refusal> {
    let device = cx.device()?;
    if cx.peer.delivery.is_some() {
        return Err(refuse(RefusalCode::WrongState, "attached already"));
    }
    // Whatever arrives from here on is announced, so nothing falls between the state and the first read.
    cx.peer.inbox.attach();
    let incarnation = Incarnation::random(&mut *cx.rng);
    let state = cx.services.mailboxes.open(device, incarnation).await;
    let state = state.map_err(of_store)?;
    cx.peer.delivery = Some(Delivery::begin(device, state, request));
    Ok(Attached {
        incarnation: state.incarnation,
        last_seq: state.last_seq,
    })
}
