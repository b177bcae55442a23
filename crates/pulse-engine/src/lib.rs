//! The brain of a Pulse client, as a pure state machine.
//!
//! Everything a client decides is decided here: whom to trust, which session to use, what to send again, what to show.
//! Nothing here reads a clock, opens a socket or a file, or draws a random number of its own: time, randomness and the
//! store are arguments, so a seed replays a whole conversation and the same brain runs on a desktop, a phone and in a
//! simulation. `ARCHITECTURE.md` follows a message through these files.
//!
//! A turn is one transaction: the owner begins it, hands in what waits, commits, and only then performs the
//! [`Effects`]. What the engine itself keeps between turns dies with a connection; all else is in the store.

mod account;
mod clock;
mod command;
mod connection;
mod contacts;
pub mod content;
mod counters;
mod devices;
mod drafts;
mod effects;
mod engine;
mod error;
mod event;
mod ids;
mod inbox;
mod input;
pub mod limits;
mod live;
mod mutes;
mod newest_prekeys;
mod opening;
mod outbox;
mod past_manifests;
mod prekey_stock;
mod privacy;
mod purpose;
mod receipts;
mod registration;
mod removal;
mod repair;
mod requests;
mod restored;
mod rows;
mod seal;
mod secret_text;
mod sessions;
mod siblings;
pub mod store;
mod timeline;
mod tokens;
mod trust;
mod turn;
mod typing;
mod unread_marks;

#[doc(hidden)]
pub mod audit;
#[doc(hidden)]
pub mod fuzz;

pub use command::Command;
pub use content::{
    Body, Content, ContentError, Introduction, Profile, Receipt, ReceiptKind, ResendRequest,
    SentCopy, Text, pack, unpack,
};
pub use effects::{Effects, Work, WorkPurpose};
pub use engine::Engine;
pub use error::{CommandError, EngineError, RefusalInfo};
pub use event::{CommandOutput, ConnectionState, ContactChange, Event, Notice};
pub use ids::{CommandId, ContentId, ConversationId, MessageId, WorkId};
pub use input::{ChannelBinding, Input};
pub use opening::Opening;
pub use rows::{
    AccountSummary, ContactRow, ContactState, ConversationRow, HeldReason, IdentityState,
    MessageRow, MessageStatus, Mute, Privacy, RowKind,
};
pub use secret_text::SecretText;
pub use store::{MemoryStore, Room, StoreError, StoreTx};
