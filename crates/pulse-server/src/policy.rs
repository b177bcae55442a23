//! Who may register, and what a stranger pays.
//!
//! A challenge is time (ms, 8 bytes) ‖ difficulty (1) ‖ random (16) ‖ MAC (16) over these and the root key, so the server
//! remembers none of them; the store remembers the used ones for as long as they would be good.

use bytes::Bytes;
use parking_lot::Mutex;
use pulse_crypto::hash;
use pulse_crypto::labels;
use pulse_protocol::frame::Stamp;
use pulse_protocol::proof_of_work::{self, Puzzle};
use pulse_protocol::{
    AccountId, CryptoRng, Refusal, RefusalCode, RegistrationPolicy, RootPublicKey, Timestamp,
};
use zeroize::Zeroizing;

use crate::invite::{self, InviteError};
use crate::limits;
use crate::mailboxes::UsedKey;
use crate::refusals::refuse;

const BODY_BYTES: usize = 8 + 1 + 16;
const MAC_BYTES: usize = 16;

/// The server's rules for newcomers and strangers.
pub struct Policy {
    registration: RegistrationPolicy,
    difficulty: u8,
    stamp_difficulty: u8,
    key: Zeroizing<[u8; 32]>,
    recent: Mutex<Recent>,
}

/// Registrations of the last minutes, decaying.
struct Recent {
    count: f64,
    at: Timestamp,
}

impl Policy {
    /// `key` is the server's MAC key; difficulties are leading zero bits.
    pub fn new(
        registration: RegistrationPolicy,
        difficulty: u8,
        stamp_difficulty: u8,
        key: [u8; 32],
    ) -> Self {
        Self {
            registration,
            difficulty,
            stamp_difficulty,
            key: Zeroizing::new(key),
            recent: Mutex::new(Recent {
                count: 0.0,
                at: Timestamp::default(),
            }),
        }
    }

    /// Who may register.
    pub fn registration(&self) -> RegistrationPolicy {
        self.registration
    }

    /// What strangers' stamps must be worth.
    pub fn stamp_difficulty(&self) -> u8 {
        self.stamp_difficulty
    }

    /// What a registration costs now: a bit more for each doubling of the registrations of the last ten minutes, so that new
    /// accounts get dear before old ones suffer.
    pub fn difficulty(&self, now: Timestamp) -> u8 {
        let count = self.recent.lock().decayed(now);
        let calm = f64::from(limits::REGISTRATIONS_CALM);
        let bits = (count / calm).max(1.0).log2().ceil();
        let most = f64::from(limits::DIFFICULTY_LOAD_BITS_MAX);
        self.difficulty.saturating_add(bits.min(most) as u8)
    }

    /// Counts a registration into the load.
    pub fn registered(&self, now: Timestamp) {
        let mut recent = self.recent.lock();
        recent.count = recent.decayed(now) + 1.0;
        recent.at = now;
    }

    /// A challenge for an account with this root key, and its difficulty.
    pub fn challenge(
        &self,
        root_key: &RootPublicKey,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> (Bytes, u8) {
        let difficulty = self.difficulty(now);
        let mut challenge = Vec::with_capacity(BODY_BYTES + MAC_BYTES);
        challenge.extend_from_slice(&now.as_millis().to_be_bytes());
        challenge.push(difficulty);
        let mut random = [0; 16];
        rng.fill_bytes(&mut random);
        challenge.extend_from_slice(&random);
        let mac = self.mac(&challenge, root_key);
        challenge.extend_from_slice(&mac);
        (Bytes::from(challenge), difficulty)
    }

    /// Checks a challenge of ours and its solution; says what to remember once it is used.
    pub fn check_challenge(
        &self,
        challenge: &[u8],
        nonce: u64,
        root_key: &RootPublicKey,
        now: Timestamp,
    ) -> Result<UsedKey, Refusal> {
        let forged = || {
            refuse(
                RefusalCode::BadProofOfWork,
                "not a challenge of this server",
            )
        };
        let (body, mac) = challenge
            .split_first_chunk::<BODY_BYTES>()
            .ok_or_else(forged)?;
        if !hash::eq_constant_time(mac, &self.mac(body, root_key)) {
            return Err(forged());
        }
        let [time @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = body;
        let made = Timestamp::from_millis(u64::from_be_bytes(*time));
        let is_young = made.plus(limits::CHALLENGE_LIFETIME) >= now && made <= now;
        if !is_young {
            return Err(refuse(
                RefusalCode::ChallengeExpired,
                "the challenge has expired: ask for another",
            ));
        }
        let [_, _, _, _, _, _, _, _, difficulty, ..] = *body;
        if !proof_of_work::check(&Puzzle::for_registration(challenge, difficulty), nonce) {
            return Err(refuse(
                RefusalCode::BadProofOfWork,
                "the proof of work does not solve the challenge",
            ));
        }
        Ok(UsedKey {
            key: short(&hash::labelled(labels::USED_CHALLENGE, &[challenge])),
            until: made.plus(limits::CHALLENGE_LIFETIME).day(),
        })
    }

    /// Checks an invite of ours.
    pub fn check_invite(&self, invite: Option<&str>, now: Timestamp) -> Result<UsedKey, Refusal> {
        let invite = invite
            .ok_or_else(|| refuse(RefusalCode::BadInvite, "this server asks for an invite"))?;
        invite::check(&self.key, invite, now.day()).map_err(|error| match error {
            InviteError::Bad => refuse(RefusalCode::BadInvite, "not an invite of this server"),
            InviteError::Expired => refuse(RefusalCode::InviteExpired, "the invite has expired"),
        })
    }

    /// Checks a stranger's stamp for a recipient.
    pub fn check_stamp(
        &self,
        stamp: &Stamp,
        recipient: &AccountId,
        now: Timestamp,
    ) -> Result<UsedKey, Refusal> {
        let today = now.day().get();
        let is_near = stamp.day.get().abs_diff(today) <= limits::STAMP_DAYS_APART_MAX;
        if !is_near || stamp.difficulty < self.stamp_difficulty {
            return Err(refuse(
                RefusalCode::StampStale,
                "the stamp is too old or too cheap: make another",
            ));
        }
        let puzzle = Puzzle::for_stamp(recipient, stamp.day, &stamp.request_id, stamp.difficulty);
        if !proof_of_work::check(&puzzle, stamp.nonce) {
            return Err(refuse(
                RefusalCode::BadStamp,
                "the stamp is not worth its difficulty",
            ));
        }
        let digest = hash::labelled(labels::STAMP, &[recipient.as_bytes(), &stamp.request_id]);
        Ok(UsedKey {
            key: short(&digest),
            until: stamp.day.plus(limits::STAMP_DAYS_APART_MAX),
        })
    }

    fn mac(&self, body: &[u8], root_key: &RootPublicKey) -> [u8; MAC_BYTES] {
        let label = labels::CHALLENGE.as_bytes();
        short(&hash::hmac_sha256(
            &self.key[..],
            &[label, body, root_key.as_bytes()],
        ))
    }
}

impl Recent {
    /// Registrations of about the last ten minutes: halves every five.
    fn decayed(&self, now: Timestamp) -> f64 {
        let minutes = now.saturating_since(self.at).as_secs_f64() / 60.0;
        self.count * (-minutes / 5.0).exp2()
    }
}

fn short(digest: &[u8; 32]) -> [u8; 16] {
    let [short @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = *digest;
    short
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;
    use std::time::Duration;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn root(seed: u8) -> RootPublicKey {
        use pulse_crypto::{keys::RootKey, secret::Secret};
        RootKey::from_seed(Secret::from_bytes([seed; 32])).public()
    }

    fn policy() -> Policy {
        Policy::new(RegistrationPolicy::Open, 4, 4, [3; 32])
    }

    fn solve(challenge: &[u8], difficulty: u8) -> u64 {
        let puzzle = Puzzle::for_registration(challenge, difficulty);
        proof_of_work::search(&puzzle, 0, u64::MAX).unwrap()
    }

    #[test]
    fn a_solved_challenge_is_good_for_ten_minutes_and_one_key() {
        let policy = policy();
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (challenge, difficulty) = policy.challenge(&root(1), NOW, &mut rng);
        let nonce = solve(&challenge, difficulty);
        let code = |key: &RootPublicKey, now| {
            let checked = policy.check_challenge(&challenge, nonce, key, now);
            checked.map(|_| ()).map_err(|refusal| refusal.code)
        };
        assert_eq!(code(&root(1), NOW), Ok(()));
        assert_eq!(code(&root(2), NOW), Err(RefusalCode::BadProofOfWork));
        let late = NOW.plus(limits::CHALLENGE_LIFETIME + Duration::from_millis(1));
        assert_eq!(code(&root(1), late), Err(RefusalCode::ChallengeExpired));

        let mut cheaper = challenge.to_vec();
        cheaper[8] = 0;
        let forged = policy.check_challenge(&cheaper, 0, &root(1), NOW);
        assert_eq!(forged.unwrap_err().code, RefusalCode::BadProofOfWork);
    }

    #[test]
    fn load_makes_registration_dearer_and_calm_cheaper_again() {
        let policy = policy();
        assert_eq!(policy.difficulty(NOW), 4);
        for _ in 0..limits::REGISTRATIONS_CALM * 4 {
            policy.registered(NOW);
        }
        assert_eq!(policy.difficulty(NOW), 6);
        assert_eq!(policy.difficulty(NOW.plus(Duration::from_secs(3_600))), 4);
    }

    #[test]
    fn a_stamp_is_for_one_recipient_and_about_today() {
        let policy = policy();
        let account = AccountId::from_bytes([1; 32]);
        let mut stamp = Stamp {
            day: NOW.day(),
            request_id: [5; 16],
            nonce: 0,
            difficulty: 4,
        };
        let puzzle = Puzzle::for_stamp(&account, stamp.day, &stamp.request_id, 4);
        stamp.nonce = proof_of_work::search(&puzzle, 0, u64::MAX).unwrap();
        assert!(policy.check_stamp(&stamp, &account, NOW).is_ok());
        let day = Duration::from_secs(86_400);
        assert!(policy.check_stamp(&stamp, &account, NOW.plus(day)).is_ok());
        let stale = policy.check_stamp(&stamp, &account, NOW.plus(2 * day));
        assert_eq!(stale.unwrap_err().code, RefusalCode::StampStale);
        let refused = (2..40).filter(|byte| {
            let other = AccountId::from_bytes([*byte; 32]);
            policy.check_stamp(&stamp, &other, NOW).is_err()
        });
        assert!(
            refused.count() > 25,
            "a stamp for one recipient must not be one for most"
        );
        stamp.difficulty = 3;
        let cheap = policy.check_stamp(&stamp, &account, NOW);
        assert_eq!(cheap.unwrap_err().code, RefusalCode::StampStale);
    }
}
