//! The simulation's own tests: seeds that must hold.

#[path = "it/world.rs"]
mod world;
