//! The wire of Pulse: what travels between a device and its server, and the signed objects that name accounts and devices.
//!
//! Bytes come in through [`codec`] and are checked once, completely, on the way: what the rest of Pulse sees are the types of
//! [`frame`], whose fields are already ids, keys and bounded lists. Everything here is a pure function; the byte layouts are
//! written down in `docs/wire.md`, the limits and their reasons in [`limits`].
//!
//! ```
//! use pulse_protocol::codec::{self, FrameBuffer};
//! use pulse_protocol::frame::{ClientBody, ClientFrame, Hello};
//! use pulse_protocol::{Lane, VERSION, limits};
//!
//! let hello = Hello { version_min: VERSION, version_max: VERSION, lane: Lane::Identified, capabilities: 0 };
//! let mut sent = Vec::new();
//! codec::encode_client(&ClientFrame { request: 1, body: ClientBody::Hello(hello) }, &mut sent);
//!
//! let mut received = FrameBuffer::new(limits::FRAME_BYTES_MAX);
//! let rest = received.extend(&sent);
//! assert!(rest.is_empty());
//! let frame = received.next()?.ok_or("the frame is complete")?;
//! assert!(matches!(codec::decode_client(frame)?.body, ClientBody::Hello(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod auth;
pub mod bundle;
pub mod codec;
pub mod delivery_token;
pub mod frame;
#[doc(hidden)]
pub mod fuzz;
pub mod limits;
pub mod link;
pub mod manifest;
pub mod proof_of_work;
pub mod refusal;
#[doc(hidden)]
pub mod wire;

mod ids;
mod lane;
mod server_identity;
mod time;
mod version;

pub use codec::DecodeError;
pub use delivery_token::DeliveryToken;
pub use frame::{ClientBody, ClientFrame, ServerBody, ServerFrame};
pub use ids::{EnvelopeId, Incarnation, ManifestPosition, Seq};
pub use lane::{Lane, MailLane, RegistrationPolicy};
pub use link::{ContactLink, ServerLink};
pub use manifest::{ManifestChain, SignedManifest, VerifiedManifest};
pub use pulse_crypto::CryptoRng;
pub use pulse_crypto::keys::{
    AccountId, Capabilities, DeviceId, FORMAT_V1, IdentityPublicKey, RootPublicKey, SIGNATURE_LEN,
    SigningPublicKey, Suite,
};
pub use refusal::{Refusal, RefusalCode};
pub use server_identity::ServerIdentity;
pub use time::{Day, Timestamp};
pub use version::{ALPN, VERSION, VERSION_MIN, VersionRange, negotiate};
