//! Every bound this crate enforces, each with its reason.

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
