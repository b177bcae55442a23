//! What emoji are called in the languages of the interface, and which of them some words mean.

mod names;
mod search;

pub(crate) use names::EmojiNames;
pub(crate) use search::{beginning_with, search};
