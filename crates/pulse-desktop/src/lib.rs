//! Pulse on the desktop: what a person opens every day.
//!
//! Data takes one direction. The client lives on its own thread ([`core`]) and tells what changed as [`Update`]s;
//! [`AppState`] is plain data that applies them; screens ([`ui`]) draw it and return [`Action`]s; the state turns an action into
//! [`Effect`]s: requests to the client, or things the system does ([`native`]). The window's thread never waits for anything.
//!
//! ```text
//! core ──Update──► AppState ──&──► ui ──Action──► AppState ──Effect──► core, native
//! ```

mod action;
pub mod app;
mod bell;
pub mod core;
mod effect;
mod emoji;
pub mod fonts;
mod found;
pub mod icons;
pub mod limits;
pub mod measure;
pub mod native;
mod outside;
mod request;
pub mod rich_text;
mod run;
pub mod state;
mod texts;
pub mod theme;
pub mod ui;
mod update;

pub use self::core::{Core, CoreHandle, CoreOptions, Waker};
pub use action::{Action, Actions, FirstRunAction, Hidden, SettingsChange};
pub use effect::{Effect, NotificationText};
pub use found::{Found, Hits, MessageHit, SearchKind};
pub use request::{Protection, Request};
pub use run::{Failure, RunOptions, run};
pub use state::AppState;
pub use texts::{HourCycle, LOCALES, Locale, Texts, Value};
pub use update::{
    Asked, ChatSummary, ConnectionHealth, Known, LastMessage, OpenTrouble, Outage, Update, Wish,
};
