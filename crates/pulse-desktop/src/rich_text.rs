//! Text that people wrote: parsed, laid out in both directions, drawn and selected.

mod bidi;
mod layout;

pub use bidi::{begins_at_right, has_rtl};
pub use layout::{Alignment, lay_out};
