//! Part of Pulse.
fn main() {}
