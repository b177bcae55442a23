//! What dies with a connection or with the process. Everything here can be lost at any moment: the next connection or the
//! next `Tick` builds it again from the store.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use pulse_crypto::keys::{AccountId, DeviceId, IdentityPublicKey};
use pulse_crypto::sealed::PairKey;
use pulse_protocol::frame::Stamp;
use pulse_protocol::{ClientBody, ClientFrame, Incarnation, Lane, Seq, Timestamp};

use crate::account::Own;
use crate::devices::HeldManifest;
use crate::inbox::{self, Awaited, Counted, Fruitless, Held};
use crate::purpose::{Purpose, Purposes};
use crate::{ChannelBinding, CommandId, Opening, WorkId};

/// The engine's own memory.
#[derive(Default)]
pub(crate) struct Live {
    identified: LaneState,
    pub(crate) anonymous: LaneState,
    /// Who waits for an anonymous connection.
    pub(crate) purposes: Purposes,
    /// Set after a rolled-back turn: what was in flight is unknown, so both lanes begin anew.
    pub(crate) reconnect: bool,
    /// When the engine last heard of anything.
    pub(crate) last_at: Timestamp,
    /// The account's keys, ready for use.
    pub(crate) own: Option<Arc<Own>>,
    /// The `Register` command that waits for the server.
    pub(crate) register: Option<CommandId>,
    /// The one that was answered last: should that turn be taken back, it waits again.
    pub(crate) register_answered: Option<CommandId>,
    /// How often this registration was refused in a way that another try at once may mend.
    pub(crate) register_refused: u32,
    /// How often work for a registration was begun since somebody asked, or since none was for a day. What the server says in between
    /// ends nothing: it may say that it knows the account, and that it does not, as often as it likes.
    pub(crate) register_tries: u32,
    /// When it last was.
    pub(crate) register_tried_at: Timestamp,
    /// Whether the server says that it does not know the account, which it had confirmed. Nothing leaves until it does: a server
    /// that lost accounts would have messages fail whose recipients it lost. Never stored: the next server may know it.
    pub(crate) forgotten: Forgotten,
    /// The count of the delivery token that the server has, as far as it has said.
    pub(crate) token_published: Option<u32>,
    /// What the solved puzzles are for.
    pub(crate) works: BTreeMap<WorkId, WorkFor>,
    work_ids: u64,
    /// Stamps for strangers' mailboxes, being made or ready.
    pub(crate) stamps: BTreeMap<AccountId, StampState>,
    /// The mailbox that is attached.
    pub(crate) attached: Option<Incarnation>,
    /// Whether the backlog of this connection was processed.
    pub(crate) caught_up: bool,
    /// Until when submissions wait for the mailbox's word whether the server was put back from a copy; nothing once it came.
    pub(crate) held_until: Option<Timestamp>,
    /// Deliveries that wait behind one whose sender's manifest is being fetched.
    pub(crate) held: VecDeque<Held>,
    pub(crate) awaited: Option<Awaited>,
    /// Looks for which mail waited in vain.
    pub(crate) fruitless: BTreeMap<Counted, Fruitless>,
    /// Conversations whose sending rests until a moment, with the number of tries so far.
    pub(crate) resting: BTreeMap<AccountId, Rest>,
    /// Who is writing to us, and until when that is believed.
    pub(crate) typing: BTreeMap<AccountId, Timestamp>,
    pub(crate) pair_keys: BTreeMap<IdentityPublicKey, Arc<PairKey>>,
    pub(crate) manifests: BTreeMap<AccountId, HeldManifest>,
    /// Whether `QueueDrained` was told since something was last queued.
    pub(crate) drained: bool,
    /// When old records are next looked for.
    pub(crate) maintenance_at: Option<Timestamp>,
    /// Whether the person was told that two lists of our devices claim one place. That they do is stored.
    pub(crate) own_forked: bool,
    /// Whether the person was told that others see another list of our devices.
    pub(crate) own_fork_told: bool,
    /// Whether the person was told that this device was removed. The server is asked again and again.
    pub(crate) own_removed_told: bool,
    /// Of whom the person was told that a device of theirs exists twice.
    pub(crate) clones_told: BTreeSet<AccountId>,
    /// When the next repair may begin.
    pub(crate) repair_at: Option<Timestamp>,
    /// The delivery that is being opened, and who it says it is from. Kept over a rollback: it may be at fault.
    pub(crate) opening: Option<Seq>,
    pub(crate) opening_from: Option<(AccountId, DeviceId)>,
    /// The same while it is opened, for whoever looks on.
    pub(crate) opening_now: Opening,
    /// The delivery that was being opened when a turn was last taken back.
    pub(crate) failed: Option<Seq>,
    /// How many turns failed while a delivery was being opened.
    pub(crate) failures: BTreeMap<Seq, u32>,
    /// Deliveries that are not opened any more, with who they said they are from.
    pub(crate) given_up: BTreeMap<Seq, Option<(AccountId, DeviceId)>>,
    /// Where the maintenance of sessions stopped last time.
    pub(crate) sessions_expired_to: Option<Vec<u8>>,
    /// Requests about the own account that were refused for now, to be made again.
    pub(crate) own_retry_at: Option<Timestamp>,
}

/// A pause in sending to somebody.
#[derive(Clone, Copy)]
pub(crate) struct Rest {
    /// `None`: over, but the next refusal still counts on.
    pub(crate) until: Option<Timestamp>,
    pub(crate) tries: u32,
}

/// What a server's word that it does not know a registered account has led to.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Forgotten {
    /// Nothing of the kind was said since the account was last known.
    #[default]
    No,
    /// The same keys register again, on every connection that says so.
    RegistersAgain,
    /// That was refused for good, or the account was there after all: no other try before it was known in between, or somebody asks.
    InVain,
}

/// What a proof of work is for.
pub(crate) enum WorkFor {
    Registration { challenge: Vec<u8> },
    Stamp { account: AccountId, stamp: Stamp },
}

/// A stamp for a stranger's mailbox.
pub(crate) enum StampState {
    /// Given away at this moment.
    Working(Timestamp),
    Ready(Stamp),
}

/// ```text
/// Down ──Connected──► Greeting ──Welcome / Authenticated──► Ready
///   ▲                     │                                   │
///   └─────Disconnected────┴───────────────────────────────────┘
/// ```
#[derive(Default)]
pub(crate) enum LaneState {
    #[default]
    Down,
    Greeting(Connection),
    Ready(Connection),
}

/// One TLS connection.
pub(crate) struct Connection {
    pub(crate) binding: ChannelBinding,
    /// Leading zero bits this server asks of strangers' stamps.
    pub(crate) stamp_difficulty: u8,
    /// Of an anonymous one.
    pub(crate) purpose: Purpose,
    last_request: u64,
    by_request: BTreeMap<u64, Pending>,
    pending: BTreeSet<Pending>,
}

/// What the answer to a request will be about. At most one of each is in flight on a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pending {
    Hello,
    Authenticate,
    RegistrationStart,
    Register,
    UploadPrekeys,
    CountPrekeys,
    /// With the token's counter.
    SetDeliveryToken(u32),
    Attach,
    /// With the manifest's hash.
    PublishManifest([u8; 32]),
    FetchManifest(AccountId),
    FetchBundles(AccountId),
    Submit(AccountId),
}

impl Live {
    /// A fresh memory in the place of one that cannot be trusted any more. Kept is what names things outside: ids of work (so
    /// that an answer to old work is not taken for one to new work), the command that waits, the delivery that may be at
    /// fault.
    pub(crate) fn after(mut old: Live) -> Live {
        inbox::failed(&mut old);
        let was_up = old.identified.connection().is_some() || old.anonymous.connection().is_some();
        Live {
            reconnect: old.reconnect || was_up,
            register: old.register.or(old.register_answered),
            work_ids: old.work_ids,
            opening_from: old.opening_from,
            opening_now: old.opening_now,
            failed: old.failed,
            failures: old.failures,
            given_up: old.given_up,
            // What was due is forgotten too: the next turn that is committed asks to be woken at once, to look for it again.
            maintenance_at: Some(Timestamp::default()),
            ..Live::default()
        }
    }

    /// Ends every pause: the moments they were to last to mean nothing any more.
    pub(crate) fn end_waiting(&mut self, now: Timestamp) {
        for rest in self.resting.values_mut() {
            rest.until = None;
        }
        for stamp in self.stamps.values_mut() {
            if let StampState::Working(since) = stamp {
                *since = now;
            }
        }
        for until in self.typing.values_mut() {
            *until = now;
        }
        if let Some(awaited) = &mut self.awaited {
            awaited.retry_at = awaited.retry_at.map(|_| now);
        }
        self.purposes.end_waiting(now);
        self.held_until = self.held_until.map(|_| now);
        self.own_retry_at = self.own_retry_at.map(|_| now);
        self.maintenance_at = Some(now);
    }

    pub(crate) fn lane(&self, lane: Lane) -> &LaneState {
        match lane {
            Lane::Identified => &self.identified,
            Lane::Anonymous => &self.anonymous,
        }
    }

    pub(crate) fn lane_mut(&mut self, lane: Lane) -> &mut LaneState {
        match lane {
            Lane::Identified => &mut self.identified,
            Lane::Anonymous => &mut self.anonymous,
        }
    }

    pub(crate) fn is_ready(&self, lane: Lane) -> bool {
        matches!(self.lane(lane), LaneState::Ready(_))
    }

    /// Whether an answer of this kind is awaited on either lane.
    pub(crate) fn is_pending(&self, pending: Pending) -> bool {
        [&self.identified, &self.anonymous]
            .into_iter()
            .filter_map(LaneState::connection)
            .any(|connection| connection.pending.contains(&pending))
    }

    pub(crate) fn next_work(&mut self, work: WorkFor) -> WorkId {
        self.work_ids += 1;
        let id = WorkId(self.work_ids);
        self.works.insert(id, work);
        id
    }
}

impl LaneState {
    pub(crate) fn connection(&self) -> Option<&Connection> {
        match self {
            LaneState::Down => None,
            LaneState::Greeting(connection) | LaneState::Ready(connection) => Some(connection),
        }
    }

    pub(crate) fn connection_mut(&mut self) -> Option<&mut Connection> {
        match self {
            LaneState::Down => None,
            LaneState::Greeting(connection) | LaneState::Ready(connection) => Some(connection),
        }
    }

    /// A greeting lane whose server has answered.
    pub(crate) fn become_ready(&mut self) {
        *self = match std::mem::take(self) {
            LaneState::Greeting(connection) => LaneState::Ready(connection),
            other => other,
        };
    }

    /// The frame of a new request; `None` when the lane is down.
    pub(crate) fn begin(&mut self, pending: Pending, body: ClientBody) -> Option<ClientFrame> {
        let connection = self.connection_mut()?;
        connection.last_request += 1;
        let request = connection.last_request;
        connection.by_request.insert(request, pending);
        connection.pending.insert(pending);
        Some(ClientFrame { request, body })
    }

    /// The frame of what gets no answer and therefore has no number; `None` when the lane is down.
    pub(crate) fn unanswered(&self, body: ClientBody) -> Option<ClientFrame> {
        self.connection().map(|_| ClientFrame { request: 0, body })
    }

    /// What an answer is about; `None` for an answer nobody asked for.
    pub(crate) fn answered(&mut self, request: u64) -> Option<Pending> {
        let connection = self.connection_mut()?;
        let pending = connection.by_request.remove(&request)?;
        connection.pending.remove(&pending);
        Some(pending)
    }
}

impl Connection {
    pub(crate) fn new(binding: ChannelBinding) -> Connection {
        Connection {
            binding,
            stamp_difficulty: 0,
            purpose: Purpose::default(),
            last_request: 0,
            by_request: BTreeMap::new(),
            pending: BTreeSet::new(),
        }
    }
    /// Whether no answer is awaited.
    pub(crate) fn is_idle(&self) -> bool {
        self.pending.is_empty()
    }
}
