//! What it takes to register here.

use bytes::Bytes;
use pulse_protocol::frame::{RegistrationStart, RegistrationTerms};
use pulse_protocol::{Refusal, RefusalCode, RegistrationPolicy};

use crate::context::{Context, PeerState};
use crate::rate_limit::Rate;
use crate::refusals::refuse;

pub(super) fn handle(
    cx: &mut Context,
    request: &RegistrationStart,
) -> Result<RegistrationTerms, Refusal> {
    match cx.peer.state {
        PeerState::Identified => {}
        PeerState::Anonymous => {
            return Err(refuse(RefusalCode::WrongLane, "this lane has no identity"));
        }
        PeerState::Fresh | PeerState::Device(_) => {
            return Err(refuse(RefusalCode::WrongState, "not now"));
        }
    }
    let services = &cx.services;
    services
        .rates
        .check_network(Rate::Register, &cx.peer.network, cx.now)?;
    let policy = services.policy.registration();
    cx.peer.is_registering = true;
    let (challenge, difficulty) = match policy {
        RegistrationPolicy::Open => {
            services
                .policy
                .challenge(&request.root_key, cx.now, &mut *cx.rng)
        }
        RegistrationPolicy::Invite | RegistrationPolicy::Closed => (Bytes::new(), 0),
    };
    Ok(RegistrationTerms {
        policy,
        challenge,
        difficulty,
    })
}
