//! The bytes of a stored session (`docs/crypto.md`, "Session state").

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::keys::{FORMAT_V1, Suite};
use crate::limits::{PAST_CHAINS_MAX, SKIPPED_MAX};
use crate::ratchet::chain_key::ChainKey;
use crate::ratchet::chains::{ReceivingChain, Sending, SendingChain};
use crate::ratchet::message_key::KINDS;
use crate::ratchet::past_chains::{PastChain, PastChains};
use crate::ratchet::skipped_keys::{SkippedKey, SkippedKeys};
use crate::ratchet::{
    HeaderKey, RatchetError, RatchetKey, RatchetPublicKey, RootKey, Session, SessionId,
};
use crate::secret::Secret;

/// Flags byte: this side began the session.
const INITIATOR: u8 = 1;
/// Flags byte: something was decrypted.
const RECEIVED: u8 = 2;

const SENDING_WAITING: u8 = 0;
const SENDING_DUE: u8 = 1;
const SENDING_ACTIVE: u8 = 2;

/// The longest state without its skipped keys and past chains, and what each of those adds.
const FIXED_LEN_MAX: usize =
    1 + 2 + 1 + (1 + KINDS.len()) + 4 * 32 + 4 + (1 + 4 * 32 + 4) + (1 + 3 * 32 + 4 + 8) + 1;
const PAST_CHAIN_LEN: usize = 32 + 32 + 4 + 4 + 8;
const SKIPPED_KEY_LEN: usize = 4 + 4 + 32;

impl Session {
    /// The whole state, for the encrypted store. The buffer is wiped when dropped.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let current_skipped = self
            .receiving
            .as_ref()
            .map_or(0, |chain| chain.skipped.len());
        let capacity = FIXED_LEN_MAX
            + PAST_CHAIN_LEN * self.past.as_slice().len()
            + SKIPPED_KEY_LEN * (current_skipped + self.past.skipped_len());
        // All of it at once: a buffer that grows would leave unwiped copies behind.
        let mut out = Zeroizing::new(Vec::with_capacity(capacity));

        out.push(FORMAT_V1);
        out.extend_from_slice(&Suite::ONE.to_be_bytes());
        out.push(
            if self.is_initiator { INITIATOR } else { 0 }
                | if self.has_received { RECEIVED } else { 0 },
        );
        out.push(KINDS.len() as u8);
        out.extend(KINDS.map(|kind| kind as u8));
        out.extend_from_slice(self.id.as_bytes());
        out.extend_from_slice(self.root_key.as_secret().as_bytes());
        out.extend_from_slice(self.next_sending_header_key.as_secret().as_bytes());
        out.extend_from_slice(self.next_receiving_header_key.as_secret().as_bytes());
        put_u32(&mut out, self.previous_n);
        put_sending(&mut out, &self.sending);
        match &self.receiving {
            None => out.push(0),
            Some(chain) => {
                out.push(1);
                put_receiving(&mut out, chain);
            }
        }
        out.push(self.past.as_slice().len() as u8);
        for chain in self.past.as_slice() {
            put_past(&mut out, chain);
        }
        debug_assert!(out.len() <= capacity, "the buffer grew");
        out
    }

    /// The state that [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// [`RatchetError::UnknownFormat`] for another version's, [`RatchetError::Malformed`] for anything but a state.
    pub fn decode(bytes: &[u8]) -> Result<Self, RatchetError> {
        let mut reader = Reader(bytes);
        let [format, suite_high, suite_low] = reader.array()?;
        if format != FORMAT_V1 || [suite_high, suite_low] != Suite::ONE.to_be_bytes() {
            return Err(RatchetError::UnknownFormat);
        }
        let flags = reader.byte()?;
        if flags & !(INITIATOR | RECEIVED) != 0 {
            return Err(RatchetError::Malformed);
        }
        if usize::from(reader.byte()?) != KINDS.len()
            || reader.array()? != KINDS.map(|kind| kind as u8)
        {
            return Err(RatchetError::UnknownFormat);
        }
        let id = SessionId::from_bytes(reader.array()?);
        let root_key = RootKey::new(reader.secret()?);
        let next_sending_header_key = HeaderKey::new(reader.secret()?);
        let next_receiving_header_key = HeaderKey::new(reader.secret()?);
        let previous_n = reader.u32()?;
        let sending = take_sending(&mut reader)?;
        let receiving = match reader.byte()? {
            0 => None,
            1 => Some(take_receiving(&mut reader)?),
            _ => return Err(RatchetError::Malformed),
        };
        if receiving.is_none() && matches!(sending, Sending::Due) {
            return Err(RatchetError::Malformed); // a step is due only because something was received
        }
        let past = take_past_chains(&mut reader)?;
        let skipped =
            past.skipped_len() + receiving.as_ref().map_or(0, |chain| chain.skipped.len());
        if !reader.0.is_empty() || skipped > SKIPPED_MAX {
            return Err(RatchetError::Malformed);
        }
        Ok(Self {
            id,
            is_initiator: flags & INITIATOR != 0,
            has_received: flags & RECEIVED != 0,
            root_key,
            sending,
            next_sending_header_key,
            previous_n,
            receiving,
            next_receiving_header_key,
            past,
        })
    }
}

fn put_sending(out: &mut Vec<u8>, sending: &Sending) {
    match sending {
        Sending::Waiting(key) => {
            out.push(SENDING_WAITING);
            put_ratchet_key(out, key);
        }
        Sending::Due => out.push(SENDING_DUE),
        Sending::Active(chain) => {
            out.push(SENDING_ACTIVE);
            put_ratchet_key(out, &chain.ratchet_key);
            out.extend_from_slice(chain.header_key.as_secret().as_bytes());
            out.extend_from_slice(chain.chain_key.as_secret().as_bytes());
            put_u32(out, chain.n);
        }
    }
}

fn take_sending(reader: &mut Reader<'_>) -> Result<Sending, RatchetError> {
    Ok(match reader.byte()? {
        SENDING_WAITING => Sending::Waiting(take_ratchet_key(reader)?),
        SENDING_DUE => Sending::Due,
        SENDING_ACTIVE => Sending::Active(SendingChain {
            ratchet_key: take_ratchet_key(reader)?,
            header_key: HeaderKey::new(reader.secret()?),
            chain_key: ChainKey::new(reader.secret()?),
            n: reader.u32()?,
        }),
        _ => return Err(RatchetError::Malformed),
    })
}

fn put_ratchet_key(out: &mut Vec<u8>, key: &RatchetKey) {
    out.extend_from_slice(key.as_secret().as_bytes());
    out.extend_from_slice(key.public().as_bytes());
}

fn take_ratchet_key(reader: &mut Reader<'_>) -> Result<RatchetKey, RatchetError> {
    let secret = reader.secret()?;
    Ok(RatchetKey::from_parts(
        secret,
        RatchetPublicKey::from_bytes(reader.array()?),
    ))
}

fn put_receiving(out: &mut Vec<u8>, chain: &ReceivingChain) {
    out.extend_from_slice(chain.ratchet_key.as_bytes());
    out.extend_from_slice(chain.header_key.as_secret().as_bytes());
    out.extend_from_slice(chain.chain_key.as_secret().as_bytes());
    put_u32(out, chain.n);
    put_skipped(out, &chain.skipped);
}

fn take_receiving(reader: &mut Reader<'_>) -> Result<ReceivingChain, RatchetError> {
    let ratchet_key = RatchetPublicKey::from_bytes(reader.array()?);
    let header_key = HeaderKey::new(reader.secret()?);
    let chain_key = ChainKey::new(reader.secret()?);
    let n = reader.u32()?;
    let skipped = take_skipped(reader, n)?;
    Ok(ReceivingChain {
        ratchet_key,
        header_key,
        chain_key,
        n,
        skipped,
    })
}

fn put_past(out: &mut Vec<u8>, chain: &PastChain) {
    out.extend_from_slice(chain.ratchet_key.as_bytes());
    out.extend_from_slice(chain.header_key.as_secret().as_bytes());
    put_u32(out, chain.length);
    put_u32(out, chain.day);
    put_skipped(out, &chain.skipped);
}

fn take_past_chains(reader: &mut Reader<'_>) -> Result<PastChains, RatchetError> {
    let count = usize::from(reader.byte()?);
    if count > PAST_CHAINS_MAX {
        return Err(RatchetError::Malformed);
    }
    let mut chains = Vec::with_capacity(count);
    for _ in 0..count {
        let ratchet_key = RatchetPublicKey::from_bytes(reader.array()?);
        let header_key = HeaderKey::new(reader.secret()?);
        let length = reader.u32()?;
        let day = reader.u32()?;
        let skipped = take_skipped(reader, length)?;
        chains.push(PastChain {
            ratchet_key,
            header_key,
            length,
            day,
            skipped,
        });
    }
    Ok(PastChains::from_stored(chains))
}

fn put_skipped(out: &mut Vec<u8>, skipped: &SkippedKeys) {
    put_u32(out, skipped.dropped_below());
    put_u32(out, skipped.len() as u32);
    for (position, key) in skipped.iter() {
        put_u32(out, position);
        put_u32(out, key.day);
        out.extend_from_slice(key.secret.as_bytes());
    }
}

/// Skipped keys at ascending positions, all before `end`.
fn take_skipped(reader: &mut Reader<'_>, end: u32) -> Result<SkippedKeys, RatchetError> {
    let dropped_below = reader.u32()?;
    let count = reader.u32()? as usize;
    if dropped_below > end || count > SKIPPED_MAX {
        return Err(RatchetError::Malformed);
    }
    let mut keys = BTreeMap::new();
    for _ in 0..count {
        let position = reader.u32()?;
        let is_after = keys
            .last_key_value()
            .is_none_or(|(last, _)| *last < position);
        if !is_after || position >= end {
            return Err(RatchetError::Malformed);
        }
        let day = reader.u32()?;
        keys.insert(
            position,
            SkippedKey {
                day,
                secret: reader.secret()?,
            },
        );
    }
    Ok(SkippedKeys::from_stored(keys, dropped_below))
}

fn put_u32(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_be_bytes());
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], RatchetError> {
        let (array, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(RatchetError::Malformed)?;
        self.0 = rest;
        Ok(*array)
    }

    fn secret(&mut self) -> Result<Secret<32>, RatchetError> {
        self.array().map(Secret::from_bytes)
    }

    fn byte(&mut self) -> Result<u8, RatchetError> {
        self.array().map(|[byte]| byte)
    }

    fn u32(&mut self) -> Result<u32, RatchetError> {
        self.array().map(u32::from_be_bytes)
    }
}
