//! The Pulse server: accepts connections, authenticates devices, and keeps mail that it cannot read until it is fetched.
//!
//! A message's way through it: `accept` → `connection` → [`handlers`] → `rate_limit` → [`mailboxes`] (group commit) →
//! [`presence`] → [`delivery`]. Handlers and delivery await nothing but the store, so the simulation runs them as they are.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::path::Path;
//! use pulse_server::config::Config;
//! use pulse_server::store::Store;
//! use pulse_server::{Server, limits::StoreLimits};
//!
//! let config = Config::load(Path::new("/srv/pulse/pulse.toml"))?;
//! let running = Server::start(config, Store::ephemeral(StoreLimits::default())).await?;
//! println!("{}", running.link());
//! running.shutdown().await;
//! # Ok(()) }
//! ```

mod accept;
pub mod cli;
pub mod config;
mod connection;
pub mod context;
pub mod delivery;
pub mod directory;
mod expiry;
pub mod handlers;
mod health;
pub mod invite;
pub mod keys;
pub mod limits;
pub mod mailboxes;
pub mod metrics;
pub mod policy;
pub mod presence;
pub mod rate_limit;
mod refusals;
mod reset_key;
mod server;
mod socket;
pub mod store;
pub mod tls;

pub use accept::BindError;
pub use context::{Context, Peer, PeerState, Services};
pub use server::{Running, Server, StartError};
