//! The key of stateless resets (RFC 9000, section 10.3), the same after every start.
//!
//! A server that was killed and started again knows no connection. With the old key it can say so in answer to the first packet
//! of each; with a new one its clients would wait for seconds of silence before they reconnect.

use std::time::Duration;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use pulse_crypto::hash;
use pulse_crypto::labels;
use quinn::crypto::{CryptoError, HmacKey};
use quinn::{ConnectionId, ConnectionIdGenerator};
use rand_core::Rng as _;
use zeroize::Zeroizing;

use crate::keys::ServerKey;

/// HMAC-SHA-256 under a key that is derived from the server's own: who knows a token can end that one connection, nothing else.
pub(crate) struct ResetKey(Zeroizing<[u8; 32]>);

impl ResetKey {
    pub(crate) fn of(key: &ServerKey) -> Self {
        let label = labels::STATELESS_RESET.as_bytes();
        Self(Zeroizing::new(hash::hmac_sha256(key.as_bytes(), &[label])))
    }
}

impl HmacKey for ResetKey {
    fn sign(&self, data: &[u8], signature_out: &mut [u8]) {
        let mac = hash::hmac_sha256(&self.0[..], &[data]);
        signature_out
            .iter_mut()
            .zip(mac)
            .for_each(|(to, from)| *to = from);
    }

    fn signature_len(&self) -> usize {
        32
    }

    fn verify(&self, data: &[u8], signature: &[u8]) -> Result<(), CryptoError> {
        let mac = hash::hmac_sha256(&self.0[..], &[data]);
        match hash::eq_constant_time(&mac, signature) {
            true => Ok(()),
            false => Err(CryptoError),
        }
    }
}

/// Random connection ids, without the mark that quinn gives them by default: that one changes with every start, and a packet
/// whose id has another is dropped without a reset.
pub(crate) struct RandomIds;

/// Bytes of an id: two connections meet by chance with a probability that nobody need think of.
const ID_LEN: usize = 8;

impl ConnectionIdGenerator for RandomIds {
    fn generate_cid(&mut self) -> ConnectionId {
        let mut id = [0; ID_LEN];
        UnwrapErr(SysRng).fill_bytes(&mut id);
        ConnectionId::new(&id)
    }

    fn cid_len(&self) -> usize {
        ID_LEN
    }

    fn cid_lifetime(&self) -> Option<Duration> {
        None
    }
}
