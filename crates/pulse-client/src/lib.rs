//! The asynchronous SDK of Pulse: everything a client needs around the engine.
//!
//! A [`Home`] is a directory with one account: an encrypted store whose key is in a keychain. Whoever opens it first owns
//! it and runs the engine; everybody else who opens it becomes a guest and gets the same [`Client`]. Commands go in through
//! the client, what changed comes out as [`EventStream`], and what is stored is read through a [`View`].
//!
//! ```no_run
//! use pulse_client::{Event, Home, HomeOptions, KeychainChoice, Role};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Home::open(HomeOptions {
//!     dir: "/home/alice/.local/share/pulse".into(),
//!     keychain: KeychainChoice::Os,
//!     role: Role::OwnerOrGuest,
//!     connect: true,
//! })
//! .await?;
//! let mut events = client.events();
//! let bob = client.view().resolve("Bob")?;
//! client.send_text(pulse_client::ConversationId::direct(bob.account), "hello").await?;
//! while let Some(event) = events.next().await {
//!     if let Event::MessageAdded { row } = event {
//!         println!("{}", row.text);
//!     }
//! }
//! client.shutdown().await?;
//! # Ok(())
//! # }
//! ```

#[cfg(test)]
extern crate self as pulse_client;

mod app_lock;
mod board;
mod calls;
mod client;
mod clock;
mod driver;
mod error;
mod events;
mod files;
pub mod folding;
mod guest;
mod home;
pub mod keychain;
mod lane;
pub mod limits;
pub mod local_socket;
mod owner;
mod puzzle;
mod random;
mod search;
mod status;
mod stop;
pub mod store;
mod supervisor;
pub mod transport;
mod view;

pub use app_lock::AppLock;
pub use client::Client;
pub use error::{ClientError, OpenError};
pub use events::EventStream;
pub use home::{Home, HomeOptions, Protection, Role};
pub use keychain::{KeychainChoice, KeychainError};
pub use search::{Search, SearchQuery, SearchQueryError};
pub use status::{CurrentRole, LaneState, PutOff, Status, SyncReport};
pub use store::{ConversationSummary, LastRow};
pub use view::{Page, ResolveError, View};

// What clients speak in is the engine's.
pub use pulse_engine::{
    AccountSummary, Command, CommandError, CommandId, CommandOutput, ConnectionState,
    ContactChange, ContactRow, ContactState, ContentId, ConversationId, ConversationRow, Event,
    HeldReason, IdentityState, MessageId, MessageRow, MessageStatus, Mute, Notice, Privacy,
    RefusalInfo, RowKind, SecretText, StoreError, WorkPurpose,
};

// Which characters of a name are not seen: for whoever compares names.
pub use pulse_engine::content::hides;

// What those types are made of: front ends depend on this crate alone.
pub use pulse_crypto::keys::{AccountId, DeviceId};
pub use pulse_crypto::safety_number::SafetyNumber;
pub use pulse_protocol::link::{ContactLink, LinkError, ServerLink};
pub use pulse_protocol::{Lane, Timestamp};
