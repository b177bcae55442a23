//! Cuts a stream into frames.

use core::fmt;

use bytes::buf::Limit;
use bytes::{Buf, BufMut, Bytes, BytesMut};

use super::DecodeError;
use crate::limits::{FRAME_PREFIX_BYTES, READ_BYTES};

/// What has arrived of a stream and is no frame yet: never more than one frame and its prefix.
///
/// Put bytes in with [`extend`](Self::extend) or [`writable`](Self::writable), then take frames out with
/// [`next`](Self::next) until there is none. Memory grows with the bytes that arrive, not with what a prefix announces.
pub struct FrameBuffer {
    buffer: BytesMut,
    limit: usize,
}

impl FrameBuffer {
    /// A buffer for frames of at most `limit` bytes without their prefix.
    pub fn new(limit: usize) -> Self {
        Self {
            buffer: BytesMut::new(),
            limit,
        }
    }

    /// Allows larger or smaller frames from here on, as when a connection has said hello.
    pub const fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// How many bytes fit now. After [`next`](Self::next) has returned `Ok(None)` it is never 0.
    pub fn room(&self) -> usize {
        self.limit
            .saturating_add(FRAME_PREFIX_BYTES)
            .saturating_sub(self.buffer.len())
    }

    /// Takes as much as fits and returns the rest, to be put in when the frames have been taken out.
    #[must_use = "what did not fit is returned and would be lost"]
    pub fn extend<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let (taken, rest) = bytes.split_at(bytes.len().min(self.room()));
        self.buffer.extend_from_slice(taken);
        rest
    }

    /// A place to read into, as large as the room.
    pub fn writable(&mut self) -> Limit<&mut BytesMut> {
        let room = self.room();
        self.buffer.reserve(room.min(READ_BYTES));
        (&mut self.buffer).limit(room)
    }

    /// The next whole frame without its prefix, or nothing yet. After an error the stream cannot be followed any further.
    #[expect(
        clippy::should_implement_trait,
        reason = "not an iterator: it goes on after None"
    )]
    pub fn next(&mut self) -> Result<Option<Bytes>, DecodeError> {
        let Some(prefix) = self.buffer.first_chunk::<FRAME_PREFIX_BYTES>() else {
            self.shrink();
            return Ok(None);
        };
        let len = usize::try_from(u32::from_be_bytes(*prefix)).unwrap_or(usize::MAX);
        if len > self.limit {
            return Err(DecodeError::TooLarge);
        }
        if self.buffer.len() < FRAME_PREFIX_BYTES + len {
            return Ok(None);
        }
        self.buffer.advance(FRAME_PREFIX_BYTES);
        Ok(Some(self.buffer.split_to(len).freeze()))
    }

    /// An idle connection keeps no room: ten thousand that each received a frame must not keep ten thousand buffers.
    fn shrink(&mut self) {
        if self.buffer.is_empty() {
            self.buffer = BytesMut::new();
        }
    }
}

impl fmt::Debug for FrameBuffer {
    /// How much, not what: frames hold tokens, invites and proofs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameBuffer")
            .field("bytes", &self.buffer.len())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_frame() {
        let mut buffer = FrameBuffer::new(100);
        let _rest = buffer.extend(&[0xa5; 40]);
        let text = format!("{buffer:?}").to_lowercase();
        assert!(!text.contains("a5") && !text.contains("165"), "{text}");
    }

    fn framed(body: &[u8]) -> Vec<u8> {
        let mut bytes = (body.len() as u32).to_be_bytes().to_vec();
        bytes.extend_from_slice(body);
        bytes
    }

    #[test]
    fn frames_come_out_whole_however_they_came_in() {
        let stream = [framed(b"one"), framed(b""), framed(b"three")].concat();
        for chunk in 1..=stream.len() {
            let mut buffer = FrameBuffer::new(5);
            let mut frames = Vec::new();
            for mut rest in stream.chunks(chunk) {
                while !rest.is_empty() {
                    rest = buffer.extend(rest);
                    while let Some(frame) = buffer.next().unwrap() {
                        frames.push(frame);
                    }
                }
            }
            assert_eq!(frames, [&b"one"[..], b"", b"three"]);
        }
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_its_bytes_arrive() {
        let mut buffer = FrameBuffer::new(1000);
        assert!(buffer.extend(&1001_u32.to_be_bytes()).is_empty());
        assert_eq!(buffer.next(), Err(DecodeError::TooLarge));
    }

    #[test]
    fn it_never_holds_more_than_one_frame_and_its_prefix() {
        let mut buffer = FrameBuffer::new(10);
        let flood = [0xff; 100];
        assert_eq!(buffer.extend(&flood).len(), 86);
        assert_eq!(buffer.room(), 0);
        assert_eq!(buffer.extend(&flood).len(), 100);

        let mut buffer = FrameBuffer::new(10);
        let mut writable = buffer.writable();
        assert_eq!(writable.remaining_mut(), 14);
        writable.put_slice(&framed(b"0123456789"));
        assert_eq!(writable.remaining_mut(), 0);
        assert_eq!(buffer.next().unwrap().unwrap(), &b"0123456789"[..]);
        assert_eq!(buffer.next(), Ok(None));
        assert_eq!(buffer.room(), 14);
    }

    #[test]
    fn a_prefix_alone_claims_no_memory() {
        let mut buffer = FrameBuffer::new(256 * 1024);
        assert!(buffer.extend(&(256 * 1024_u32).to_be_bytes()).is_empty());
        assert_eq!(buffer.next(), Ok(None));
        assert!(buffer.buffer.capacity() <= READ_BYTES);
    }

    #[test]
    fn an_empty_buffer_gives_its_memory_back() {
        let mut buffer = FrameBuffer::new(256 * 1024);
        assert!(buffer.extend(&framed(&[7; 200_000])).is_empty());
        drop(buffer.next().unwrap());
        assert_eq!(buffer.next(), Ok(None));
        assert_eq!(buffer.buffer.capacity(), 0);
    }
}
