//! Every bound of the engine, with its reason. What a peer sends can grow nothing beyond these.

use std::time::Duration;

/// A text message, in bytes of UTF-8: about four pages. With everything around it, it fits the share of a `Submit` that
/// each of 16 devices gets. Longer things are files.
pub const TEXT_BYTES_MAX: usize = 8 * 1024;

/// A name, in bytes of UTF-8: room for four words in any script, still one line on a screen.
pub const NAME_BYTES_MAX: usize = 128;

/// Contents in one sealed message. What is written while a Submit is in flight leaves together, and 32 lines in one
/// round trip is faster than anybody types; more would make one lost envelope cost too much.
pub const CONTENTS_PER_MESSAGE_MAX: usize = 32;

/// All contents of one sealed message together. With a first message's handshake and manifest chain and with padding it
/// still fits `pulse_protocol`'s limit of a sealed envelope.
pub const CONTENTS_BYTES_MAX: usize = 44 * 1024;

/// Messages that one receipt names. A device that was away acknowledges thousands; it takes several receipts.
pub const RECEIPT_MESSAGES_MAX: usize = 256;

/// Envelopes that one re-send request names. A broken session loses what was sent until it is repaired, at most a
/// mailbox window of it at once.
pub const RESEND_ENVELOPES_MAX: usize = 64;

/// How far in the future a sender's clock may claim to be before its `sent_at` is cut to our own time plus this.
pub const SENT_AT_AHEAD_MAX: Duration = Duration::from_secs(5 * 60);

/// Rows that one `scan` of the store returns at most, so that a turn's memory stays bounded.
pub const SCAN_ROWS_MAX: usize = 1_000;
