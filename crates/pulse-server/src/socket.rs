//! The UDP socket under all connections: quinn's own, with two things of ours around it.
//!
//! It lets a connection hand the kernel a few datagrams at once, not as many as the kernel takes: quinn keeps room for that many
//! in every connection for ever. And it counts datagrams that are nothing at all, which quinn drops without a word.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use metrics::Counter;
use quinn::udp::{RecvMeta, Transmit};
use quinn::{AsyncUdpSocket, UdpPoller};

use crate::limits;

/// Wraps `inner`; `garbage` counts what cannot be a packet.
pub(crate) fn wrap(inner: Arc<dyn AsyncUdpSocket>, garbage: Counter) -> Arc<dyn AsyncUdpSocket> {
    Arc::new(Socket { inner, garbage })
}

#[derive(Debug)]
struct Socket {
    inner: Arc<dyn AsyncUdpSocket>,
    garbage: Counter,
}

impl AsyncUdpSocket for Socket {
    fn create_io_poller(self: Arc<Self>) -> Pin<Box<dyn UdpPoller>> {
        Arc::clone(&self.inner).create_io_poller()
    }

    fn try_send(&self, transmit: &Transmit<'_>) -> io::Result<()> {
        self.inner.try_send(transmit)
    }

    fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        bufs: &mut [IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        let received = self.inner.poll_recv(cx, bufs, meta);
        if let Poll::Ready(Ok(count)) = &received {
            let garbage = bufs
                .iter()
                .zip(meta.iter())
                .take(*count)
                .map(|(buffer, meta)| garbage_in(buffer, meta))
                .sum();
            if garbage > 0 {
                self.garbage.increment(garbage);
            }
        }
        received
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }

    fn max_transmit_segments(&self) -> usize {
        self.inner
            .max_transmit_segments()
            .min(limits::SEGMENTS_PER_SEND)
    }

    fn max_receive_segments(&self) -> usize {
        self.inner.max_receive_segments()
    }

    fn may_fragment(&self) -> bool {
        self.inner.may_fragment()
    }
}

/// How many of the datagrams that the kernel put together are no packets.
fn garbage_in(buffer: &[u8], meta: &RecvMeta) -> u64 {
    let received = buffer.get(..meta.len).unwrap_or_default();
    let datagrams = received.chunks(meta.stride.max(1));
    datagrams
        .map(|datagram| u64::from(is_garbage(datagram)))
        .sum()
}

/// The fewest bytes of a QUIC packet: whatever is shorter is dropped at sight (RFC 9000, section 10.3).
const PACKET_BYTES_MIN: usize = 21;

/// The one version of QUIC that is spoken here.
pub(crate) const QUIC_VERSION: u32 = 1;

/// Whether a datagram cannot begin with a packet of ours: too short, or a long header of another version. Noise that looks like
/// a short header is not told from a packet of a connection that is over, here or in QUIC.
fn is_garbage(datagram: &[u8]) -> bool {
    let Some((first, rest)) = datagram.split_first() else {
        return true;
    };
    let is_long = first & 0x80 != 0;
    datagram.len() < PACKET_BYTES_MIN || (is_long && !rest.starts_with(&QUIC_VERSION.to_be_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_told_from_garbage() {
        let mut long = vec![0; 1_200];
        long[0] = 0xc3;
        assert!(is_garbage(&long), "version 0 is never sent by a client");
        long[4] = 1;
        assert!(!is_garbage(&long));
        let short = [0x43; PACKET_BYTES_MIN];
        assert!(!is_garbage(&short));
        assert!(is_garbage(&short[1..]));
        assert!(is_garbage(&[]));
    }

    #[test]
    fn each_of_several_datagrams_in_one_buffer_counts() {
        let mut buffer = vec![0x43; 100];
        buffer[25..30].copy_from_slice(&[0xff; 5]);
        let meta = RecvMeta {
            len: 60,
            stride: 25,
            ..RecvMeta::default()
        };
        // 25 bytes of a packet, 25 of another version, 10 that are too few.
        assert_eq!(garbage_in(&buffer, &meta), 2);
    }
}
