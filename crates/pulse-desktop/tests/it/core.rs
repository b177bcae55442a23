//! The client's thread against a real server, and against homes that do not open.

mod homes;
mod making;
mod searching;
mod stage;
mod talking;
