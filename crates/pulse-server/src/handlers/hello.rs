//! The first frame of a connection: which version, which lane.

use pulse_protocol::frame::{Hello, Welcome};
use pulse_protocol::{Lane, Refusal, RefusalCode, negotiate};

use crate::context::{Context, PeerState};
use crate::refusals::refuse;

pub(super) fn handle(cx: &mut Context, request: &Hello) -> Result<Welcome, Refusal> {
    if cx.peer.state != PeerState::Fresh {
        return Err(refuse(RefusalCode::WrongState, "hello was said already"));
    }
    let version = negotiate(request.version_min, request.version_max)
        .ok_or_else(|| refuse(RefusalCode::Version, "this server speaks version 1 alone"))?;
    cx.peer.versions = request.versions();
    cx.peer.state = match request.lane {
        Lane::Identified => PeerState::Identified,
        Lane::Anonymous => PeerState::Anonymous,
    };
    let policy = &cx.services.policy;
    Ok(Welcome {
        version,
        stamp_difficulty: policy.stamp_difficulty(),
        server_time: cx.now,
        policy: policy.registration(),
    })
}
