//! How a server stops.

use std::time::Instant;

use pulse_protocol::{Lane, RefusalCode};
use pulse_server::limits;
use quinn::ConnectionError;

use super::house::House;

/// The attack: a peer that opens connections and says nothing on them.
#[tokio::test]
async fn a_silent_peer_does_not_delay_a_stop() {
    let house = House::open().await;
    let silent = house.dial().await;
    // Whoever comes later is served by now, so the silent one has its seat.
    let _polite = house.connect(Lane::Anonymous).await;
    let started = Instant::now();
    house.running.shutdown().await;
    assert!(started.elapsed() < limits::SHUTDOWN_TIMEOUT);
    let ConnectionError::ApplicationClosed(close) = silent.quic.closed().await else {
        panic!("it was not told");
    };
    let code = RefusalCode::ShuttingDown.number();
    assert_eq!(close.error_code, quinn::VarInt::from_u32(code));
}
