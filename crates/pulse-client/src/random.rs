//! The one place where the client takes randomness from the system.

use getrandom::SysRng;
use rand_core::UnwrapErr;

/// The system's randomness, asked anew for each draw: there is no state that a fork or a copied machine could repeat.
///
/// A system that cannot give randomness cannot run Pulse at all; drawing then ends the process.
pub(crate) fn system_rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}
