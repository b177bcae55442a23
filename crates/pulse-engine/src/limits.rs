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

/// Envelopes of one device that wait to be asked for again: an evening's mail, each with up to 32 contents. What a home that
/// was restored from a copy cannot open is more than one request names.
pub const REPAIR_MISSING_MAX: usize = 1_024;

/// How far in the future a sender's clock may claim to be before its `sent_at` is cut to our own time plus this.
pub const SENT_AT_AHEAD_MAX: Duration = Duration::from_secs(5 * 60);

/// How far a stored moment may lie in the future and still be believed: clocks are corrected by seconds all the time.
pub const CLOCK_BACK_MAX: Duration = Duration::from_secs(5 * 60);

/// How far in the future a row may stand and still have the next of its sender behind it: an hour that is given back, a wrong
/// zone. Beyond that the clock was wrong, and what is said next stands where it was said.
pub const SORT_AHEAD_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Rows that one `scan` of the store returns at most, so that a turn's memory stays bounded.
pub const SCAN_ROWS_MAX: usize = 1_000;

/// The shortest pause after a refusal that asks to come again. Doubled with every try.
pub const RETRY_DELAY_MIN: Duration = Duration::from_secs(1);

/// The longest pause: a server that is back is noticed within five minutes.
pub const RETRY_DELAY_MAX: Duration = Duration::from_secs(5 * 60);

/// How long submissions wait for the mailbox's word after a connection came up: it says whether the server was put back from a
/// copy, and then what was lost leaves first. It comes with the answer that lets anything leave; a server that keeps it back
/// stops nobody for longer.
pub const MAILBOX_PATIENCE: Duration = Duration::from_secs(10);

/// How often one registration may have its proof of work refused before the server is taken at its word, and how often work for a
/// registration is begun before the next waits.
pub const PROOFS_OF_WORK_REFUSED_MAX: u32 = 3;

/// After this long without work for a registration, the next few are free of pauses again: servers are put back from copies now and then.
pub const REGISTRATION_TRIES_AGE_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// How often in a row one submission may have its stamp of the day refused: a clock beside the server's, a difficulty that rose,
/// and once more.
pub const STAMPS_REFUSED_MAX: u32 = 3;

/// One-time X25519 prekeys that go with a registration: enough for the first minutes, made in a few milliseconds.
pub const FIRST_ONE_TIME_PREKEYS: usize = 20;

/// One-time KEM prekeys that go with a registration.
pub const FIRST_KEM_PREKEYS: usize = 20;

/// After how many days the signed and the last-resort prekey are replaced (PROTOCOL section 2).
pub const PREKEY_ROTATION_DAYS: u32 = 2;

/// How many days a replaced private half is kept: an envelope waits 30 days at most, and a bundle is used within one.
pub const REPLACED_PREKEY_DAYS: u32 = 31;

/// From which age on a stranger's signed prekey is old enough to tell the person: a device that was there within the days that an
/// envelope waits has renewed it since.
pub const OLD_PREKEY_DAYS: u32 = 31;

/// How far back, in ids, one-time private halves are kept. Ids are given to all kinds in turn; a server holds 100 of each,
/// so what lies thousands back was handed out to somebody who never wrote.
pub const ONE_TIME_HALVES_MAX: u32 = 4_000;

/// Sessions per pair of devices (PROTOCOL section 2, "Sessions").
pub const SESSIONS_PER_DEVICE_MAX: usize = 5;

/// How many days a retired session can still receive: an envelope waits 30.
pub const RETIRED_SESSION_DAYS: u32 = 31;

/// How long after its bundle was fetched a handshake may leave: the prekeys it names live 31 days after their replacement, and
/// what leaves on the last moment of this day still waits 30 (PROTOCOL section 2, "Prekeys").
pub const HANDSHAKE_AGE_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a manifest is used without asking for a newer one (PROTOCOL section 1, "freshness").
pub const MANIFEST_AGE_MAX: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How many days a replaced manifest is remembered for handshakes that name it: somebody uses it for seven days without asking, sends
/// on a session that nobody answered for 14, and an envelope waits 30.
pub const PAST_MANIFEST_DAYS: u32 = 60;

/// Replaced manifests of an account that are remembered, the newest: one answer's worth of a chain.
pub const PAST_MANIFESTS_MAX: usize = 64;

/// Manifests kept in memory beside the store: everybody a busy person talks with in a day.
pub const MANIFESTS_IN_MEMORY_MAX: usize = 1_024;

/// Pair keys of the seal kept in memory; each saves one key agreement per message.
pub const PAIR_KEYS_IN_MEMORY_MAX: usize = 1_024;

/// Bytes of our manifest chain that travel in a first message: a handful of manifests. A longer one is fetched.
pub const CHAIN_BYTES_IN_SEAL_MAX: usize = 2 * 1024;

/// Bytes of a seal beside the contents: handshake (1.7 KB), manifest chain, addresses, ratchet header, tags.
pub const SEAL_BYTES_BESIDE_CONTENTS: usize = CHAIN_BYTES_IN_SEAL_MAX + 2 * 1024 + 512;

/// Deliveries that wait behind one whose sender's manifest is fetched: more than a server may have out at once (256).
pub const HELD_DELIVERIES_MAX: usize = 512;

/// How many days envelope ids are remembered: an envelope waits 30, a restored server may be a little behind.
pub const SEEN_DAYS: u32 = 35;

/// How many days the hashes of accepted envelopes are remembered (PROTOCOL section 2, "Repair").
pub const HASH_DAYS: u32 = 31;

/// Strangers that may wait for an answer. The server holds 50 of their envelopes; a person decides about no more than this.
pub const REQUESTS_MAX: usize = 200;

/// Messages of a stranger that are receipted when they are let in.
pub const UNSEEN_PER_SCAN_MAX: usize = 1_000;

/// How long "is writing" is believed without being said again.
pub const TYPING_LASTS: Duration = Duration::from_secs(10);

/// The shortest time between two repairs of the sessions with one device. Doubled after each.
pub const REPAIR_INTERVAL: Duration = Duration::from_secs(60 * 60);

/// How often that interval doubles: 32 hours at most.
pub const REPAIR_DOUBLINGS_MAX: u32 = 5;

/// How long the work for a stamp is waited for before it is given away again: the dearest takes half a minute, and hundreds may
/// stand in line.
pub const STAMP_PATIENCE: Duration = Duration::from_secs(30 * 60);

/// How long a token that the server did not take is not shown again: its owner may have told it before the server knew.
pub const TOKEN_REJECTED: Duration = Duration::from_secs(60 * 60);

/// How many days after it was sent an envelope's contents are sent again on request.
pub const RESEND_DAYS: u32 = 30;

/// Messages without a receipt that leave again when the server was put back from a copy: days of a busy person whom nobody
/// answered, and few enough for one turn.
pub const UNCONFIRMED_MAX: usize = 1_000;

/// Receipts and requests that leave again then: each names up to 256 messages.
pub const UNSHOWN_MAX: usize = 256;

/// For how many days they do: a copy is seldom older, and nobody waits longer for a tick.
pub const UNCONFIRMED_DAYS: u32 = 7;

/// How often a content is sent again, whatever envelope it was asked for by: fewer than four tries in all.
pub const RESENT_MAX: u32 = 2;

/// How often old records are looked for.
pub const MAINTENANCE_INTERVAL: Duration = Duration::from_secs(60 * 60);

/// The pause after a round of maintenance that did not get through what is due: the next page follows soon, and other turns come
/// between.
pub const MAINTENANCE_PAUSE: Duration = Duration::from_secs(10);

/// Sessions that one round of maintenance looks at, so that a round takes milliseconds however many contacts there are.
pub const SESSIONS_PER_MAINTENANCE: usize = 100;

/// Looks at a sender's devices for which mail waited and that found no such device, after which that sender's mail of the same lane
/// waits for no other: at the server's slowest rate they hold a mailbox up for half a minute.
pub const FRUITLESS_LOOKUPS_MAX: usize = 20;

/// How often a connection that people send on may be given up for looks that mail waits for: a probing server makes a device connect
/// anew no more often, and so long they wait behind what is sent at most.
pub const LOOK_UP_INTERVAL: Duration = Duration::from_secs(10);

/// How long such a look counts.
pub const FRUITLESS_LOOKUPS_WITHIN: Duration = Duration::from_secs(60 * 60);

/// How often the server may put off telling a sender's manifest while mail waits for it: with the pauses, half an hour.
pub const MANIFEST_TRIES_MAX: u32 = 12;

/// Messages of a stranger that wait for an answer. Who says more before they are let in talks to nobody; so an honest sender
/// keeps what is beyond until it is answered.
pub const REQUEST_MESSAGES_MAX: usize = 100;

/// How many turns may fail while one envelope is being opened, before it is shown as unreadable instead.
pub const OPENING_FAILURES_MAX: u32 = 3;

/// How many days the ids of removed rows are remembered: a content may be asked for again 30 days after it was sent, be sent
/// again, and wait 30 days more, twice.
pub const REMOVED_DAYS: u32 = 100;

/// Accounts that wrote and are nobody to us, of which sessions are kept. Each costs a manifest and a session of some kilobytes.
pub const NOBODIES_MAX: usize = 200;
