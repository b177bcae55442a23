//! The addresses of a name, tried one after the other until one answers (RFC 8305 in short).

use std::future::Future;
use std::net::SocketAddr;

use tokio::task::JoinSet;

use crate::limits::{ADDRESS_STAGGER, ADDRESSES_MAX};
use crate::transport::ConnectError;

/// The addresses of `host`, in the order in which to try them.
pub(super) async fn resolve(host: &str, port: u16) -> Result<Vec<SocketAddr>, ConnectError> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((bare, port))
        .await
        .map_err(|_| ConnectError::UnknownHost)?;
    let mut addresses: Vec<SocketAddr> = found.collect();
    // `localhost` usually means the address that every server on this machine listens on.
    addresses.sort_by_key(|address| address.ip().is_loopback() && address.is_ipv6());
    addresses.dedup();
    addresses.truncate(ADDRESSES_MAX);
    if addresses.is_empty() {
        Err(ConnectError::UnknownHost)
    } else {
        Ok(addresses)
    }
}

/// Starts an attempt for each address, each a little after the one before it or as soon as that one has failed; the first
/// that succeeds wins, the others are dropped. Fails with the error of the last.
pub(super) async fn race<T, F>(
    addresses: Vec<SocketAddr>,
    attempt: impl Fn(SocketAddr) -> F,
) -> Result<T, ConnectError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, ConnectError>> + Send + 'static,
{
    let mut waiting = addresses.into_iter();
    let mut running = JoinSet::new();
    let mut last = ConnectError::UnknownHost;
    loop {
        match waiting.next() {
            Some(address) => {
                running.spawn(attempt(address));
            }
            None if running.is_empty() => return Err(last),
            None => {}
        }
        let has_more = !waiting.as_slice().is_empty();
        tokio::select! {
            Some(ended) = running.join_next() => match ended {
                Ok(Ok(won)) => return Ok(won),
                Ok(Err(error)) => last = error,
                Err(_) => last = ConnectError::NoAnswer,
            },
            () = tokio::time::sleep(ADDRESS_STAGGER), if has_more => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(count: u16) -> Vec<SocketAddr> {
        (1..=count)
            .map(|port| ([127, 0, 0, 1], port).into())
            .collect()
    }

    #[tokio::test]
    async fn an_address_that_answers_wins_over_one_that_is_silent() {
        let won = race(addresses(2), |address| async move {
            if address.port() == 1 {
                std::future::pending::<()>().await;
            }
            Ok::<_, ConnectError>(address.port())
        });
        assert_eq!(won.await, Ok(2));
    }

    #[tokio::test]
    async fn when_all_fail_the_last_error_is_told() {
        let lost = race(addresses(3), |address| async move {
            let text = address.port().to_string();
            Err::<(), _>(ConnectError::Network(text))
        });
        assert_eq!(lost.await, Err(ConnectError::Network("3".into())));
    }

    #[tokio::test]
    async fn localhost_is_tried_on_ipv4_first() {
        let found = resolve("localhost", 7857).await.unwrap();
        assert!(found[0].is_ipv4(), "{found:?}");
        assert!(resolve("127.0.0.1", 1).await.is_ok());
        assert!(resolve("[::1]", 1).await.is_ok());
    }
}
