//! Two lanes and a mailbox, as one word about the connection.

use pulse_client::transport::ConnectError;
use pulse_client::{LaneState, Status};

use crate::{ConnectionHealth, Outage};

/// How the connection is after what was said of it before. Once a try has failed there is an outage until one succeeds: the next
/// try does not sound as if it were the first.
pub(super) fn after(outage: &mut Option<Outage>, health: ConnectionHealth) -> ConnectionHealth {
    match (health, &*outage) {
        (ConnectionHealth::Connecting, Some(reason)) => ConnectionHealth::Waiting {
            reason: reason.clone(),
            retry_at: None,
            is_trying: true,
        },
        (health, _) => {
            *outage = match &health {
                ConnectionHealth::Waiting { reason, .. } => Some(reason.clone()),
                _ => None,
            };
            health
        }
    }
}

/// How the connection is. The worse lane counts: with one of them alone, messages go in one direction only.
pub(super) fn of(status: &Status, is_caught_up: bool) -> ConnectionHealth {
    let mut health = merge(&status.identified, &status.anonymous, is_caught_up);
    if let ConnectionHealth::Waiting { retry_at, .. } = &mut health {
        *retry_at = status.retry_at;
    }
    let refused = status.put_off.as_ref().map(|put_off| put_off.refusal.code);
    with_refused(health, refused)
}

/// A server may be connected, and take nothing. A mailbox that is full is not the connection's matter.
fn with_refused(health: ConnectionHealth, refused: Option<u32>) -> ConnectionHealth {
    match health {
        ConnectionHealth::Connected if refused == Some(STORE_UNAVAILABLE) => {
            ConnectionHealth::ServerFull
        }
        health => health,
    }
}

fn merge(identified: &LaneState, anonymous: &LaneState, is_caught_up: bool) -> ConnectionHealth {
    let worse = [identified, anonymous].into_iter().max_by_key(rank);
    match worse {
        Some(LaneState::Waiting(ConnectError::WrongFingerprint)) => {
            ConnectionHealth::WrongServerKey
        }
        Some(LaneState::Waiting(error)) => ConnectionHealth::Waiting {
            reason: Outage::Lost(error.clone()),
            retry_at: None,
            is_trying: false,
        },
        Some(LaneState::Refused(refusal)) if refusal.code == DEVICE_REMOVED => {
            ConnectionHealth::Removed
        }
        Some(LaneState::Refused(refusal)) => match passing(refusal.code) {
            Some(reason) => ConnectionHealth::Waiting {
                reason,
                retry_at: None,
                is_trying: false,
            },
            None => ConnectionHealth::Refused {
                text: refusal.text.clone(),
            },
        },
        Some(LaneState::Replaced) => ConnectionHealth::Replaced,
        Some(LaneState::Connecting) => ConnectionHealth::Connecting,
        Some(LaneState::Connected) if is_caught_up => ConnectionHealth::Connected,
        Some(LaneState::Connected) => ConnectionHealth::Updating,
        Some(LaneState::Offline) | None => ConnectionHealth::Offline,
    }
}

/// The refusal of a device that its account does not list any more, by the number of `docs/wire.md`.
const DEVICE_REMOVED: u32 = 404;

/// The refusal of a server that cannot store anything now, by the number of `docs/wire.md`.
const STORE_UNAVAILABLE: u32 = 103;

/// Refusals that say nothing about this device and pass by themselves, by the numbers of `docs/wire.md`.
fn passing(code: u32) -> Option<Outage> {
    match code {
        104 => Some(Outage::ServerStops),
        100..=199 | 500..=599 => Some(Outage::ServerBusy),
        _ => None,
    }
}

/// What a person should hear of first.
fn rank(state: &&LaneState) -> u8 {
    match state {
        LaneState::Connected => 0,
        LaneState::Connecting => 1,
        LaneState::Offline => 2,
        LaneState::Waiting(ConnectError::WrongFingerprint) => 6,
        LaneState::Waiting(_) => 3,
        LaneState::Refused(_) => 4,
        LaneState::Replaced => 5,
    }
}

#[cfg(test)]
mod tests {
    use pulse_client::RefusalInfo;

    use super::*;

    #[test]
    fn the_worse_lane_counts() {
        let refused = LaneState::Refused(RefusalInfo {
            code: 1,
            text: "not you".into(),
            retry_after_ms: 0,
        });
        let lost = LaneState::Waiting(ConnectError::Lost);
        let up = LaneState::Connected;
        assert_eq!(merge(&up, &up, true), ConnectionHealth::Connected);
        assert_eq!(merge(&up, &up, false), ConnectionHealth::Updating);
        let half = merge(&up, &LaneState::Connecting, true);
        assert_eq!(half, ConnectionHealth::Connecting);
        let waiting = ConnectionHealth::Waiting {
            reason: Outage::Lost(ConnectError::Lost),
            retry_at: None,
            is_trying: false,
        };
        assert_eq!(merge(&lost, &LaneState::Connecting, true), waiting);
        let text = ConnectionHealth::Refused {
            text: "not you".into(),
        };
        assert_eq!(merge(&lost, &refused, true), text);
        let replaced = merge(&LaneState::Replaced, &refused, true);
        assert_eq!(replaced, ConnectionHealth::Replaced);
        let key = LaneState::Waiting(ConnectError::WrongFingerprint);
        assert_eq!(merge(&key, &lost, true), ConnectionHealth::WrongServerKey);
        let offline = LaneState::Offline;
        assert_eq!(merge(&offline, &offline, true), ConnectionHealth::Offline);
    }

    #[test]
    fn a_server_that_stops_has_refused_nobody() {
        let refused = |code| {
            let state = LaneState::Refused(RefusalInfo {
                code,
                text: "the server is stopping".into(),
                retry_after_ms: 0,
            });
            merge(&state, &state, true)
        };
        let reason_of = |health| match health {
            ConnectionHealth::Waiting { reason, .. } => Some(reason),
            _ => None,
        };
        assert_eq!(reason_of(refused(104)), Some(Outage::ServerStops));
        assert_eq!(reason_of(refused(103)), Some(Outage::ServerBusy));
        assert_eq!(reason_of(refused(500)), Some(Outage::ServerBusy));
        for code in [303, 403] {
            assert!(matches!(refused(code), ConnectionHealth::Refused { .. }));
        }
    }

    /// A server that only says so proves nothing: the alarm comes with the list that the account's keys have signed.
    #[test]
    fn a_removal_that_the_server_claims_has_a_name_of_its_own() {
        let refused = |code| {
            LaneState::Refused(RefusalInfo {
                code,
                text: "the account does not list this device".into(),
                retry_after_ms: 0,
            })
        };
        let waits = LaneState::Waiting(ConnectError::Lost);
        for anonymous in [LaneState::Connected, waits] {
            let health = merge(&refused(404), &anonymous, true);
            assert_eq!(health, ConnectionHealth::Removed);
        }
        let other = merge(&refused(403), &LaneState::Connected, true);
        assert!(matches!(other, ConnectionHealth::Refused { .. }));
    }

    #[test]
    fn a_server_without_room_is_told_while_it_is_connected() {
        let connected = || ConnectionHealth::Connected;
        let (mailbox_full, store) = (102, 103);
        assert_eq!(
            with_refused(connected(), Some(store)),
            ConnectionHealth::ServerFull
        );
        for refused in [None, Some(mailbox_full)] {
            assert_eq!(with_refused(connected(), refused), connected());
        }
        let other = ConnectionHealth::Connecting;
        assert_eq!(with_refused(other.clone(), Some(store)), other);
    }

    #[test]
    fn after_a_failed_try_one_is_offline_until_one_succeeds() {
        let mut outage = None;
        let mut say = |health: ConnectionHealth| after(&mut outage, health);
        assert_eq!(
            say(ConnectionHealth::Connecting),
            ConnectionHealth::Connecting,
            "the first try"
        );
        let waiting = |is_trying| ConnectionHealth::Waiting {
            reason: Outage::Lost(ConnectError::NoAnswer),
            retry_at: None,
            is_trying,
        };
        assert_eq!(say(waiting(false)), waiting(false));
        assert_eq!(say(ConnectionHealth::Connecting), waiting(true));
        assert_eq!(say(ConnectionHealth::Connecting), waiting(true));
        assert_eq!(say(ConnectionHealth::Updating), ConnectionHealth::Updating);
        assert_eq!(
            say(ConnectionHealth::Connecting),
            ConnectionHealth::Connecting
        );
    }
}
