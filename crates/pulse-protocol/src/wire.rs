//! The generated messages of `proto/pulse.proto`: unchecked, and named by [`codec`](crate::codec) and its neighbours alone.

include!(concat!(env!("OUT_DIR"), "/pulse.wire.v1.rs"));
