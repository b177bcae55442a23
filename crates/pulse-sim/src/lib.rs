//! Many Pulse clients and servers in one place: to break them, and to see how fast they are.
//!
//! - [`world`] runs many clients and a server from one seed, breaks what can break, and checks what must hold (binary
//!   `pulse-world`).
//! - [`load`] drives a real server process over QUIC and measures it (binary `pulse-load`).

pub mod load;
pub mod world;
