//! What keeps a registered device from its server for good, as opposed to a server that does not answer just now.

use std::time::Duration;

use pulse_client::transport::ConnectError;
use pulse_client::{Client, ClientError, CommandError, Event, Lane, LaneState, Status};

use crate::exit::{Exit, Failure, UNTRUSTED_HINT};
use crate::text;

/// What waiting does not mend, if there is such a thing: a person has to do something first.
pub(crate) fn lasting(status: &Status) -> Option<Failure> {
    let server = status.server.as_ref()?;
    let host = server.host.clone();
    match &status.identified {
        LaneState::Waiting(ConnectError::WrongFingerprint) => {
            Some(ClientError::WrongFingerprint { host }.into())
        }
        LaneState::Waiting(ConnectError::Certificate(reason)) if server.fingerprint.is_none() => {
            let reason = text::line(reason);
            let what =
                format!("the certificate of the server at {host} is not trusted here: {reason}");
            Some(Failure::new(Exit::Unreachable, what).with_hint(UNTRUSTED_HINT))
        }
        LaneState::Refused(refusal) if refusal.retry_after_ms == 0 => {
            Some(CommandError::Refused(refusal.clone()).into())
        }
        LaneState::Replaced => Some(
            Failure::new(
                Exit::Refused,
                "another connection of this device took the place of ours",
            )
            .with_hint(REPLACED_HINT),
        ),
        _ => None,
    }
}

/// What the server says when it lets this device in later, and not now.
pub(crate) fn passing(status: &Status) -> Option<Failure> {
    match &status.identified {
        LaneState::Refused(refusal) => Some(CommandError::Refused(refusal.clone()).into()),
        _ => None,
    }
}

/// What is known of a connection that is not there; nothing while it is, or is being made.
pub(crate) fn in_words(status: &Status) -> Option<String> {
    match &status.identified {
        LaneState::Refused(refusal) => Some(format!("refused: {refusal}")),
        LaneState::Replaced => Some("replaced by a newer connection of this device".to_owned()),
        LaneState::Waiting(error) => Some(format!("not connected: {error}")),
        LaneState::Connected => match &status.anonymous {
            LaneState::Waiting(error) => Some(format!("not connected: {error}")),
            LaneState::Refused(refusal) => Some(format!("refused: {refusal}")),
            _ => None,
        },
        LaneState::Offline | LaneState::Connecting => None,
    }
}

const REPLACED_HINT: &str = "There is a copy of this home in use somewhere. Only one may be used: delete the other, or \
                             register anew there.";

/// Why something was not done. What is wrong with a certificate the connection knows, and it tells with its next attempt.
pub(crate) async fn explained(client: &Client, error: ClientError) -> Failure {
    match error {
        ClientError::Untrusted { .. } => {
            let arisen = tokio::time::timeout(EXPLAINED_WITHIN, arises(client)).await;
            arisen.unwrap_or_else(|_elapsed| error.into())
        }
        error => error.into(),
    }
}

/// Several attempts to connect fit in, and it is not much longer than somebody has waited already.
const EXPLAINED_WITHIN: Duration = Duration::from_secs(5);

/// Waits until there is such a thing; for ever, if the client ends before.
pub(crate) async fn arises(client: &Client) -> Failure {
    let mut events = client.events();
    loop {
        if let Some(failure) = client.status().await.ok().as_ref().and_then(lasting) {
            return failure;
        }
        loop {
            match events.next().await {
                Some(
                    Event::Connection {
                        lane: Lane::Identified,
                        ..
                    }
                    | Event::Resync,
                ) => break,
                Some(_) => {}
                None => std::future::pending().await,
            }
        }
    }
}
