//! Begins delivery.

use pulse_protocol::frame::{Attach, Attached};
use pulse_protocol::{Incarnation, Refusal, RefusalCode};

use crate::context::Context;
use crate::delivery::Delivery;
use crate::refusals::{of_store, refuse};
use crate::store::StoreError;

pub(super) async fn handle(cx: &mut Context, request: &Attach) -> Result<Attached, Refusal> {
    let device = cx.device()?;
    if cx.peer.delivery.is_some() {
        return Err(refuse(RefusalCode::WrongState, "attached already"));
    }
    // Whatever arrives from here on is announced, so nothing falls between the state and the first read.
    cx.peer.inbox.attach();
    let incarnation = Incarnation::random(&mut *cx.rng);
    let mailboxes = &cx.services.mailboxes;
    let state = match mailboxes.open(device, incarnation).await {
        // Whoever has mail here reads it even when nothing can be written: that is how a full disk gets room again.
        Err(StoreError::Unavailable) => {
            let state = mailboxes.state(device).await;
            state.and_then(|state| state.ok_or(StoreError::Unavailable))
        }
        opened => opened,
    };
    let state = state.map_err(of_store)?;
    if request.incarnation == state.incarnation && request.seq > state.last_seq {
        cx.services.metrics.store_is_behind();
    }
    cx.peer.delivery = Some(Delivery::begin(device, state, request));
    Ok(Attached {
        incarnation: state.incarnation,
        last_seq: state.last_seq,
    })
}
