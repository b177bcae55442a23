//! Text that people wrote: parsed, laid out in both directions, drawn and selected.
//!
//! [`message`] is for messages, [`lay_out`] for every other text. Both remember what they laid out lately.

mod bidi;
mod field;
mod layout;
mod links;
mod marks;
mod message;
mod parse;
mod recent;
mod work;

pub use bidi::{begins_at_right, has_rtl};
pub use field::{cursor_at, field_align, field_galley, mend_pointer};
pub use layout::{Alignment, lay_out};
pub(crate) use marks::without_piles;
pub use message::{LaidOut, Side, message};
pub use parse::{Block, BlockKind, Message, Span, Style, one_line, parse, plain};
