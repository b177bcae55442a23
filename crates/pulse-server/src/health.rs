//! `/metrics` and `/health`, for the operator's own machine.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::context::Services;
use crate::mailboxes::MailboxId;

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

/// Healthy is who can write: a mailbox of nobody is let go of, which passes the queue and the disk.
async fn health(services: &Services) -> (StatusCode, &'static str) {
    let nobody = MailboxId {
        account: pulse_protocol::AccountId::from_bytes([0; 32]),
        device: pulse_protocol::DeviceId::new(0),
    };
    let answer = tokio::time::timeout(HEALTH_TIMEOUT, services.mailboxes.delete(nobody)).await;
    match answer {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(_)) => (StatusCode::SERVICE_UNAVAILABLE, "the store cannot write\n"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n",
        ),
    }
}
