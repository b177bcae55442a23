//! Part of Pulse.
