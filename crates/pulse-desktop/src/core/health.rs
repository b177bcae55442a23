//! Two lanes and a mailbox, as one word about the connection.

use pulse_client::transport::ConnectError;
use pulse_client::{LaneState, Status};

use crate::ConnectionHealth;

/// How the connection is. The worse lane counts: with one of them alone, messages go in one direction only.
pub(super) fn of(status: &Status, is_caught_up: bool) -> ConnectionHealth {
    let mut health = merge(&status.identified, &status.anonymous, is_caught_up);
    if let ConnectionHealth::Waiting { retry_at, .. } = &mut health {
        *retry_at = status.retry_at;
    }
    health
}

fn merge(identified: &LaneState, anonymous: &LaneState, is_caught_up: bool) -> ConnectionHealth {
    let worse = [identified, anonymous].into_iter().max_by_key(rank);
    match worse {
        Some(LaneState::Waiting(ConnectError::WrongFingerprint)) => {
            ConnectionHealth::WrongServerKey
        }
        Some(LaneState::Waiting(error)) => ConnectionHealth::Waiting {
            reason: error.clone(),
            retry_at: None,
        },
        Some(LaneState::Refused(refusal)) => ConnectionHealth::Refused {
            text: refusal.text.clone(),
        },
        Some(LaneState::Replaced) => ConnectionHealth::Replaced,
        Some(LaneState::Connecting) => ConnectionHealth::Connecting,
        Some(LaneState::Connected) if is_caught_up => ConnectionHealth::Connected,
        Some(LaneState::Connected) => ConnectionHealth::Updating,
        Some(LaneState::Offline) | None => ConnectionHealth::Offline,
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
            reason: ConnectError::Lost,
            retry_at: None,
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
}
