//! One pair's window: which messages are on their way, and the frame they are made from.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Instant;

use bytes::Bytes;
use pulse_protocol::frame::{Deliver, Envelope, Permission, Submit};
use pulse_protocol::{
    AccountId, ClientBody, ClientFrame, DeliveryToken, DeviceId, EnvelopeId, ManifestPosition,
    codec,
};
use rand_chacha::ChaCha20Rng;
use rand_core::Rng;

use super::account::Account;
use super::traffic::{Free, Shared};

/// Request numbers begin here, so that all of them take five bytes and fit the template.
const FIRST_REQUEST: u64 = 1 << 28;

/// Where the request's number is in a frame: after the length (4 bytes) and the field's tag.
const REQUEST_AT: usize = 5;

/// One sender and one recipient with their messages on the way.
pub(super) struct Pair {
    shared: Rc<Shared>,
    pub(super) free: Free,
    window: RefCell<Window>,
}

struct Window {
    slots: Vec<Slot>,
    free: Vec<usize>,
    /// Requests in the order of submission; they are nearly always accepted in it.
    requests: VecDeque<(u64, usize)>,
}

#[derive(Clone)]
struct Slot {
    id: EnvelopeId,
    submitted: Instant,
    counts: bool,
    accepted: bool,
    delivered: bool,
}

impl Pair {
    pub(super) fn new(shared: Rc<Shared>, in_flight: usize) -> Pair {
        let slot = Slot {
            id: EnvelopeId::from_bytes([0; 16]),
            submitted: Instant::now(),
            counts: false,
            accepted: true,
            delivered: true,
        };
        let window = Window {
            slots: vec![slot; in_flight],
            free: (0..in_flight).collect(),
            requests: VecDeque::with_capacity(in_flight),
        };
        Pair {
            shared,
            free: Free::new(),
            window: RefCell::new(window),
        }
    }

    pub(super) fn in_flight(&self) -> usize {
        let window = self.window.borrow();
        window.slots.len() - window.free.len()
    }

    /// Appends a submission for each free slot.
    pub(super) fn fill(&self, template: &mut Template, bytes: &mut Vec<u8>) {
        if self.shared.ending.get() {
            return;
        }
        let window = &mut *self.window.borrow_mut();
        bytes.reserve(window.free.len() * template.frame.len());
        let now = Instant::now();
        for index in window.free.drain(..) {
            let (request, id) = template.append(index, bytes);
            if let Some(slot) = window.slots.get_mut(index) {
                let counts = self.shared.measuring.get();
                *slot = Slot {
                    id,
                    submitted: now,
                    counts,
                    accepted: false,
                    delivered: false,
                };
            }
            window.requests.push_back((request, index));
        }
    }

    pub(super) fn accepted(&self, request: u64, now: Instant) {
        let window = &mut *self.window.borrow_mut();
        let place = window
            .requests
            .iter()
            .position(|(waiting, _)| *waiting == request);
        let Some((_, index)) = place.and_then(|place| window.requests.remove(place)) else {
            return;
        };
        let Some(slot) = window.slots.get_mut(index) else {
            return;
        };
        slot.accepted = true;
        if slot.counts {
            let took = now.duration_since(slot.submitted);
            self.shared.tally.borrow_mut().accepted.record(took);
        }
        self.finish(window, index);
    }

    pub(super) fn delivered(&self, deliver: &Deliver, now: Instant) {
        let window = &mut *self.window.borrow_mut();
        let index = usize::from(slot_of(&deliver.id));
        let slot = window
            .slots
            .get_mut(index)
            .filter(|slot| slot.id == deliver.id);
        let Some(slot) = slot.filter(|slot| !slot.delivered) else {
            self.shared.tally.borrow_mut().duplicates += 1;
            return;
        };
        slot.delivered = true;
        if slot.counts {
            let took = now.duration_since(slot.submitted);
            self.shared.tally.borrow_mut().delivered.record(took);
        }
        self.finish(window, index);
    }

    /// Wakes the submitting task when it has something to do.
    pub(super) fn wake(&self) {
        if !self.window.borrow().free.is_empty() {
            self.free.notify_one();
        }
    }

    fn finish(&self, window: &mut Window, index: usize) {
        if window
            .slots
            .get(index)
            .is_some_and(|slot| slot.accepted && slot.delivered)
        {
            window.free.push(index);
            self.shared.arrived.notify_one();
            // Counted when it ends within the measurement, so that the rate is the steady one.
            if self.shared.measuring.get() {
                self.shared.tally.borrow_mut().messages += 1;
            }
        }
    }
}

/// A submission encoded once; request number, envelope id and the beginning of the sealed bytes are patched in.
pub(super) struct Template {
    frame: Vec<u8>,
    id_at: usize,
    sealed_at: usize,
    request: u64,
    rng: ChaCha20Rng,
}

impl Template {
    pub(super) fn new(recipient: &Account, size: usize, rng: &mut ChaCha20Rng) -> Template {
        Template::to(
            recipient.id,
            recipient.device,
            recipient.token.clone(),
            size,
            rng,
        )
    }

    fn to(
        recipient: AccountId,
        device: DeviceId,
        token: DeliveryToken,
        size: usize,
        rng: &mut ChaCha20Rng,
    ) -> Template {
        let mut sealed = vec![0; size.max(16)];
        rng.fill_bytes(&mut sealed);
        let id = EnvelopeId::random(rng);
        let submit = Submit {
            recipient,
            position: ManifestPosition::FIRST,
            envelopes: vec![Envelope {
                device,
                id,
                sealed: Bytes::from(sealed.clone()),
            }],
            permission: Permission::DeliveryToken(token),
        };
        let mut frame = Vec::new();
        let body = ClientBody::Submit(submit);
        codec::encode_client(
            &ClientFrame {
                request: FIRST_REQUEST,
                body,
            },
            &mut frame,
        );
        let id_at = find(&frame, id.as_bytes());
        let sealed_at = find(&frame, &sealed);
        Template {
            frame,
            id_at,
            sealed_at,
            request: FIRST_REQUEST,
            rng: rng.clone(),
        }
    }

    /// Appends the next submission, whose envelope id names the slot in its first two bytes.
    fn append(&mut self, slot: usize, bytes: &mut Vec<u8>) -> (u64, EnvelopeId) {
        self.request += 1;
        let mut id = [0; 16];
        self.rng.fill_bytes(&mut id);
        let [first, second, ..] = &mut id;
        [*first, *second] = (slot as u16).to_be_bytes();
        patch(&mut self.frame, REQUEST_AT, &varint(self.request));
        patch(&mut self.frame, self.id_at, &id);
        patch(&mut self.frame, self.sealed_at, &id);
        bytes.extend_from_slice(&self.frame);
        (self.request, EnvelopeId::from_bytes(id))
    }
}

fn slot_of(id: &EnvelopeId) -> u16 {
    let [first, second, ..] = id.as_bytes();
    u16::from_be_bytes([*first, *second])
}

/// Five bytes for every number from 2^28 to 2^35.
fn varint(number: u64) -> [u8; 5] {
    let bits = |shift: u32| (number >> shift) as u8 & 0x7f;
    [
        bits(0) | 0x80,
        bits(7) | 0x80,
        bits(14) | 0x80,
        bits(21) | 0x80,
        bits(28),
    ]
}

fn patch(frame: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = frame.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

/// Random bytes of 16 and more are in a frame once.
fn find(frame: &[u8], bytes: &[u8]) -> usize {
    frame
        .windows(bytes.len())
        .position(|window| window == bytes)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use pulse_protocol::codec::FrameBuffer;
    use pulse_protocol::limits::FRAME_BYTES_MAX;
    use rand_core::SeedableRng;

    use super::*;

    #[test]
    fn every_patched_frame_is_a_submission_of_its_own() {
        let account = AccountId::from_bytes([7; 32]);
        let token = DeliveryToken::from_bytes([8; 16]);
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let mut template = Template::to(account, DeviceId::new(3), token, 600, &mut rng);
        let mut bytes = Vec::new();
        let sent = [
            template.append(5, &mut bytes),
            template.append(300, &mut bytes),
        ];

        let mut buffer = FrameBuffer::new(FRAME_BYTES_MAX);
        assert!(buffer.extend(&bytes).is_empty());
        let mut sealed = Vec::new();
        for ((request, id), slot) in sent.into_iter().zip([5, 300]) {
            let frame = codec::decode_client(buffer.next().unwrap().unwrap()).unwrap();
            assert_eq!(frame.request, request);
            let ClientBody::Submit(submit) = frame.body else {
                panic!("not a submission")
            };
            assert_eq!(submit.recipient, account);
            assert_eq!(submit.envelopes[0].id, id);
            assert_eq!(slot_of(&id), slot);
            assert_eq!(submit.envelopes[0].sealed.len(), 600);
            sealed.push(submit.envelopes[0].sealed.clone());
        }
        assert_ne!(sealed[0], sealed[1]);
    }
}
