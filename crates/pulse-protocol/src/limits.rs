//! Every bound of the wire, with its reason. Nothing a peer sends grows past these, and no frame that keeps them is larger
//! than [`FRAME_BYTES_MAX`].

/// Bytes of one frame after its length prefix. The largest useful frame is a full upload of prekeys (100 KEM keys of 1.7 KB,
/// 170 KB); twice 128 KiB leaves room and lets a connection cost no more than this in buffered input.
pub const FRAME_BYTES_MAX: usize = 256 * 1024;

/// Bytes of a frame before the peer has said hello: enough for the first frames many times over, little enough for a flood of
/// strangers.
pub const HELLO_FRAME_BYTES_MAX: usize = 4 * 1024;

/// Bytes of the length prefix: `u32`, big-endian.
pub const FRAME_PREFIX_BYTES: usize = 4;

/// Bytes of one sealed envelope: 64 KiB of padded content with the seal's, the ratchet's and a repeated handshake's overhead.
/// Larger things travel as attachments.
pub const SEALED_BYTES_MAX: usize = 68 * 1024;

/// Bytes of room to read into at once, where the reader brings none: a page, which most frames fit in.
pub const READ_BYTES: usize = 4 * 1024;

/// Sealed bytes of one `Submit`, all envelopes together: what a frame holds beside ids and framing.
pub const SEALED_BYTES_PER_SUBMIT_MAX: usize = FRAME_BYTES_MAX - 4 * 1024;

/// Devices of one account. A person has a handful; each one costs an envelope per message, a session and a prekey bundle, so
/// the number bounds what one message to a hostile account can cost.
pub const DEVICES_PER_ACCOUNT_MAX: usize = 16;

/// Envelopes of one `Submit`: one for each device of the recipient.
pub const ENVELOPES_PER_SUBMIT_MAX: usize = DEVICES_PER_ACCOUNT_MAX;

/// Root keys of one account: Ed25519 today, room for a post-quantum one and its successor.
pub const ROOT_KEYS_MAX: usize = 4;

/// Bytes of a manifest's body: all root keys and all devices take under 1.7 KB; the rest is room for fields of later
/// versions. A chain of bodies at this limit is cut into pieces, see [`MANIFEST_CHAIN_BYTES_MAX`].
pub const MANIFEST_BODY_BYTES_MAX: usize = 4 * 1024;

/// Manifests in one chain: an asker who fell further behind gets the chain in pieces, asking again from what it then holds.
pub const MANIFESTS_PER_CHAIN_MAX: usize = 64;

/// Bytes of all manifests of one chain, so that a chain fits a frame, also inside a refusal.
pub const MANIFEST_CHAIN_BYTES_MAX: usize = FRAME_BYTES_MAX - 8 * 1024;

/// One-time prekeys of each kind (X25519, ML-KEM) that a server keeps for a device: two weeks of a busy person's new contacts
/// between two connects, and 165 KB of disk at most.
pub const ONE_TIME_PREKEYS_MAX: usize = 100;

/// Prekeys of one upload: a full stock of both one-time kinds, the signed one and the last resort.
pub const PREKEYS_PER_UPLOAD_MAX: usize = 2 * ONE_TIME_PREKEYS_MAX + 2;

/// A device refills its stock when the server holds fewer than this of a kind: a quarter, so that a refill is rare and the
/// stock is not empty before the next connect.
pub const ONE_TIME_PREKEYS_LOW: usize = 25;

/// Bytes of an invite token: an id, an expiry and a MAC in base32 are under 100.
pub const INVITE_BYTES_MAX: usize = 256;

/// Bytes of a registration challenge, which is opaque to the client: time, difficulty, root key and a MAC are under 100.
pub const CHALLENGE_BYTES_MAX: usize = 256;

/// Bytes of the text of a refusal: two sentences for a person.
pub const REFUSAL_TEXT_BYTES_MAX: usize = 512;

/// Milliseconds a refusal may ask to wait. A day: a server can slow a client down, not silence it for good.
pub const RETRY_AFTER_MS_MAX: u32 = 24 * 60 * 60 * 1000;

/// Leading zero bits a server may ask for. 2^28 attempts take about half a minute on one core; a hostile server must not keep
/// a phone busy for hours.
pub const PROOF_OF_WORK_BITS_MAX: u8 = 28;

/// Characters of a link: the longest host name, two ids and their names are under 450.
pub const LINK_BYTES_MAX: usize = 1024;

/// Bytes of a host name in DNS.
pub const HOST_BYTES_MAX: usize = 253;

/// The port of a server whose link names none.
pub const PORT_DEFAULT: u16 = 7857;

/// The most bytes one envelope may have when all `devices` of a recipient get one of that size in one `Submit`.
///
/// Up to 3 devices get [`SEALED_BYTES_MAX`]; 16 get 15.75 KiB each. Content that stays below that fits every account.
pub const fn sealed_bytes_max(devices: usize) -> usize {
    let share = match SEALED_BYTES_PER_SUBMIT_MAX.checked_div(devices) {
        Some(share) => share,
        None => SEALED_BYTES_MAX,
    };
    if share < SEALED_BYTES_MAX {
        share
    } else {
        SEALED_BYTES_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_device_gets_its_share_of_a_submit() {
        assert_eq!(sealed_bytes_max(0), SEALED_BYTES_MAX);
        assert_eq!(sealed_bytes_max(1), SEALED_BYTES_MAX);
        assert_eq!(sealed_bytes_max(3), SEALED_BYTES_MAX);
        assert_eq!(sealed_bytes_max(16), 16_128);
        for devices in 1..=ENVELOPES_PER_SUBMIT_MAX {
            assert!(devices * sealed_bytes_max(devices) <= SEALED_BYTES_PER_SUBMIT_MAX);
        }
    }
}
