//! Every bound this crate enforces, each with its reason.

use crate::primitives::aes_256_gcm::TAG_LEN;

/// Smallest padded plaintext, in bytes: receipts, typing and short text all have this one size.
pub const PADDED_LEN_MIN: usize = 256;

/// Rounds of SHA-512 in a safety number: makes the search for an account whose 30 digits equal another's 5,200 times dearer
/// and still takes a few milliseconds, once per contact.
pub const SAFETY_NUMBER_ROUNDS: u32 = 5_200;

/// Largest memory of a vault, as log2 of KiB (256 MiB): a file with forged parameters cannot exhaust a phone.
pub const VAULT_MEMORY_LOG2_MAX: u8 = 18;
/// Smallest memory of a vault, as log2 of KiB: Argon2 needs 8 KiB per lane.
pub const VAULT_MEMORY_LOG2_MIN: u8 = 5;
/// Most passes of a vault: with the memory above, seconds and not minutes.
pub const VAULT_PASSES_MAX: u8 = 16;
/// Most lanes of a vault, what the smallest memory allows.
pub const VAULT_LANES_MAX: u8 = 4;

/// Content bytes of an attachment chunk: large enough that tags and nonces cost nothing, small enough that a phone can hold
/// several at once.
pub const ATTACHMENT_CHUNK_LEN: usize = 64 * 1024;
/// Largest attachment in content bytes (16 GiB): far below the 2^32 chunks the nonce can count, and more than a phone holds
/// in one file.
pub const ATTACHMENT_BYTES_MAX: u64 = 16 * 1024 * 1024 * 1024;
/// How many root keys an account may list. Suite 1 has one; the second place is for a post-quantum key, the rest is air.
pub const ROOT_KEYS_MAX: usize = 4;

/// How many days ahead of ours a prekey's day may be: both clocks may be wrong, and days turn at different hours. More would let
/// whoever holds a device's key once sign a day that no later key of that device passes.
pub const PREKEY_DAYS_AHEAD_MAX: u32 = 2;

/// How many messages may be missing in a chain before one that is accepted (Double Ratchet, `MAX_SKIP`): bounds the work that a
/// single message can cause to a thousand chain steps, about a third of a millisecond, for each chain it touches.
pub const SKIPPED_PER_JUMP_MAX: u32 = 1_000;

/// How many keys of missing messages a session keeps in all: 80 kB of state. The oldest go first.
pub const SKIPPED_MAX: usize = 2_000;

/// How many days the key of a missing message is kept. An envelope waits 30 days at the server; one more for the clocks.
pub const SKIPPED_DAYS_MAX: u32 = 31;

/// How many past receiving chains a session keeps: each is one more header key to try on a message that opens under none.
pub const PAST_CHAINS_MAX: usize = 32;

/// How many past receiving chains without missing messages are among them, to recognise what a cloned state sends.
pub const EMPTY_CHAINS_MAX: usize = 3;

/// How many messages one chain may have. All headers of a chain share a key under random 96-bit nonces, for which SP 800-38D
/// section 8.3 allows 2³² uses; half of it leaves the other half to a cloned state.
pub const CHAIN_MESSAGES_MAX: u32 = 1 << 31;

/// The longest input of a fuzz target in bytes: the largest frame with its prefix and a little more, so that bounds are passed, too.
pub(crate) const FUZZ_INPUT_LEN_MAX: usize = 256 * 1024 + 64;

/// The longest plaintext of one ratchet message in bytes: far above what fits an envelope, far below what GCM allows.
pub const PLAINTEXT_LEN_MAX: usize = 1 << 20;

/// The longest post-quantum field of a ratchet header, in bytes: room for one chunk of a ratchet after ML-KEM Braid.
pub const HEADER_PQ_LEN_MAX: usize = 48;

/// The longest plaintext of a seal in bytes: above what fits an envelope, first messages with their manifest chain included.
pub const SEAL_PLAINTEXT_LEN_MAX: usize = (1 << 20) + (1 << 16);

/// The longest inner layer of a seal in bytes: padding adds at most 12 %.
pub(crate) const SEAL_INNER_LEN_MAX: usize =
    SEAL_PLAINTEXT_LEN_MAX + SEAL_PLAINTEXT_LEN_MAX / 8 + TAG_LEN;
