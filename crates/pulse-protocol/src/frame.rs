//! The frames, checked: what a connection hands to its user once [`codec`](crate::codec) has looked at every field.
//!
//! A client numbers its requests upwards from 1; the reply carries the number. Replies may overtake each other. `Deliver`,
//! `CaughtUp` and `Goodbye` come unasked and carry 0; `Acknowledge` is never answered.

mod account;
mod mailbox;
mod opening;
mod registration;
mod submit;

pub use account::{
    Bundles, DeliveryTokenSet, FetchBundles, FetchManifest, ManifestPublished, PrekeyCounts,
    SetDeliveryToken, UploadPrekeys,
};
pub use mailbox::{Acknowledge, Attach, Attached, CaughtUp, Deliver};
pub use opening::{Authenticate, Authenticated, Hello, Welcome};
pub use registration::{Register, Registered, RegistrationStart, RegistrationTerms};
pub use submit::{Accepted, Envelope, Permission, Stamp, Submit};

use crate::manifest::{ManifestChain, SignedManifest};
use crate::refusal::Refusal;

/// A frame from a device to its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientFrame {
    /// Ascending on a connection, from 1; 0 only for `Acknowledge`, which has no reply.
    pub request: u64,
    /// What is asked.
    pub body: ClientBody,
}

/// What a device can ask, with the lane it asks on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientBody {
    /// The first frame of every connection.
    Hello(Hello),
    /// Identified lane: the device proves that it is one of the account's.
    Authenticate(Authenticate),
    /// Identified lane, before an account exists: asks what a registration costs.
    RegistrationStart(RegistrationStart),
    /// Identified lane, before an account exists: makes the account.
    Register(Box<Register>),
    /// Identified lane: a new manifest of the own account.
    PublishManifest(SignedManifest),
    /// Identified lane: prekeys of the own device.
    UploadPrekeys(UploadPrekeys),
    /// Identified lane: how many of them are left.
    CountPrekeys,
    /// Identified lane: the hash that contacts' submissions are checked against.
    SetDeliveryToken(SetDeliveryToken),
    /// Identified lane: begins delivery.
    Attach(Attach),
    /// Identified lane: what is stored here may be deleted there. Never answered.
    Acknowledge(Acknowledge),
    /// Either lane: somebody's manifests after those the asker holds.
    FetchManifest(FetchManifest),
    /// Anonymous lane (own devices: identified): one prekey bundle for each device.
    FetchBundles(FetchBundles),
    /// Anonymous lane (own devices: identified): envelopes for one account.
    Submit(Submit),
}

/// A frame from a server to a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFrame {
    /// The request this answers; 0 when it answers none.
    pub request: u64,
    /// The answer, or the news.
    pub body: ServerBody,
}

/// What a server can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerBody {
    /// To `Hello`.
    Welcome(Welcome),
    /// To `Authenticate`.
    Authenticated(Authenticated),
    /// To `RegistrationStart`.
    RegistrationTerms(RegistrationTerms),
    /// To `Register`; the connection is now authenticated as the new device.
    Registered(Registered),
    /// To `PublishManifest`.
    ManifestPublished(ManifestPublished),
    /// To `UploadPrekeys` and `CountPrekeys`.
    PrekeyCounts(PrekeyCounts),
    /// To `SetDeliveryToken`.
    DeliveryTokenSet(DeliveryTokenSet),
    /// To `Attach`; deliveries follow.
    Attached(Attached),
    /// An envelope. Request 0.
    Deliver(Deliver),
    /// Nothing more is waiting. Request 0.
    CaughtUp(CaughtUp),
    /// To `FetchManifest`; empty when the asker holds the newest.
    ManifestChain(ManifestChain),
    /// To `FetchBundles`.
    Bundles(Bundles),
    /// To `Submit`: every envelope is durable.
    Accepted(Accepted),
    /// To any request: it was not done, and why.
    Refused(Refusal),
    /// The server closes this connection, and why. Request 0.
    Goodbye(Refusal),
}
