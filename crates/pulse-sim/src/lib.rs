//! Many Pulse clients and servers in one place: to break them, and to see how fast they are.
//!
//! - [`load`] drives a real server process over QUIC and measures it (binary `pulse-load`).

pub mod load;
