//! `pulse-server invite`: tokens that let somebody register.

use clap::Args;
use getrandom::SysRng;
use pulse_protocol::RegistrationPolicy;
use rand_core::UnwrapErr;

use crate::cli::{Failure, Place};
use crate::connection::now;
use crate::invite;
use crate::keys::ServerKey;
use crate::limits;

/// Which invites to make.
#[derive(Debug, Args)]
pub struct Options {
    /// Which server.
    #[command(flatten)]
    pub place: Place,
    /// How many.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(limits::INVITES_PER_COMMAND_MAX)))]
    pub count: u32,
    /// Days each is good for.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=i64::from(limits::INVITE_DAYS_MAX)))]
    pub days: u32,
}

/// Makes them; returns what to print, one a line.
pub fn run(options: &Options) -> Result<String, Failure> {
    let config = options.place.load()?;
    let key = ServerKey::load(&config.data_dir)?;
    let last = now().day().plus(options.days);
    let mut rng = UnwrapErr(SysRng);
    let mut text = String::new();
    for _ in 0..options.count {
        text += &invite::make(key.as_bytes(), last, &mut rng);
        text.push('\n');
    }
    if config.registration == RegistrationPolicy::Closed {
        tracing::warn!(
            "this server takes no new accounts, with an invite or without: set `registration = \"invite\"` and start it again"
        );
    }
    Ok(text)
}
