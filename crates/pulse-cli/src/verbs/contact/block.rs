//! `pulse contact block`: hears nothing of somebody any more.

use clap::Args;
use pulse_client::Command;

use crate::context::{Context, Reach};
use crate::exit::Failure;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Who, by name or id
    who: String,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let command = |account| Command::BlockContact { account };
    super::change(context, Reach::Online, &arguments.who, command, |name| {
        format!("{name} is blocked. `pulse contact unblock` takes that back.")
    })
    .await
}
