//! The lanes: how a connection presents itself, and why an envelope was let in. And who may register.

use serde::{Deserialize, Serialize};

/// What a connection is for. A client keeps one of each and never lets them share tickets or ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Lane {
    /// The device says who it is: its mailbox, its prekeys, its own account.
    Identified,
    /// Nobody says who they are: manifests and bundles of others, submissions to others.
    Anonymous,
}

impl Lane {
    /// The number on the wire.
    pub const fn number(self) -> u32 {
        match self {
            Self::Identified => 1,
            Self::Anonymous => 2,
        }
    }

    pub(crate) const fn from_number(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::Identified),
            2 => Some(Self::Anonymous),
            _ => None,
        }
    }
}

/// Why the server accepted an envelope, told to the recipient with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MailLane {
    /// The sender showed the recipient's delivery token.
    Contact,
    /// The sender paid with a proof of work: a stranger.
    Request,
    /// The sender is another device of the same account.
    Own,
}

impl MailLane {
    /// The number on the wire.
    pub const fn number(self) -> u32 {
        match self {
            Self::Contact => 1,
            Self::Request => 2,
            Self::Own => 3,
        }
    }

    /// The lane with this number, as a store kept it.
    pub const fn from_number(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::Contact),
            2 => Some(Self::Request),
            3 => Some(Self::Own),
            _ => None,
        }
    }
}

/// Who may register at a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RegistrationPolicy {
    /// Whoever solves a proof of work.
    Open,
    /// Whoever has an invite.
    Invite,
    /// Nobody.
    Closed,
}

impl RegistrationPolicy {
    /// The number on the wire.
    pub const fn number(self) -> u32 {
        match self {
            Self::Open => 1,
            Self::Invite => 2,
            Self::Closed => 3,
        }
    }

    pub(crate) const fn from_number(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::Open),
            2 => Some(Self::Invite),
            3 => Some(Self::Closed),
            _ => None,
        }
    }
}
