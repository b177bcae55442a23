//! The generated messages of `proto/pulse.proto`: unchecked, and named by [`codec`](crate::codec) and its neighbours alone.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    reason = "generated"
)]

include!(concat!(env!("OUT_DIR"), "/pulse.wire.v1.rs"));
