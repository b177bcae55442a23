//! `/metrics` and `/health`, for the operator's own machine.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use bytes::Bytes;
use pulse_protocol::{Day, EnvelopeId, Incarnation, MailLane};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::context::Services;
use crate::mailboxes::{Append, MailboxId, Mailboxes, NewEnvelope};
use crate::store::StoreError;

/// How long the store may take to answer before the server calls itself ill.
const HEALTH_TIMEOUT: Duration = Duration::from_secs(5);

/// Serves until the server stops. Returns the address that was bound.
pub(crate) async fn serve(
    listen: SocketAddr,
    services: Arc<Services>,
    mut stopping: watch::Receiver<bool>,
) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    let metrics = Arc::clone(&services);
    let router = Router::new()
        .route("/metrics", get(move || async move { render(&metrics) }))
        .route(
            "/health",
            get(move || async move { health(&services).await }),
        );
    tokio::spawn(async move {
        let stopped = async move {
            let _closed = stopping.wait_for(|stopping| *stopping).await;
        };
        let served = axum::serve(listener, router).with_graceful_shutdown(stopped);
        if let Err(error) = served.await {
            tracing::warn!(%error, "the metrics listener ended");
        }
    });
    Ok(address)
}

fn render(services: &Services) -> String {
    services
        .metrics
        .devices_online
        .set(services.presence.count() as f64);
    services.metrics.render()
}

/// Healthy is who can write.
async fn health(services: &Services) -> (StatusCode, &'static str) {
    let written = can_write(&*services.mailboxes);
    match tokio::time::timeout(HEALTH_TIMEOUT, written).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(_)) => (StatusCode::SERVICE_UNAVAILABLE, "the store cannot write\n"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n",
        ),
    }
}

/// Puts an empty envelope into a mailbox of nobody and takes it away again: through the queue, over the sync and onto the disk,
/// as mail goes. Letting go alone would not do: a full disk still allows what frees space.
pub(crate) async fn can_write(mailboxes: &dyn Mailboxes) -> Result<(), StoreError> {
    let nobody = MailboxId {
        account: pulse_protocol::AccountId::from_bytes([0; 32]),
        device: pulse_protocol::DeviceId::new(0),
    };
    let envelope = NewEnvelope {
        mailbox: nobody,
        id: EnvelopeId::from_bytes([0; EnvelopeId::LEN]),
        sealed: Bytes::new(),
    };
    mailboxes
        .append(Append {
            envelopes: vec![envelope],
            lane: MailLane::Own,
            today: Day(0),
            incarnation: Incarnation::new(1),
            stamp: None,
        })
        .await?;
    mailboxes.delete(nobody).await
}
