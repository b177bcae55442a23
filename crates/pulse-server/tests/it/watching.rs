//! What an operator reads, as a program reads it.

use pulse_protocol::Lane;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::house::House;

async fn get(house: &House, path: &str) -> String {
    let address = house.running.metrics_addr().unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn health_and_metrics_are_read_over_http() {
    let house = House::open().await;
    let _anyone = house.connect(Lane::Anonymous).await;
    let health = get(&house, "/health").await;
    assert!(health.starts_with("HTTP/1.1 200 "), "{health}");
    assert!(health.ends_with("ok\n"), "{health}");
    let metrics = get(&house, "/metrics").await;
    assert!(metrics.starts_with("HTTP/1.1 200 "), "{metrics}");
    assert!(
        metrics.contains("\npulse_connections_total 1\n"),
        "{metrics}"
    );
    let nothing = get(&house, "/").await;
    assert!(nothing.starts_with("HTTP/1.1 404 "), "{nothing}");
}
