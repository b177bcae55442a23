//! One request, one file, all of the same shape: `handle(cx, request) -> Result<Reply, Refusal>`.
//!
//! [`begin`] takes a connection's frames in their order; a submission comes back as [`InFlight`] once its place in the
//! store's queue is taken, so that the next frame need not wait for the disk. [`dispatch`] waits for both.

mod acknowledge;
mod attach;
mod authenticate;
mod count_prekeys;
mod fetch_bundles;
mod fetch_manifest;
mod hello;
mod publish_manifest;
mod register;
mod registration_start;
mod set_delivery_token;
mod submit;
mod upload_prekeys;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};

use pulse_protocol::{ClientBody, ClientFrame, Refusal, RefusalCode, ServerBody, ServerFrame};

use crate::context::{Context, PeerState, Services};
use crate::refusals::refuse;
use crate::store::Pending;

pub use submit::PendingSubmit;

/// What became of a frame so far.
pub enum Step {
    /// It is answered.
    Reply(ServerFrame),
    /// It waits for the disk.
    InFlight(InFlight),
    /// It is not answered.
    Nothing,
    /// It is answered, and it was the last one: the peer cannot go on like this.
    Close(ServerFrame),
}

/// Handles a frame to its end, the disk included.
pub async fn dispatch(cx: &mut Context, frame: ClientFrame) -> Option<ServerFrame> {
    match begin(cx, frame).await {
        Step::Reply(frame) | Step::Close(frame) => Some(frame),
        Step::InFlight(in_flight) => in_flight.await,
        Step::Nothing => None,
    }
}

/// Handles a frame up to the disk.
pub async fn begin(cx: &mut Context, frame: ClientFrame) -> Step {
    let request = frame.request;
    let was_fresh = cx.peer.state == PeerState::Fresh;
    // The hot three first; the others are boxed, so that an idle connection does not keep room for the largest.
    let result = match frame.body {
        ClientBody::Submit(submit) => match submit::handle(cx, submit).await {
            Ok(submit) => return Step::InFlight(InFlight::submit(cx, request, submit)),
            Err(refusal) => Err(refusal),
        },
        ClientBody::Acknowledge(acknowledge) => match acknowledge::handle(cx, &acknowledge) {
            Ok(Some(pending)) => {
                return Step::InFlight(InFlight::acknowledge(cx, request, pending));
            }
            Ok(None) => return Step::Nothing,
            Err(refusal) => Err(refusal),
        },
        body => Box::pin(answer(cx, body)).await,
    };
    match result {
        Ok(body) => Step::Reply(ServerFrame { request, body }),
        Err(refusal) => {
            cx.services.metrics.refused(refusal.code);
            let is_last = was_fresh || refusal.code == RefusalCode::BadSignature;
            let frame = ServerFrame {
                request,
                body: ServerBody::Refused(refusal),
            };
            match is_last {
                true => Step::Close(frame),
                false => Step::Reply(frame),
            }
        }
    }
}

async fn answer(cx: &mut Context, body: ClientBody) -> Result<ServerBody, Refusal> {
    let needs_hello = cx.peer.state == PeerState::Fresh && !matches!(body, ClientBody::Hello(_));
    if needs_hello {
        return Err(refuse(RefusalCode::WrongState, "say hello first"));
    }
    Ok(match body {
        ClientBody::Hello(hello) => ServerBody::Welcome(hello::handle(cx, &hello)?),
        ClientBody::Authenticate(request) => {
            ServerBody::Authenticated(authenticate::handle(cx, &request).await?)
        }
        ClientBody::RegistrationStart(request) => {
            ServerBody::RegistrationTerms(registration_start::handle(cx, &request)?)
        }
        ClientBody::Register(request) => {
            ServerBody::Registered(register::handle(cx, *request).await?)
        }
        ClientBody::PublishManifest(manifest) => {
            ServerBody::ManifestPublished(publish_manifest::handle(cx, manifest).await?)
        }
        ClientBody::UploadPrekeys(request) => {
            ServerBody::PrekeyCounts(upload_prekeys::handle(cx, request).await?)
        }
        ClientBody::CountPrekeys => ServerBody::PrekeyCounts(count_prekeys::handle(cx).await?),
        ClientBody::SetDeliveryToken(request) => {
            ServerBody::DeliveryTokenSet(set_delivery_token::handle(cx, &request).await?)
        }
        ClientBody::Attach(request) => ServerBody::Attached(attach::handle(cx, &request).await?),
        ClientBody::FetchManifest(request) => {
            ServerBody::ManifestChain(fetch_manifest::handle(cx, &request).await?)
        }
        ClientBody::FetchBundles(request) => {
            ServerBody::Bundles(fetch_bundles::handle(cx, request).await?)
        }
        ClientBody::Submit(_) | ClientBody::Acknowledge(_) => {
            return Err(refuse(RefusalCode::Internal, "not handled here"));
        }
    })
}

/// A frame that waits for the disk. Its answer is what the future gives; dropping it loses the answer, not the write.
pub struct InFlight {
    request: u64,
    services: Arc<Services>,
    work: Work,
    bytes: usize,
}

enum Work {
    Submit(PendingSubmit),
    Acknowledge(Pending<()>),
}

impl InFlight {
    fn submit(cx: &Context, request: u64, submit: PendingSubmit) -> Self {
        Self {
            request,
            services: Arc::clone(&cx.services),
            bytes: submit.bytes(),
            work: Work::Submit(submit),
        }
    }

    fn acknowledge(cx: &Context, request: u64, pending: Pending<()>) -> Self {
        Self {
            request,
            services: Arc::clone(&cx.services),
            bytes: 0,
            work: Work::Acknowledge(pending),
        }
    }

    /// Bytes of envelopes that it holds.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Future for InFlight {
    type Output = Option<ServerFrame>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let result = match &mut this.work {
            Work::Submit(submit) => ready!(submit.poll_done(cx, &this.services)),
            Work::Acknowledge(pending) => match ready!(Pin::new(pending).poll(cx)) {
                // What could not be let go of is acknowledged again with the next envelope.
                Ok(()) | Err(_) => return Poll::Ready(None),
            },
        };
        let body = result.map_or_else(
            |refusal| {
                this.services.metrics.refused(refusal.code);
                ServerBody::Refused(refusal)
            },
            ServerBody::Accepted,
        );
        Poll::Ready(Some(ServerFrame {
            request: this.request,
            body,
        }))
    }
}
