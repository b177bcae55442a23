//! A decoder never claims more memory than its limits allow, whatever a peer sends.

#![expect(
    unsafe_code,
    reason = "an allocator that counts can only be an unsafe trait's implementation; it passes every call on"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use bytes::Bytes;
use prost::Message;
use pulse_protocol::codec::{self, FrameBuffer};
use pulse_protocol::limits::FRAME_BYTES_MAX;
use pulse_protocol::wire;

/// Counts what the running thread holds, so that tests beside this one do not matter.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    // A thread that is ending has no counters any more; nothing is measured there.
    let _ = HELD.try_with(|held| {
        held.set(held.get() + bytes);
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(held.get())));
    });
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller keeps `alloc`'s contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller keeps `dealloc`'s contract.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes held at once while `run` ran, beyond what was held before.
fn peak_of<T>(run: impl FnOnce() -> T) -> usize {
    let before = HELD.get();
    PEAK.set(before);
    let result = run();
    let peak = PEAK.get() - before;
    drop(result);
    usize::try_from(peak).unwrap()
}

/// Keys are copied once, everything else is a slice of the frame; the lists of all frames together are under 64 KiB.
fn allowed(frame: &[u8]) -> usize {
    frame.len() + 64 * 1024
}

/// As many times `element` as a frame holds, in nested messages with these field numbers.
fn stuffed(path: &[u32], element: &[u8]) -> Vec<u8> {
    let mut bytes = element.repeat((FRAME_BYTES_MAX - 64) / element.len());
    for number in path.iter().rev() {
        let mut outer = Vec::new();
        prost::encoding::bytes::encode(*number, &bytes, &mut outer);
        bytes = outer;
    }
    [&[0x08, 1][..], &bytes].concat()
}

#[test]
fn frames_stuffed_with_empty_elements_claim_little() {
    // Two bytes each on the wire; a hundred each in memory, if anybody decoded them.
    let client = [
        ("prekeys", stuffed(&[7], &[0x0a, 0])),
        ("prekeys at registration", stuffed(&[5, 5], &[0x0a, 0])),
        ("envelopes", stuffed(&[14], &[0x22, 0])),
        ("stamps", stuffed(&[14], &[0x32, 0])),
        ("devices, packed", stuffed(&[13, 2], &[1])),
        ("devices, one by one", stuffed(&[13], &[0x10, 1])),
        ("root keys", stuffed(&[6, 1], &[0x22, 0])),
        ("registrations", stuffed(&[], &[0x2a, 0])),
        ("submissions", stuffed(&[], &[0x72, 0])),
        ("unknown fields", stuffed(&[], &[0xfa, 0x7f, 0])),
        ("groups", stuffed(&[], &[0x0b])),
    ];
    for (name, frame) in client {
        assert!(frame.len() > FRAME_BYTES_MAX - 100 && frame.len() <= FRAME_BYTES_MAX);
        let bytes = Bytes::from(frame.clone());
        let peak = peak_of(|| codec::decode_client(bytes));
        assert!(peak <= allowed(&[]), "{name}: {peak} bytes");
    }
    let server = [
        ("manifests", stuffed(&[12], &[0x0a, 0])),
        ("root keys", stuffed(&[12, 1], &[0x22, 0])),
        ("bundles", stuffed(&[13], &[0x0a, 0])),
        ("keys of a bundle", stuffed(&[13, 1], &[0x12, 0])),
        ("attached manifests", stuffed(&[15, 4], &[0x0a, 0])),
    ];
    for (name, frame) in server {
        let bytes = Bytes::from(frame);
        let peak = peak_of(|| codec::decode_server(bytes));
        assert!(peak <= allowed(&[]), "{name}: {peak} bytes");
    }
}

#[test]
fn without_the_walk_the_same_frame_would_claim_megabytes() {
    let frame = Bytes::from(stuffed(&[7], &[0x0a, 0]));
    let peak = peak_of(|| wire::ClientFrame::decode(frame));
    assert!(
        peak > 8 * 1024 * 1024,
        "{peak} bytes: this test shows nothing"
    );
}

#[test]
fn examples_and_mutations_stay_within_their_size() {
    let corpus = super::corpus::frames();
    let mut mutator = pulse_crypto::fuzz::Mutator::new(&corpus, 0);
    let mut inputs: Vec<Vec<u8>> = corpus.clone();
    inputs.extend((0..3_000).map(|_| mutator.next_input()));
    for input in inputs {
        let bytes = Bytes::from(input.clone());
        let peak = peak_of(|| {
            (
                codec::decode_client(bytes.clone()),
                codec::decode_server(bytes),
            )
        });
        assert!(
            peak <= 2 * allowed(&input),
            "{peak} bytes for {}",
            input.len()
        );
    }
}

#[test]
fn a_stream_is_buffered_for_one_frame_at_most() {
    let limit = 64 * 1024;
    // A frame that announces the most and never ends, in a flood.
    let mut flood = (limit as u32).to_be_bytes().to_vec();
    flood.resize(1024 * 1024, 7);
    let peak = peak_of(|| {
        let mut buffer = FrameBuffer::new(limit);
        let rest = buffer.extend(&flood);
        assert_eq!(flood.len() - rest.len(), limit + 4);
        buffer
    });
    assert!(peak <= 2 * limit, "{peak} bytes");

    let peak = peak_of(|| {
        let mut buffer = FrameBuffer::new(limit);
        assert!(buffer.extend(&flood[..4]).is_empty());
        assert_eq!(buffer.next(), Ok(None));
        buffer
    });
    assert!(
        peak <= 4 * 1024,
        "an announcement alone claimed {peak} bytes"
    );
}

#[test]
fn a_submission_is_decoded_with_a_handful_of_bytes() {
    let (_, body) = (super::examples::client().into_iter())
        .find(|(name, _)| *name == "submit_contact")
        .unwrap();
    let mut bytes = Vec::new();
    codec::encode_client(
        &pulse_protocol::ClientFrame { request: 1, body },
        &mut bytes,
    );
    let mut buffer = FrameBuffer::new(FRAME_BYTES_MAX);
    assert!(buffer.extend(&bytes).is_empty());
    let frame = buffer.next().unwrap().unwrap();
    let peak = peak_of(|| codec::decode_client(frame));
    assert!(peak <= 1024, "{peak} bytes");
}
