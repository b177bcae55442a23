//! What goes into the engine.

use pulse_protocol::auth::TransportKind;
use pulse_protocol::{Lane, Seq, ServerFrame, ServerIdentity};

use crate::{Command, CommandId, WorkId};

/// One thing that happened. Several may share a turn (one transaction).
#[derive(Clone, Debug)]
pub enum Input {
    /// A person, or a program in their name, wants something.
    Command {
        /// Chosen by the caller; the answer carries it. The same id again is the same command.
        id: CommandId,
        /// What is wanted.
        command: Command,
    },
    /// A lane's TLS connection is up. The engine answers with its first frames at once.
    Connected {
        /// Which of the two lanes.
        lane: Lane,
        /// What ties this connection to the device's signature.
        binding: ChannelBinding,
    },
    /// A frame came in.
    Frame {
        /// The lane it came on.
        lane: Lane,
        /// The decoded frame.
        frame: ServerFrame,
    },
    /// A lane's connection is gone, and every request that waited on it.
    Disconnected {
        /// Which of the two lanes.
        lane: Lane,
    },
    /// A [`crate::Work`] of an earlier turn is solved.
    Solved {
        /// Which one. Unknown ids (a lost connection, a restart) are ignored.
        work: WorkId,
        /// The solution.
        nonce: u64,
    },
    /// `wake_at` was reached, or the engine just started.
    Tick,
    /// The same delivered envelope failed three turns: show an unreadable row and acknowledge it, so that it cannot jam
    /// the mailbox.
    EnvelopeFailed {
        /// Its place in the mailbox.
        seq: Seq,
    },
}

/// What a device signs to prove that it, and nobody between, is at the end of this connection (PROTOCOL section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelBinding {
    /// The TLS exporter's value (RFC 9266), 32 bytes.
    pub exporter: [u8; 32],
    /// The server's key as the TLS handshake proved it.
    pub server: ServerIdentity,
    /// How the frames travel.
    pub transport: TransportKind,
}
