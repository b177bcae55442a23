//! The two lanes: greeting, proving who we are, attaching to the mailbox.
//!
//! Identified: `Hello`, `Authenticate` and `Attach` (or `RegistrationStart`) leave together with the end of the TLS handshake.
//! Anonymous: `Hello` alone. What people say leaves when the mailbox is attached: a server that was put back from a copy is
//! known by it, and what it lost leaves first. Whatever was in flight on a lane that goes down counts as unsent.

use pulse_protocol::auth::AuthTranscript;
use pulse_protocol::frame::{Attach, Authenticate, Authenticated, Hello, Welcome};
use pulse_protocol::refusal::{Refusal, RefusalCode};
use pulse_protocol::{ClientBody, Lane, VersionRange};

use crate::account::{Own, Phase};
use crate::limits::MAILBOX_PATIENCE;
use crate::live::{Connection, LaneState, Pending};
use crate::turn::Turn;
use crate::{
    ChannelBinding, ConnectionState, EngineError, Event, RefusalInfo, devices, inbox, outbox,
    prekey_stock, registration, tokens,
};

/// TLS is up.
pub(crate) fn connected(
    turn: &mut Turn<'_>,
    lane: Lane,
    binding: ChannelBinding,
) -> Result<(), EngineError> {
    down(turn, lane);
    *turn.live.lane_mut(lane) = LaneState::Greeting(Connection::new(binding));
    if turn.live.attached.is_none() {
        let until = turn.now.plus(MAILBOX_PATIENCE);
        turn.live.held_until.get_or_insert(until);
    }
    let hello = Hello {
        version_min: VersionRange::CURRENT.min,
        version_max: VersionRange::CURRENT.max,
        lane,
        capabilities: 0,
    };
    turn.request(lane, Pending::Hello, ClientBody::Hello(hello));
    if lane == Lane::Anonymous {
        return Ok(());
    }
    match turn.own()? {
        Some(own) if own.phase == Phase::Registered => {
            let body = ClientBody::Authenticate(Authenticate {
                account: own.account,
                device: own.device,
                signature: transcript(&binding, &own).sign(&own.signing),
            });
            turn.request(lane, Pending::Authenticate, body);
            attach(turn)
        }
        Some(_) => registration::start(turn),
        None => Ok(()),
    }
}

/// What this device signs to show that it is at the end of this very connection.
pub(crate) fn transcript(binding: &ChannelBinding, own: &Own) -> AuthTranscript {
    AuthTranscript::new(
        VersionRange::CURRENT,
        binding.transport,
        binding.server,
        own.account,
        own.device,
        binding.exporter,
    )
}

/// A lane's connection is gone. What was in flight is unsent now; its stored bytes leave again on the next connection.
pub(crate) fn disconnected(turn: &mut Turn<'_>, lane: Lane) {
    down(turn, lane);
}

fn down(turn: &mut Turn<'_>, lane: Lane) {
    *turn.live.lane_mut(lane) = LaneState::Down;
    match lane {
        Lane::Identified => inbox::detached(turn.live),
        Lane::Anonymous => turn.live.purposes.lane_down(),
    }
}

/// The server greeted.
pub(crate) fn welcome(
    turn: &mut Turn<'_>,
    lane: Lane,
    welcome: &Welcome,
) -> Result<(), EngineError> {
    if !VersionRange::CURRENT.contains(welcome.version) {
        // What follows is in a language we did not offer: not a byte of it is read.
        refused(turn, lane, &Refusal::from(RefusalCode::Version));
        return Ok(());
    }
    if let Some(connection) = turn.live.lane_mut(lane).connection_mut() {
        connection.stamp_difficulty = welcome.stamp_difficulty;
    }
    if lane == Lane::Identified {
        return Ok(());
    }
    turn.live.lane_mut(lane).become_ready();
    turn.tell(Event::Connection {
        lane,
        state: ConnectionState::Connected,
    });
    if turn.live.purposes.is_look_up_next() {
        inbox::refetch(turn)?;
        return outbox::pump_all(turn);
    }
    outbox::pump_all(turn)?;
    inbox::refetch(turn)
}

/// The server knows us. What it tells about our account is compared with what we know.
pub(crate) fn authenticated(
    turn: &mut Turn<'_>,
    answer: &Authenticated,
) -> Result<(), EngineError> {
    turn.live.lane_mut(Lane::Identified).become_ready();
    registration::known(turn)?;
    identified_is_up(turn);
    devices::compare_own(turn, answer.position, &answer.manifest_hash)?;
    prekey_stock::review(turn, &answer.prekeys)?;
    tokens::published(turn, answer.token_counter);
    tokens::review(turn)?;
    outbox::pump_all(turn)
}

/// The identified lane carries this device now.
pub(crate) fn identified_is_up(turn: &mut Turn<'_>) {
    turn.tell(Event::Connection {
        lane: Lane::Identified,
        state: ConnectionState::Connected,
    });
}

/// Attaches to the mailbox where we left off.
pub(crate) fn attach(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let (incarnation, seq) = inbox::cursor(turn)?;
    turn.request(
        Lane::Identified,
        Pending::Attach,
        ClientBody::Attach(Attach { incarnation, seq }),
    );
    Ok(())
}

/// The server ends the connection and says why.
pub(crate) fn goodbye(turn: &mut Turn<'_>, lane: Lane, refusal: &Refusal) {
    let state = match refusal.code {
        RefusalCode::Replaced => ConnectionState::Replaced,
        _ => ConnectionState::Refused(RefusalInfo::from(refusal)),
    };
    turn.tell(Event::Connection { lane, state });
    close(turn, lane);
    if lane == Lane::Identified {
        // The mailbox will say nothing; what others are told needs no identity.
        turn.live.held_until = Some(turn.now);
    }
}

/// The server refused the greeting, the proof of who we are, or the mailbox: this connection is of no use.
pub(crate) fn refused(turn: &mut Turn<'_>, lane: Lane, refusal: &Refusal) {
    goodbye(turn, lane, refusal);
}

/// Ends a connection from our side.
pub(crate) fn close(turn: &mut Turn<'_>, lane: Lane) {
    turn.effects.close.push(lane);
    down(turn, lane);
}

/// Ends a connection with which nothing is wrong, for another one in its place.
pub(crate) fn renew(turn: &mut Turn<'_>, lane: Lane) {
    turn.effects.renew.push(lane);
    down(turn, lane);
}
