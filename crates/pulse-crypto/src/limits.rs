//! Every bound this crate enforces, each with its reason.

/// How many root keys an account may list. Suite 1 has one; the second place is for a post-quantum key, the rest is air.
pub const ROOT_KEYS_MAX: usize = 4;
