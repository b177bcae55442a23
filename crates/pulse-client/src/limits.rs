//! Every bound the client enforces, with its reason.

use std::time::Duration;

pub use pulse_engine::limits::TEXT_BYTES_MAX;

/// Inputs that one turn of the driver takes at most, and so one transaction: as many as the server hands out
/// unacknowledged, so that a full window costs one sync of the disk.
pub const TURN_INPUTS_MAX: usize = 256;

/// Inputs that wait for the driver at most. Two full turns keep it busy; beyond that, whoever brings more waits, and
/// QUIC's flow control carries the wait to the server. This is also how a full disk stops the reading.
pub const WAITING_INPUTS_MAX: usize = 512;

/// How often an input may fail by itself before it is given up: a fault that passes (a busy file) passes within these.
pub const INPUT_ATTEMPTS_MAX: u32 = 3;

/// How often an envelope may end the program before it is not opened any more: once may be chance.
pub const OPENING_PANICS_MAX: u32 = 2;

/// Envelopes that ended the program which are remembered, from the newest on: they are met one after the other, in their order.
pub const PANICS_KEPT: usize = 64;

/// Inputs taken one by one after a turn of several failed: a whole window of the mailbox, three times, so that the one
/// that is to blame comes up alone as often as it takes to put it aside.
pub const CAREFUL_INPUTS: usize = 3 * TURN_INPUTS_MAX;

/// First wait after the store refused a turn (a full disk): short, because space is often free again at once.
pub const STORE_RETRY_FIRST: Duration = Duration::from_millis(100);

/// Longest wait between two tries of a refused turn: people who have just freed space should see it taken up.
pub const STORE_RETRY_MAX: Duration = Duration::from_secs(5);

/// How long the engine is left in peace after its work of the hour failed by itself, which is a bug or a damaged record: a fault
/// that passes is over by then, and one that stays must not cost a processor.
pub const TICK_RETRY: Duration = Duration::from_secs(5);

/// The longest sleep towards a moment of the calendar, so that a clock that was set, or a machine that slept, is noticed.
pub const WAKE_UP_AT_LATEST: Duration = Duration::from_secs(600);

/// Frames that wait for one connection at most. The engine keeps one submission per conversation in flight; a connection
/// that has not taken this many is broken, and is closed rather than buffered for.
pub const WAITING_FRAMES_MAX: usize = 4096;

/// Frames encoded into one write at most, so that one write stays below about two windows of a path.
pub const WRITE_FRAMES_MAX: usize = 64;

/// Bytes asked of a stream in one read: two full QUIC datagram trains, and room for a whole ordinary frame.
pub const READ_BYTES: usize = 32 * 1024;

/// First wait before a connection is tried again.
pub const RECONNECT_FIRST: Duration = Duration::from_millis(200);

/// Longest wait before a connection is tried again without anybody asking for it.
pub const RECONNECT_MAX: Duration = Duration::from_secs(30);

/// A connection that was up this long ends the growth of the waits: a server that accepts and closes at once does not.
pub const RECONNECT_SETTLED: Duration = Duration::from_secs(5);

/// The longest wait that a server can ask for against the wish of whoever sits here; beyond it their wish counts again.
pub const SERVER_WAIT_MAX: Duration = Duration::from_secs(300);

/// A connection attempt is given up after this: five lost first flights at quinn's initial round-trip time.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the next address of a name waits for the one before it (RFC 8305 recommends 250 ms and permits 100).
pub const ADDRESS_STAGGER: Duration = Duration::from_millis(100);

/// Addresses of one name that are tried at most.
pub const ADDRESSES_MAX: usize = 8;

/// Keeps address translators from forgetting the connection; most keep UDP for 30 s.
pub const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// A connection that was silent this long is gone: a keep-alive and all its repetitions were lost.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(40);

/// How long closing a connection waits until what was written has left: a lost last acknowledgement only costs a second
/// delivery, so nobody waits long for it.
pub const FLUSH_TIMEOUT: Duration = Duration::from_millis(40);

/// How long [`register`](crate::Client::register) and [`sync`](crate::Client::sync) let a server be out of reach before
/// they say so, while the supervisor goes on trying: the first packet was repeated twice by then.
pub const UNREACHABLE_AFTER: Duration = Duration::from_secs(5);

/// Events a listener may be behind before it is told to read again ([`Event::Resync`](pulse_engine::Event::Resync)).
pub const EVENTS_BEHIND_MAX: usize = 1024;

/// Rows one view query returns at most; whoever wants more asks for the next page.
pub const PAGE_ROWS_MAX: usize = 10_000;

/// Prepared statements kept per connection to the store: more than there are distinct ones.
pub const STATEMENTS_MAX: usize = 64;

/// How long a connection to the store waits for another one's lock. Only a checkpoint in another process can hold one.
pub const STORE_BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long the copy of a store of an older version is kept as the way back: a fault of the new version shows within days, and what
/// its owner deletes should not be there for longer.
pub const OLD_STORE_KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The write-ahead log is cut back to this after a checkpoint, so that one large sync does not stay on disk.
pub const WAL_BYTES_KEPT: u64 = 4 * 1024 * 1024;

/// How long opening a home waits for its owner to answer, or to let go, before it says that the home is in use.
pub const OWNER_WAIT_MAX: Duration = Duration::from_secs(15);

/// How long an owner may say nothing to a guest that knocks, before it counts as suspended: far beyond what a loaded machine takes,
/// and what somebody at a terminal waits for. While it opens the store it says so, and later that it is there.
pub const OWNER_ANSWER_MAX: Duration = Duration::from_secs(10);

/// How often an owner that has nothing to tell its guests says that it is there: within half of [`OWNER_ANSWER_MAX`], after which one
/// that says nothing at all counts as suspended for those who are inside, too. So seldom it costs no battery.
pub const OWNER_SAYS_EVERY: Duration = Duration::from_secs(4);

/// How often an owner that is still opening the store says so: several times within what its guests wait.
pub const OPENING_TOLD_EVERY: Duration = Duration::from_secs(1);

/// How long an owner waits for a guest whose socket is full before it lets it go. One that was suspended knocks again when it goes
/// on, and nobody notices; the others, and an owner that ends, must not wait for it.
pub const GUEST_WRITE_MAX: Duration = Duration::from_secs(2);

/// Between two looks at the lock and the socket of an owner that is starting or ending. There is no one event to wait for: a
/// lock tells a process that waits for it when it is free, but not that the owner who holds it listens by now.
pub const OWNER_LOOK_EVERY: Duration = Duration::from_millis(5);

/// How long a guest whose owner ended tries to get back into the home when what keeps it out may pass: an upgrade, or a disk that
/// somebody is cleaning up, or an owner that is suspended. A window or a `listen` that ends by itself helps nobody.
pub const ENTER_AGAIN_MAX: Duration = Duration::from_secs(60);

/// Guests of one owner: a hundred commands at once on one home must work, a runaway script must not take all memory.
pub const GUESTS_MAX: usize = 256;

/// How long the owner waits after a guest could not be let in, as when no descriptor is free: without a pause it would try
/// again and again with all of a processor. Nobody notices so little.
pub const GUEST_RETRY_PAUSE: Duration = Duration::from_millis(25);

/// Requests that one guest may have unanswered, far above what one program asks at once.
pub const GUEST_REQUESTS_MAX: usize = 1024;

/// Answers that are kept for whoever asks again because the owner of the home ended: as many as one guest may wait for.
pub const ANSWERS_KEPT: u32 = GUEST_REQUESTS_MAX as u32;

/// A frame between guest and owner: the longest text with its raw bytes, twice, and room to grow.
pub const GUEST_FRAME_BYTES_MAX: usize = 1024 * 1024;

/// Bytes of a socket's path that every Unix accepts (macOS 104, Linux 108, each with the final zero).
pub const SOCKET_PATH_BYTES_MAX: usize = 100;

/// Nonces one thread tries before it looks whether it should stop: a few milliseconds of hashing.
pub const PUZZLE_CHUNK: u64 = 1 << 14;

/// How often a running search tells how far it is: smooth enough for a bar on a screen.
pub const WORKING_EVENT_EVERY: Duration = Duration::from_millis(100);

/// Puzzles that wait for the solver: one registration and a stamp for each of many new contacts.
pub const WAITING_PUZZLES_MAX: usize = 256;

/// A passphrase file is a line of text; more is a mistake.
pub const PASSPHRASE_FILE_BYTES_MAX: u64 = 4096;

/// How much longer than an owner a guest waits for the report of a limited request: the way there and back.
pub const ANSWER_SLACK: Duration = Duration::from_secs(2);

/// How long after something was sent the server may stay completely silent before the connection counts as gone: QUIC
/// acknowledges within milliseconds, and several round trips over the worst path fit.
pub const SILENCE_MAX: Duration = Duration::from_secs(4);

/// Rows of one stretch of a conversation. Fewer make more stretches to sum up, more make longer ways within one; around this
/// both are short in a conversation of a hundred thousand rows.
pub const STRETCH_ROWS_MAX: u64 = 512;

/// Characters of a text that a list of conversations gets: two lines of the widest one.
pub const LIST_TEXT_CHARS: usize = 200;

/// Characters of a passphrase that a person types for a new home, at least. Guessing is slow (Argon2id), but nothing makes a few letters
/// strong.
pub const PASSPHRASE_CHARS_MIN: usize = 8;

/// Characters that can be searched for at once: more than a sentence, and what is typed is folded with every key.
pub const SEARCH_CHARS_MAX: usize = 256;

/// Messages that one step of a search looks at. Reading and folding so many takes a few milliseconds, and whoever else reads waits no
/// longer than that.
pub const SEARCH_STEP_ROWS: usize = 2_048;

/// Bytes of texts that end a step of a search before [`SEARCH_STEP_ROWS`]: what those are of ordinary messages. As many of the longest
/// would be sixteen megabytes.
pub const SEARCH_STEP_BYTES: usize = 512 * 1024;
