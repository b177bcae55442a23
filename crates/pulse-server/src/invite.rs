//! Invites: tokens under the server's MAC. Whoever has the key makes them, a running server or not; the store remembers
//! which were used.
//!
//! A token is base32 of id (12 random bytes) ‖ last day (u32, big-endian) ‖ MAC (16 bytes).

use data_encoding::BASE32_NOPAD;
use pulse_crypto::hash;
use pulse_crypto::labels;
use pulse_protocol::{CryptoRng, Day};

use crate::mailboxes::UsedKey;

const ID_BYTES: usize = 12;
const BODY_BYTES: usize = ID_BYTES + 4;
const MAC_BYTES: usize = 16;

/// Why an invite is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteError {
    /// Not one of ours.
    Bad,
    /// Its last day is over.
    Expired,
}

/// A new invite, good through a day.
pub fn make(key: &[u8; 32], last: Day, rng: &mut dyn CryptoRng) -> String {
    let mut token = [0; BODY_BYTES + MAC_BYTES];
    let (body, mac) = token.split_at_mut(BODY_BYTES);
    let (id, day) = body.split_at_mut(ID_BYTES);
    rng.fill_bytes(id);
    day.copy_from_slice(&last.to_be_bytes());
    mac.copy_from_slice(&mac_of(key, body));
    BASE32_NOPAD.encode(&token).to_ascii_lowercase()
}

/// Checks an invite and says what to remember once it is used.
pub fn check(key: &[u8; 32], text: &str, today: Day) -> Result<UsedKey, InviteError> {
    let token = BASE32_NOPAD
        .decode(text.trim().to_ascii_uppercase().as_bytes())
        .map_err(|_| InviteError::Bad)?;
    let (body, mac) = token
        .split_first_chunk::<BODY_BYTES>()
        .ok_or(InviteError::Bad)?;
    if !hash::eq_constant_time(mac, &mac_of(key, body)) {
        return Err(InviteError::Bad);
    }
    let day = body.last_chunk::<4>().ok_or(InviteError::Bad)?;
    let until = Day(u32::from_be_bytes(*day));
    if until < today {
        return Err(InviteError::Expired);
    }
    let digest = hash::labelled(labels::USED_INVITE, &[body]);
    let (id, _) = digest.split_first_chunk::<16>().ok_or(InviteError::Bad)?;
    Ok(UsedKey { key: *id, until })
}

fn mac_of(key: &[u8; 32], body: &[u8]) -> [u8; MAC_BYTES] {
    let mac = hash::hmac_sha256(key, &[labels::INVITE.as_bytes(), body]);
    let mut short = [0; MAC_BYTES];
    short.copy_from_slice(&mac[..MAC_BYTES]);
    short
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    #[test]
    fn an_invite_is_good_through_its_last_day() {
        let key = [7; 32];
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let token = make(&key, Day(100), &mut rng);
        let used = check(&key, &token, Day(100)).unwrap();
        assert_eq!(used.until, Day(100));
        assert_eq!(check(&key, &token, Day(101)), Err(InviteError::Expired));
        assert_ne!(make(&key, Day(100), &mut rng), token);
    }

    #[test]
    fn nobody_else_makes_or_prolongs_one() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let token = make(&[7; 32], Day(100), &mut rng);
        assert_eq!(check(&[8; 32], &token, Day(1)), Err(InviteError::Bad));
        for at in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'a' { b'b' } else { b'a' };
            let forged = String::from_utf8(forged).unwrap();
            let forged = check(&[7; 32], &forged, Day(1));
            assert_eq!(forged, Err(InviteError::Bad), "character {at}");
        }
        for garbage in ["", "a", "not an invite", &token[1..]] {
            assert_eq!(check(&[7; 32], garbage, Day(1)), Err(InviteError::Bad));
        }
    }
}
