//! Every bound the server sets, with its reason. What a frame may hold is in `pulse_protocol::limits`.

use std::time::Duration;

// ---- mailboxes ----

/// Envelopes in a mailbox, requests aside: a month of a busy person's mail, and a backlog that a client takes in seconds.
pub const MAILBOX_ENVELOPES_MAX: u32 = 20_000;

/// Bytes in a mailbox, requests aside: 20,000 ordinary messages fit several times; large content travels as attachments.
pub const MAILBOX_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Envelopes of strangers that wait in a mailbox: more than a person answers, too few to bury anybody.
pub const MAILBOX_REQUESTS_MAX: u32 = 50;

/// Days an envelope waits. Clients keep replaced prekeys one day longer.
pub const ENVELOPE_DAYS_MAX: u32 = 30;

/// Whole days that an envelope id is remembered after the day of its acknowledgement: at least 24 hours, since days are all
/// the time that is stored.
pub const ENVELOPE_ID_DAYS: u32 = 2;

/// Mailboxes whose state is kept in memory; others are read again from disk. 65,536 empty ones take about 10 MB, and each envelope that
/// waits 12 bytes more: a full mailbox, of which there are few, takes 240 kB.
pub const MAILBOX_STATES_MAX: usize = 65_536;

/// Accounts whose manifest and token hash are kept in memory. 65,536 take about 40 MB.
pub const ACCOUNTS_CACHED_MAX: usize = 65_536;

/// Mailboxes that one transaction of the daily expiry looks at: its writes stay a few megabytes, and mail goes on between.
pub const EXPIRY_MAILBOXES_PER_STEP: usize = 256;

/// Rows that one transaction of the daily expiry of used tokens looks at, for the same reason.
pub const EXPIRY_ROWS_PER_STEP: usize = 4_096;

/// Days that a clock goes on after a gap, or after it was set, before the expiry believes it: at least 24 hours, since days are all
/// the time that is stored.
pub const EXPIRY_DOUBT_DAYS: u32 = 2;

/// Days that may lie between two looks at a clock that is doubted: a server may run once a week. One that jumps further is doubted anew,
/// so that an error of a moment lets mail go a week too early at most, also when it comes after a gap.
pub const EXPIRY_STEP_DAYS: u32 = 7;

// ---- the store ----

/// Devices whose one-time prekeys one transaction of a restore drops: 200 rows each.
pub const RESTORE_DEVICES_PER_STEP: usize = 256;

/// Bytes of verbs that wait for the writer. Beyond it the server answers "busy": memory stays bounded when the disk stalls.
pub const STORE_QUEUE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Verbs in one group. More would only lengthen the wait of the first.
pub const STORE_GROUP_MAX: usize = 8_192;

/// Free bytes of the disk below which nothing is accepted any more: flushes and compactions need room to finish, so the
/// store stops before the file system does.
pub const STORE_RESERVE_BYTES: u64 = 256 * 1024 * 1024;

/// Threads that read from disk beside the writer.
pub const STORE_READERS: usize = 2;

// ---- delivery ----

/// Envelopes handed out and not acknowledged, per connection.
pub const DELIVERY_WINDOW_ENVELOPES: usize = 256;

/// Bytes handed out and not acknowledged, per connection.
pub const DELIVERY_WINDOW_BYTES: usize = 1024 * 1024;

// ---- connections ----

/// From the first packet to the end of the TLS handshake: three round trips of a very bad network.
pub const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// From the handshake to hello and, on the identified lane, to authentication or the start of a registration.
pub const HELLO_TIMEOUT: Duration = Duration::from_secs(10);

/// A registration solves a proof of work in between; challenges live as long.
pub const REGISTRATION_TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// Silence after which a connection is dropped: three keep-alives of a foreground client.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(80);

/// How long a goodbye may take to arrive before the connection is closed under it.
pub const GOODBYE_TIMEOUT: Duration = Duration::from_millis(500);

/// How long a stopping server waits for its connections to end.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// Handshakes in progress: each costs a key exchange and some 20 KB. Beyond half of it, newcomers prove their address first.
pub const HANDSHAKES_MAX: usize = 1_024;

/// Connections that said hello on the identified lane and did not authenticate yet, or registered nothing.
pub const UNAUTHENTICATED_MAX: usize = 4_096;

/// The same, per network: a class registers at once. When all seats of strangers are taken the oldest stranger goes.
pub const STRANGERS_PER_NETWORK_MAX: usize = 128;

/// The same, per host: half of its network's, so that no single one locks out its neighbours. A class behind one address registers
/// at once all the same.
pub const STRANGERS_PER_HOST_MAX: usize = STRANGERS_PER_NETWORK_MAX / 2;

/// Connections per network: a thousand people behind a few addresses, as in a large office, at two each. They take 70 MB.
pub const CONNECTIONS_PER_NETWORK_MAX: usize = 2_000;

/// The same, per host: half of its network's, so that no single one locks out its neighbours for the price of keeping connections alive.
/// Five hundred people behind one address have room.
pub const CONNECTIONS_PER_HOST_MAX: usize = CONNECTIONS_PER_NETWORK_MAX / 2;

/// All connections of a server: a bound for memory, at 35 KiB each.
pub const CONNECTIONS_MAX: usize = 1_000_000;

/// Frames of a connection that wait for the disk. Beyond it the connection is not read, and QUIC's flow control slows the peer.
pub const IN_FLIGHT_MAX: usize = 256;

/// Bytes of such frames.
pub const IN_FLIGHT_BYTES_MAX: usize = 1024 * 1024;

/// Bytes that wait to be sent on a connection, those being written included, beyond which no further frame of it is handled: a
/// peer that does not read gets nothing done. It is looked at before each frame, so what a connection can make the server hold
/// is this, one longest answer (a frame, 256 KiB), a delivery window, and what QUIC keeps until it is acknowledged.
pub const OUTBOUND_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Bytes taken from a stream at once.
pub const READ_BYTES_MAX: usize = 64 * 1024;

/// Frames that deserve a refusal of kind 3xx or 4xx, per connection, before it is closed: an honest client makes a few.
pub const FAULTS_MAX: u32 = 64;

/// Bytes a peer may send ahead on the control stream, and so the most that QUIC keeps of a connection out of order. A frame may
/// be longer: what has come of it is taken off the stream, and the window moves on.
pub const STREAM_WINDOW_BYTES: u32 = 128 * 1024;

/// Bytes of sent, unacknowledged data that QUIC keeps per connection.
pub const SEND_WINDOW_BYTES: u64 = 1024 * 1024;

/// Datagrams that a connection hands the kernel at once. QUIC keeps room for so many of 1.4 KB in every connection, idle ones
/// too; with ten, as the kernel would take, an idle connection costs 2 KB more and a message no less time.
pub const SEGMENTS_PER_SEND: usize = 2;

/// How long before its end `check` speaks of a certificate: public ones are renewed a month before, as a rule.
pub const CERTIFICATE_RENEWED_BEFORE: Duration = Duration::from_secs(14 * 24 * 3_600);

// ---- registration and stamps ----

/// How long a registration challenge is good for.
pub const CHALLENGE_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// Leading zero bits asked for when nothing happens: 262,144 attempts on average, a tenth of a second of a desktop core.
pub const DIFFICULTY_DEFAULT: u8 = 18;

/// The most that load adds: 64 times the work.
pub const DIFFICULTY_LOAD_BITS_MAX: u8 = 6;

/// Registrations in ten minutes before load adds a bit; each doubling adds another.
pub const REGISTRATIONS_CALM: u32 = 100;

/// Days before and after the server's today that a stamp may name: clocks of strangers are wrong by hours, not by days.
pub const STAMP_DAYS_APART_MAX: u32 = 1;

/// Days for which an invite may be made.
pub const INVITE_DAYS_MAX: u32 = 365;

/// Invites made by one command.
pub const INVITES_PER_COMMAND_MAX: u32 = 1_000;

// ---- rates ----

/// Entries of each table of token buckets; the one used longest ago goes first. 65,536 take about 8 MB.
pub const BUCKETS_MAX: usize = 65_536;

/// Prekeys of an upload that cost one token of the device's rate: a full upload of 202 takes 26 of 1,000.
pub const PREKEYS_PER_TOKEN: u32 = 8;

/// The bounds of a mailbox, which the configuration may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreLimits {
    /// Envelopes in a mailbox, requests aside.
    pub mailbox_envelopes: u32,
    /// Bytes in a mailbox, requests aside.
    pub mailbox_bytes: u64,
    /// Envelopes of strangers in a mailbox.
    pub mailbox_requests: u32,
    /// Free bytes of the disk below which nothing is accepted.
    pub reserve_bytes: u64,
}

impl Default for StoreLimits {
    fn default() -> Self {
        Self {
            mailbox_envelopes: MAILBOX_ENVELOPES_MAX,
            mailbox_bytes: MAILBOX_BYTES_MAX,
            mailbox_requests: MAILBOX_REQUESTS_MAX,
            reserve_bytes: STORE_RESERVE_BYTES,
        }
    }
}
