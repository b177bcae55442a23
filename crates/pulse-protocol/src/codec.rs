//! Bytes to checked frames and back.
//!
//! Decoding goes in three steps, so that no step works on more than the one before allowed: [`FrameBuffer`] cuts the stream
//! and refuses a length that is too large before its bytes arrive; `shape` walks the protobuf without allocating and refuses
//! lists that are too long; then the message is decoded, without copying what is sealed, and each field is checked.

pub(crate) mod fields;

mod buffer;
mod deliver;
mod shape;

pub use buffer::FrameBuffer;

use bytes::Bytes;
use fields::{Checked, Invalid};
use prost::Message;
use shape::Shape;

use crate::frame::{
    Accepted, ClientBody, ClientFrame, DeliveryTokenSet, ManifestPublished, ServerBody, ServerFrame,
};
use crate::limits::{FRAME_BYTES_MAX, FRAME_PREFIX_BYTES};
use crate::manifest::{ManifestChain, SignedManifest};
use crate::refusal::{Refusal, RefusalCode};
use crate::wire;

/// Why bytes are no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The length prefix, or the frame, is over the limit. The stream cannot be followed any further.
    #[error("the frame is too large")]
    TooLarge,
    /// Not protobuf of this schema. There is no request number to answer to.
    #[error("the frame is malformed")]
    Malformed,
    /// A kind of frame that this version does not know.
    #[error("the frame is of an unknown kind")]
    UnknownFrame {
        /// The frame's request number, to refuse it by.
        request: u64,
    },
    /// A field is missing, of the wrong length or out of its range.
    #[error("the field {field} is missing or not acceptable")]
    Field {
        /// The frame's request number, to refuse it by.
        request: u64,
        /// The schema's name of the field.
        field: &'static str,
    },
}

impl DecodeError {
    /// The request to refuse; without one the connection is closed.
    pub const fn request(&self) -> Option<u64> {
        match self {
            Self::TooLarge | Self::Malformed => None,
            Self::UnknownFrame { request } | Self::Field { request, .. } => Some(*request),
        }
    }

    /// The number to refuse it with.
    pub const fn code(&self) -> RefusalCode {
        match self {
            Self::TooLarge => RefusalCode::FrameTooLarge,
            Self::UnknownFrame { .. } => RefusalCode::UnknownFrame,
            Self::Malformed | Self::Field { .. } => RefusalCode::Malformed,
        }
    }
}

/// Appends the frame behind its length prefix. Frames whose parts keep the [`limits`](crate::limits) fit a frame; one that
/// does not is refused by the other side.
pub fn encode_client(frame: &ClientFrame, out: &mut Vec<u8>) {
    let message = wire::ClientFrame {
        request: frame.request,
        body: Some(client_body_to_wire(&frame.body)),
    };
    encode(&message, out);
}

/// Appends the frame behind its length prefix; see [`encode_client`].
pub fn encode_server(frame: &ServerFrame, out: &mut Vec<u8>) {
    if let ServerBody::Deliver(deliver) = &frame.body {
        return deliver::encode(frame.request, deliver, out);
    }
    let message = wire::ServerFrame {
        request: frame.request,
        body: Some(server_body_to_wire(&frame.body)),
    };
    encode(&message, out);
}

/// Decodes and checks one frame of a client, without its prefix, as [`FrameBuffer::next`] gives it. Sealed bytes in the
/// result are slices of `frame`, and keep it alive.
pub fn decode_client(frame: Bytes) -> Result<ClientFrame, DecodeError> {
    let request = shape_of(&frame, &shape::CLIENT_FRAME)?;
    let message = wire::ClientFrame::decode(frame).map_err(|_| DecodeError::Malformed)?;
    let body = message.body.ok_or(DecodeError::UnknownFrame { request })?;
    let body = client_body(body).map_err(|Invalid(field)| DecodeError::Field { request, field })?;
    if request == 0 && !matches!(body, ClientBody::Acknowledge(_)) {
        let field = "request";
        return Err(DecodeError::Field { request, field });
    }
    Ok(ClientFrame { request, body })
}

/// Decodes and checks one frame of a server; see [`decode_client`].
pub fn decode_server(frame: Bytes) -> Result<ServerFrame, DecodeError> {
    let request = shape_of(&frame, &shape::SERVER_FRAME)?;
    let message = wire::ServerFrame::decode(frame).map_err(|_| DecodeError::Malformed)?;
    let body = message.body.ok_or(DecodeError::UnknownFrame { request })?;
    let body = server_body(body).map_err(|Invalid(field)| DecodeError::Field { request, field })?;
    Ok(ServerFrame { request, body })
}

fn encode(message: &impl Message, out: &mut Vec<u8>) {
    let len = message.encoded_len();
    out.reserve(FRAME_PREFIX_BYTES + len);
    out.extend_from_slice(&prefix(len));
    let encoded = message.encode(out);
    debug_assert!(encoded.is_ok(), "a vector always has room");
}

/// No frame has 4 GiB; if one had, the other side would refuse the saturated length like the true one.
fn prefix(len: usize) -> [u8; FRAME_PREFIX_BYTES] {
    u32::try_from(len).unwrap_or(u32::MAX).to_be_bytes()
}

/// Walks the frame before anything is allocated for it. Returns the request number.
fn shape_of(frame: &[u8], shape: &Shape) -> Result<u64, DecodeError> {
    if frame.len() > FRAME_BYTES_MAX {
        return Err(DecodeError::TooLarge);
    }
    let request = shape::request(frame).ok_or(DecodeError::Malformed)?;
    match shape::check(frame, shape) {
        Ok(()) => Ok(request),
        Err(shape::Misshapen::Malformed) => Err(DecodeError::Malformed),
        Err(shape::Misshapen::TooMany(field)) => Err(DecodeError::Field { request, field }),
    }
}

fn client_body(body: wire::client_frame::Body) -> Result<ClientBody, Invalid> {
    use wire::client_frame::Body as Wire;
    Ok(match body {
        Wire::Hello(it) => ClientBody::Hello(Checked::check(it)?),
        Wire::Authenticate(it) => ClientBody::Authenticate(Checked::check(it)?),
        Wire::RegistrationStart(it) => ClientBody::RegistrationStart(Checked::check(it)?),
        Wire::Register(it) => ClientBody::Register(Box::new(Checked::check(it)?)),
        Wire::PublishManifest(it) => ClientBody::PublishManifest(SignedManifest::check(
            it.manifest.ok_or(Invalid("publish_manifest.manifest"))?,
        )?),
        Wire::UploadPrekeys(it) => ClientBody::UploadPrekeys(Checked::check(it)?),
        Wire::CountPrekeys(wire::CountPrekeys {}) => ClientBody::CountPrekeys,
        Wire::SetDeliveryToken(it) => ClientBody::SetDeliveryToken(Checked::check(it)?),
        Wire::Attach(it) => ClientBody::Attach(Checked::check(it)?),
        Wire::Acknowledge(it) => ClientBody::Acknowledge(Checked::check(it)?),
        Wire::FetchManifest(it) => ClientBody::FetchManifest(Checked::check(it)?),
        Wire::FetchBundles(it) => ClientBody::FetchBundles(Checked::check(it)?),
        Wire::Submit(it) => ClientBody::Submit(Checked::check(it)?),
    })
}

fn client_body_to_wire(body: &ClientBody) -> wire::client_frame::Body {
    use wire::client_frame::Body as Wire;
    match body {
        ClientBody::Hello(it) => Wire::Hello(it.to_wire()),
        ClientBody::Authenticate(it) => Wire::Authenticate(it.to_wire()),
        ClientBody::RegistrationStart(it) => Wire::RegistrationStart(it.to_wire()),
        ClientBody::Register(it) => Wire::Register(it.to_wire()),
        ClientBody::PublishManifest(it) => Wire::PublishManifest(wire::PublishManifest {
            manifest: Some(it.to_wire()),
        }),
        ClientBody::UploadPrekeys(it) => Wire::UploadPrekeys(it.to_wire()),
        ClientBody::CountPrekeys => Wire::CountPrekeys(wire::CountPrekeys {}),
        ClientBody::SetDeliveryToken(it) => Wire::SetDeliveryToken(it.to_wire()),
        ClientBody::Attach(it) => Wire::Attach(it.to_wire()),
        ClientBody::Acknowledge(it) => Wire::Acknowledge(it.to_wire()),
        ClientBody::FetchManifest(it) => Wire::FetchManifest(it.to_wire()),
        ClientBody::FetchBundles(it) => Wire::FetchBundles(it.to_wire()),
        ClientBody::Submit(it) => Wire::Submit(it.to_wire()),
    }
}

fn server_body(body: wire::server_frame::Body) -> Result<ServerBody, Invalid> {
    use wire::server_frame::Body as Wire;
    Ok(match body {
        Wire::Welcome(it) => ServerBody::Welcome(Checked::check(it)?),
        Wire::Authenticated(it) => ServerBody::Authenticated(Checked::check(it)?),
        Wire::RegistrationTerms(it) => ServerBody::RegistrationTerms(Checked::check(it)?),
        Wire::Registered(it) => ServerBody::Registered(Checked::check(it)?),
        Wire::ManifestPublished(wire::ManifestPublished {}) => {
            ServerBody::ManifestPublished(ManifestPublished)
        }
        Wire::PrekeyCounts(it) => ServerBody::PrekeyCounts(Checked::check(it)?),
        Wire::DeliveryTokenSet(wire::DeliveryTokenSet {}) => {
            ServerBody::DeliveryTokenSet(DeliveryTokenSet)
        }
        Wire::Attached(it) => ServerBody::Attached(Checked::check(it)?),
        Wire::Deliver(it) => ServerBody::Deliver(Checked::check(it)?),
        Wire::CaughtUp(it) => ServerBody::CaughtUp(Checked::check(it)?),
        Wire::ManifestChain(it) => ServerBody::ManifestChain(ManifestChain::check(it)?),
        Wire::Bundles(it) => ServerBody::Bundles(Checked::check(it)?),
        Wire::Accepted(wire::Accepted {}) => ServerBody::Accepted(Accepted),
        Wire::Refused(it) => ServerBody::Refused(Refusal::check(it)?),
        Wire::Goodbye(it) => ServerBody::Goodbye(Refusal::from_goodbye(it)?),
    })
}

fn server_body_to_wire(body: &ServerBody) -> wire::server_frame::Body {
    use wire::server_frame::Body as Wire;
    match body {
        ServerBody::Welcome(it) => Wire::Welcome(it.to_wire()),
        ServerBody::Authenticated(it) => Wire::Authenticated(it.to_wire()),
        ServerBody::RegistrationTerms(it) => Wire::RegistrationTerms(it.to_wire()),
        ServerBody::Registered(it) => Wire::Registered(it.to_wire()),
        ServerBody::ManifestPublished(ManifestPublished) => {
            Wire::ManifestPublished(wire::ManifestPublished {})
        }
        ServerBody::PrekeyCounts(it) => Wire::PrekeyCounts(it.to_wire()),
        ServerBody::DeliveryTokenSet(DeliveryTokenSet) => {
            Wire::DeliveryTokenSet(wire::DeliveryTokenSet {})
        }
        ServerBody::Attached(it) => Wire::Attached(it.to_wire()),
        ServerBody::Deliver(it) => Wire::Deliver(it.to_wire()),
        ServerBody::CaughtUp(it) => Wire::CaughtUp(it.to_wire()),
        ServerBody::ManifestChain(it) => Wire::ManifestChain(it.to_wire()),
        ServerBody::Bundles(it) => Wire::Bundles(it.to_wire()),
        ServerBody::Accepted(Accepted) => Wire::Accepted(wire::Accepted {}),
        ServerBody::Refused(it) => Wire::Refused(it.to_wire()),
        ServerBody::Goodbye(it) => Wire::Goodbye(it.to_goodbye()),
    }
}

pub(crate) use shape::{MANIFEST, MANIFEST_CHAIN, SIGNED_MANIFEST, check as check_shape};
